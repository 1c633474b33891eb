"""Coming in: by the room code, or back to one's own seat with a new phone."""

from typing import assert_never

from server.game import devices, roster, rush
from server.game.commands import ClaimSeat, DoorCommand, OpenLink, TakeSeat
from server.game.errors import Reason, Rejected
from server.game.events import Event, KeyGranted, LinkOpened, RushHeld, SeatClaimed, SeatTaken
from server.game.ids import ClaimId, Millis, SeatId
from server.game.people import PHONES, Role
from server.game.rules import checks
from server.game.state import Claim, Seat, Workshop


def decide(state: Workshop, command: DoorCommand, now: Millis) -> tuple[Event, ...]:
    match command:
        case TakeSeat():
            return _take_seat(state, command, now)
        case ClaimSeat():
            return _claim_seat(state, command)
        case OpenLink():
            return _open_link(state, command, now)
        case _:
            assert_never(command)


def new_seat(state: Workshop, prefix: str) -> SeatId:
    """The next seat id; seats are never given up, so ids never come back."""
    return SeatId(f"{prefix}{sum(1 for seat in state.seats if seat.startswith(prefix)) + 1}")


def _take_seat(state: Workshop, command: TakeSeat, now: Millis) -> tuple[Event, ...]:
    if command.role not in (Role.REP, Role.OBSERVER):
        raise Rejected(Reason.NOT_YOURS, "role")
    waits = command.typed and not state.trusts_typing
    if waits and rush.is_held(state, now):
        raise Rejected(Reason.RUSH)
    seat = new_seat(state, "p")
    name = checks.name(state, command.name)
    team = roster.smallest_team(state) if command.role is Role.REP else None
    return (
        SeatTaken(Seat(seat, command.role, name, team, typed_at=now if command.typed else None)),
        KeyGranted(command.key, command.role, seat),
        *(_held(state, now) if waits else ()),
    )


def _held(state: Workshop, now: Millis) -> tuple[Event, ...]:
    """The door is held after this one, if it was one too many."""
    lately = Millis(now - rush.WITHIN)
    if len(rush.typed_since(state, lately)) < rush.AT_ONCE:
        return ()
    return (RushHeld(lately, Millis(now + rush.HOLD)),)


def _claim_seat(state: Workshop, command: ClaimSeat) -> tuple[Event, ...]:
    seat = checks.seat(state, command.seat)
    if seat.role not in PHONES:
        raise Rejected(Reason.UNKNOWN_SEAT, "seat")
    claim = Claim(ClaimId(command.key[:16]), seat.id, command.key)
    return (SeatClaimed(claim),)


def _open_link(state: Workshop, command: OpenLink, now: Millis) -> tuple[Event, ...]:
    owner = state.keys.get(command.key)
    if owner is None or owner.role not in devices.WATCHED:
        raise Rejected(Reason.NOT_YOURS, "key")
    if devices.has_opened(state, command.key, command.device):
        return ()
    if not devices.is_full(state, command.key):
        return (LinkOpened(command.key, command.device, now),)
    if owner.role is Role.MANAGER:
        raise Rejected(Reason.MANY_DEVICES)
    return ()
