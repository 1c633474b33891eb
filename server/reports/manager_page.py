"""One manager's own page, for this manager alone: how they rule beside their colleagues, and what to do next."""

from dataclasses import dataclass

from server.game import roster, rounds
from server.game.case import AwardWords
from server.game.ids import Millis, SeatId, StepId
from server.game.measures import summary
from server.game.measures.summary import ManagerMeasures
from server.game.people import Role
from server.game.plan import Phase
from server.game.state import Coaching, Disclosure, TextKind, Workshop
from server.game.views import room
from server.game.views.manager import ThanksView, thanks_to
from server.game.views.rep import awards_shown, texts_by
from server.game.views.room import OptionView


@dataclass(frozen=True, slots=True)
class OwnRuling:
    """This manager's ruling on one case. `second` is None without a second vote; dials are those of the board."""

    step: StepId
    title: str
    options: tuple[OptionView, ...]
    authority_options: tuple[OptionView, ...]
    level: int
    authority: int
    second: int | None
    dial: int | None
    dial_after: int | None


@dataclass(frozen=True, slots=True)
class PraiseGiven:
    """Lines that were not set aside, and how many of the reps they were for."""

    lines: int
    people: int
    reps: int


@dataclass(frozen=True, slots=True)
class ManagerPage:
    """`goes_up`: their name may stand in the report that goes up, which `can_go_up` only where it is shown at all."""

    title: str
    opened_at: Millis
    closed: bool
    name: str
    face: str
    disclosure: Disclosure
    can_go_up: bool
    goes_up: bool
    low_error: str
    high_error: str
    measures: ManagerMeasures
    rulings: tuple[OwnRuling, ...]
    praise: PraiseGiven
    thanks: tuple[ThanksView, ...]
    awards: tuple[str, ...]
    award_words: tuple[AwardWords, ...]
    """What the pack calls its awards, in the place of the program's own words."""
    plans: tuple[str, ...]
    coaching: Coaching
    complete: bool
    """Whether all four boxes of the coaching card are filled, so that the page may be printed or exported."""


def manager_page(state: Workshop, seat: SeatId) -> ManagerPage:
    """The page as far as the workshop has come. The seat is a manager's; raises KeyError where there is none."""
    held = state.seats[seat]
    assert held.role is Role.MANAGER
    named = roster.disclosure(state, seat) is Disclosure.NAMED
    ladder = room.house_ladder(state)
    coaching = state.coaching.get(seat, Coaching())
    return ManagerPage(
        title=state.title,
        opened_at=state.opened_at,
        closed=state.course.phase is Phase.CLOSED,
        name=roster.name(state, seat),
        face=roster.face(state, seat),
        disclosure=roster.disclosure(state, seat),
        can_go_up=named,
        goes_up=named and held.goes_up,
        low_error=ladder.low_error,
        high_error=ladder.high_error,
        measures=summary.of_manager(state, seat),
        rulings=tuple(
            _ruling(state, seat, step) for step in rounds.played(state) if seat in rounds.rulings(state, step)
        ),
        praise=_praise(state, seat),
        thanks=thanks_to(state, seat),
        awards=tuple(award.kind for award in awards_shown(state) if seat in award.seats),
        award_words=state.pack.awards,
        plans=texts_by(state, seat, TextKind.COMMITMENT),
        coaching=coaching,
        complete=coaching.complete,
    )


def _ruling(state: Workshop, seat: SeatId, step: StepId) -> OwnRuling:
    first, again = rounds.rulings(state, step)[seat], rounds.second_votes(state, step).get(seat)
    result, second = room.result(state, step), room.second(state, step)
    case = rounds.case_of(state, step)
    return OwnRuling(
        step=step,
        title=case.title,
        options=room.options(case),
        authority_options=room.authority_options(state),
        level=first.level,
        authority=first.authority,
        second=None if again is None else again.level,
        dial=result.dial if result else None,
        dial_after=second.dial if second else None,
    )


def _praise(state: Workshop, seat: SeatId) -> PraiseGiven:
    mine = [
        text.to
        for text in state.texts.values()
        if text.kind is TextKind.PRAISE and text.author == seat and text.id not in state.desk.set_aside
    ]
    reps = {rep.id for rep in roster.reps(state)}
    return PraiseGiven(len(mine), len(reps.intersection(mine)), len(reps))
