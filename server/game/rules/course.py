"""Going on, going back, undo, pauses and clocks: how the workshop moves from place to place."""

from typing import assert_never

from server.game import awards, measures, plan, roster, rounds, scoring
from server.game.commands import (
    AddTime,
    Back,
    CourseCommand,
    EndTime,
    Next,
    PauseRoom,
    Resume,
    Skip,
    SkipStep,
    TimeUp,
    Undo,
)
from server.game.errors import Reason, Rejected
from server.game.events import (
    AwardsDrawn,
    Entered,
    Event,
    PredictionsClosed,
    RoomPaused,
    RoomResumed,
    RoundOpened,
    RoundScored,
    RulingsClosed,
    TimerSet,
    Undone,
)
from server.game.evolve import evolve, fold
from server.game.ids import Millis, SeatId, StepId
from server.game.plan import Phase
from server.game.rounds import Position
from server.game.rules import seats
from server.game.state import Pause, RoundPoints, Timer, Workshop

Present = tuple[SeatId, ...]


def decide(state: Workshop, command: CourseCommand, now: Millis) -> tuple[Event, ...]:
    timer = state.course.timer
    match command:
        case Next():
            return _next(state, command, now)
        case Skip():
            return _skip(state, command, now)
        case SkipStep():
            return _skip_step(state, command, now)
        case Back(expect):
            _expected(state, expect)
            return go(state, _somewhere(rounds.behind(state)), now)
        case Undo():
            return _undo(state, now)
        case PauseRoom(back_at):
            return (RoomPaused(Pause(now, back_at)),)
        case Resume():
            return (RoomResumed(now),)
        case AddTime():
            return (TimerSet(_longer(state, now)),)
        case EndTime():
            at = state.course.pause.at if state.course.pause else now
            return (TimerSet(timer and Timer(timer.length, at)),)
        case TimeUp():
            return _time_up(state, command, now)
        case _:
            assert_never(command)


def wake_at(state: Workshop) -> Millis | None:
    """When the clock must knock; None when nothing happens by itself."""
    course = state.course
    if course.timer is None or course.pause is not None:
        return None
    if course.phase is Phase.LOCK:
        return course.timer.ends
    if state.desk.automatic and course.phase in (Phase.RULE, Phase.PREDICT) and not rounds.awaits_chair(state):
        return Millis(course.timer.ends + plan.GRACE)
    return None


def go(state: Workshop, to: Position, now: Millis, present: Present = ()) -> tuple[Event, ...]:
    """Leave this place for another: close what closes, enter, and settle what is settled there."""
    events: list[Event] = []
    after = state

    def happen(*facts: Event) -> None:
        nonlocal after
        for fact in facts:
            after = evolve(after, fact)
        events.extend(facts)

    happen(*_closing(state, to, present))
    if to.step != state.course.step:
        happen(*_first_teams(after))
    flipped = rounds.flipped_at(after, to) if to.phase is Phase.PANEL else ()
    happen(Entered(to.step, to.phase, to.beat, _timer(after, to, now), now, flipped))
    if rounds.reveals(to) and not after.rounds[to.step].opened:
        happen(RoundOpened(to.step))
    happen(*_settling(after, to.step))
    if to.phase is Phase.AWARDS and _comes_later(state, to.step):
        happen(AwardsDrawn(awards.draw(after)))
    return tuple(events)


def _undo(state: Workshop, now: Millis) -> tuple[Event, ...]:
    """The desk before the last command, fitted to what came since.

    Where the clock went on with a ruling that a stand-in gave, and that ruling is taken back, rulings open again.
    """
    undone = Undone(now)
    events = (undone, *seats.mend(state, evolve(state, undone)))
    after = fold(state, events)
    return (*events, *go(after, Position(after.course.step, Phase.RULE), now)) if rounds.lacks_chair(after) else events


def _comes_later(state: Workshop, step: StepId) -> bool:
    """Whether a step is entered from the front, and not by looking back."""
    return plan.index(state.desk.agenda, step) > plan.index(state.desk.agenda, state.course.step)


def _next(state: Workshop, command: Next, now: Millis) -> tuple[Event, ...]:
    _expected(state, command.expect)
    to = _somewhere(rounds.ahead(state))
    _confirmed(to, command.confirmed)
    return go(state, to, now, command.present)


def _skip(state: Workshop, command: Skip, now: Millis) -> tuple[Event, ...]:
    """Past what is left of this phase. A panel is not passed over: it shows the rest at once."""
    _expected(state, command.expect)
    to = _somewhere(rounds.past(state))
    if state.course.phase is Phase.PANEL and not rounds.settled(state, state.course.step):
        to = rounds.end_of_panel(state, state.course.step)
        _confirmed(to, command.confirmed)
    return go(state, to, now, command.present)


def _skip_step(state: Workshop, command: SkipStep, now: Millis) -> tuple[Event, ...]:
    """Break off this step. A round left before its rulings are on the table is not played: they stay sealed.

    A full round whose rulings are on the table is not left without its line.
    """
    _expected(state, command.expect)
    if not command.confirmed:
        raise Rejected(Reason.CONFIRM)
    if rounds.owes_line(state):
        return go(state, Position(state.course.step, Phase.CAPTURE), now)
    step = plan.next_step(state.desk.agenda, state.course.step)
    if step is None:
        raise Rejected(Reason.NOTHING_AHEAD)
    return go(state, Position(step.id, rounds.flow(state, step.id)[0]), now)


def _time_up(state: Workshop, command: TimeUp, now: Millis) -> tuple[Event, ...]:
    """An alarm that is early, late or double does nothing."""
    due = wake_at(state)
    to = rounds.past(state)
    if due is None or now < due or command.expect != state.course.move or to is None:
        return ()
    return go(state, to, now, command.present)


def _closing(state: Workshop, to: Position, present: Present) -> tuple[Event, ...]:
    """What ends when this place is left for a later one in the same round."""
    step, phase = state.course.step, state.course.phase
    if to.step != step or phase not in (Phase.RULE, Phase.PREDICT):
        return ()
    if plan.ROUND.index(to.phase) < plan.ROUND.index(phase):
        return ()
    reps = rounds.expected_reps(state, step)
    if phase is Phase.RULE:
        return (RulingsClosed(step, reps, rounds.chair(state, step)),)
    answered = state.rounds[step].predictions
    counted = tuple(seat for seat in reps if seat in answered or seat in present)
    order = rounds.plan_of(state, step).order or rounds.first_order(state, step)
    return (PredictionsClosed(step, counted, order),)


def _settling(state: Workshop, step: StepId) -> tuple[Event, ...]:
    """A round is scored once its whole spread is on the table."""
    if step not in state.rounds or not rounds.settled(state, step):
        return ()
    points = score(state, step)
    return () if state.desk.points.get(step) == points else (RoundScored(step, points),)


def _first_teams(state: Workshop) -> tuple[Event, ...]:
    """Teams are dealt when the lobby is left, or at the next step after the first rep has come."""
    people = len(roster.reps(state))
    if state.desk.team_count or not people:
        return ()
    return (seats.draw_teams(state, roster.team_count(people)),)


def score(state: Workshop, step: StepId) -> RoundPoints:
    """Everybody's points in one round, by the chair's first ruling; none where nobody sat in the chair."""
    case, first = rounds.case_of(state, step), rounds.rulings(state, step)
    chair = rounds.chair(state, step)
    if chair is None or chair not in first:
        return RoundPoints({}, {})
    actual = measures.spread(rounds.levels(first)) if rounds.asks_spread(state, step) else None
    points = {
        seat: scoring.score(
            state.rounds[step].predictions.get(seat),
            first[chair],
            actual,
            case.span,
            state.pack.hand_over,
            case.must_escalate,
        )
        for seat in rounds.plan_of(state, step).counted or ()
    }
    teams = {seat: team for seat in points if (team := roster.team(state, seat)) is not None}
    return RoundPoints(points, scoring.teams_score(points, teams))


def _timer(state: Workshop, to: Position, now: Millis) -> Timer | None:
    """The clock of a place. Within one phase it runs on; a room without clocks still has its drum roll."""
    if (to.step, to.phase) == (state.course.step, state.course.phase):
        return state.course.timer
    length = plan.length(state.step_of(to.step), to.phase)
    if length is None or not (state.desk.timed or to.phase is Phase.LOCK):
        return None
    return Timer(length, Millis(now + length))


def _longer(state: Workshop, now: Millis) -> Timer | None:
    """Thirty seconds more than what is left, or from now when the time was over."""
    timer = state.course.timer
    at = state.course.pause.at if state.course.pause else now
    return timer and Timer(Millis(timer.length + plan.MORE_TIME), Millis(max(timer.ends, at) + plan.MORE_TIME))


def _expected(state: Workshop, move: int) -> None:
    if move != state.course.move:
        raise Rejected(Reason.STALE)


def _confirmed(to: Position, confirmed: bool) -> None:
    if rounds.reveals(to) and not confirmed:
        raise Rejected(Reason.CONFIRM)


def _somewhere(to: Position | None) -> Position:
    if to is None:
        raise Rejected(Reason.NOTHING_AHEAD)
    return to
