"""The socket's events: connect, command, resync, disconnect. Below Flask's request context, because they are hot."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from logging import getLogger
from typing import Any

from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError as Refused

from server import metrics
from server.game import commands as c
from server.game import roster
from server.game.commands import Command
from server.game.ids import DeviceHash, KeyHash
from server.game.people import Audience, Role
from server.realtime.fanout import Fanout, Listener
from server.realtime.messages import BadMessage, parse, schemas
from server.realtime.presence import Presence
from server.realtime.transport import FROM
from server.service.links import may_open
from server.service.pace import Paces
from server.service.seats import Seats, Ticket, device_of, hashed
from server.service.tries import Tries
from server.service.workshops import Outcome, Status, Workshops
from server.store.base import StoreFailed

log = getLogger(__name__)

COMMANDS, COMMANDS_AT_ONCE = 5, 20
"""Commands a second from one seat, whatever its number of screens."""
LEADING, LEADING_AT_ONCE = 15, 50
"""Commands a second from the console, where one press may release many texts."""
MOST_SCREENS = 4
"""Sockets of one seat. One more closes the oldest: a phone that lost its line must never be kept out by it."""
MOST_STAGES = 40
"""Sockets of one console or stage, which may stand in several halls."""

Words = Callable[[str, str], str]
"""A friendly text for a reason, in a language."""


@dataclass(frozen=True, slots=True)
class Line:
    """An open socket: what its key opened, on which device, and the language of its screen."""

    ticket: Ticket
    key: KeyHash
    device: DeviceHash
    language: str

    @property
    def audience(self) -> Audience:
        return Audience(self.ticket.actor.role, self.ticket.actor.seat)


@dataclass(frozen=True, slots=True)
class No:
    """A refusal on its way to the sender."""

    reason: str
    field: str | None = None
    hint: str | None = None


class Gateway:
    EVENTS = ("command", "resync")
    """What clients may send."""

    def __init__(
        self, workshops: Workshops, seats: Seats, tries: Tries, fanout: Fanout, presence: Presence, words: Words
    ) -> None:
        self._workshops = workshops
        self._seats = seats
        self._tries = tries
        self._fanout = fanout
        self._presence = presence
        self._words = words
        self._lines: dict[str, Line] = {}
        self._screens: dict[Ticket, list[str]] = {}
        self._paces = Paces(COMMANDS, COMMANDS_AT_ONCE)
        self._leading = Paces(LEADING, LEADING_AT_ONCE)

    def attach(self, socketio: SocketIO) -> None:
        """Take the events of this Socket.IO server."""
        schemas()  # a command without a schema shows now, and not at its first message
        for event in (self.connect, self.disconnect, self.command, self.resync):
            socketio.server.on(event.__name__, event)

    def connect(self, socket: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let a key's holder in, fixed to its seat for as long as the socket lasts."""
        auth = auth if isinstance(auth, dict) else {}
        key = str(auth.get("key", ""))
        try:
            ticket = self._seats.ticket(key)
        except StoreFailed:
            raise Refused("retry") from None
        if ticket is None or ticket.actor.role is Role.READER:
            self._tries.wrong_key(environ[FROM])
            raise Refused("not_seated")
        device = device_of(key, str(auth.get("device", "")))
        self._look_in(ticket, hashed(key), device)
        line = self._lines[socket] = Line(ticket, hashed(key), device, str(auth.get("language", "")))
        self._make_room(ticket)
        self._screens.setdefault(ticket, []).append(socket)
        metrics.SOCKETS.labels(ticket.actor.role.value).inc()
        self._presence.came(ticket.workshop, line.audience, socket)
        self._fanout.join(ticket.workshop, Listener(socket, line.audience, line.key, line.language))

    def _look_in(self, ticket: Ticket, key: KeyHash, device: DeviceHash) -> None:
        """A workshop at rest is read first, a new device is written down, and much may happen meanwhile."""
        try:
            opens = may_open(self._workshops, ticket, key, device)
            state = self._workshops.state(ticket.workshop)
        except StoreFailed:
            raise Refused("retry") from None
        except KeyError:
            raise Refused("not_seated") from None
        if not self._seats.holds(key):
            raise Refused("not_seated")
        if ticket.actor.seat and not roster.is_here(state, ticket.actor.seat):
            raise Refused("removed")
        if not opens:
            raise Refused("many_devices")

    def _make_room(self, ticket: Ticket) -> None:
        open_now = self._screens.get(ticket, [])
        if len(open_now) >= (MOST_SCREENS if ticket.actor.seat else MOST_STAGES):
            self._fanout.hang_up(open_now[0])

    def disconnect(self, socket: str, _: Any = None) -> None:
        line = self._lines.pop(socket, None)
        if line is not None:
            self._screens[line.ticket].remove(socket)
            if not self._screens[line.ticket]:
                del self._screens[line.ticket]
            metrics.SOCKETS.labels(line.audience.role.value).dec()
            self._presence.went(line.ticket.workshop, line.audience, socket)
            self._fanout.leave(line.ticket.workshop, socket)

    def resync(self, socket: str, _: Any = None) -> None:
        """The screen missed a view."""
        line = self._lines.get(socket)
        if line is not None:
            self._fanout.resend(line.ticket.workshop, socket)

    @metrics.ACK.time()
    def command(self, socket: str, data: Any = None) -> dict[str, Any]:
        """Decide a command; the answer follows the save. Every message gets an answer."""
        line = self._lines.get(socket)
        if line is None or not self._seats.holds(line.key):
            return self._ack(No("not_seated"), "")
        paces = self._leading if line.ticket.actor.role is Role.FACILITATOR else self._paces
        if not paces[line.ticket].take():
            return self._ack(No("retry"), line.language)
        try:
            refused = self._decide(line, data)
        except BadMessage as bad:
            refused = No("bad_message", bad.field)
        except Exception:
            log.exception("a command failed in workshop %s", line.ticket.workshop)
            refused = No("server_error")
        return self._ack(refused, line.language)

    def _decide(self, line: Line, data: Any) -> No | None:
        message, ticket = parse(data), line.ticket
        command = self._completed(message.command, line)
        outcome = self._workshops.submit(ticket.workshop, ticket.actor, command, message.id, message.body)
        return _refusal(outcome)

    def _completed(self, command: Command, line: Line) -> Command:
        """The command with what only the server knows.

        What moves the workshop on is told who is connected, for those are the reps whose points count.
        """
        match command:
            case c.Next() | c.Skip():
                return replace(command, present=self._presence.present(line.ticket.workshop))
            case c.TrustDevices():
                return replace(command, device=line.device)
            case _:
                return command

    def _ack(self, refused: No | None, language: str) -> dict[str, Any]:
        if refused is None:
            return {"ok": True}
        more = {name: value for name, value in (("field", refused.field), ("hint", refused.hint)) if value is not None}
        return {"ok": False, "reason": refused.reason, "text": self._words(refused.reason, language), **more}


def _refusal(outcome: Outcome) -> No | None:
    match outcome.status:
        case Status.APPLIED | Status.DUPLICATE:
            return None
        case Status.OTHER_BODY:
            return No("bad_message", "id")
        case Status.RETRY:
            return No("retry")
        case Status.REJECTED:
            assert outcome.refusal is not None
            return No(outcome.refusal.reason.value, outcome.refusal.field, outcome.refusal.hint)
