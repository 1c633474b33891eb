"""The server dies at once, in the middle of everything, again and again: what it acknowledged it knows, and once."""

from collections.abc import Iterator
from contextlib import ExitStack
from random import Random
from typing import Any

import pytest

from server.game.events import ChoiceMade, RulingSealed
from server.store.sqlite import SqliteLog
from tests.support.counts import usually
from tests.support.phones import TAPS, StubbornPhone, WirePhone
from tests.support.server import Opened, RunningServer

KILLS = usually(5, full=50)
PARTS = usually(1, full=4)
"""That many kills each, so that several processes can share them."""
REPS, MANAGERS = 8, ("Ana", "Bo")


@pytest.fixture
def opened(server: RunningServer) -> Opened:
    return server.open_workshop(*MANAGERS)


@pytest.fixture
def phones(opened: Opened) -> Iterator[dict[str, StubbornPhone]]:
    """The phones of eight reps and two managers, by their seats, while rulings are open."""
    with ExitStack() as leaving, WirePhone(opened.server.url, opened.key("facilitator")) as leader:
        seats = [opened.take_seat(f"Rep {number}") for number in range(REPS)]
        keys = {one["seat"]: one["key"] for one in (*seats, *opened.links) if one["seat"]}
        phones = {seat: leaving.enter_context(StubbornPhone(opened.server.url, key)) for seat, key in keys.items()}
        while leader.place["phase"] != "rule":
            move = leader.place["move"]
            leader.does("next", expect=move, confirmed=True)
            leader.sees(lambda phone, move=move: phone.place["move"] > move, "the next place")
        for phone in phones.values():
            phone.comes_to("rule")
            phone.sees(lambda one: bool(one.own), "a part of its own")
        yield phones


def last_tap(phone: StubbornPhone) -> dict[str, Any]:
    """What this phone shows as its own answer: a rep's, or a manager's sealed ruling."""
    held: dict[str, Any] = phone.own["choice" if "choice" in phone.own else "ruling"]
    return held


@pytest.mark.timeout(60 + 20 * KILLS)
@pytest.mark.parametrize("part", range(PARTS))
def test_what_was_acknowledged_is_saved_once(
    server: RunningServer, opened: Opened, phones: dict[str, StubbornPhone], part: int
) -> None:
    with StubbornPhone(server.url, opened.key("facilitator")) as console:
        chance, cut_off = Random(part), 0
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

        before = {seat: phone.connected_before for seat, phone in phones.items()}
        server.kill()
        server.start()
        for seat, phone in phones.items():
            phone.sees(lambda one, seat=seat: one.connected_before > before[seat], "the server for the last time")
            phone.sees(lambda one: last_tap(one)["n"] == one.taps, "its last tap")
            choice = last_tap(phone)
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
            event.choice.n if isinstance(event, ChoiceMade) else event.ruling.n
            for commit in commits
            for event in commit.events
            if isinstance(event, ChoiceMade | RulingSealed) and event.seat == seat
        ]
        assert list(range(1, phone.taps + 1)) == taps
