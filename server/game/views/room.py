"""What everybody in the room may know, built up from nothing. Every audience's view is made of these parts.

Nothing here takes a ruling that the room has not been shown: `rounds.shown` and `rounds.settled` say which those are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import fmean

from server.game import measures, plan, roster, rounds
from server.game.case import Case, Family, Ladder, Paper, Rung
from server.game.ids import Millis, SeatId, StepId
from server.game.measures import Verdict
from server.game.plan import KEPT_PRIVATE_BELOW, Phase, StepKind
from server.game.state import Disclosure, Line, Ruling, Spread, TextKind, Timer, Workshop


@dataclass(frozen=True, slots=True)
class Place:
    """Where the workshop is. `number` and `of` count case rounds; `paused_at` freezes the timer."""

    move: int
    step: StepId
    kind: StepKind
    phase: Phase
    beat: int
    number: int
    of: int
    flash: bool
    timer: Timer | None
    paused_at: Millis | None
    back_at: Millis | None


@dataclass(frozen=True, slots=True)
class OptionView:
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as everybody reads it: without costs, and without what the paper says."""

    title: str
    family: Family
    channel: str
    text: str
    facts: tuple[str, ...]
    turns: tuple[tuple[str, str], ...]
    options: tuple[OptionView, ...]
    authority: tuple[Rung, ...]
    low_error: str
    high_error: str


@dataclass(frozen=True, slots=True)
class Face:
    """A manager as the room sees them: a name or a mask."""

    name: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Token:
    """One manager's ruling, shown. `chair` marks the one who was predicted."""

    face: Face
    level: int
    authority: int
    chair: bool


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many reps predicted each level of both ladders; only from five predictions on."""

    levels: tuple[tuple[int, int], ...]
    authority: tuple[tuple[int, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class CrowdRead:
    """Crowd against chair: the crowd's middle prediction, what came, and how many had it exactly."""

    expected: int
    ruled: int
    hits: int
    total: int


@dataclass(frozen=True, slots=True)
class TellingView:
    delivery: str
    line: str


@dataclass(frozen=True, slots=True)
class PriceView:
    """The price of the draw, in the pack's currency."""

    lowest: float
    highest: float
    gap: float
    currency: str


@dataclass(frozen=True, slots=True)
class Result:
    """The spread of a settled round, dials in hundredths. `counted_only` rulings stand in the figures alone."""

    dial: int | None
    verdict: Verdict | None
    authority_dial: int | None
    spread: Spread | None
    price: PriceView | None
    counted_only: int


@dataclass(frozen=True, slots=True)
class Second:
    """The second vote, beside the first."""

    tokens: tuple[Token, ...]
    dial: int | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class PraiseView:
    to: str
    by: str
    when: str
    did: str
    so_that: str


@dataclass(frozen=True, slots=True)
class ReasonView:
    label: str
    by: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class ConditionView:
    """It depends on ...: who would be softer and who firmer."""

    text: str
    softer: tuple[Face, ...]
    firmer: tuple[Face, ...]


@dataclass(frozen=True, slots=True)
class GuidelineView:
    """A line in force already. `overdue`: it should have been looked at before this workshop opened."""

    id: str
    text: str
    ref: str
    owner: str
    review_on: str
    overdue: bool
    stale: bool
    """The room called it out of date."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What the discussion has before it."""

    tension: str
    questions: tuple[str, ...]
    paper: Paper | None
    paper_stale: bool
    guidelines: tuple[GuidelineView, ...]
    reasons: tuple[ReasonView, ...]
    conditions: tuple[ConditionView, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A line drafted from the latest rulings: their lower median, their range, and the authority median."""

    default: int
    low: int
    high: int
    authority: int


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as far as the room has come in it. What is not yet to be known is None or empty."""

    case: CaseView
    practice: bool
    must_escalate: bool
    """Told once the chair is shown: here the law or safety decides, whatever a manager says."""
    chair: Face | None
    managers: int
    asks_spread: bool
    crowd: Crowd | None = None
    read: CrowdRead | None = None
    telling: TellingView | None = None
    tokens: tuple[Token, ...] = ()
    result: Result | None = None
    praise: tuple[PraiseView, ...] = ()
    notes: tuple[str, ...] = ()
    too_few_notes: bool = False
    talk: Talk | None = None
    second: Second | None = None
    draft: Draft | None = None
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class TeamView:
    """`score` is the mean over the rounds so far, `gain` this round against the mean of the rounds before."""

    name: str
    score: float
    gain: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The top few teams, and the one that climbed most. Nobody is last."""

    top: tuple[TeamView, ...]
    climber: TeamView | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One case on the board: rulings sorted, so that no column belongs to a manager."""

    title: str
    family: Family
    options: tuple[OptionView, ...]
    levels: tuple[int, ...]
    levels_after: tuple[int, ...] | None
    dial: int | None
    verdict: Verdict | None
    dial_after: int | None
    verdict_after: Verdict | None
    price: PriceView | None


@dataclass(frozen=True, slots=True)
class Alignment:
    """Mean dial before and after second votes, in hundredths; `thin` under three cases."""

    before: int | None
    after: int | None
    cases: int
    thin: bool


@dataclass(frozen=True, slots=True)
class CrowdDay:
    """Crowd against chair over the day: the rounds with five predictions or more, and how many of all predictions
    were exact. `leaning` is the mean of prediction less ruling, in levels."""

    rounds: int
    hits: int
    total: int
    leaning: float


@dataclass(frozen=True, slots=True)
class Board:
    """`price` is that of the day: all its cases decided by whoever is cheapest, and by whoever is dearest."""

    rows: tuple[BoardRow, ...]
    alignment: Alignment
    needle: int | None
    """Where the house stands between the two error sides, in hundredths of the way to the high one."""
    low_error: str
    high_error: str
    price: PriceView | None
    crowd: CrowdDay | None


@dataclass(frozen=True, slots=True)
class AwardView:
    kind: str
    names: tuple[str, ...]


def place(state: Workshop) -> Place:
    course, step = state.course, state.step
    cases = [one.id for one in state.desk.agenda if one.kind is StepKind.CASE and not one.cut]
    return Place(
        move=course.move,
        step=step.id,
        kind=step.kind,
        phase=course.phase,
        beat=course.beat,
        number=cases.index(step.id) + 1 if step.id in cases else 0,
        of=len(cases),
        flash=step.flash,
        timer=course.timer,
        paused_at=course.pause.at if course.pause else None,
        back_at=course.pause.back_at if course.pause else None,
    )


def case_view(state: Workshop, case: Case) -> CaseView:
    ladder = state.pack.ladder(case.ladder)
    return CaseView(
        title=case.title,
        family=case.family,
        channel=case.channel.value,
        text=case.text,
        facts=case.facts,
        turns=tuple((turn.speaker, turn.line) for turn in case.turns),
        options=options(case),
        authority=state.pack.authority.options,
        low_error=ladder.low_error,
        high_error=ladder.high_error,
    )


def options(case: Case) -> tuple[OptionView, ...]:
    return tuple(OptionView(option.level, option.label) for option in case.options)


def authority_options(state: Workshop) -> tuple[OptionView, ...]:
    return tuple(OptionView(rung.level, rung.label) for rung in state.pack.authority.options)


def house_ladder(state: Workshop) -> Ladder:
    """The ladder of most cases so far, whose two ways to err name the ends of the house's needle."""
    ladders = Counter(rounds.case_of(state, step).ladder for step in rounds.played(state))
    return state.pack.ladder(ladders.most_common(1)[0][0] if ladders else state.pack.cases[0].ladder)


def face(state: Workshop, seat: SeatId) -> Face:
    return Face(roster.face(state, seat), roster.disclosure(state, seat) is Disclosure.MASKED)


def round_view(state: Workshop) -> RoundView | None:
    """The round being played, as far as it has come; None elsewhere."""
    step, phase = state.course.step, state.course.phase
    if phase not in plan.ROUND:
        return None
    chair = rounds.chair(state, step)
    case = rounds.case_of(state, step)
    captures = rounds.reached(state, step, Phase.CAPTURE)
    return RoundView(
        case=case_view(state, case),
        practice=state.rounds[step].practice,
        must_escalate=case.must_escalate and bool(rounds.shown(state, step)),
        chair=None if chair is None else face(state, chair),
        managers=len(rounds.awaited(state, step)),
        asks_spread=rounds.asks_spread(state, step),
        crowd=crowd(state, step),
        read=crowd_read(state, step),
        telling=telling(state),
        tokens=tokens(state, step),
        result=result(state, step),
        praise=praise(state, step) if phase is Phase.PRAISE else (),
        notes=notes(state, step) if phase is Phase.IMPACT else (),
        too_few_notes=phase is Phase.IMPACT and not enough_notes(state, step),
        talk=talk(state, step) if rounds.reached(state, step, Phase.DISCUSS) else None,
        second=second(state, step) if captures else None,
        draft=draft(state, step) if phase is Phase.CAPTURE else None,
        line=state.desk.lines.get(step) if captures else None,
    )


def crowd(state: Workshop, step: StepId) -> Crowd | None:
    """The histogram of predictions, once they are closed and there are enough of them."""
    guesses = rounds.guesses(state, step)
    if not rounds.reached(state, step, Phase.CROWD) or len(guesses) < KEPT_PRIVATE_BELOW:
        return None
    levels = Counter(one.level for one in guesses)
    authority = Counter(one.authority for one in guesses if one.authority is not None)
    rungs = state.pack.authority.options if authority.total() >= KEPT_PRIVATE_BELOW else ()
    return Crowd(
        tuple((level, levels[level]) for level in rounds.case_of(state, step).levels),
        tuple((rung.level, authority[rung.level]) for rung in rungs),
        len(guesses),
    )


def crowd_read(state: Workshop, step: StepId) -> CrowdRead | None:
    """Crowd against chair, once the chair is shown."""
    chair = rounds.chair(state, step)
    if chair is None or chair not in rounds.shown(state, step) or crowd(state, step) is None:
        return None
    predicted = [one.level for one in rounds.guesses(state, step) if one.level is not None]
    ruled = rounds.rulings(state, step)[chair].level
    return CrowdRead(measures.lower_median(predicted), ruled, predicted.count(ruled), len(predicted))


def telling(state: Workshop) -> TellingView | None:
    """The chair's delivery from the chair's turn on; the line with the ruling, unless the facilitator hid it."""
    step = state.course.step
    chair = rounds.chair(state, step)
    if chair is None or state.course.phase not in (Phase.CHAIR, Phase.PANEL):
        return None
    chosen = state.rounds[step].tellings.get(chair)
    if chosen is None:
        return None
    told = chair in rounds.shown(state, step) and step not in state.desk.hushed
    title = next(one.title for one in state.pack.deliveries if one.id == chosen.delivery)
    return TellingView(title, chosen.line if told else "")


def tokens(state: Workshop, step: StepId) -> tuple[Token, ...]:
    first = rounds.rulings(state, step)
    chair = rounds.chair(state, step)
    return tuple(_token(state, seat, first[seat], seat == chair) for seat in rounds.shown(state, step))


def _token(state: Workshop, seat: SeatId, ruling: Ruling, chair: bool) -> Token:
    return Token(face(state, seat), ruling.level, ruling.authority, chair)


def by_face(state: Workshop, seats: Iterable[SeatId]) -> tuple[SeatId, ...]:
    """The managers who are shown, in the order of their faces: any other order would tell who wears which mask."""
    seen = [seat for seat in seats if roster.disclosure(state, seat) is not Disclosure.SUM]
    return tuple(sorted(seen, key=lambda seat: roster.face(state, seat).casefold()))


def result(state: Workshop, step: StepId) -> Result | None:
    if not rounds.settled(state, step):
        return None
    case, first = rounds.case_of(state, step), rounds.rulings(state, step)
    levels = rounds.levels(first)
    share = _dial(state, step, first)
    who = measures.dial([ruling.authority for ruling in first.values()], state.pack.hand_over)
    return Result(
        dial=None if share is None else measures.hundredths(share),
        verdict=None if share is None else measures.verdict(share),
        authority_dial=None if who is None else measures.hundredths(who),
        spread=measures.spread(levels),
        price=_price(state, [case.cost(level) for level in levels]),
        counted_only=len(first) - len(rounds.shown(state, step)),
    )


def _price(state: Workshop, costs: Sequence[float]) -> PriceView | None:
    price = measures.price(costs)
    return None if price is None else PriceView(price.lowest, price.highest, price.gap, state.pack.currency)


def second(state: Workshop, step: StepId) -> Second | None:
    """The rulings after the second vote; None when nobody voted again."""
    if not rounds.second_votes(state, step):
        return None
    latest, chair = rounds.latest_rulings(state, step), rounds.chair(state, step)
    share = _dial(state, step, latest)
    return Second(
        tuple(_token(state, seat, latest[seat], seat == chair) for seat in by_face(state, latest)),
        None if share is None else measures.hundredths(share),
        None if share is None else measures.verdict(share),
    )


def draft(state: Workshop, step: StepId) -> Draft | None:
    """None without rulings; and with one alone whose manager is never shown."""
    latest = rounds.latest_rulings(state, step)
    if not latest or (len(latest) == 1 and not by_face(state, latest)):
        return None
    levels = rounds.levels(latest)
    authority = measures.lower_median([ruling.authority for ruling in latest.values()])
    if rounds.case_of(state, step).must_escalate:
        authority = state.pack.hand_over
    return Draft(measures.lower_median(levels), min(levels), max(levels), authority)


def praise(state: Workshop, step: StepId) -> tuple[PraiseView, ...]:
    """The praise of this round that was released."""
    return tuple(
        PraiseView(roster.name(state, text.to), roster.name(state, text.author), *text.parts)
        for text in state.texts.values()
        if text.kind is TextKind.PRAISE and text.step == step and text.id in state.desk.released and text.to
    )


def enough_notes(state: Workshop, step: StepId) -> bool:
    """Whether so many reps wrote that none of them can be guessed."""
    authors = {text.author for text in state.texts.values() if text.kind is TextKind.NOTE and text.step == step}
    return len(authors) >= KEPT_PRIVATE_BELOW


def notes(state: Workshop, step: StepId) -> tuple[str, ...]:
    """The notes of this round that were released, in an order that says nothing about who wrote when."""
    if not enough_notes(state, step):
        return ()
    texts = state.texts
    released = [one for one in state.desk.released if texts[one].kind is TextKind.NOTE and texts[one].step == step]
    return tuple(texts[one].parts[0] for one in roster.shuffled(state.seed, f"notes {step}", released))


def talk(state: Workshop, step: StepId) -> Talk:
    """Reasons and conditions of the managers who are shown, after all rulings are on the table."""
    case, first = rounds.case_of(state, step), rounds.rulings(state, step)
    seen = by_face(state, first)
    conditions = state.rounds[step].conditions
    return Talk(
        tension=case.tension,
        questions=case.debrief,
        paper=case.paper_says,
        paper_stale=case.id in state.desk.stale,
        guidelines=guidelines(state, case),
        reasons=tuple(
            ReasonView(tag.label, by)
            for tag in state.pack.reasons
            if (by := tuple(face(state, seat) for seat in seen if tag.id in first[seat].reasons))
        ),
        conditions=tuple(
            ConditionView(
                text,
                tuple(face(state, seat) for seat in seen if seat in conditions and place in conditions[seat].softer),
                tuple(face(state, seat) for seat in seen if seat in conditions and place in conditions[seat].firmer),
            )
            for place, text in enumerate(case.depends_on)
        ),
    )


def guidelines(state: Workshop, case: Case) -> tuple[GuidelineView, ...]:
    """The lines in force that speak of this case."""
    today = iso_day(state.opened_at)
    return tuple(
        GuidelineView(
            line.id,
            line.text,
            line.ref,
            line.owner,
            line.review_on,
            overdue=bool(line.review_on) and line.review_on < today,
            stale=line.id in state.desk.stale,
        )
        for line in state.pack.lines_on(case.id)
    )


def iso_day(at: Millis) -> str:
    """The day of this moment, in UTC, as an ISO date."""
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()


def scores(state: Workshop) -> Scores:
    """Team scores over the rounds that counted. Shows the top three (five from ten teams on), never all of them."""
    rows = state.desk.points
    steps = rounds.played(state)
    views: list[TeamView] = []
    for team in roster.teams(state.desk):
        totals = [rows[step].teams[team] for step in steps if team in rows[step].teams]
        if totals:
            gain = totals[-1] - fmean(totals[:-1]) if len(totals) > 1 else 0.0
            views.append(TeamView(roster.team_name(state, team), fmean(totals), gain))
    views.sort(key=lambda view: (-view.score, view.name))
    few = min(5 if len(views) >= 10 else 3, max(1, len(views) - 1))
    climber = max(views, key=lambda view: view.gain, default=None)
    return Scores(tuple(views[:few]), climber if climber is not None and climber.gain > 0 else None)


def board(state: Workshop) -> Board:
    """All cases played so far."""
    steps = rounds.played(state)
    ladder = house_ladder(state)
    rows = tuple(_board_row(state, step) for step in steps)
    return Board(
        rows,
        alignment(state),
        _needle(state, [step for step in steps if rounds.case_of(state, step).ladder == ladder.id]),
        ladder.low_error,
        ladder.high_error,
        _price_of_day([row.price for row in rows if row.price]),
        _crowd_of_day(state, steps),
    )


def _price_of_day(prices: Sequence[PriceView]) -> PriceView | None:
    if not prices:
        return None
    return PriceView(
        sum(price.lowest for price in prices),
        sum(price.highest for price in prices),
        sum(price.gap for price in prices),
        prices[0].currency,
    )


def _crowd_of_day(state: Workshop, steps: Sequence[StepId]) -> CrowdDay | None:
    """Rounds in which fewer than five predicted are left out, so that no difference tells on anybody."""
    apart: list[int] = []
    told = [step for step in steps if crowd_read(state, step)]
    for step in told:
        seat = rounds.chair(state, step)
        assert seat is not None
        ruled = rounds.rulings(state, step)[seat].level
        apart += [one.level - ruled for one in rounds.guesses(state, step) if one.level is not None]
    return CrowdDay(len(told), apart.count(0), len(apart), fmean(apart)) if apart else None


def _board_row(state: Workshop, step: StepId) -> BoardRow:
    case, first, latest = rounds.case_of(state, step), rounds.rulings(state, step), rounds.latest_rulings(state, step)
    seen = by_face(state, first)
    voted_again = bool(rounds.second_votes(state, step))
    before = _dial(state, step, first)
    after = _dial(state, step, latest) if voted_again else None
    return BoardRow(
        title=case.title,
        family=case.family,
        options=options(case),
        levels=tuple(sorted(first[seat].level for seat in seen)),
        levels_after=tuple(sorted(latest[seat].level for seat in seen)) if voted_again else None,
        dial=None if before is None else measures.hundredths(before),
        verdict=None if before is None else measures.verdict(before),
        dial_after=None if after is None else measures.hundredths(after),
        verdict_after=None if after is None else measures.verdict(after),
        price=_price(state, [case.cost(level) for level in rounds.levels(first)]),
    )


def alignment(state: Workshop) -> Alignment:
    steps = rounds.played(state)
    before = [_dial(state, step, rounds.rulings(state, step)) for step in steps]
    after = [_dial(state, step, rounds.latest_rulings(state, step)) for step in steps]
    cases = sum(1 for one in before if one is not None)
    voted_again = any(rounds.second_votes(state, step) for step in steps)
    return Alignment(
        _mean_hundredths(before),
        _mean_hundredths(after) if voted_again else None,
        cases,
        thin=cases < measures.ALIGNMENT_FROM,
    )


def _dial(state: Workshop, step: StepId, chosen: Mapping[SeatId, Ruling]) -> float | None:
    return measures.dial(rounds.levels(chosen), rounds.case_of(state, step).span)


def _mean_hundredths(dials: Sequence[float | None]) -> int | None:
    mean = measures.alignment(dials)
    return None if mean is None else measures.hundredths(mean)


def _needle(state: Workshop, steps: Sequence[StepId]) -> int | None:
    """The mean first ruling of all managers, as a share of the way up the ladder."""
    shares = [
        (level - rounds.case_of(state, step).lowest) / rounds.case_of(state, step).span
        for step in steps
        if len(rounds.rulings(state, step)) > 1
        for level in rounds.levels(rounds.rulings(state, step))
    ]
    return measures.hundredths(fmean(shares)) if shares else None


def awards(state: Workshop, beat: int) -> tuple[AwardView, ...]:
    """The awards shown so far. A ruling's award goes to the face that ruled, all others to the name."""
    return tuple(
        AwardView(award.kind, tuple(award_name(state, award.kind, seat) for seat in award.seats))
        for award in state.desk.awards[:beat]
    )


def award_name(state: Workshop, kind: str, seat: SeatId) -> str:
    speaks_of_rulings = kind != "praise_fountain"
    return roster.face(state, seat) if speaks_of_rulings else roster.name(state, seat)
