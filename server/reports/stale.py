"""What is in writing and no longer carries what people do: what the room called out of date, what is old or undated,
and lines in force whose review is overdue."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from server.game import rounds
from server.game.case import Case, Family
from server.game.ids import CaseId
from server.game.state import Workshop
from server.game.views import room
from server.reports.lines import BINDING

FRESH_YEARS = 2
"""A paper is taken for current for so long after its date."""


class Why(StrEnum):
    """What speaks against a paper, whatever the room said of it."""

    OLD_RULE = "old_rule"
    """The case itself is about a rule that is out of date, or about two that differ."""
    OLD = "old"
    UNDATED = "undated"
    OVERDUE = "overdue"
    """A line in force whose review is overdue."""


@dataclass(frozen=True, slots=True)
class StalePaper:
    """`title` is that of the case, empty for a line in force that may speak of several. Dates are ISO or empty."""

    title: str
    text: str
    ref: str
    dated: str
    owner: str
    review_on: str
    flagged: bool
    """Whether the room called it out of date."""
    why: Why | None
    replaced: bool
    """Whether the room wrote a line in its place."""


def stale_papers(state: Workshop, today: str) -> tuple[StalePaper, ...]:
    """What the room flagged, and of the cases that were played what is stale on this day, an ISO date."""
    return (*_papers(state, today), *_guidelines(state, today))


def _papers(state: Workshop, today: str) -> Iterator[StalePaper]:
    """What the papers of the cases say."""
    played = {state.rounds[step].case for step in rounds.played(state)}
    for case in _cases(state):
        flagged = case.id in state.desk.stale
        why = _why(case, today) if case.id in played else None
        if case.paper_says is not None and (flagged or why):
            paper = case.paper_says
            yield StalePaper(
                case.title, paper.text, paper.ref, paper.dated, "", "", flagged, why, case.id in _replaced(state)
            )


def _guidelines(state: Workshop, today: str) -> Iterator[StalePaper]:
    """The lines in force on these cases, each once."""
    lines = {line.id: line for case in _cases(state) for line in room.guidelines(state, case)}
    for line in lines.values():
        why = Why.OVERDUE if line.review_on and line.review_on < today else None
        if line.stale or why:
            yield StalePaper("", line.text, line.ref, "", line.owner, line.review_on, line.stale, why, replaced=False)


def _cases(state: Workshop) -> list[Case]:
    return [state.pack.case(case) for case in dict.fromkeys(step.case for step in state.desk.agenda if step.case)]


def _replaced(state: Workshop) -> frozenset[CaseId]:
    return frozenset(state.rounds[step].case for step, line in state.desk.lines.items() if line.closing in BINDING)


def _why(case: Case, today: str) -> Why | None:
    if case.family is Family.STALE_RULE:
        return Why.OLD_RULE
    dated = case.paper_says.dated if case.paper_says else ""
    if not dated:
        return Why.UNDATED
    since = f"{int(today[:4]) - FRESH_YEARS}{today[4:]}"
    return Why.OLD if dated < since else None
