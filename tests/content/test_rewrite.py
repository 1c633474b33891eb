"""What is edited changes in a file, and nothing else: not a comment, not the order, not a blank line."""

import copy
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.content import rewrite as r
from server.content import source
from server.content.loader import files, packs
from server.paths import CONTENT

TEMPLATE = CONTENT / "_template"
FILES = [file for pack in (*packs(CONTENT), TEMPLATE) for file in files(pack)]
COMMENTED = [file.read_text() for file in sorted(files(TEMPLATE), key=lambda file: file.parent != TEMPLATE)]
ODD = """\
# about the file

first: 1   # with a note
"quoted": 'it''s'
empty:
empty_noted:   # still to be written
flow: [a, "b, c", 3]   # in one line
inner: {id: x, level: 2}
folded: >-   # long
  One line
  and another

  and a third.
verbatim: |
  As it
    stands. # and this is text

# about the list
items:
# about the first
- id: one
  label: One   # the first

# about the second
- label: Two
  # its name
  id: two
  parts: [p, q]
-
  id: three
  more:
  - x   # an x
  # about y
  - "y"

  - - deep
    - er
last: long text that goes
  on in the next line
# the end
"""
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40) | st.sampled_from(
    [
        *("yes", "7", "1.0", "2026-03-31", "a: b", "a #b", "# a", "- a", "'", '"', "two\nlines", " a", "a ", "10:30"),
        *("x" * 200, "word " * 40, "word " * 30 + "end", "one\n\nthree", "!tag", "&a", "*a", "{", "[a]", "null", "~"),
        *("Käse für Zoë", "e1", "\ttab", "\u2028"),
    ]
)
LEAVES = TEXTS | st.integers(-5, 500) | st.booleans() | st.sampled_from([0.5, 20.5, 1e6])
VALUES = (
    LEAVES
    | st.lists(TEXTS, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "label", "level"]), LEAVES, max_size=3)
)


def read(text):
    held = source.read("file", text.encode())
    return held.data


def places(value, path=()):
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def at(value, path):
    for key in path:
        value = value[key]
    return value


@st.composite
def edited(draw, texts):
    """A text, and what it shall mean after a few edits."""
    text = draw(st.sampled_from(texts))
    data = copy.deepcopy(read(text))
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from([path for path in places(data) if path]))
        around = at(data, path[:-1])
        edit = draw(st.sampled_from(["set", "remove", "add", "move", "copy"]))
        if edit == "set":
            around[path[-1]] = draw(VALUES)
        elif edit == "remove" and len(data) > 1:
            del around[path[-1]]
        elif isinstance(around, dict):
            around[draw(st.sampled_from(["new", "notes", "another"]))] = draw(VALUES)
        elif edit == "add":
            around.insert(path[-1], draw(VALUES))
        elif edit == "copy":
            around.insert(path[-1], copy.deepcopy(around[path[-1]]))
        elif edit == "move":
            around.insert(draw(st.integers(0, len(around))), around.pop(path[-1]))
    return text, data


@pytest.mark.parametrize(
    "file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}" if isinstance(file, Path) else ""
)
def test_a_file_that_nobody_edits_stays_as_it_is(file):
    text = file.read_text()

    assert text == r.rewrite(text, read(text))


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edited([ODD, *COMMENTED[1:]]))
def test_a_file_means_what_was_edited(edit):
    text, wanted = edit

    assert r.same(wanted, read(r.rewrite(text, wanted)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_new_value_changes_only_its_own_lines(data):
    text = data.draw(st.sampled_from([ODD, *COMMENTED[1:]]))
    wanted = copy.deepcopy(read(text))
    leaves = [path for path in places(wanted) if isinstance(at(wanted, path), str)]
    path = data.draw(st.sampled_from(leaves))
    at(wanted, path[:-1])[path[-1]] = "Something else"
    kept = [line for line in text.splitlines() if "#" in line]
    new = r.rewrite(text, wanted)

    assert r.same(wanted, read(new))
    assert [] == list((Counter(_notes(kept)) - Counter(_notes(new.splitlines()))).elements())


def _notes(lines):
    return [line[line.index("#") :] for line in lines if line.lstrip().startswith("#") or "  #" in line]


def test_what_moves_takes_its_comments_along():
    wanted = read(ODD)
    wanted["items"].reverse()
    new = r.rewrite(ODD, wanted)

    assert Counter(line for line in ODD.splitlines() if line) == Counter(line for line in new.splitlines() if line)
    assert new.index("# about the second") < new.index("- label: Two") < new.index("- id: one")


def test_an_edited_entry_keeps_its_comments():
    wanted = read(ODD)
    wanted["first"] = 2
    wanted["items"][0]["label"] = "Uno"
    wanted["folded"] = "Short."

    assert ODD.replace("first: 1 ", "first: 2 ").replace("One   # the", "Uno   # the").replace(
        ">-   # long\n  One line\n  and another\n\n  and a third.\n", "Short.  # long\n"
    ) == r.rewrite(ODD, wanted)


def test_a_long_text_goes_over_several_lines():
    wanted = read(COMMENTED[1])
    wanted["text"] = "Mr Santos says that it squeaks. " * 8 + "Done."
    new = r.rewrite(COMMENTED[1], wanted)

    assert "text: >-\n  Mr Santos says" in new
    assert max(map(len, new.splitlines())) <= 120


def test_a_field_that_is_new_comes_behind_the_one_before_it():
    assert "a: 1\nb: 2\nnew: x\nc: 3\n" == r.rewrite("a: 1\nb: 2\nc: 3\n", {"a": 1, "b": 2, "new": "x", "c": 3})
    assert "new: x\na: 1\n" == r.rewrite("a: 1\n", {"new": "x", "a": 1})


def test_files_of_windows_keep_their_line_ends():
    assert b"a: 1\r\nb: x\r\n" == r.rewrite("a: 1\r\nb: y\r\n", {"a": 1, "b": "x"}).encode()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "- a\n- b\n", "just words\n"])
def test_what_is_no_file_of_fields_is_written_anew(text):
    assert "id: x\nitems:\n  - a\n  - b\n" == r.rewrite(text, {"id": "x", "items": ["a", "b"], "notes": ""})
