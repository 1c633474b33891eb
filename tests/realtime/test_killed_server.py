"""The server dies at once, in the middle of everything, again and again: what it acknowledged it knows, and once."""

from collections.abc import Iterator
from contextlib import ExitStack
from os import environ
from random import Random

import pytest

from server.game.events import ChoiceMade
from server.store.sqlite import SqliteLog
from tests.support.phones import TAPS, StubbornPhone, WirePhone
from tests.support.server import Opened, RunningServer

KILLS = 50 if environ.get("UPTOYOU_FULL") == "1" else 5
REPS = 8


@pytest.fixture
def opened(server: RunningServer) -> Opened:
    return server.open_workshop("Ana", "Bo")


@pytest.fixture
def phones(opened: Opened) -> Iterator[dict[str, StubbornPhone]]:
    """The phones of eight reps, by their seats, while rulings are open."""
    with ExitStack() as leaving, WirePhone(opened.server.url, opened.key("facilitator")) as leader:
        seats = [opened.take_seat(f"Rep {number}") for number in range(REPS)]
        url = opened.server.url
        phones = {seat["seat"]: leaving.enter_context(StubbornPhone(url, seat["key"])) for seat in seats}
        while leader.place["phase"] != "rule":
            move = leader.place["move"]
            leader.does("next", expect=move, confirmed=True)
            leader.sees(lambda phone, move=move: phone.place["move"] > move, "the next place")
        for phone in phones.values():
            phone.comes_to("rule")
            phone.sees(lambda one: bool(one.own), "a part of its own")
        yield phones


@pytest.mark.timeout(60 + 10 * KILLS)
def test_what_was_acknowledged_is_saved_once(
    server: RunningServer, opened: Opened, phones: dict[str, StubbornPhone]
) -> None:
    with StubbornPhone(server.url, opened.key("facilitator")) as console:
        chance, cut_off = Random(KILLS), 0
        for _ in range(KILLS):
            for phone in phones.values():
                phone.taps_on()
            console.insists("add_time")
            chance.choice([*phones.values()]).is_answered(chance.randint(1, TAPS))
            server.kill()
            cut_off += sum(len(phone.waiting) for phone in phones.values())
            server.start()
            for phone in (console, *phones.values()):
                phone.is_answered()
        assert cut_off > 0

        server.kill()
        server.start()
        for phone in phones.values():
            phone.sees(lambda one: one.connected_before == KILLS + 2, "the server for the last time")
            phone.sees(lambda one: one.own["choice"]["n"] == one.taps, "its last tap")
            choice = phone.own["choice"]
            assert (phone.taps % 4, phone.taps % 3) == (choice["level"], choice["authority"])
            with WirePhone(server.url, phone.key) as fresh:
                fresh.sees(lambda one: bool(one.own), "a part of its own")
                assert (fresh.shared, fresh.own) == (phone.shared, phone.own)
        assert [] == [ack for phone in (console, *phones.values()) for ack in phone.refused]

    server.stop()
    log = SqliteLog(server.data / "workshops.sqlite3")
    (workshop,) = log.workshops()
    commits = log.commits(workshop)
    log.close()
    assert list(range(1, len(commits) + 1)) == [commit.version for commit in commits]
    for phone in (console, *phones.values()):
        assert phone.sent == [commit.id for commit in commits if commit.id in set(phone.sent)]
    for seat, phone in phones.items():
        taps = [
            event.choice.n
            for commit in commits
            for event in commit.events
            if isinstance(event, ChoiceMade) and event.seat == seat
        ]
        assert list(range(1, phone.taps + 1)) == taps
