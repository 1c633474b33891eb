"""The lines that the room wrote: as they stand, with what they rest on and every version before.

The same data for the phone card, the work aid and the report.
"""

from dataclasses import dataclass

from server.game import rounds
from server.game.case import Family
from server.game.ids import Millis, StepId
from server.game.plan import Phase
from server.game.state import Closing, Line, Workshop
from server.game.views import room
from server.game.views.room import OptionView

BINDING = (Closing.WRITTEN, Closing.BAND)
"""The closings that have a default, a band, an owner and a review date."""


@dataclass(frozen=True, slots=True)
class LineEntry:
    """How one case was closed, newest version, with the labels that its levels need.

    `limit` is what the highest ruling within the band costs, in the pack's currency. Dials are in hundredths, over
    `rulings` managers; None where there is none.
    """

    step: StepId
    title: str
    family: Family
    text: str
    options: tuple[OptionView, ...]
    authority: tuple[OptionView, ...]
    must_escalate: bool
    line: Line
    earlier: tuple[Line, ...]
    """Versions before this one, oldest first."""
    expired: bool
    """Whether the day of its review has passed."""
    limit: float | None
    softer: tuple[str, ...]
    firmer: tuple[str, ...]
    """What managers who are shown said would move them one step."""
    dial: int | None
    dial_after: int | None
    rulings: int


@dataclass(frozen=True, slots=True)
class Lines:
    """All cases that were closed, in the order of the agenda."""

    title: str
    code: str
    currency: str
    opened_at: Millis
    entries: tuple[LineEntry, ...]


def lines(state: Workshop, today: str) -> Lines:
    """The lines that the room has seen. `today` is an ISO date, against which review dates are held."""
    steps = [step.id for step in state.desk.agenda if step.id in state.desk.lines and _is_told(state, step.id)]
    return Lines(
        title=state.title,
        code=state.code,
        currency=state.pack.currency,
        opened_at=state.opened_at,
        entries=tuple(_entry(state, step, today) for step in steps),
    )


def expired(line: Line, today: str) -> bool:
    """Whether a line should have been reviewed before this day; both are ISO dates."""
    return bool(line.review_on) and line.review_on < today


def _is_told(state: Workshop, step: StepId) -> bool:
    return step != state.course.step or rounds.reached(state, step, Phase.CAPTURE)


def _entry(state: Workshop, step: StepId, today: str) -> LineEntry:
    case, line = rounds.case_of(state, step), state.desk.lines[step]
    result, second = room.result(state, step), room.second(state, step)
    conditions = room.talk(state, step).conditions if result else ()
    return LineEntry(
        step=step,
        title=case.title,
        family=case.family,
        text=case.text,
        options=room.options(case),
        authority=room.authority_options(state),
        must_escalate=case.must_escalate and result is not None,
        line=line,
        earlier=state.desk.past_lines.get(step, ()),
        expired=expired(line, today),
        limit=None if line.high is None else case.cost(line.high),
        softer=tuple(one.text for one in conditions if one.softer),
        firmer=tuple(one.text for one in conditions if one.firmer),
        dial=result.dial if result else None,
        dial_after=second.dial if second else None,
        rulings=len(rounds.rulings(state, step)) if result else 0,
    )
