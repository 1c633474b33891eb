"""How managers tell: deliveries, the chair's reveal, conditions, and how they wish to be shown."""

from typing import assert_never

from server.game import limits, roster, rounds
from server.game.case import PLAIN
from server.game.commands import Disclose, Expect, Explain, Prepare, ReleaseName, Reveal, TellingCommand
from server.game.errors import Reason, Rejected
from server.game.events import (
    AgreementExpected,
    ChairTold,
    ConditionsNamed,
    Disclosed,
    Event,
    NameReleased,
    TellingPrepared,
)
from server.game.ids import Millis, SeatId
from server.game.people import Actor
from server.game.rules import checks, course
from server.game.state import Conditions, Telling, Workshop


def decide(state: Workshop, actor: Actor, command: TellingCommand, now: Millis) -> tuple[Event, ...]:
    seat = checks.own_seat(actor.seat)
    match command:
        case Prepare():
            return _prepare(state, seat, command)
        case Expect(step, count):
            checks.this_round(state, step)
            if not 0 <= count < len(roster.managers(state)):
                raise Rejected(Reason.TOO_MANY, "count")
            return (AgreementExpected(step, seat, count),)
        case Reveal(step):
            checks.this_round(state, step)
            to = rounds.Position(step, state.course.phase, 1)
            return (ChairTold(step), *course.go(state, to, now))
        case Explain():
            return _explain(state, seat, command)
        case Disclose(disclosure):
            return (Disclosed(seat, disclosure),)
        case ReleaseName(on):
            return (NameReleased(seat, on),)
        case _:
            assert_never(command)


def _prepare(state: Workshop, seat: SeatId, command: Prepare) -> tuple[Event, ...]:
    checks.this_round(state, command.step)
    if command.delivery not in {delivery.id for delivery in state.pack.deliveries}:
        raise Rejected(Reason.UNKNOWN_DELIVERY, "delivery")
    if rounds.case_of(state, command.step).plain_only and command.delivery != PLAIN:
        raise Rejected(Reason.PLAIN_ONLY, "delivery")
    line = checks.text(command.line, "line", limits.LONGEST_TELLING, empty=True)
    return (TellingPrepared(command.step, seat, Telling(command.delivery, line)),)


def _explain(state: Workshop, seat: SeatId, command: Explain) -> tuple[Event, ...]:
    checks.this_round(state, command.step)
    known = range(len(rounds.case_of(state, command.step).depends_on))
    for field, chosen in (("softer", command.softer), ("firmer", command.firmer)):
        if not set(known).issuperset(chosen):
            raise Rejected(Reason.UNKNOWN_CONDITION, field)
    if set(command.softer) & set(command.firmer):
        raise Rejected(Reason.UNKNOWN_CONDITION, "firmer")
    conditions = Conditions(tuple(sorted(set(command.softer))), tuple(sorted(set(command.firmer))))
    return (ConditionsNamed(command.step, seat, conditions),)
