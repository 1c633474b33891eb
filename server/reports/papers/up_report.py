"""The report that goes up as a paper, as its page tells it (web/screens/upward/main.js)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from server.reports.papers import figures, prices
from server.reports.papers.figures import Chapter
from server.reports.papers.full_report import stale
from server.reports.papers.work_aid import Fact
from server.reports.upward import NamedRuling, UpCase, UpMeasures, Upward
from server.reports.words import Words

APART = ("alignment", "authority", "price_gap", "price_range")


@dataclass(frozen=True, slots=True)
class Heat:
    """How close the managers were, from 0 to 100, in a word too."""

    value: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Strip:
    title: str
    heat: tuple[Heat, ...]
    """By the first vote, and by the second where there was one."""
    price: str
    names: str


@dataclass(frozen=True, slots=True)
class UpReport:
    language: str
    kind: str
    title: str
    about: str
    notes: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    price: str
    cases: tuple[Strip, ...]
    outcomes: tuple[str, ...]
    stale: tuple[Fact, ...]
    method: str
    foot: str
    words: dict[str, str]


HEADINGS = {
    "cases": "upward.cases",
    "case": "board.case",
    "spread": "board.spread",
    "price": "board.price",
    "heat_note": "upward.heat_note",
    "outcomes": "upward.outcomes",
    "stale": "report.stale",
    "method": "report.method",
}


def up_report(report: Upward, words: Words, opened: date) -> UpReport:
    people = f"{words('report.managers', n=report.managers)} · {words('report.people', n=report.reps)}"
    asked = words("report.method_n", n=len(report.cases), m=report.managers, k=report.reps)
    return UpReport(
        language=words.language,
        kind=words("upward.title"),
        title=report.title,
        about=f"{report.pack} · {words.day(opened)} · {people}",
        notes=tuple(_notes(report, words)),
        chapters=_chapters(report.measures, report.currency, words) if report.measures else (),
        price=words("board.price_day", **prices.ends(report.price, words)) if prices.differs(report.price) else "",
        cases=tuple(_strip(one, words) for one in report.cases),
        outcomes=tuple(_outcomes(report, words)),
        stale=tuple(stale(report.stale, words)),
        method=f"{asked} {words('upward.method')}",
        foot=f"{report.title} · {words('upward.title')}",
        words={name: words(key) for name, key in HEADINGS.items()},
    )


def _notes(report: Upward, words: Words) -> Iterator[str]:
    yield words("upward.named" if report.named else "upward.sums")
    if not report.closed:
        yield words("report.so_far")
    if report.left_out:
        yield words("upward.left_out", n=report.left_out)
    if not report.cases:
        yield words("upward.none")


def _chapters(held: UpMeasures, currency: str, words: Words) -> tuple[Chapter, ...]:
    def figure(name: str) -> figures.Said:
        return figures.figure(name, getattr(held, name), figures.write(name, currency, words), "", words)

    apart = (
        *(figure(name) for name in APART),
        figures.noise(held.noise, words, thin=held.noise_thin),
        figure("false_consensus"),
    )
    moved = (figures.change(held.change, words), figures.transfer(held.transfer, words))
    return Chapter(words("measure.chapter.apart"), apart), Chapter(words("measure.chapter.change"), moved)


def _strip(one: UpCase, words: Words) -> Strip:
    votes = ((one.dial, one.verdict), (one.dial_after, one.verdict_after))
    return Strip(
        title=one.title,
        heat=tuple(
            Heat(value, words(f"round.verdict.{verdict.value}"))
            for value, verdict in votes
            if value is not None and verdict
        ),
        price=prices.span(one.price, words),
        names=" · ".join(_named(ruling) for ruling in one.rulings),
    )


def _named(one: NamedRuling) -> str:
    moved = f" ({one.second})" if one.second and one.second != one.ruling else ""
    return f"{one.name}: {one.ruling}{moved}"


def _outcomes(report: Upward, words: Words) -> Iterator[str]:
    yield words("upward.written", n=report.written)
    if report.open:
        cases = (f"{one.title} ({words(f'round.closing.{one.closing.value}')})" for one in report.open)
        yield f"{words('report.open_title')}: {', '.join(cases)}"
    if report.praise is not None:
        yield words("report.praise", n=report.praise.lines, m=report.praise.praised, k=report.praise.reps)
