"""Phones on the move, hundreds of them on one loop: each keeps what it sent until it is answered, over any network."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from random import Random
from secrets import token_hex
from typing import Any

from server.game.events import ChoiceMade
from server.store.sqlite import SqliteLog
from tests.support.phones import AGAIN, TAPS, WirePhone
from tests.support.raw import TEXT, request, text
from tests.support.server import Opened, RunningServer

PIECE = 65536
VIEW = '42["view"'
SILENCE = 20.0
"""Seconds without a word after which a phone takes its line for dead. The server says something every eight."""
SOON = (0.05, 0.5)
"""Seconds before a phone connects again, at least and at most."""
PATIENCE = 180.0


def to_the_end(play: Coroutine[Any, Any, None]) -> None:
    """Run it, in a thread of its own: a browser that is open has a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, play).result()


@dataclass(frozen=True, slots=True)
class Weather:
    """What a network does to each piece that it carries: seconds, and shares of all pieces."""

    delay: tuple[float, float] = (0.0, 0.0)
    """At least and at most."""
    stall: float = 0.0
    stalls: float = 0.0
    """The share of pieces before which everything stands still for `stall`."""
    resets: float = 0.0
    """The share of pieces with which the connection breaks, and they are lost."""


class Sky:
    """The weather of all phones under it, which may change at any moment."""

    def __init__(self, seed: int = 0) -> None:
        self.weather = Weather()
        self.broken = 0
        """How many connections it broke."""
        self.chance = Random(seed)

    async def carries(self) -> bool:
        """Take one piece to its other end. False when the connection breaks with it."""
        weather = self.weather
        await asyncio.sleep(self.chance.uniform(*weather.delay))
        if self.chance.random() < weather.stalls:
            await asyncio.sleep(weather.stall)
        breaks = self.chance.random() < weather.resets
        self.broken += breaks
        return not breaks


class RoamingPhone:
    """One seat's phone. It connects by itself, and again whenever its line is lost."""

    def __init__(self, port: int, key: str, sky: Sky, silence: float = SILENCE) -> None:
        self.key = key
        self.shared: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        self.lines = 0
        """How often it was let in."""
        self.taps = 0
        self.sent: list[str] = []
        self.waiting: dict[str, str] = {}
        """What is not answered yet, by its id."""
        self.refused: list[dict[str, Any]] = []
        self.address = "127.0.0.1"
        self._port = port
        self._sky = sky
        self._silence = silence
        self._is_here = False
        self._out: asyncio.Queue[bytes] = asyncio.Queue()
        self._number = 0
        self._asked: dict[str, str] = {}
        """The command behind the number of each answer on this line."""
        self._news = asyncio.Event()
        self._awake = asyncio.Event()
        self._awake.set()
        self._leaves_it_open = False
        self._left_open: list[asyncio.StreamWriter] = []
        self._line: asyncio.Task[None] | None = None

    # Lines

    async def lives(self) -> None:
        """Connect, and again, for ever."""
        try:
            while True:
                await self._awake.wait()
                self._line = asyncio.create_task(self._on_one_line())
                await asyncio.wait([self._line])
                self._is_here = False
                if not self._line.cancelled() and not isinstance(self._line.exception(), OSError | None):
                    self._line.result()
                await asyncio.sleep(self._sky.chance.uniform(*SOON))
        finally:
            if self._line is not None:
                self._line.cancel()
            for writer in self._left_open:
                writer.transport.abort()

    async def _on_one_line(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, local_addr=(self.address, 0))
        self._out, self._asked = asyncio.Queue(), {}
        writing = asyncio.create_task(self._write(writer, self._out))
        try:
            self._out.put_nowait(request(self._port))
            messages = Messages()
            while True:
                async with asyncio.timeout(self._silence):
                    piece = await reader.read(PIECE)
                await self._awake.wait()
                if not piece or not await self._sky.carries():
                    return
                for said in messages.of(piece):
                    self._hear(said)
        finally:
            writing.cancel()
            if self._leaves_it_open:
                self._left_open.append(writer)
            else:
                _reset(writer)

    async def _write(self, writer: asyncio.StreamWriter, out: asyncio.Queue[bytes]) -> None:
        with suppress(OSError):
            while True:
                piece = await out.get()
                await self._awake.wait()
                if not await self._sky.carries():
                    _reset(writer)
                    return
                writer.write(piece)
                await writer.drain()

    def moves(self, address: str, *, silently: bool) -> None:
        """To another network. The old line breaks, or stays open and nobody is there any more."""
        assert self._line is not None
        self.address, self._is_here, self._leaves_it_open = address, False, silently
        self._line.cancel()

    async def sleeps(self, seconds: float) -> None:
        """Neither read nor write, as a phone in a pocket."""
        self._awake.clear()
        await asyncio.sleep(seconds)
        self._awake.set()

    # Hearing

    def _hear(self, said: str) -> None:
        if said.startswith("0"):
            self._out.put_nowait(text("40" + json.dumps({"key": self.key})))
        elif said.startswith("40"):
            self._is_here, self.lines = True, self.lines + 1
            for id in self.waiting:
                self._send(id)
        elif said == "2":
            self._out.put_nowait(text("3"))
        elif said.startswith(VIEW):
            view = json.loads(said[2:])[1]
            for part in view.keys() & {"shared", "own"}:
                setattr(self, part, view[part]["body"])
        elif said.startswith("43"):
            number, _, ack = said[2:].partition("[")
            self._is_answered(self._asked.pop(number), json.loads("[" + ack)[0])
        self._tell()

    def _is_answered(self, id: str, ack: dict[str, Any]) -> None:
        if ack.get("reason") == "retry":
            asyncio.get_running_loop().call_later(AGAIN, self._send, id)
            return
        self.waiting.pop(id, None)
        if not ack["ok"]:
            self.refused.append(ack)

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    # Doing

    @property
    def place(self) -> dict[str, Any]:
        place: dict[str, Any] = self.shared["place"]
        return place

    def insists(self, kind: str, **fields: Any) -> None:
        id = token_hex(16)
        self.sent.append(id)
        self.waiting[id] = json.dumps({"id": id, "kind": kind, **fields})
        self._send(id)

    def _send(self, id: str) -> None:
        if self._is_here and id in self.waiting:
            self._number += 1
            number = str(self._number)
            self._asked[number] = id
            self._out.put_nowait(text(f'42{number}["command",{self.waiting[id]}]'))

    def taps_on(self, count: int = TAPS) -> None:
        """Several taps in one go, no more than a seat may send at once."""
        levels = [option["level"] for option in self.shared["round"]["case"]["options"]]
        for _ in range(count):
            self.taps += 1
            level = levels[self.taps % len(levels)]
            self.insists("rule", step=self.place["step"], level=level, authority=self.taps % 3, n=self.taps)

    async def is_answered(self) -> None:
        await self.sees(lambda one: not one.waiting, "an answer to each tap")

    async def sees(self, expected: Callable[["RoamingPhone"], bool], what: str) -> None:
        """Wait until this holds."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not expected(self):
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"never saw {what}; {len(self.waiting)} wait, at {self.shared.get('place')}") from None


@asynccontextmanager
async def out_and_about(phones: Iterable[RoamingPhone]) -> AsyncIterator[None]:
    """All of these live while the block runs, and have a first view of their own when it begins."""
    phones = list(phones)
    async with asyncio.TaskGroup() as group:
        lives = [group.create_task(phone.lives()) for phone in phones]
        for phone in phones:
            await phone.sees(lambda one: bool(one.own), "a part of its own")
        yield
        for life in lives:
            life.cancel()


def phones_of(opened: Opened, count: int, sky: Sky | None = None, silence: float = SILENCE) -> dict[str, RoamingPhone]:
    """The phones of so many new reps, by their seats."""
    seats = [opened.take_seat(f"Rep {number}") for number in range(count)]
    sky = sky or Sky()
    return {one["seat"]: RoamingPhone(opened.server.port, one["key"], sky, silence) for one in seats}


def goes_to_the_next_ruling(leader: WirePhone) -> None:
    """On to the phase in which reps rule in the next case, whatever is left of this one."""
    step = leader.place["step"]
    while leader.place["phase"] != "rule" or leader.place["step"] == step:
        move, at = leader.place["move"], leader.place["phase"]
        leader.does("skip_step" if at in ("rule", "board", "break") else "next", expect=move, confirmed=True)
        leader.sees(lambda one, move=move: one.place["move"] > move, "the next place")


def all_is_saved_once(server: RunningServer, phones: dict[str, RoamingPhone]) -> None:
    """Every tap is in the log that this server left, once, and the last one stands."""
    log = SqliteLog(server.data / "workshops.sqlite3")
    (workshop,) = log.workshops()
    commits = log.commits(workshop)
    log.close()
    for seat, phone in phones.items():
        sent = set(phone.sent)
        mine = [commit for commit in commits if commit.id in sent]
        taps = [e.choice.n for one in mine for e in one.events if isinstance(e, ChoiceMade) and e.seat == seat]
        assert len(mine) == len({commit.id for commit in mine})
        assert taps == sorted(set(taps))  # (a tap that was told to wait may come after a later one, and says nothing)
        assert phone.taps == taps[-1]


class Messages:
    """The texts in what a server sends, after its answer to the upgrade; the rest of a frame waits for more."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_upgraded = False

    def of(self, piece: bytes) -> Iterator[str]:
        self._rest += piece
        if not self._is_upgraded:
            head, end, rest = self._rest.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head.splitlines()[0]:
                raise ConnectionRefusedError(head)
            self._is_upgraded, self._rest = True, rest
        while (found := _frame(self._rest)) is not None:
            opcode, data, self._rest = found
            if opcode == TEXT:
                yield data.decode()


def _frame(data: bytes) -> tuple[int, bytes, bytes] | None:
    """The first frame, and what comes after it. The server masks nothing and splits nothing."""
    if len(data) < 2:
        return None
    size, start = data[1], 2
    if size > 125:
        start = {126: 4, 127: 10}[size]
        size = int.from_bytes(data[2:start], "big")
    if len(data) < start + size:
        return None
    return data[0] & 0x0F, data[start : start + size], data[start + size :]


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break the connection without a goodbye."""
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
