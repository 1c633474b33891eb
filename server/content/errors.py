"""What is wrong with a pack, said so that its author can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

Where = tuple[str | int, ...]
"""The keys and indices that lead to a value in a file."""

ONE_OF = {
    "contract": "promise",
    "cases": "case",
    "debrief": "question",
    "deliveries": "delivery",
    "depends_on": "condition",
    "glossary": "word",
    "house_rules": "house rule",
    "team_names": "team name",
    "vague_praise": "phrase",
}
"""What one entry of a list is called, where it is more than the list's name without its s."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it is, which field, and a sentence that says what to do. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    path: str
    sentence: str
    warning: bool = False

    @property
    def field(self) -> str:
        """The field in words: `option 2, cost`."""
        said: list[str] = []
        for part in filter(None, self.path.split(".")):
            if part.isdigit():
                name = said.pop() if said else ""
                said.append(f"{ONE_OF.get(name, name.removesuffix('s'))} {int(part) + 1}")
            else:
                said.append(part)
        return ", ".join(said).replace("_", " ")

    def __str__(self) -> str:
        where = f"{self.file} line {self.line}, column {self.column}" if self.line else self.file
        field = f" {self.field}:" if self.path else ""
        return f"{where}:{field} {self.sentence}"


class ContentError(Exception):
    """A pack that cannot be played. Holds all faults at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))
