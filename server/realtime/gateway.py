"""The socket's three events: connect, command, disconnect. Below Flask's request context, because they are hot."""

from collections.abc import Callable
from dataclasses import replace
from logging import getLogger
from typing import Any

from flask_socketio import SocketIO
from socketio.exceptions import ConnectionRefusedError as Refused

from server.game import commands as c
from server.game import roster
from server.game.commands import Command
from server.game.ids import SeatId
from server.game.people import Audience
from server.realtime.fanout import Fanout, Listener
from server.realtime.messages import BadMessage, Message, parse, schemas
from server.realtime.presence import Presence
from server.service.seats import Seats, Ticket, hashed
from server.service.workshops import Outcome, Status, Workshops

log = getLogger(__name__)

Ack = dict[str, Any]
Words = Callable[[str], str]
"""A friendly text for a reason, in the language of the server."""


class Gateway:
    def __init__(self, workshops: Workshops, seats: Seats, fanout: Fanout, presence: Presence, words: Words) -> None:
        self._workshops = workshops
        self._seats = seats
        self._fanout = fanout
        self._presence = presence
        self._words = words
        self._tickets: dict[str, Ticket] = {}

    def attach(self, socketio: SocketIO) -> None:
        """Take the events of this Socket.IO server."""
        schemas()
        on = socketio.server.on
        on("connect", self.connect)
        on("disconnect", self.disconnect)
        on("command", self.command)
        on("resync", self.resync)

    def connect(self, socket: str, _: dict[str, Any], auth: Any = None) -> None:
        """Let a key's holder in, fixed to its seat for as long as the socket lasts."""
        key = auth.get("key") if isinstance(auth, dict) else None
        ticket = self._seats.ticket(key) if isinstance(key, str) else None
        if ticket is None:
            raise Refused("not_seated")
        if ticket.actor.seat and not roster.is_here(self._workshops.state(ticket.workshop), ticket.actor.seat):
            raise Refused("removed")
        self._tickets[socket] = ticket
        audience = Audience(ticket.actor.role, ticket.actor.seat)
        self._presence.came(ticket.workshop, audience, socket)
        self._fanout.join(ticket.workshop, Listener(socket, audience, hashed(str(key))))

    def disconnect(self, socket: str, _: Any = None) -> None:
        ticket = self._tickets.pop(socket, None)
        if ticket is not None:
            self._presence.went(ticket.workshop, Audience(ticket.actor.role, ticket.actor.seat), socket)
            self._fanout.leave(ticket.workshop, socket)

    def resync(self, socket: str, _: Any = None) -> None:
        """The screen missed a view."""
        ticket = self._tickets.get(socket)
        if ticket is not None:
            self._fanout.resend(ticket.workshop, socket)

    def command(self, socket: str, data: Any = None) -> Ack:
        """Decide a command; the answer follows the save. Every message gets an answer."""
        try:
            ticket = self._tickets.get(socket)
            if ticket is None:
                return self._no("not_seated")
            return self._ack(self._submit(ticket, parse(data)))
        except BadMessage as bad:
            return self._no("bad_message", bad.field)
        except Exception:
            log.exception("a command failed")
            return self._no("server_error")

    def _submit(self, ticket: Ticket, message: Message) -> Outcome:
        command = with_presence(message.command, self._presence.present(ticket.workshop))
        return self._workshops.submit(ticket.workshop, ticket.actor, command, message.id, message.body)

    def _ack(self, outcome: Outcome) -> Ack:
        match outcome.status:
            case Status.APPLIED | Status.DUPLICATE:
                return {"ok": True}
            case Status.OTHER_BODY:
                return self._no("bad_message", "id")
            case Status.RETRY:
                return self._no("retry")
            case Status.REJECTED:
                assert outcome.refusal is not None
                refusal = outcome.refusal
                return self._no(refusal.reason.value, refusal.field, refusal.hint)

    def _no(self, reason: str, field: str | None = None, hint: str | None = None) -> Ack:
        more = {name: value for name, value in (("field", field), ("hint", hint)) if value is not None}
        return {"ok": False, "reason": reason, "text": self._words(reason), **more}


def with_presence(command: Command, present: tuple[SeatId, ...]) -> Command:
    """What moves the workshop on is told who is connected, for those are the reps whose points count."""
    return replace(command, present=present) if isinstance(command, c.Next | c.Skip) else command
