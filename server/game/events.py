"""Every fact that a workshop is made of, in the past tense. The log holds these and nothing else."""

from dataclasses import dataclass

from server.game.case import CasePack
from server.game.ids import CaseId, ClaimId, DeviceHash, KeyHash, Millis, SeatId, StepId, TeamId, TextId, WorkshopId
from server.game.people import Role
from server.game.plan import Phase, Step
from server.game.state import (
    Award,
    Choice,
    Claim,
    Coaching,
    Conditions,
    Disclosure,
    Line,
    Pause,
    Prediction,
    RoundPoints,
    Ruling,
    Seat,
    Telling,
    Text,
    Timer,
)


@dataclass(frozen=True, slots=True)
class WorkshopOpened:
    """The first fact. It carries the whole pack, so that a later edit of the pack changes nothing here.

    `pack` is in the language of the room, `translations` hold it in all its others.
    """

    id: WorkshopId
    code: str
    title: str
    pack: CasePack
    digest: str
    seed: str
    agenda: tuple[Step, ...]
    managers: tuple[Seat, ...]
    recovery: KeyHash
    at: Millis
    translations: tuple[CasePack, ...] = ()


# People


@dataclass(frozen=True, slots=True)
class SeatTaken:
    seat: Seat


@dataclass(frozen=True, slots=True)
class RushHeld:
    """Too many typed the room code since then, so typed codes wait until a moment."""

    since: Millis
    until: Millis


@dataclass(frozen=True, slots=True)
class RushAnswered:
    """The facilitator knows who they are: ours, or not."""

    ours: bool


@dataclass(frozen=True, slots=True)
class SaidHello:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class Disclosed:
    seat: SeatId
    disclosure: Disclosure


@dataclass(frozen=True, slots=True)
class NameReleased:
    """A manager agreed to stand by name in the report that goes up, or took that back."""

    seat: SeatId
    on: bool


@dataclass(frozen=True, slots=True)
class CoachingKept:
    """A manager's own coaching card, as it is now."""

    seat: SeatId
    card: Coaching


@dataclass(frozen=True, slots=True)
class KeyGranted:
    key: KeyHash
    role: Role
    seat: SeatId | None


@dataclass(frozen=True, slots=True)
class KeysRevoked:
    role: Role
    seat: SeatId | None
    but: KeyHash | None = None
    """The one key that stays."""


@dataclass(frozen=True, slots=True)
class LinkOpened:
    """A manager's link, or the console's, was opened on a device that had not opened it before."""

    key: KeyHash
    device: DeviceHash
    at: Millis


@dataclass(frozen=True, slots=True)
class DevicesTrusted:
    """The facilitator knows whose devices those are on which these links are open."""

    role: Role
    seat: SeatId | None


@dataclass(frozen=True, slots=True)
class SeatClaimed:
    claim: Claim


@dataclass(frozen=True, slots=True)
class ClaimAnswered:
    claim: ClaimId
    allowed: bool


# What people said in a round


@dataclass(frozen=True, slots=True)
class RulingSealed:
    """A manager ruled."""

    step: StepId
    seat: SeatId
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Passed:
    step: StepId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """A rep ruled."""

    step: StepId
    seat: SeatId
    choice: Choice


@dataclass(frozen=True, slots=True)
class Predicted:
    step: StepId
    seat: SeatId
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class TellingPrepared:
    step: StepId
    seat: SeatId
    telling: Telling


@dataclass(frozen=True, slots=True)
class AgreementExpected:
    step: StepId
    seat: SeatId
    count: int


@dataclass(frozen=True, slots=True)
class ConditionsNamed:
    step: StepId
    seat: SeatId
    conditions: Conditions


@dataclass(frozen=True, slots=True)
class RoundOpened:
    """A ruling was shown for the first time: predictions stay closed from now on."""

    step: StepId


@dataclass(frozen=True, slots=True)
class ChairTold:
    """The chair pressed reveal."""

    step: StepId


@dataclass(frozen=True, slots=True)
class RulingRevised:
    """A manager ruled again after the talk."""

    step: StepId
    seat: SeatId
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class ChoiceRevised:
    """A rep ruled again after the talk."""

    step: StepId
    seat: SeatId
    choice: Choice


@dataclass(frozen=True, slots=True)
class TextWritten:
    text: Text


# What the facilitator arranged


@dataclass(frozen=True, slots=True)
class Marked:
    """The facilitator acted. Undo puts these paths of the desk back as they are before what follows."""

    what: str
    about: str
    paths: tuple[tuple[str, ...], ...]
    at: Millis


@dataclass(frozen=True, slots=True)
class Undone:
    at: Millis


@dataclass(frozen=True, slots=True)
class Entered:
    """The workshop came to a place. `flipped` are the other managers who are shown from there."""

    step: StepId
    phase: Phase
    beat: int
    timer: Timer | None
    at: Millis
    flipped: tuple[SeatId, ...] = ()


@dataclass(frozen=True, slots=True)
class TimerSet:
    timer: Timer | None


@dataclass(frozen=True, slots=True)
class RoomPaused:
    pause: Pause


@dataclass(frozen=True, slots=True)
class RoomResumed:
    at: Millis


@dataclass(frozen=True, slots=True)
class StageVeiled:
    on: bool


@dataclass(frozen=True, slots=True)
class StageHeld:
    on: bool


@dataclass(frozen=True, slots=True)
class RoomLocked:
    on: bool


@dataclass(frozen=True, slots=True)
class AutomaticSet:
    on: bool


@dataclass(frozen=True, slots=True)
class TimedSet:
    on: bool


@dataclass(frozen=True, slots=True)
class StartSet:
    at: Millis


@dataclass(frozen=True, slots=True)
class AgendaChanged:
    agenda: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class SeatRenamed:
    seat: SeatId
    name: str


@dataclass(frozen=True, slots=True)
class SeatRemoved:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class SeatRestored:
    seat: SeatId


@dataclass(frozen=True, slots=True)
class SeatMoved:
    seat: SeatId
    team: TeamId


@dataclass(frozen=True, slots=True)
class TeamsDrawn:
    count: int
    teams: tuple[tuple[SeatId, TeamId], ...]


@dataclass(frozen=True, slots=True)
class AbsenceMarked:
    seat: SeatId
    absent: bool


@dataclass(frozen=True, slots=True)
class MaskSet:
    seat: SeatId
    on: bool


@dataclass(frozen=True, slots=True)
class ChairChosen:
    step: StepId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class OrderChosen:
    step: StepId
    order: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class RulingsClosed:
    """Who predicts, and whom, stands from now on."""

    step: StepId
    roster: tuple[SeatId, ...]
    chair: SeatId | None


@dataclass(frozen=True, slots=True)
class PredictionsClosed:
    step: StepId
    counted: tuple[SeatId, ...]
    order: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class ProxyRuled:
    """The facilitator entered a manager's ruling."""

    step: StepId
    seat: SeatId
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class LineHushed:
    step: StepId
    on: bool


@dataclass(frozen=True, slots=True)
class RoundScored:
    step: StepId
    points: RoundPoints


@dataclass(frozen=True, slots=True)
class RoundVoided:
    step: StepId
    on: bool


@dataclass(frozen=True, slots=True)
class CaseClosed:
    step: StepId
    line: Line


@dataclass(frozen=True, slots=True)
class PaperFlagged:
    """The room said that a paper is out of date, or took that back."""

    paper: str
    on: bool


@dataclass(frozen=True, slots=True)
class LineAmended:
    """A new version of how a case was closed; the one before is kept."""

    step: StepId
    line: Line


@dataclass(frozen=True, slots=True)
class TextReleased:
    text: TextId


@dataclass(frozen=True, slots=True)
class TextSetAside:
    text: TextId


@dataclass(frozen=True, slots=True)
class AwardsDrawn:
    awards: tuple[Award, ...]


@dataclass(frozen=True, slots=True)
class NoteKept:
    case: CaseId
    text: str


LinkEvent = KeyGranted | KeysRevoked | LinkOpened | DevicesTrusted
DoorEvent = SeatTaken | RushHeld | RushAnswered | LinkEvent | SeatClaimed | ClaimAnswered
PeopleEvent = DoorEvent | SaidHello | Disclosed | NameReleased | CoachingKept
RoundEvent = (
    RulingSealed
    | Passed
    | ChoiceMade
    | Predicted
    | TellingPrepared
    | AgreementExpected
    | ConditionsNamed
    | RoundOpened
    | ChairTold
    | RulingRevised
    | ChoiceRevised
)
CourseEvent = Entered | TimerSet | RoomPaused | RoomResumed
RoomEvent = StageVeiled | RoomLocked | AutomaticSet | TimedSet | StartSet
SeatEvent = SeatRenamed | SeatRemoved | SeatRestored | SeatMoved | TeamsDrawn | AbsenceMarked | MaskSet
PlanEvent = ChairChosen | OrderChosen | RulingsClosed | PredictionsClosed | ProxyRuled
OutcomeEvent = (
    LineHushed
    | RoundScored
    | RoundVoided
    | CaseClosed
    | LineAmended
    | PaperFlagged
    | TextReleased
    | TextSetAside
    | AwardsDrawn
)
DeskEvent = CourseEvent | RoomEvent | SeatEvent | PlanEvent | OutcomeEvent | StageHeld | AgendaChanged

Event = WorkshopOpened | PeopleEvent | RoundEvent | TextWritten | NoteKept | Marked | Undone | DeskEvent


def is_quiet(event: Event) -> bool:
    """Whether this fact changes only what its own seat, the managers, the console and the stage see."""
    if isinstance(event, SeatTaken):
        return event.seat.role is not Role.MANAGER
    return isinstance(event, _QUIET)


_QUIET = (
    RushHeld,
    RushAnswered,
    SaidHello,
    RulingSealed,
    ChoiceMade,
    Predicted,
    AgreementExpected,
    RulingRevised,
    ChoiceRevised,
    NoteKept,
    CoachingKept,
    NameReleased,
    KeyGranted,
    LinkOpened,
    DevicesTrusted,
    SeatClaimed,
)
