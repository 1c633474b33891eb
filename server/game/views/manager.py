"""What a manager's phone shows: the room's part, the same for all managers, and the manager's own."""

from collections import Counter
from dataclasses import dataclass, replace

from server.game import permissions, roster, rounds
from server.game.case import PLAIN, AwardWords, CueKind, Term
from server.game.ids import SeatId
from server.game.people import Actor, Role
from server.game.plan import ROUND, Phase
from server.game.rounds import Position
from server.game.state import Conditions, Disclosure, Ruling, Telling, Text, TextKind, Workshop
from server.game.views import room
from server.game.views.rep import ReasonTag, awards_shown, texts_by
from server.game.views.room import Alignment, AwardView, Place, RoundView

THIN_MASK = 3
"""With so few managers a mask hides little in a live room, and the screen says so."""


@dataclass(frozen=True, slots=True)
class DeliveryView:
    id: str
    title: str
    hint: str
    openers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueView:
    kind: CueKind
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rep in the praise ledger. `reasons` are those of this round that the rep agreed to show."""

    id: SeatId
    name: str
    team: str
    praised: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ManagerRoom:
    """The same for every manager. No rep's answer is in it before predictions are closed."""

    title: str
    code: str
    place: Place
    round: RoundView | None
    colleagues: int
    few_managers: bool
    ledger: tuple[Waiting, ...]
    reasons: tuple[ReasonTag, ...] = ()
    depends_on: tuple[str, ...] = ()
    deliveries: tuple[DeliveryView, ...] = ()
    cues: tuple[CueView, ...] = ()
    contract: tuple[str, ...] = ()
    house_rules: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = ()
    alignment: Alignment | None = None
    awards: tuple[AwardView, ...] = ()
    award_words: tuple[AwardWords, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnPraise:
    to: str
    parts: tuple[str, ...]
    released: bool


@dataclass(frozen=True, slots=True)
class ThanksView:
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class ManagerOwn:
    """One manager's own. `turn` is the place among those who flip, from 1."""

    name: str
    role: Role
    face: str
    mask: str
    disclosure: Disclosure
    hello: bool
    can: tuple[str, ...]
    in_chair: bool = False
    passed: bool = False
    absent: bool = False
    ruling: Ruling | None = None
    by_proxy: bool = False
    outranked: bool = False
    """Privately: in this case the law or safety hands over, and this ruling did not."""
    telling: Telling | None = None
    expected: int | None = None
    conditions: Conditions | None = None
    revote: Ruling | None = None
    turn: int | None = None
    told: bool = False
    praise: tuple[OwnPraise, ...] = ()
    thanks: tuple[ThanksView, ...] = ()
    awards: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()


def manager_room(state: Workshop) -> ManagerRoom:
    at = rounds.here(state)
    shared = ManagerRoom(
        title=state.title,
        code=state.code,
        place=room.place(state),
        round=room.round_view(state),
        colleagues=len(roster.managers(state)) - 1,
        few_managers=len(roster.managers(state)) <= THIN_MASK,
        ledger=_ledger(state, at),
        contract=state.pack.contract if at.phase in (Phase.LOBBY, Phase.WELCOME) else (),
        house_rules=state.pack.house_rules if at.phase in (Phase.LOBBY, Phase.WELCOME) else (),
        glossary=state.pack.glossary if at.phase in (Phase.LOBBY, Phase.WELCOME) else (),
        alignment=room.alignment(state) if at.phase in (Phase.BOARD, Phase.CLOSED) else None,
        awards=room.awards(state, at.beat) if at.phase is Phase.AWARDS else (),
        award_words=state.pack.awards if state.desk.awards else (),
    )
    return _with_case(state, at, shared) if at.phase in ROUND else shared


def _with_case(state: Workshop, at: Position, shared: ManagerRoom) -> ManagerRoom:
    """What a manager needs to rule and to tell. A case without jokes offers neither deliveries nor jokes."""
    case = rounds.case_of(state, at.step)
    deliveries = [one for one in state.pack.deliveries if one.id == PLAIN or not case.plain_only]
    cues = {cue.id: cue for cue in state.pack.cues if not (case.plain_only and cue.kind is CueKind.JOKE)}
    return replace(
        shared,
        reasons=tuple(ReasonTag(tag.id, tag.label) for tag in state.pack.reasons),
        depends_on=case.depends_on,
        deliveries=tuple(DeliveryView(one.id, one.title, one.hint, one.openers) for one in deliveries),
        cues=tuple(
            CueView(cues[cue].kind, cues[cue].text) for cue in roster.shuffled(state.seed, f"cues {at.step}", cues)
        ),
    )


def _ledger(state: Workshop, at: Position) -> tuple[Waiting, ...]:
    """Who is still waiting for praise: the least praised first."""
    if at.phase in (Phase.LOBBY, Phase.WELCOME, Phase.READ, Phase.RULE):
        return ()
    praised = Counter(
        text.to for text in state.texts.values() if text.kind is TextKind.PRAISE and text.id not in state.desk.set_aside
    )
    rows = [
        Waiting(
            seat.id,
            roster.name(state, seat.id),
            "" if (team := roster.team(state, seat.id)) is None else roster.team_name(state, team),
            praised[seat.id],
            _quotable(state, seat.id, at),
        )
        for seat in roster.reps(state)
    ]
    return tuple(sorted(rows, key=lambda row: (row.praised, row.name.casefold())))


def _quotable(state: Workshop, seat: SeatId, at: Position) -> tuple[str, ...]:
    """A rep's reasons in this round, if that rep agreed to show them, and once predictions are closed."""
    if at.phase not in ROUND or at.phase in (Phase.PREDICT, Phase.LOCK):
        return ()
    choice = state.rounds[at.step].choices.get(seat)
    if choice is None or not choice.quotable:
        return ()
    return tuple(tag.label for tag in state.pack.reasons if tag.id in choice.reasons)


def manager_own(state: Workshop, seat: SeatId) -> ManagerOwn:
    held = state.seats[seat]
    at = rounds.here(state)
    own = ManagerOwn(
        name=roster.name(state, seat),
        role=held.role,
        face=roster.face(state, seat),
        mask=held.mask,
        disclosure=roster.disclosure(state, seat),
        hello=held.hello,
        can=tuple(sorted(permissions.allowed(state, Actor(Role.MANAGER, seat)))),
        absent=seat in state.desk.absent,
        praise=tuple(
            OwnPraise(roster.name(state, text.to), text.parts, text.id in state.desk.released)
            for text in _texts(state, TextKind.PRAISE)
            if text.author == seat and text.to
        ),
        thanks=thanks_to(state, seat),
        awards=tuple(award.kind for award in awards_shown(state) if seat in award.seats),
        commitments=texts_by(state, seat, TextKind.COMMITMENT),
    )
    return _in_round(state, seat, at, own) if at.phase in ROUND else own


def _in_round(state: Workshop, seat: SeatId, at: Position, own: ManagerOwn) -> ManagerOwn:
    held = state.rounds[at.step]
    order = rounds.flips(state, at.step) if at.phase in (Phase.CROWD, Phase.CHAIR, Phase.PANEL) else ()
    shown = rounds.shown(state, at.step)
    ruling = rounds.rulings(state, at.step).get(seat)
    escalates = rounds.case_of(state, at.step).must_escalate and at.phase not in (Phase.READ, Phase.RULE)
    return replace(
        own,
        in_chair=rounds.chair(state, at.step) == seat,
        passed=seat in held.passed,
        ruling=ruling,
        outranked=escalates and ruling is not None and ruling.authority != state.pack.hand_over,
        by_proxy=seat in rounds.plan_of(state, at.step).proxies and seat not in held.sealed,
        telling=held.tellings.get(seat),
        expected=held.expected.get(seat),
        conditions=held.conditions.get(seat),
        revote=held.revotes.get(seat),
        turn=order.index(seat) + 1 if seat in order else None,
        told=seat in shown,
    )


def thanks_to(state: Workshop, seat: SeatId) -> tuple[ThanksView, ...]:
    """What reps wrote to this manager and the facilitator released."""
    return tuple(
        ThanksView(roster.name(state, text.author), text.parts[0])
        for text in _texts(state, TextKind.THANKS)
        if text.to == seat and text.id in state.desk.released
    )


def _texts(state: Workshop, kind: TextKind) -> list[Text]:
    return [text for text in state.texts.values() if text.kind is kind]
