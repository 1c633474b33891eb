"""Rulings as marks on a ladder, the same on paper as on the screens."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.game.views.room import OptionView


@dataclass(frozen=True, slots=True)
class Rung:
    """One option of a ladder. `mark` is one of the five shapes, from 1."""

    mark: int
    label: str


def ladder(options: Sequence[OptionView]) -> tuple[Rung, ...]:
    levels = [option.level for option in options]
    return tuple(Rung(mark(option.level, levels), option.label) for option in options)


def mark(level: int, levels: Sequence[int]) -> int:
    """Which of the five shapes a level has among those of its case. A ladder of two uses the outer ones."""
    low, span = min(levels), max(levels) - min(levels)
    return 3 if span == 0 else int((level - low) / span * 4 + 0.5) + 1


def label(options: Sequence[OptionView], level: int | None) -> str:
    return next((option.label for option in options if option.level == level), "")
