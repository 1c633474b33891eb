"""The server dies at once, in the middle of everything, again and again: what it acknowledged it knows, and once."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from os import environ
from secrets import token_hex
from typing import Any

import pytest
from socketio.exceptions import SocketIOError

from server.game.events import ChoiceMade
from server.store.sqlite import SqliteLog
from tests.support.phones import PATIENCE, WirePhone
from tests.support.server import Opened, RunningServer

KILLS = 50 if environ.get("UPTOYOU_FULL") == "1" else 5
REPS = 8
IN_FLIGHT = 4
ANSWERS = 10
"""So many answers each phone gets between two deaths of the server."""


class StubbornPhone(WirePhone):
    """Keeps what it sent until it is answered, and sends it again with the same id, in order, when the line is back."""

    def __init__(self, url: str, key: str) -> None:
        self.key = key
        self.waiting: dict[str, dict[str, Any]] = {}
        self.sent: list[str] = []
        self.refused: list[dict[str, Any]] = []
        self.taps = 0
        self._is_here = False
        self._rest = threading.Event()
        self._hand = threading.Thread(target=self._tap_on, daemon=True)
        super().__init__(url, key)

    # Sending

    def insists(self, kind: str, **fields: Any) -> None:
        with self._change:
            command = {"id": token_hex(16), "kind": kind, **fields}
            self.sent.append(command["id"])
            self.waiting[command["id"]] = command
            self._emit(command)

    def _emit(self, command: dict[str, Any]) -> None:
        if self._is_here:
            try:
                self.socket.emit("command", command, callback=partial(self._answered, command["id"]))
            except SocketIOError:
                self._is_here = False

    def _answered(self, id: str, ack: dict[str, Any]) -> None:
        with self._change:
            self.waiting.pop(id, None)
            if not ack["ok"]:
                self.refused.append(ack)
            self._change.notify_all()

    def _connected(self) -> None:
        with self._change:
            self._is_here = True
            for command in self.waiting.values():
                self._emit(command)
        super()._connected()

    def _lost(self, *_: Any) -> None:
        with self._change:
            self._is_here = False
        super()._lost()

    # A nervous thumb

    def starts_tapping(self) -> None:
        self._hand.start()

    def stops_tapping(self) -> None:
        """Rest, and wait until all is answered."""
        self._rest.set()
        self._hand.join(PATIENCE)
        self.sees(lambda _: not self.waiting, "the last answer")

    def _tap_on(self) -> None:
        while not self._rest.is_set():
            self.sees(lambda _: len(self.waiting) < IN_FLIGHT, "an answer")
            self.taps += 1
            self.insists("rule", step=self.place["step"], level=self.taps % 4, authority=self.taps % 3, n=self.taps)

    @property
    def answered(self) -> int:
        return len(self.sent) - len(self.waiting)

    def is_answered_again(self) -> None:
        """Wait for some answers more, the first of them to what was sent last."""
        enough = self.answered + ANSWERS
        self.sees(lambda _: self.answered >= enough, f"{enough} answers")


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
        for phone in phones.values():
            phone.starts_tapping()
        for _ in range(KILLS):
            for phone in phones.values():
                phone.is_answered_again()
            console.insists("add_time")
            server.kill()
            assert any(phone.waiting for phone in phones.values())
            server.start()
        for phone in phones.values():
            phone.is_answered_again()
            phone.stops_tapping()
        console.sees(lambda one: not one.waiting, "the last answer")

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
