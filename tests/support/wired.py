"""A whole server but for its sockets, in this process: gateway, writer, log, fan-out and frames, one act at a time.

Nothing in it depends on the time or on chance, so the same acts give the same bytes. That is what it is for: two plays
can be laid side by side, frame by frame.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from queue import Empty
from types import MappingProxyType, SimpleNamespace
from typing import Any

import msgspec

from server.game import commands as c
from server.game.case import CasePack
from server.game.ids import Millis, SeatId
from server.game.people import CLOCK, DOOR, FACILITATOR, Actor, Role
from server.game.permissions import kind
from server.game.state import Workshop
from server.realtime.fanout import Fanout
from server.realtime.gateway import Gateway
from server.realtime.messages import BY_SERVER
from server.realtime.presence import Presence
from server.realtime.transport import FROM, Transport
from server.service.live import Live
from server.service.pace import Paces
from server.service.seats import Seats
from server.service.tries import Tries
from server.service.workshops import Outcome, Workshops
from server.store.base import CommandId
from server.store.followers import Followers
from server.store.memory import MemoryLog
from tests.support.given import START, key, opening
from tests.support.heart import W1

Frame = tuple[str, bytes]
"""Who was sent it, and every byte of it."""
VIEW = b'42["view",'


class _AtOnce(Workshops):
    """The writer, called by whoever asks: no thread, no queue."""

    def _ask(self, wish: Any) -> Outcome:
        self._serve([wish])
        if wish.bug is not None:
            raise wish.bug
        outcome: Outcome = wish.outcome
        return outcome


class _Sockets:
    """What `Transport` asks of Socket.IO: who is in which room, and a line to each socket."""

    def __init__(self, heard: Callable[[str, bytes], None], left: Callable[[str], None]) -> None:
        self._heard = heard
        self._left = left
        self._rooms: dict[str, dict[str, None]] = {}
        self.manager = self
        self.eio = SimpleNamespace(sockets={})

    def opens(self, socket: str) -> None:
        def write(data: bytes) -> None:
            self._heard(socket, data)

        self.eio.sockets[socket] = SimpleNamespace(write=write, address="", seated=True, close=lambda wait: None)

    def closes(self, socket: str) -> None:
        del self.eio.sockets[socket]
        for room in self._rooms.values():
            room.pop(socket, None)

    def enter_room(self, socket: str, room: str) -> None:
        self._rooms.setdefault(room, {})[socket] = None

    def get_participants(self, _: str, to: str) -> list[tuple[str, str]]:
        return [(one, one) for one in self._rooms.get(to, {to: None})]

    def eio_sid_from_sid(self, socket: str, _: str) -> str:
        return socket

    def disconnect(self, socket: str) -> None:
        if socket in self.eio.sockets:
            self.closes(socket)
            self._left(socket)


class Wired:
    """One workshop with everybody in it. `frames` is all that went out, in order; people go by name."""

    def __init__(self, managers: tuple[str, ...], reps: tuple[str, ...], pack: CasePack | None = None) -> None:
        self.now = START
        self.frames: list[Frame] = []
        self._log = MemoryLog()
        self._log.epoch = "epoch"
        self._asked = 0
        self.open: list[str] = []
        self._starts()
        self.workshops.open(W1, opening(managers, pack), CommandId("open"))
        for number, name in enumerate(managers, start=1):
            self._asks(FACILITATOR, c.GrantKey(Role.MANAGER, key(name), SeatId(f"m{number}")))
        for name in reps:
            self._asks(DOOR, c.TakeSeat(Role.REP, name, key(name)))
        for name in ("facilitator", "stage", *managers, *reps):
            self.comes(name)

    def _starts(self) -> None:
        """All parts, on the log as it is."""
        self._seats = Seats()
        self._presence = Presence(lambda: self.now)
        self._sockets = _Sockets(self._hear, self._lost)
        wire = Transport(SimpleNamespace(), Gateway.EVENTS)  # type: ignore[arg-type]
        wire._server = self._sockets
        self._live = Live(self._log, self._seats.know, self._changed, lambda: self.now)
        self.workshops = _AtOnce(self._log, self._live, lambda: self.now)
        self._fanout = Fanout(
            wire,
            self.workshops.state,
            self._presence.absences,
            lambda: "here",
            self._log.epoch,
            lambda: self.now,
            "build",
        )
        self._gateway = Gateway(
            self.workshops, self._seats, Tries(lambda _: None), self._fanout, self._presence, lambda why, _: why
        )
        self._gateway._paces = self._gateway._leading = Paces(1e9, 1e9)
        self._live.load()

    def _changed(self, commit: Any) -> None:
        self._seats.learn(commit)
        self._fanout.changed(commit)

    def _hear(self, socket: str, data: bytes) -> None:
        self.frames.append((socket, data))

    def _lost(self, socket: str) -> None:
        self._gateway.disconnect(socket)
        if socket in self.open:
            self.open.remove(socket)

    def _asks(self, actor: Actor, command: c.Command) -> Outcome:
        self._asked += 1
        outcome = self.workshops.submit(W1, actor, command, CommandId(f"asked-{self._asked}"))
        self._tells()
        return outcome

    def _tells(self) -> None:
        """What is loud goes out at once."""
        while True:
            try:
                workshop = self._fanout._loud.get_nowait()
            except Empty:
                return
            assert workshop is not None
            self._fanout._tell([workshop])

    # What happens

    def comes(self, name: str, says: Mapping[str, Any] = MappingProxyType({})) -> None:
        """A screen is opened; it may say more than its key."""
        self._sockets.opens(name)
        self.open.append(name)
        self._gateway.connect(name, {FROM: ""}, {**says, "key": name})

    def goes(self, name: str) -> None:
        self._sockets.disconnect(name)

    def comes_again(self, name: str) -> None:
        self.goes(name)
        self.comes(name)

    def dies_and_comes_back(self) -> None:
        """Another process on the same log, and all screens come back to it."""
        here, self.open = self.open, []
        self._starts()
        for name in here:
            self.comes(name)

    def dies_as_it_saves(self, name: str, command: c.Command) -> None:
        """A command is in the log, and before anybody is told or answered there is another process."""
        told, self._log._followers = self.frames, Followers()
        self.frames = []
        self.says(name, command)
        self.frames = told
        self.dies_and_comes_back()

    def says(self, name: str, command: c.Command) -> bool:
        """A command over the wire. Its answer is a frame to its sender alone. Whether it was taken."""
        self._asked += 1
        fields = {name: one for name, one in msgspec.to_builtins(command).items() if name not in BY_SERVER}
        said = {"id": sha256(str(self._asked).encode()).hexdigest()[:32], "kind": kind(type(command)), **fields}
        ack = self._gateway.command(name, msgspec.json.decode(msgspec.json.encode(said)))
        self.frames.append((name, msgspec.json.encode(ack)))
        self._tells()
        return bool(ack["ok"])

    def rings(self) -> None:
        """The clock, at the end of the time."""
        timer = self.state.course.timer
        if timer is not None:
            self.now = Millis(max(self.now, timer.ends) + 2000)
        self._asks(CLOCK, c.TimeUp(self.state.course.move, self._presence.present(W1)))

    def bundles(self) -> None:
        """Counts go to staff and stage."""
        self._fanout._guarded(W1, self._fanout._bundle)

    def ticks(self) -> None:
        self._fanout._guarded(W1, self._fanout._tick)

    def misses(self, name: str) -> None:
        """A screen asks to hear all again."""
        self._gateway.resync(name)

    def waits(self, millis: int) -> None:
        self.now = Millis(self.now + millis)

    # Looking

    @property
    def state(self) -> Workshop:
        return self.workshops.state(W1)

    def screen(self, name: str) -> dict[str, Any]:
        """The parts of the view that this screen shows, as they were last sent."""
        shown: dict[str, Any] = {}
        for who, data in self.frames:
            if who == name and VIEW in data:
                view = msgspec.json.decode(data[data.index(VIEW) + len(VIEW) : -1])
                shown |= {part: view[part]["body"] for part in ("shared", "own") if part in view}
        return shown

    def sent_to(self, names: set[str], start: int = 0) -> list[Frame]:
        return [frame for frame in self.frames[start:] if frame[0] in names]
