"""What a workshop is at one moment. Frozen; `evolve` makes the next one from an event.

The state has two halves. What *people* said stands in `seats`, `rounds` and `texts` and is only ever added to.
What the *facilitator* arranged stands in `desk`, so that undo can put an earlier desk back without touching a
single answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from server.game.case import CasePack
from server.game.ids import CaseId, ClaimId, DeviceHash, KeyHash, Millis, SeatId, StepId, TeamId, TextId, WorkshopId
from server.game.people import Actor, Role
from server.game.plan import Phase, Step


class Certainty(StrEnum):
    HUNCH = "hunch"
    FAIRLY = "fairly"
    SURE = "sure"


class Spread(StrEnum):
    """How far apart the managers are."""

    SAME = "same"
    NEIGHBOURS = "neighbours"
    FAR = "far"


class Disclosure(StrEnum):
    """How a manager's rulings may be shown."""

    NAMED = "named"
    MASKED = "masked"
    SUM = "sum"
    """Only in the figures for all managers together; such a manager never sits in the chair."""


class Closing(StrEnum):
    """The ways in which a full round may end."""

    WRITTEN = "written"
    BAND = "band"
    DIFFER = "differ"
    OPEN = "open"
    """Not written, with a reason."""


class TextKind(StrEnum):
    NOTE = "note"
    """A rep on what the difference does to their calls; anonymous."""
    PRAISE = "praise"
    THANKS = "thanks"
    """A rep to a manager."""
    COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class Choice:
    """A rep's own ruling so far. `n` counts the taps of this seat; an older tap changes nothing."""

    level: int | None
    authority: int | None
    reasons: tuple[str, ...] = ()
    quotable: bool = False
    """Whether managers may praise the reasons by name."""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Ruling:
    """A manager's ruling, whole."""

    level: int
    authority: int
    reasons: tuple[str, ...] = ()
    n: int = 0


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a rep thinks the chair rules, so far; a part that is missing at the close earns nothing."""

    level: int | None = None
    authority: int | None = None
    certainty: Certainty | None = None
    spread: Spread | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Telling:
    """How the chair will tell the ruling: a delivery and a line of its own."""

    delivery: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """It depends on ...: what would make a manager rule one step softer or firmer. Indices into the case's list."""

    softer: tuple[int, ...] = ()
    firmer: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """What people said in one round."""

    case: CaseId
    practice: bool
    flash: bool
    sealed: Mapping[SeatId, Ruling] = field(default_factory=dict)
    passed: frozenset[SeatId] = frozenset()
    choices: Mapping[SeatId, Choice] = field(default_factory=dict)
    predictions: Mapping[SeatId, Prediction] = field(default_factory=dict)
    tellings: Mapping[SeatId, Telling] = field(default_factory=dict)
    expected: Mapping[SeatId, int] = field(default_factory=dict)
    """How many colleagues each manager expects to rule the same."""
    conditions: Mapping[SeatId, Conditions] = field(default_factory=dict)
    opened: bool = False
    """Whether a ruling has ever been shown; from then on predictions stay closed."""
    told: bool = False
    """Whether the chair pressed reveal, which no undo takes back."""
    revotes: Mapping[SeatId, Ruling] = field(default_factory=dict)
    second_thoughts: Mapping[SeatId, Choice] = field(default_factory=dict)
    """The reps' own second vote."""


@dataclass(frozen=True, slots=True)
class Points:
    """One rep's points in one round: earned parts, and `total` out of 100."""

    closeness: int = 0
    certainty: int = 0
    authority: int = 0
    spread: int = 0
    hit: bool = False
    answered: bool = False
    total: float = 0


@dataclass(frozen=True, slots=True)
class RoundPoints:
    """The points of a round that was settled. `teams` holds each team's points, 0 to 100."""

    reps: Mapping[SeatId, Points]
    teams: Mapping[TeamId, float]


@dataclass(frozen=True, slots=True)
class Line:
    """How a case was closed: one captured guideline, or why there is none.

    `default`, `low`, `high` are levels of the case; `authority` one of the authority ladder; `review_on` an ISO date.
    """

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
    """A sentence to say to the client."""
    hand_over_when: str = ""
    version: int = 1
    at: Millis | None = None
    """When this version was written."""
    by: str = ""
    """Who changed it after its round, as typed; the first version is the room's."""
    because: str = ""
    """Why it was changed."""


@dataclass(frozen=True, slots=True)
class Coaching:
    """A manager's own coaching card: what happened, why it mattered, an alternative, and the next call."""

    happened: str = ""
    mattered: str = ""
    alternative: str = ""
    next_call: str = ""

    @property
    def complete(self) -> bool:
        return all((self.happened, self.mattered, self.alternative, self.next_call))


@dataclass(frozen=True, slots=True)
class Text:
    """Something that a person wrote. Nobody but its author sees it before the facilitator releases it.

    `parts` is one string, or the three of praise: when ..., you ..., so that ...
    """

    id: TextId
    kind: TextKind
    author: SeatId
    step: StepId
    parts: tuple[str, ...]
    to: SeatId | None = None
    signed: bool = False
    """Whether the author of a note agreed to be named for it."""


@dataclass(frozen=True, slots=True)
class Award:
    """`of` is the figure that won it, in the unit that `awards.py` states for its kind."""

    kind: str
    seats: tuple[SeatId, ...]
    of: float


@dataclass(frozen=True, slots=True)
class Seat:
    """A participant's place. Names, teams and absences that the facilitator set stand on the desk."""

    id: SeatId
    role: Role
    name: str
    team: TeamId | None = None
    hello: bool = False
    disclosure: Disclosure = Disclosure.NAMED
    mask: str = ""
    typed_at: Millis | None = None
    """When it was taken with a typed room code; None where the code was scanned, and for managers."""
    goes_up: bool = False
    """Whether this manager agreed that their rulings stand with their name in the report that goes up."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A new phone that says it belongs to a seat, until the facilitator decides."""

    id: ClaimId
    seat: SeatId
    key: KeyHash


@dataclass(frozen=True, slots=True)
class Devices:
    """Where a link was opened, and when on the last one.

    The first device is taken for its owner's. Others are strange until the facilitator has said whose they are.
    """

    known: frozenset[DeviceHash]
    strange: frozenset[DeviceHash]
    at: Millis


@dataclass(frozen=True, slots=True)
class Rush:
    """Too many typed the room code at once, so others who type it wait until `until`.

    `since` is when it began; None once the facilitator has answered.
    """

    since: Millis | None
    until: Millis


@dataclass(frozen=True, slots=True)
class Timer:
    """A soft deadline: nothing closes by itself when it ends, unless the room is on automatic."""

    length: Millis
    ends: Millis


@dataclass(frozen=True, slots=True)
class Pause:
    at: Millis
    back_at: Millis | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Where the workshop is. `beat` counts reveals within a phase; `move` grows with every change of place."""

    step: StepId
    phase: Phase
    beat: int
    move: int
    since: Millis
    timer: Timer | None = None
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a step was left, for coming back to it."""

    phase: Phase
    beat: int


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What was arranged for one round."""

    chair: SeatId | None = None
    order: tuple[SeatId, ...] | None = None
    """In which the other managers flip; drawn when the round is locked."""
    roster: tuple[SeatId, ...] | None = None
    """The reps who were here before rulings closed; only they predict."""
    flipped: tuple[SeatId, ...] = ()
    """The other managers who were shown so far, in that order."""
    counted: tuple[SeatId, ...] | None = None
    """The reps whose points count: those who predicted, or were connected when predictions closed."""
    proxies: Mapping[SeatId, Ruling] = field(default_factory=dict)
    """Rulings entered by the facilitator for a dead phone; each stands until its manager rules."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the facilitator has arranged. Undo puts an earlier desk back, whole."""

    agenda: tuple[Step, ...]
    course: Course
    starts_at: Millis | None = None
    begun: Mapping[StepId, Millis] = field(default_factory=dict)
    left: Mapping[StepId, Spot] = field(default_factory=dict)
    veiled: bool = False
    held: "Workshop | None" = None
    """The moment whose picture the stage keeps while the facilitator looks ahead."""
    locked: bool = False
    automatic: bool = False
    timed: bool = True
    names: Mapping[SeatId, str] = field(default_factory=dict)
    removed: frozenset[SeatId] = frozenset()
    absent: frozenset[SeatId] = frozenset()
    teams: Mapping[SeatId, TeamId] = field(default_factory=dict)
    team_count: int = 0
    masked: frozenset[SeatId] = frozenset()
    """Managers whom the facilitator masked, whatever they chose."""
    rounds: Mapping[StepId, RoundPlan] = field(default_factory=dict)
    hushed: frozenset[StepId] = frozenset()
    """Rounds whose humour line is hidden."""
    voided: frozenset[StepId] = frozenset()
    lines: Mapping[StepId, Line] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    """Papers that the room called out of date: ids of guidelines, and of cases for what their paper says."""
    past_lines: Mapping[StepId, tuple[Line, ...]] = field(default_factory=dict)
    """The versions before, oldest first."""
    points: Mapping[StepId, RoundPoints] = field(default_factory=dict)
    released: frozenset[TextId] = frozenset()
    set_aside: frozenset[TextId] = frozenset()
    """Texts that the facilitator will not release."""
    awards: tuple[Award, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that undo can take back: which command, what it changed (see `undo.Path`), and the desk before it."""

    what: str
    about: str
    paths: tuple[tuple[str, ...], ...]
    at: Millis
    desk: Desk


@dataclass(frozen=True, slots=True)
class Workshop:
    id: WorkshopId
    code: str
    title: str
    pack: CasePack
    seed: str
    opened_at: Millis
    recovery: KeyHash
    desk: Desk
    seats: Mapping[SeatId, Seat]
    managers: tuple[SeatId, ...]
    """The seats of managers, in the order in which they came: asked for far too often to look through all seats."""
    rounds: Mapping[StepId, Round] = field(default_factory=dict)
    texts: Mapping[TextId, Text] = field(default_factory=dict)
    keys: Mapping[KeyHash, Actor] = field(default_factory=dict)
    devices: Mapping[KeyHash, Devices] = field(default_factory=dict)
    """Of the links to managers' seats and to the console."""
    claims: Mapping[ClaimId, Claim] = field(default_factory=dict)
    rush: Rush | None = None
    trusts_typing: bool = False
    """Whether the facilitator said that those who come in a rush are ours."""
    steps_made: int = 0
    """How many steps the agenda ever had, so that no id comes twice."""
    notes: Mapping[CaseId, str] = field(default_factory=dict)
    """The facilitator's own notes; typed, so kept apart from what undo touches."""
    coaching: Mapping[SeatId, Coaching] = field(default_factory=dict)
    """Each manager's own card. It stands in no view; nobody else ever reads it."""
    marks: tuple[Mark, ...] = ()
    translations: Mapping[str, CasePack] = field(default_factory=dict)
    """The pack in its other languages."""

    @property
    def course(self) -> Course:
        return self.desk.course

    @property
    def step(self) -> Step:
        return self.step_of(self.desk.course.step)

    def step_of(self, step: StepId) -> Step:
        return next(one for one in self.desk.agenda if one.id == step)

    def spoken(self, language: str) -> str:
        """This language where the pack has it, else the language of the room."""
        return language if language in self.translations else self.pack.locale

    def said_in(self, language: str) -> "Workshop":
        """The same workshop with the pack's texts in a language, for whoever reads it."""
        pack = self.translations.get(language)
        if pack is None:
            return self
        held = self.desk.held
        desk = self.desk if held is None else replace(self.desk, held=replace(held, pack=pack))
        return replace(self, pack=pack, desk=desk)
