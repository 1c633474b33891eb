"""The figures of the day in plain words, as the report page says them (web/screens/report/measures.js)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import floor

from server.game.measures import Undefined
from server.game.measures.change import Interval
from server.game.measures.noise import Noise
from server.game.measures.reading import Sides
from server.game.measures.summary import Change, Figure, Measures, Own, Pair, Transfer
from server.reports.words import Words

Write = Callable[[float], str]
APART = ("alignment", "authority", "price_gap", "price_range", "alpha", "ac2", "false_consensus", "overlap")
READ = ("gap", "readability", "skill", "projection")
METHODS = (*APART, "noise", "pairs", *READ, "own", "change", "transfer")


@dataclass(frozen=True, slots=True)
class Said:
    """One figure: its name, its sentences, on what it rests, and whether that is too thin to lean on."""

    name: str
    says: tuple[str, ...]
    rests: str
    thin: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    figures: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    says: str


def chapters(measures: Measures, currency: str, words: Words) -> tuple[Chapter, ...]:
    def figures(names: tuple[str, ...]) -> Iterator[Said]:
        for name in names:
            yield figure(
                name, getattr(measures, name), write(name, currency, words), _more(name, measures, words), words
            )

    apart = (*figures(APART), noise(measures.noise, words, thin=measures.noise_thin), _pairs(measures.pairs, words))
    read = (*figures(READ), _own(measures.own, words))
    moved = (change(measures.change, words), transfer(measures.transfer, words))
    told = {"apart": apart, "read": read, "change": moved}
    return tuple(Chapter(words(f"measure.chapter.{name}"), held) for name, held in told.items())


def methods(words: Words) -> tuple[Method, ...]:
    """How each measure is made, with its source."""
    return tuple(Method(words(f"measure.{name}.name"), words(f"measure.{name}.method")) for name in METHODS)


def write(name: str, currency: str, words: Words) -> Write:
    """How the number of a figure is written."""
    match name:
        case "price_gap" | "price_range":
            return lambda value: words.money(floor(value + 0.5), currency)
        case "alpha" | "ac2" | "skill":
            return partial(words.number, digits=2)
        case "gap":
            return partial(words.signed, digits=1)
        case "false_consensus" | "projection":
            return lambda value: words.signed(value * 100)
        case _:
            return words.hundredths


def _more(name: str, measures: Measures, words: Words) -> str:
    match name:
        case "alpha":
            return _plausible(measures.alpha_interval, partial(words.number, digits=2), words)
        case "overlap" if measures.opposite:
            return words("measure.opposite", names=words.list(measures.opposite))
        case _:
            return ""


def _plausible(interval: Interval | Undefined, write: Write, words: Words) -> str:
    if isinstance(interval, Undefined):
        return ""
    return words("measure.interval", low=write(interval.low), high=write(interval.high))


def said(name: str, words: Words, *says: str, cases: int | None = None, thin: bool = False) -> Said:
    rests = "" if cases is None else words("measure.thin" if thin else "measure.cases", n=cases)
    return Said(words(f"measure.{name}.name"), tuple(one for one in says if one), rests, thin)


def _cannot(name: str, why: Undefined, words: Words) -> Said:
    return said(name, words, words(f"measure.undefined.{why.value}"), thin=True)


def figure(name: str, figure: Figure, write: Write, more: str, words: Words) -> Said:
    if isinstance(figure.value, Undefined):
        return _cannot(name, figure.value, words)
    says = words(f"measure.{name}.says", value=write(figure.value))
    return said(name, words, says, more, cases=figure.cases, thin=figure.thin)


def noise(held: Noise | Undefined, words: Words, *, thin: bool) -> Said:
    if not isinstance(held, Noise):
        return _cannot("noise", held, words)
    shares = {"value": words.hundredths(held.level_share), "corrected": words.hundredths(held.corrected_share)}
    remedy = words(f"measure.remedy.{held.remedy.value}")
    return said("noise", words, words("measure.noise.says", **shares), remedy, cases=held.cases, thin=thin)


def _pairs(pairs: tuple[Pair, ...], words: Words) -> Said:
    says = [
        words("measure.pairs.says", names=words.list([pair.one, pair.other]), value=words.hundredths(alike))
        for pair in pairs
        if not isinstance(alike := pair.similarity.value, Undefined)
    ]
    if not says:
        return _cannot("pairs", Undefined.NO_PAIR, words)
    rests = min(pair.similarity.cases for pair in pairs if not isinstance(pair.similarity.value, Undefined))
    return said("pairs", words, *says, cases=rests, thin=any(pair.similarity.thin for pair in pairs))


def _own(own: Own, words: Words) -> Said:
    if isinstance(own.ruling, Undefined) or isinstance(own.authority, Undefined):
        return _cannot("own", own.ruling if isinstance(own.ruling, Undefined) else Undefined.NO_PAIR, words)

    def shares(sides: Sides) -> dict[str, str]:
        return {"below": words.hundredths(sides.below), "above": words.hundredths(sides.above)}

    says = words("measure.own.says", **shares(own.ruling)), words("measure.own.authority", **shares(own.authority))
    return said("own", words, *says, cases=own.cases, thin=own.thin)


def change(held: Change, words: Words) -> Said:
    before, after, difference = held.before, held.after, held.difference.value
    if isinstance(before, Undefined) or isinstance(after, Undefined) or isinstance(difference, Undefined):
        return said("change", words, words("measure.change.none"), thin=True)
    slots = {
        "before": words.hundredths(before),
        "after": words.hundredths(after),
        "value": words.signed(difference * 100),
    }
    sure = _plausible(held.interval, lambda value: words.signed(value * 100), words)
    by_chance = held.by_chance
    chance = (
        "" if isinstance(by_chance, Undefined) else words("measure.change.by_chance", value=words.hundredths(by_chance))
    )
    about = held.difference
    return said(
        "change", words, words("measure.change.says", **slots), sure, chance, cases=about.cases, thin=about.thin
    )


def transfer(held: Transfer, words: Words) -> Said:
    before, unseen = held.before, held.unseen
    if isinstance(before.value, Undefined) or isinstance(unseen.value, Undefined):
        return said("transfer", words, words("measure.transfer.none"), thin=True)
    slots = {"before": words.hundredths(before.value), "value": words.hundredths(unseen.value)}
    says = words("measure.transfer.says", **slots)
    return said("transfer", words, says, cases=unseen.cases, thin=before.thin or unseen.thin)
