"""The report as tables of typed cells: what every file for further work is written from.

Made from the report alone, so a cell can hold nothing that the report does not tell. No rep is named: what reps
predicted or would have done are counts of five people or more, and awards and what people wrote stay out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

from server.game.measures import Undefined, hundredths
from server.game.measures.change import Interval
from server.game.measures.noise import Noise
from server.game.measures.reading import Sides
from server.game.measures.summary import Figure
from server.game.views.room import Crowd, OptionView, Token
from server.reports.debrief import Report, ReportCase, ReportRuling

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    MONEY = "money"
    SCORE = "0 to 100"
    DAY = "day"
    TIME = "day and time"
    FLAG = "yes or no"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. A row has a cell for each column; None where there is nothing to tell."""

    name: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()


def tables(report: Report, zone: timezone = UTC) -> tuple[Table, ...]:
    """All tables of a workshop, in the order in which they are read. Days and times are those of `zone`."""
    return tuple(Table(one.name, one.says, one.columns, tuple(rows(report, zone))) for one, rows in _ALL)


def outlines() -> tuple[Table, ...]:
    """All tables without their rows: what their columns mean."""
    return tuple(one for one, _ in _ALL)


def moment(millis: int, zone: timezone) -> datetime:
    """A time of the workshop's clock, as clocks in `zone` showed it."""
    return datetime.fromtimestamp(millis / 1000, zone)


def zone_of(minutes: int) -> timezone:
    """A time zone by its minutes ahead of UTC, at most a day."""
    return timezone(timedelta(minutes=max(-1439, min(1439, minutes))))


# What every row about a case begins with

CASE = (
    Column("case", Kind.WHOLE, "The place of the case in the agenda, from 1."),
    Column("title", Kind.TEXT, "The title of the case."),
)


def _head(report: Report) -> Iterator[tuple[tuple[int, str], ReportCase]]:
    for number, one in enumerate(report.cases, start=1):
        yield (number, one.title), one


def _step(level: int | None) -> int | None:
    """Levels count from 0 in the rules and from 1 wherever people read them."""
    return None if level is None else level + 1


def _label(options: Sequence[OptionView], level: int | None) -> str | None:
    return next((option.label for option in options if option.level == level), None)


def _money(value: float) -> float:
    return round(value, 2)


# The workshop


WORKSHOP = (
    Column("workshop", Kind.TEXT, "The title of the workshop."),
    Column("pack", Kind.TEXT, "The case pack that was played."),
    Column("currency", Kind.TEXT, "Of all amounts of money (ISO 4217)."),
    Column("opened", Kind.DAY, "When the workshop was opened."),
    Column("closed", Kind.FLAG, "Whether it was closed; if not, this is as far as it had come."),
    Column("reps", Kind.WHOLE, "Reps in the room."),
    Column("managers", Kind.WHOLE, "Managers, those in sums only among them."),
    Column("managers_in_sums", Kind.WHOLE, "Managers who stand in the figures alone."),
    Column("alignment", Kind.SCORE, "Mean dial of the cases that count, by the first rulings."),
    Column("alignment_after", Kind.SCORE, "The same after second votes."),
    Column("praise_lines", Kind.WHOLE, "Lines of praise that managers gave."),
    Column("reps_praised", Kind.WHOLE, "Reps whom praise reached."),
    Column("commitments", Kind.WHOLE, "Commitments that were made; they are private."),
)


def _workshop(report: Report, zone: timezone) -> Iterator[Row]:
    yield (
        report.title,
        report.pack,
        report.currency,
        moment(report.opened_at, zone).date(),
        report.closed,
        report.reps,
        len(report.managers) + report.managers_in_sums,
        report.managers_in_sums,
        report.alignment.before,
        report.alignment.after,
        report.praise_lines,
        report.praised,
        report.commitments,
    )


CASES = (
    *CASE,
    Column("family", Kind.TEXT, "exception, escalation, commercial, internal, emotional or stale_rule."),
    Column("round", Kind.TEXT, "practice (never counts), flash or full."),
    Column(
        "fate", Kind.TEXT, "played, void (not counted), broken_off before its rulings were shown, left_out, to_come."
    ),
    Column("must_escalate", Kind.FLAG, "Whether law or safety decides here, whatever a manager says."),
    Column("dial", Kind.SCORE, "How close the managers' first rulings are: 100 the same, 0 as split as can be."),
    Column("dial_after", Kind.SCORE, "The same after the second vote."),
    Column("dial_authority", Kind.SCORE, "The same for who decides."),
    Column("verdict", Kind.TEXT, "The dial in a word: in_tune from 80, two_keys from 60, jazz from 40, battle below."),
    Column("cheapest", Kind.MONEY, "What the cheapest first ruling costs."),
    Column("dearest", Kind.MONEY, "What the dearest first ruling costs."),
    Column("price_gap", Kind.MONEY, "What two managers differ by on average."),
    Column("in_sums", Kind.WHOLE, "Rulings that stand in the figures of this row, and nowhere by themselves."),
    Column("predicted", Kind.WHOLE, "How many reps predicted the chair; empty below five."),
    Column("predicted_level", Kind.WHOLE, "Their middle prediction; levels count from 1, the lowest."),
    Column("chair_level", Kind.WHOLE, "What the chair ruled."),
    Column("hits", Kind.WHOLE, "Predictions that were exact."),
    Column("praise_lines", Kind.WHOLE, "Lines of praise in this round."),
    Column("closing", Kind.TEXT, "written, band, differ (agreed to differ) or open (not written)."),
)


def _cases(report: Report, _: timezone) -> Iterator[Row]:
    for head, one in _head(report):
        result, read = one.result, one.read
        price = result.price if result else None
        yield (
            *head,
            one.family.value,
            "practice" if one.practice else "flash" if one.flash else "full",
            one.fate,
            one.must_escalate if one.rulings else None,
            result.dial if result else None,
            one.second.dial if one.second else None,
            result.authority_dial if result else None,
            result.verdict.value if result and result.verdict else None,
            _money(price.lowest) if price else None,
            _money(price.highest) if price else None,
            _money(price.gap) if price else None,
            result.counted_only if result else None,
            one.crowd.total if one.crowd else None,
            _step(read.expected) if read else None,
            _step(read.ruled) if read else None,
            read.hits if read else None,
            one.praise if result else None,
            one.line.closing.value if one.line else None,
        )


RULINGS = (
    *CASE,
    Column("vote", Kind.TEXT, "first, or second: after the talk."),
    Column("manager", Kind.TEXT, "The manager, by name or mask as they chose; those in sums only are not listed."),
    Column("masked", Kind.FLAG, "Whether that is a mask."),
    Column("chair", Kind.FLAG, "Whether reps predicted this manager in this round."),
    Column("level", Kind.WHOLE, "The ruling: its place on the ladder from 1, the lowest."),
    Column("ruling", Kind.TEXT, "The ruling in words."),
    Column("cost", Kind.MONEY, "What it costs."),
    Column("authority_level", Kind.WHOLE, "Who decides: from 1, the rep, upwards."),
    Column("authority", Kind.TEXT, "Who decides, in words."),
    Column("reasons", Kind.TEXT, "Their reasons, with semicolons between; of the first vote only."),
)


def _rulings(report: Report, _: timezone) -> Iterator[Row]:
    for head, one in _head(report):
        costs = {option.level: cost for option, cost in zip(one.options, one.costs, strict=True)}
        held: list[tuple[str, Sequence[ReportRuling | Token], Sequence[tuple[str, ...]]]]
        held = [("first", one.rulings, [ruling.reasons for ruling in one.rulings])]
        if one.second:
            held.append(("second", one.second.tokens, [()] * len(one.second.tokens)))
        for vote, tokens, reasons in held:
            for token, why in zip(tokens, reasons, strict=True):
                yield (
                    *head,
                    vote,
                    token.face.name,
                    token.face.masked,
                    token.chair,
                    _step(token.level),
                    _label(one.options, token.level),
                    _money(costs[token.level]),
                    _step(token.authority),
                    _label(one.authority, token.authority),
                    "; ".join(why) or None,
                )


COUNTS = (
    Column("question", Kind.TEXT, "ruling: what to give; authority: who decides."),
    Column("level", Kind.WHOLE, "The answer: its place on the ladder from 1, the lowest."),
    Column("answer", Kind.TEXT, "The answer in words."),
    Column("reps", Kind.WHOLE, "How many gave it."),
    Column("of", Kind.WHOLE, "How many answered; never fewer than five."),
)


def _counts(one: ReportCase, crowd: Crowd | None) -> Iterator[Row]:
    if crowd is None:
        return
    for question, options, counted in (
        ("ruling", one.options, crowd.levels),
        ("authority", one.authority, crowd.authority),
    ):
        answered = sum(count for _, count in counted)
        for level, count in counted:
            yield (question, _step(level), _label(options, level), count, answered)


PREDICTIONS = (*CASE, *COUNTS)


def _predictions(report: Report, _: timezone) -> Iterator[Row]:
    for head, one in _head(report):
        yield from ((*head, *row) for row in _counts(one, one.crowd))


OWN = (*CASE, Column("vote", Kind.TEXT, "first, or second: after the talk."), *COUNTS)


def _own(report: Report, _: timezone) -> Iterator[Row]:
    for head, one in _head(report):
        for vote, crowd in (("first", one.own), ("second", one.own_after)):
            yield from ((*head, vote, *row) for row in _counts(one, crowd))


CONDITIONS = (
    *CASE,
    Column("depends_on", Kind.TEXT, "What the ruling depends on."),
    Column("manager", Kind.TEXT, "The manager, by name or mask."),
    Column("makes_it", Kind.TEXT, "softer or firmer: by one step."),
)


def _conditions(report: Report, _: timezone) -> Iterator[Row]:
    for head, one in _head(report):
        for condition in one.conditions:
            yield from ((*head, condition.text, face.name, "softer") for face in condition.softer)
            yield from ((*head, condition.text, face.name, "firmer") for face in condition.firmer)


LINES = (
    *CASE,
    Column("family", Kind.TEXT, "As in the table of cases."),
    Column("closing", Kind.TEXT, "written, band, differ (agreed to differ) or open (not written)."),
    Column("line", Kind.TEXT, "The line in words."),
    Column("usual_level", Kind.WHOLE, "The usual ruling: its place on the ladder from 1."),
    Column("usual", Kind.TEXT, "The usual ruling in words."),
    Column("from", Kind.TEXT, "The lowest ruling that is fine too."),
    Column("to", Kind.TEXT, "The highest ruling that is fine too."),
    Column("authority", Kind.TEXT, "Who decides."),
    Column("owner", Kind.TEXT, "Who keeps the line up to date."),
    Column("review_on", Kind.DAY, "When it is due to be looked at again."),
    Column("why_open", Kind.TEXT, "Why it was not written."),
)


def _lines(report: Report, _: timezone) -> Iterator[Row]:
    for head, one in _head(report):
        if one.line is None:
            continue
        yield (
            *head,
            one.family.value,
            one.line.closing.value,
            one.line.wording or None,
            _step(one.line.default),
            _label(one.options, one.line.default),
            _label(one.options, one.line.low),
            _label(one.options, one.line.high),
            _label(one.authority, one.line.authority),
            one.line.owner or None,
            day_of(one.line.review_on),
            one.line.why or None,
        )


def day_of(text: str) -> date | None:
    """An ISO date, where there is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


# Measures


MEASURES = (
    Column("measure", Kind.TEXT, "Which; the method note of the report says how each is made."),
    Column("part", Kind.TEXT, "Of a measure with several figures: which one."),
    Column("value", Kind.NUMBER, "The figure; empty where there is none."),
    Column("low", Kind.NUMBER, "Where an interval begins that holds in about 19 of 20 such workshops."),
    Column("high", Kind.NUMBER, "Where it ends."),
    Column("cases", Kind.WHOLE, "On how many cases it rests."),
    Column("thin", Kind.FLAG, "Whether those are too few to lean on."),
    Column("why_none", Kind.TEXT, "Why there is no figure: no_pair, too_few, all_alike, no_choice or private."),
)


def _measures(report: Report, _: timezone) -> Iterator[Row]:
    measures = report.measures
    for one in fields(measures):
        held = getattr(measures, one.name)
        if isinstance(held, Figure):
            yield _figure(one.name, "", held, measures.alpha_interval if one.name == "alpha" else None)
    yield from _noise(measures.noise, thin=measures.noise_thin)
    for question, sides in (("ruling", measures.own.ruling), ("authority", measures.own.authority)):
        for part in fields(Sides):
            value = sides if isinstance(sides, Undefined) else getattr(sides, part.name)
            own = Figure(value, measures.own.cases, measures.own.thin)
            yield _figure("own", f"{question}_{part.name}", own)
    change = measures.change
    about = (change.difference.cases, change.difference.thin)
    yield _figure("change", "before", Figure(change.before, *about))
    yield _figure("change", "after", Figure(change.after, *about))
    yield _figure("change", "difference", change.difference, change.interval)
    yield _figure("change", "by_chance", Figure(change.by_chance, *about))
    yield _figure("transfer", "before", measures.transfer.before)
    yield _figure("transfer", "unseen", measures.transfer.unseen)


def _figure(name: str, part: str, figure: Figure, interval: Interval | Undefined | None = None) -> Row:
    low, high = (interval.low, interval.high) if isinstance(interval, Interval) else (None, None)
    if isinstance(figure.value, Undefined):
        return (name, part or None, None, low, high, figure.cases, None, figure.value.value)
    return (name, part or None, figure.value, low, high, figure.cases, figure.thin, None)


def _noise(noise: Noise | Undefined, *, thin: bool) -> Iterator[Row]:
    if isinstance(noise, Undefined):
        yield ("noise", None, None, None, None, None, None, noise.value)
        return
    for part in ("system", "level", "pattern", "level_share", "corrected_level", "corrected_share"):
        yield ("noise", part, getattr(noise, part), None, None, noise.cases, thin, None)


PAIRS = (
    Column("manager", Kind.TEXT, "A manager, by name or mask."),
    Column("other", Kind.TEXT, "Another one."),
    Column("similarity", Kind.SCORE, "How alike the two rule: 100 always the same, 0 always at opposite ends."),
    Column("cases", Kind.WHOLE, "Cases on which both ruled."),
    Column("kappa", Kind.NUMBER, "Cohen's kappa with quadratic weights; only from 20 shared cases on."),
    Column("why_none", Kind.TEXT, "Why there is no kappa, as in the table of measures."),
)


def _pairs(report: Report, _: timezone) -> Iterator[Row]:
    for pair in report.measures.pairs:
        alike, kappa = pair.similarity.value, pair.kappa
        yield (
            pair.one,
            pair.other,
            None if isinstance(alike, Undefined) else hundredths(alike),
            pair.similarity.cases,
            None if isinstance(kappa, Undefined) else kappa,
            kappa.value if isinstance(kappa, Undefined) else None,
        )


AGENDA = (
    Column("place", Kind.WHOLE, "From 1."),
    Column("step", Kind.TEXT, "lobby, welcome, practice, case, board, break, awards, debrief or close."),
    Column("title", Kind.TEXT, "The title of the case, where it is one."),
    Column("minutes", Kind.WHOLE, "As planned."),
    Column("begun", Kind.TIME, "When it began."),
    Column("left_out", Kind.FLAG, "Whether the facilitator cut it."),
)


def _agenda(report: Report, zone: timezone) -> Iterator[Row]:
    for place, step in enumerate(report.agenda, start=1):
        begun = None if step.begun_at is None else moment(step.begun_at, zone).replace(microsecond=0)
        yield (place, step.kind.value, step.title or None, step.minutes, begun, step.cut)


Rows = Callable[[Report, timezone], Iterable[Row]]

_ALL: tuple[tuple[Table, Rows], ...] = (
    (Table("workshop", "The workshop as a whole: one row.", WORKSHOP), _workshop),
    (Table("cases", "Every case of the agenda, played or not.", CASES), _cases),
    (Table("rulings", "Every manager's rulings, as they agreed to show them.", RULINGS), _rulings),
    (Table("predictions", "What reps predicted of the chair, counted.", PREDICTIONS), _predictions),
    (Table("own_rulings", "What reps would have done themselves, counted, never by name.", OWN), _own),
    (Table("conditions", "It depends on ...: what would move a manager.", CONDITIONS), _conditions),
    (Table("lines", "How each case was closed: the guideline lines.", LINES), _lines),
    (Table("measures", "All figures of the day, unrounded: shares from 0 to 1.", MEASURES), _measures),
    (Table("pairs", "Every two managers beside each other.", PAIRS), _pairs),
    (Table("agenda", "The agenda as planned, and when each step began.", AGENDA), _agenda),
)
NAMES: Mapping[str, Table] = {one.name: one for one, _ in _ALL}
