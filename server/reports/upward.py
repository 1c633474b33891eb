"""The report that goes up, for the bosses' bosses: figures for all managers together.

Names and rulings stand in it only once every manager has agreed. Until then, what rests on fewer than three managers
is in no figure at all: not in a row of its own, and not in a sum from which it could be worked out.
"""

from dataclasses import dataclass, replace

from server.game import roster, rounds
from server.game.ids import Millis, StepId
from server.game.measures import Verdict, summary
from server.game.measures.noise import Noise
from server.game.measures.summary import MANAGERS_FROM, Change, Figure, Transfer
from server.game.measures.undefined import Undefined
from server.game.plan import KEPT_PRIVATE_BELOW, Phase
from server.game.state import Closing, Disclosure, TextKind, Workshop
from server.game.views import room
from server.game.views.room import Alignment, PriceView
from server.reports.lines import BINDING
from server.reports.stale import StalePaper, stale_papers


@dataclass(frozen=True, slots=True)
class NamedRuling:
    name: str
    ruling: str
    """The label of the option."""
    second: str
    """The label after the second vote; empty without one."""


@dataclass(frozen=True, slots=True)
class UpCase:
    """One case as a strip of heat: its spread, and no column that belongs to anybody."""

    step: StepId
    title: str
    dial: int | None
    verdict: Verdict | None
    dial_after: int | None
    verdict_after: Verdict | None
    price: PriceView | None
    rulings: tuple[NamedRuling, ...]
    """Empty until every manager agreed to be named."""


@dataclass(frozen=True, slots=True)
class UpMeasures:
    alignment: Figure
    authority: Figure
    price_gap: Figure
    price_range: Figure
    noise: Noise | Undefined
    noise_thin: bool
    false_consensus: Figure
    change: Change
    transfer: Transfer


@dataclass(frozen=True, slots=True)
class Praise:
    lines: int
    praised: int
    reps: int


@dataclass(frozen=True, slots=True)
class OpenCase:
    title: str
    closing: Closing


@dataclass(frozen=True, slots=True)
class Upward:
    """`left_out` counts the cases with too few rulings; `measures` is None where there are too few managers."""

    title: str
    pack: str
    currency: str
    opened_at: Millis
    closed: bool
    managers: int
    reps: int
    named: bool
    left_out: int
    cases: tuple[UpCase, ...]
    alignment: Alignment | None
    measures: UpMeasures | None
    price: PriceView | None
    needle: int | None
    low_error: str
    high_error: str
    written: int
    """Cases that ended with a line or a band."""
    open: tuple[OpenCase, ...]
    stale: tuple[StalePaper, ...]
    praise: Praise | None
    """None for a team so small that it would tell on somebody."""


def upward(state: Workshop, today: str) -> Upward:
    """The report as far as the workshop has come. `today` is an ISO date, against which papers are held."""
    named = everyone_released(state)
    small = frozenset() if named else _small(state)
    seen = replace(state, desk=replace(state.desk, voided=state.desk.voided | small))
    steps = rounds.played(seen)
    board = room.board(seen)
    lines = state.desk.lines
    return Upward(
        title=state.title,
        pack=state.pack.title,
        currency=state.pack.currency,
        opened_at=state.opened_at,
        closed=state.course.phase is Phase.CLOSED,
        managers=len(roster.managers(state)),
        reps=len(roster.reps(state)),
        named=named,
        left_out=len(small),
        cases=tuple(_case(seen, step, named) for step in steps),
        alignment=board.alignment if steps else None,
        measures=_measures(seen) if steps else None,
        price=board.price,
        needle=board.needle,
        low_error=board.low_error,
        high_error=board.high_error,
        written=sum(line.closing in BINDING for line in lines.values()),
        open=tuple(
            OpenCase(rounds.case_of(state, step).title, lines[step].closing)
            for step in rounds.played(state)
            if step in lines and lines[step].closing not in BINDING
        ),
        stale=tuple(replace(paper, owner="") for paper in stale_papers(state, today)),
        praise=_praise(state),
    )


def everyone_released(state: Workshop) -> bool:
    """Whether every manager is shown by name, and agreed to be so further up. One who did not keeps all names in."""
    managers = roster.managers(state)
    shown = all(roster.disclosure(state, seat.id) is Disclosure.NAMED for seat in managers)
    return bool(managers) and shown and all(seat.goes_up for seat in managers)


def _small(state: Workshop) -> frozenset[StepId]:
    """The cases on which so few managers ruled that a figure would speak of one of them."""
    return frozenset(step for step in rounds.played(state) if len(rounds.rulings(state, step)) < MANAGERS_FROM)


def _case(state: Workshop, step: StepId, named: bool) -> UpCase:
    case, result, second = rounds.case_of(state, step), room.result(state, step), room.second(state, step)
    assert result is not None
    labels = {option.level: option.label for option in case.options}
    again = rounds.second_votes(state, step)
    return UpCase(
        step=step,
        title=case.title,
        dial=result.dial,
        verdict=result.verdict,
        dial_after=second.dial if second else None,
        verdict_after=second.verdict if second else None,
        price=result.price,
        rulings=tuple(
            NamedRuling(
                roster.name(state, seat), labels[ruling.level], labels[again[seat].level] if seat in again else ""
            )
            for seat, ruling in rounds.rulings(state, step).items()
        )
        if named
        else (),
    )


def _measures(state: Workshop) -> UpMeasures:
    day = summary.of_day(state)
    return UpMeasures(
        alignment=day.alignment,
        authority=day.authority,
        price_gap=day.price_gap,
        price_range=day.price_range,
        noise=day.noise,
        noise_thin=day.noise_thin,
        false_consensus=day.false_consensus,
        change=day.change,
        transfer=day.transfer,
    )


def _praise(state: Workshop) -> Praise | None:
    lines = [
        text.to
        for text in state.texts.values()
        if text.kind is TextKind.PRAISE and text.id in state.desk.released and text.to
    ]
    reps = {seat.id for seat in roster.reps(state)}
    return Praise(len(lines), len(reps.intersection(lines)), len(reps)) if len(reps) >= KEPT_PRIVATE_BELOW else None
