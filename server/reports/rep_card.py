"""What one rep takes home, for this rep alone: no rank, and nobody else's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from server.game import measures, roster, rounds, scoring
from server.game.case import AwardWords
from server.game.ids import Millis, SeatId, StepId
from server.game.measures import summary
from server.game.measures.summary import RepMeasures
from server.game.people import Role
from server.game.plan import Phase
from server.game.state import Certainty, Points, TextKind, Workshop
from server.game.views.rep import awards_shown, counted, praise_for, texts_by
from server.game.views.room import PraiseView

LEAN_ON_FROM = 3
"""Rounds; what rests on fewer is said to be thin."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How often a certainty was said, and how often the prediction was then exact."""

    certainty: Certainty
    said: int
    hits: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How closely this rep read one manager: mean closeness in hundredths over so many rounds."""

    face: str
    closeness: int
    rounds: int


@dataclass(frozen=True, slots=True)
class RepCard:
    """`score` is the mean of the rounds that counted, 0 to 100; None where none was answered.

    `thin`: fewer than three rounds were answered.
    """

    title: str
    opened_at: Millis
    closed: bool
    name: str
    team: str
    rounds: int
    thin: bool
    score: float | None
    hits: int
    best: Reading | None
    """The manager who was read most closely."""
    puzzle: Reading | None
    """The manager who was read least closely; None when all were read alike, or only one was."""
    habits: tuple[Habit, ...]
    """One for each certainty, the ones that were never said too."""
    measures: RepMeasures
    praise: tuple[PraiseView, ...]
    awards: tuple[str, ...]
    award_words: tuple[AwardWords, ...]
    """What the pack calls its awards, in the place of the program's own words."""
    plans: tuple[str, ...]
    """What this rep will do, in their own words: if ..., then I ..."""


def rep_card(state: Workshop, seat: SeatId) -> RepCard:
    """The card as far as the workshop has come. The seat is a rep's; raises KeyError where there is none."""
    assert state.seats[seat].role is Role.REP
    points = counted(state, seat)
    answered = sum(one.answered for one in points.values())
    readings = _readings(state, points)
    team = roster.team(state, seat)
    return RepCard(
        title=state.title,
        opened_at=state.opened_at,
        closed=state.course.phase is Phase.CLOSED,
        name=roster.name(state, seat),
        team="" if team is None else roster.team_name(state, team),
        rounds=len(points),
        thin=answered < LEAN_ON_FROM,
        score=scoring.workshop_score([one.total for one in points.values()]) if answered else None,
        hits=sum(one.hit for one in points.values()),
        best=readings[0] if readings else None,
        puzzle=readings[-1] if readings and readings[-1].closeness < readings[0].closeness else None,
        habits=_habits(state, seat, points),
        measures=summary.of_rep(state, seat),
        praise=praise_for(state, seat),
        awards=tuple(award.kind for award in awards_shown(state) if seat in award.seats),
        award_words=state.pack.awards,
        plans=texts_by(state, seat, TextKind.COMMITMENT),
    )


def _readings(state: Workshop, points: Mapping[StepId, Points]) -> tuple[Reading, ...]:
    """How closely each manager in the chair was read, best first."""
    near: dict[str, list[int]] = {}
    for step, earned in points.items():
        chair = rounds.chair(state, step)
        if chair is not None and earned.answered:
            near.setdefault(roster.face(state, chair), []).append(earned.closeness)
    best = {face: fmean(parts) / scoring.CLOSENESS for face, parts in near.items()}
    faces = sorted(best, key=lambda face: (-best[face], face))
    return tuple(Reading(face, measures.hundredths(best[face]), len(near[face])) for face in faces)


def _habits(state: Workshop, seat: SeatId, points: Mapping[StepId, Points]) -> tuple[Habit, ...]:
    said = [(state.rounds[step].predictions.get(seat), earned.hit) for step, earned in points.items()]
    return tuple(
        Habit(
            certainty,
            sum(1 for guess, _ in said if guess and guess.certainty is certainty),
            sum(1 for guess, hit in said if guess and guess.certainty is certainty and hit),
        )
        for certainty in Certainty
    )
