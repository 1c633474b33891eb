"""What each fact makes of the state. `replay` folds a whole log; there is no other way to come to a state."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any, TypeVar, assert_never, get_args

from server.game.events import (
    AbsenceMarked,
    AgendaChanged,
    AgreementExpected,
    AutomaticSet,
    AwardsDrawn,
    CaseClosed,
    ChairChosen,
    ChairTold,
    ChoiceMade,
    ChoiceRevised,
    ClaimAnswered,
    CoachingKept,
    ConditionsNamed,
    CourseEvent,
    DevicesTrusted,
    Disclosed,
    Entered,
    Event,
    KeyGranted,
    KeysRevoked,
    LineAmended,
    LineHushed,
    LinkEvent,
    LinkOpened,
    Marked,
    MaskSet,
    NameReleased,
    NoteKept,
    OrderChosen,
    OutcomeEvent,
    PaperFlagged,
    Passed,
    PeopleEvent,
    PlanEvent,
    Predicted,
    PredictionsClosed,
    ProxyRuled,
    RoomEvent,
    RoomLocked,
    RoomPaused,
    RoomResumed,
    RoundEvent,
    RoundOpened,
    RoundScored,
    RoundVoided,
    RulingRevised,
    RulingsClosed,
    RulingSealed,
    RushAnswered,
    RushHeld,
    SaidHello,
    SeatClaimed,
    SeatEvent,
    SeatMoved,
    SeatRemoved,
    SeatRenamed,
    SeatRestored,
    SeatTaken,
    StageHeld,
    StageVeiled,
    StartSet,
    TeamsDrawn,
    TellingPrepared,
    TextReleased,
    TextSetAside,
    TextWritten,
    TimedSet,
    TimerSet,
    Undone,
    WorkshopOpened,
)
from server.game.ids import StepId
from server.game.people import Actor, Role
from server.game.plan import Phase, StepKind
from server.game.state import Course, Desk, Devices, Mark, Round, RoundPlan, Rush, Spot, Workshop
from server.game.undo import put_back, resumed

UNDO_DEPTH = 30
"""How many of the facilitator's commands can be taken back, one after the other."""

_ROUND_EVENTS = get_args(RoundEvent)

Key = TypeVar("Key")
Value = TypeVar("Value")
Item = TypeVar("Item")


def replay(events: Iterable[Event]) -> Workshop:
    """The state that these events lead to. The first one opens the workshop."""
    rest = iter(events)
    first = next(rest, None)
    if not isinstance(first, WorkshopOpened):
        raise TypeError("a workshop begins with WorkshopOpened")
    return fold(opened(first), rest)


def fold(state: Workshop, events: Iterable[Event]) -> Workshop:
    """The state after all of these: what `evolve` makes of them one by one.

    Nearly all facts of a day are answers, and come in runs. A run makes one new state, for making states is what takes
    time.
    """
    for step, run in groupby(events, _round_of):
        if step is None:
            for event in run:
                state = evolve(state, event)
        else:
            said = _said(state.rounds[step], run)  # type: ignore[arg-type]  # (only round events name a round)
            state = replace(state, rounds=_with(state.rounds, step, said))
    return state


def _round_of(event: Event) -> StepId | None:
    """The round in which somebody said this; None for every other fact."""
    return event.step if isinstance(event, _ROUND_EVENTS) else None


def opened(event: WorkshopOpened) -> Workshop:
    """A new workshop, in its lobby."""
    course = Course(event.agenda[0].id, Phase.LOBBY, beat=0, move=0, since=event.at)
    return Workshop(
        id=event.id,
        code=event.code,
        title=event.title,
        pack=event.pack,
        translations={pack.locale: pack for pack in event.translations},
        seed=event.seed,
        opened_at=event.at,
        desk=Desk(event.agenda, course, begun={event.agenda[0].id: event.at}),
        seats={seat.id: seat for seat in event.managers},
        managers=tuple(seat.id for seat in event.managers),
        recovery=event.recovery,
        steps_made=len(event.agenda),
    )


def evolve(state: Workshop, event: Event) -> Workshop:
    """The state after one more fact."""
    match event:
        case WorkshopOpened():
            return opened(event)
        case TextWritten(text):
            return replace(state, texts=_with(state.texts, text.id, text))
        case NoteKept(case, note):
            return replace(state, notes=_with(state.notes, case, note))
        case Marked(what, about, paths, at):
            mark = Mark(what, about, paths, at, state.desk)
            return replace(state, marks=(*state.marks[1 - UNDO_DEPTH :], mark))
        case AgendaChanged(agenda):
            known = {step.id for step in state.desk.agenda}
            made = state.steps_made + sum(step.id not in known for step in agenda)
            return replace(state, desk=replace(state.desk, agenda=agenda), steps_made=made)
        case StageHeld(on):
            picture = replace(state, desk=replace(state.desk, held=None), marks=()) if on else None
            return replace(state, desk=replace(state.desk, held=picture))
        case Undone(at):
            *rest, mark = state.marks
            return replace(state, desk=put_back(state.desk, mark, at), marks=tuple(rest))
        case Entered() | TimerSet() | RoomPaused() | RoomResumed():
            return _moved(state, event)
        case (
            RulingSealed()
            | Passed()
            | ChoiceMade()
            | Predicted()
            | TellingPrepared()
            | AgreementExpected()
            | ConditionsNamed()
            | RoundOpened()
            | ChairTold()
            | RulingRevised()
            | ChoiceRevised()
        ):
            return replace(state, rounds=_with(state.rounds, event.step, _said(state.rounds[event.step], (event,))))
        case (
            SeatTaken()
            | RushHeld()
            | RushAnswered()
            | SaidHello()
            | Disclosed()
            | NameReleased()
            | CoachingKept()
            | KeyGranted()
            | KeysRevoked()
            | LinkOpened()
            | DevicesTrusted()
            | SeatClaimed()
            | ClaimAnswered()
        ):
            return _people(state, event)
        case StageVeiled() | RoomLocked() | AutomaticSet() | TimedSet() | StartSet():
            return replace(state, desk=_room(state.desk, event))
        case SeatRenamed() | SeatRemoved() | SeatRestored() | SeatMoved() | TeamsDrawn() | AbsenceMarked() | MaskSet():
            return replace(state, desk=_seats(state.desk, event))
        case ChairChosen() | OrderChosen() | RulingsClosed() | PredictionsClosed() | ProxyRuled():
            arranged = _arranged(state.desk.rounds.get(event.step, RoundPlan()), event)
            return replace(state, desk=replace(state.desk, rounds=_with(state.desk.rounds, event.step, arranged)))
        case (
            LineHushed()
            | RoundScored()
            | RoundVoided()
            | CaseClosed()
            | PaperFlagged()
            | LineAmended()
            | TextReleased()
            | TextSetAside()
            | AwardsDrawn()
        ):
            return replace(state, desk=_outcome(state.desk, event))
        case _:
            assert_never(event)


def _moved(state: Workshop, event: CourseEvent) -> Workshop:
    course = state.desk.course
    match event:
        case Entered():
            return _entered(state, event)
        case TimerSet(timer):
            course = replace(course, timer=timer)
        case RoomPaused(pause):
            course = replace(course, pause=pause)
        case RoomResumed(at):
            course = resumed(course, at)
        case _:
            assert_never(event)
    return replace(state, desk=replace(state.desk, course=course))


def _entered(state: Workshop, event: Entered) -> Workshop:
    """A new place. Coming to a round for the first time opens it."""
    desk, rounds = state.desk, state.rounds
    step = state.step_of(event.step)
    if step.is_round and step.case is not None and step.id not in rounds:
        rounds = _with(rounds, step.id, Round(step.case, step.kind is StepKind.PRACTICE, step.flash))
    was = desk.course
    course = Course(event.step, event.phase, event.beat, was.move + 1, event.at, event.timer)
    arranged = _reopened(desk.rounds.get(event.step), event)
    return replace(
        state,
        desk=replace(
            desk,
            course=course,
            rounds=desk.rounds if arranged is None else _with(desk.rounds, event.step, arranged),
            begun=desk.begun if event.step in desk.begun else _with(desk.begun, event.step, event.at),
            left=desk.left if event.step == was.step else _with(desk.left, was.step, Spot(was.phase, was.beat)),
        ),
        rounds=rounds,
    )


def _reopened(arranged: RoundPlan | None, event: Entered) -> RoundPlan | None:
    """Coming back to an open question opens it again; in the panel, those who flip are shown from then on."""
    if arranged is None:
        return None if event.phase is not Phase.PANEL else RoundPlan(flipped=event.flipped)
    if event.phase in (Phase.READ, Phase.RULE):
        return replace(arranged, roster=None, counted=None)
    if event.phase is Phase.PREDICT:
        return replace(arranged, counted=None)
    return replace(arranged, flipped=event.flipped) if event.phase is Phase.PANEL else arranged


def _said(held: Round, said: Iterable[RoundEvent]) -> Round:
    """A round after more was said in it. What grows is copied once, however much is said."""
    grown: dict[str, Any] = {}

    def of(part: str) -> Any:
        if part not in grown:
            grown[part] = dict(getattr(held, part))
        return grown[part]

    for event in said:
        match event:
            case ChoiceMade():
                of("choices")[event.seat] = event.choice
            case Predicted():
                of("predictions")[event.seat] = event.prediction
            case RulingSealed():
                of("sealed")[event.seat] = event.ruling
            case RulingRevised():
                of("revotes")[event.seat] = event.ruling
            case ChoiceRevised():
                of("second_thoughts")[event.seat] = event.choice
            case TellingPrepared():
                of("tellings")[event.seat] = event.telling
            case AgreementExpected():
                of("expected")[event.seat] = event.count
            case ConditionsNamed():
                of("conditions")[event.seat] = event.conditions
            case Passed():
                grown["passed"] = grown.get("passed", held.passed) | {event.seat}
            case RoundOpened():
                grown["opened"] = True
            case ChairTold():
                grown["told"] = True
            case _:
                assert_never(event)
    return replace(held, **grown)


def _people(state: Workshop, event: PeopleEvent) -> Workshop:
    match event:
        case SeatTaken(seat):
            managers = (*state.managers, seat.id) if seat.role is Role.MANAGER else state.managers
            return replace(state, seats=_with(state.seats, seat.id, seat), managers=managers)
        case RushHeld(since, until):
            unanswered = state.rush.since if state.rush is not None else None
            return replace(state, rush=Rush(since if unanswered is None else unanswered, until))
        case RushAnswered(ours):
            rush = None if ours or state.rush is None else replace(state.rush, since=None)
            return replace(state, rush=rush, trusts_typing=ours)
        case SaidHello(seat):
            return replace(state, seats=_with(state.seats, seat, replace(state.seats[seat], hello=True)))
        case Disclosed(seat, disclosure):
            changed = replace(state.seats[seat], disclosure=disclosure)
            return replace(state, seats=_with(state.seats, seat, changed))
        case NameReleased(seat, on):
            return replace(state, seats=_with(state.seats, seat, replace(state.seats[seat], goes_up=on)))
        case CoachingKept(seat, card):
            return replace(state, coaching=_with(state.coaching, seat, card))
        case KeyGranted() | KeysRevoked() | LinkOpened() | DevicesTrusted():
            return _links(state, event)
        case SeatClaimed(claim):
            return replace(state, claims=_with(state.claims, claim.id, claim))
        case ClaimAnswered(claim):
            return replace(state, claims={one: held for one, held in state.claims.items() if one != claim})
        case _:
            assert_never(event)


def _links(state: Workshop, event: LinkEvent) -> Workshop:
    match event:
        case KeyGranted(key, role, seat):
            return replace(state, keys=_with(state.keys, key, Actor(role, seat)))
        case KeysRevoked(role, seat, but):
            keys = {key: actor for key, actor in state.keys.items() if key == but or actor != Actor(role, seat)}
            return replace(state, keys=keys, devices={key: held for key, held in state.devices.items() if key in keys})
        case LinkOpened(key, device, at):
            before = state.devices.get(key)
            known = before.known if before else frozenset({device})
            strange = before.strange | {device} if before else frozenset()
            return replace(state, devices=_with(state.devices, key, Devices(known, strange, at)))
        case DevicesTrusted(role, seat):
            owner = Actor(role, seat)
            trusted = {
                key: replace(held, known=held.known | held.strange, strange=frozenset())
                for key, held in state.devices.items()
                if state.keys[key] == owner
            }
            return replace(state, devices={**state.devices, **trusted})
        case _:
            assert_never(event)


def _room(desk: Desk, event: RoomEvent) -> Desk:
    match event:
        case StageVeiled(on):
            return replace(desk, veiled=on)
        case RoomLocked(on):
            return replace(desk, locked=on)
        case AutomaticSet(on):
            return replace(desk, automatic=on)
        case TimedSet(on):
            return replace(desk, timed=on)
        case StartSet(at):
            return replace(desk, starts_at=at)
        case _:
            assert_never(event)


def _seats(desk: Desk, event: SeatEvent) -> Desk:
    match event:
        case SeatRenamed(seat, name):
            return replace(desk, names=_with(desk.names, seat, name))
        case SeatRemoved(seat):
            return replace(desk, removed=desk.removed | {seat})
        case SeatRestored(seat):
            return replace(desk, removed=desk.removed - {seat})
        case SeatMoved(seat, team):
            return replace(desk, teams=_with(desk.teams, seat, team))
        case TeamsDrawn(count, teams):
            return replace(desk, team_count=count, teams=dict(teams))
        case AbsenceMarked(seat, absent):
            return replace(desk, absent=_switched(desk.absent, seat, absent))
        case MaskSet(seat, on):
            return replace(desk, masked=_switched(desk.masked, seat, on))
        case _:
            assert_never(event)


def _arranged(arranged: RoundPlan, event: PlanEvent) -> RoundPlan:
    match event:
        case ChairChosen(seat=seat):
            return replace(arranged, chair=seat)
        case OrderChosen(order=order):
            return replace(arranged, order=order)
        case RulingsClosed(roster=roster, chair=chair):
            return replace(arranged, roster=roster, chair=chair)
        case PredictionsClosed(counted=counted, order=order):
            return replace(arranged, counted=counted, order=order)
        case ProxyRuled(seat=seat, ruling=ruling):
            return replace(arranged, proxies=_with(arranged.proxies, seat, ruling))
        case _:
            assert_never(event)


def _outcome(desk: Desk, event: OutcomeEvent) -> Desk:
    match event:
        case LineHushed(step, on):
            return replace(desk, hushed=_switched(desk.hushed, step, on))
        case RoundScored(step, points):
            return replace(desk, points=_with(desk.points, step, points))
        case RoundVoided(step, on):
            return replace(desk, voided=_switched(desk.voided, step, on))
        case CaseClosed(step, line):
            return replace(desk, lines=_with(desk.lines, step, line))
        case PaperFlagged(paper, on):
            return replace(desk, stale=_switched(desk.stale, paper, on))
        case LineAmended(step, line):
            past = (*desk.past_lines.get(step, ()), desk.lines[step])
            return replace(desk, lines=_with(desk.lines, step, line), past_lines=_with(desk.past_lines, step, past))
        case TextReleased(text):
            return replace(desk, released=desk.released | {text}, set_aside=desk.set_aside - {text})
        case TextSetAside(text):
            return replace(desk, released=desk.released - {text}, set_aside=desk.set_aside | {text})
        case AwardsDrawn(awards):
            return replace(desk, awards=awards)
        case _:
            assert_never(event)


def _with(held: Mapping[Key, Value], key: Key, value: Value) -> Mapping[Key, Value]:
    return {**held, key: value}


def _switched(held: frozenset[Item], item: Item, on: bool) -> frozenset[Item]:
    return held | {item} if on else held - {item}
