"""Every refusal over HTTP has one shape and a reason that people can read."""

import json

import pytest

from tests.support.asking import ask

ID = "0123456789abcdef"
OPEN = {"pack": "retail-bank", "managers": ["Ana"]}
SEAT = {"id": ID, "name": "Kim"}
BODIES = {
    "/api/workshops": OPEN,
    "/api/workshops/{code}/seats": SEAT,
    "/api/workshops/{code}/claims": SEAT,
    "/api/recover": {"code": "2345-ABCD-WXYZ"},
    "/api/keys": {"id": ID, "role": "stage"},
    "/api/address": {"ip": "10.0.0.1"},
    "/api/qr": {"text": "x"},
}
"""Every route that takes a body, with one that is well formed."""
READ = (
    "/api/packs",
    "/api/workshops",
    "/api/workshops/{code}",
    "/api/me",
    "/api/report",
    "/api/address",
    "/qr/{code}.svg",
)


@pytest.fixture(scope="module")
def workshop(shared_server):
    return shared_server.open_workshop("Ana")


def send(workshop, path, body=None, **more):
    return ask(workshop.server, path.format(code=workshop.code), body, key=workshop.key("facilitator"), **more)


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"7",
        b"NaN",
        b"\xff\xfe",
        b"name=Kim",
        b'{"id": ' + b"[" * 7000 + b"]" * 7000 + b"}",
        b"[" * 15_000,
    ],
    ids=[
        "empty",
        "cut off",
        "null",
        "list",
        "text",
        "number",
        "no number",
        "not UTF-8",
        "form",
        "deep",
        "deep and cut off",
    ],
)
def test_a_body_that_is_no_json_object_is_refused(workshop, path, raw):
    answer = send(workshop, path, raw=raw)

    assert (400, "bad_message") == (answer.status, answer.reason)


@pytest.mark.parametrize("path", BODIES)
def test_a_body_of_another_kind_is_refused(workshop, path):
    answer = send(workshop, path, BODIES[path], content_type="text/plain")

    assert (400, "bad_message") == (answer.status, answer.reason)


@pytest.mark.parametrize("path", BODIES)
def test_an_unknown_field_is_refused(workshop, path):
    answer = send(workshop, path, {**BODIES[path], "admin": True})

    assert (400, "bad_message", "admin") == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize(("path", "field"), [(path, field) for path, body in BODIES.items() for field in body])
def test_a_missing_field_is_named(workshop, path, field):
    body = {name: value for name, value in BODIES[path].items() if name != field}
    answer = send(workshop, path, body)

    assert (400, "bad_message", field) == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize("value", [None, 7, True, {}, [[]], ["x" * 500]], ids=repr)
@pytest.mark.parametrize(("path", "field"), [(path, field) for path, body in BODIES.items() for field in body])
def test_a_field_of_the_wrong_type_is_named(workshop, path, field, value):
    answer = send(workshop, path, {**BODIES[path], field: value})

    assert (400, "bad_message", field) == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize("path", BODIES)
def test_a_body_that_is_too_large_is_refused(workshop, path):
    answer = send(workshop, path, {**BODIES[path], "more": "x" * 17_000})

    assert (413, "too_long") == (answer.status, answer.reason)


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize("text", ["\\ud800", "Kim\\udfffKim", "\\u0000"], ids=["half a pair", "other half", "nothing"])
def test_a_sign_that_is_none_is_no_fault_of_the_server(workshop, path, text):
    """Half of a surrogate pair cannot be encoded; whatever becomes of it, it is an answer and not a crash."""
    name = next(
        field for field in ("name", "code", "role", "ip", "text", "title") if field in {**BODIES[path], "title": ""}
    )
    body = json.dumps({**BODIES[path], name: "TEXT", **({"id": f"{ID}{len(text)}"} if "id" in BODIES[path] else {})})

    assert send(workshop, path, raw=body.replace("TEXT", text).encode()).status < 500


@pytest.mark.parametrize("id", ["", "short", "x" * 65, "with space in it!", "0123456789abcde\n", "../../../../../../x"])
@pytest.mark.parametrize("path", [path for path, body in BODIES.items() if "id" in body])
def test_an_id_that_could_be_guessed_or_is_none_is_refused(workshop, path, id):
    answer = send(workshop, path, {**BODIES[path], "id": id})

    assert (400, "bad_message", "id") == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize("path", [*BODIES, *READ])
@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "BREW"])
def test_another_method_is_refused(workshop, path, method):
    answer = send(workshop, path, method=method)

    assert (405, "not_found") == (answer.status, answer.reason)


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/nowhere", "/api/workshops/", "/api/workshops/four", "/api/workshops/12345", "/qr/1.svg"],
)
def test_what_is_not_there_is_told_in_the_same_shape(workshop, path):
    answer = send(workshop, path)

    assert (404, "not_found") == (answer.status, answer.reason)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/workshops/000000", None),
        ("/api/workshops/00000000", None),
        ("/api/workshops/000000/seats", SEAT),
        ("/api/workshops/000000/claims", SEAT),
        ("/api/workshops/000000/console", {}),
        ("/qr/000000.svg", None),
    ],
)
def test_a_code_that_leads_nowhere_is_told_as_such(workshop, path, body):
    answer = send(workshop, path, body)

    assert (404, "unknown_code", "code") == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize(
    ("path", "body"), [("/api/me", None), ("/api/report", None), ("/api/keys", BODIES["/api/keys"])]
)
@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer f_wrong", "Basic Zjp4", "f_wrong", "Bearer \xe4", "Bearer " + "x" * 4000],
)
def test_whoever_holds_no_key_is_not_seated(workshop, path, body, authorization):
    answer = ask(workshop.server, path, body, authorization=authorization)

    assert (401, "not_seated") == (answer.status, answer.reason)


def test_a_refusal_has_a_text_that_people_can_read(workshop):
    answer = send(workshop, "/api/workshops/000000")

    assert " " in answer.json["error"]["text"]


@pytest.mark.parametrize("length", ["-1", "nan", "99999999999999999999", "1e3"])
def test_a_length_that_is_none_is_refused(workshop, length):
    answer = send(workshop, "/api/recover", {"code": "x"}, content_length=length)

    assert 400 <= answer.status < 500


def test_after_all_that_the_server_is_well(workshop):
    assert {"ok": True} == ask(workshop.server, "/healthz").json
