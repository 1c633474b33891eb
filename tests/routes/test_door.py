"""Coming in by the room code, back to one's own seat, and back to the console."""

import re
from os import urandom
from urllib.parse import quote

import pytest

from server.game.rush import AT_ONCE
from tests.support.asking import ask
from tests.support.phones import WirePhone
from tests.support.qr import code_of, drawn


def an_id():
    return urandom(16).hex()


@pytest.fixture
def workshop(shared_server):
    return shared_server.open_workshop("Ana", "Bo", title="Tuesday")


@pytest.fixture
def console(workshop):
    with WirePhone(workshop.server.url, workshop.key("facilitator")) as console:
        yield console


def seat(workshop, name, **body):
    return ask(workshop.server, f"/api/workshops/{workshop.code}/seats", {"id": an_id(), "name": name, **body})


def me(workshop, key):
    return ask(workshop.server, "/api/me", key=key)


# Looking in


def test_whoever_has_the_code_learns_the_title_and_whether_the_door_is_open(workshop):
    told = ask(workshop.server, f"/api/workshops/{workshop.code}").json

    assert {"title": "Tuesday", "locked": False, "closed": False} == told


def test_whoever_has_the_code_learns_that_the_door_is_locked(workshop, console):
    console.does("lock_room", on=True)

    assert ask(workshop.server, f"/api/workshops/{workshop.code}").json["locked"]


# Taking a seat


def test_a_seat_comes_with_a_key_that_works(workshop):
    told = seat(workshop, "Kim")
    mine = me(workshop, told.json["key"]).json

    assert (201, "Kim", "Tuesday") == (told.status, told.json["name"], told.json["title"])
    assert ("rep", "play", "Kim", True) == (mine["role"], mine["page"], mine["name"], mine["here"])


def test_an_observer_takes_a_seat(workshop):
    mine = me(workshop, seat(workshop, "Guest", role="observer").json["key"]).json

    assert ("observer", "play") == (mine["role"], mine["page"])


@pytest.mark.parametrize("role", ["manager", "facilitator", "stage", "door", "clock", "admin", ""])
def test_no_other_role_is_given_at_the_door(workshop, role):
    answer = seat(workshop, "Kim", role=role)

    assert (400, "bad_message", "role") == (answer.status, answer.reason, answer.json["error"]["field"])


def test_the_same_request_again_gets_the_same_seat(workshop):
    id = an_id()
    first, again = seat(workshop, "Kim", id=id).json, seat(workshop, "Kim", id=id).json

    assert (first["seat"], "Kim") == (again["seat"], again["name"])


def test_the_same_request_again_gets_a_key_that_works(workshop):
    id = an_id()
    keys = [seat(workshop, "Kim", id=id).json["key"] for _ in range(2)]

    assert ["Kim", "Kim"] == [me(workshop, key).json["name"] for key in keys]


def test_the_same_request_again_seats_nobody_else(workshop, console):
    id = an_id()
    for _ in range(3):
        seat(workshop, "Kim", id=id)
    seat(workshop, "Lou")
    console.sees(lambda phone: "Lou" in str(phone.shared["seats"]), "Lou")

    assert ["Kim", "Lou"] == [one["name"] for one in console.shared["seats"] if one["role"] == "rep"]


def test_whoever_scanned_the_code_does_not_count_as_one_who_typed_it(workshop, console):
    for number in range(AT_ONCE + 1):
        seat(workshop, f"Rep {number}", scan=workshop.scan)
    for number in range(AT_ONCE + 1):
        seat(workshop, f"Typed {number}", scan="something else")
    told = [seat(workshop, "Kim", scan=scan) for scan in ("", "something else", workshop.scan)]
    console.sees(lambda phone: phone.shared["rush"] is not None, "the rush")

    assert [(409, "rush"), (409, "rush")] == [(answer.status, answer.reason) for answer in told[:2]]
    assert (201, AT_ONCE + 1) == (told[2].status, console.shared["rush"]["came"])


@pytest.mark.parametrize("other", [{"name": "Lou"}, {"role": "observer"}], ids=["name", "role"])
def test_the_same_id_with_another_wish_is_refused(workshop, other):
    id = an_id()
    seat(workshop, "Kim", id=id)
    answer = seat(workshop, **{"name": "Kim", "id": id, **other})

    assert (409, "bad_message", "id") == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "name_empty"),
        ("   ", "name_empty"),
        ("!?-", "name_empty"),
        ("\u200b\u200d\u202e", "name_empty"),
        ("\u0000\u0007", "name_empty"),
        ("x" * 25, "name_long"),
        ("ب" * 25, "name_long"),
    ],
    ids=["empty", "blank", "no letter", "invisible", "control signs", "long", "long in another script"],
)
def test_a_name_that_is_none_is_refused(workshop, typed, reason):
    answer = seat(workshop, typed)

    assert (409, reason, "name") == (answer.status, answer.reason, answer.json["error"]["field"])


@pytest.mark.parametrize("typed", ["Kim", "kim", " K I M ", "Ｋｉｍ", "K\u200bim", "KIM\u202e"])
def test_a_name_that_is_taken_is_refused_with_a_free_one(workshop, typed):
    seat(workshop, "Kim")
    answer = seat(workshop, typed)
    hint = answer.json["error"]["hint"]

    assert (409, "name_taken", "name") == (answer.status, answer.reason, answer.json["error"]["field"])
    assert (201, hint) == (seat(workshop, hint).status, seat(workshop, f"{hint}").json["error"]["hint"][: len(hint)])


def test_a_managers_name_is_taken(workshop):
    assert "name_taken" == seat(workshop, "ana").reason


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  Kim   Lee ", "Kim Lee"),
        ("Kim\u202eLee", "KimLee"),
        ("Zoe\u0308", "Zoë"),
        ("<b>Kim</b>", "<b>Kim</b>"),
        ("ب" * 24, "ب" * 24),
        ("김민지", "김민지"),
    ],
)
def test_a_name_is_shown_as_it_was_meant(workshop, typed, shown):
    assert shown == seat(workshop, typed).json["name"]


def test_a_locked_room_takes_nobody(workshop, console):
    console.does("lock_room", on=True)
    answer = seat(workshop, "Kim")

    assert (409, "locked") == (answer.status, answer.reason)


def test_a_room_that_was_opened_again_takes_people(workshop, console):
    console.does("lock_room", on=True)
    console.does("lock_room", on=False)

    assert 201 == seat(workshop, "Kim").status


def test_whoever_sits_in_a_locked_room_may_ask_for_the_seat_again(workshop, console):
    """The answer to a taken seat was lost; meanwhile the door was locked."""
    id = an_id()
    first = seat(workshop, "Kim", id=id).json
    console.does("lock_room", on=True)

    assert first["seat"] == seat(workshop, "Kim", id=id).json["seat"]


# A new phone


def claim(workshop, name, **body):
    return ask(workshop.server, f"/api/workshops/{workshop.code}/claims", {"id": an_id(), "name": name, **body})


def waiting(console):
    """The claim that waits at the console."""
    console.sees(lambda phone: len(phone.shared["claims"]) == 1, "a claim")
    return console.shared["claims"][0]


def test_a_claim_opens_nothing_by_itself(workshop):
    seat(workshop, "Kim")
    key = claim(workshop, "Kim").json["key"]

    assert (401, "not_seated") == (me(workshop, key).status, me(workshop, key).reason)


def test_a_claim_waits_at_the_console(workshop, console):
    taken = seat(workshop, "Kim").json
    claim(workshop, "Kim")

    assert ("Kim", taken["seat"]) == (waiting(console)["name"], waiting(console)["seat"])


def test_the_console_is_not_told_the_key_of_a_claim(workshop, console):
    seat(workshop, "Kim")
    key = claim(workshop, "Kim").json["key"]
    waiting(console)

    assert key not in str(console.frames)


def test_a_claim_that_is_allowed_opens_the_same_seat(workshop, console):
    taken = seat(workshop, "Kim").json
    key = claim(workshop, "Kim").json["key"]
    console.does("answer_claim", claim=waiting(console)["id"], allow=True)
    with WirePhone(workshop.server.url, key) as phone:
        assert "Kim" == phone.own["name"]
    assert (200, taken["name"]) == (me(workshop, key).status, me(workshop, key).json["name"])


def test_a_claim_that_is_refused_opens_nothing(workshop, console):
    seat(workshop, "Kim")
    key = claim(workshop, "Kim").json["key"]
    console.does("answer_claim", claim=waiting(console)["id"], allow=False)

    assert 401 == me(workshop, key).status


def test_an_answered_claim_waits_no_more(workshop, console):
    seat(workshop, "Kim")
    claim(workshop, "Kim")
    console.does("answer_claim", claim=waiting(console)["id"], allow=True)
    console.sees(lambda phone: not phone.shared["claims"], "no claim")

    assert [] == console.shared["claims"]


@pytest.mark.parametrize("typed", ["kim", " K im", "Ｋｉｍ"])
def test_a_claim_finds_the_seat_however_the_name_is_typed(workshop, typed):
    taken = seat(workshop, "Kim").json

    assert (taken["seat"], "Kim", "play") == tuple(
        claim(workshop, typed).json[name] for name in ("seat", "name", "page")
    )


def test_a_manager_with_a_new_phone_gets_the_managers_page(workshop):
    assert ("m1", "manager") == tuple(claim(workshop, "Ana").json[name] for name in ("seat", "page"))


def test_a_claim_for_nobody_is_refused(workshop):
    answer = claim(workshop, "Nobody")

    assert (404, "unknown_seat", "name") == (answer.status, answer.reason, answer.json["error"]["field"])


def test_whoever_has_a_seat_may_claim_it_though_the_room_is_locked(workshop, console):
    seat(workshop, "Kim")
    console.does("lock_room", on=True)

    assert 201 == claim(workshop, "Kim").status


def test_only_so_many_claims_wait_at_once(workshop):
    seat(workshop, "Kim")
    answers = [claim(workshop, "Kim") for _ in range(21)]

    assert ([201] * 20, (409, "too_many")) == (
        [answer.status for answer in answers[:20]],
        (answers[20].status, answers[20].reason),
    )


# What a key opens


def test_a_seat_that_was_removed_is_told_so(workshop, console):
    taken = seat(workshop, "Kim").json
    console.does("remove_seat", seat=taken["seat"])

    assert False is me(workshop, taken["key"]).json["here"]


# Back to the console


@pytest.mark.parametrize(
    "typed",
    [str, str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code.replace('-', '')} "],
    ids=["as given", "in small letters", "with spaces", "in one piece"],
)
def test_the_recovery_code_leads_back_to_the_console(workshop, typed):
    told = ask(workshop.server, "/api/recover", {"code": typed(workshop.recovery)})
    mine = me(workshop, told.json["key"]).json

    assert (201, "console") == (told.status, told.json["page"])
    assert ("facilitator", workshop.code) == (mine["role"], mine["code"])


def test_the_recovery_code_works_again(workshop):
    keys = [ask(workshop.server, "/api/recover", {"code": workshop.recovery}).json["key"] for _ in range(2)]

    assert [200, 200] == [me(workshop, key).status for key in keys]


@pytest.mark.parametrize("typed", ["", "2345-2345-2345", "x", "482913"])
def test_another_recovery_code_leads_nowhere(workshop, typed):
    answer = ask(workshop.server, "/api/recover", {"code": typed})

    assert (404, "unknown_recovery", "code") == (answer.status, answer.reason, answer.json["error"]["field"])


def test_the_room_code_is_no_recovery_code(workshop):
    assert 404 == ask(workshop.server, "/api/recover", {"code": workshop.code}).status


# The way in as a picture


@pytest.mark.parametrize("scan", ["", "something else", None], ids=["nothing", "something else", "what the stage says"])
def test_the_code_on_the_wall_leads_to_the_room(workshop, scan):
    """And only for the stage it holds what makes it more than the digits."""
    said = workshop.scan if scan is None else scan
    picture = ask(workshop.server, f"/qr/{workshop.code}.svg?scan={quote(said)}")
    url = ask(workshop.server, "/api/address").json["url"]
    (path,) = re.findall(r'<path[^>]* d="(M[^"]*h[^"]*)"[^>]*stroke', picture.text) or re.findall(
        r'stroke[^>]* d="([^"]*)"', picture.text
    )
    shifted = frozenset((x - 4, y - 4) for x, y in drawn(path))

    assert (200, "image/svg+xml") == (picture.status, picture.headers["content-type"].partition(";")[0])
    assert code_of(f"{url}/{workshop.code}{f'#{said}' if scan is None else ''}") == shifted


def test_the_picture_of_the_way_in_holds_no_key(workshop):
    picture = ask(workshop.server, f"/qr/{workshop.code}.svg").text

    assert [] == [link["key"] for link in workshop.links if link["key"] in picture]
