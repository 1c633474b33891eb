"""Workshops played for the clock: everybody comes in, and rounds are played up to the reveal."""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from secrets import token_hex
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench.meter import Meter
from tests.bench.phones import LIMIT, Loop, Phone, RanOut, Wanted, command, has
from tests.support.server import RunningServer

MANAGERS = ("Ana", "Bo", "Cleo")
MOST = 390
"""Phones in one workshop: nearly as many as the server seats in one."""
AT_A_TIME = 8
"""Connections over which seats are taken."""
QUIET = 0.3
"""Seconds; longer than the server waits between two counts to the console."""

Figures = dict[str, float]


class Room:
    """One workshop, and everybody in it."""

    def __init__(self, server: RunningServer, size: int) -> None:
        opened = server.open_workshop(*MANAGERS, title="Benchmark")
        self.path = f"/api/workshops/{opened.code}/seats"
        self.scan = opened.scan
        self.size = size
        self.console = Phone("The console", opened.key("facilitator"), seated=False)
        self.stage = Phone("The stage", opened.key("stage"), seated=False)
        self.managers = [Phone(name, opened.key("manager", f"m{place + 1}")) for place, name in enumerate(MANAGERS)]
        self.reps: list[Phone] = []

    @property
    def everybody(self) -> list[Phone]:
        return [self.console, self.stage, *self.managers, *self.reps]

    @property
    def place(self) -> dict[str, Any]:
        place: dict[str, Any] = self.console.shared["place"]
        return place

    def level(self, number: int) -> int:
        """One of the answers to the case that is played."""
        options = self.console.shared["steering"]["options"]
        level: int = options[number % len(options)]["level"]
        return level


class Play:
    def __init__(self, server: RunningServer, phones: int) -> None:
        """As few workshops as hold so many phones, filled evenly."""
        count = -(-phones // MOST)
        self._port = server.port
        self._rooms = [Room(server, (phones + number) // count) for number in range(count)]
        self._meter = Meter(server.process.pid)
        self._loop = Loop(server.port)
        self._chance = random.Random(7)
        self._number = 0
        """Of the last command; its ack carries it."""

    @property
    def _reps(self) -> list[Phone]:
        return [rep for room in self._rooms for rep in room.reps]

    @property
    def _everybody(self) -> list[Phone]:
        return [one for room in self._rooms for one in room.everybody]

    def close(self) -> None:
        self._loop.close()

    # Coming in

    def come_in(self) -> Figures:
        """Staff first, unmeasured; then a seat for every phone, and all phones at once."""
        self._connect(self._everybody)
        before = self._meter.memory()
        seats = self._take_seats()
        start = self._meter.restart()
        came = self._connect(self._reps)
        client = self._meter.client()
        self._settle()
        return _spread("herd", [at - start for at in came]) | {
            "workshops": len(self._rooms),
            "per_workshop": max(room.size for room in self._rooms),
            "seats": seats,
            "herd.cpu": self._meter.server() / len(came),
            "herd.client": client,
            "memory.start": before / 1000,
            "memory": (self._meter.memory() - before) / len(came),
            "compressed": sum(rep.inflate is not None for rep in self._reps),
        }

    def _take_seats(self) -> float:
        """Gives how many a second."""
        wishes = [(room, f"Rep {number + 1}") for room in self._rooms for number in range(room.size)]
        start = perf_counter()
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            list(pool.map(self._take_in_turn, [wishes[first::AT_A_TIME] for first in range(AT_A_TIME)]))
        return len(wishes) / (perf_counter() - start)

    def _take_in_turn(self, wishes: Iterable[tuple[Room, str]]) -> None:
        """One after the other, over one connection."""
        http = HTTPConnection("127.0.0.1", self._port, timeout=LIMIT)
        for room, name in wishes:
            body = json.dumps({"id": token_hex(16), "name": name, "scan": room.scan})
            try:
                http.request("POST", room.path, body, {"Content-Type": "application/json"})
                told = json.load(http.getresponse())
            except OSError as error:
                raise RanOut(f"{name} asked for a seat and got no answer: {error}.") from error
            if "key" not in told:
                raise RanOut(f"{name} got no seat: {told}.")
            room.reps.append(Phone(name, told["key"]))
        http.close()

    def _connect(self, phones: list[Phone]) -> list[float]:
        """When each of them had its first whole view."""
        shared = Wanted("their first shared view", phones, has(b'42["view"', b'"shared":{"version"'))
        seated = [phone for phone in phones if phone.seated]
        own = Wanted("their first view of their own", seated, has(b'42["view"', b'"own":{"version"'))
        self._loop.connect(phones)
        self._loop.until(shared, own)
        return [max(at, own.at.get(phone, at)) for phone, at in shared.at.items()]

    # A round

    def round(self) -> Figures:
        """From wherever the workshop is through its next round, up to the spread, and out of it."""
        self._go_to("rule")
        seals = {one: self._ruling(room, n) for room in self._rooms for n, one in enumerate(room.managers)}
        self._say("rule", seals)
        self._settle()
        figures = self._burst("ruling", "rule", self._ruling, len(MANAGERS))
        self._go_to("predict")
        figures |= self._burst("prediction", "predict", self._prediction, 0)
        self._go_to("chair")
        figures |= self._reveal()
        self._go_to("panel")
        self._press("skip")
        self._press("skip_step")
        return figures

    def _ruling(self, room: Room, number: int) -> dict[str, Any]:
        answer = {"step": room.place["step"], "level": room.level(number), "authority": number % 4, "n": 1}
        return {**answer, "reasons": ["history", "tone"]}

    def _prediction(self, room: Room, number: int) -> dict[str, Any]:
        answer = {"step": room.place["step"], "level": room.level(number), "authority": number % 4, "n": 1}
        return {**answer, "certainty": "sure", "spread": "neighbours"}

    def _burst(self, what: str, kind: str, answer: Callable[[Room, int], dict[str, Any]], others: int) -> Figures:
        """All phones answer in the same instant; so many `others` have answered before."""
        said = {rep: answer(room, self._chance.randrange(99)) for room in self._rooms for rep in room.reps}
        taps, acks = self._commands(kind, said)
        self._chance.shuffle(taps)
        fulls = [(room, len(room.reps) + others) for room in self._rooms]
        marks = [(room, b'"answered":{"done":%d,"expected":%d}' % (full, full)) for room, full in fulls]
        counts = [Wanted("the full count", [room.console], has(mark)) for room, mark in marks]
        self._look(anew=True)
        start = self._meter.restart()
        tapped = self._send(taps)
        self._loop.until(acks, *counts)
        client = self._meter.client()
        self._settle()
        heard = sum((rep.kinds for rep in self._reps), Counter[str]())
        return _spread(what, [at - tapped[rep] for rep, at in acks.at.items()]) | {
            f"{what}.wall": (max(acks.at.values()) - start) * 1000,
            f"{what}.count": (max(at for count in counts for at in count.at.values()) - start) * 1000,
            f"{what}.cpu": self._meter.server() / len(taps),
            f"{what}.acks": heard["ack"],
            f"{what}.more": heard.total() - heard["ack"] - heard["ping"] - heard["tick"],
            f"{what}.clock": heard["ping"] + heard["tick"],
            f"{what}.client": client,
        }

    def _reveal(self) -> Figures:
        reps = self._reps
        shared = Wanted("the chair's ruling", reps, has(b'42["view"', b'"shared":{', b'"chair":true'))
        own = Wanted("their own points", reps, has(b'42["view"', b'"own":{', b'"points":{"total"'))
        presses, acks = self._commands("next", self._onwards())
        self._look(anew=True)
        start = self._meter.restart()
        self._send(presses)
        self._loop.until(shared, own, acks)
        client = self._meter.client()
        size = sum(len(text) for rep in reps for text in rep.heard if text.startswith(b'42["view"'))
        self._settle()
        return _spread("reveal", [at - start for at in shared.at.values()]) | {
            "reveal.press": (max(acks.at.values()) - start) * 1000,
            "reveal.own": (max(own.at.values()) - start) * 1000,
            "reveal.cpu": self._meter.server() / len(reps),
            "reveal.views": sum(rep.kinds["view"] for rep in reps) / len(reps),
            "reveal.size": size / 1000 / len(reps),
            "reveal.client": client,
        }

    # Leading

    def _go_to(self, phase: str) -> None:
        while (now := self._rooms[0].place["phase"]) != phase:
            if now == "closed":
                raise RanOut(f"The workshop was over before it came to {phase}.")
            self._press("next")
        self._settle()

    def _press(self, kind: str) -> None:
        """Move every workshop on, and wait until all its screens are there. Its clock may have been first."""
        there = []
        for room in self._rooms:
            mark = has(b'"place":{"move":%d,' % (room.place["move"] + 1))
            there.append(Wanted(f"the view after {room.place['phase']}", room.everybody, mark))
        self._say(kind, self._onwards(), b'"stale"')
        self._loop.until(*there)
        self._look()

    def _onwards(self) -> dict[Phone, dict[str, Any]]:
        return {room.console: {"expect": room.place["move"], "confirmed": True} for room in self._rooms}

    def _say(self, kind: str, said: Mapping[Phone, dict[str, Any]], *may_hear: bytes) -> None:
        """Send one command from each of these, and wait for the answers."""
        commands, acks = self._commands(kind, said, *may_hear)
        self._send(commands)
        self._loop.until(acks)

    def _commands(
        self, kind: str, said: Mapping[Phone, dict[str, Any]], *may_hear: bytes
    ) -> tuple[list[tuple[Phone, bytes]], Wanted]:
        """One command from each of these, not yet sent, and its ack. A no is an error, unless it `may_hear` it."""
        self._number += 1
        ack = b"43%d[" % self._number

        def is_it(text: bytes) -> bool:
            if text.startswith(ack) and not any(one in text for one in (b'"ok":true', *may_hear)):
                raise RanOut(f"The server said no to {kind}: {text.decode()}")
            return text.startswith(ack)

        commands = [(phone, command(self._number, kind, **fields)) for phone, fields in said.items()]
        return commands, Wanted(f"the answer to {kind}", said, is_it)

    def _send(self, commands: Iterable[tuple[Phone, bytes]]) -> dict[Phone, float]:
        """All at once; gives when each was sent."""
        sent: dict[Phone, float] = {}
        for phone, said in commands:
            sent[phone] = perf_counter()
            self._loop.send(phone, said)
        return sent

    # Listening

    def _look(self, anew: bool = False) -> None:
        """Take in what everybody heard; and count anew what they hear from now on."""
        for phone in self._everybody:
            phone.look()
            if anew:
                phone.kinds.clear()

    def _settle(self) -> None:
        """Wait until no view comes any more, and the server is free to answer a question."""
        end = perf_counter() + LIMIT
        views = -1
        while views != (views := sum(phone.kinds["view"] for phone in self._everybody)):
            if perf_counter() > end:
                raise RanOut(f"Views kept coming for {LIMIT:.0f} s.")
            self._loop.turn(QUIET)
            self._say("no such kind", {room.console: {} for room in self._rooms}, b'"bad_message"')
            self._look()


def _spread(what: str, seconds: Sequence[float]) -> Figures:
    """How long it took half of them, nearly all and the last, in milliseconds."""
    ordered = sorted(one * 1000 for one in seconds)
    return {
        f"{what}.p50": median(ordered),
        f"{what}.p99": ordered[len(ordered) * 99 // 100],
        f"{what}.max": ordered[-1],
    }
