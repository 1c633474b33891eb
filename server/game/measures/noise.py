"""Where disagreement comes from: managers who are strict or generous throughout, or who weigh cases differently."""

from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from server.game.measures.undefined import Ratings, Undefined, columns


class Remedy(StrEnum):
    """What is worth agreeing on."""

    DEFAULT = "default"
    """Mostly level noise: agree the default and the limit."""
    CONDITIONS = "conditions"
    """Mostly pattern noise: agree what it depends on."""
    BOTH = "both"
    """The plain share and the corrected one fall on different sides of one half."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Variances in squared levels: `system` = `level` + `pattern`. Shares are from 0 to 1."""

    cases: int
    managers: int
    system: float
    level: float
    pattern: float
    level_share: float
    corrected_level: float
    """The level variance without what chance adds to it when cases are few."""
    corrected_share: float
    """The corrected level variance as a share of itself and the pattern variance, corrected likewise."""
    remedy: Remedy


def noise(ratings: Ratings) -> Noise | Undefined:
    """Level and pattern noise (Kahneman, Sibony and Sunstein, Noise, 2021, chapter 6), corrected as in a two-way
    analysis of variance without replication.

    Managers without any ruling and cases that some other manager did not rule on are left out. NO_PAIR for fewer than
    two managers, TOO_FEW for fewer than two such cases, ALL_ALIKE when all agree in each of them.
    """
    ruling = [place for place, column in enumerate(columns(ratings)) if any(level is not None for level in column)]
    if len(ruling) < 2:
        return Undefined.NO_PAIR
    rows = [[row[place] for place in ruling] for row in ratings]
    whole = [[level for level in row if level is not None] for row in rows if None not in row]
    n, m = len(whole), len(ruling)
    if n < 2:
        return Undefined.TOO_FEW
    centred = [[level - fmean(row) for level in row] for row in whole]
    system = sum(part**2 for row in centred for part in row) / (n * (m - 1))
    if system == 0:
        return Undefined.ALL_ALIKE
    level = sum(fmean(column) ** 2 for column in zip(*centred, strict=True)) / (m - 1)
    pattern = max(0.0, system - level)
    error = n * pattern / (n - 1)
    corrected = max(0.0, (n * level - error) / n)
    share = corrected / (corrected + error)
    return Noise(n, m, system, level, pattern, level / system, corrected, share, _remedy(level / system, share))


def _remedy(plain: float, corrected: float) -> Remedy:
    if (plain >= 0.5) != (corrected >= 0.5):
        return Remedy.BOTH
    return Remedy.DEFAULT if plain >= 0.5 else Remedy.CONDITIONS
