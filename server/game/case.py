"""The content that the rules need: a case pack, as it was when the workshop opened."""

from dataclasses import dataclass
from enum import StrEnum

from server.game.ids import CaseId


class Family(StrEnum):
    EXCEPTION = "exception"
    ESCALATION = "escalation"
    COMMERCIAL = "commercial"
    INTERNAL = "internal"
    EMOTIONAL = "emotional"
    STALE_RULE = "stale_rule"


class Form(StrEnum):
    """A and B are matched sets, to be played on different days; practice never counts."""

    A = "A"
    B = "B"
    PRACTICE = "practice"


class Channel(StrEnum):
    PHONE = "phone"
    COUNTER = "counter"
    CHAT = "chat"


class CueKind(StrEnum):
    """When a manager may want a cue card."""

    OPENER = "opener"
    JOKE = "joke"
    BRIDGE = "bridge"
    RESCUE = "rescue"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder. `level` is its integer place, from 0."""

    id: str
    level: int
    label: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """An ordered list of options with a name for each way to err."""

    id: str
    low_error: str
    high_error: str
    options: tuple[Rung, ...]


AUTHORITY = "authority"
"""The id of the ladder for *who decides*. Every pack has it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One ruling that a case offers. `cost` is in the pack's currency."""

    level: int
    label: str
    cost: float


@dataclass(frozen=True, slots=True)
class Paper:
    """What the organisation has in writing today. `dated` is an ISO date or empty."""

    text: str
    ref: str = ""
    dated: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    speaker: str
    line: str


@dataclass(frozen=True, slots=True)
class Case:
    """One situation, with the rulings that it offers."""

    id: CaseId
    title: str
    family: Family
    channel: Channel
    minutes: int
    form: Form
    text: str
    facts: tuple[str, ...]
    ladder: str
    options: tuple[Option, ...]
    tension: str
    depends_on: tuple[str, ...]
    debrief: tuple[str, ...]
    notes: str = ""
    paper_says: Paper | None = None
    sensitive: bool = False
    must_escalate: bool = False
    twin_of: CaseId | None = None
    turns: tuple[Turn, ...] = ()

    @property
    def lowest(self) -> int:
        return self.options[0].level

    @property
    def highest(self) -> int:
        return self.options[-1].level

    @property
    def levels(self) -> tuple[int, ...]:
        return tuple(option.level for option in self.options)

    @property
    def span(self) -> int:
        """How many levels lie between the lowest and the highest option."""
        return self.highest - self.lowest

    @property
    def plain_only(self) -> bool:
        """Whether jokes have no place here: hardship, safety and the law are told plainly."""
        return self.sensitive or self.must_escalate or self.family is Family.EMOTIONAL

    def cost(self, level: int) -> float:
        return next(option.cost for option in self.options if option.level == level)


@dataclass(frozen=True, slots=True)
class Tag:
    """A reason, a glossary term or another word that a pack defines."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """A manner in which a manager may tell a ruling. `openers` are first lines to take or change."""

    id: str
    title: str
    hint: str
    openers: tuple[str, ...] = ()


PLAIN = "plain"
"""The delivery that every pack has, and the only one offered on sensitive cases."""


@dataclass(frozen=True, slots=True)
class Cue:
    id: str
    kind: CueKind
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class CasePack:
    """Everything that one workshop is played from."""

    id: str
    version: str
    title: str
    locale: str
    currency: str
    industry: str
    licence: str
    owner: str
    reviewed_on: str
    summary: str
    contract: tuple[str, ...]
    glossary: tuple[Term, ...]
    ladders: tuple[Ladder, ...]
    reasons: tuple[Tag, ...]
    deliveries: tuple[Delivery, ...]
    cues: tuple[Cue, ...]
    vague_praise: tuple[str, ...]
    masks: tuple[str, ...]
    team_names: tuple[str, ...]
    cases: tuple[Case, ...]

    def case(self, case: CaseId) -> Case:
        return next(one for one in self.cases if one.id == case)

    def ladder(self, ladder: str) -> Ladder:
        return next(one for one in self.ladders if one.id == ladder)

    @property
    def authority(self) -> Ladder:
        return self.ladder(AUTHORITY)

    @property
    def hand_over(self) -> int:
        """The authority level at which the case leaves the rep's hands."""
        return self.authority.options[-1].level
