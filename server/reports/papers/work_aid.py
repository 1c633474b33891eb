"""The work aid: every line of the room, by situation, on as few pages as can be read at arm's length."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from server.game.case import Family
from server.game.state import Closing, Line
from server.game.views.room import Token
from server.reports.debrief import Report, ReportCase, ReportRuling
from server.reports.lines import expired
from server.reports.papers.marks import label, mark
from server.reports.tables import day_of
from server.reports.words import Words, sentence


@dataclass(frozen=True, slots=True)
class Step:
    """One option of the case: whether it is the usual one, and whether it lies within the band."""

    mark: int
    label: str
    usual: bool
    within: bool


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one manager, who agreed to be named, rules on this case."""

    name: str
    mark: int
    ruling: str
    authority: str


@dataclass(frozen=True, slots=True)
class Aid:
    """One line. `overdue` says so where its review date has passed."""

    situation: str
    wording: str
    say: str
    closing: str
    steps: tuple[Step, ...]
    authority: str
    facts: tuple[Fact, ...]
    keeper: tuple[Fact, ...]
    """Who keeps the line, and until when it holds."""
    overdue: str
    expectations: tuple[Expectation, ...]
    others: str
    law: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    aids: tuple[Aid, ...]


@dataclass(frozen=True, slots=True)
class WorkAid:
    language: str
    kind: str
    title: str
    about: str
    groups: tuple[Group, ...]
    empty: str
    open_title: str
    open: tuple[Fact, ...]
    foot: str


def work_aid(report: Report, words: Words, opened: date, today: date) -> WorkAid:
    """The lines as they stand. What should have been reviewed before `today` is marked so."""
    aids = [
        (one.family, aid(one, one.line, report.currency, words, today))
        for one in report.cases
        if _is_line(one) and one.line
    ]
    return WorkAid(
        language=words.language,
        kind=words("paper.work_aid"),
        title=report.title,
        about=words("paper.made_on", day=words.day(opened), pack=report.pack),
        groups=tuple(
            Group(sentence(words(f"stage.family.{family.value}")), tuple(held for of, held in aids if of is family))
            for family in Family
            if any(of is family for of, _ in aids)
        ),
        empty="" if aids else words("report.no_lines"),
        open_title=words("round.closing.open"),
        open=tuple(_open(report.cases)),
        foot=words("paper.work_aid_foot"),
    )


def _is_line(one: ReportCase) -> bool:
    return one.fate == "played" and one.line is not None and one.line.closing is not Closing.OPEN


def _open(cases: Sequence[ReportCase]) -> Iterator[Fact]:
    for one in cases:
        if one.fate == "played" and one.line is not None and one.line.closing is Closing.OPEN:
            yield Fact(one.title, one.line.why)


def aid(one: ReportCase, line: Line, currency: str, words: Words, today: date) -> Aid:
    """One line, as every paper shows it."""
    levels = [option.level for option in one.options]
    low = line.default if line.low is None else line.low
    high = line.default if line.high is None else line.high
    differ = line.closing is Closing.DIFFER
    expectations = tuple(_expectations(one)) if differ else ()
    unnamed = _managers(one) - len(expectations) if differ else 0
    return Aid(
        situation=one.title,
        wording=line.wording,
        say=words("paper.say", text=line.say) if line.say else "",
        closing=words(f"round.closing.{line.closing.value}"),
        steps=tuple(
            Step(
                mark(option.level, levels),
                option.label,
                usual=option.level == line.default,
                within=low is not None and high is not None and low <= option.level <= high,
            )
            for option in one.options
        ),
        authority=sentence(label(one.authority, line.authority)),
        facts=tuple(_facts(one, line, currency, words)),
        keeper=tuple(_keeper(line, words)),
        overdue=_overdue(line, words, today),
        expectations=expectations,
        others=words("paper.others", n=unnamed) if unnamed else "",
        law=words("round.must_escalate") if one.must_escalate else "",
    )


def _facts(one: ReportCase, line: Line, currency: str, words: Words) -> Iterator[Fact]:
    if line.default is not None:
        yield Fact(words("round.line_default"), label(one.options, line.default))
        if line.low != line.high:
            band = words("round.from_to", **{"from": label(one.options, line.low), "to": label(one.options, line.high)})
            yield Fact(words("round.line_band"), band)
    if limit := next(
        (cost for cost, option in zip(one.costs, one.options, strict=True) if option.level == line.high), 0
    ):
        yield Fact(words("paper.limit"), words.money(limit, currency))
    if line.authority is not None:
        yield Fact(words("round.line_authority"), sentence(label(one.authority, line.authority)))
    if line.hand_over_when:
        yield Fact(words("paper.hand_over_when"), line.hand_over_when)
    if line.closing is Closing.BAND:
        for key, way in (("paper.softer", "softer"), ("paper.firmer", "firmer")):
            if said := [condition.text for condition in one.conditions if getattr(condition, way)]:
                yield Fact(words(key), "; ".join(said))


def _keeper(line: Line, words: Words) -> Iterator[Fact]:
    if line.owner:
        yield Fact(words("round.line_owner"), line.owner)
    if due := day_of(line.review_on):
        yield Fact(words("paper.review"), words.day(due))
    if line.version > 1:
        yield Fact(words("paper.version"), str(line.version))


def _overdue(line: Line, words: Words, today: date) -> str:
    due = day_of(line.review_on)
    return words("paper.overdue", day=words.day(due)) if due and expired(line, today.isoformat()) else ""


def _managers(one: ReportCase) -> int:
    return len(one.rulings) + (one.result.counted_only if one.result else 0)


def _expectations(one: ReportCase) -> Iterator[Expectation]:
    """As they rule after the talk, and those only who agreed to their names: a mask helps nobody at work."""
    levels = [option.level for option in one.options]
    latest: Sequence[Token | ReportRuling] = one.second.tokens if one.second else one.rulings
    for token in sorted(latest, key=lambda held: held.face.name.casefold()):
        if not token.face.masked:
            ruling, authority = label(one.options, token.level), label(one.authority, token.authority)
            yield Expectation(token.face.name, mark(token.level, levels), ruling, authority)
