"""From a wish to facts. The only place where the rules are asked."""

from functools import reduce
from typing import assert_never

from server.game import commands as c
from server.game import permissions, roster
from server.game.commands import Command
from server.game.errors import Reason, Rejected
from server.game.events import Event, Marked
from server.game.evolve import evolve
from server.game.ids import Millis
from server.game.people import Actor, Role
from server.game.rules import answers, case_round, course, door, room, seats, telling, words
from server.game.state import Workshop
from server.game.undo import changes

Press = c.Next | c.Back | c.Skip | c.SkipStep


def decide(state: Workshop, actor: Actor, command: Command, now: Millis) -> tuple[Event, ...]:
    """The facts that follow from this wish; none when it changes nothing.

    Raises Rejected, with a reason for the sender, when the rules say no. What the facilitator changes on the desk is
    marked, so that undo can put it back.
    """
    if isinstance(command, Press) and actor.role is Role.FACILITATOR and command.expect != state.course.move:
        raise Rejected(Reason.STALE)
    reason = permissions.refusal(state, actor, type(command))
    if reason is not None:
        raise Rejected(reason)
    events = _decide(state, actor, command, now)
    if state.desk.automatic or actor.role is Role.FACILITATOR:  # elsewhere no clock runs down
        events = (*events, *answers.hurry(reduce(evolve, events, state), now))
    if actor.role is not Role.FACILITATOR or isinstance(command, c.Undo):
        return events
    paths = changes(state.desk, reduce(evolve, events, state).desk)
    mark = Marked(permissions.kind(type(command)), _about(state, command), paths, now)
    return (mark, *events) if paths else events


def _decide(state: Workshop, actor: Actor, command: Command, now: Millis) -> tuple[Event, ...]:
    match command:
        case c.TakeSeat() | c.ClaimSeat() | c.OpenLink():
            return door.decide(state, command, now)
        case c.Rule() | c.Predict() | c.Revote() | c.Pass():
            return answers.decide(state, actor, command)
        case c.Prepare() | c.Expect() | c.Reveal() | c.Explain() | c.Disclose() | c.ReleaseName():
            return telling.decide(state, actor, command, now)
        case (
            c.WriteNote()
            | c.Thank()
            | c.Commit()
            | c.Praise()
            | c.ReleaseText()
            | c.SetTextAside()
            | c.KeepNote()
            | c.KeepCoaching()
        ):
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
            | c.AnswerRush()
        ):
            return seats.decide(state, actor, command)
        case c.GrantKey() | c.RevokeKeys() | c.AnswerClaim() | c.TrustDevices():
            return seats.decide_key(state, command)
        case (
            c.ChooseChair()
            | c.ChooseOrder()
            | c.ProxyRule()
            | c.HushLine()
            | c.VoidRound()
            | c.CloseCase()
            | c.AmendLine()
            | c.FlagPaper()
        ):
            return case_round.decide(state, command, now)
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
