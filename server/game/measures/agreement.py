"""Agreement beyond chance over many cases, and between two managers.

Missing rulings are left out pairwise: a case counts as far as two managers ruled on it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations, permutations
from statistics import fmean

from server.game.measures.dials import similarity
from server.game.measures.undefined import Ratings, Undefined, columns, known

KAPPA_FROM = 20
"""A kappa of two managers over fewer shared cases than this says little."""

Matrix = tuple[tuple[float | Undefined, ...], ...]
"""A figure for every pair of managers, in the order of the columns; symmetric."""
Shares = Mapping[int, float]
"""How often each level is chosen; sums to 1."""


class Metric(StrEnum):
    """How far two levels are apart, for alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Weights(StrEnum):
    """How much two levels agree, for the other coefficients: 1 for the same, falling to 0 from end to end."""

    IDENTITY = "identity"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


def alpha(ratings: Ratings, metric: Metric = Metric.ORDINAL) -> float | Undefined:
    """Krippendorff's alpha (Content Analysis, 2004, chapter 11): 1 - observed / expected disagreement.

    At most 1; 0 is what dealing the rulings out at random would give; below 0, managers differ more than that.
    Cases with fewer than two rulings are left out. NO_PAIR without any other case, ALL_ALIKE when only one level was
    ever ruled. Raises ValueError for levels below 0 on the ratio metric.
    """
    pairable = [rulings for row in ratings if len(rulings := known(row)) > 1]
    if not pairable:
        return Undefined.NO_PAIR
    count = Counter(level for rulings in pairable for level in rulings)
    apart = _distances(count, metric)
    expected = sum(count[a] * count[b] * apart[a, b] for a, b in permutations(count, 2))
    if expected == 0:
        return Undefined.ALL_ALIKE
    observed = sum(2 * sum(apart[a, b] for a, b in combinations(one, 2)) / (len(one) - 1) for one in pairable)
    return 1 - (count.total() - 1) * observed / expected


def _distances(count: Mapping[int, int], metric: Metric) -> Mapping[tuple[int, int], float]:
    """The squared distance of every two levels; ordinal distance counts the rulings that lie between them."""
    levels = sorted(count)
    if metric is Metric.RATIO and levels[0] < 0:
        raise ValueError("a ratio needs levels from 0 on")

    def apart(a: int, b: int) -> float:
        match metric:
            case Metric.NOMINAL:
                return 1
            case Metric.ORDINAL:
                between = sum(count[level] for level in levels if min(a, b) <= level <= max(a, b))
                return (between - (count[a] + count[b]) / 2) ** 2
            case Metric.INTERVAL:
                return (a - b) ** 2
            case Metric.RATIO:
                return ((a - b) / (a + b)) ** 2

    return {(a, b): 0 if a == b else apart(a, b) for a in levels for b in levels}


def ac2(ratings: Ratings, levels: Sequence[int], weights: Weights = Weights.LINEAR) -> float | Undefined:
    """Gwet's AC2 (Handbook of Inter-Rater Reliability, 2014, chapter 4); with identity weights his AC1.

    At most 1, and 1 when all agree everywhere, where alpha is undefined. `levels` lists what the ladder offers,
    chosen or not. A case with one ruling counts for chance alone. NO_PAIR without a case of two rulings, NO_CHOICE
    for a ladder of one level.
    """
    alike = _weights(levels, weights)
    total = sum(alike[a, b] for a in levels for b in levels)

    def chance() -> float:
        uneven = sum(share * (1 - share) for share in _mean_shares(ratings).values())
        return total / (len(levels) * (len(levels) - 1)) * uneven

    return _beyond_chance(ratings, levels, alike, chance)


def fleiss(ratings: Ratings, levels: Sequence[int], weights: Weights = Weights.LINEAR) -> float | Undefined:
    """Fleiss' kappa (1971), weighted and for missing rulings as in Gwet (2014).

    At most 1. Chance is two draws from what all managers ruled together. Missing rulings as for `ac2`; ALL_ALIKE
    when only one level was ever ruled.
    """
    alike = _weights(levels, weights)

    def chance() -> float:
        shares = _mean_shares(ratings)
        return _meeting(shares, shares, alike)

    return _beyond_chance(ratings, levels, alike, chance)


def conger(ratings: Ratings, levels: Sequence[int], weights: Weights = Weights.LINEAR) -> float | Undefined:
    """Conger's kappa (1980), weighted and for missing rulings as in Gwet (2014).

    At most 1; of two managers it is Cohen's kappa. Chance is the mean over pairs of managers, each drawing from
    their own rulings. Missing rulings as for `ac2`; ALL_ALIKE when only one level was ever ruled.
    """
    alike = _weights(levels, weights)

    def chance() -> float:
        own = [_shares(rulings) for column in columns(ratings) if (rulings := known(column))]
        return fmean(_meeting(one, other, alike) for one, other in combinations(own, 2))

    return _beyond_chance(ratings, levels, alike, chance)


def _beyond_chance(
    ratings: Ratings, levels: Sequence[int], alike: Mapping[tuple[int, int], float], chance: Callable[[], float]
) -> float | Undefined:
    """Agreement of pairs, averaged over cases, as a share of the way from chance to 1."""
    paired = [rulings for row in ratings if len(rulings := known(row)) > 1]
    if not paired:
        return Undefined.NO_PAIR
    if len(levels) < 2:
        return Undefined.NO_CHOICE
    found = fmean(fmean(alike[a, b] for a, b in combinations(one, 2)) for one in paired)
    expected = chance()
    return Undefined.ALL_ALIKE if expected > 1 - 1e-12 else (found - expected) / (1 - expected)


def _weights(levels: Sequence[int], weights: Weights) -> Mapping[tuple[int, int], float]:
    span = max(levels) - min(levels) if levels else 0

    def alike(a: int, b: int) -> float:
        match weights:
            case Weights.IDENTITY:
                return 0
            case Weights.LINEAR:
                return 1 - abs(a - b) / span
            case Weights.QUADRATIC:
                return 1 - ((a - b) / span) ** 2

    return {(a, b): 1 if a == b else alike(a, b) for a in levels for b in levels}


def _mean_shares(ratings: Ratings) -> Shares:
    """The share of each level within a case, averaged over the cases with a ruling."""
    cases = [_shares(rulings) for row in ratings if (rulings := known(row))]
    levels = sorted({level for shares in cases for level in shares})
    return {level: fmean(shares.get(level, 0) for shares in cases) for level in levels}


def _shares(rulings: Sequence[int]) -> Shares:
    return {level: count / len(rulings) for level, count in sorted(Counter(rulings).items())}


def _meeting(one: Shares, other: Shares, alike: Mapping[tuple[int, int], float]) -> float:
    """How much two draws agree."""
    return sum(alike[a, b] * one[a] * other[b] for a in one for b in other)


def kappa(ours: Sequence[int | None], theirs: Sequence[int | None]) -> float | Undefined:
    """Cohen's kappa of two managers with quadratic weights (1968), over the cases that both ruled on.

    From -1 to 1. NO_PAIR without a shared case, ALL_ALIKE when both ruled the same one level throughout.
    """
    shared = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
    if not shared:
        return Undefined.NO_PAIR
    expected = fmean((a - b) ** 2 for a, _ in shared for _, b in shared)
    return Undefined.ALL_ALIKE if expected == 0 else 1 - fmean((a - b) ** 2 for a, b in shared) / expected


def kappas(ratings: Ratings, least: int = KAPPA_FROM) -> Matrix:
    """`kappa` for every two managers. TOO_FEW for a pair with fewer than `least` shared cases."""

    def figure(ours: Sequence[int | None], theirs: Sequence[int | None]) -> float | Undefined:
        shared = sum(a is not None and b is not None for a, b in zip(ours, theirs, strict=True))
        return kappa(ours, theirs) if shared >= least else Undefined.TOO_FEW

    return _of_pairs(ratings, figure)


def similarities(ratings: Ratings, spans: Sequence[int]) -> Matrix:
    """How alike every two managers rule: 1 - mean |a - b| / span over the cases that both ruled on, from 0 to 1.

    Our own measure: the linear weights of Cohen (1968) without a correction for chance. `spans` has one entry for a
    case; a case with one level is left out. NO_PAIR without a shared case.
    """

    def figure(ours: Sequence[int | None], theirs: Sequence[int | None]) -> float | Undefined:
        shared = [
            (a, b, span) for a, b, span in zip(ours, theirs, spans, strict=True) if a is not None and b is not None
        ]
        alike = similarity([a for a, _, _ in shared], [b for _, b, _ in shared], [span for _, _, span in shared])
        return Undefined.NO_PAIR if alike is None else alike

    return _of_pairs(ratings, figure)


def _of_pairs(
    ratings: Ratings, figure: Callable[[Sequence[int | None], Sequence[int | None]], float | Undefined]
) -> Matrix:
    people = columns(ratings)
    return tuple(tuple(figure(one, other) for other in people) for one in people)
