"""Where a network forbids WebSockets, and the server was told so, screens ask again and again instead."""

import json
import re

import pytest

from tests.support.asking import ask
from tests.support.poller import Poller
from tests.support.server import RunningServer
from tests.support.table import Table

POLL = "/socket.io/?EIO=4&transport=polling"


@pytest.fixture(scope="module")
def polling_server(tmp_path_factory):
    running = RunningServer(tmp_path_factory.mktemp("polling"), "--polling")
    yield running
    running.stop()


def phase_of(view):
    return view.get("shared", {}).get("body", {}).get("place", {}).get("phase")


def test_a_phone_without_websockets_plays_with_the_others(polling_server):
    with Table(polling_server) as table:
        seat = table.workshop.take_seat("Pia")
        pia = Poller(polling_server, seat["key"])
        assert "lobby" == phase_of(pia.sees())
        table.goes_to("rule")
        while phase_of(pia.sees()) != "rule":
            pass
        assert {"ok": True} == pia.does("rule", step=table.step, level=1, authority=1, n=1)
        table.counts(done=1)
        table.goes_on()
        while phase_of(pia.sees()) != "predict":
            pass
        pia.posts("1")

        table.console.sees(lambda console: lost(console).get(seat["seat"]) is not None, "that Pia left")


def lost(console):
    words = [data["lost"] for event, data in console.frames if event == "presence"]
    return words[-1]


@pytest.mark.timeout(180)
def test_whoever_stops_fetching_is_known_as_away(polling_server):
    """After an unanswered ping, as on a WebSocket."""
    with Table(polling_server) as table:
        seat = table.workshop.take_seat("Pia")
        pia = Poller(polling_server, seat["key"])
        table.console.patience = 60
        table.console.sees(lambda console: lost(console).get(seat["seat"]) is not None, "that Pia is away")

        assert not pia.is_open


def test_somebody_who_was_removed_is_cut_off_and_told_so_when_coming_back(polling_server):
    with Table(polling_server) as table:
        seat = table.workshop.take_seat("Pia")
        pia = Poller(polling_server, seat["key"])
        pia.sees()
        table.console.does("remove_seat", seat=seat["seat"])

        while pia.fetches().status == 200:
            pass
        back = Poller(polling_server, seat["key"], joins=False)
        back.posts("40" + json.dumps({"key": seat["key"]}))
        assert "removed" in back.hears("44")


def test_a_wrong_key_is_refused_in_words(polling_server):
    line = Poller(polling_server, "r_wrong", joins=False)
    line.posts('40{"key":"r_wrong"}')

    assert "not_seated" in line.hears("44")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_the_setting_nobody_polls(shared_server, method):
    raw = b"" if method == "POST" else None

    assert 400 == ask(shared_server, POLL, raw=raw, key="r_x").status


def test_pages_say_whether_their_server_polls(polling_server, shared_server):
    opening = re.compile(r"<html lang=\"\w+\"( data-polling)?>")
    told = [opening.search(ask(one, "/play").text)[1] for one in (polling_server, shared_server)]

    assert [" data-polling", None] == told
