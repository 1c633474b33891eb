"""The report as a paper: the same as its page, in the same order. Awards name reps, so they stay on the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timezone

from server.game.state import Closing
from server.game.views.room import BoardRow, Crowd, OptionView, Token
from server.reports.debrief import Report, ReportCase, ReportRuling
from server.reports.papers import prices
from server.reports.papers.figures import Chapter, Method, chapters, methods
from server.reports.papers.marks import Rung, label, ladder, mark
from server.reports.papers.work_aid import Aid, Fact, aid
from server.reports.stale import StalePaper, Why
from server.reports.tables import day_of, moment
from server.reports.words import Words, sentence


@dataclass(frozen=True, slots=True)
class Dial:
    """`before` is the needle of the first vote, behind that of the second."""

    value: int
    before: int | None
    verdict: str
    alt: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote of the managers: who stands on which step of the ladder, and the dial that comes of it."""

    title: str
    tokens: tuple[tuple[str, ...], ...]
    """Names on each step, from the lowest."""
    alt: str
    dial: Dial | None


@dataclass(frozen=True, slots=True)
class Ruled:
    who: str
    chair: bool
    mark: int
    what: str
    authority: str
    why: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many reps chose each step of the ladder."""

    title: str
    counts: tuple[int, ...]
    alt: str
    says: str


@dataclass(frozen=True, slots=True)
class CasePart:
    kind: str
    title: str
    text: str
    facts: tuple[str, ...]
    ladder: tuple[Rung, ...]
    votes: tuple[Vote, ...]
    rulings: tuple[Ruled, ...]
    says: tuple[str, ...]
    counted: tuple[Counted, ...]
    conditions: tuple[Fact, ...]
    notes: tuple[str, ...]
    paper: tuple[str, ...]
    line: Aid | None
    why_open: str


@dataclass(frozen=True, slots=True)
class BoardMark:
    mark: int
    step: int


@dataclass(frozen=True, slots=True)
class BoardPart:
    title: str
    marks: tuple[BoardMark, ...]
    after: tuple[BoardMark, ...]
    dial: str
    dial_after: str
    verdict: str
    price: str


@dataclass(frozen=True, slots=True)
class DayStep:
    at: str
    what: str
    cut: bool


@dataclass(frozen=True, slots=True)
class FullReport:
    language: str
    kind: str
    title: str
    about: str
    so_far: str
    summary: tuple[str, ...]
    lines: tuple[Aid, ...]
    no_lines: str
    open: str
    board: tuple[BoardPart, ...]
    no_board: str
    needle: str
    stale: tuple[Fact, ...]
    chapters: tuple[Chapter, ...]
    cases: tuple[CasePart, ...]
    day: tuple[DayStep, ...]
    private: str
    methods: tuple[Method, ...]
    foot: str
    words: dict[str, str]
    """Headings and heads of columns, by their key."""


HEADINGS = {
    "summary": "report.summary",
    "board": "round.board",
    "case": "board.case",
    "rulings_short": "board.rulings",
    "spread": "board.spread",
    "price": "board.price",
    "stale": "report.stale",
    "stale_note": "report.stale_note",
    "measures": "measure.title",
    "who": "report.who",
    "what": "report.what",
    "authority": "round.line_authority",
    "owner": "round.line_owner",
    "why": "report.why",
    "chair": "report.chair",
    "depends": "round.depends",
    "impact": "round.impact",
    "paper": "round.paper_says",
    "day": "report.day",
    "method": "report.method",
}
SEEN = ("played", "void", "broken_off")
"""Cases that nobody saw stand in the course of the day alone."""


def full_report(report: Report, words: Words, zone: timezone, today: date) -> FullReport:
    closed = [one for one in report.cases if one.line is not None]
    unsettled = [one.title for one in closed if one.fate == "played" and one.line and one.line.closing in UNSETTLED]
    shown = any(one.fate == "played" for one in report.cases)
    return FullReport(
        language=words.language,
        kind=words("report.title"),
        title=report.title,
        about=" · ".join(
            (
                report.pack,
                words.day(moment(report.opened_at, zone).date()),
                words("report.people", n=report.reps),
                words("report.managers", n=len(report.managers) + report.managers_in_sums),
            )
        ),
        so_far="" if report.closed else words("report.so_far"),
        summary=tuple(_summary(report, words)),
        lines=tuple(aid(one, one.line, report.currency, words, today) for one in closed if one.line),
        no_lines="" if closed else words("report.no_lines"),
        open=words("report.open", names=words.list(unsettled)) if unsettled else "",
        board=tuple(_board_row(row, words) for row in report.board.rows),
        no_board="" if report.board.rows else words("board.empty"),
        needle=_needle(report, words),
        stale=tuple(stale(report.stale_papers, words)),
        chapters=chapters(report.measures, report.currency, words) if shown else (),
        cases=tuple(_case(one, report, words, today) for one in report.cases if one.fate in SEEN),
        day=tuple(_day(report, words, zone)),
        private=words("report.method_private"),
        methods=methods(words),
        foot=f"{report.title} · {words('report.title')}",
        words={name: words(key) for name, key in HEADINGS.items()} | {"lines": words("report.lines", n=len(closed))},
    )


LEAN = 0.25
"""Steps of the ladder, from which on the room is said to have leaned one way, as on its page."""
UNSETTLED = (Closing.OPEN, Closing.DIFFER)


def _summary(report: Report, words: Words) -> Iterator[str]:
    """What somebody with two minutes reads."""
    alignment = report.alignment
    if alignment.before is None:
        yield words("report.no_alignment")
    else:
        parts = [words("report.alignment", before=alignment.before, n=alignment.cases)]
        if alignment.after not in (None, alignment.before):
            parts.append(words("report.alignment_after", after=alignment.after))
        if alignment.thin:
            parts.append(words("board.alignment_thin"))
        yield " ".join(parts)
    spread = [one.result.price for one in report.cases if one.result and prices.differs(one.result.price)]
    if spread:
        widest = max(spread, key=lambda price: price.highest - price.lowest)
        yield words("report.widest", **prices.ends(widest, words))
    if prices.differs(report.board.price):
        yield words("board.price_day", **prices.ends(report.board.price, words))
    if (crowd := report.board.crowd) is not None:
        exact = words("board.crowd_day", hits=crowd.hits, n=crowd.total)
        yield f"{exact} {words(f'board.crowd_{_leaning(crowd.leaning)}')}"
    yield words("report.praise", n=report.praise_lines, m=report.praised, k=report.reps)
    yield words("report.commitments", n=report.commitments)


def _leaning(steps: float) -> str:
    return "high" if steps >= LEAN else "low" if steps <= -LEAN else "even"


def _board_row(row: BoardRow, words: Words) -> BoardPart:
    levels = [option.level for option in row.options]

    def marks(held: Sequence[int]) -> tuple[BoardMark, ...]:
        return tuple(BoardMark(mark(level, levels), level + 1) for level in held)

    return BoardPart(
        title=row.title,
        marks=marks(row.levels),
        after=marks(row.levels_after or ()),
        dial=words("board.no_spread") if row.dial is None else str(row.dial),
        dial_after="" if row.dial_after is None else str(row.dial_after),
        verdict=words(f"round.verdict.{row.verdict.value}") if row.verdict else "",
        price=prices.span(row.price, words),
    )


def _needle(report: Report, words: Words) -> str:
    board = report.board
    if board.needle is None:
        return ""
    return words("board.needle_words", value=board.needle, low=board.low_error, high=board.high_error)


def stale(papers: Sequence[StalePaper], words: Words) -> Iterator[Fact]:
    """What the organisation has in writing that should be looked at again, and why."""
    for paper in papers:
        dated = day_of(paper.dated)
        origin = (paper.ref, words.day(dated) if dated else paper.dated, paper.owner)
        about = " · ".join(part for part in origin if part)
        says = [f"{paper.text} ({about})" if about else paper.text]
        if paper.flagged:
            says.append(f"{words('round.stale')}.")
        if paper.why is Why.OVERDUE and (due := day_of(paper.review_on)):
            says.append(f"{words('round.overdue', day=words.day(due))}.")
        elif paper.why is not None:
            says.append(words(f"report.stale_{paper.why.value}"))
        says.append(words("report.stale_replaced" if paper.replaced else "report.stale_open"))
        yield Fact(paper.title, " ".join(says))


def _day(report: Report, words: Words, zone: timezone) -> Iterator[DayStep]:
    for step in report.agenda:
        at = "–" if step.begun_at is None else f"{moment(step.begun_at, zone):%H:%M}"
        what = [step.title or words(f"phase.{step.kind.value}"), words("report.minutes", n=step.minutes)]
        yield DayStep(at, " · ".join([*what, words("report.cut")] if step.cut else what), step.cut)


# A case


def _case(one: ReportCase, report: Report, words: Words, today: date) -> CasePart:
    kind = words("phase.practice") if one.practice else words("report.flash" if one.flash else "report.full")
    fate = "" if one.fate == "played" else f" · {words(f'report.fate.{one.fate}')}"
    is_open = one.line is not None and one.line.closing is Closing.OPEN
    return CasePart(
        kind=f"{kind} · {sentence(words(f'stage.family.{one.family.value}'))}{fate}",
        title=one.title,
        text=one.text,
        facts=one.facts,
        ladder=ladder(one.options),
        votes=tuple(_votes(one, words)),
        rulings=tuple(_ruled(one, ruling) for ruling in one.rulings),
        says=tuple(_says(one, report.currency, words)),
        counted=tuple(_counted(one, words)),
        conditions=tuple(_conditions(one, words)),
        notes=one.notes,
        paper=tuple(part for part in (one.paper.text, one.paper.ref, one.paper.dated) if part) if one.paper else (),
        line=None if one.line is None or is_open else aid(one, one.line, report.currency, words, today),
        why_open=f"{words('round.closing.open')}: {one.line.why}" if one.line and is_open else "",
    )


def _votes(one: ReportCase, words: Words) -> Iterator[Vote]:
    if one.result is None:
        return
    first = one.result.dial
    yield _vote(words("report.rulings"), one, one.rulings, (first, one.result.verdict, None), words)
    if one.second is not None:
        yield _vote(words("report.second"), one, one.second.tokens, (one.second.dial, one.second.verdict, first), words)


def _vote(
    title: str,
    one: ReportCase,
    tokens: Sequence[ReportRuling | Token],
    dial: tuple[int | None, str | None, int | None],
    words: Words,
) -> Vote:
    names = [tuple(token.face.name for token in tokens if token.level == option.level) for option in one.options]
    said = [f"{words.list(here)}: {option.label}" for option, here in zip(one.options, names, strict=True) if here]
    value, verdict, before = dial
    return Vote(
        title, tuple(names), "; ".join(said) or words("round.no_rulings_yet"), _dial(value, verdict, before, words)
    )


def _dial(value: int | None, verdict: str | None, before: int | None, words: Words) -> Dial | None:
    if value is None or verdict is None:
        return None
    named = words(f"round.verdict.{verdict}")
    return Dial(value, before, named, words("round.dial_words", value=value, words=named))


def _ruled(one: ReportCase, ruling: ReportRuling) -> Ruled:
    levels = [option.level for option in one.options]
    return Ruled(
        ruling.face.name,
        ruling.chair,
        mark(ruling.level, levels),
        label(one.options, ruling.level),
        label(one.authority, ruling.authority),
        ", ".join(ruling.reasons),
    )


def _says(one: ReportCase, currency: str, words: Words) -> Iterator[str]:
    result = one.result
    if result is None:
        return
    if result.counted_only:
        yield words("stage.counted_only", n=result.counted_only)
    if one.must_escalate:
        yield words("round.must_escalate")
    if prices.differs(result.price):
        gap = words.money(int(result.price.gap + 0.5), currency)
        yield words("report.price", **prices.ends(result.price, words), gap=gap)


def _counted(one: ReportCase, words: Words) -> Iterator[Counted]:
    if one.crowd is not None:
        read = words("report.read", hits=one.read.hits, n=one.read.total) if one.read else ""
        yield _count(words("report.predictions", n=one.crowd.total), one.options, one.crowd, read)
    if one.own is not None:
        yield _count(words("report.own", n=one.own.total), one.options, one.own, "")


def _count(title: str, options: Sequence[OptionView], crowd: Crowd, says: str) -> Counted:
    alt = "; ".join(f"{label(options, level)}: {count}" for level, count in crowd.levels)
    return Counted(title, tuple(count for _, count in crowd.levels), alt, says)


def _conditions(one: ReportCase, words: Words) -> Iterator[Fact]:
    for condition in one.conditions:
        parts = [
            words(key, names=words.list([face.name for face in faces]))
            for key, faces in (("round.softer_by", condition.softer), ("round.firmer_by", condition.firmer))
            if faces
        ]
        if parts:
            yield Fact(condition.text, " ".join(parts))
