"""What the fields cannot tell one by one: whether the parts of a pack fit together, and what makes a dull case."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol

from server.content.errors import Problem
from server.game.case import AUTHORITY, PLAIN, Case, CasePack, Family, Form

MOST_WORDS = 120
"""Of text and facts together: more is not read in the time that there is."""
LONGEST_LINE = 60
"""Words of a guideline."""

Places = Sequence["Source"]


class Source(Protocol):
    def problem(self, path: tuple[str | int, ...], sentence: str, warning: bool = False) -> Problem: ...


def check(pack: CasePack, folder: str, head: Source, cases: Places, complete: bool = True) -> list[Problem]:
    """Every fault and every warning, in order. `cases` are the files of the pack's cases, in the same order.

    Unless the pack is `complete`, some of its files could not be read, and what these might mend is not told.
    """
    found = [*_head(pack, folder, head)]
    for case, at in zip(pack.cases, cases, strict=True):
        found.extend(_case(pack, case, at))
        if complete:
            found.extend(_twin(pack, case, at))
    found.extend(_twice_told(pack, cases))
    if complete:
        found.extend(_set(pack, head))
        found.extend(_lines(pack, head))
    return sorted(found)


def _head(pack: CasePack, folder: str, at: Source) -> Iterable[Problem]:
    name = folder.removeprefix("_")
    if pack.id != name:
        yield at.problem(("pack", "id"), f"The id and the folder differ. Call it {name}, or rename the folder.")
    for field in ("ladders", "reasons", "deliveries", "cues", "awards", "guidelines"):
        yield from _twice([one.id for one in getattr(pack, field)], at, field, "id")
    for field in ("masks", "team_names"):
        yield from _twice(getattr(pack, field), at, field)
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
    yield from _rising(case.levels, at)
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
    if not case.tension.strip():
        sentence = "Say in one sentence what pulls good managers apart, for example: Loyalty, or the pattern?"
        yield at.problem(("tension",), sentence, warning=True)
    labels = [option.label.strip().casefold() for option in case.options]
    for number, label in enumerate(labels):
        if label in labels[:number]:
            sentence = "This says the same as an option above it, so managers cannot differ. Say what is different."
            yield at.problem(("options", number, "label"), sentence, warning=True)
    if len({option.cost for option in case.options}) == 1:
        yield at.problem(("options",), "All options cost the same, so the draw has no price.", warning=True)
    if case.paper_says and not case.paper_says.dated:
        yield at.problem(("paper_says",), "Say from when the paper is, so that a stale one shows.", warning=True)


def _twice_told(pack: CasePack, cases: Places) -> Iterable[Problem]:
    ids = [case.id for case in pack.cases]
    for number, at in enumerate(cases):
        if ids[number] in ids[:number]:
            yield at.problem(("id",), "Another case has this id. Give each case its own.")


def _set(pack: CasePack, head: Source) -> Iterable[Problem]:
    if not any(case.form is Form.PRACTICE for case in pack.cases):
        yield head.problem(("pack",), "A pack needs one case with form: practice, to learn the game on.")
    sets = {form: Counter(case.family for case in pack.cases if case.form is form) for form in (Form.A, Form.B)}
    if sets[Form.B] and sets[Form.A] != sets[Form.B]:
        yield head.problem(("pack",), "Forms A and B differ in their families, so they do not compare.", warning=True)
    for family in Family:
        if not any(case.family is family for case in pack.cases):
            yield head.problem(("pack",), f"No case is of the family {family.value}.", warning=True)


def _lines(pack: CasePack, head: Source) -> Iterable[Problem]:
    known = {case.id for case in pack.cases}
    for number, line in enumerate(pack.guidelines):
        at = ("guidelines", number)
        if line.id in known:
            yield head.problem((*at, "id"), "A case has this id. Give the line another one.")
        for place, case in enumerate(line.cases):
            if case not in known:
                yield head.problem((*at, "cases", place), "There is no case with this id. Check its spelling.")
        load = len(line.text.split())
        if load > LONGEST_LINE:
            sentence = f"This line has {load} words. Keep it under {LONGEST_LINE}, or nobody reads it on a call."
            yield head.problem((*at, "text"), sentence, warning=True)


def _twice(names: Sequence[str], at: Source, *path: str) -> Iterable[Problem]:
    for number, one in enumerate(names):
        if one in names[:number]:
            yield at.problem((path[0], number, *path[1:]), f"{one} stands here twice. Give each its own name.")


def _rising(levels: Sequence[int], at: Source) -> Iterable[Problem]:
    for number, (low, high) in enumerate(pairwise(levels), start=1):
        if high <= low:
            yield at.problem(("options", number, "level"), "Levels rise from each option to the next. Sort them.")
