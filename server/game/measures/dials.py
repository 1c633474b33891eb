"""What the stage shows: dial, words, price of the draw. None where a figure cannot be told, never 0.

Levels are the integer places of options on a ladder; `span` is the highest level that the case offers minus the
lowest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import ceil

from server.game.state import Spread

ALIGN_BELOW = 70
"""A dial under this many hundredths is worth a second vote."""
ALIGNMENT_FROM = 3
"""An alignment over fewer cases than this is too thin to lean on."""


class Verdict(StrEnum):
    """The dial in words, from most to least agreement."""

    IN_TUNE = "in_tune"
    TWO_KEYS = "two_keys"
    JAZZ = "jazz"
    BATTLE = "battle"


@dataclass(frozen=True, slots=True)
class Price:
    """The price of the draw: what it costs that the answer depends on who picks up. In the pack's currency."""

    lowest: float
    highest: float
    gap: float
    """The mean difference between two managers."""


def dial(levels: Sequence[int], span: int) -> float | None:
    """How close the rulings on one case are: 1 when all agree, 0 when as split as so many people can be.

    One minus the index of ordinal variation of Berry and Mielke (1992), with their maximum for an odd number of
    raters: 1 - sum of |a - b| over all pairs / (span * floor(m^2 / 4)). None for fewer than two rulings or a case
    with one level.
    """
    if len(levels) < 2 or span <= 0:
        return None
    apart = sum(abs(a - b) for a, b in combinations(levels, 2))
    return 1 - apart / (span * (len(levels) ** 2 // 4))


def hundredths(share: float) -> int:
    """A share from 0 to 1 as a whole number of hundredths, a half rounded up."""
    return int(share * 100 + 0.5)


def verdict(share: float) -> Verdict:
    """The words for a dial, judged on the number that the stage shows."""
    shown = hundredths(share)
    if shown >= 80:
        return Verdict.IN_TUNE
    if shown >= 60:
        return Verdict.TWO_KEYS
    return Verdict.JAZZ if shown >= 40 else Verdict.BATTLE


def is_wide(levels: Sequence[int], span: int) -> bool:
    """Whether a second vote is worth offering."""
    share = dial(levels, span)
    return share is not None and hundredths(share) < ALIGN_BELOW


def alignment(dials: Sequence[float | None]) -> float | None:
    """The mean dial of the cases that have one; None when none has."""
    known = [one for one in dials if one is not None]
    return sum(known) / len(known) if known else None


def spread(levels: Sequence[int]) -> Spread | None:
    """How far apart the rulings are, by their range; None for fewer than two."""
    if len(levels) < 2:
        return None
    reach = max(levels) - min(levels)
    return (Spread.SAME, Spread.NEIGHBOURS)[reach] if reach < 2 else Spread.FAR


def price(costs: Sequence[float]) -> Price | None:
    """The price of the draw for the costs of all rulings on one case; None for fewer than two."""
    if len(costs) < 2:
        return None
    gaps = [abs(a - b) for a, b in combinations(costs, 2)]
    return Price(min(costs), max(costs), sum(gaps) / len(gaps))


def lower_median(levels: Sequence[int]) -> int:
    """The middle level; of two middles the lower. Raises ValueError when there is no level."""
    if not levels:
        raise ValueError("no levels")
    return sorted(levels)[ceil(len(levels) / 2) - 1]


def similarity(ours: Sequence[int], theirs: Sequence[int], spans: Sequence[int]) -> float | None:
    """How alike two managers rule over the cases that both ruled on: 1 - mean |a - b| / span. None without a case."""
    shares = [abs(a - b) / span for a, b, span in zip(ours, theirs, spans, strict=True) if span > 0]
    return 1 - sum(shares) / len(shares) if shares else None
