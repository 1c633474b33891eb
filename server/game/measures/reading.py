"""How people read one another: managers beside their colleagues, reps beside the managers, reps beside themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from server.game.measures.undefined import Ratings, Undefined, columns, known


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reps predicted of one ruling. `span` is that of the case."""

    predicted: tuple[int, ...]
    ruled: int
    span: int


@dataclass(frozen=True, slots=True)
class Sides:
    """On which side of a target choices fall: the shares below and above it, and the mean distance in levels."""

    below: float
    above: float
    tilt: float


def tilt(ratings: Ratings) -> tuple[float | Undefined, ...]:
    """Every manager's mean ruling minus the mean of the colleagues on the same case: below 0 stingier, above 0 more
    generous, in levels.

    Our own measure; like a judge's leniency in Guilford's rating errors (1954). A case counts for a manager who
    ruled on it beside another one. NO_PAIR without such a case.
    """
    return tuple(_tilt(ratings, place) for place in range(len(columns(ratings))))


def _tilt(ratings: Ratings, place: int) -> float | Undefined:
    apart: list[float] = []
    for row in ratings:
        own, others = row[place], known([*row[:place], *row[place + 1 :]])
        if own is not None and others:
            apart.append(own - fmean(others))
    return fmean(apart) if apart else Undefined.NO_PAIR


def closeness(one: int, other: int, span: int) -> float:
    """1 for the same level, 0 for a whole span apart or more."""
    return max(0.0, 1 - abs(one - other) / span)


def gap(readings: Sequence[Reading]) -> float | Undefined:
    """The perception gap: the mean of prediction minus ruling, over all predictions, in levels.

    Above 0, managers are tighter than reps expect. Our own measure. NO_PAIR without a prediction.
    """
    apart = [level - one.ruled for one in readings for level in one.predicted]
    return fmean(apart) if apart else Undefined.NO_PAIR


def readability(readings: Sequence[Reading]) -> float | Undefined:
    """The mean closeness of all predictions to the rulings, from 0 to 1.

    The same falling line as the points for closeness. Cases with one level are left out; NO_PAIR without a
    prediction.
    """
    near = [closeness(level, one.ruled, one.span) for one in readings if one.span > 0 for level in one.predicted]
    return fmean(near) if near else Undefined.NO_PAIR


def skill(readings: Sequence[Reading]) -> float | Undefined:
    """How much better the predictions fit their own cases than if the same predictions were dealt to all cases
    equally: (readability - dealt) / (1 - dealt).

    A skill score (Murphy 1988). At most 1; 0 is no better than dealt out, below 0 worse. A prediction counts as its
    level in every case. TOO_FEW for fewer than two cases with a prediction, ALL_ALIKE when dealing fits perfectly.
    """
    told = [one for one in readings if one.span > 0 and one.predicted]
    reached = readability(told)
    if isinstance(reached, Undefined):
        return reached
    if len(told) < 2:
        return Undefined.TOO_FEW
    dealt = fmean(closeness(level, at.ruled, at.span) for one in told for level in one.predicted for at in told)
    return Undefined.ALL_ALIKE if dealt == 1 else (reached - dealt) / (1 - dealt)


def false_consensus(beliefs: Iterable[tuple[int, int, int]]) -> float | Undefined:
    """How many more of their colleagues managers expect to agree than do, as a share of the colleagues: -1 to 1.

    After Ross, Greene and House (1977). Each belief is how many colleagues were expected to agree, how many did, and
    how many there were. NO_PAIR without a belief about anybody.
    """
    apart = [(expected - actual) / others for expected, actual, others in beliefs if others > 0]
    return fmean(apart) if apart else Undefined.NO_PAIR


def overlap(cases: Iterable[Sequence[tuple[int, frozenset[str]]]]) -> float | Undefined:
    """How far managers who rule the same do so for the same reasons: the mean Jaccard index (1901) of their reasons.

    From 0, the same ruling for opposite reasons, to 1. Each case is a list of rulings with their reasons. Pairs who
    rule differently, or of whom one named no reason, are left out; NO_PAIR without any other pair.
    """
    shared = [
        len(ours & theirs) / len(ours | theirs)
        for rulings in cases
        for (level, ours), (other, theirs) in combinations(rulings, 2)
        if level == other and ours and theirs
    ]
    return fmean(shared) if shared else Undefined.NO_PAIR


def sides(choices: Sequence[tuple[int, float]]) -> Sides | Undefined:
    """Choices beside their targets: the share below, the share above, and the mean distance.

    On the case's ladder these are the two ways to err; on the ladder of authority, under- and over-escalation.
    A target is the median of the managers, and may lie between two levels. Our own measure. NO_PAIR without a choice.
    """
    if not choices:
        return Undefined.NO_PAIR
    return Sides(
        below=fmean(own < target for own, target in choices),
        above=fmean(own > target for own, target in choices),
        tilt=fmean(own - target for own, target in choices),
    )


def projection(cases: Iterable[tuple[Sequence[tuple[int, int]], int]]) -> float | Undefined:
    """How much closer reps' predictions are to their own choice than to a colleague's on the same case: -1 to 1.

    Above 0, people predict in others what they would do themselves. The idea is that of social projection (Krueger
    and Clement 1994). Each case is a list of own choice and prediction, one for each rep, and its span. Cases with
    one level or fewer than two reps are left out; NO_PAIR without any other.
    """
    own: list[float] = []
    cross: list[float] = []
    for pairs, span in cases:
        if span <= 0 or len(pairs) < 2:
            continue
        for place, (choice, _) in enumerate(pairs):
            for other, (_, predicted) in enumerate(pairs):
                (own if place == other else cross).append(closeness(choice, predicted, span))
    return fmean(own) - fmean(cross) if own else Undefined.NO_PAIR
