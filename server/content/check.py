"""What the fields cannot tell one by one: whether the parts of a pack fit together, and what makes a dull case."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from server.content.errors import Problem
from server.game.case import AUTHORITY, PLAIN, Case, CasePack, Family, Form
from server.game.ids import CaseId

MOST_WORDS = 120
"""Of text and facts together: more is not read in the time that there is."""


class Source(Protocol):
    def problem(self, path: tuple[str | int, ...], sentence: str, warning: bool = False) -> Problem: ...


def check(pack: CasePack, folder: str, head: Source, cases: Mapping[CaseId, Source]) -> list[Problem]:
    """Every fault and every warning, in order."""
    found = [*_head(pack, folder, head)]
    for case in pack.cases:
        found.extend(_case(pack, case, cases[case.id]))
    found.extend(_set(pack, head, cases))
    return sorted(found)


def _head(pack: CasePack, folder: str, at: Source) -> Iterable[Problem]:
    name = folder.removeprefix("_")
    if pack.id != name:
        yield at.problem(("pack", "id"), f"The id and the folder differ. Call it {name}, or rename the folder.")
    for field in ("ladders", "reasons", "deliveries", "cues"):
        yield from _twice([one.id for one in getattr(pack, field)], at, field, "id")
    for field in ("masks", "team_names"):
        yield from _twice(getattr(pack, field), at, field)
    for number, ladder in enumerate(pack.ladders):
        path = ("ladders", number, "options")
        yield from _rising([rung.level for rung in ladder.options], at, path)
        if [rung.level for rung in ladder.options] != list(range(len(ladder.options))):
            yield at.problem(path, "The levels of a ladder count from 0 without a gap: 0, 1, 2, ...")
    if AUTHORITY not in {ladder.id for ladder in pack.ladders}:
        yield at.problem(("ladders",), "One ladder must have the id authority: it says who decides.")
    if PLAIN not in {delivery.id for delivery in pack.deliveries}:
        yield at.problem(("deliveries",), "One delivery must have the id plain: sensitive cases offer no other.")


def _case(pack: CasePack, case: Case, at: Source) -> Iterable[Problem]:
    ladder = next((one for one in pack.ladders if one.id == case.ladder), None)
    if ladder is None or ladder.id == AUTHORITY:
        known = ", ".join(one.id for one in pack.ladders if one.id != AUTHORITY)
        yield at.problem(("ladder",), f"There is no such ladder in pack.yaml. Choose one of: {known}.")
    else:
        rungs = {rung.level for rung in ladder.options}
        for number, option in enumerate(case.options):
            if option.level not in rungs:
                yield at.problem(
                    ("options", number, "level"), f"The ladder {ladder.id} has no level {option.level}. Add it there."
                )
    yield from _rising(list(case.levels), at, ("options",))
    yield from _twin(pack, case, at)
    yield from _dull(case, at)


def _twin(pack: CasePack, case: Case, at: Source) -> Iterable[Problem]:
    if case.twin_of is None:
        return
    twin = next((one for one in pack.cases if one.id == case.twin_of), None)
    if twin is None or twin is case:
        yield at.problem(("twin_of",), "There is no other case with this id. Check its spelling.")
    elif twin.levels != case.levels:
        yield at.problem(("twin_of",), "Twins need the same levels, so that their rulings can be compared.")
    elif abs(pack.cases.index(twin) - pack.cases.index(case)) < 2:
        yield at.problem(("twin_of",), "Twins stand side by side. Move one of them further away.", warning=True)


def _dull(case: Case, at: Source) -> Iterable[Problem]:
    """Nothing here stops a pack from being played."""
    load = len(f"{case.text} {' '.join(case.facts)}".split())
    if load > MOST_WORDS:
        yield at.problem(("text",), f"Text and facts have {load} words. Keep them under {MOST_WORDS}.", warning=True)
    if len({option.cost for option in case.options}) == 1:
        yield at.problem(("options",), "All options cost the same, so the draw has no price.", warning=True)
    if case.paper_says and not case.paper_says.dated:
        yield at.problem(("paper_says",), "Say from when the paper is, so that a stale one shows.", warning=True)


def _set(pack: CasePack, head: Source, cases: Mapping[CaseId, Source]) -> Iterable[Problem]:
    yield from (
        cases[case].problem(("id",), "Another case has this id. Give each case its own.")
        for case, count in Counter(one.id for one in pack.cases).items()
        if count > 1
    )
    if not any(case.form is Form.PRACTICE for case in pack.cases):
        yield head.problem(("pack",), "A pack needs one case with form: practice, to learn the game on.")
    forms = {form: Counter(case.family for case in pack.cases if case.form is form) for form in (Form.A, Form.B)}
    if forms[Form.B] and forms[Form.A] != forms[Form.B]:
        yield head.problem(("pack",), "Forms A and B differ in their families, so they do not compare.", warning=True)
    for family in Family:
        if not any(case.family is family for case in pack.cases):
            yield head.problem(("pack",), f"No case is of the family {family.value}.", warning=True)


def _twice(names: Sequence[str], at: Source, *path: str) -> Iterable[Problem]:
    for number, one in enumerate(names):
        if one in names[:number]:
            yield at.problem((path[0], number, *path[1:]), f"{one} stands here twice. Give each its own name.")


def _rising(levels: Sequence[int], at: Source, path: tuple[str | int, ...]) -> Iterable[Problem]:
    for number, (low, high) in enumerate(pairwise(levels)):
        if high <= low:
            yield at.problem((*path, number + 1, "level"), "Levels rise from each option to the next. Sort them.")
