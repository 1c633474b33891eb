"""What is wrong with a pack, said so that its author can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it is, which field, and a sentence that says what to do. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    path: str
    sentence: str
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.file} line {self.line}, column {self.column}" if self.line else self.file
        field = f" {self.path}:" if self.path else ""
        return f"{where}:{field} {self.sentence}"


class ContentError(Exception):
    """A pack that cannot be played. Holds all faults at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
