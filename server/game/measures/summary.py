"""All measures of a day, as far as it has come: one set for everybody, one for each manager alone.

Built up like the views. Only rounds whose rulings are on the table count. A round in which fewer than five reps
answered is left out of all figures on reps, so that neither it nor a difference of two figures tells on anybody.
Managers in sums only stand in the figures for all managers, and in no figure about a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, median
from typing import TypeVar

from server.game import measures, roster, rounds
from server.game.case import Case
from server.game.ids import SeatId, StepId
from server.game.measures.change import Interval
from server.game.measures.noise import Noise
from server.game.measures.reading import Reading, Sides
from server.game.measures.undefined import Ratings, Undefined
from server.game.plan import KEPT_PRIVATE_BELOW
from server.game.state import Closing, Disclosure, Ruling, Workshop

TILT_FROM = 4
PAIR_FROM = 3
READING_FROM = 3
COEFFICIENT_FROM = 8
NOISE_FROM = 5
MANAGERS_FROM = 3
"""Where fewer managers said what they expect, each could work out another's expectation from the mean."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, on how many cases it rests, and whether they are too few to lean on: such a figure is greyed."""

    value: float | Undefined
    cases: int
    thin: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two managers as the room knows them: how alike they rule (0 to 1), and their kappa."""

    one: str
    other: str
    similarity: Figure
    kappa: float | Undefined


@dataclass(frozen=True, slots=True)
class Change:
    """First against second vote, on the cases that were talked about and voted on again; dials from 0 to 1.

    `by_chance` is how often so large a mean change would come about if every case had moved up or down by chance.
    """

    before: float | Undefined
    after: float | Undefined
    difference: Figure
    interval: Interval | Undefined
    by_chance: float | Undefined


@dataclass(frozen=True, slots=True)
class Transfer:
    """First votes on unseen cases, after the last line was captured, against first votes before; dials from 0 to 1."""

    before: Figure
    unseen: Figure


@dataclass(frozen=True, slots=True)
class Own:
    """What reps would have done, beside the managers' median; `cases` were answered by five or more."""

    cases: int
    ruling: Sides | Undefined
    authority: Sides | Undefined
    """Below: they would decide more themselves; above: they would pass more up."""
    thin: bool


@dataclass(frozen=True, slots=True)
class Measures:
    """The day in figures. Dials, shares and similarities are from 0 to 1, prices in the pack's currency, gaps in
    levels."""

    alignment: Figure
    authority: Figure
    price_gap: Figure
    """What two managers differ by, and below, the dearest by the cheapest, on the average case."""
    price_range: Figure
    alpha: Figure
    alpha_interval: Interval | Undefined
    ac2: Figure
    fleiss: Figure
    conger: Figure
    noise: Noise | Undefined
    noise_thin: bool
    pairs: tuple[Pair, ...]
    false_consensus: Figure
    overlap: Figure
    opposite: tuple[str, ...]
    """Titles of the cases where managers ruled the same and had no reason in common."""
    gap: Figure
    readability: Figure
    skill: Figure
    projection: Figure
    own: Own
    change: Change
    transfer: Transfer


@dataclass(frozen=True, slots=True)
class Twins:
    """Two cases that are one in disguise, and how many levels apart this manager ruled on them: `moved` above 0 is
    a higher step on the second."""

    first: StepId
    second: StepId
    moved: int


@dataclass(frozen=True, slots=True)
class MustEscalate:
    """The cases that the law or safety takes out of everybody's hands, and how many of them were handed over."""

    cases: int
    handed_over: int


@dataclass(frozen=True, slots=True)
class ManagerMeasures:
    """What one manager alone may know. `tilt` and `authority` compare with the colleagues who are shown by name or
    mask."""

    tilt: Figure
    authority: Figure
    """On who decides, in levels: above 0, this manager wants more handed over than the colleagues do."""
    must: MustEscalate
    twins: tuple[Twins, ...]
    gap: Figure
    readability: Figure
    skill: Figure
    false_consensus: Figure


@dataclass(frozen=True, slots=True)
class RepMeasures:
    """What one rep alone may know: own choices beside the median of the managers whom the room saw."""

    own: Own
    kept: int
    """Cases in which this rep would have decided alone."""
    passed_up: int
    """Cases in which this rep would have handed over."""


def of_day(state: Workshop) -> Measures:
    """The measures for everybody. Takes the state as it is now; an open second vote counts for nothing."""
    steps = rounds.played(state)
    first = {step: rounds.rulings(state, step) for step in steps}
    ratings = _ratings(state, first)
    several = sum(len(rulings) > 1 for rulings in first.values())
    prices = [price for step in steps if (price := _price(state, step)) is not None]
    levels = _levels(state, steps)
    noise = measures.noise(ratings)
    readings = _readings(state, steps)
    predictions = list(readings.values())
    return Measures(
        alignment=_alignment(state, first),
        authority=_mean([_authority_dial(state, rulings) for rulings in first.values()], measures.ALIGNMENT_FROM),
        price_gap=_mean([price.gap for price in prices], measures.ALIGNMENT_FROM),
        price_range=_mean([price.highest - price.lowest for price in prices], measures.ALIGNMENT_FROM),
        alpha=_figure(measures.alpha(ratings), several, COEFFICIENT_FROM),
        alpha_interval=measures.alpha_interval(ratings),
        ac2=_figure(measures.ac2(ratings, levels), several, COEFFICIENT_FROM),
        fleiss=_figure(measures.fleiss(ratings, levels), several, COEFFICIENT_FROM),
        conger=_figure(measures.conger(ratings, levels), several, COEFFICIENT_FROM),
        noise=noise,
        noise_thin=isinstance(noise, Noise) and noise.cases < NOISE_FROM,
        pairs=_pairs(state, first),
        false_consensus=_house_consensus(state, steps),
        overlap=_overlap(state, first),
        opposite=tuple(
            rounds.case_of(state, step).title for step in steps if measures.overlap([_reasons(state, first[step])]) == 0
        ),
        gap=_figure(measures.gap(predictions), len(predictions), READING_FROM),
        readability=_figure(measures.readability(predictions), len(predictions), READING_FROM),
        skill=_figure(measures.skill(predictions), len(predictions), READING_FROM),
        projection=_projection(state, steps),
        own=_own(state, steps),
        change=_change(state, steps),
        transfer=_transfer(state, first),
    )


def of_manager(state: Workshop, seat: SeatId) -> ManagerMeasures:
    """What only this manager may see. Raises KeyError for a seat that does not exist."""
    steps = rounds.played(state)
    compared = [*(one for one in _shown(state) if one != seat), seat]
    first = {step: _of(compared, rounds.rulings(state, step)) for step in steps}
    beside = sum(seat in rulings and len(rulings) > 1 for rulings in first.values())
    (*_, tilt) = measures.tilt(_table(compared, first)) or (Undefined.NO_PAIR,)
    (*_, authority) = measures.tilt(_authorities(compared, _free(state, first))) or (Undefined.NO_PAIR,)
    beside_free = sum(seat in rulings and len(rulings) > 1 for rulings in _free(state, first).values())
    chaired = [reading for step, reading in _readings(state, steps).items() if rounds.chair(state, step) == seat]
    beliefs = [beliefs[seat] for step in steps if seat in (beliefs := _beliefs(state, step))]
    return ManagerMeasures(
        tilt=_figure(tilt, beside, TILT_FROM),
        authority=_figure(authority, beside_free, TILT_FROM),
        must=_must_escalate(state, seat, first),
        twins=_twins(state, seat, first),
        gap=_figure(measures.gap(chaired), len(chaired), READING_FROM),
        readability=_figure(measures.readability(chaired), len(chaired), READING_FROM),
        skill=_figure(measures.skill(chaired), len(chaired), READING_FROM),
        false_consensus=_figure(measures.false_consensus(beliefs), len(beliefs), READING_FROM),
    )


def of_rep(state: Workshop, seat: SeatId) -> RepMeasures:
    """What only this rep may see: whole choices in the rounds that count, beside the rulings that the room saw."""
    mine = _whole_choices(state, seat)
    seen = {step: _of(_shown(state), rounds.rulings(state, step)) for step in mine}
    targets = {step: _targets(state, step, rulings) for step, rulings in seen.items() if rulings}
    return RepMeasures(
        Own(
            len(targets),
            measures.sides([(mine[step][0], what) for step, (what, _) in targets.items()]),
            measures.sides([(mine[step][1], who) for step, (_, who) in targets.items()]),
            thin=len(targets) < READING_FROM,
        ),
        kept=sum(authority == state.pack.authority.options[0].level for _, authority in mine.values()),
        passed_up=sum(authority == state.pack.hand_over for _, authority in mine.values()),
    )


# Figures


def _figure(value: float | Undefined, cases: int, least: int) -> Figure:
    return Figure(value, cases, thin=cases < least)


def _mean(values: Sequence[float | None], least: int) -> Figure:
    """The mean over the cases that have a value."""
    known = [value for value in values if value is not None]
    return _figure(fmean(known) if known else Undefined.NO_PAIR, len(known), least)


# Managers beside one another


First = Mapping[StepId, Mapping[SeatId, Ruling]]


def _of(seats: Sequence[SeatId], rulings: Mapping[SeatId, T]) -> Mapping[SeatId, T]:
    return {seat: rulings[seat] for seat in seats if seat in rulings}


def _table(seats: Sequence[SeatId], first: First) -> Ratings:
    return [[held[seat].level if (seat in held) else None for seat in seats] for held in first.values()]


def _ratings(state: Workshop, first: First) -> Ratings:
    return _table([seat.id for seat in roster.managers(state)], first)


def _shown(state: Workshop) -> tuple[SeatId, ...]:
    """The managers who are shown by name or mask, in the order of their faces."""
    seen = [seat.id for seat in roster.managers(state) if roster.disclosure(state, seat.id) is not Disclosure.SUM]
    return tuple(sorted(seen, key=lambda seat: roster.face(state, seat).casefold()))


def _levels(state: Workshop, steps: Sequence[StepId]) -> tuple[int, ...]:
    """The levels of all ladders that were played, whether or not a case dropped some."""
    ladders = {rounds.case_of(state, step).ladder for step in steps}
    return tuple(sorted({rung.level for ladder in ladders for rung in state.pack.ladder(ladder).options}))


def _dial(state: Workshop, step: StepId, rulings: Mapping[SeatId, Ruling]) -> float | None:
    return measures.dial(rounds.levels(rulings), rounds.case_of(state, step).span)


def _authority_dial(state: Workshop, rulings: Mapping[SeatId, Ruling]) -> float | None:
    return measures.dial([ruling.authority for ruling in rulings.values()], state.pack.hand_over)


def _alignment(state: Workshop, rulings: First) -> Figure:
    return _mean([_dial(state, step, held) for step, held in rulings.items()], measures.ALIGNMENT_FROM)


def _price(state: Workshop, step: StepId) -> measures.Price | None:
    case = rounds.case_of(state, step)
    return measures.price([case.cost(level) for level in rounds.levels(rounds.rulings(state, step))])


def _pairs(state: Workshop, first: First) -> tuple[Pair, ...]:
    """Every two managers who are shown."""
    seats = _shown(state)
    ratings = _table(seats, first)
    spans = [rounds.case_of(state, step).span for step in first]
    if not ratings:
        return ()
    alike, kappas = measures.similarities(ratings, spans), measures.kappas(ratings)
    return tuple(
        Pair(
            roster.face(state, seats[one]),
            roster.face(state, seats[other]),
            _figure(alike[one][other], sum(None not in (row[one], row[other]) for row in ratings), PAIR_FROM),
            kappas[one][other],
        )
        for one, other in combinations(range(len(seats)), 2)
    )


Belief = tuple[int, int, int]
"""How many colleagues a manager expected to rule the same, how many did, and how many ruled."""


def _beliefs(state: Workshop, step: StepId) -> Mapping[SeatId, Belief]:
    """What each manager who said so expected of the others."""
    rulings, expected = rounds.rulings(state, step), state.rounds[step].expected
    others = len(rulings) - 1
    return {
        seat: (
            min(expected[seat], others),
            sum(other.level == ruling.level for other in rulings.values()) - 1,
            others,
        )
        for seat, ruling in rulings.items()
        if seat in expected and others
    }


def _house_consensus(state: Workshop, steps: Sequence[StepId]) -> Figure:
    """Without the rounds in which so few said what they expect that they could work out one another."""
    told = [list(beliefs.values()) for step in steps if (beliefs := _beliefs(state, step))]
    enough = [beliefs for beliefs in told if len(beliefs) >= MANAGERS_FROM]
    value = measures.false_consensus(belief for beliefs in enough for belief in beliefs)
    return _figure(Undefined.PRIVATE if told and not enough else value, len(enough), READING_FROM)


def _reasons(state: Workshop, rulings: Mapping[SeatId, Ruling]) -> list[tuple[int, frozenset[str]]]:
    return [(held.level, frozenset(held.reasons)) for held in _of(_shown(state), rulings).values()]


def _overlap(state: Workshop, first: First) -> Figure:
    cases = [_reasons(state, held) for held in first.values()]
    told = [case for case in cases if not isinstance(measures.overlap([case]), Undefined)]
    return _figure(measures.overlap(told), len(told), measures.ALIGNMENT_FROM)


# One manager alone


def _authorities(seats: Sequence[SeatId], first: First) -> Ratings:
    return [[held[seat].authority if (seat in held) else None for seat in seats] for held in first.values()]


def _free(state: Workshop, first: First) -> First:
    """The cases in which managers may say who decides."""
    return {step: held for step, held in first.items() if not rounds.case_of(state, step).must_escalate}


def _must_escalate(state: Workshop, seat: SeatId, first: First) -> MustEscalate:
    mine = [held[seat].authority for step, held in first.items() if seat in held and step not in _free(state, first)]
    return MustEscalate(len(mine), sum(level == state.pack.hand_over for level in mine))


def _twins(state: Workshop, seat: SeatId, first: First) -> tuple[Twins, ...]:
    """The twin cases on which this manager ruled both times, in the order of the day."""
    mine = [step for step, held in first.items() if seat in held]
    return tuple(
        Twins(one, other, first[other][seat].level - first[one][seat].level)
        for one, other in combinations(mine, 2)
        if _are_twins(rounds.case_of(state, one), rounds.case_of(state, other))
    )


def _are_twins(one: Case, other: Case) -> bool:
    return one.twin_of == other.id or other.twin_of == one.id


# How reps read managers, and what they would have done


def _readings(state: Workshop, steps: Sequence[StepId]) -> Mapping[StepId, Reading]:
    """The predictions of each chair's ruling, for the rounds in which five or more predicted."""
    readings: dict[StepId, Reading] = {}
    for step in steps:
        chair = rounds.chair(state, step)
        predicted = tuple(one.level for one in rounds.guesses(state, step) if one.level is not None)
        if chair in rounds.shown(state, step) and len(predicted) >= KEPT_PRIVATE_BELOW:
            assert chair is not None
            ruled = rounds.rulings(state, step)[chair].level
            readings[step] = Reading(predicted, ruled, rounds.case_of(state, step).span)
    return readings


def _projection(state: Workshop, steps: Sequence[StepId]) -> Figure:
    cases = [(_own_and_predicted(state, step), rounds.case_of(state, step).span) for step in steps]
    told = [(pairs, span) for pairs, span in cases if len(pairs) >= KEPT_PRIVATE_BELOW]
    return _figure(measures.projection(told), len(told), READING_FROM)


def _own_and_predicted(state: Workshop, step: StepId) -> list[tuple[int, int]]:
    held = state.rounds[step]
    return [
        (choice.level, guess.level)
        for seat, choice in held.choices.items()
        if choice.level is not None and (guess := held.predictions.get(seat)) and guess.level is not None
    ]


def _own(state: Workshop, steps: Sequence[StepId]) -> Own:
    """Whole choices only, as the report counts them."""
    rulings: list[tuple[int, float]] = []
    authority: list[tuple[int, float]] = []
    cases = 0
    for step in steps:
        first = rounds.rulings(state, step)
        whole = [
            (choice.level, choice.authority)
            for choice in state.rounds[step].choices.values()
            if choice.level is not None and choice.authority is not None
        ]
        if not first or len(whole) < KEPT_PRIVATE_BELOW:
            continue
        cases += 1
        what, who = _targets(state, step, first)
        rulings += [(level, what) for level, _ in whole]
        authority += [(rung, who) for _, rung in whole]
    return Own(cases, measures.sides(rulings), measures.sides(authority), thin=cases < READING_FROM)


def _whole_choices(state: Workshop, seat: SeatId) -> Mapping[StepId, tuple[int, int]]:
    """What this rep would have done, and who would have decided, in each round that counts."""
    held = {step: state.rounds[step].choices.get(seat) for step in rounds.played(state)}
    return {
        step: (choice.level, choice.authority)
        for step, choice in held.items()
        if choice is not None and choice.level is not None and choice.authority is not None
    }


def _targets(state: Workshop, step: StepId, rulings: Mapping[SeatId, Ruling]) -> tuple[float, float]:
    """What own choices are held against: the median ruling, and who should decide. Law and safety outrank bosses."""
    must = rounds.case_of(state, step).must_escalate
    who = state.pack.hand_over if must else median(ruling.authority for ruling in rulings.values())
    return median(ruling.level for ruling in rulings.values()), who


# Before and after


def _change(state: Workshop, steps: Sequence[StepId]) -> Change:
    """The managers are those of the first vote; whoever did not vote again keeps the first ruling."""
    before: list[float] = []
    after: list[float] = []
    for step in steps:
        again = rounds.second_votes(state, step)
        then, now = (
            _dial(state, step, rulings) for rulings in (rounds.rulings(state, step), rounds.latest_rulings(state, step))
        )
        if again and then is not None and now is not None:
            before.append(then)
            after.append(now)
    differences = [now - then for then, now in zip(before, after, strict=True)]
    return Change(
        before=measures.change(before),
        after=measures.change(after),
        difference=_figure(measures.change(differences), len(differences), measures.INTERVAL_FROM),
        interval=measures.interval(differences, f"{state.seed}|change"),
        by_chance=measures.sign_flip(differences),
    )


def _transfer(state: Workshop, first: First) -> Transfer:
    steps, lines = list(first), state.desk.lines
    captured = [place for place, step in enumerate(steps) if step in lines and lines[step].closing is not Closing.OPEN]
    at = captured[-1] + 1 if captured else len(steps)
    return Transfer(
        before=_alignment(state, {step: first[step] for step in steps[:at]}),
        unseen=_alignment(state, {step: first[step] for step in steps[at:]}),
    )
