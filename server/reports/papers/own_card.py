"""A rep's card as a paper, as the page tells it (web/screens/my-card/main.js). No rank."""

from collections.abc import Iterator, Sequence
from datetime import date

from server.game.case import AwardWords
from server.game.measures import Undefined
from server.game.measures.reading import Sides
from server.reports.papers.own import OwnPaper, Section, awards, plan, praise
from server.reports.rep_card import Reading, RepCard
from server.reports.words import Words

LEAN = 0.25
"""Steps of the ladder, from which on a habit is named."""


def own_card(card: RepCard, called: Sequence[AwardWords], words: Words, opened: date) -> OwnPaper:
    return OwnPaper(
        language=words.language,
        kind=words("card.title"),
        title=card.name,
        about=" · ".join(part for part in (card.title, words.day(opened), card.team) if part),
        private=words("card.only_you"),
        so_far="" if card.closed else words("card.so_far"),
        awards=awards(card.awards, called, words),
        sections=(
            plan(card.plans, words),
            Section(
                words("card.reading"), says=tuple(_reading(card, words)), note=words("card.thin") if card.thin else ""
            ),
            *_habits(card, words),
            _own(card, words),
            Section(
                words("card.praise"),
                says=() if card.praise else (words("card.no_praise"),),
                cues=tuple(praise(one, words) for one in card.praise),
            ),
        ),
        foot=card.title,
    )


def _reading(card: RepCard, words: Words) -> Iterator[str]:
    def said(key: str, one: Reading) -> str:
        return words(key, name=one.face, value=one.closeness, n=one.rounds)

    if card.score is None:
        yield words("card.none")
        return
    yield f"{words.number(card.score)} {words('card.score', n=card.rounds)}"
    yield words("card.hits", n=card.hits)
    if card.best is not None:
        yield said("card.best", card.best)
    yield words("card.no_puzzle") if card.puzzle is None else said("card.puzzle", card.puzzle)


def _habits(card: RepCard, words: Words) -> Iterator[Section]:
    if not any(habit.said for habit in card.habits):
        return
    says = (
        words(
            "card.habit" if habit.said else "card.habit_never",
            certainty=words(f"round.certainty.{habit.certainty.value}"),
            hits=habit.hits,
            n=habit.said,
        )
        for habit in card.habits
    )
    yield Section(words("card.habits"), says=tuple(says), note=words("card.habit_note"))


def _own(card: RepCard, words: Words) -> Section:
    """What this rep would have done, beside the managers' middle."""
    own, title = card.measures.own, words("card.own")
    if isinstance(own.ruling, Undefined) or isinstance(own.authority, Undefined):
        return Section(title, says=(words("card.own_none"),))

    def told(name: str, sides: Sides, key: str) -> str:
        shares = words(key, below=words.hundredths(sides.below), above=words.hundredths(sides.above))
        return shares if own.thin else f"{words(f'card.{name}_{_lean(sides.tilt)}')} {shares}"

    return Section(
        title,
        says=(
            told("tilt", own.ruling, "card.own_sides"),
            told("who", own.authority, "card.who_sides"),
            f"{words('card.kept', n=card.measures.kept)} {words('card.passed', n=card.measures.passed_up)}",
        ),
        note=words("card.own_thin" if own.thin else "card.own_cases", n=own.cases),
    )


def _lean(tilt: float) -> str:
    return "low" if tilt <= -LEAN else "high" if tilt >= LEAN else "even"
