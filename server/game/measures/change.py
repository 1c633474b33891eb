"""What changed between two votes, and how sure one may be: the unit is the case, and the managers are the same."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, islice
from math import floor, lcm, sqrt
from statistics import fmean

from server.game.measures.agreement import Metric, alpha
from server.game.measures.chance import draws, normal, t_quantile
from server.game.measures.undefined import Ratings, Undefined

INTERVAL_FROM = 5
"""A change over fewer cases stands without an interval."""
ALPHA_INTERVAL_FROM = 8
RESAMPLES = 10_000
"""How many resamples are drawn where they cannot all be counted."""
MOST_SUMS = 20_000
"""Resamples are counted, not drawn, while they have no more different sums than this."""
SURE = 0.95
FINEST = 10_000
"""Differences are fractions with a common denominator up to this, where they are any."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the figure may well lie, in 19 of 20 such workshops."""

    low: float
    high: float


def change(differences: Sequence[float]) -> float | Undefined:
    """The mean of the differences of paired cases, after minus before. NO_PAIR without a case."""
    return fmean(differences) if differences else Undefined.NO_PAIR


def expanded_tail(cases: int) -> float:
    """How much the expanded percentile bootstrap cuts off at each end: less than 0.025, the more so with few cases.

    Phi(-sqrt(n / (n - 1)) * t(0.975, n - 1)) (Hesterberg 2015, section 5). Needs two cases.
    """
    return normal.cdf(-sqrt(cases / (cases - 1)) * t_quantile((1 + SURE) / 2, cases - 1))


def interval(differences: Sequence[float], seed: str, tail: float | None = None) -> Interval | Undefined:
    """An interval for the mean difference: the expanded percentile bootstrap of Hesterberg (2015) over cases.

    All resamples are counted where their sums are few, which is always so for dials of the same managers; else
    10,000 are drawn, decided by `seed`. `tail` asks for another share at each end: 0.025 is the plain percentile
    bootstrap, too short for few cases. TOO_FEW below five cases, ALL_ALIKE when all differences are the same.
    """
    cases = len(differences)
    if cases < INTERVAL_FROM:
        return Undefined.TOO_FEW
    if max(differences) - min(differences) < 1e-12:
        return Undefined.ALL_ALIKE
    cut = expanded_tail(cases) if tail is None else tail
    sums = _counted(differences) or _drawn(differences, seed)
    return Interval(_quantile(sums, cut) / cases, _quantile(sums, 1 - cut) / cases)


Sums = Sequence[tuple[float, int]]
"""Sums of resamples with how many resamples have them, rising."""


def _counted(differences: Sequence[float]) -> Sums | None:
    """The sums of all n^n resamples; None when too many of them differ."""
    steps, size = _in_steps(differences)
    if steps is None:
        return None
    sums = {0: 1}
    for _ in steps:
        sums = _added(sums, Counter(steps))
        if len(sums) > MOST_SUMS:
            return None
    return [(total / size, count) for total, count in sorted(sums.items())]


def _in_steps(differences: Sequence[float]) -> tuple[Sequence[int] | None, int]:
    """The differences as whole numbers of steps, and how many steps make up 1; None where they have no such step."""
    size = lcm(*(Fraction(one).limit_denominator(FINEST).denominator for one in differences))
    steps = [round(one * size) for one in differences]
    fits = all(abs(step / size - one) < 1e-12 for step, one in zip(steps, differences, strict=True))
    return (steps, size) if fits and size <= FINEST else (None, size)


def _added(sums: dict[int, int], to: Counter[int]) -> dict[int, int]:
    """The distribution of a sum with one more term."""
    more: dict[int, int] = {}
    for total, count in sums.items():
        for step, times in to.items():
            more[total + step] = more.get(total + step, 0) + count * times
    return more


def _drawn(differences: Sequence[float], seed: str) -> Sums:
    places = draws(seed, len(differences))
    sums = Counter(sum(differences[place] for place in islice(places, len(differences))) for _ in range(RESAMPLES))
    return sorted(sums.items())


def _quantile(sums: Sums, share: float) -> float:
    """Linear between the two nearest in rank, as in Hyndman and Fan's (1996) seventh definition."""
    ends = list(accumulate(count for _, count in sums))
    place = (ends[-1] - 1) * Fraction(share)
    lower = floor(place)
    low, high = (sums[bisect_right(ends, min(rank, ends[-1] - 1))][0] for rank in (lower, lower + 1))
    return low + (high - low) * float(place - lower)


def sign_flip(differences: Sequence[float]) -> float | Undefined:
    """How often the mean change would be as large in either direction if each case had changed by chance: 0 to 1.

    Fisher's (1935, section 21) randomisation test: the share of all choices of signs whose sum is at least as far
    from 0. Always counted, never drawn; differences without a common step are rounded to thousandths. TOO_FEW below
    five cases, as for the interval.
    """
    if len(differences) < INTERVAL_FROM:
        return Undefined.TOO_FEW
    steps = _in_steps(differences)[0] or [round(one * 1_000) for one in differences]
    sums = {0: 1}
    for step in steps:
        sums = _added(sums, Counter((step, -step)))
    least = abs(sum(steps))
    return sum(count for total, count in sums.items() if abs(total) >= least) / sum(sums.values())


def alpha_interval(ratings: Ratings, metric: Metric = Metric.ORDINAL) -> Interval | Undefined:
    """An interval for alpha: the delete-one jackknife over cases with Student's t (Tukey 1958; for alpha, Hughes
    2021), cut at 1.

    Cases with fewer than two rulings are left out. TOO_FEW below eight others, ALL_ALIKE when leaving out one case
    leaves nothing that varies.
    """
    pairable = [row for row in ratings if sum(level is not None for level in row) > 1]
    n = len(pairable)
    if n < ALPHA_INTERVAL_FROM:
        return Undefined.TOO_FEW
    whole = alpha(pairable, metric)
    without = [alpha([*pairable[:place], *pairable[place + 1 :]], metric) for place in range(n)]
    known = [one for one in without if not isinstance(one, Undefined)]
    if isinstance(whole, Undefined) or len(known) < n:
        return Undefined.ALL_ALIKE
    centre = fmean(known)
    reach = t_quantile((1 + SURE) / 2, n - 1) * sqrt((n - 1) / n * sum((one - centre) ** 2 for one in known))
    return Interval(whole - reach, min(1.0, whole + reach))
