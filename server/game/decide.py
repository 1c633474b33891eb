"""From a wish to facts. The only place where the rules are asked."""

from typing import assert_never, get_args

from server.game import commands as c
from server.game import permissions, roster
from server.game.commands import Command
from server.game.errors import Rejected
from server.game.events import DeskEvent, Event, Marked
from server.game.ids import Millis
from server.game.people import Actor, Role
from server.game.rules import answers, case_round, course, door, room, seats, telling, words
from server.game.state import Workshop

_DESK_EVENTS = get_args(DeskEvent)


def decide(state: Workshop, actor: Actor, command: Command, now: Millis) -> tuple[Event, ...]:
    """The facts that follow from this wish; none when it changes nothing.

    Raises Rejected, with a reason for the sender, when the rules say no. What the facilitator arranges is marked,
    so that undo can come back to the desk before it.
    """
    reason = permissions.refusal(state, actor, type(command))
    if reason is not None:
        raise Rejected(reason)
    events = _decide(state, actor, command, now)
    if actor.role is Role.FACILITATOR and any(isinstance(event, _DESK_EVENTS) for event in events):
        return (Marked(permissions.kind(type(command)), _about(state, command), now), *events)
    return events


def _decide(state: Workshop, actor: Actor, command: Command, now: Millis) -> tuple[Event, ...]:
    match command:
        case c.TakeSeat() | c.ClaimSeat():
            return door.decide(state, command)
        case c.Rule() | c.Predict() | c.Revote() | c.Pass():
            return answers.decide(state, actor, command, now)
        case c.Prepare() | c.Expect() | c.Reveal() | c.Explain() | c.Disclose():
            return telling.decide(state, actor, command, now)
        case c.WriteNote() | c.Thank() | c.Commit() | c.Praise() | c.ReleaseText() | c.SetTextAside() | c.KeepNote():
            return words.decide(state, actor, command)
        case (
            c.Next()
            | c.Back()
            | c.Skip()
            | c.SkipStep()
            | c.Undo()
            | c.PauseRoom()
            | c.Resume()
            | c.AddTime()
            | c.EndTime()
            | c.TimeUp()
        ):
            return course.decide(state, command, now)
        case c.Veil() | c.HoldStage() | c.LockRoom() | c.SetAutomatic() | c.SetTimed() | c.SetStart():
            return room.decide(state, command)
        case c.MoveStep() | c.CutStep() | c.ChangeStep() | c.AddStep():
            return room.decide_agenda(state, command)
        case (
            c.Hello()
            | c.AddManager()
            | c.Rename()
            | c.RemoveSeat()
            | c.RestoreSeat()
            | c.MoveSeat()
            | c.DrawTeams()
            | c.MarkAbsent()
            | c.Mask()
        ):
            return seats.decide(state, actor, command)
        case c.GrantKey() | c.RevokeKeys() | c.AnswerClaim():
            return seats.decide_key(state, command)
        case c.ChooseChair() | c.ChooseOrder() | c.ProxyRule() | c.HushLine() | c.VoidRound() | c.CloseCase():
            return case_round.decide(state, command)
        case _:
            assert_never(command)


def _about(state: Workshop, command: Command) -> str:
    """Whom or what the command was about, for the words on the undo button."""
    match command:
        case (
            c.Rename(seat=seat)
            | c.RemoveSeat(seat=seat)
            | c.RestoreSeat(seat=seat)
            | c.MoveSeat(seat=seat)
            | c.MarkAbsent(seat=seat)
            | c.Mask(seat=seat)
            | c.ChooseChair(seat=seat)
            | c.ProxyRule(seat=seat)
        ):
            return roster.name(state, seat)
        case c.Next() | c.Back() | c.Skip() | c.SkipStep():
            return state.course.phase.value
        case _:
            return ""
