"""The shipped packs that speak five languages: whole, and written as each language is printed."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass

import pytest

from server import paths
from server.content.loader import load
from server.game.case import CasePack

SPEAKING = ("starter", "retail-bank")
OTHERS = ("de", "es", "fr", "nl")
HELD = {name: load(paths.CONTENT / name) for name in SPEAKING}
PACKS = {(name, pack.locale): pack for name in SPEAKING for pack in HELD[name].translations}

each = pytest.mark.parametrize("pack", PACKS.values(), ids=["-".join(key) for key in PACKS])

QUOTES = {"de": "„“‚‘", "es": "«»“”", "fr": "«»“”’", "nl": "“”‘’"}
NO_TEXT = {"id", "version", "locale", "currency", "licence", "owner", "reviewed_on", "ladder", "dated", "twin_of"}


def texts(value: object, name: str = "") -> list[str]:
    """Every text of a pack that people read."""
    if isinstance(value, tuple):
        return [text for one in value for text in texts(one, name)]
    if is_dataclass(value):
        return [text for one in fields(value) for text in texts(getattr(value, one.name), one.name)]
    return [value] if type(value) is str and value and name not in NO_TEXT else []


@pytest.mark.parametrize("name", SPEAKING)
def test_these_packs_speak_five_languages_and_lack_no_text(name):
    assert ({"en", *OTHERS}, ()) == (set(HELD[name].languages), HELD[name].warnings)


@each
def test_no_text_is_left_in_english(pack: CasePack):
    """A long text that is the same in two languages was forgotten."""
    english = {text for text in texts(HELD[pack.id].pack) if len(text.split()) > 2}

    assert set() == english & set(texts(pack))


@each
def test_quotation_marks_and_apostrophes_are_those_of_print(pack: CasePack):
    foreign = set("\"'„“‚‘«»”’") - set(QUOTES[pack.locale])

    assert [] == [text for text in texts(pack) if foreign & set(text)]


@each
def test_quotation_marks_come_in_pairs(pack: CasePack):
    first, last = {"de": "„“", "es": "«»", "fr": "«»", "nl": "“”"}[pack.locale]

    assert [] == [text for text in texts(pack) if text.count(first) != text.count(last)]


@each
def test_no_line_is_told_twice_in_a_language(pack: CasePack):
    told = Counter(
        [
            *(case.title for case in pack.cases),
            *(case.text for case in pack.cases),
            *(opener for delivery in pack.deliveries for opener in delivery.openers),
            *(cue.text for cue in pack.cues),
        ]
    )

    assert [] == [line for line, times in told.items() if times > 1]


@each
def test_a_sum_in_the_case_is_the_same_sum_in_every_language(pack: CasePack):
    """A number that the English case names is in the translation, however that language writes it."""
    main = HELD[pack.id].pack
    lost = [
        (case.id, number)
        for case, own in zip(main.cases, pack.cases, strict=True)
        for number in sorted(numbers(case) - numbers(own))
    ]

    assert [] == lost


def numbers(case: object) -> set[str]:
    """Whole numbers of three digits and more in the text and the facts; those with a thousands sign as without."""
    said = " ".join(texts(case.text) + texts(case.facts))  # type: ignore[attr-defined]
    return set(re.findall(r"\b\d{3,}\b", re.sub(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}\b)", "", said)))
