"""What the console shows: the stage as it is, the run of the day, and who needs what. Never an unrevealed ruling."""

from dataclasses import dataclass

from server.game import devices, permissions, plan, roster, rounds, rush
from server.game.case import Case, Form
from server.game.errors import Reason
from server.game.ids import CaseId, ClaimId, Millis, SeatId, StepId, TeamId, TextId
from server.game.people import FACILITATOR, Actor, Role
from server.game.plan import ROUND, Phase, StepKind
from server.game.state import Disclosure, Line, TextKind, Workshop
from server.game.views import room
from server.game.views.room import Draft, Face, OptionView, TellingView
from server.game.views.stage import StageView, stage_view


@dataclass(frozen=True, slots=True)
class StepView:
    """One line of the run sheet. `begun_at` is when it really began."""

    id: StepId
    kind: StepKind
    title: str
    minutes: int
    flash: bool
    may_cut: bool
    cut: bool
    begun_at: Millis | None
    case: CaseId | None
    voided: bool
    can_void: bool
    line: Line | None


@dataclass(frozen=True, slots=True)
class NextView:
    """Where the one button leads. `face` is whom it reveals; `why_not` is why it waits."""

    phase: Phase
    kind: StepKind
    title: str
    beat: int
    same_step: bool
    reveals: bool
    face: Face | None
    why_not: Reason | None


@dataclass(frozen=True, slots=True)
class UndoView:
    what: str
    about: str
    possible: bool


@dataclass(frozen=True, slots=True)
class SeatView:
    """One person. `answered` is None in a phase that asks nothing of them."""

    id: SeatId
    role: Role
    name: str
    team: TeamId | None
    hello: bool
    removed: bool
    absent: bool
    disclosure: Disclosure
    masked: bool
    answered: bool | None
    passed: bool
    praised: int


@dataclass(frozen=True, slots=True)
class TeamChoice:
    id: TeamId
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class HeldText:
    """Free text at the gate. The author of a note stands here only if they signed it."""

    id: TextId
    kind: TextKind
    parts: tuple[str, ...]
    author: str
    to: str
    released: bool
    set_aside: bool


@dataclass(frozen=True, slots=True)
class ClaimView:
    id: ClaimId
    seat: SeatId
    name: str


@dataclass(frozen=True, slots=True)
class DevicesView:
    """A link that was opened on so many further devices, the last of them then. Without a seat it is the console's."""

    role: Role
    seat: SeatId | None
    name: str
    strange: int
    at: Millis


@dataclass(frozen=True, slots=True)
class RushView:
    """So many came in with a typed code within a short while; of them so many have done nothing yet.

    Others who type the code wait until `until`.
    """

    came: int
    idle: int
    until: Millis


@dataclass(frozen=True, slots=True)
class Candidate:
    """A manager who could sit in the chair, or flip, under the face that the room knows."""

    seat: SeatId
    face: Face
    sealed: bool


@dataclass(frozen=True, slots=True)
class CaseNotes:
    """The facilitator's private card for a case."""

    case: CaseId
    title: str
    pack_notes: str
    tension: str
    own: str


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """Something in writing on this case, which the room may call out of date."""

    id: str
    text: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Steering:
    """What can be arranged in this round."""

    chair: SeatId | None
    candidates: tuple[Candidate, ...]
    order: tuple[Candidate, ...]
    flipped: int
    stand_ins: tuple[SeatId, ...]
    options: tuple[OptionView, ...]
    telling: TellingView | None
    hushed: bool
    voided: bool
    draft: Draft | None
    line: Line | None
    must_escalate: bool
    papers: tuple[PaperChoice, ...]


@dataclass(frozen=True, slots=True)
class CaseChoice:
    id: CaseId
    title: str
    minutes: int
    played: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """Praise coverage: a light for the facilitator, never public."""

    praised: int
    reps: int
    most: int


@dataclass(frozen=True, slots=True)
class ConsoleView:
    title: str
    code: str
    pack: str
    currency: str
    can: tuple[str, ...]
    stage: StageView
    place: room.Place
    starts_at: Millis | None
    opened_at: Millis
    agenda: tuple[StepView, ...]
    next: NextView | None
    back: bool
    undo: UndoView | None
    veiled: bool
    held: bool
    locked: bool
    automatic: bool
    timed: bool
    seats: tuple[SeatView, ...]
    teams: tuple[TeamChoice, ...]
    gate: tuple[HeldText, ...]
    claims: tuple[ClaimView, ...]
    devices: tuple[DevicesView, ...]
    rush: RushView | None
    steering: Steering | None
    notes: CaseNotes | None
    up_next: CaseNotes | None
    cases: tuple[CaseChoice, ...]
    ledger: Ledger
    commitments: int


def console_view(state: Workshop) -> ConsoleView:
    can = permissions.allowed(state, FACILITATOR)
    following = plan.next_step(state.desk.agenda, state.course.step)
    return ConsoleView(
        title=state.title,
        code=state.code,
        pack=state.pack.title,
        currency=state.pack.currency,
        can=tuple(sorted(can)),
        stage=stage_view(state),
        place=room.place(state),
        starts_at=state.desk.starts_at,
        opened_at=state.opened_at,
        agenda=tuple(_step(state, step) for step in state.desk.agenda),
        next=_next(state),
        back="back" in can,
        undo=_undo(state, "undo" in can),
        veiled=state.desk.veiled,
        held=state.desk.held is not None,
        locked=state.desk.locked,
        automatic=state.desk.automatic,
        timed=state.desk.timed,
        seats=_seats(state),
        teams=tuple(
            TeamChoice(team, roster.team_name(state, team), size) for team, size in roster.sizes(state).items()
        ),
        gate=_gate(state),
        claims=tuple(ClaimView(one.id, one.seat, roster.name(state, one.seat)) for one in state.claims.values()),
        devices=_devices(state),
        rush=_rush(state),
        steering=_steering(state),
        notes=_notes(state, state.step.case),
        up_next=_notes(state, following.case) if following else None,
        cases=_cases(state),
        ledger=_ledger(state),
        commitments=sum(text.kind is TextKind.COMMITMENT for text in state.texts.values()),
    )


def _devices(state: Workshop) -> tuple[DevicesView, ...]:
    """Whose links the facilitator is asked about."""
    opened: dict[Actor, Millis] = {}
    for key, held in state.devices.items():
        owner = state.keys[key]
        if held.strange and (owner.seat is None or roster.is_here(state, owner.seat)):
            opened[owner] = max(held.at, opened.get(owner, held.at))
    return tuple(
        DevicesView(
            owner.role,
            owner.seat,
            roster.name(state, owner.seat) if owner.seat else "",
            len(devices.strange(state, owner)),
            at,
        )
        for owner, at in opened.items()
    )


def _rush(state: Workshop) -> RushView | None:
    held = state.rush
    if held is None or held.since is None:
        return None
    return RushView(len(rush.typed_since(state, held.since)), len(rush.idle(state, held.since)), held.until)


def _step(state: Workshop, step: plan.Step) -> StepView:
    return StepView(
        id=step.id,
        kind=step.kind,
        title=state.pack.case(step.case).title if step.case else "",
        minutes=step.minutes,
        flash=step.flash,
        may_cut=step.may_cut,
        cut=step.cut,
        begun_at=state.desk.begun.get(step.id),
        case=step.case,
        voided=step.id in state.desk.voided,
        can_void=step.id in state.rounds,
        line=state.desk.lines.get(step.id),
    )


def _next(state: Workshop) -> NextView | None:
    to = rounds.ahead(state)
    if to is None:
        return None
    step = state.step_of(to.step)
    return NextView(
        phase=to.phase,
        kind=step.kind,
        title=state.pack.case(step.case).title if step.case else "",
        beat=to.beat,
        same_step=to.step == state.course.step,
        reveals=rounds.reveals(to),
        face=_face_of(state, to),
        why_not=permissions.refusal(state, FACILITATOR, permissions.KINDS["next"]),
    )


def _face_of(state: Workshop, to: rounds.Position) -> Face | None:
    """Whom this place is about: the chair, or the manager who flips."""
    if to.step not in state.rounds:
        return None
    if to.phase in (Phase.PREDICT, Phase.CHAIR):
        chair = rounds.chair(state, to.step)
        return None if chair is None else room.face(state, chair)
    if to.phase is Phase.PANEL and to.beat > 0:
        fresh = [seat for seat in rounds.flipped_at(state, to) if seat not in rounds.flipped(state, to.step)]
        return room.face(state, fresh[0]) if fresh else None
    return None


def _undo(state: Workshop, possible: bool) -> UndoView | None:
    if not state.marks:
        return None
    last = state.marks[-1]
    return UndoView(last.what, last.about, possible)


def _seats(state: Workshop) -> tuple[SeatView, ...]:
    tally = rounds.tally(state)
    passed = state.rounds[state.course.step].passed if state.course.step in state.rounds else frozenset()
    expected, praised = frozenset(tally.expected), _praised(state)
    return tuple(
        SeatView(
            id=seat.id,
            role=seat.role,
            name=roster.name(state, seat.id),
            team=roster.team(state, seat.id),
            hello=seat.hello,
            removed=seat.id in state.desk.removed,
            absent=seat.id in state.desk.absent,
            disclosure=seat.disclosure,
            masked=seat.id in state.desk.masked,
            answered=seat.id in tally.done if seat.id in expected else None,
            passed=seat.id in passed,
            praised=praised.get(seat.id, 0),
        )
        for seat in state.seats.values()
    )


def _gate(state: Workshop) -> tuple[HeldText, ...]:
    """Everything written, oldest first. Commitments are private to their authors and come without a name."""
    return tuple(
        HeldText(
            text.id,
            text.kind,
            text.parts,
            roster.name(state, text.author) if _may_name(text.kind, text.signed) else "",
            roster.name(state, text.to) if text.to else "",
            text.id in state.desk.released,
            text.id in state.desk.set_aside,
        )
        for text in state.texts.values()
        if text.kind is not TextKind.COMMITMENT
    )


def _may_name(kind: TextKind, signed: bool) -> bool:
    return signed if kind is TextKind.NOTE else kind in (TextKind.PRAISE, TextKind.THANKS)


def _steering(state: Workshop) -> Steering | None:
    at = rounds.here(state)
    if at.phase not in ROUND or at.step not in state.rounds:
        return None
    case, sealed = rounds.case_of(state, at.step), rounds.rulings(state, at.step)
    managers = [seat.id for seat in roster.managers(state)]
    return Steering(
        chair=rounds.chair(state, at.step),
        candidates=tuple(
            _candidate(state, seat, seat in sealed) for seat in managers if rounds.may_chair(state, at.step, seat)
        ),
        order=tuple(_candidate(state, seat, True) for seat in rounds.flips(state, at.step)),
        flipped=len(rounds.flipped(state, at.step)) if at.phase is Phase.PANEL else 0,
        stand_ins=rounds.stand_ins(state),
        options=room.options(case),
        telling=room.telling(state),
        hushed=at.step in state.desk.hushed,
        voided=at.step in state.desk.voided,
        draft=room.draft(state, at.step) if at.phase is Phase.CAPTURE else None,
        line=state.desk.lines.get(at.step),
        must_escalate=case.must_escalate,
        papers=_papers(state, case) if at.phase in (Phase.DISCUSS, Phase.ALIGN, Phase.CAPTURE) else (),
    )


def _papers(state: Workshop, case: Case) -> tuple[PaperChoice, ...]:
    own = [(case.id, case.paper_says.text)] if case.paper_says else []
    lines = [(line.id, line.text) for line in state.pack.lines_on(case.id)]
    return tuple(PaperChoice(paper, text, paper in state.desk.stale) for paper, text in (*own, *lines))


def _candidate(state: Workshop, seat: SeatId, sealed: bool) -> Candidate:
    return Candidate(seat, room.face(state, seat), sealed)


def _notes(state: Workshop, case: CaseId | None) -> CaseNotes | None:
    if case is None:
        return None
    held: Case = state.pack.case(case)
    return CaseNotes(case, held.title, held.notes, held.tension, state.notes.get(case, ""))


def _cases(state: Workshop) -> tuple[CaseChoice, ...]:
    planned = {step.case for step in state.desk.agenda if not step.cut}
    return tuple(
        CaseChoice(case.id, case.title, case.minutes, case.id in planned)
        for case in state.pack.cases
        if case.form is not Form.PRACTICE
    )


def _ledger(state: Workshop) -> Ledger:
    praised = _praised(state)
    reps = [seat.id for seat in roster.reps(state)]
    return Ledger(sum(seat in praised for seat in reps), len(reps), max(praised.values(), default=0))


def _praised(state: Workshop) -> dict[SeatId, int]:
    """How many lines of praise each rep got that were released."""
    count: dict[SeatId, int] = {}
    for text in state.texts.values():
        if text.kind is TextKind.PRAISE and text.to is not None and text.id in state.desk.released:
            count[text.to] = count.get(text.to, 0) + 1
    return count
