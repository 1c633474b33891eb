"""The only place that sends workshop data. Renders the view of each audience and sends what changed.

State is told, not changes: a view is whole, in a part that a role shares and a part of a seat's own. Each part has a
version of its own that moves only when that part changes, so a version tells nobody that somebody else acted.

What people answer causes nothing at once but its ack: staff and stage hear of it a few times a second, together. A
phone learns its own answer from the ack; only its other tabs are told.
"""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from logging import getLogger
from queue import Empty, Queue
from time import monotonic, sleep
from typing import Any, Protocol, TypeVar

import msgspec

from server import metrics
from server.game import events as e
from server.game.ids import KeyHash, Millis, SeatId, WorkshopId
from server.game.people import Audience, Role
from server.game.state import Workshop
from server.game.views import own_view, shared_view
from server.store.base import Commit

log = getLogger(__name__)

BUNDLE = 0.2
"""Seconds between two counts to staff and stage, at least."""
REST = 3
"""After the counts of all workshops the server does other things for so many times as long as they took."""
TICK = 5.0
"""Seconds between two ticks, which let a screen find out that it missed the last view."""
STAFF = (Role.FACILITATOR, Role.STAGE, Role.MANAGER)
HOSTS = (Role.FACILITATOR, Role.STAGE)
"""Those who show others the way in."""
EVERYBODY = (Role.REP, *STAFF)
ANSWERS = (e.ChoiceMade, e.Predicted, e.ChoiceRevised)
"""Facts that the sender's phone knows from its ack."""


class Wire(Protocol):
    """What Socket.IO does for us."""

    def emit(self, event: str, data: Any, to: str) -> None:
        """Send to one socket, or to all in a room."""

    def enter(self, socket: str, room: str) -> None:
        """Put a socket into a room."""

    def disconnect(self, socket: str) -> None:
        """Close a socket."""


@dataclass(frozen=True, slots=True)
class Listener:
    """One socket, who looks through it, the key that it was opened with, and the language of its screen."""

    socket: str
    audience: Audience
    key: KeyHash
    language: str = ""

    @property
    def role(self) -> Role:
        """Observers see what reps see."""
        return Role.REP if self.audience.role is Role.OBSERVER else self.audience.role

    @property
    def circle(self) -> "Circle":
        return self.role, self.language


Circle = tuple[Role, str]
"""Everyone of a role who reads the same language: they share one view."""


@dataclass(slots=True)
class Part:
    """What was last rendered of one part, and its version."""

    version: int = 0
    body: bytes = b""


@dataclass(slots=True)
class Room:
    """A workshop as its audiences were last told it, and what waits to be told."""

    listeners: dict[str, Listener] = field(default_factory=dict)
    shared: dict[Circle, Part] = field(default_factory=dict)
    own: dict[tuple[SeatId, str], Part] = field(default_factory=dict)
    """A seat's own part, in each language that one of its screens has."""
    told: dict[str, int] = field(default_factory=dict)
    """The version of the own part that each socket was last sent."""
    loud: bool = False
    """Something changed that may change every screen."""
    quiet: bool = False
    """Something changed that only staff, stage and the sender see."""
    ended: bool = False
    """The workshop was deleted."""
    strangers: list[str] = field(default_factory=list)
    """Sockets whose keys went with a history that was replaced. They are sent nothing more, and cut off."""
    presence: bool = False
    seats: set[SeatId] = field(default_factory=set)
    """Whose own part changed."""
    answered: set[SeatId] = field(default_factory=set)
    """Whose own part changed by an answer that the phone knows already."""

    def circles(self, roles: Iterable[Role]) -> list[Circle]:
        """Those who are looking now, in the order of these roles."""
        looking = {listener.circle for listener in self.listeners.values()}
        return [circle for role in roles for circle in sorted(looking) if circle[0] is role]


Act = Callable[[WorkshopId, Room], None]


class Fanout:
    def __init__(
        self,
        wire: Wire,
        state: Callable[[WorkshopId], Workshop],
        absences: Callable[[WorkshopId], Mapping[SeatId, Millis | None]],
        url: Callable[[], str],
        epoch: str,
        now: Callable[[], Millis],
        build: str,
    ) -> None:
        """`build` stands for all files of the pages, so that an older page knows that it is old."""
        self._wire = wire
        self._state = state
        self._absences = absences
        self._url = url
        self._epoch = epoch
        self._now = now
        self._build = build
        self._saves = True
        self._rooms: dict[WorkshopId, Room] = {}
        self._loud: Queue[WorkshopId | None] = Queue()

    # Who listens

    def join(self, workshop: WorkshopId, listener: Listener) -> None:
        """A socket begins to listen: it is sent the whole view at once."""
        state = self._state(workshop)
        listener = replace(listener, language=state.spoken(listener.language))
        room = self._rooms.setdefault(workshop, Room())
        room.listeners[listener.socket] = listener
        self._wire.enter(listener.socket, _channel(workshop, listener.circle))
        self._wire.emit("build", {"digest": self._build}, listener.socket)
        news = _update_shared(room, state, listener.circle)
        channel = _channel(workshop, listener.circle)
        self._send(channel if news else listener.socket, room.shared[listener.circle], None)
        if listener.audience.seat is not None:
            self._send_own(room, state, {listener.audience.seat})
        if listener.role in HOSTS:
            self._wire.emit("place", {"url": self._url()}, listener.socket)
        if listener.role is Role.FACILITATOR:
            self._wire.emit("saving", {"ok": self._saves}, listener.socket)
        room.presence = True

    def leave(self, workshop: WorkshopId, socket: str) -> None:
        room = self._rooms.get(workshop)
        if room is None:
            return
        room.listeners.pop(socket, None)
        room.told.pop(socket, None)
        room.presence = True
        if not room.listeners and not room.strangers:
            del self._rooms[workshop]

    def resend(self, workshop: WorkshopId, socket: str) -> None:
        """A screen found out that it missed something: send the whole view once more."""
        room = self._rooms.get(workshop)
        listener = room.listeners.get(socket) if room else None
        if room is not None and listener is not None:
            room.told.pop(socket, None)
            self.join(workshop, listener)

    def hang_up(self, socket: str) -> None:
        """Close one socket."""
        self._wire.disconnect(socket)

    # What changed

    def is_watched(self, workshop: WorkshopId) -> bool:
        """Whether a screen here shows this workshop."""
        return workshop in self._rooms

    def changed(self, commit: Commit) -> None:
        """Something was saved. What may matter to everybody is sent at once, the rest in a bundle."""
        room = self._rooms.get(commit.workshop)
        if room is None:
            return
        if commit.replaces or not all(map(e.is_quiet, commit.events)):
            if not room.loud:
                self._loud.put(commit.workshop)
            room.loud = True
            if commit.replaces:
                room.ended = not commit.events
                room.strangers += room.listeners
                room.listeners = {}
            return
        room.quiet = True
        if commit.actor.seat is not None:
            known = all(isinstance(event, ANSWERS) for event in commit.events)
            (room.answered if known else room.seats).add(commit.actor.seat)

    def run(self) -> None:
        """Send what changed, until `stop`. Runs in a thread of its own, and only once.

        All workshops together may take longer than a phone should wait: between two, others have their turn. What
        matters to everybody goes before any count, and the more there is to count, the rarer are the counts.
        """
        bundle, tick = monotonic() + BUNDLE, monotonic() + TICK
        spent = 0.0
        later: deque[tuple[WorkshopId, Act]] = deque()
        while True:
            try:
                loud = [self._loud.get(not later, max(0.0, bundle - monotonic()))]
                while not self._loud.empty():
                    loud.append(self._loud.get_nowait())
                self._tell([workshop for workshop in loud if workshop])
                if None in loud:
                    return
            except Empty:
                pass
            if later:
                began = monotonic()
                self._guarded(*later.popleft())
                spent += monotonic() - began
                bundle = max(bundle, began + REST * spent)
                sleep(0)
                continue
            if monotonic() >= bundle:
                bundle, spent = monotonic() + BUNDLE, 0.0
                later.extend((workshop, self._bundle) for workshop in self._rooms)
            if monotonic() >= tick:
                tick = monotonic() + TICK
                later.extend((workshop, self._tick) for workshop in self._rooms)

    def stop(self) -> None:
        self._loud.put(None)

    def noticed(self, workshop: WorkshopId) -> None:
        """Somebody came or went on another worker."""
        room = self._rooms.get(workshop)
        if room is not None:
            room.presence = True

    def going_away(self) -> None:
        """The server stops: every screen leaves, and comes back a little later, each at a moment of its own."""
        for workshop in tuple(self._rooms):
            self._say(workshop, EVERYBODY, "going_away", {})

    def saving(self, saves: bool) -> None:
        """The log cannot be written any more, or it can again: consoles say so."""
        self._saves = saves
        for workshop in tuple(self._rooms):
            self._say(workshop, (Role.FACILITATOR,), "saving", {"ok": saves})

    def moved(self) -> None:
        """The server's own address changed: codes and links have to be drawn anew."""
        for workshop in tuple(self._rooms):
            self._say(workshop, HOSTS, "place", {"url": self._url()})

    def _say(self, workshop: WorkshopId, roles: Iterable[Role], event: str, data: Any) -> None:
        room = self._rooms.get(workshop)
        for circle in room.circles(roles) if room else ():
            self._wire.emit(event, data, _channel(workshop, circle))

    def _guarded(self, workshop: WorkshopId, act: Act) -> None:
        """One workshop's fault must not silence the others."""
        room = self._rooms.get(workshop)
        if room is None:
            return
        try:
            act(workshop, room)
        except Exception:
            log.exception("telling workshop %s failed", workshop)

    # Sending

    def _tell(self, workshops: Sequence[WorkshopId]) -> None:
        """What matters to everybody: first what each room shares, and then what is a seat's own."""
        for act in (self._tell_room, self._tell_seats):
            for number, workshop in enumerate(workshops):
                if number:
                    sleep(0)
                self._guarded(workshop, act)
        sleep(0)

    @metrics.FANOUT.time()
    def _tell_room(self, workshop: WorkshopId, room: Room) -> None:
        self._hang_up(room)
        if room.ended:
            return
        room.loud = room.quiet = False
        room.seats, room.answered = set(), set()
        self._send_shared(workshop, room, EVERYBODY)

    @metrics.FANOUT.time()
    def _tell_seats(self, workshop: WorkshopId, room: Room) -> None:
        if room.ended:
            return
        state = self._state(workshop)
        self._send_own(room, state, None)
        self._cut_off(room, state)

    @metrics.FANOUT.time()
    def _tell_staff(self, workshop: WorkshopId, room: Room) -> None:
        """What only staff, stage and the senders' other tabs see."""
        seats, answered = room.seats, room.answered
        room.quiet = False
        room.seats, room.answered = set(), set()
        self._send_shared(workshop, room, STAFF)
        tabs = Counter(listener.audience.seat for listener in room.listeners.values())
        self._send_own(room, self._state(workshop), seats | {seat for seat in answered if tabs[seat] > 1})

    def _send_shared(self, workshop: WorkshopId, room: Room, roles: Iterable[Role]) -> None:
        state = self._state(workshop)
        for circle in room.circles(roles):
            if _update_shared(room, state, circle):
                self._send(_channel(workshop, circle), room.shared[circle], None)

    def _bundle(self, workshop: WorkshopId, room: Room) -> None:
        if room.quiet and not room.loud:
            self._tell_staff(workshop, room)
        if room.presence and room.listeners:
            room.presence = False
            lost = self._absences(workshop)
            self._say(workshop, (Role.FACILITATOR,), "presence", {"now": self._now(), "lost": lost})

    def _hang_up(self, room: Room) -> None:
        strangers, room.strangers = room.strangers, []
        for socket in strangers:
            if room.ended:
                self._wire.emit("deleted", {}, socket)
            self._wire.disconnect(socket)

    def _send_own(self, room: Room, state: Workshop, seats: set[SeatId] | None) -> None:
        """The own parts of these seats, or of all, to each of their sockets that does not have them."""
        rendered: set[tuple[SeatId, str]] = set()
        for socket, listener in tuple(room.listeners.items()):
            seat = listener.audience.seat
            if seat is None or (seats is not None and seat not in seats):
                continue
            own = seat, listener.language
            if own not in rendered:
                _update(room.own, own, own_view(state.said_in(listener.language), listener.audience))
                rendered.add(own)
            part = room.own[own]
            if room.told.get(socket) != part.version:
                room.told[socket] = part.version
                self._send(socket, None, part)

    def _tick(self, _: WorkshopId, room: Room) -> None:
        """Name the versions that each socket should have, so that a lost last view is found."""
        for socket, listener in tuple(room.listeners.items()):
            versions = {"shared": room.shared[listener.circle].version, "own": room.told.get(socket, 0)}
            self._wire.emit("tick", {"epoch": self._epoch, "now": self._now(), **versions}, socket)

    def _send(self, to: str, shared: Part | None, own: Part | None) -> None:
        frame: dict[str, Any] = {"epoch": self._epoch, "now": self._now()}
        for name, part in (("shared", shared), ("own", own)):
            if part is not None:
                frame[name] = {"version": part.version, "body": msgspec.Raw(part.body)}
        self._wire.emit("view", frame, to)

    def _cut_off(self, room: Room, state: Workshop) -> None:
        """Close the sockets of seats that were removed and of keys that were revoked."""
        for socket, listener in tuple(room.listeners.items()):
            if listener.audience.seat in state.desk.removed or listener.key not in state.keys:
                self._wire.disconnect(socket)


Name = TypeVar("Name")


def _update(parts: dict[Name, Part], name: Name, view: object) -> bool:
    """Render a part. Its version moves, and True comes back, when it differs from what was rendered before."""
    body = msgspec.json.encode(view)
    part = parts.setdefault(name, Part())
    if body == part.body:
        return False
    part.body = body
    part.version += 1
    return True


def _update_shared(room: Room, state: Workshop, circle: Circle) -> bool:
    role, language = circle
    return _update(room.shared, circle, shared_view(state.said_in(language), role))


def _channel(workshop: WorkshopId, circle: Circle) -> str:
    return f"{workshop}:{':'.join(circle)}"
