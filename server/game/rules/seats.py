"""Everybody's place: hello, names, teams, absences, masks and keys."""

from typing import assert_never

from server.game import devices, roster, rush
from server.game.commands import (
    AddManager,
    AnswerClaim,
    AnswerRush,
    DrawTeams,
    GrantKey,
    Hello,
    KeyCommand,
    MarkAbsent,
    Mask,
    MoveSeat,
    RemoveSeat,
    Rename,
    RestoreSeat,
    RevokeKeys,
    SeatCommand,
    TrustDevices,
)
from server.game.errors import Reason, Rejected
from server.game.events import (
    AbsenceMarked,
    ClaimAnswered,
    DevicesTrusted,
    Event,
    KeyGranted,
    KeysRevoked,
    MaskSet,
    RushAnswered,
    SaidHello,
    SeatMoved,
    SeatRemoved,
    SeatRenamed,
    SeatRestored,
    SeatTaken,
    TeamsDrawn,
)
from server.game.evolve import evolve
from server.game.ids import SeatId
from server.game.people import PHONES, Actor, Role
from server.game.rules import checks
from server.game.rules.door import new_seat
from server.game.state import Seat, Workshop


def decide(state: Workshop, actor: Actor, command: SeatCommand) -> tuple[Event, ...]:
    match command:
        case Hello():
            return (SaidHello(checks.own_seat(actor.seat)),)
        case AddManager(name):
            return (SeatTaken(new_manager(state, name)),)
        case Rename(seat, name):
            checks.seat(state, seat)
            return (SeatRenamed(seat, checks.name(state, name, own=seat)),)
        case RemoveSeat(seat):
            return (SeatRemoved(checks.seat(state, seat).id),)
        case RestoreSeat(seat):
            return _restore(state, seat)
        case MoveSeat(seat, team):
            if team not in roster.teams(state.desk):
                raise Rejected(Reason.UNKNOWN_TEAM, "team")
            return (SeatMoved(checks.seat(state, seat, Role.REP).id, team),)
        case DrawTeams(count):
            return (draw_teams(state, count),)
        case MarkAbsent(seat, absent):
            return (AbsenceMarked(checks.seat(state, seat, Role.MANAGER).id, absent),)
        case Mask(seat, on):
            return (MaskSet(checks.seat(state, seat, Role.MANAGER).id, on),)
        case AnswerRush(ours):
            return (RushAnswered(ours), *(() if ours else _shown_out(state)))
        case _:
            assert_never(command)


def decide_key(state: Workshop, command: KeyCommand) -> tuple[Event, ...]:
    match command:
        case GrantKey(role, key, seat):
            return (KeyGranted(key, role, _keyholder(state, role, seat)),)
        case RevokeKeys(role, seat, but):
            owner = Actor(role, _keyholder(state, role, seat))
            if role is Role.FACILITATOR and (but is None or state.keys.get(but) != owner):
                raise Rejected(Reason.NOT_YOURS, "but")
            return (KeysRevoked(owner.role, owner.seat, but),)
        case AnswerClaim(claim, allow):
            if claim not in state.claims:
                raise Rejected(Reason.UNKNOWN_CLAIM, "claim")
            asked = state.claims[claim]
            seat_role = state.seats[asked.seat].role
            granted = (KeyGranted(asked.key, seat_role, asked.seat),) if allow else ()
            return (ClaimAnswered(claim, allow), *granted)
        case TrustDevices():
            return _trusted(state, command)
        case _:
            assert_never(command)


def new_manager(state: Workshop, name: str) -> Seat:
    """A manager's seat with the next mask that nobody wears."""
    worn = {seat.mask for seat in state.seats.values()}
    masks = roster.shuffled(state.seed, "masks", state.pack.masks)
    mask = next((one for one in masks if one not in worn), masks[0])
    return Seat(new_seat(state, "m"), Role.MANAGER, checks.name(state, name), mask=mask)


def draw_teams(state: Workshop, count: int) -> TeamsDrawn:
    """Deal all reps anew. There is never a team without a name or without a chance of members."""
    people = [seat.id for seat in roster.reps(state)]
    if not 1 <= count <= max(1, len(people)):
        raise Rejected(Reason.TOO_MANY, "count")
    return TeamsDrawn(count, tuple(roster.deal(state.seed, people, count).items()))


def mend(before: Workshop, after: Workshop) -> tuple[Event, ...]:
    """What an undo leaves to be put right: no name twice among those here, and every rep in a team that exists."""
    mends: list[Event] = []

    def happen(event: Event) -> None:
        nonlocal after
        after = evolve(after, event)
        mends.append(event)

    for seat in after.seats:
        called, came_back = roster.name(after, seat), seat in before.desk.removed - after.desk.removed
        if (came_back or called != roster.name(before, seat)) and roster.namesakes(after, seat):
            taken = {roster.ear(roster.name(after, one)) for one in after.seats if roster.is_here(after, one)}
            happen(SeatRenamed(seat, checks.free_name(called, taken)))
    for rep in roster.reps(after):
        team = roster.smallest_team(after)
        if team is not None and roster.team(after, rep.id) is None:
            happen(SeatMoved(rep.id, team))
    return tuple(mends)


def _shown_out(state: Workshop) -> tuple[Event, ...]:
    """Those who came in the rush and have done nothing since."""
    since = state.rush.since if state.rush is not None else None
    return () if since is None else tuple(SeatRemoved(seat) for seat in rush.idle(state, since))


def _trusted(state: Workshop, command: TrustDevices) -> tuple[Event, ...]:
    asked_about = devices.strange(state, Actor(command.role, command.seat))
    if not asked_about or len(asked_about) != command.expect:
        raise Rejected(Reason.STALE)
    if not devices.is_known(state, command.device):
        raise Rejected(Reason.STRANGE_DEVICE)
    return (DevicesTrusted(command.role, command.seat),)


def _restore(state: Workshop, seat: SeatId) -> tuple[Event, ...]:
    if seat not in state.desk.removed:
        raise Rejected(Reason.UNKNOWN_SEAT, "seat")
    if roster.namesakes(state, seat):
        raise Rejected(Reason.NAME_TAKEN, "seat")
    return (SeatRestored(seat),)


def _keyholder(state: Workshop, role: Role, seat: SeatId | None) -> SeatId | None:
    """Phones need a seat of that role; the console, the stage and whoever reads the lines have none."""
    if role in PHONES:
        return checks.seat(state, checks.own_seat(seat), role).id
    if role not in (Role.FACILITATOR, Role.STAGE, Role.READER) or seat is not None:
        raise Rejected(Reason.NOT_YOURS, "role")
    return None
