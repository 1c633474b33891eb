"""Our own server under the clock: everybody comes in, and rounds are played up to the reveal."""

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from secrets import token_hex
from time import perf_counter
from typing import Any

from tests.bench.crowd import Crowd, Figures, Room, Said
from tests.bench.phones import LIMIT, Phone, RanOut, Wanted, has
from tests.support.server import Opened, RunningServer

MANAGERS = ("Ana", "Bo", "Cleo")
AT_A_TIME = 8
"""Connections over which seats are taken."""


class Play(Crowd):
    def __init__(self, server: RunningServer, sizes: Sequence[int]) -> None:
        """A workshop for each size, which is its number of reps."""
        self._port = server.port
        opened = [server.open_workshop(*MANAGERS, title="Benchmark") for _ in sizes]
        super().__init__(server.port, server.process.pid, [_room(one) for one in opened])
        self._wishes = [
            (f"/api/workshops/{one.code}/seats", room, {"name": f"Rep {number + 1}", "scan": one.scan})
            for one, room, size in zip(opened, self.rooms, sizes, strict=True)
            for number in range(size)
        ]

    # Coming in

    def take_seats(self) -> Figures:
        start = perf_counter()
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            list(pool.map(self._take_in_turn, [self._wishes[first::AT_A_TIME] for first in range(AT_A_TIME)]))
        return {"seats": len(self._wishes) / (perf_counter() - start)}

    def _take_in_turn(self, wishes: Iterable[tuple[str, Room, dict[str, str]]]) -> None:
        """One after the other, over one connection."""
        http = HTTPConnection("127.0.0.1", self._port, timeout=LIMIT)
        for path, room, who in wishes:
            name, body = who["name"], json.dumps({"id": token_hex(16), **who})
            try:
                http.request("POST", path, body, {"Content-Type": "application/json"})
                told = json.load(http.getresponse())
            except OSError as error:
                raise RanOut(f"{name} asked for a seat and got no answer: {error}.") from error
            if "key" not in told:
                raise RanOut(f"{name} got no seat: {told}.")
            room.reps.append(Phone(name, told["key"]))
        http.close()

    # A round

    def round(self) -> Figures:
        """From wherever the workshop is through its next round, up to the spread, and out of it."""
        figures = self.rulings()
        self._go_to("predict")
        figures |= self.in_time("prediction", "predict", self.some_answer(_prediction))
        self._go_to("chair")
        figures |= self.reveal()
        self._go_to("panel")
        self._press("skip")
        self._press("skip_step")
        return figures

    def rulings(self) -> Figures:
        """The managers seal theirs, and then all reps rule in the same instant."""
        self._go_to("rule")
        self.say("rule", {one: _ruling(room, n) for room in self.rooms for n, one in enumerate(room.managers)})
        self.settle()
        return self.at_once("ruling", "rule", self.some_answer(_ruling), len(MANAGERS))

    # Leading

    def _go_to(self, phase: str) -> None:
        while (now := _place(self.rooms[0])["phase"]) != phase:
            if now == "closed":
                raise RanOut(f"The workshop was over before it came to {phase}.")
            self._press("next")
        self.settle()

    def _press(self, kind: str) -> None:
        """Move every workshop on, and wait until all its screens are there. Its clock may have been first."""
        there = []
        for room in self.rooms:
            mark = has(b'"place":{"move":%d,' % (_place(room)["move"] + 1))
            there.append(Wanted(f"the view after {_place(room)['phase']}", room.everybody, mark))
        self.say(kind, self.onwards(), b'"stale"')
        self.loop.until(*there)
        self.look()

    def onwards(self) -> Said:
        return {room.console: {"expect": _place(room)["move"], "confirmed": True} for room in self.rooms}


def _room(opened: Opened) -> Room:
    return Room(
        Phone("The console", opened.key("facilitator"), seated=False),
        Phone("The stage", opened.key("stage"), seated=False),
        [Phone(name, opened.key("manager", f"m{place + 1}")) for place, name in enumerate(MANAGERS)],
    )


def _place(room: Room) -> dict[str, Any]:
    place: dict[str, Any] = room.console.shared["place"]
    return place


def _level(room: Room, number: int) -> int:
    """One of the answers to the case that is played."""
    options = room.console.shared["steering"]["options"]
    level: int = options[number % len(options)]["level"]
    return level


def _ruling(room: Room, number: int) -> dict[str, Any]:
    answer = {"step": _place(room)["step"], "level": _level(room, number), "authority": number % 4, "n": 1}
    return {**answer, "reasons": ["history", "tone"]}


def _prediction(room: Room, number: int) -> dict[str, Any]:
    answer = {"step": _place(room)["step"], "level": _level(room, number), "authority": number % 4, "n": 1}
    return {**answer, "certainty": "sure", "spread": "neighbours"}
