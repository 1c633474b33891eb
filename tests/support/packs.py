"""A small pack that tests play from: neutral words, round costs, every kind of case that the rules treat apart."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from server.game.case import (
    Case,
    CasePack,
    Channel,
    Cue,
    CueKind,
    Delivery,
    Family,
    Form,
    Ladder,
    Option,
    Paper,
    Rung,
    Tag,
)
from server.game.ids import CaseId

COSTS = {0: 0.0, 1: 20.0, 2: 50.0, 3: 85.0, 4: 120.0}


def ladder(name: str, count: int = 4) -> Ladder:
    rungs = tuple(Rung(f"{name}{level}", level, f"{name} step {level}") for level in range(count))
    return Ladder(name, f"{name} low", f"{name} high", rungs)


def case(
    name: str,
    *,
    levels: tuple[int, ...] = (0, 1, 2, 3),
    family: Family = Family.EXCEPTION,
    form: Form = Form.A,
    minutes: int = 13,
    must_escalate: bool = False,
    sensitive: bool = False,
    word: str = "",
) -> Case:
    """A case whose texts all hold its name, so that a test can look for them."""
    return Case(
        id=CaseId(name),
        title=f"Title of {name}",
        family=family,
        channel=Channel.PHONE,
        minutes=minutes,
        form=form,
        text=f"Text of {name}. {word}".strip(),
        facts=(f"Fact of {name}",),
        ladder="service",
        options=tuple(Option(level, f"Option {level} of {name}", COSTS[level]) for level in levels),
        tension=f"Tension of {name}",
        depends_on=(f"First condition of {name}", f"Second condition of {name}", f"Third condition of {name}"),
        debrief=(f"Question on {name}?",),
        notes=f"Private notes on {name}",
        paper_says=Paper(f"Paper on {name}", "Manual 1", "2019"),
        must_escalate=must_escalate,
        sensitive=sensitive,
    )


def pack(*cases: Case) -> CasePack:
    """The usual test pack; other cases than the usual ones where given."""
    return CasePack(
        id="test-pack",
        version="1",
        title="Test pack",
        locale="en",
        currency="EUR",
        industry="testing",
        licence="CC0",
        owner="tests",
        reviewed_on="2026-01-01",
        summary="For tests.",
        contract=("Nobody is shamed.", "Nobody is ranked last."),
        glossary=(),
        ladders=(ladder("service", 5), ladder("authority")),
        reasons=tuple(Tag(f"reason{number}", f"Reason {number}") for number in range(1, 5)),
        deliveries=(
            Delivery("plain", "Plainly", "Say it."),
            Delivery("weather", "The weather", "Like a forecast.", ("And now the weather.",)),
        ),
        cues=tuple(Cue(f"cue-{kind}", kind, f"Cue for {kind}") for kind in CueKind),
        vague_praise=("great job", "well done"),
        masks=tuple(
            f"the {animal}" for animal in ("Otter", "Heron", "Badger", "Lynx", "Finch", "Mole", "Hare", "Swan")
        ),
        team_names=tuple(f"Team {number}" for number in range(1, 81)),
        cases=cases
        or (
            case("warm-up", form=Form.PRACTICE, minutes=6),
            case("flash-one", minutes=6),
            case("flash-two", minutes=6, family=Family.COMMERCIAL, levels=(0, 1, 3)),
            case("flash-three", minutes=6, family=Family.EMOTIONAL, sensitive=True),
            case("full-one"),
            case("full-two", family=Family.ESCALATION, must_escalate=True),
            case("full-three", family=Family.INTERNAL),
        ),
    )


def translated(pack: CasePack, language: str = "fr") -> CasePack:
    """The same pack as if in another language: every text that people read begins with the language."""

    def told(value: Any, name: str = "") -> Any:
        if isinstance(value, tuple):
            return tuple(told(one, name) for one in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: told(getattr(value, one.name), one.name) for one in fields(value)})
        is_text = type(value) is str and value and name not in NO_TEXTS
        return f"{language}: {value}" if is_text else value

    other: CasePack = replace(told(pack), locale=language)
    return other


NO_TEXTS = frozenset(
    [
        "id",
        "version",
        "locale",
        "currency",
        "licence",
        "owner",
        "reviewed_on",
        "ladder",
        "twin_of",
        "dated",
        "cases",
        "review_on",
    ]
)


def cases_pack(full: int = 0, flash: int = 0, practice: bool = False) -> CasePack:
    """So many full and flash cases, named ``full-1``, ``flash-1`` and on."""
    return pack(
        *([case("warm-up", form=Form.PRACTICE, minutes=6)] if practice else []),
        *(case(f"flash-{number}", minutes=6) for number in range(1, flash + 1)),
        *(case(f"full-{number}") for number in range(1, full + 1)),
    )


def one_case(name: str = "the-case", **more: object) -> CasePack:
    """A pack of a single case, played in full unless `minutes` says otherwise."""
    return pack(case(name, **more))  # type: ignore[arg-type]
