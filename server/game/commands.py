"""Every wish that somebody can send. A wish is decided by `decide`; nothing here happens by itself.

Commands that answer a round name its step, so that a tap that arrives late cannot land in the next round. `n` counts
the taps of one seat on one question: an older tap changes nothing. `expect` is the move that the sender saw, so that
two presses move the workshop once. `present` is filled in by the server and never read from the wire.
"""

from dataclasses import dataclass

from server.game.ids import CaseId, ClaimId, DeviceHash, KeyHash, Millis, SeatId, StepId, TeamId, TextId
from server.game.people import Role
from server.game.plan import StepKind
from server.game.state import Certainty, Closing, Disclosure, Spread


@dataclass(frozen=True, slots=True)
class TakeSeat:
    """Join by the room code, as a rep or as an observer. `typed` when it was not scanned from the stage."""

    role: Role
    name: str
    key: KeyHash
    typed: bool = False


@dataclass(frozen=True, slots=True)
class ClaimSeat:
    """Say that this new phone belongs to a seat; the facilitator decides."""

    seat: SeatId
    key: KeyHash


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link is opened on a device."""

    key: KeyHash
    device: DeviceHash


@dataclass(frozen=True, slots=True)
class Hello:
    """The test tap: this phone works."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What I would do. A rep sends the whole answer so far; a manager's is whole, and seals."""

    step: StepId
    level: int | None
    authority: int | None
    reasons: tuple[str, ...] = ()
    quotable: bool = False
    n: int = 0


@dataclass(frozen=True, slots=True)
class Predict:
    """What I think the chair rules: the whole answer so far."""

    step: StepId
    level: int | None = None
    authority: int | None = None
    certainty: Certainty | None = None
    spread: Spread | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Revote:
    """Rule once more after the talk; both votes are kept."""

    step: StepId
    level: int
    authority: int
    n: int = 0


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Say, without a name, what the difference does to my calls."""

    step: StepId
    text: str
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Thank:
    """A rep thanks a manager."""

    to: SeatId
    text: str


@dataclass(frozen=True, slots=True)
class Commit:
    """What I take home to do."""

    text: str


@dataclass(frozen=True, slots=True)
class Pass:
    """Sit this round out, unexplained; once in a workshop."""

    step: StepId


@dataclass(frozen=True, slots=True)
class Prepare:
    """The chair picks a delivery and a line."""

    step: StepId
    delivery: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Expect:
    """How many colleagues I expect to rule as I do."""

    step: StepId
    count: int


@dataclass(frozen=True, slots=True)
class Reveal:
    """The chair shows the ruling."""

    step: StepId


@dataclass(frozen=True, slots=True)
class Explain:
    """What would make me one step softer or firmer: indices into the case's `depends_on`."""

    step: StepId
    softer: tuple[int, ...] = ()
    firmer: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Praise:
    """A manager praises a rep: when ..., you ..., so that ..."""

    to: SeatId
    when: str
    did: str
    so_that: str


@dataclass(frozen=True, slots=True)
class Disclose:
    """A manager chooses how their rulings may be shown."""

    disclosure: Disclosure


@dataclass(frozen=True, slots=True)
class ReleaseName:
    """A manager agrees that their rulings stand with their name in the report that goes up, or no longer does."""

    on: bool


@dataclass(frozen=True, slots=True)
class KeepCoaching:
    """A manager's own coaching card, whole; an empty part is still to be written."""

    happened: str = ""
    mattered: str = ""
    alternative: str = ""
    next_call: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """Go on. A step that reveals wants `confirmed`."""

    expect: int
    confirmed: bool = False
    present: tuple[SeatId, ...] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """Go to the sub-state before; no answer is lost."""

    expect: int


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave this phase, with what is left of it; in the panel, show the rest at once."""

    expect: int
    confirmed: bool = False
    present: tuple[SeatId, ...] = ()


@dataclass(frozen=True, slots=True)
class SkipStep:
    """Leave this step of the agenda for the next."""

    expect: int
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the facilitator's last command."""


@dataclass(frozen=True, slots=True)
class PauseRoom:
    """Stop every clock, until a time if one is given."""

    back_at: Millis | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on after a pause; every clock has the time that it had left."""


@dataclass(frozen=True, slots=True)
class AddTime:
    """Thirty seconds more."""


@dataclass(frozen=True, slots=True)
class EndTime:
    """The time is over now. Answers stay open until the close."""


@dataclass(frozen=True, slots=True)
class Veil:
    """Blank the stage at once."""

    on: bool


@dataclass(frozen=True, slots=True)
class HoldStage:
    """Keep the picture on the stage while the facilitator looks ahead."""

    on: bool


@dataclass(frozen=True, slots=True)
class LockRoom:
    """Let nobody new in, or do so again."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetAutomatic:
    """Close rulings and predictions without a press, once all are in or the time is over."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetTimed:
    """Play with clocks, or without any."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetStart:
    """When the workshop is planned to begin."""

    at: Millis


@dataclass(frozen=True, slots=True)
class MoveStep:
    """Play a step directly after another one."""

    step: StepId
    after: StepId


@dataclass(frozen=True, slots=True)
class CutStep:
    """Leave a step out, or take it back in."""

    step: StepId
    cut: bool


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """Another length, or full instead of flash."""

    step: StepId
    minutes: int
    flash: bool


@dataclass(frozen=True, slots=True)
class AddStep:
    """One more round, board or break, directly after another step."""

    what: StepKind
    minutes: int
    after: StepId
    case: CaseId | None = None
    flash: bool = False


@dataclass(frozen=True, slots=True)
class AddManager:
    """One more manager, who needs a link of their own."""

    name: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Give somebody another name."""

    seat: SeatId
    name: str


@dataclass(frozen=True, slots=True)
class RemoveSeat:
    """Take a seat out of the room. Nothing that its owner said is lost."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class RestoreSeat:
    """Let a removed seat back in."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class MoveSeat:
    """Put a rep into another team."""

    seat: SeatId
    team: TeamId


@dataclass(frozen=True, slots=True)
class DrawTeams:
    """Deal all reps into so many teams."""

    count: int


@dataclass(frozen=True, slots=True)
class MarkAbsent:
    """Do not wait for this manager, or do so again."""

    seat: SeatId
    absent: bool


@dataclass(frozen=True, slots=True)
class Mask:
    """Show this manager's rulings under an animal's name, whatever they chose."""

    seat: SeatId
    on: bool


@dataclass(frozen=True, slots=True)
class GrantKey:
    """A further key to a seat, to the stage or to the console."""

    role: Role
    key: KeyHash
    seat: SeatId | None = None


@dataclass(frozen=True, slots=True)
class RevokeKeys:
    """Make every key to a seat, to the stage or to the console worthless, but for one.

    Of the console's keys one always stays, so that nobody is locked out of leading.
    """

    role: Role
    seat: SeatId | None = None
    but: KeyHash | None = None


@dataclass(frozen=True, slots=True)
class AnswerClaim:
    claim: ClaimId
    allow: bool


@dataclass(frozen=True, slots=True)
class TrustDevices:
    """The further devices on which a manager's link or the console's is open are whose they should be.

    `expect` is how many of them the console shows.
    """

    role: Role
    seat: SeatId | None
    expect: int
    device: DeviceHash | None = None
    """Where this is said."""


@dataclass(frozen=True, slots=True)
class ChooseChair:
    step: StepId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class ChooseOrder:
    """In which order the other managers flip."""

    step: StepId
    order: tuple[SeatId, ...]


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """Enter a ruling for a manager whose phone is dead. Logged as such."""

    step: StepId
    seat: SeatId
    level: int
    authority: int


@dataclass(frozen=True, slots=True)
class HushLine:
    """Hide the chair's humour line."""

    step: StepId
    on: bool


@dataclass(frozen=True, slots=True)
class VoidRound:
    """Leave a round out of all results, or take it back in."""

    step: StepId
    on: bool


@dataclass(frozen=True, slots=True)
class _Closes:
    """What it takes to close a case: a closing, and of the rest what this closing needs."""

    step: StepId
    closing: Closing
    default: int | None = None
    low: int | None = None
    high: int | None = None
    authority: int | None = None
    wording: str = ""
    owner: str = ""
    review_on: str = ""
    why: str = ""
    say: str = ""
    hand_over_when: str = ""


@dataclass(frozen=True, slots=True)
class CloseCase(_Closes):
    """End a full round: a line, a band, agreeing to differ, or not written and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendLine(_Closes):
    """Change how a case was closed, after its round: a new version, by whom and why. Earlier ones stay readable."""

    by: str
    because: str


@dataclass(frozen=True, slots=True)
class FlagPaper:
    """The room says that a paper is out of date: a guideline by its id, what the paper says by the id of its case."""

    paper: str
    on: bool


@dataclass(frozen=True, slots=True)
class ReleaseText:
    """Let the room see what somebody wrote."""

    text: TextId


@dataclass(frozen=True, slots=True)
class SetTextAside:
    """Keep what somebody wrote from the room."""

    text: TextId


@dataclass(frozen=True, slots=True)
class AnswerRush:
    """Say who came in a rush of typed codes: ours, so that nobody waits any more; or not.

    Those who are not ours and have done nothing yet lose their seats, and the others go on waiting.
    """

    ours: bool


@dataclass(frozen=True, slots=True)
class KeepNote:
    """The facilitator's own note on a case."""

    case: CaseId
    text: str


@dataclass(frozen=True, slots=True)
class TimeUp:
    """A deadline has passed. Early, late and double alarms do no harm."""

    expect: int
    present: tuple[SeatId, ...] = ()


DoorCommand = TakeSeat | ClaimSeat | OpenLink
AnswerCommand = Rule | Predict | Revote | Pass
TellingCommand = Prepare | Expect | Reveal | Explain | Disclose | ReleaseName
WordCommand = WriteNote | Thank | Commit | Praise | ReleaseText | SetTextAside | KeepNote | KeepCoaching
CourseCommand = Next | Back | Skip | SkipStep | Undo | PauseRoom | Resume | AddTime | EndTime | TimeUp
RoomCommand = Veil | HoldStage | LockRoom | SetAutomatic | SetTimed | SetStart
AgendaCommand = MoveStep | CutStep | ChangeStep | AddStep
SeatCommand = (
    Hello | AddManager | Rename | RemoveSeat | RestoreSeat | MoveSeat | DrawTeams | MarkAbsent | Mask | AnswerRush
)
KeyCommand = GrantKey | RevokeKeys | AnswerClaim | TrustDevices
RoundCommand = ChooseChair | ChooseOrder | ProxyRule | HushLine | VoidRound | CloseCase | AmendLine | FlagPaper

Command = (
    DoorCommand
    | AnswerCommand
    | TellingCommand
    | WordCommand
    | CourseCommand
    | RoomCommand
    | AgendaCommand
    | SeatCommand
    | KeyCommand
    | RoundCommand
)
