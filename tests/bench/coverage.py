"""``python3 -m tests.bench.coverage``: how often the intervals hold what they promise, 95 times in 100.

Plays simulated days of four managers who lean their own way and waver with the case: rulings are normal, rounded to
a ladder of four; the talk draws each manager's second ruling towards the middle. The managers stay, the cases are
new each time. Prints, for each number of cases, the share of days whose interval holds the true figure: for the mean
change of the dial, by the expanded and the plain percentile bootstrap; for ordinal alpha, by the jackknife.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

from server.game import measures
from server.game.measures import Interval, Undefined

CASES = (5, 6, 8, 10, 12)
SPAN = 3
LEANINGS = (-0.8, -0.3, 0.2, 0.9)
"""How many levels each manager lies from the case's own."""
MIDDLE, BETWEEN_CASES, WAVERING = 1.5, 0.8, 0.6
PULL = 0.5
"""How much of the way to the managers' mean a second ruling goes."""
TRUTH = 20_000
"""Cases from which the true figures are taken."""

Rulings = tuple[int, ...]


@dataclass(frozen=True)
class Tally:
    """How many days had an interval, and how many of these held the truth."""

    days: int
    told: int
    held: int

    def __str__(self) -> str:
        if not self.told:
            return "none"
        few = "" if self.told == self.days else f" ({self.told} days)"
        return f"{self.held / self.told:.1%}{few}"


def played(chance: Random) -> tuple[Rulings, Rulings]:
    """First and second rulings on one case."""
    own = chance.gauss(MIDDLE, BETWEEN_CASES)
    meant = [own + lean + chance.gauss(0, WAVERING) for lean in LEANINGS]
    centre = fmean(meant)
    again = [one + PULL * (centre - one) for one in meant]
    return _rounded(meant), _rounded(again)


def _rounded(meant: Sequence[float]) -> Rulings:
    return tuple(min(SPAN, max(0, round(one))) for one in meant)


def difference(case: tuple[Rulings, Rulings]) -> float:
    before, after = (measures.dial(levels, SPAN) for levels in case)
    assert before is not None
    assert after is not None
    return after - before


def tally(truth: float, intervals: Sequence[Interval | Undefined]) -> Tally:
    known = [one for one in intervals if isinstance(one, Interval)]
    held = sum(one.low - 1e-9 <= truth <= one.high + 1e-9 for one in known)
    return Tally(len(intervals), len(known), held)


def main() -> None:
    options = argparse.ArgumentParser(prog="python3 -m tests.bench.coverage", description=__doc__)
    options.add_argument("--runs", type=int, default=2_000, metavar="N", help="days for each number of cases")
    options.add_argument("--seed", default="coverage", help="the same seed gives the same days")
    wanted = options.parse_args()
    many = [played(Random(f"{wanted.seed} {place}")) for place in range(TRUTH)]
    moved = fmean(map(difference, many))
    alpha = measures.alpha([before for before, _ in many])
    assert not isinstance(alpha, Undefined)
    print(f"{wanted.runs} days a row; true change {moved:.4f}, true alpha {alpha:.4f}, from {TRUTH:,} cases.\n")
    print(f"{'cases':>5}{'change, expanded':>22}{'change, percentile':>22}{'alpha, jackknife':>22}")
    for count in CASES:
        days = [
            [played(chance) for _ in range(count)]
            for chance in (Random(f"{wanted.seed} {count} {run}") for run in range(wanted.runs))
        ]
        columns = (
            tally(moved, [_of_change(day) for day in days]),
            tally(moved, [_of_change(day, 0.025) for day in days]),
            tally(alpha, [measures.alpha_interval([before for before, _ in day]) for day in days]),
        )
        print(f"{count:>5}" + "".join(f"{column!s:>22}" for column in columns), flush=True)


def _of_change(day: Sequence[tuple[Rulings, Rulings]], tail: float | None = None) -> Interval | Undefined:
    return measures.interval([difference(case) for case in day], "coverage", tail)


if __name__ == "__main__":
    main()
