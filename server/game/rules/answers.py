"""Rulings, predictions and second votes. Own rulings are never scored and never shown by name."""

from typing import assert_never

from server.game import limits, plan, rounds
from server.game.commands import AnswerCommand, Pass, Predict, Revote, Rule
from server.game.errors import Reason, Rejected
from server.game.events import (
    ChoiceMade,
    ChoiceRevised,
    Event,
    Passed,
    Predicted,
    RulingRevised,
    RulingSealed,
    TimerSet,
)
from server.game.ids import Millis, SeatId
from server.game.people import Actor, Role
from server.game.plan import Phase
from server.game.rules import checks
from server.game.state import Choice, Prediction, Ruling, Timer, Workshop


def decide(state: Workshop, actor: Actor, command: AnswerCommand) -> tuple[Event, ...]:
    seat = checks.own_seat(actor.seat)
    checks.this_round(state, command.step)
    match command:
        case Rule():
            return _seal(state, seat, command) if actor.role is Role.MANAGER else _choose(state, seat, command)
        case Predict():
            return _predict(state, seat, command)
        case Revote():
            return _revise(state, actor.role, seat, command)
        case Pass(step):
            return (Passed(step, seat),)
        case _:
            assert_never(command)


def _seal(state: Workshop, seat: SeatId, command: Rule) -> tuple[Event, ...]:
    held = state.rounds[command.step].sealed.get(seat)
    if held is not None and command.n <= held.n:
        return ()
    if command.level is None or command.authority is None:
        raise Rejected(Reason.EMPTY, "level" if command.level is None else "authority")
    level = checks.level(rounds.case_of(state, command.step), command.level)
    authority = checks.authority(state, command.authority)
    reasons = _reasons(state, command.reasons)
    return (RulingSealed(command.step, seat, Ruling(level, authority, reasons, command.n)),)


def _choose(state: Workshop, seat: SeatId, command: Rule) -> tuple[Event, ...]:
    held = state.rounds[command.step].choices.get(seat)
    if held is not None and command.n <= held.n:
        return ()
    case = rounds.case_of(state, command.step)
    choice = Choice(
        None if command.level is None else checks.level(case, command.level),
        None if command.authority is None else checks.authority(state, command.authority),
        _reasons(state, command.reasons),
        command.quotable,
        command.n,
    )
    return (ChoiceMade(command.step, seat, choice),)


def _predict(state: Workshop, seat: SeatId, command: Predict) -> tuple[Event, ...]:
    held = state.rounds[command.step].predictions.get(seat)
    if held is not None and command.n <= held.n:
        return ()
    case = rounds.case_of(state, command.step)
    prediction = Prediction(
        None if command.level is None else checks.level(case, command.level),
        None if command.authority is None else checks.authority(state, command.authority),
        command.certainty,
        command.spread,
        command.n,
    )
    return (Predicted(command.step, seat, prediction),)


def _revise(state: Workshop, role: Role, seat: SeatId, command: Revote) -> tuple[Event, ...]:
    votes = state.rounds[command.step]
    held = votes.revotes.get(seat) if role is Role.MANAGER else votes.second_thoughts.get(seat)
    if held is not None and command.n <= held.n:
        return ()
    level = checks.level(rounds.case_of(state, command.step), command.level)
    authority = checks.authority(state, command.authority)
    if role is Role.MANAGER:
        return (RulingRevised(command.step, seat, Ruling(level, authority, n=command.n)),)
    return (ChoiceRevised(command.step, seat, Choice(level, authority, n=command.n)),)


def _reasons(state: Workshop, chosen: tuple[str, ...]) -> tuple[str, ...]:
    known = {reason.id for reason in state.pack.reasons}
    if not known.issuperset(chosen):
        raise Rejected(Reason.UNKNOWN_REASON, "reasons")
    if len(set(chosen)) > limits.MOST_REASONS:
        raise Rejected(Reason.TOO_MANY, "reasons")
    return tuple(dict.fromkeys(chosen))


def hurry(state: Workshop, now: Millis) -> tuple[Event, ...]:
    """In a room on automatic the clock runs down once the answers are in: at once for all of them, soon for most."""
    closes = state.course.phase in (Phase.RULE, Phase.PREDICT)
    if not (state.desk.automatic and closes) or state.course.pause is not None:
        return ()
    timer, tally = state.course.timer, rounds.tally(state)
    if not tally.nearly_all:
        return ()
    ends = now if tally.all_in else Millis(now + plan.NEARLY_ALL_WAIT)
    if timer is not None and timer.ends <= ends:
        return ()
    return (TimerSet(Timer(timer.length if timer else plan.NEARLY_ALL_WAIT, ends)),)
