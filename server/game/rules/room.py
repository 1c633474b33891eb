"""Switches of the room, and the agenda."""

from dataclasses import replace
from typing import assert_never

from server.game import limits, plan
from server.game.case import Form
from server.game.commands import (
    AddStep,
    AgendaCommand,
    ChangeStep,
    CutStep,
    HoldStage,
    LockRoom,
    MoveStep,
    RoomCommand,
    SetAutomatic,
    SetStart,
    SetTimed,
    Veil,
)
from server.game.errors import Reason, Rejected
from server.game.events import (
    AgendaChanged,
    AutomaticSet,
    Event,
    RoomLocked,
    StageHeld,
    StageVeiled,
    StartSet,
    TimedSet,
    TimerSet,
)
from server.game.ids import StepId
from server.game.plan import Step, StepKind
from server.game.state import Workshop

ADDED = frozenset({StepKind.CASE, StepKind.BOARD, StepKind.BREAK})
"""What can be put into an agenda more than once."""


def decide(state: Workshop, command: RoomCommand) -> tuple[Event, ...]:
    match command:
        case Veil(on):
            return (StageVeiled(on),)
        case HoldStage(on):
            return (StageHeld(on),)
        case LockRoom(on):
            return (RoomLocked(on),)
        case SetAutomatic(on):
            return (AutomaticSet(on),)
        case SetTimed(on):
            return (TimedSet(on),) if on else (TimedSet(on), *_stop_clock(state))
        case SetStart(at):
            return (StartSet(at),)
        case _:
            assert_never(command)


def decide_agenda(state: Workshop, command: AgendaCommand) -> tuple[Event, ...]:
    agenda = state.desk.agenda
    match command:
        case MoveStep(step, after):
            moved = _upcoming(state, step)
            rest = tuple(one for one in agenda if one.id != step)
            return (AgendaChanged(_insert(state, rest, moved, after)),)
        case CutStep(step, cut):
            return (AgendaChanged(_swap(agenda, replace(_upcoming(state, step), cut=cut))),)
        case ChangeStep(step, minutes, flash):
            changed = replace(_upcoming(state, step, or_running=True), minutes=_minutes(minutes))
            if changed.kind is StepKind.CASE and step not in state.rounds:
                changed = replace(changed, flash=flash)
            return (AgendaChanged(_swap(agenda, changed)),)
        case AddStep():
            return (AgendaChanged(_insert(state, agenda, _new_step(state, command), command.after)),)
        case _:
            assert_never(command)


def _stop_clock(state: Workshop) -> tuple[Event, ...]:
    drum = state.course.phase is plan.Phase.LOCK
    return () if drum or state.course.timer is None else (TimerSet(None),)


def _upcoming(state: Workshop, step: StepId, or_running: bool = False) -> Step:
    """A step that can still be changed. What was played stays; the close stays last."""
    free = plan.upcoming(state.desk.agenda, state.course.step)
    if or_running:
        free = (state.step, *free)
    found = next((one for one in free if one.id == step), None)
    if found is None:
        known = any(one.id == step for one in state.desk.agenda)
        raise Rejected(Reason.STEP_BEGUN if known else Reason.UNKNOWN_STEP, "step")
    return found


def _insert(state: Workshop, agenda: tuple[Step, ...], step: Step, after: StepId) -> tuple[Step, ...]:
    """The agenda with this step directly after another one that is running or still to come."""
    places = {one.id for one in (state.step, *plan.upcoming(state.desk.agenda, state.course.step))} - {step.id}
    if after not in places:
        raise Rejected(Reason.BAD_ORDER, "after")
    place = plan.index(agenda, after) + 1
    return (*agenda[:place], step, *agenda[place:])


def _swap(agenda: tuple[Step, ...], step: Step) -> tuple[Step, ...]:
    return tuple(step if one.id == step.id else one for one in agenda)


def _new_step(state: Workshop, command: AddStep) -> Step:
    if command.what not in ADDED:
        raise Rejected(Reason.BAD_ORDER, "what")
    is_case = command.what is StepKind.CASE
    playable = {case.id for case in state.pack.cases if case.form is not Form.PRACTICE}
    if is_case and command.case not in playable:
        raise Rejected(Reason.UNKNOWN_CASE, "case")
    return Step(
        StepId(f"s{state.steps_made + 1}"),
        command.what,
        _minutes(command.minutes),
        command.case if is_case else None,
        command.flash and is_case,
        may_cut=True,
    )


def _minutes(minutes: int) -> int:
    if not 1 <= minutes <= limits.LONGEST_STEP:
        raise Rejected(Reason.TOO_LONG, "minutes")
    return minutes
