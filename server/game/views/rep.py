"""What a rep's phone shows: the room's part, the same for all reps, and the rep's own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from server.game import measures, permissions, roster, rounds, scoring
from server.game.case import AwardWords, Term
from server.game.ids import SeatId, StepId
from server.game.people import Actor, Role
from server.game.plan import ROUND, Phase, StepKind
from server.game.rounds import Position
from server.game.state import Award, Choice, Points, Prediction, TextKind, Workshop
from server.game.views import room
from server.game.views.room import Alignment, AwardView, Place, PraiseView, RoundView


@dataclass(frozen=True, slots=True)
class ReasonTag:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to thank or to praise."""

    id: SeatId
    name: str


@dataclass(frozen=True, slots=True)
class RepRoom:
    """The same for every rep and observer. It never changes because somebody else answered."""

    title: str
    code: str
    place: Place
    round: RoundView | None
    reasons: tuple[ReasonTag, ...] = ()
    managers: tuple[Colleague, ...] = ()
    contract: tuple[str, ...] = ()
    house_rules: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = ()
    alignment: Alignment | None = None
    awards: tuple[AwardView, ...] = ()
    award_words: tuple[AwardWords, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPoints:
    """This round's points, part by part. The spread part waits until it gives nothing away."""

    total: float
    closeness: int
    certainty: int
    authority: int
    spread: int | None
    hit: bool


@dataclass(frozen=True, slots=True)
class OwnNote:
    text: str
    signed: bool


@dataclass(frozen=True, slots=True)
class RepOwn:
    """One seat's own."""

    name: str
    role: Role
    team: str | None
    hello: bool
    can: tuple[str, ...]
    joins_next: bool = False
    choice: Choice | None = None
    prediction: Prediction | None = None
    second: Choice | None = None
    points: OwnPoints | None = None
    score: float | None = None
    notes: tuple[OwnNote, ...] = ()
    praise: tuple[PraiseView, ...] = ()
    awards: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    thanked: tuple[str, ...] = ()


def rep_room(state: Workshop) -> RepRoom:
    at = rounds.here(state)
    phase = at.phase
    return RepRoom(
        title=state.title,
        code=state.code,
        place=room.place(state),
        round=room.round_view(state),
        reasons=tuple(ReasonTag(tag.id, tag.label) for tag in state.pack.reasons) if phase is Phase.RULE else (),
        managers=tuple(Colleague(seat.id, roster.name(state, seat.id)) for seat in roster.managers(state)),
        contract=state.pack.contract if phase in (Phase.LOBBY, Phase.WELCOME) else (),
        house_rules=state.pack.house_rules if phase in (Phase.LOBBY, Phase.WELCOME) else (),
        glossary=state.pack.glossary if phase in (Phase.LOBBY, Phase.WELCOME) else (),
        alignment=room.alignment(state) if phase in (Phase.BOARD, Phase.CLOSED) else None,
        awards=room.awards(state, at.beat) if phase is Phase.AWARDS else (),
        award_words=state.pack.awards if state.desk.awards else (),
    )


def rep_own(state: Workshop, seat: SeatId) -> RepOwn:
    held = state.seats[seat]
    own = RepOwn(
        name=roster.name(state, seat),
        role=held.role,
        team=None,
        hello=held.hello,
        can=tuple(sorted(permissions.allowed(state, Actor(held.role, seat)))),
    )
    if held.role is not Role.REP:
        return own
    at, team = rounds.here(state), roster.team(state, seat)
    own = replace(
        own,
        team=None if team is None else roster.team_name(state, team),
        score=scoring.workshop_score([points.total for points in counted(state, seat).values()]),
        praise=praise_for(state, seat),
        awards=tuple(award.kind for award in awards_shown(state) if seat in award.seats),
        commitments=texts_by(state, seat, TextKind.COMMITMENT),
        thanked=texts_by(state, seat, TextKind.THANKS),
    )
    return _in_round(state, seat, at, own) if at.phase in ROUND else own


def _in_round(state: Workshop, seat: SeatId, at: Position, own: RepOwn) -> RepOwn:
    held = state.rounds[at.step]
    return replace(
        own,
        joins_next=not rounds.is_expected(state, at.step, seat),
        choice=held.choices.get(seat),
        prediction=held.predictions.get(seat),
        second=held.second_thoughts.get(seat),
        points=_points(state, seat, at),
        notes=tuple(
            OwnNote(text.parts[0], text.signed)
            for text in state.texts.values()
            if text.kind is TextKind.NOTE and text.author == seat and text.step == at.step
        ),
    )


def _points(state: Workshop, seat: SeatId, at: Position) -> OwnPoints | None:
    """From the chair's reveal on; the spread part joins when the last manager has flipped."""
    chair = rounds.chair(state, at.step)
    if chair is None or chair not in rounds.shown(state, at.step):
        return None
    if seat not in (rounds.plan_of(state, at.step).counted or ()):
        return None
    case, first = rounds.case_of(state, at.step), rounds.rulings(state, at.step)
    open_now = rounds.settled(state, at.step) and rounds.asks_spread(state, at.step)
    earned = scoring.score(
        state.rounds[at.step].predictions.get(seat),
        first[chair],
        measures.spread(rounds.levels(first)) if open_now else None,
        case.span,
        state.pack.hand_over,
        case.must_escalate,
    )
    spread = earned.spread if open_now and len(first) > 1 else None
    return OwnPoints(earned.total, earned.closeness, earned.certainty, earned.authority, spread, earned.hit)


def awards_shown(state: Workshop) -> tuple[Award, ...]:
    """The awards that the stage has shown so far."""
    if state.course.phase is Phase.AWARDS:
        return state.desk.awards[: state.course.beat]
    return state.desk.awards if state.step.kind in (StepKind.DEBRIEF, StepKind.CLOSE) else ()


def texts_by(state: Workshop, seat: SeatId, kind: TextKind) -> tuple[str, ...]:
    """What this person wrote, in order."""
    return tuple(text.parts[0] for text in state.texts.values() if text.kind is kind and text.author == seat)


def praise_for(state: Workshop, seat: SeatId) -> tuple[PraiseView, ...]:
    return tuple(
        PraiseView(roster.name(state, seat), roster.name(state, text.author), *text.parts)
        for text in state.texts.values()
        if text.kind is TextKind.PRAISE and text.to == seat and text.id in state.desk.released
    )


def counted(state: Workshop, seat: SeatId) -> Mapping[StepId, Points]:
    """This rep's points in the rounds that counted for them."""
    rows = state.desk.points
    return {step: rows[step].reps[seat] for step in rounds.played(state) if seat in rows[step].reps}
