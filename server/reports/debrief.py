"""The facilitator's report: every case with its rulings as consented, its dials, and how it was closed.

Built up from the same parts as the views, so what no screen may show stands here neither.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from server.game import roster, rounds
from server.game.case import AwardWords, Family, Paper
from server.game.ids import Millis, SeatId, StepId
from server.game.measures import summary
from server.game.measures.summary import Measures
from server.game.plan import KEPT_PRIVATE_BELOW, Phase, StepKind
from server.game.state import Choice, Line, TextKind, Workshop
from server.game.views import room
from server.game.views.room import Alignment, AwardView, Board, Crowd, CrowdRead, Face, OptionView, Result, Second
from server.reports.lines import Lines, lines
from server.reports.stale import StalePaper, stale_papers


@dataclass(frozen=True, slots=True)
class ReportRuling:
    face: Face
    level: int
    authority: int
    reasons: tuple[str, ...]
    chair: bool


@dataclass(frozen=True, slots=True)
class ReportCase:
    """One case of the agenda. `fate` says whether it was played, left out, void, or broken off before its reveal."""

    step: StepId
    title: str
    text: str
    facts: tuple[str, ...]
    fate: str
    flash: bool
    practice: bool
    family: Family
    options: tuple[OptionView, ...]
    costs: tuple[float, ...]
    """Of the options, in the pack's currency."""
    authority: tuple[OptionView, ...]
    must_escalate: bool
    paper: Paper | None
    rulings: tuple[ReportRuling, ...] = ()
    result: Result | None = None
    second: Second | None = None
    crowd: Crowd | None = None
    read: CrowdRead | None = None
    own: Crowd | None = None
    """What the reps themselves would have done, never by name, and only from five on."""
    own_after: Crowd | None = None
    conditions: tuple[room.ConditionView, ...] = ()
    notes: tuple[str, ...] = ()
    praise: int = 0
    """Lines of praise that were released."""
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class ReportStep:
    """A step of the agenda, as planned and as it was."""

    kind: StepKind
    title: str
    minutes: int
    begun_at: Millis | None
    cut: bool


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    code: str
    pack: str
    currency: str
    opened_at: Millis
    closed: bool
    reps: int
    managers: tuple[Face, ...]
    managers_in_sums: int
    alignment: Alignment
    measures: Measures
    board: Board
    lines: Lines
    cases: tuple[ReportCase, ...]
    agenda: tuple[ReportStep, ...]
    awards: tuple[AwardView, ...]
    award_words: tuple[AwardWords, ...]
    stale_papers: tuple[StalePaper, ...]
    praise_lines: int
    praised: int
    commitments: int


def report(state: Workshop, today: str) -> Report:
    """The report as far as the workshop has come. `today` is an ISO date, against which reviews and papers are held."""
    managers = roster.managers(state)
    in_sums = [seat for seat in managers if roster.disclosure(state, seat.id).value == "sum"]
    praise = [text for text in state.texts.values() if text.kind is TextKind.PRAISE and text.id in state.desk.released]
    return Report(
        title=state.title,
        code=state.code,
        pack=state.pack.title,
        currency=state.pack.currency,
        opened_at=state.opened_at,
        closed=state.course.phase is Phase.CLOSED,
        reps=len(roster.reps(state)),
        managers=tuple(room.face(state, seat) for seat in room.by_face(state, (seat.id for seat in managers))),
        managers_in_sums=len(in_sums),
        alignment=room.alignment(state),
        measures=summary.of_day(state),
        board=room.board(state),
        lines=lines(state, today),
        cases=tuple(_case(state, step.id) for step in state.desk.agenda if step.is_round),
        agenda=tuple(
            ReportStep(
                step.kind,
                state.pack.case(step.case).title if step.case else "",
                step.minutes,
                state.desk.begun.get(step.id),
                step.cut,
            )
            for step in state.desk.agenda
        ),
        awards=room.awards(state, len(state.desk.awards)) if _after_awards(state) else (),
        award_words=state.pack.awards,
        stale_papers=stale_papers(state, today),
        praise_lines=len(praise),
        praised=len({text.to for text in praise}),
        commitments=sum(text.kind is TextKind.COMMITMENT for text in state.texts.values()),
    )


def _after_awards(state: Workshop) -> bool:
    return state.step.kind in (StepKind.DEBRIEF, StepKind.CLOSE)


def _case(state: Workshop, step: StepId) -> ReportCase:
    at = state.step_of(step)
    assert at.case is not None
    case = state.pack.case(at.case)
    bare = ReportCase(
        step=step,
        title=case.title,
        text=case.text,
        facts=case.facts,
        fate=_fate(state, step),
        flash=at.flash,
        practice=at.kind is StepKind.PRACTICE,
        family=case.family,
        options=room.options(case),
        costs=tuple(option.cost for option in case.options),
        authority=room.authority_options(state),
        must_escalate=case.must_escalate and step in state.desk.points,
        paper=case.paper_says,
        line=state.desk.lines.get(step),
    )
    return _with_rulings(state, bare) if bare.fate in ("played", "void") and step in state.desk.points else bare


def _fate(state: Workshop, step: StepId) -> str:
    """played, running, void, broken_off, left_out or to_come."""
    if step in state.desk.voided:
        return "void" if step in state.desk.points else "broken_off"
    if step in state.desk.points:
        return "played"
    if step == state.course.step:
        return "to_come"
    if step in state.rounds:
        return "broken_off"
    return "left_out" if state.step_of(step).cut else "to_come"


def _with_rulings(state: Workshop, bare: ReportCase) -> ReportCase:
    """A settled round, seen from its end."""
    step = bare.step
    held, first = state.rounds[step], rounds.rulings(state, step)
    chair = rounds.chair(state, step)
    labels = {tag.id: tag.label for tag in state.pack.reasons}
    captured = rounds.reached(state, step, Phase.CAPTURE)
    return replace(
        bare,
        rulings=tuple(
            ReportRuling(
                room.face(state, seat),
                first[seat].level,
                first[seat].authority,
                tuple(labels[reason] for reason in first[seat].reasons),
                seat == chair,
            )
            for seat in rounds.shown(state, step)
        ),
        result=room.result(state, step),
        second=room.second(state, step) if captured else None,
        crowd=room.crowd(state, step),
        read=room.crowd_read(state, step),
        own=_own(state, step, held.choices),
        own_after=_own(state, step, held.second_thoughts) if captured else None,
        conditions=room.talk(state, step).conditions,
        notes=room.notes(state, step),
        praise=len(room.praise(state, step)),
    )


def _own(state: Workshop, step: StepId, choices: Mapping[SeatId, Choice]) -> Crowd | None:
    whole = [choice for choice in choices.values() if choice.level is not None and choice.authority is not None]
    if len(whole) < KEPT_PRIVATE_BELOW:
        return None
    case = rounds.case_of(state, step)
    return Crowd(
        _count(case.levels, (choice.level for choice in whole)),
        _count([rung.level for rung in state.pack.authority.options], (choice.authority for choice in whole)),
        len(whole),
    )


def _count(levels: Iterable[int], chosen: Iterable[int | None]) -> tuple[tuple[int, int], ...]:
    count = Counter(chosen)
    return tuple((level, count[level]) for level in levels)
