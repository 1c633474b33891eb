"""Whom the server believes: its own names, its own pages, and for opening a workshop the host alone."""

import json

import pytest

from tests.support.asking import Answer, ask
from tests.support.server import RunningServer

OPENING = {"pack": "retail-bank", "managers": ["Ana"]}
PUBLIC = "https://play.example.org"


@pytest.fixture(scope="module")
def public_server(tmp_path_factory):
    """A server behind a tunnel."""
    running = RunningServer(tmp_path_factory.mktemp("public"), "--public-url", PUBLIC)
    yield running
    running.stop()


def host_key(server: RunningServer) -> str:
    """The key that the server printed at its start."""
    key: str = json.loads((server.data / "server.json").read_text())["host_key"]
    assert f"/start#key={key}" in server.output()
    return key


# Names


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
@pytest.mark.parametrize("port", ["", ":{port}"])
def test_the_server_answers_to_its_own_names(shared_server, name, port):
    assert 200 == ask(shared_server, "/healthz", host=name + port.format(port=shared_server.port)).status


STRANGE = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1.evil.example",
    "evil.example#127.0.0.1",
    "localhost.evil.example",
    "0.0.0.0",
    "127.0.0.2",
    "[::2]",
    "",
    " ",
    "[",
    "[evil]",
    "%31%32%37.0.0.1",
    "\xe4.example",
]


@pytest.mark.parametrize("path", ["/api/packs", "/socket.io/?EIO=4&transport=websocket"])
@pytest.mark.parametrize("host", STRANGE)
def test_the_server_answers_to_no_other_name(shared_server, path, host):
    assert 421 == ask(shared_server, path, host=host.format(port=shared_server.port)).status


@pytest.mark.parametrize("host", ["[", "[evil]"])
def test_a_name_that_is_none_brings_no_stack_trace_to_light(shared_server, host):
    assert "Traceback" not in ask(shared_server, "/", host=host).text


def test_a_strange_name_does_not_widen_what_a_page_may_load(shared_server):
    answer = ask(shared_server, "/play", host="127.0.0.1:80; script-src-elem *")

    assert "script-src-elem" not in answer.headers["content-security-policy"]


def test_behind_a_tunnel_the_server_answers_to_the_public_name(public_server):
    assert (200, 421) == (
        ask(public_server, "/", host="play.example.org").status,
        ask(public_server, "/", host="evil.example").status,
    )


def test_a_forwarded_name_does_not_make_a_strange_host_known(shared_server):
    answer = ask(shared_server, "/", host="evil.example", x_forwarded_host=f"127.0.0.1:{shared_server.port}")

    assert 421 == answer.status


# Sockets from other sites


def handshake(server: RunningServer, **headers: str) -> Answer:
    """Ask to open a socket, as a browser does."""
    upgrade = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    return ask(server, "/socket.io/?EIO=4&transport=websocket", **upgrade, **headers)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:{port}", "http://localhost:{port}"])
def test_a_page_of_this_server_may_open_a_socket(shared_server, origin):
    assert 101 == handshake(shared_server, origin=origin.format(port=shared_server.port)).status


def test_a_program_without_an_origin_may_open_a_socket(shared_server):
    assert 101 == handshake(shared_server).status


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://evil.example",
        "http://127.0.0.1.evil.example:{port}",
        "http://evil.example#127.0.0.1",
        "http://127.0.0.1@evil.example",
        "null",
        "file://",
        "file://127.0.0.1",
        "127.0.0.1",
        "http://[",
        "http://",
        "chrome-extension://127.0.0.1",
    ],
)
def test_a_page_of_another_site_may_not_open_a_socket(shared_server, origin):
    assert 400 == handshake(shared_server, origin=origin.format(port=shared_server.port)).status


def test_a_page_of_another_server_on_this_machine_may_not_open_a_socket(shared_server):
    assert 400 == handshake(shared_server, origin="http://127.0.0.1:1").status


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-Server", "X-Original-Host"])
def test_a_forwarded_name_makes_no_origin_known(shared_server, header):
    assert 400 == handshake(shared_server, origin="http://evil.example", **{header: "evil.example"}).status


def test_behind_a_tunnel_the_public_page_may_open_a_socket(public_server):
    assert (101, 400) == (
        handshake(public_server, host="play.example.org", origin=PUBLIC).status,
        handshake(public_server, host="play.example.org", origin="https://evil.example").status,
    )


@pytest.mark.parametrize(
    "query", ["EIO=4&transport=polling", "EIO=4&transport=polling&j=0", "EIO=4", "EIO=3&transport=polling"]
)
def test_there_is_no_way_in_but_a_socket(shared_server, query):
    assert 400 == ask(shared_server, f"/socket.io/?{query}").status


# Who may open a workshop


def opens(server: RunningServer, key: str = "", **headers: str) -> Answer:
    return ask(server, "/api/workshops", OPENING, key=key, **headers)


def test_whoever_sits_at_the_machine_may_open_a_workshop(shared_server):
    assert 201 == opens(shared_server).status


@pytest.mark.parametrize(
    "headers",
    [
        {"x_forwarded_for": "192.168.1.7"},
        {"x_forwarded_for": "127.0.0.1"},
        {"x_forwarded_for": ""},
        {"forwarded": "for=127.0.0.1"},
    ],
    ids=["forwarded", "forwarded from here", "forwarded from nowhere", "forwarded, new form"],
)
def test_whoever_comes_through_a_proxy_needs_the_host_key(shared_server, headers):
    refused = opens(shared_server, **headers)

    assert (403, "host_only", 201) == (
        refused.status,
        refused.reason,
        opens(shared_server, host_key(shared_server), **headers).status,
    )


def test_behind_a_tunnel_everybody_needs_the_host_key(public_server):
    refused = opens(public_server)

    assert (403, "host_only", 201) == (
        refused.status,
        refused.reason,
        opens(public_server, host_key(public_server)).status,
    )


@pytest.mark.parametrize("key", ["h_wrong", "H_", "\xe4", "' OR 1=1"])
def test_another_key_opens_no_workshop(public_server, key):
    assert "host_only" == opens(public_server, key).reason


def test_a_facilitators_key_opens_no_workshop(public_server):
    links = opens(public_server, host_key(public_server)).json["links"]

    assert "host_only" == opens(public_server, links[0]["key"]).reason


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/packs", None),
        ("/api/workshops", None),
        ("/api/workshops/{code}/console", {}),
        ("/api/address", None),
        ("/api/address", {"ip": "10.0.0.1"}),
        ("/api/qr", {"text": "x"}),
    ],
)
def test_what_is_for_the_host_is_for_nobody_else(public_server, path, body):
    code = opens(public_server, host_key(public_server)).json["code"]

    assert ask(public_server, path.format(code=code), body).status in (401, 403)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_on_another_site_opens_no_workshop(shared_server, kind):
    """A browser sends these from any page without asking; this machine is trusted, so they must not count."""
    answer = ask(shared_server, "/api/workshops", OPENING, content_type=kind, origin="http://evil.example")

    assert answer.status in (400, 403)


@pytest.mark.parametrize(
    ("path", "body"), [("/api/workshops", OPENING), ("/api/workshops/{code}/console", None), ("/api/qr", {"text": "x"})]
)
def test_a_page_of_another_site_asks_for_nothing_in_the_hosts_name(shared_server, path, body):
    code = opens(shared_server).json["code"]
    answer = ask(shared_server, path.format(code=code), body, method="POST", origin="http://evil.example")

    assert 403 == answer.status


def test_no_page_of_another_site_may_read_an_answer(shared_server):
    allowed = ask(shared_server, "/api/packs", origin="http://evil.example").headers

    assert [] == [name for name in allowed if name.startswith("access-control-")]


def test_the_host_key_stays_the_same(tmp_path):
    server = RunningServer(tmp_path)
    before = host_key(server)
    server.stop()
    server.start()
    after = host_key(server)
    server.stop()

    assert before == after


def test_behind_a_tunnel_room_codes_have_eight_digits(public_server, shared_server):
    assert (8, 6) == (
        len(opens(public_server, host_key(public_server)).json["code"]),
        len(opens(shared_server).json["code"]),
    )


def test_behind_a_tunnel_links_lead_to_the_public_address(public_server):
    links = opens(public_server, host_key(public_server)).json["links"]

    assert [True] * 3 == [link["url"].startswith(f"{PUBLIC}/") for link in links]
