"""The run of a workshop: steps of the agenda, phases within a step, and how long each takes.

All timings are proposals to pilot, so they stand here and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from server.game.case import CasePack, Form
from server.game.ids import CaseId, Millis, StepId, millis


class StepKind(StrEnum):
    LOBBY = "lobby"
    WELCOME = "welcome"
    PRACTICE = "practice"
    CASE = "case"
    BOARD = "board"
    BREAK = "break"
    AWARDS = "awards"
    DEBRIEF = "debrief"
    CLOSE = "close"


class Phase(StrEnum):
    """Where we are. The phases from `READ` to `SCORE` make up a round."""

    LOBBY = "lobby"
    WELCOME = "welcome"
    READ = "read"
    RULE = "rule"
    PREDICT = "predict"
    LOCK = "lock"
    CROWD = "crowd"
    CHAIR = "chair"
    PANEL = "panel"
    PRAISE = "praise"
    IMPACT = "impact"
    DISCUSS = "discuss"
    ALIGN = "align"
    CAPTURE = "capture"
    SCORE = "score"
    BOARD = "board"
    BREAK = "break"
    AWARDS = "awards"
    DEBRIEF = "debrief"
    CLOSED = "closed"


class Mode(StrEnum):
    """Whom the reps predict. Only *chair* is played so far; a step names its mode, so that others can join."""

    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the agenda. `may_cut` tells the facilitator what can go when time runs short."""

    id: StepId
    kind: StepKind
    minutes: int
    case: CaseId | None = None
    flash: bool = False
    mode: Mode = Mode.CHAIR
    may_cut: bool = False
    cut: bool = False

    @property
    def is_round(self) -> bool:
        return self.kind in (StepKind.PRACTICE, StepKind.CASE)


ROUND: Final = (
    Phase.READ,
    Phase.RULE,
    Phase.PREDICT,
    Phase.LOCK,
    Phase.CROWD,
    Phase.CHAIR,
    Phase.PANEL,
    Phase.PRAISE,
    Phase.IMPACT,
    Phase.DISCUSS,
    Phase.ALIGN,
    Phase.CAPTURE,
    Phase.SCORE,
)
"""A round in full, in order."""

SINGLE: Final = {
    StepKind.LOBBY: Phase.LOBBY,
    StepKind.WELCOME: Phase.WELCOME,
    StepKind.BOARD: Phase.BOARD,
    StepKind.BREAK: Phase.BREAK,
    StepKind.AWARDS: Phase.AWARDS,
    StepKind.DEBRIEF: Phase.DEBRIEF,
    StepKind.CLOSE: Phase.CLOSED,
}
"""The one phase of each step that is no round."""

FULL_SECONDS: Final = {
    Phase.READ: 75,
    Phase.RULE: 60,
    Phase.PREDICT: 60,
    Phase.LOCK: 5,
    Phase.CROWD: 20,
    Phase.CHAIR: 60,
    Phase.PANEL: 60,
    Phase.PRAISE: 60,
    Phase.IMPACT: 60,
    Phase.DISCUSS: 150,
    Phase.ALIGN: 60,
    Phase.CAPTURE: 90,
    Phase.SCORE: 20,
}
FLASH_SECONDS: Final = {
    Phase.READ: 40,
    Phase.RULE: 35,
    Phase.PREDICT: 40,
    Phase.LOCK: 5,
    Phase.CROWD: 10,
    Phase.CHAIR: 40,
    Phase.PANEL: 40,
    Phase.PRAISE: 30,
    Phase.IMPACT: 25,
    Phase.DISCUSS: 75,
    Phase.SCORE: 20,
}
"""A flash round has no re-vote and captures no line."""

FULL_MINUTES: Final = 13
FLASH_MINUTES: Final = 6
SHORTEST_TALK: Final = 30
"""Seconds of discussion that remain when a round is made shorter."""

MORE_TIME: Final = millis(30)
GRACE: Final = millis(2)
"""When closing is automatic, answers on their way still count for this long."""
NEARLY_ALL: Final = 0.8
NEARLY_ALL_WAIT: Final = millis(10)
"""With automatic closing, the time left once four in five have answered."""

DEBRIEF_QUESTIONS: Final = 6
"""How we felt, what happened, what we learned, how it relates to work, what if, what next (Thiagi)."""

KEPT_PRIVATE_BELOW: Final = 5
"""A group of fewer answers than this is shown to nobody."""


def seconds(step: Step, phase: Phase) -> int | None:
    """How long a phase of this step is planned to take; None where no clock runs.

    A round that is longer or shorter than usual gives or takes the time in its discussion.
    """
    if step.is_round:
        table = FLASH_SECONDS if step.flash else FULL_SECONDS
        usual = FLASH_MINUTES if step.flash else FULL_MINUTES
        if phase is Phase.DISCUSS:
            return max(SHORTEST_TALK, table[phase] + (step.minutes - usual) * 60)
        return table.get(phase)
    if phase in (Phase.WELCOME, Phase.BOARD, Phase.BREAK, Phase.DEBRIEF):
        return step.minutes * 60
    return None


def length(step: Step, phase: Phase) -> Millis | None:
    """As `seconds`, in milliseconds."""
    planned = seconds(step, phase)
    return None if planned is None else millis(planned)


def two_hours(pack: CasePack) -> tuple[Step, ...]:
    """A workshop of 120 minutes from this pack: practice, three flash rounds, three full ones.

    A case is played as a flash round or in full as its author timed it, in the author's order; a pack with too
    few of one kind lends from the other, and one with too few cases gets a shorter day. Form B is for another day.
    """
    practice = [case.id for case in pack.cases if case.form is Form.PRACTICE][:1]
    first = [case for case in pack.cases if case.form is Form.A]
    played = first or [case for case in pack.cases if case.form is Form.B]
    long = [case.id for case in played if case.minutes >= FULL_MINUTES]
    short = [case.id for case in played if case.minutes < FULL_MINUTES]
    full = (long + short[3:])[:3]
    flash = (short[:3] + [case for case in long if case not in full])[:3]
    kinds = StepKind
    steps = [
        Step(StepId(""), kinds.LOBBY, 7),
        Step(StepId(""), kinds.WELCOME, 8),
        *(Step(StepId(""), kinds.PRACTICE, 8, case, flash=True) for case in practice),
        *(Step(StepId(""), kinds.CASE, FLASH_MINUTES, case, flash=True, may_cut=case == flash[-1]) for case in flash),
        Step(StepId(""), kinds.BOARD, 8, may_cut=True),
        Step(StepId(""), kinds.BREAK, 10),
        *(Step(StepId(""), kinds.CASE, FULL_MINUTES, case) for case in full),
        Step(StepId(""), kinds.AWARDS, 7),
        Step(StepId(""), kinds.DEBRIEF, 12),
        Step(StepId(""), kinds.CLOSE, 3),
    ]
    return tuple(replace(step, id=StepId(f"s{number}")) for number, step in enumerate(steps, start=1))


def next_step(agenda: Sequence[Step], after: StepId) -> Step | None:
    """The step that follows, leaving out what was cut."""
    place = index(agenda, after)
    return next((step for step in agenda[place + 1 :] if not step.cut), None)


def upcoming(agenda: Sequence[Step], after: StepId) -> tuple[Step, ...]:
    """The steps that can still be arranged: those after this one, up to the close, which stays where it is."""
    return tuple(step for step in agenda[index(agenda, after) + 1 :] if step.kind is not StepKind.CLOSE)


def step_before(agenda: Sequence[Step], step: StepId) -> Step | None:
    """The step that came before, leaving out what was cut."""
    place = index(agenda, step)
    return next((one for one in reversed(agenda[:place]) if not one.cut), None)


def index(agenda: Sequence[Step], step: StepId) -> int:
    return next(place for place, one in enumerate(agenda) if one.id == step)
