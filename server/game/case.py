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
    """One ruling that a case offers. `cost` is in the pack's currency, or in minutes."""

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
class Customer:
    """The brief of whoever plays the customer. `secret` comes out only if somebody asks well."""

    first_words: str
    goal: str
    mood: str
    secret: str
    softens_if: str


@dataclass(frozen=True, slots=True)
class RepBrief:
    """The brief of whoever plays the rep: what this desk may do alone."""

    limits: str


@dataclass(frozen=True, slots=True)
class ManagerBrief:
    """The brief of the manager who may be brought in."""

    style: str
    joins_when: str


@dataclass(frozen=True, slots=True)
class Watch:
    """What the observer ticks."""

    ticks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roleplay:
    """The script that turns a case into a scene of three minutes. `drill` is one line that everybody speaks first."""

    customer: Customer
    rep: RepBrief
    manager: ManagerBrief
    observer: Watch
    drill: str


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
    roleplay: Roleplay | None = None

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
class Guideline:
    """A line that is in force already, and the cases that it speaks of. `review_on` is an ISO date or empty."""

    id: str
    cases: tuple[CaseId, ...]
    text: str
    ref: str = ""
    owner: str = ""
    review_on: str = ""


@dataclass(frozen=True, slots=True)
class AwardWords:
    """What this organisation calls an award, in place of the program's own words. `id` is the kind of the award."""

    id: str
    title: str
    praise: str


MINUTES = "minutes"
"""Stands where a currency would in a pack whose rulings cost time."""


@dataclass(frozen=True, slots=True)
class CasePack:
    """Everything that one workshop is played from, in one language. `currency` has three letters, or is `MINUTES`."""

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
    house_rules: tuple[str, ...] = ()
    guidelines: tuple[Guideline, ...] = ()
    awards: tuple[AwardWords, ...] = ()

    def case(self, case: CaseId) -> Case:
        return next(one for one in self.cases if one.id == case)

    def ladder(self, ladder: str) -> Ladder:
        return next(one for one in self.ladders if one.id == ladder)

    def lines_on(self, case: CaseId) -> tuple[Guideline, ...]:
        """The guidelines in force that speak of this case."""
        return tuple(line for line in self.guidelines if case in line.cases)

    @property
    def papers(self) -> frozenset[str]:
        """What is in writing today: ids of guidelines, and of the cases whose paper says something."""
        return frozenset(line.id for line in self.guidelines) | {case.id for case in self.cases if case.paper_says}

    @property
    def authority(self) -> Ladder:
        return self.ladder(AUTHORITY)

    @property
    def hand_over(self) -> int:
        """The authority level at which the case leaves the rep's hands."""
        return self.authority.options[-1].level
