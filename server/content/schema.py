"""What may stand in a pack, field by field. The page for authors is generated from this file.

A field whose metadata say `text` is shown to people, so each language says it anew. A list whose metadata say `free`
has as many entries as a language likes. All else is the same in every language.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing, validate

from server.game import awards
from server.game.case import MINUTES, Channel, CueKind, Family, Form

FORMAT = 2
"""The form of the files that this program writes and reads. Older ones are brought up to it by `upgrade.py`."""

SLUG = validate.Regexp(
    r"^[a-z0-9][a-z0-9_-]{0,39}\Z",
    error="Use small letters, digits and hyphens, up to 40, for example: third-overdraft.",
)


def words(doc: str, example: str, longest: int = 200, required: bool = True, text: bool = True) -> fields.String:
    """Something written, of at least one sign; a `text` is what people read, in their own language."""
    return fields.String(
        required=required,
        load_default=missing if required else "",
        validate=[
            validate.Length(max=longest, error=f"This is too long. Keep it under {longest} signs."),
            validate.Regexp(r"\s*\S" if required else r"", error=f"Write something here, for example: {example}"),
        ],
        error_messages=_say(f"Write a text, for example: {example}"),
        metadata={"doc": doc, "example": example, "text": text},
    )


def code(doc: str, example: str, pattern: str, sentence: str) -> fields.String:
    """A few letters that machines read too."""
    return fields.String(
        required=True,
        validate=validate.Regexp(rf"({pattern})\Z", error=sentence),
        error_messages=_say(sentence),
        metadata={"doc": doc, "example": example},
    )


def slug(doc: str, example: str, required: bool = True, to: str = "") -> fields.String:
    """A short name that other parts of the pack point to; or one that points `to` the entries of a list."""
    return fields.String(
        required=required,
        load_default=missing if required else None,
        allow_none=not required,
        validate=SLUG,
        error_messages=_say(f"Write a short name, for example: {example}"),
        metadata={"doc": doc, "example": example, **({"to": to} if to else {})},
    )


def whole(doc: str, example: str, low: int, high: int) -> fields.Integer:
    return fields.Integer(
        required=True,
        strict=True,
        validate=validate.Range(low, high, error=f"Use a whole number from {low} to {high}."),
        error_messages=_say(f"Write a whole number, for example: {example}"),
        metadata={"doc": doc, "example": example},
    )


def amount(doc: str, example: str) -> fields.Float:
    return fields.Float(
        required=True,
        validate=validate.Range(0, 10_000_000, error="Use a number of 0 or more."),
        error_messages=_say(f"Write a number without a currency sign, for example: {example}"),
        metadata={"doc": doc, "example": example},
    )


def switch(doc: str) -> fields.Boolean:
    return _Switch(
        load_default=False,
        error_messages=_say("Write true or false."),
        metadata={"doc": doc, "example": "true"},
    )


def one_of(doc: str, choices: Iterable[str]) -> fields.String:
    names = [str(choice) for choice in choices]
    return fields.String(
        required=True,
        validate=validate.OneOf(names, error=f"Choose one of: {', '.join(names)}."),
        error_messages=_say(f"Choose one of: {', '.join(names)}."),
        metadata={"doc": doc, "example": names[0], "choices": names},
    )


def day(doc: str, required: bool = True) -> fields.Field[Any]:
    return _Day(
        required=required,
        load_default=missing if required else "",
        error_messages=_say("Write a date as year-month-day, for example: 2026-03-31"),
        metadata={"doc": doc, "example": "2026-03-31"},
    )


def several(
    of: fields.Field[Any], doc: str, least: int, most: int, required: bool = True, free: bool = False
) -> fields.List[Any]:
    """A list; a `free` one may have other entries, and another number of them, in each language."""
    return fields.List(
        of,
        required=required,
        load_default=missing if required else list,
        validate=validate.Length(
            least if required else None, most, error=f"Give at least {least} and at most {most} of these."
        ),
        error_messages=_say("Write a list, one line for each, beginning with a hyphen."),
        metadata={"doc": doc, "example": "", "free": free},
    )


def nested(of: type[Schema], doc: str, required: bool = True) -> fields.Nested:
    return fields.Nested(
        of,
        required=required,
        load_default=missing if required else None,
        allow_none=not required,
        unknown=RAISE,
        error_messages={**_say("Write the parts of this, each on its own line."), "type": "Write its parts below it."},
        metadata={"doc": doc, "example": ""},
    )


def nested_list(of: type[Schema], doc: str, least: int, most: int, required: bool = True) -> fields.List[Any]:
    return several(nested(of, doc), doc, least, most, required)


class _Switch(fields.Boolean):
    """True or false as YAML has them, and nothing that merely looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if isinstance(value, bool):
            return value
        raise self.make_error("invalid", input=value)


class _Day(fields.String):
    """An ISO date, kept as text. YAML reads a bare date as a date, so both come in."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = value.isoformat()[:10] if isinstance(value, date) else value
        try:
            return date.fromisoformat(text).isoformat()
        except (TypeError, ValueError):
            raise ValidationError(self.error_messages["invalid"]) from None


def _say(sentence: str) -> dict[str, Any]:
    return {
        "required": f"This is missing. {sentence}",
        "null": f"This is empty. {sentence}",
        "invalid": sentence,
        "invalid_utf8": sentence,
        "type": sentence,
        "too_large": sentence,
        "special": sentence,
    }


class _Part(Schema):
    class Meta:
        unknown = RAISE

    error_messages = {  # noqa: RUF012 (marshmallow reads it so)
        "unknown": "There is no such field here. Check its spelling, or take it out.",
    }


class TermSchema(_Part):
    term = words("A word that the organisation uses.", "goodwill", 60)
    meaning = words("What everybody in the room shall understand by it.", "money given without owing it", 200)


class RungSchema(_Part):
    id = slug("Short name of the step.", "grant")
    label = words("What a rep would call it.", "grant", 60)


class LadderSchema(_Part):
    id = slug("Short name of the ladder. One ladder must be called `authority`.", "service")
    low_error = words("The name for erring on the low side.", "stingy", 40)
    high_error = words("The name for erring on the high side.", "too generous", 40)
    options = nested_list(RungSchema, "The steps, from low to high. The first is level 0, the next level 1.", 2, 5)


class TagSchema(_Part):
    id = slug("Short name.", "history")
    label = words("What people tap.", "history with us", 40)


class DeliverySchema(_Part):
    id = slug("Short name. One delivery must be called `plain`.", "weather")
    title = words("What the stage shows.", "The weather forecast", 40)
    hint = words("One sentence that helps the manager to do it.", "Announce your ruling like tomorrow's weather.", 160)
    openers = several(
        words("A first line to take or to change.", "And now the weather: sunny spells of goodwill.", 160),
        "First lines to take or to change.",
        1,
        6,
        required=False,
    )


class CueSchema(_Part):
    id = slug("Short name.", "joke-photocopier")
    kind = one_of("When it helps: opener, joke, bridge or rescue.", CueKind)
    text = words("The words on the card, in the first person.", "I once printed the rule book. Both of them.", 200)


class HeadSchema(_Part):
    id = slug("Short name of the pack; the name of its folder.", "retail-bank")
    version = words("Raise it with every change.", "1.0", 20, text=False)
    title = words("What the start page shows.", "Retail bank", 60)
    locale = code(
        "The language that the pack is written in. Others stand in folders of their own.",
        "en",
        "[a-z]{2}",
        "Write two small letters, for example: en",
    )
    currency = code(
        f"What a ruling costs: a currency in three letters, or `{MINUTES}` where it costs time.",
        "EUR",
        f"[A-Z]{{3}}|{MINUTES}",
        f"Write a currency in three capital letters, for example: EUR. Or write: {MINUTES}",
    )
    industry = words("For which trade.", "retail bank", 40)
    licence = words("On which terms others may use it.", "CC-BY-4.0", 60, text=False)
    owner = words("Who looks after it.", "Up to You", 80, text=False)
    reviewed_on = day("When somebody last read it whole.")
    summary = words("Two sentences for whoever chooses a pack.", "Fees, fraud and favours at the counter.", 300)


class GuidelineSchema(_Part):
    id = slug("Short name of the line.", "fees-once-a-year")
    cases = several(
        slug("The id of a case.", "third-overdraft", to="cases"),
        "The cases that it speaks of: it is shown in their rounds.",
        1,
        20,
    )
    text = words("The line as it stands today, in at most 60 words.", "One fee a year, up to 50 EUR.", 500)
    ref = words("Where it stands.", "Fee manual 4.2", 80, required=False)
    owner = words("Who answers for it.", "Head of branches", 60, required=False)
    review_on = day("When somebody has to look at it again; afterwards it is shown as overdue.", required=False)


class AwardSchema(_Part):
    id = one_of("Which award.", awards.NAMES)
    title = words("What you call it.", "The golden headset", 40)
    praise = words("For what it is given, in one sentence.", "For handing over as if to a friend.", 120)


class PackSchema(_Part):
    format = whole("The form of these files; keep the number of the pack that you copy.", "2", FORMAT, FORMAT)
    pack = nested(HeadSchema, "What the pack is.")
    contract = several(
        words("One promise.", "What you would do is never scored.", 120),
        "The two-way safety contract, shown at the welcome: what managers promise reps, and reps managers.",
        2,
        6,
    )
    house_rules = several(
        words("One rule.", "Gifts above 50 EUR need two signatures.", 120),
        "What holds in your house in every case. On phones at the welcome, below the contract.",
        1,
        6,
        required=False,
    )
    glossary = nested_list(TermSchema, "Words that the room should share.", 0, 20, required=False)
    ladders = nested_list(LadderSchema, "The ladders that rulings are made on.", 2, 6)
    reasons = nested_list(TagSchema, "Why somebody rules as they do; at most two are picked.", 4, 16)
    deliveries = nested_list(DeliverySchema, "Manners in which a manager can tell a ruling.", 2, 24)
    cues = nested_list(CueSchema, "Cards on the manager's phone.", 4, 40)
    vague_praise = several(
        words("A phrase.", "great job", 40),
        "Praise that says nothing; whoever writes it is asked what the person did.",
        1,
        40,
        free=True,
    )
    masks = several(words("An animal.", "the Otter", 24), "Names for managers who rule under a mask.", 8, 24, free=True)
    team_names = several(words("A name.", "Harbour", 16), "Names of the teams.", 8, 60, free=True)
    awards = nested_list(
        AwardSchema, "Your own words for awards; the others keep the program's.", 0, 12, required=False
    )
    guidelines = nested_list(
        GuidelineSchema, "Lines that are in force already, perhaps from an earlier workshop.", 0, 60, required=False
    )


class OptionSchema(_Part):
    level = whole("Which step of the ladder this is.", "2", 0, 4)
    label = words("What the rep would really do, in a rep's words.", "Refund the fee", 70)
    cost = amount("What it costs, in the pack's currency or in minutes.", "35")


class PaperSchema(_Part):
    text = words("What is written today.", "One fee waiver a year.", 300)
    ref = words("Where it stands.", "Fee manual 4.2", 80, required=False)
    dated = words("From when it is.", "2019-05", 20, required=False, text=False)


class TurnSchema(_Part):
    speaker = words("Who speaks.", "Client", 24)
    line = words("What they say.", "I have been here fifteen years.", 200)


class CustomerSchema(_Part):
    first_words = words("How the scene begins, word for word.", "It is me again. The third fee, you know.", 200)
    goal = words("What the customer wants to leave with.", "To have the 35 back, without begging.", 160)
    mood = words("How the customer sounds.", "Calm, and a little too polite.", 120)
    secret = words("What comes out only if somebody asks well.", "The rent date was never asked about.", 200)
    softens_if = words("What makes the customer ready to agree.", "Somebody asks why it happened.", 160)


class RepBriefSchema(_Part):
    limits = words("What this desk may do alone, and what not.", "You may give back 20 EUR without asking.", 200)


class ManagerBriefSchema(_Part):
    style = words("How this manager is; somebody whom one would like to have.", "Short, warm, never in a hurry.", 160)
    joins_when = words("When and how the manager comes in.", "When the rep asks, with the story in one sentence.", 160)


class WatchSchema(_Part):
    ticks = several(
        words("Something that one can see or hear.", "Names the reason before the answer.", 100),
        "What the observer ticks.",
        3,
        6,
    )


class RoleplaySchema(_Part):
    customer = nested(CustomerSchema, "The card of whoever plays the customer.")
    rep = nested(RepBriefSchema, "The card of whoever plays the rep.")
    manager = nested(ManagerBriefSchema, "The card of the manager who may be brought in.")
    observer = nested(WatchSchema, "The card of whoever watches.")
    drill = words("One line that everybody says aloud before the scene.", "I see what happened. Let me look.", 160)


class CaseSchema(_Part):
    id = slug("Short name of the case.", "third-overdraft")
    title = words("A few words for the stage.", "The third overdraft fee", 60)
    family = one_of("What kind of decision it is.", Family)
    channel = one_of("Where it happens.", Channel)
    minutes = whole("13 for a full round, 6 for a flash round.", "13", 3, 60)
    form = one_of("Set A or B, or practice.", Form)
    text = words("What happens, as the rep hears it.", "A client of fifteen years wants the fee back.", 900)
    facts = several(
        words("One fact.", "Two fees were waived this year.", 160), "What the rep can see on the screen.", 1, 6
    )
    ladder = slug("Which ladder the options are on.", "service", to="ladders")
    options = nested_list(OptionSchema, "What the rep can do, from low to high.", 2, 5)
    tension = words("What pulls good managers apart.", "loyalty or pattern", 120, required=False)
    depends_on = several(
        words("What would move somebody one step.", "the client said sorry", 80), "It depends on ...", 2, 6
    )
    debrief = several(
        words("A question.", "What would the client tell a friend?", 160), "Questions for the talk after it.", 1, 5
    )
    notes = words("For the facilitator alone.", "Let the strictest speak first.", 900, required=False)
    paper_says = nested(PaperSchema, "What the organisation has in writing; left out where there is nothing.", False)
    sensitive = switch("True where jokes have no place.")
    must_escalate = switch("True where the law or safety decides: handing over is then right whatever a manager says.")
    twin_of = slug("The case that this one is in disguise.", "third-overdraft", required=False, to="cases")
    turns = nested_list(TurnSchema, "A short dialogue, for step-in cases.", 2, 8, required=False)
    roleplay = nested(RoleplaySchema, "The cards for playing it as a scene, where it can be played.", required=False)
