"""What the routes share: who is asking, and the links that they are given."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import msgspec
from flask import Response, request

from server.content.shelf import Shelf
from server.game import commands as c
from server.game import roster, rush
from server.game.ids import Millis, WorkshopId
from server.game.people import FACILITATOR, Actor, Role
from server.game.state import Workshop
from server.routes.bodies import ApiError, granted
from server.routes.trust import Trust
from server.service import seats as keys
from server.service.address import Address
from server.service.gist import Gist
from server.service.links import may_open
from server.service.retention import Periods
from server.service.seats import Seats, Ticket
from server.service.tries import Tries
from server.service.workshops import Workshops
from server.store.base import CommandId, Commit

Native = Callable[..., Any]

PAGE = {
    Role.FACILITATOR: "console",
    Role.STAGE: "stage",
    Role.MANAGER: "manager",
    Role.REP: "play",
    Role.OBSERVER: "play",
    Role.READER: "lines",
}
"""The page that a key of this role opens."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the routes need, handed in by `app`."""

    workshops: Workshops
    gists: Callable[[], Iterable[Gist]]
    seats: Seats
    tries: Tries
    shelf: Shelf
    address: Address
    trust: Trust
    moved: Callable[[], None]
    periods: Periods
    now: Callable[[], Millis]
    native: Native
    """Calls what computes for long in a native thread, and gives its result."""
    history: Callable[[WorkshopId], Iterable[Commit]]

    # Who asks

    def by_code(self, code: str) -> Workshop:
        """The workshop behind a room code. After too many wrong ones, no code is looked at for a while."""
        who = self.trust.address_of(request.environ)
        if not self.tries.may_guess(who):
            raise ApiError(429, "slow_down", "code")
        workshop = self.seats.workshop(code)
        if workshop is None:
            self.tries.wrong_code(who)
            raise ApiError(404, "unknown_code", "code")
        return self._state(workshop, ApiError(404, "unknown_code", "code"))

    def by_recovery(self, typed: str) -> WorkshopId:
        """The workshop behind a recovery code."""
        workshop = self.seats.recover(typed)
        if workshop is None:
            self.tries.wrong_key(self.trust.address_of(request.environ))
            raise ApiError(404, "unknown_recovery", "code")
        return workshop

    def ticket(self) -> tuple[Ticket, Workshop]:
        """What the key of this request opens."""
        key = bearer()
        ticket = self.seats.ticket(key) if key else None
        if not key or ticket is None:
            self.tries.wrong_key(self.trust.address_of(request.environ))
            raise ApiError(401, "not_seated")
        state = self._state(ticket.workshop, ApiError(401, "not_seated"))
        mark = request.headers.get("Device", "")
        if not may_open(self.workshops, ticket, keys.hashed(key), keys.device_of(key, mark)):
            raise ApiError(403, "many_devices")
        return ticket, state

    def _state(self, workshop: WorkshopId, gone: ApiError) -> Workshop:
        """A workshop at rest is read first, and may turn out to be deleted or damaged."""
        try:
            return self.workshops.state(workshop)
        except KeyError:
            raise gone from None

    def facilitator(self) -> Workshop:
        """The workshop that this request's key leads."""
        ticket, state = self.ticket()
        if ticket.actor.role is not Role.FACILITATOR:
            raise ApiError(403, "not_yours")
        return state

    def host_or_its_facilitator(self, state: Workshop) -> None:
        """The host, or whoever leads this very workshop."""
        if not self.trust.is_host(request.environ, bearer()) and self.facilitator().id != state.id:
            raise ApiError(403, "not_yours")

    def host_only(self) -> None:
        if not self.trust.is_host(request.environ, bearer()):
            raise ApiError(403, "host_only")

    def host_key_only(self) -> None:
        """For what holds every ruling: nobody comes to see it by a click."""
        if not self.trust.holds_host_key(bearer()):
            raise ApiError(403, "host_only")

    def host_or_facilitator(self) -> None:
        if not self.trust.is_host(request.environ, bearer()):
            self.facilitator()

    # What they are given

    def link(self, state: Workshop, key: str, actor: Actor) -> dict[str, Any]:
        """A key as a link. It stands behind the #, which no browser sends and no log keeps."""
        return {
            "role": actor.role,
            "seat": actor.seat,
            "name": roster.name(state, actor.seat) if actor.seat else "",
            "key": key,
            "url": f"{self.address.url}/{PAGE[actor.role]}#key={key}",
        }

    def join(self, state: Workshop) -> str:
        """The way in for everybody, as the stage shows it to be scanned."""
        return f"{self.address.url}/{state.code}#{rush.scan(state)}"

    def grant(self, workshop: WorkshopId, command: c.GrantKey, id: str = "") -> None:
        granted(self.workshops.submit(workshop, FACILITATOR, command, CommandId(id or token_hex(16))))


def reader() -> str:
    """The language of the screen that asks."""
    return next((tag.partition("-")[0].lower() for tag in request.accept_languages.values()), "")


def bearer() -> str | None:
    """The key in this request's Authorization header."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if kind.lower() == "bearer" and key.strip() else None


def as_json(data: Any) -> Response:
    return Response(msgspec.json.encode(data), mimetype="application/json")
