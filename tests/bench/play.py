"""Workshops that are played for the clock: everybody comes in, and rounds are played up to the reveal."""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from json import dumps, loads
from secrets import token_hex
from statistics import median
from time import perf_counter
from typing import Any

from server.game.roster import CAPACITY
from tests.bench.meter import Meter
from tests.bench.phones import LIMIT, Loop, Phone, RanOut, Wanted, command, has, kinds_of
from tests.support.server import Opened, RunningServer

MANAGERS = ("Ana", "Bo", "Cleo")
MOST = CAPACITY - len(MANAGERS)
"""Phones in one workshop."""
AT_A_TIME = 8
"""Connections over which seats are taken."""
QUIET = 0.3
"""Seconds; longer than the server waits between two counts to the console."""
CLOCK = ("ping", "tick")
CERTAINTIES, SPREADS = ("hunch", "fairly", "sure"), ("same", "neighbours", "far")

Figures = dict[str, float]


@dataclass
class Room:
    """One workshop, and everybody in it."""

    opened: Opened
    size: int
    console: Phone
    stage: Phone
    managers: list[Phone]
    reps: list[Phone] = field(default_factory=list)

    @property
    def staff(self) -> list[Phone]:
        return [self.console, self.stage, *self.managers]

    @property
    def place(self) -> dict[str, Any]:
        return self.console.shared["place"]


def open_rooms(server: RunningServer, phones: int) -> list[Room]:
    """As few workshops as hold so many phones, filled evenly."""
    count = -(-phones // MOST)
    rooms = []
    for number in range(count):
        opened = server.open_workshop(*MANAGERS, title="Benchmark")
        managers = [Phone(name, opened.key("manager", f"m{place}")) for place, name in enumerate(MANAGERS, start=1)]
        console, stage = (Phone(f"the {role}", opened.key(role)) for role in ("facilitator", "stage"))
        rooms.append(Room(opened, (phones + number) // count, console, stage, managers))
    return rooms


class Play:
    def __init__(self, server: RunningServer, rooms: Sequence[Room], meter: Meter) -> None:
        self._server = server
        self._rooms = rooms
        self._meter = meter
        self._loop = Loop(server.port)
        self._chance = random.Random(7)
        self._number = 0
        """Of the last command; its ack carries it."""

    @property
    def _reps(self) -> list[Phone]:
        return [rep for room in self._rooms for rep in room.reps]

    @property
    def _everybody(self) -> list[Phone]:
        return [*self._reps, *(one for room in self._rooms for one in room.staff)]

    def close(self) -> None:
        self._loop.close()

    # Coming in

    def come_in(self) -> Figures:
        """Staff first, unmeasured; then a seat for every phone, and all phones at once."""
        self._connect([one for room in self._rooms for one in room.staff])
        before = self._meter.memory()
        seats = self._take_seats()
        timed = _Timed(self._meter)
        came = self._connect(self._reps)
        figures = {"seats": seats, **_spread("herd", [at - timed.start for at in came.values()])}
        self._settle()
        figures["herd.client"] = timed.client(max(came.values()))
        figures["herd.cpu"] = timed.cpu() * 1000 / len(came)
        figures["memory"] = (self._meter.memory() - before) / len(came)
        figures["memory.start"] = before / 1000
        figures["squeezed"] = sum(rep.inflate is not None for rep in self._reps)
        figures["workshops"] = len(self._rooms)
        figures["per_workshop"] = max(room.size for room in self._rooms)
        return figures

    def _take_seats(self) -> float:
        """Gives how many a second."""
        wishes = [(room, f"Rep {number}") for number in range(MOST) for room in self._rooms if number < room.size]
        start = perf_counter()
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            taken = list(pool.map(self._take_in_turn, [wishes[first::AT_A_TIME] for first in range(AT_A_TIME)]))
        wall = perf_counter() - start
        for room, rep in (one for some in taken for one in some):
            room.reps.append(rep)
        return len(wishes) / wall

    def _take_in_turn(self, wishes: Iterable[tuple[Room, str]]) -> list[tuple[Room, Phone]]:
        """Over one connection, one after the other."""
        http = HTTPConnection("127.0.0.1", self._server.port, timeout=LIMIT)
        taken = []
        for room, name in wishes:
            body = dumps({"id": token_hex(16), "name": name})
            path = f"/api/workshops/{room.opened.code}/seats"
            http.request("POST", path, body, {"Content-Type": "application/json"})
            answer = http.getresponse()
            told = loads(answer.read())
            if answer.status != 201:
                raise RanOut(f"{name} got no seat: {told}")
            taken.append((room, Phone(name, told["key"])))
        http.close()
        return taken

    def _connect(self, phones: list[Phone]) -> dict[Phone, float]:
        """When each of them had its first whole view."""
        shared = Wanted("their first shared view", phones, has(b'42["view"', b'"shared":{"version"'))
        seated = [one for one in phones if one.name not in ("the facilitator", "the stage")]
        own = Wanted("their first view of their own", seated, has(b'42["view"', b'"own":{"version"'))
        self._loop.connect(phones)
        self._loop.until(shared, own)
        return {phone: max(at, own.at.get(phone, at)) for phone, at in shared.at.items()}

    # A round

    def round(self) -> Figures:
        """From wherever the workshop is through the next round, up to the spread, and out of it."""
        self._go_to("rule")
        seals = {"authority": 1, "n": 1}
        for place in range(len(MANAGERS)):
            self._act([(room.managers[place], "rule", {"level": self._level(place), **seals}) for room in self._rooms])
        self._settle()
        figures = self._burst("ruling", "rule", self._ruling, len(MANAGERS))
        self._go_to("predict")
        self._settle()
        figures |= self._burst("prediction", "predict", self._prediction, 0)
        self._go_to("chair")
        self._settle()
        figures |= self._reveal()
        self._go_to("panel")
        self._press("skip")
        self._press("skip_step")
        return figures

    def _burst(self, what: str, kind: str, answer: Callable[[], Mapping[str, Any]], others: int) -> Figures:
        """All phones send in the same instant; `others` have answered before."""
        self._number += 1
        step = {rep: room.place["step"] for room in self._rooms for rep in room.reps}
        taps = [(rep, command(self._number, kind, step=step[rep], **answer())) for rep in self._reps]
        self._chance.shuffle(taps)
        acks = Wanted("the answer to their tap", self._reps, has(b"43%d[" % self._number))
        counts = [
            Wanted("the full count", [room.console], has(b'"answered":{"done":%d,"expected":%d}' % (full, full)))
            for room in self._rooms
            for full in (len(room.reps) + others,)
        ]
        self._look_anew()
        tapped: dict[Phone, float] = {}
        timed = _Timed(self._meter)
        for rep, tap in taps:
            tapped[rep] = perf_counter()
            self._loop.send(rep, tap)
        self._loop.until(acks, *counts)
        client = timed.client(perf_counter())
        self._settle()
        figures = _spread(what, [at - tapped[rep] for rep, at in acks.at.items()])
        heard = kinds_of(self._reps)
        clock = sum(heard[one] for one in CLOCK)
        return figures | {
            f"{what}.wall": (max(acks.at.values()) - timed.start) * 1000,
            f"{what}.count": (max(at for count in counts for at in count.at.values()) - timed.start) * 1000,
            f"{what}.cpu": timed.cpu() * 1000 / len(taps),
            f"{what}.acks": heard["ack"],
            f"{what}.more": heard.total() - heard["ack"] - clock,
            f"{what}.clock": clock,
            f"{what}.client": client,
        }

    def _reveal(self) -> Figures:
        shared = Wanted("the chair's ruling", self._reps, has(b'42["view"', b'"shared":{', b'"chair":true'))
        own = Wanted("their own points", self._reps, has(b'42["view"', b'"own":{', b'"points":{"total"'))
        presses = self._presses("next")
        ack = Wanted("the answer to the press", [console for console, _ in presses], has(b"43%d[" % self._number))
        self._look_anew()
        timed = _Timed(self._meter)
        for console, press in presses:
            self._loop.send(console, press)
        self._loop.until(shared, own, ack)
        client = timed.client(perf_counter())
        size = sum(len(text) for rep in self._reps for text in rep.heard if text.startswith(b'42["view"'))
        self._settle()
        blind = [rep for rep in self._reps if not rep.shared["round"]["tokens"] or rep.own["points"] is None]
        if blind:
            raise RanOut(f"{len(blind)} of {len(self._reps)} phones show no ruling or no points after the reveal.")
        return _spread("reveal", [at - timed.start for at in shared.at.values()]) | {
            "reveal.press": (max(ack.at.values()) - timed.start) * 1000,
            "reveal.own": (max(own.at.values()) - timed.start) * 1000,
            "reveal.cpu": timed.cpu() * 1000 / len(self._reps),
            "reveal.views": kinds_of(self._reps)["view"] / len(self._reps),
            "reveal.bytes": size / 1000 / len(self._reps),
            "reveal.client": client,
        }

    # Answers

    def _level(self, place: int) -> int:
        """One of the levels of the case that is played."""
        options = self._rooms[0].console.shared["steering"]["options"]
        level: int = options[place % len(options)]["level"]
        return level

    def _ruling(self) -> dict[str, Any]:
        level, authority = self._level(self._chance.randrange(9)), self._chance.randrange(4)
        return {"level": level, "authority": authority, "reasons": ["history", "tone"], "quotable": True, "n": 1}

    def _prediction(self) -> dict[str, Any]:
        level, authority = self._level(self._chance.randrange(9)), self._chance.randrange(4)
        more = {"certainty": self._chance.choice(CERTAINTIES), "spread": self._chance.choice(SPREADS)}
        return {"level": level, "authority": authority, **more, "n": 1}

    # Leading

    def _go_to(self, phase: str) -> None:
        while self._rooms[0].place["phase"] != phase:
            if self._rooms[0].place["phase"] == "closed":
                raise RanOut(f"The workshop was over before it came to {phase}.")
            self._press("next")

    def _presses(self, kind: str) -> list[tuple[Phone, bytes]]:
        self._number += 1
        fields = [(room.console, {"expect": room.place["move"], "confirmed": True}) for room in self._rooms]
        return [(console, command(self._number, kind, **more)) for console, more in fields]

    def _press(self, kind: str) -> None:
        """Move every workshop on, and wait until all its screens are there. The clock may have been first."""
        there = []
        for room in self._rooms:
            mark = has(b'"place":{"move":%d,' % (room.place["move"] + 1))
            there.append(Wanted(f"the view after {room.place['phase']}", [*room.reps, *room.staff], mark))
        for console, press in self._presses(kind):
            self._loop.send(console, press)
        self._loop.until(*there)
        self._look()

    def _act(self, acts: Iterable[tuple[Phone, str, dict[str, Any]]]) -> None:
        """Staff send a command each and wait for their answers."""
        self._number += 1
        acts = list(acts)
        acks = Wanted("the answer to a command", [phone for phone, _, _ in acts], has(b"43%d[" % self._number))
        for room, (phone, kind, fields) in zip(self._rooms, acts, strict=True):
            self._loop.send(phone, command(self._number, kind, step=room.place["step"], **fields))
        self._loop.until(acks)
        self._look()

    # Listening

    def _look(self) -> None:
        for phone in self._everybody:
            for text in phone.heard:
                if (
                    text.startswith(b"43")
                    and b'"ok":false' in text
                    and b'"stale"' not in text
                    and b'"kind"' not in text
                ):
                    raise RanOut(f"{phone.name} was told no: {text.decode()}")
            phone.look()

    def _look_anew(self) -> None:
        self._look()
        for phone in self._everybody:
            phone.kinds.clear()

    def _settle(self) -> None:
        """Wait until nothing more comes, and the server answers a question that it need not think about."""
        end = perf_counter() + LIMIT
        self._look()
        while perf_counter() < end:
            before = kinds_of(self._everybody)["view"]
            self._loop.turn(QUIET)
            self._number += 1
            consoles = [room.console for room in self._rooms]
            acks = Wanted("the answer to a question", consoles, has(b"43%d[" % self._number))
            for console in consoles:
                self._loop.send(console, command(self._number, "no such kind"))
            self._loop.until(acks)
            self._look()
            if kinds_of(self._everybody)["view"] == before:
                return
        raise RanOut(f"Views kept coming for {LIMIT:.0f} s.")


class _Timed:
    """From now on: the wall, the server's processor time, and ours."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._server = meter.cpu()
        self._client = time.process_time()
        self.start = perf_counter()

    def cpu(self) -> float:
        """Seconds of the server's processor time; asked once it rests."""
        return self._meter.cpu() - self._server

    def client(self, now: float) -> float:
        """Our own share of one core until now, in hundredths."""
        return 100 * (time.process_time() - self._client) / (now - self.start)


def _spread(what: str, seconds: Iterable[float]) -> Figures:
    """How long it took half of them, nearly all and the last, in milliseconds."""
    ordered = sorted(one * 1000 for one in seconds)
    near = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return {f"{what}.p50": median(ordered), f"{what}.p99": near, f"{what}.max": ordered[-1]}
