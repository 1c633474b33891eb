"""A pack in several languages: the same cases, told anew, and what is missing told with its place."""

import pytest

from server.content.errors import ContentError
from server.content.loader import load
from tests.support.written_packs import FIRST, PACK, changed, line_of, write

FRENCH_HEAD = """\
pack:
  title: Petite boutique
  industry: petits commerces
  summary: Pour les tests.
contract:
  - Personne n'est montré du doigt.
  - Personne n'est classé dernier.
glossary:
  - term: geste commercial
    meaning: Ce que nous donnons sans le devoir.
ladders:
  - id: authority
    low_error: trop peu transmis
    high_error: trop vite transmis
    options:
      - id: decide
        label: décider soi-même
      - id: hand-over
        label: transmettre
  - id: service
    low_error: trop dur
    high_error: trop généreux
    options:
      - id: "no"
        label: refuser
      - id: part
        label: une partie
      - id: all
        label: accorder
reasons:
  - {id: history, label: notre histoire}
  - {id: amount, label: le montant}
  - {id: fault, label: notre faute}
  - {id: law, label: la loi}
deliveries:
  - id: plain
    title: Simplement
    hint: Dites-le.
  - id: weather
    title: La météo
    hint: Comme un bulletin.
    openers:
      - Et maintenant, la météo.
cues:
  - {id: cue-opener, text: Merci.}
  - {id: cue-joke, text: Voir annexe.}
  - {id: cue-bridge, text: Et le nôtre ?}
  - {id: cue-rescue, text: Passons.}
vague_praise: [bravo, super, bon travail]
masks: [le Renard, le Héron, le Blaireau, le Lynx, le Pinson, la Taupe, le Lièvre, le Cygne]
team_names: [Port, Marché, Pont, Moulin, Jardin, Gare, Tour, Place]
"""

FRENCH_CASE = """\
id: {id}
title: Le cas {id}
text: Un client de quinze ans veut récupérer les frais.
facts:
  - Deux frais ont été annulés cette année.
options:
  - label: Maintenir les frais
  - label: En rendre la moitié
  - label: Tout rendre
tension: La fidélité ou l'habitude ?
depends_on:
  - le client s'est excusé
  - la file est longue
debrief:
  - Qu'en dirait le client à un ami ?
"""

FRENCH = {
    **PACK,
    "fr/pack.yaml": FRENCH_HEAD,
    **{
        f"fr/{file}": FRENCH_CASE.format(id=PACK[file].partition("\n")[0].removeprefix("id: "))
        for file in PACK
        if file.startswith("cases/")
    },
}
HEAD, CASE = "fr/pack.yaml", f"fr/{FIRST}"


def altered(file, old, new):
    assert old in FRENCH[file], f"{file} has no {old!r}"
    return {**FRENCH, file: FRENCH[file].replace(old, new, 1)}


def french(tmp_path, files=FRENCH):
    (pack,) = load(write(tmp_path, files)).translations
    return pack


def test_a_pack_with_a_whole_translation_has_no_warning(tmp_path):
    assert () == load(write(tmp_path, FRENCH)).warnings


def test_the_languages_of_a_pack_are_its_main_one_and_its_folders(tmp_path):
    assert ("en", "fr") == load(write(tmp_path, FRENCH)).languages


def test_every_text_comes_out_in_the_other_language(tmp_path):
    pack = french(tmp_path)

    assert ("Petite boutique", "Tout rendre", "la météo", "décider soi-même", "trop dur") == (
        pack.title,
        pack.cases[1].options[2].label,
        pack.deliveries[1].title.lower(),
        pack.authority.options[0].label,
        pack.ladder("service").low_error,
    )


def test_what_is_no_text_is_the_same_in_every_language(tmp_path):
    main, other = load(write(tmp_path, FRENCH)).pack, french(tmp_path / "again")

    assert [(case.id, case.levels, [option.cost for option in case.options]) for case in main.cases] == [
        (case.id, case.levels, [option.cost for option in case.options]) for case in other.cases
    ]
    assert ("fr", [ladder.id for ladder in main.ladders]) == (other.locale, [ladder.id for ladder in other.ladders])


def test_a_whole_copy_of_the_main_file_is_a_translation_too(tmp_path):
    copied = PACK[FIRST].replace("The exception case", "Le cas exception")

    assert "Le cas exception" == french(tmp_path, {**FRENCH, CASE: copied}).cases[1].title


def test_a_list_without_ids_that_every_language_writes_for_itself_may_have_another_length(tmp_path):
    assert ("bravo", "super", "bon travail") == french(tmp_path).vague_praise


MISSING = {
    # name: (files, file, a part of its line or 0, field, sentence)
    "a text": (
        altered(CASE, "tension: La fidélité ou l'habitude ?\n", ""),
        CASE,
        "id: exception",
        "tension",
        "This text is missing. In the main file it begins: Loyalty or pattern?",
    ),
    "a long text": (
        altered(CASE, "text: Un client de quinze ans veut récupérer les frais.\n", ""),
        CASE,
        "id: exception",
        "text",
        "This text is missing. In the main file it begins: A client of fifteen years wants the fee ...",
    ),
    "an entry of a list": (
        altered(CASE, "  - la file est longue\n", ""),
        CASE,
        "- le client s'est excusé",
        "depends_on",
        "The main file has 2 of these, and this one has 1. Write one for each, in the same order.",
    ),
    "a part with an id": (
        altered(HEAD, "  - {id: cue-joke, text: Voir annexe.}\n", ""),
        HEAD,
        "- {id: cue-opener",
        "cues",
        "The texts of cue-joke are missing.",
    ),
    "a part that is gone": (
        altered(HEAD, "  - {id: cue-joke,", "  - {id: cue-song, text: La la.}\n  - {id: cue-joke,"),
        HEAD,
        "cue-song",
        "cues.1.id",
        "Nothing in the main file has this id. Mend it, or take this out.",
    ),
    "a whole case": (
        {name: text for name, text in FRENCH.items() if name != CASE},
        CASE,
        0,
        "",
        f"This is not there in fr. Copy {FIRST} to this place and translate its texts.",
    ),
    "the head": (
        {name: text for name, text in FRENCH.items() if name != HEAD},
        HEAD,
        0,
        "",
        "This is not there in fr. Copy pack.yaml to this place and translate its texts.",
    ),
    "the case of a translation": (
        {**FRENCH, "fr/cases/09-gone.yaml": FRENCH_CASE.format(id="gone")},
        "fr/cases/09-gone.yaml",
        "id: gone",
        "id",
        "No case has this id, so these texts are never shown. Mend the id, or delete the file.",
    ),
}


@pytest.mark.parametrize("name", MISSING)
def test_what_is_missing_in_a_language_is_a_warning_with_its_place(tmp_path, name):
    files, file, part, path, sentence = MISSING[name]
    line = line_of(files, file, part) if part else 0

    assert [(file, line, path, sentence)] == [
        (one.file, one.line, one.path, one.sentence) for one in load(write(tmp_path, files)).warnings
    ]


def test_a_missing_text_stays_in_the_main_language(tmp_path):
    pack = french(tmp_path, altered(CASE, "tension: La fidélité ou l'habitude ?\n", ""))

    assert ("Loyalty or pattern?", "Le cas exception") == (pack.cases[1].tension, pack.cases[1].title)


WRONG = {
    "a field that does not exist": (
        altered(CASE, "tension:", "tensoin: x\ntension:"),
        CASE,
        "tensoin:",
        "tensoin",
        "There is no such field here. Check its spelling, or take it out.",
    ),
    "a text that is too long": (
        altered(CASE, "Le cas exception", "x" * 61),
        CASE,
        "title:",
        "title",
        "This is too long. Keep it under 60 signs.",
    ),
    "a blank text": (
        altered(CASE, "Le cas exception", "' '"),
        CASE,
        "title:",
        "title",
        "Write something here, for example: The third overdraft fee",
    ),
    "another cost": (
        altered(CASE, "  - label: En rendre la moitié", "  - label: En rendre la moitié\n    cost: 11"),
        CASE,
        "cost: 11",
        "options.1.cost",
        "This is the same in every language. Take it out, or write: 10.0",
    ),
    "a text of its own": (
        altered(CASE, "tension:", "notes: Doucement.\ntension:"),
        CASE,
        "notes:",
        "notes",
        "The main file says nothing here. Write it there too, or take it out.",
    ),
    "a text in place of a list": (
        altered(CASE, "facts:\n  - Deux", "facts: Deux"),
        CASE,
        "facts:",
        "facts",
        "Write a list, one line for each, beginning with a hyphen.",
    ),
    "a text in place of parts": (
        altered(HEAD, "pack:\n  title: Petite boutique\n  industry: petits commerces\n  summary:", "pack:"),
        HEAD,
        "pack:",
        "pack",
        "Write the texts of its parts below it, as in the main file.",
    ),
    "a file that cannot be read": (
        altered(CASE, "title: Le", "title: &l Le"),
        CASE,
        "title:",
        "",
        "A pack cannot use & and *. Write the text out, or put quotes round a text that begins with one of them.",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_a_language_is_a_fault_with_its_place(tmp_path, name):
    files, file, part, path, sentence = WRONG[name]

    with pytest.raises(ContentError) as told:
        load(write(tmp_path, files))

    assert [(file, line_of(files, file, part), path, sentence)] == [
        (one.file, one.line, one.path, one.sentence) for one in told.value.problems
    ]


def test_the_main_language_has_no_folder_of_its_own(tmp_path):
    files = {name.replace("fr/", "en/"): text for name, text in FRENCH.items()}

    with pytest.raises(ContentError) as told:
        load(write(tmp_path, files))

    assert ["en is the main language of this pack. Its texts stand one folder up."] == [
        one.sentence for one in told.value.problems
    ]


def test_a_folder_that_is_no_language_is_left_alone(tmp_path):
    assert ("en",) == load(write(tmp_path, {**PACK, "media/pack.yaml": "x"})).languages


def test_another_translation_is_another_digest(tmp_path):
    files = altered(CASE, "quinze", "seize")

    assert load(write(tmp_path / "a", FRENCH)).digest != load(write(tmp_path / "b", files)).digest


def test_faults_of_both_languages_are_told_at_once(tmp_path):
    files = {**changed(FIRST, "minutes: 6", "minutes: six"), HEAD: "nonsense", CASE: FRENCH_CASE.format(id="exception")}

    with pytest.raises(ContentError) as told:
        load(write(tmp_path, files))

    assert [FIRST, HEAD] == [one.file for one in told.value.problems]
