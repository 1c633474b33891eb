"""Many workshops full of phones, whatever serves them: coming in, answering, a reveal, coming back, by the clock."""

import random
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench.meter import Meter
from tests.bench.phones import LIMIT, Loop, Phone, RanOut, Wanted, command, has

QUIET = 0.3
"""Seconds; longer than the server waits between two counts to the console."""
PACE = 10.0
"""Seconds within which everybody answers when nobody hurries them. In a real room it is a minute."""

Figures = dict[str, float]
Said = Mapping[Phone, dict[str, Any]]
"""Who sends which fields."""


@dataclass(eq=False)
class Room:
    """One workshop, and everybody in it."""

    console: Phone
    stage: Phone
    managers: list[Phone]
    reps: list[Phone] = field(default_factory=list)

    @property
    def everybody(self) -> list[Phone]:
        return [self.console, self.stage, *self.managers, *self.reps]


class Crowd(ABC):
    def __init__(self, port: int, process: int, rooms: list[Room]) -> None:
        self.rooms = rooms
        self.loop = Loop(port)
        self._meter = Meter(process)
        self._chance = random.Random(7)
        self._number = 0
        """Of the last command; its ack carries it."""

    @property
    def reps(self) -> list[Phone]:
        return [rep for room in self.rooms for rep in room.reps]

    @property
    def everybody(self) -> list[Phone]:
        return [one for room in self.rooms for one in room.everybody]

    def close(self) -> None:
        self.loop.close()

    @abstractmethod
    def take_seats(self) -> Figures:
        """Give each room its reps."""

    @abstractmethod
    def round(self) -> Figures:
        """Everybody rules at once and predicts in time, and the chair is revealed."""

    @abstractmethod
    def onwards(self) -> Said:
        """What each console sends to move its workshop on."""

    # Coming in, and back

    def come_in(self) -> Figures:
        """Staff first, unmeasured; then a seat for every phone, and all phones at once."""
        self._connect(self.everybody)
        before = self._meter.memory()
        figures = self.take_seats()
        figures |= self._herd("herd")
        return figures | {
            "workshops": len(self.rooms),
            "per_workshop": max(len(room.reps) for room in self.rooms),
            "memory.start": before / 1000,
            "memory": (self._meter.memory() - before) / len(self.reps),
            "compressed": sum(rep.inflate is not None for rep in self.reps),
        }

    def come_back(self) -> Figures:
        """All lines of all phones break at once, and all come back in the same instant."""
        self.loop.drop(self.reps)
        self.settle()
        return self._herd("back")

    def _herd(self, what: str) -> Figures:
        start = self._meter.restart()
        came = self._connect(self.reps)
        wall = perf_counter() - start
        client = self._meter.client()
        self.settle()
        return spread(what, [at - start for at in came]) | {
            f"{what}.rate": len(came) / wall,
            f"{what}.cpu": self._meter.server() / len(came),
            f"{what}.client": client,
        }

    def _connect(self, phones: list[Phone]) -> list[float]:
        """When each of them had its first whole view."""
        shared = Wanted("their first shared view", phones, has(b'42["view"', b'"shared":{"version"'))
        seated = [phone for phone in phones if phone.seated]
        own = Wanted("their first view of their own", seated, has(b'42["view"', b'"own":{"version"'))
        self.loop.connect(phones)
        self.loop.until(shared, own)
        return [max(at, own.at.get(phone, at)) for phone, at in shared.at.items()]

    # Answering

    def at_once(self, what: str, kind: str, said: Said, others: int = 0) -> Figures:
        """All phones answer in the same instant; so many `others` have answered before."""
        taps, acks = self._commands(kind, said)
        self._chance.shuffle(taps)
        counts = self._counts(others)
        start = self._begin()
        tapped = self._send(taps)
        self.loop.until(acks, *counts)
        return self._answered(what, start, tapped, acks) | {
            f"{what}.wall": (max(acks.at.values()) - start) * 1000,
            f"{what}.count": (max(at for count in counts for at in count.at.values()) - start) * 1000,
        }

    def in_time(self, what: str, kind: str, said: Said) -> Figures:
        """Each phone answers at a moment of its own."""
        taps, acks = self._commands(kind, said)
        counts = self._counts(0)
        moments = sorted(self._chance.random() * PACE for _ in taps)
        self._chance.shuffle(taps)
        start = self._begin()
        tapped: dict[Phone, float] = {}
        for moment, tap in zip(moments, taps, strict=True):
            self.loop.turn(start + moment - perf_counter())
            tapped |= self._send([tap])
        self.loop.until(acks, *counts)
        busy = self._meter.server() / 1000 / (perf_counter() - start)
        figures = self._answered(what, start, tapped, acks)
        return figures | {f"{what}.busy": 100 * busy, f"{what}.carries": len(self.rooms) / busy}

    def _begin(self) -> float:
        self.look(anew=True)
        return self._meter.restart()

    def _answered(self, what: str, start: float, tapped: Mapping[Phone, float], acks: Wanted) -> Figures:
        client = self._meter.client()
        self.settle()
        heard = sum((rep.kinds for rep in self.reps), Counter[str]())
        return spread(what, [at - tapped[rep] for rep, at in acks.at.items()]) | {
            f"{what}.cpu": self._meter.server() / len(tapped),
            f"{what}.acks": heard["ack"],
            f"{what}.more": heard.total() - heard["ack"] - heard["ping"] - heard["tick"],
            f"{what}.clock": heard["ping"] + heard["tick"],
            f"{what}.client": client,
        }

    def _counts(self, others: int) -> list[Wanted]:
        """That each console shows that all have answered."""
        fulls = [(room, len(room.reps) + others) for room in self.rooms]
        marks = [(room, b'"answered":{"done":%d,"expected":%d}' % (full, full)) for room, full in fulls]
        return [Wanted("the full count", [room.console], has(mark)) for room, mark in marks]

    # The reveal

    def reveal(self) -> Figures:
        """All consoles press in the same instant."""
        reps = self.reps
        shared = Wanted("the chair's ruling", reps, has(b'42["view"', b'"shared":{', b'"chair":true'))
        own = Wanted("their own points", reps, has(b'42["view"', b'"own":{', b'"points":{"total"'))
        presses, acks = self._commands("next", self.onwards())
        start = self._begin()
        self._send(presses)
        self.loop.until(shared, own, acks)
        client = self._meter.client()
        views = [text for rep in reps for text in rep.heard if text.startswith(b'42["view"')]
        self.settle()
        return spread("reveal", [at - start for at in shared.at.values()]) | {
            "reveal.press": (max(acks.at.values()) - start) * 1000,
            "reveal.own": (max(own.at.values()) - start) * 1000,
            "reveal.cpu": self._meter.server() / len(reps),
            "reveal.views": len(views) / len(reps),
            "reveal.shared_size": sum(len(text) for text in views if b'"shared":{' in text) / 1000 / len(reps),
            "reveal.own_size": sum(len(text) for text in views if b'"shared":{' not in text) / 1000 / len(reps),
            "reveal.client": client,
        }

    # Saying and hearing

    def say(self, kind: str, said: Said, *may_hear: bytes) -> None:
        """Send one command from each of these, and wait for the answers."""
        commands, acks = self._commands(kind, said, *may_hear)
        self._send(commands)
        self.loop.until(acks)

    def _commands(self, kind: str, said: Said, *may_hear: bytes) -> tuple[list[tuple[Phone, bytes]], Wanted]:
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
            self.loop.send(phone, said)
        return sent

    def look(self, anew: bool = False) -> None:
        """Take in what everybody heard; and count anew what they hear from now on."""
        for phone in self.everybody:
            phone.look()
            if anew:
                phone.kinds.clear()

    def settle(self) -> None:
        """Wait until no view comes any more, and the server is free to answer a question."""
        end = perf_counter() + LIMIT
        views = -1
        while views != (views := sum(phone.kinds["view"] for phone in self.everybody)):
            if perf_counter() > end:
                raise RanOut(f"Views kept coming for {LIMIT:.0f} s.")
            self.loop.turn(QUIET)
            self.say("no such kind", {room.console: {} for room in self.rooms}, b'"bad_message"')
            self.look()

    def some_answer(self, fields: Callable[[Room, int], dict[str, Any]]) -> Said:
        """An answer from each phone."""
        return {rep: fields(room, self._chance.randrange(99)) for room in self.rooms for rep in room.reps}


def spread(what: str, seconds: Sequence[float]) -> Figures:
    """How long it took half of them, nearly all and the last, in milliseconds."""
    ordered = sorted(one * 1000 for one in seconds)
    return {
        f"{what}.p50": median(ordered),
        f"{what}.p99": ordered[len(ordered) * 99 // 100],
        f"{what}.max": ordered[-1],
    }
