"""What a rep's card and a manager's page have in common as papers: a name, and sections that only its owner reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.game.case import AwardWords
from server.game.views.room import PraiseView
from server.reports.papers.figures import Said
from server.reports.papers.work_aid import Fact
from server.reports.words import Words


@dataclass(frozen=True, slots=True)
class Cue:
    """Something said to the owner, and by whom."""

    says: str
    by: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling with its mark; `then` is that of the second vote, where it moved."""

    title: str
    mark: int
    what: str
    then_mark: int
    then: str
    more: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """`boxes` are titled texts. `lines` is how many empty lines there are to write on."""

    title: str
    says: tuple[str, ...] = ()
    figures: tuple[Said, ...] = ()
    rulings: tuple[Ruled, ...] = ()
    cues: tuple[Cue, ...] = ()
    boxes: tuple[Fact, ...] = ()
    lines: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class OwnPaper:
    language: str
    kind: str
    title: str
    about: str
    private: str
    so_far: str
    awards: tuple[Fact, ...]
    sections: tuple[Section, ...]
    foot: str


def awards(kinds: tuple[str, ...], own: Sequence[AwardWords], words: Words) -> tuple[Fact, ...]:
    """What each award is called, and what for: in the pack's own words, where it has some."""
    called = {one.id: Fact(one.title, one.praise) for one in own}
    return tuple(called.get(kind) or Fact(words(f"award.{kind}"), words(f"award.{kind}_for")) for kind in kinds)


def plan(plans: tuple[str, ...], words: Words) -> Section:
    """If ..., then I ...: as it was made, or room to make it."""
    return Section(words("card.plan"), says=plans, lines=0 if plans else 3, note="" if plans else words("paper.plan"))


def praise(held: PraiseView, words: Words) -> Cue:
    parts = (
        words("round.praise_when", text=held.when) if held.when else "",
        words("round.praise_did", text=held.did),
        words("round.praise_so", text=held.so_that) if held.so_that else "",
    )
    return Cue(" ".join(part for part in parts if part), held.by)
