"""From the files of an author to a pack; and every fault told with its file, its line and a sentence."""

import pytest

from server.content.errors import ContentError
from server.content.loader import load, packs
from server.game import awards
from server.game.case import Family, Form, Guideline, Paper
from server.store import codec
from tests.support.given import opening
from tests.support.written_packs import CASE, FIRST, HEAD, LAST, PACK, changed, line_of, write

NOWHERE = 0
"""The line of a fault that concerns a file as a whole."""
WORDS = "Write a text, for example: The third overdraft fee"
WHOLE = "Write a whole number, for example: 13"
UNKNOWN = "There is no such field here. Check its spelling, or take it out."
NO_FIELDS = "This file has no fields. Write a field name and a colon on each line, such as title: Late fee"
NO_TAGS = "A pack cannot use !. Put quotes round a text that begins with it."
NO_ANCHORS = "A pack cannot use & and *. Write the text out, or put quotes round a text that begins with one of them."
COLON = "Put quotes round a text that contains a colon."
OPEN_QUOTE = "A text that begins with a quotation mark must end with one."
ODD_SIGN = "There is a sign here that no text may hold. Delete it and type it again."
DATE = "Write a date as year-month-day, for example: 2026-03-31"
RISING = "Levels rise from each option to the next. Sort them."
TITLE = "title: The exception case"


def problems(tmp_path, files):
    with pytest.raises(ContentError) as told:
        load(write(tmp_path, files))
    return told.value.problems


def without(file):
    return {name: text for name, text in PACK.items() if name != file}


def cut(file, old):
    return changed(file, old, "")


# What comes out


def test_a_pack_without_faults_loads_without_warnings(tmp_path):
    assert () == load(write(tmp_path)).warnings


def test_the_head_of_a_pack_comes_out_as_it_was_written(tmp_path):
    pack = load(write(tmp_path)).pack

    assert ("small-shop", "1.0", "EUR", "2026-03-31") == (pack.id, pack.version, pack.currency, pack.reviewed_on)


def test_the_lists_of_a_pack_keep_their_order(tmp_path):
    pack = load(write(tmp_path)).pack

    assert (["history", "amount", "fault", "law"], ["decide yourself", "hand over"]) == (
        [tag.id for tag in pack.reasons],
        [rung.label for rung in pack.authority.options],
    )


def test_the_cases_of_a_pack_are_in_the_order_of_their_files(tmp_path):
    pack = load(write(tmp_path)).pack

    assert ["warm-up", "exception", "escalation", "commercial", "internal", "emotional", "stale-rule"] == [
        case.id for case in pack.cases
    ]


def test_a_case_comes_out_as_it_was_written(tmp_path):
    case = load(write(tmp_path)).pack.cases[1]

    assert (Family.EXCEPTION, Form.A, 6, ("Two fees were waived this year.",), None, False) == (
        case.family,
        case.form,
        case.minutes,
        case.facts,
        case.paper_says,
        case.must_escalate,
    )


def test_the_options_of_a_case_come_out_with_their_costs(tmp_path):
    case = load(write(tmp_path)).pack.cases[1]

    assert [(0, 0.0), (1, 10.0), (2, 20.5)] == [(option.level, option.cost) for option in case.options]


def test_what_the_paper_says_comes_out(tmp_path):
    paper = "paper_says:\n  text: Once a year.\n  ref: Manual 4\n  dated: 2019-05\ntension:"
    case = load(write(tmp_path, changed(FIRST, "tension:", paper))).pack.cases[1]

    assert Paper("Once a year.", "Manual 4", "2019-05") == case.paper_says


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("off", "off"),
        ("10:30", "10:30"),
        ("50% off", "50% off"),
        ('"7"', "7"),
        ("'true'", "true"),
        ('"Fee: the third"', "Fee: the third"),
        ("Käse für Zoë", "Käse für Zoë"),
        (">-\n  One\n  line", "One line"),
    ],
)
def test_what_looks_like_something_else_stays_text(tmp_path, written, read):
    assert read == load(write(tmp_path, changed(FIRST, TITLE, f"title: {written}"))).pack.cases[1].title


def test_a_list_of_no_and_yes_stays_text(tmp_path):
    files = changed(FIRST, "facts:\n  - Two fees were waived this year.", "facts: [no, yes]")

    assert ("no", "yes") == load(write(tmp_path, files)).pack.cases[1].facts


@pytest.mark.parametrize("encode", [lambda text: b"\xef\xbb\xbf" + text, lambda text: text.replace(b"\n", b"\r\n")])
def test_what_other_editors_write_is_read(tmp_path, encode):
    assert load(write(tmp_path)).pack == load(write(tmp_path, {**PACK, FIRST: encode(PACK[FIRST].encode())})).pack


def test_the_same_files_have_the_same_digest(tmp_path):
    assert load(write(tmp_path / "a")).digest == load(write(tmp_path / "b")).digest


def test_another_text_is_another_digest(tmp_path):
    files = changed(FIRST, "fifteen", "sixteen")

    assert load(write(tmp_path / "a")).digest != load(write(tmp_path / "b", files)).digest


# Faults, one by one: what the author sees


FAULTS = {
    # name: (files, file of the fault, a part of its line or NOWHERE, field, sentence)
    "missing field": (cut(FIRST, f"{TITLE}\n"), FIRST, "id: exception", "title", f"This is missing. {WORDS}"),
    "missing field of a part": (
        cut("pack.yaml", "  title: Small shop\n"),
        "pack.yaml",
        "  id: small-shop",
        "pack.title",
        "This is missing. Write a text, for example: Retail bank",
    ),
    "missing field of an option": (
        cut(FIRST, "    label: Refund half\n"),
        FIRST,
        "- level: 1",
        "options.1.label",
        "This is missing. Write a text, for example: Refund the fee",
    ),
    "empty field": (changed(FIRST, TITLE, "title:"), FIRST, "title:", "title", f"This is empty. {WORDS}"),
    "blank text": (
        changed(FIRST, TITLE, "title: '  '"),
        FIRST,
        "title:",
        "title",
        "Write something here, for example: The third overdraft fee",
    ),
    "text too long": (
        changed(FIRST, TITLE, f"title: {'x' * 61}"),
        FIRST,
        "title:",
        "title",
        "This is too long. Keep it under 60 signs.",
    ),
    "number for a text": (changed(FIRST, TITLE, "title: 7"), FIRST, "title:", "title", WORDS),
    "list for a text": (changed(FIRST, TITLE, "title: [no, yes]"), FIRST, "title:", "title", WORDS),
    "date for a text": (changed(FIRST, TITLE, "title: 2026-03-31"), FIRST, "title:", "title", WORDS),
    "text for a number": (changed(FIRST, "minutes: 6", "minutes: six"), FIRST, "minutes:", "minutes", WHOLE),
    "part of a number": (changed(FIRST, "minutes: 6", "minutes: 6.5"), FIRST, "minutes:", "minutes", WHOLE),
    "switch for a number": (changed(FIRST, "minutes: 6", "minutes: true"), FIRST, "minutes:", "minutes", WHOLE),
    "number out of range": (
        changed(FIRST, "minutes: 6", "minutes: 90"),
        FIRST,
        "minutes:",
        "minutes",
        "Use a whole number from 3 to 60.",
    ),
    "cost with a currency": (
        changed(FIRST, "cost: 10", "cost: 10 EUR"),
        FIRST,
        "cost: 10 EUR",
        "options.1.cost",
        "Write a number without a currency sign, for example: 35",
    ),
    "cost that is no number": (
        changed(FIRST, "cost: 10", "cost: .nan"),
        FIRST,
        "cost: .nan",
        "options.1.cost",
        "Write a number without a currency sign, for example: 35",
    ),
    "cost below nothing": (
        changed(FIRST, "cost: 10", "cost: -1"),
        FIRST,
        "cost: -1",
        "options.1.cost",
        "Use a number of 0 or more.",
    ),
    "text for a switch": (
        changed(FIRST, "tension:", "sensitive: yes\ntension:"),
        FIRST,
        "sensitive:",
        "sensitive",
        "Write true or false.",
    ),
    "number for a switch": (
        changed(FIRST, "tension:", "sensitive: 1\ntension:"),
        FIRST,
        "sensitive:",
        "sensitive",
        "Write true or false.",
    ),
    "unknown field": (
        changed(FIRST, "tension:", "tensoin: x\ntension:"),
        FIRST,
        "tensoin:",
        "tensoin",
        UNKNOWN,
    ),
    "unknown field of an option": (
        changed(FIRST, "    cost: 10", "    cost: 10\n    colour: red"),
        FIRST,
        "colour:",
        "options.1.colour",
        UNKNOWN,
    ),
    "unknown choice": (
        changed(FIRST, "channel: counter", "channel: fax"),
        FIRST,
        "channel:",
        "channel",
        "Choose one of: phone, counter, chat.",
    ),
    "too few options": (
        {**PACK, FIRST: PACK[FIRST].partition("  - level: 1")[0] + PACK[FIRST][PACK[FIRST].index("tension:") :]},
        FIRST,
        "- level: 0",
        "options",
        "Give at least 2 and at most 5 of these.",
    ),
    "bad id": (
        changed(FIRST, "id: exception", "id: The Exception"),
        FIRST,
        "id: The",
        "id",
        "Use small letters, digits and hyphens, up to 40, for example: third-overdraft.",
    ),
    "date of another form": (
        changed("pack.yaml", "2026-03-31", "31.3.2026"),
        "pack.yaml",
        "reviewed_on:",
        "pack.reviewed_on",
        DATE,
    ),
    "date that never was": (
        changed("pack.yaml", "2026-03-31", "2026-02-30"),
        "pack.yaml",
        "reviewed_on:",
        "pack.reviewed_on",
        DATE,
    ),
    # YAML
    "tab": (
        changed(FIRST, "  - Two fees", "\t- Two fees"),
        FIRST,
        "- Two fees",
        "",
        "Use spaces at the beginning of a line, not tabs.",
    ),
    "colon without quotes": (changed(FIRST, "text: A client", "text: A client: fifteen"), FIRST, "text:", "", COLON),
    "quote without an end": (changed(FIRST, "title: The", 'title: "The'), FIRST, "title:", "", OPEN_QUOTE),
    "line without a colon": (
        changed(FIRST, "tension: Loyalty or pattern?", "tension Loyalty"),
        FIRST,
        "tension Loyalty",
        "",
        "A field name ends with a colon. Put quotes round a text that begins on this line.",
    ),
    "line out of line": (
        changed(FIRST, "    label: Refund half", "   label: Refund half"),
        FIRST,
        "label: Refund half",
        "",
        "This line is not in line with those above it. Begin it with as many spaces as they have.",
    ),
    "same field twice": (
        changed(FIRST, "minutes: 6\n", "minutes: 6\nminutes: 7\n"),
        FIRST,
        "minutes: 7",
        "",
        "This field stands here twice. Keep one of them.",
    ),
    "anchor": (changed(FIRST, "title: The", "title: &t The"), FIRST, "title:", "", NO_ANCHORS),
    "alias": (changed(FIRST, "tension: Loyalty or pattern?", "tension: *t"), FIRST, "tension:", "", NO_ANCHORS),
    "tag": (changed(FIRST, "title: The", "title: !!python/object The"), FIRST, "title:", "", NO_TAGS),
    "tag on a list": (changed(FIRST, "facts:", "facts: !secret"), FIRST, "facts:", "", NO_TAGS),
    "tag on a switch": (
        changed(FIRST, "tension:", "sensitive: !!bool maybe\ntension:"),
        FIRST,
        "sensitive:",
        "",
        NO_TAGS,
    ),
    "odd sign": (changed(FIRST, "title: The", "title: The\x07"), FIRST, "title:", "", ODD_SIGN),
    "deep nesting": (
        changed(FIRST, TITLE, f"title: {'[' * 3000}{']' * 3000}"),
        FIRST,
        "title:",
        "",
        "This is nested too deeply.",
    ),
    "not UTF-8": (
        {**PACK, FIRST: PACK[FIRST].replace("The", "Käse").encode("latin-1")},
        FIRST,
        NOWHERE,
        "",
        "This file is not in UTF-8. Save it again with the encoding UTF-8.",
    ),
    "too large": (
        {**PACK, FIRST: PACK[FIRST] + "#" * 300_000},
        FIRST,
        NOWHERE,
        "",
        "This file is too large. A pack file has at most 256 KB; put each case into a file of its own.",
    ),
    "empty file": ({**PACK, FIRST: ""}, FIRST, NOWHERE, "", NO_FIELDS),
    "only comments": ({**PACK, FIRST: "# later\n"}, FIRST, NOWHERE, "", NO_FIELDS),
    "a list for a file": ({**PACK, FIRST: "- title\n"}, FIRST, NOWHERE, "", NO_FIELDS),
    "no cases": (
        {"pack.yaml": HEAD},
        "cases",
        NOWHERE,
        "",
        "There is no case. Put one YAML file for each case into this folder.",
    ),
    # What does not fit together
    "folder of another name": (
        changed("pack.yaml", "id: small-shop", "id: large-shop"),
        "pack.yaml",
        "id: large-shop",
        "pack.id",
        "The id and the folder differ. Call it small-shop, or rename the folder.",
    ),
    "same reason twice": (
        changed("pack.yaml", "  - id: amount", "  - id: history"),
        "pack.yaml",
        "id: fault",
        "reasons.1.id",
        "history stands here twice. Give each its own name.",
    ),
    "same mask twice": (
        changed("pack.yaml", "  - the Heron", "  - the Otter # again"),
        "pack.yaml",
        "# again",
        "masks.1",
        "the Otter stands here twice. Give each its own name.",
    ),
    "same case twice": (
        changed(LAST, "id: stale-rule", "id: exception"),
        LAST,
        "id: exception",
        "id",
        "Another case has this id. Give each case its own.",
    ),
    "no practice": (
        without("cases/00-warm-up.yaml"),
        "pack.yaml",
        "  id: small-shop",
        "pack",
        "A pack needs one case with form: practice, to learn the game on.",
    ),
    "no ladder for who decides": (
        changed("pack.yaml", "  - id: authority", "  - id: who-decides"),
        "pack.yaml",
        "- id: service",
        "ladders",
        "One ladder must have the id authority: it says who decides.",
    ),
    "no plain delivery": (
        changed("pack.yaml", "  - id: plain", "  - id: plainly"),
        "pack.yaml",
        "- id: plainly",
        "deliveries",
        "One delivery must have the id plain: sensitive cases offer no other.",
    ),
    "unknown ladder": (
        changed(FIRST, "ladder: service", "ladder: comercial"),
        FIRST,
        "ladder:",
        "ladder",
        "There is no such ladder in pack.yaml. Choose one of: service.",
    ),
    "the ladder for who decides": (
        changed(FIRST, "ladder: service", "ladder: authority"),
        FIRST,
        "ladder:",
        "ladder",
        "There is no such ladder in pack.yaml. Choose one of: service.",
    ),
    "levels that do not rise": (
        changed(FIRST, "- level: 0", "- level: 1 # first"),
        FIRST,
        "label: Keep",
        "options.1.level",
        RISING,
    ),
    "level that is not on the ladder": (
        changed(FIRST, "- level: 2", "- level: 3"),
        FIRST,
        "- level: 3",
        "options.2.level",
        "The ladder service has no level 3. Add it there.",
    ),
    "unknown twin": (
        changed(LAST, "tension:", "twin_of: nobody\ntension:"),
        LAST,
        "twin_of:",
        "twin_of",
        "There is no other case with this id. Check its spelling.",
    ),
    "its own twin": (
        changed(LAST, "tension:", "twin_of: stale-rule\ntension:"),
        LAST,
        "twin_of:",
        "twin_of",
        "There is no other case with this id. Check its spelling.",
    ),
    "twins of different levels": (
        {
            **PACK,
            LAST: PACK[LAST]
            .replace("  - level: 1\n    label: Refund half\n    cost: 10\n", "")
            .replace("tension:", "twin_of: exception\ntension:"),
        },
        LAST,
        "twin_of:",
        "twin_of",
        "Twins need the same levels, so that their rulings can be compared.",
    ),
}
GUIDELINE = """
guidelines:
  - id: once-a-year
    cases: [exception]
    text: One fee a year.
"""
ROLEPLAY = """\
roleplay:
  customer:
    first_words: It is me again.
    goal: To have it back.
    mood: Calm.
    secret: Nobody asked.
    softens_if: Somebody asks.
  rep:
    limits: Up to 20.
  manager:
    style: Warm.
    joins_when: The rep asks.
  observer:
    ticks: [one, two, three]
  drill: Let me look.
"""


def in_force(old, new):
    return {**PACK, "pack.yaml": HEAD + GUIDELINE.replace(old, new)}


def with_scene(old="", new=""):
    return {**PACK, FIRST: PACK[FIRST] + ROLEPLAY.replace(old, new)}


FAULTS |= {
    "a currency that no screen can write": (
        changed("pack.yaml", "currency: EUR", "currency: Euro"),
        "pack.yaml",
        "currency:",
        "pack.currency",
        "Write a currency in three capital letters, for example: EUR. Or write: minutes",
    ),
    "a language by its name": (
        changed("pack.yaml", "locale: en", "locale: English"),
        "pack.yaml",
        "locale:",
        "pack.locale",
        "Write two small letters, for example: en",
    ),
    "a guideline on a case that does not exist": (
        in_force("[exception]", "[exception, nowhere]"),
        "pack.yaml",
        "cases: [exception",
        "guidelines.0.cases.1",
        "There is no case with this id. Check its spelling.",
    ),
    "a guideline called like a case": (
        in_force("once-a-year", "exception"),
        "pack.yaml",
        "- id: exception",
        "guidelines.0.id",
        "A case has this id. Give the line another one.",
    ),
    "a review on no day": (
        in_force("One fee a year.", "One fee a year.\n    review_on: soon"),
        "pack.yaml",
        "review_on: soon",
        "guidelines.0.review_on",
        DATE,
    ),
    "an award that nobody gives": (
        {**PACK, "pack.yaml": HEAD + "\nawards:\n  - {id: best_shoes, title: Shoes, praise: for walking}\n"},
        "pack.yaml",
        "best_shoes",
        "awards.0.id",
        f"Choose one of: {', '.join(awards.NAMES)}.",
    ),
    "a scene without a customer's voice": (
        with_scene("    first_words: It is me again.\n", ""),
        FIRST,
        "goal: To have",
        "roleplay.customer.first_words",
        "This is missing. Write a text, for example: It is me again. The third fee, you know.",
    ),
    "a scene with too little to watch": (
        with_scene("[one, two, three]", "[one]"),
        FIRST,
        "ticks:",
        "roleplay.observer.ticks",
        "Give at least 3 and at most 6 of these.",
    ),
}
FURTHER_DOWN = {"same reason twice": -2, "levels that do not rise": 2}
"""Where the line of the fault is easier found by another one: so many lines further down."""


def test_forty_ways_to_break_a_pack_are_tried():
    assert len(FAULTS) >= 40


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_where_it_is_and_what_to_do(tmp_path, name):
    files, file, part, path, sentence = FAULTS[name]
    line = NOWHERE if part is NOWHERE else line_of(files, file, part) + FURTHER_DOWN.get(name, 0)

    told = [(one.file, one.line, one.path, one.sentence) for one in problems(tmp_path, files)]

    assert [(file, line, path, sentence)] == told


def test_a_folder_without_a_pack_says_so(tmp_path):
    (only,) = problems(tmp_path, without("pack.yaml"))

    assert (
        "small-shop",
        "There is no pack.yaml in this folder. Copy one from another pack and change it.",
    ) == (
        only.file,
        only.sentence,
    )


def test_what_does_not_fit_together_is_told_with_what_is_wrong_in_a_field(tmp_path):
    files = {
        **changed(FIRST, "minutes: 6", "minutes: six"),
        LAST: PACK[LAST].replace("- level: 2", "- level: 3"),
        "pack.yaml": HEAD.replace("  - id: plain", "  - id: plainly"),
    }

    assert [(FIRST, "minutes"), (LAST, "options.2.level"), ("pack.yaml", "deliveries")] == [
        (one.file, one.path) for one in problems(tmp_path, files)
    ]


@pytest.mark.parametrize(
    ("files", "field"),
    [
        (changed(FIRST, "cost: 10", "cost: much"), "option 2, cost"),
        (changed("pack.yaml", "  - id: amount", "  - id: The Amount"), "reason 2, id"),
        (changed("pack.yaml", "    kind: joke", "    kind: pun"), "cue 2, kind"),
        (changed("pack.yaml", "  - the Heron", "  - 7"), "mask 2"),
        (changed("pack.yaml", "    title: Plainly\n", "    title: 7\n"), "delivery 1, title"),
        (changed(FIRST, "  - the queue is long", "  - 7"), "condition 2"),
        (in_force("[exception]", "[nowhere]"), "guideline 1, case 1"),
    ],
)
def test_a_field_is_told_in_words(tmp_path, files, field):
    assert [field] == [one.field for one in problems(tmp_path, files)]


def test_a_scene_and_a_line_in_force_come_out_as_they_were_written(tmp_path):
    pack = load(write(tmp_path, {**with_scene(), "pack.yaml": HEAD + GUIDELINE})).pack

    assert ("It is me again.", ("one", "two", "three")) == (
        pack.cases[1].roleplay.customer.first_words,
        pack.cases[1].roleplay.observer.ticks,
    )
    assert (Guideline("once-a-year", ("exception",), "One fee a year."),) == pack.guidelines


def test_all_faults_are_told_at_once(tmp_path):
    files = {
        **changed(FIRST, "minutes: 6", "minutes: six"),
        LAST: PACK[LAST].replace("channel: counter", "channel: fax").replace("family: stale_rule", "family: cousins"),
        "pack.yaml": HEAD.replace("  title: Small shop\n", ""),
    }

    assert [(FIRST, "minutes"), (LAST, "family"), (LAST, "channel"), ("pack.yaml", "pack.title")] == [
        (one.file, one.path) for one in problems(tmp_path, files)
    ]


def test_a_fault_reads_as_one_line(tmp_path):
    (only,) = problems(tmp_path, changed(FIRST, "minutes: 6", "minutes: six"))

    assert "cases/01-exception.yaml line 5, column 10: minutes: Write a whole number, for example: 13" == str(only)


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-30",
        "2026-03-31T25:61:00Z",
        "1" * 5000,
        "!!int x",
        "!!timestamp 2026-99-99",
        "!!binary aGk=",
        ".inf",
        "~",
        "[]",
        "{}",
        "? a",
        '"\\q"',
        "|",
        "<<",
        "@home",
        "`code`",
        "%off",
        "- -",
    ],
    ids=lambda value: value[:24],
)
@pytest.mark.parametrize("name", ["title", "minutes"])
def test_whatever_an_author_writes_is_taken_or_told(tmp_path, name, value):
    """Never a stack trace: an author cannot mend one."""
    folder = write(tmp_path, changed(FIRST, TITLE if name == "title" else "minutes: 6", f"{name}: {value}"))
    try:
        told = load(folder).pack.id
    except ContentError as error:
        told = error.problems[0].file

    assert told in ("small-shop", FIRST)


def test_a_text_that_no_log_can_hold_is_a_fault(tmp_path):
    """Half of a surrogate pair is no character; a workshop with it could not be saved."""
    folder = write(tmp_path, changed(FIRST, TITLE, 'title: "half \\ud83d a pair"'))
    try:
        held = (opening(pack=load(folder).pack),)
    except ContentError:
        held = ()

    assert held == tuple(codec.decode(codec.encode(events)) for events in held)


# Warnings


WARNINGS = {
    "twins side by side": (
        changed("cases/02-escalation.yaml", "tension:", "twin_of: exception\ntension:"),
        "cases/02-escalation.yaml",
        "twin_of:",
        "twin_of",
        "Twins stand side by side. Move one of them further away.",
    ),
    "all options cost the same": (
        {**PACK, FIRST: PACK[FIRST].replace("cost: 10", "cost: 0").replace("cost: 20.5", "cost: 0")},
        FIRST,
        "- level: 0",
        "options",
        "All options cost the same, so the draw has no price.",
    ),
    "no tension named": (
        cut(FIRST, "tension: Loyalty or pattern?\n"),
        FIRST,
        "id: exception",
        "tension",
        "Say in one sentence what pulls good managers apart, for example: Loyalty, or the pattern?",
    ),
    "two options that say the same": (
        changed(FIRST, "label: Refund half", "label: keep the fee"),
        FIRST,
        "label: keep the fee",
        "options.1.label",
        "This says the same as an option above it, so managers cannot differ. Say what is different.",
    ),
    "a line that nobody reads on a call": (
        in_force("One fee a year.", f"One {'fee ' * 60}a year."),
        "pack.yaml",
        "text: One fee fee",
        "guidelines.0.text",
        "This line has 63 words. Keep it under 60, or nobody reads it on a call.",
    ),
    "too many words": (
        changed(FIRST, "text: A client", f"text: {'word ' * 106}A client"),
        FIRST,
        "text:",
        "text",
        "Text and facts have 121 words. Keep them under 120.",
    ),
    "paper without a date": (
        changed(FIRST, "tension:", "paper_says:\n  text: Once a year.\ntension:"),
        FIRST,
        "text: Once",
        "paper_says",
        "Say from when the paper is, so that a stale one shows.",
    ),
    "a family is missing": (
        without("cases/04-internal.yaml"),
        "pack.yaml",
        "  id: small-shop",
        "pack",
        "No case is of the family internal.",
    ),
    "forms that do not compare": (
        changed(LAST, "form: A", "form: B"),
        "pack.yaml",
        "  id: small-shop",
        "pack",
        "Forms A and B differ in their families, so they do not compare.",
    ),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_a_dull_pack_plays_with_a_warning(tmp_path, name):
    files, file, part, path, sentence = WARNINGS[name]

    warnings = load(write(tmp_path, files)).warnings

    assert [(file, line_of(files, file, part), path, sentence, True)] == [
        (one.file, one.line, one.path, one.sentence, one.warning) for one in warnings
    ]


def test_twins_apart_are_no_trouble(tmp_path):
    files = changed(LAST, "tension:", "twin_of: exception\ntension:")

    assert () == load(write(tmp_path, files)).warnings


def test_a_hundred_and_twenty_words_are_no_trouble(tmp_path):
    files = changed(FIRST, "text: A client", f"text: {'word ' * 105}A client")

    assert () == load(write(tmp_path, files)).warnings


def test_several_warnings_are_told_at_once(tmp_path):
    dull = CASE.format(id="exception", family="exception", form="A").replace("cost: 10", "cost: 0")
    files = {
        **without("cases/04-internal.yaml"),
        FIRST: dull.replace("cost: 20.5", "cost: 0").replace("tension:", "paper_says:\n  text: Once.\ntension:"),
    }

    assert [(FIRST, "options"), (FIRST, "paper_says"), ("pack.yaml", "pack")] == [
        (one.file, one.path) for one in load(write(tmp_path, files)).warnings
    ]


# Which packs there are


def test_every_folder_with_a_pack_is_offered(tmp_path):
    write(tmp_path)
    (tmp_path / "notes").mkdir()

    assert ["small-shop"] == [folder.name for folder in packs(tmp_path)]


@pytest.mark.parametrize("name", ["_template", ".git"])
def test_a_folder_that_is_set_aside_is_not_offered(tmp_path, name):
    write(tmp_path).rename(tmp_path / name)

    assert [] == list(packs(tmp_path))
