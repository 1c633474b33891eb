"""Why a figure does not exist, and the table that most figures are made from."""

from collections.abc import Sequence
from enum import StrEnum

Ratings = Sequence[Sequence[int | None]]
"""One row for each case, one column for each manager (the same in every row); None where there is no ruling."""


class Undefined(StrEnum):
    """The reason why there is no figure. Stands in the place of the number, so that nobody can count with it."""

    NO_PAIR = "no_pair"
    """Nothing to compare: nowhere did two people answer."""
    TOO_FEW = "too_few"
    """Fewer cases than the formula needs."""
    ALL_ALIKE = "all_alike"
    """Everybody chose the same everywhere, so there is no variation to measure against."""
    NO_CHOICE = "no_choice"
    """There was one option only."""
    PRIVATE = "private"
    """A group so small that its figure would tell on somebody."""


def columns(ratings: Ratings) -> tuple[tuple[int | None, ...], ...]:
    """One row for each manager. Raises ValueError when rows differ in length."""
    return tuple(zip(*ratings, strict=True))


def known(row: Sequence[int | None]) -> list[int]:
    """The rulings of a row that exist."""
    return [level for level in row if level is not None]
