"""Every language says the same things, each in its own way."""

import json
import re

import pytest

from server.game import awards
from server.game.measures import Verdict
from tests.support.server import ROOT

FOLDER = ROOT / "web" / "i18n"
LANGUAGES = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
ENGLISH = LANGUAGES["en"]
TRANSLATED = sorted(LANGUAGES.keys() - {"en"})
MILLIONS = {"fr": {"many"}, "es": {"many"}}
"""Forms that CLDR knows besides one and other. Nobody counts in millions here, so they may be left out."""
EVERYWHERE = {"round.from_to", "console.add_time", "console.minutes", "report.minutes"}
SAME = {
    "de": {"common.paused", "stage.score", "console.pause", "console.team", "console.teams", "field.text"},
    "es": {"common.no", "round.verdict.jazz"},
    "fr": {
        "page.manager",
        "common.ok",
        "common.paused",
        "round.verdict.jazz",
        "stage.family.exception",
        "phase.score",
        "rep.score",
        "console.pause",
        "console.tab_notes",
        "console.key_pause",
        "console.role_manager",
        "console.text.note",
        "method.sources",
        "measure.points.name",
        "report.managers",
        "report.who",
        "editor.versions",
        "field.licence",
        "field.manager",
        "field.minutes",
        "field.options",
        "field.secret",
        "field.style",
        "field.turns",
    },
    "nl": {
        "page.start",
        "page.manager",
        "round.verdict.jazz",
        "console.offline",
        "console.side",
        "console.tab_links",
        "console.later",
        "console.role_manager",
        "report.managers",
        "report.who",
        "field.ladder",
        "field.ladders",
        "field.manager",
    },
}
"""Words that a language shares with English."""
STRANGERS = {
    "de": r"\b(Ihnen|Ihre?[mnrs]?)\b",
    "es": r"\b([Uu]sted(es)?)\b",
    "fr": r"\b([Vv]ous|[Vv]otre|[Vv]os)\b",
    "nl": r"\b([Uu]|[Uu]w)\b",
}
"""How one speaks to people whom one does not call by their first name."""
TO_THE_ROOM = ("stage.", "console.script.")
"""Texts for the whole room, or with words to say to it."""


def forms(text: object) -> dict[str, str]:
    return text if isinstance(text, dict) else {"other": str(text)}


def slots(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def all_forms(language: str) -> list[tuple[str, str]]:
    return [(key, form) for key, text in LANGUAGES[language].items() for form in forms(text).values()]


def test_there_are_five_languages() -> None:
    assert {"de", "en", "es", "fr", "nl"} <= LANGUAGES.keys()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_text_and_no_other(language: str) -> None:
    there = LANGUAGES[language].keys()

    assert ([], []) == (
        [key for key in ENGLISH if key not in there],
        [key for key in there if key not in ENGLISH],
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_text_has_the_slots_of_the_english_one(language: str) -> None:
    """A singular may say one without a figure."""
    wrong = []
    for key in ENGLISH.keys() & LANGUAGES[language].keys():
        wanted = slots(forms(ENGLISH[key])["other"])
        for name, form in forms(LANGUAGES[language][key]).items():
            if slots(form) != wanted and not (name == "one" and slots(form) == wanted - {"n"}):
                wrong.append((key, form))

    assert [] == wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_counted_text_has_the_plural_forms_of_its_language(language: str) -> None:
    known = {"one", "other"} | MILLIONS.get(language, set())
    wrong = [
        key
        for key, text in LANGUAGES[language].items()
        if isinstance(text, dict) != isinstance(ENGLISH.get(key), dict)
        or (isinstance(text, dict) and not {"one", "other"} <= text.keys() <= known)
    ]

    assert [] == wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_over(language: str) -> None:
    texts = LANGUAGES[language]
    same = {key for key, text in texts.items() if text and text == ENGLISH.get(key)}

    assert SAME[language] | EVERYWHERE == same


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_empty_only_where_the_english_one_is(language: str) -> None:
    said = all_forms(language)

    assert ([], []) == (
        [key for key, form in said if bool(form) != bool(ENGLISH[key])],
        [key for key, form in said if form != form.strip()],
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_people_are_called_by_their_first_names(language: str) -> None:
    formal = re.compile(STRANGERS[language])
    said = [(key, form) for key, form in all_forms(language) if not key.startswith(TO_THE_ROOM)]

    assert [] == [(key, form) for key, form in said if formal.search(form)]


@pytest.mark.parametrize("language", TRANSLATED)
def test_quotation_marks_and_apostrophes_are_those_of_print(language: str) -> None:
    quoted = {"de": "„“", "es": "«»", "fr": "«»’", "nl": "“”’"}[language]
    foreign = set("'\"„“”«»‘’") - set(quoted)

    assert [] == [(key, form) for key, form in all_forms(language) if foreign & set(form)]


def test_french_has_a_narrow_space_before_tall_signs() -> None:
    wrong = [(key, form) for key, form in all_forms("fr") if re.search(r"[^\u202f(][?!:;»]|«[^\u202f]", form)]

    assert [] == wrong


def test_spanish_opens_what_it_asks_and_shouts() -> None:
    said = [(key, form.replace("(?)", "")) for key, form in all_forms("es")]

    assert [] == [(key, form) for key, form in said if any(form.count(a) != form.count(b) for a, b in ("¿?", "¡!"))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_verdicts_and_awards_are_told_apart(language: str) -> None:
    texts = LANGUAGES[language]
    verdicts = [texts[f"round.verdict.{one.value}"] for one in Verdict]
    kinds = [texts[f"award.{kind}"] for kind in (*(one.name for one in awards.KINDS), "telepathic_pair")]

    assert (len(verdicts), len(kinds)) == (len(set(verdicts)), len(set(kinds)))
