"""What leaves the room, each for whom it is: by the right key, and by no other."""

from os import urandom

import pytest

from tests.support.asking import ask
from tests.support.phones import WirePhone
from tests.support.table import refusal

MINE = {
    "/api/report": {"facilitator"},
    "/api/upward": {"facilitator"},
    "/api/card": {"rep"},
    "/api/manager-page": {"manager"},
    "/api/lines": {"facilitator", "manager", "rep", "observer", "reader"},
}
"""Whose key opens what. All but the last tell other people's secrets to nobody else."""
ROLES = ("facilitator", "manager", "rep", "observer", "stage", "reader")


@pytest.fixture
def workshop(shared_server):
    return shared_server.open_workshop("Ana", "Bo", title="Tuesday")


def a_link_to_the_lines(workshop) -> str:
    wish = {"id": urandom(16).hex(), "role": "reader"}
    return ask(workshop.server, "/api/keys", wish, key=workshop.key("facilitator")).json["key"]


@pytest.fixture
def keys(workshop):
    return {
        "facilitator": workshop.key("facilitator"),
        "stage": workshop.key("stage"),
        "manager": workshop.key("manager", "m1"),
        "rep": workshop.take_seat("Kim")["key"],
        "observer": workshop.take_seat("Guest", "observer")["key"],
        "reader": a_link_to_the_lines(workshop),
    }


@pytest.mark.parametrize("path", MINE)
@pytest.mark.parametrize("role", ROLES)
def test_each_page_opens_for_whom_it_is(workshop, keys, path, role):
    told = ask(workshop.server, path, key=keys[role])

    assert (200 if role in MINE[path] else 403) == told.status


@pytest.mark.parametrize("path", MINE)
def test_without_a_key_nothing_opens(workshop, path):
    assert 401 == ask(workshop.server, path).status


def test_everybody_gets_their_own(workshop, keys):
    other = workshop.take_seat("Lou")["key"]
    cards = [ask(workshop.server, "/api/card", key=key).json["name"] for key in (keys["rep"], other)]
    pages = [
        ask(workshop.server, "/api/manager-page", key=workshop.key("manager", seat)).json["name"]
        for seat in ("m1", "m2")
    ]

    assert (["Kim", "Lou"], ["Ana", "Bo"]) == (cards, pages)


def test_a_link_to_the_lines_opens_the_lines_page(workshop):
    wish = {"id": urandom(16).hex(), "role": "reader"}
    told = ask(workshop.server, "/api/keys", wish, key=workshop.key("facilitator")).json

    assert told["url"].endswith(f"/lines#key={told['key']}")


def test_a_link_to_the_lines_opens_no_socket(workshop, keys):

    assert "not_seated" == refusal(workshop.server.url, {"key": keys["reader"]})


def test_a_fresh_link_to_the_lines_makes_the_old_one_worthless(workshop, keys):
    wish = {"id": urandom(16).hex(), "role": "reader", "fresh": True}
    fresh = ask(workshop.server, "/api/keys", wish, key=keys["facilitator"]).json["key"]

    assert [401, 200] == [ask(workshop.server, "/api/lines", key=key).status for key in (keys["reader"], fresh)]


@pytest.mark.parametrize("path", ["/api/card", "/api/lines"])
def test_a_seat_that_was_taken_out_opens_nothing(workshop, keys, path):

    seat = workshop.take_seat("Rob")
    with WirePhone(workshop.server.url, keys["facilitator"]) as console:
        console.does("remove_seat", seat=seat["seat"])

    assert 403 == ask(workshop.server, path, key=seat["key"]).status
