"""Papers that no longer carry what the organisation does: the old ones, and those that nobody can date."""

from dataclasses import dataclass
from enum import StrEnum

from server.game import rounds
from server.game.case import Case, Family, Paper
from server.game.ids import StepId
from server.game.state import Workshop
from server.reports.lines import BINDING

FRESH_YEARS = 2
"""A paper is taken for current for so long after its date."""


class Why(StrEnum):
    OLD_RULE = "old_rule"
    """The case itself is about a rule that is out of date, or about two that differ."""
    OLD = "old"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class StalePaper:
    """What is in writing on a case, why it may mislead, and whether the room wrote a line in its place."""

    step: StepId
    title: str
    paper: Paper
    why: Why
    replaced: bool


def stale_papers(state: Workshop, today: str) -> tuple[StalePaper, ...]:
    """The stale papers of the cases that were played, on this day (an ISO date)."""
    found = []
    for step in rounds.played(state):
        case, line = rounds.case_of(state, step), state.desk.lines.get(step)
        why = _why(case, today)
        if case.paper_says is not None and why is not None:
            replaced = line is not None and line.closing in BINDING
            found.append(StalePaper(step, case.title, case.paper_says, why, replaced))
    return tuple(found)


def _why(case: Case, today: str) -> Why | None:
    if case.family is Family.STALE_RULE:
        return Why.OLD_RULE
    dated = case.paper_says.dated if case.paper_says else ""
    if not dated:
        return Why.UNDATED
    since = f"{int(today[:4]) - FRESH_YEARS}{today[4:]}"
    return Why.OLD if dated < since else None
