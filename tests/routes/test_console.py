"""For the facilitator: further links, their codes to scan, and the report."""

from os import urandom

import pytest

from tests.support.asking import ask
from tests.support.qr import code_of, drawn
from tests.support.server import RunningServer


def an_id():
    return urandom(16).hex()


@pytest.fixture
def workshop(shared_server):
    return shared_server.open_workshop("Ana", "Bo", title="Tuesday")


def grant(workshop, role, seat=None, key=None, **body):
    facilitator = workshop.key("facilitator")
    wish = {"id": an_id(), "role": role, "seat": seat, **body}
    return ask(workshop.server, "/api/keys", wish, key=key or facilitator)


def works(workshop, key):
    return ask(workshop.server, "/api/me", key=key).status == 200


def keys_of_everybody_else(workshop):
    return {
        "stage": workshop.key("stage"),
        "manager": workshop.key("manager", "m1"),
        "rep": workshop.take_seat("Kim")["key"],
        "observer": workshop.take_seat("Guest", "observer")["key"],
    }


# Links


@pytest.mark.parametrize(
    ("role", "seat", "page", "name"),
    [
        ("facilitator", None, "console", ""),
        ("stage", None, "stage", ""),
        ("manager", "m2", "manager", "Bo"),
        ("rep", "p1", "play", "Kim"),
    ],
)
def test_a_further_link_opens_what_it_is_for(workshop, role, seat, page, name):
    workshop.take_seat("Kim")
    told = grant(workshop, role, seat)
    mine = ask(workshop.server, "/api/me", key=told.json["key"]).json

    assert (201, role, page, name) == (told.status, mine["role"], mine["page"], mine["name"])
    assert told.json["url"].endswith(f"/{page}#key={told.json['key']}")


def test_a_further_link_leaves_the_old_one_its_use(workshop):
    grant(workshop, "manager", "m1")

    assert works(workshop, workshop.key("manager", "m1"))


@pytest.mark.parametrize(("role", "seat"), [("stage", None), ("manager", "m1")])
def test_a_fresh_link_makes_the_old_ones_worthless(workshop, role, seat):
    second = grant(workshop, role, seat).json["key"]
    fresh = grant(workshop, role, seat, fresh=True).json["key"]

    assert [False, False, True] == [works(workshop, key) for key in (workshop.key(role, seat), second, fresh)]


def test_a_fresh_link_leaves_everybody_else_theirs(workshop):
    others = [workshop.key("facilitator"), workshop.key("stage"), workshop.key("manager", "m2")]
    grant(workshop, "manager", "m1", fresh=True)

    assert [True] * 3 == [works(workshop, key) for key in others]


def test_a_fresh_link_that_is_asked_for_again_works(workshop):
    id = an_id()
    links = [grant(workshop, "stage", id=id, fresh=True).json["key"] for _ in range(2)]

    assert works(workshop, links[1])


def test_the_same_id_for_another_fresh_link_leaves_no_old_one_in_use(workshop):
    """Either the second wish is refused, for its id was used for another; or it does what it says."""
    id = an_id()
    grant(workshop, "stage", id=id, fresh=True)
    second = grant(workshop, "manager", "m1", id=id, fresh=True)

    assert second.status == 409 or not works(workshop, workshop.key("manager", "m1"))


def test_a_revoked_link_stays_worthless_after_a_restart(tmp_path):
    server = RunningServer(tmp_path)
    workshop = server.open_workshop("Ana")
    fresh = grant(workshop, "stage", fresh=True).json["key"]
    server.kill()
    server.start()
    seen = [works(workshop, key) for key in (workshop.key("stage"), fresh)]
    server.stop()

    assert [False, True] == seen


def test_a_fresh_link_to_the_console_closes_all_but_the_one_that_asks(workshop):
    asks, other = workshop.key("facilitator"), grant(workshop, "facilitator").json["key"]
    fresh = grant(workshop, "facilitator", fresh=True).json["key"]

    assert [True, False, True] == [works(workshop, key) for key in (asks, other, fresh)]


@pytest.mark.parametrize(
    ("role", "seat"),
    [("manager", "m9"), ("manager", None), ("rep", "m1"), ("manager", "p1"), ("stage", "m1"), ("rep", "p9")],
)
def test_a_link_fits_the_seat_that_it_is_for(workshop, role, seat):
    workshop.take_seat("Kim")

    assert 409 == grant(workshop, role, seat).status


@pytest.mark.parametrize("role", ["door", "clock", "admin", ""])
def test_there_are_no_links_for_other_roles(workshop, role):
    answer = grant(workshop, role)

    assert (400, "bad_message", "role") == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize("who", ["stage", "manager", "rep", "observer"])
def test_nobody_but_the_facilitator_gives_out_links(workshop, who):
    answer = grant(workshop, "facilitator", key=keys_of_everybody_else(workshop)[who])

    assert (403, "not_yours") == (answer.status, answer.reason)


def test_a_facilitator_gives_out_links_for_the_own_workshop_only(workshop):
    other = workshop.server.open_workshop("Ana", title="Another")
    key = grant(workshop, "manager", "m1", key=other.key("facilitator")).json["key"]

    assert "Another" == ask(workshop.server, "/api/me", key=key).json["title"]


# The report


def test_the_facilitator_reads_the_report(workshop):
    told = ask(workshop.server, "/api/report", key=workshop.key("facilitator")).json

    assert ("Tuesday", workshop.code, ["Ana", "Bo"]) == (
        told["title"],
        told["code"],
        sorted(face["name"] for face in told["managers"]),
    )


@pytest.mark.parametrize("who", ["stage", "manager", "rep", "observer"])
def test_nobody_else_reads_the_report(workshop, who):
    answer = ask(workshop.server, "/api/report", key=keys_of_everybody_else(workshop)[who])

    assert (403, "not_yours") == (answer.status, answer.reason)


def test_a_facilitator_reads_the_own_report_only(workshop):
    other = workshop.server.open_workshop("Ana", title="Another")

    assert "Another" == ask(workshop.server, "/api/report", key=other.key("facilitator")).json["title"]


def test_a_key_in_the_address_counts_for_nothing(workshop):
    key = workshop.key("facilitator")

    assert 401 == ask(workshop.server, f"/api/report?key={key}&token={key}&auth={key}").status


# Codes to scan


@pytest.mark.parametrize("text", ["http://192.168.1.7:8420/482913", "x" * 400, "Zoë: 日本語"])
def test_a_text_comes_as_a_code_to_scan(workshop, text):
    told = ask(workshop.server, "/api/qr", {"text": text}, key=workshop.key("facilitator")).json
    expected = code_of(text)

    assert (1 + max(x for x, _ in expected), expected) == (told["size"], drawn(told["path"]))


@pytest.mark.parametrize("text", ["", "x" * 401])
def test_a_text_that_is_none_or_too_long_makes_no_code(workshop, text):
    answer = ask(workshop.server, "/api/qr", {"text": text}, key=workshop.key("facilitator"))

    assert (400, "bad_message", "text") == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize("who", ["stage", "manager", "rep", "observer"])
def test_nobody_else_has_codes_drawn(workshop, who):
    key = keys_of_everybody_else(workshop)[who]
    answer = ask(workshop.server, "/api/qr", {"text": "x"}, key=key, x_forwarded_for="10.0.0.1")

    assert (403, "not_yours") == (answer.status, answer.reason)
