"""Packs of an older form are read as if they were written today; newer ones are told to be newer."""

import pytest

from server.content.errors import ContentError
from server.content.loader import load
from server.content.schema import FORMAT
from server.content.upgrade import FIRST, STEPS, upgraded
from tests.support.written_packs import HEAD, PACK, line_of, write

OLD_HEAD = (
    HEAD.replace("format: 2\n\n", "")
    .replace('- id: "no"\n', '- id: "no"\n        level: 0\n')
    .replace("- id: no\n", "- id: no\n        level: 0\n")
    .replace("- id: part\n", "- id: part\n        level: 1\n")
    .replace("- id: all\n", "- id: all\n        level: 2\n")
    .replace("- id: decide\n", "- id: decide\n        level: 0\n")
    .replace("- id: hand-over\n", "- id: hand-over\n        level: 1\n")
)
OLD = {**PACK, "pack.yaml": OLD_HEAD}


def test_every_older_form_has_a_way_up():
    assert set(range(FIRST, FORMAT)) == set(STEPS)


def test_a_pack_of_the_first_form_is_the_same_pack(tmp_path):
    assert 5 == OLD_HEAD.count("level:")
    assert load(write(tmp_path / "new")).pack == load(write(tmp_path / "old", OLD)).pack


def test_an_upgrade_leaves_its_input_alone():
    head = {"ladders": [{"id": "service", "options": [{"id": "no", "level": 0}]}]}
    upgraded(head)

    assert {"ladders": [{"id": "service", "options": [{"id": "no", "level": 0}]}]} == head


@pytest.mark.parametrize(
    "head",
    [{}, {"ladders": 3}, {"ladders": [3]}, {"ladders": [{"options": "none"}]}, {"ladders": [{"options": [None]}]}],
)
def test_what_an_upgrade_cannot_read_it_leaves_to_the_check(head):
    assert {**head, "format": FORMAT} == upgraded(head)


def test_ladder_levels_that_do_not_count_up_are_told_at_their_place(tmp_path):
    files = {**OLD, "pack.yaml": OLD_HEAD.replace("level: 2", "level: 4")}

    with pytest.raises(ContentError) as told:
        load(write(tmp_path, files))

    assert ("pack.yaml", line_of(files, "pack.yaml", "level: 4"), "ladders.0.options.2.level") in [
        (one.file, one.line, one.path) for one in told.value.problems
    ]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("3", "This pack has form 3, and this program reads forms up to 2. Update it."),
        ("99", "This pack has form 99, and this program reads forms up to 2. Update it."),
        ("two", "Write a whole number, for example: 2"),
        ("true", "Write a whole number, for example: 2"),
        ("0", "Use a whole number from 2 to 2."),
    ],
)
def test_a_form_that_cannot_be_read_is_told_at_its_line(tmp_path, written, sentence):
    files = {**PACK, "pack.yaml": HEAD.replace("format: 2", f"format: {written}")}

    with pytest.raises(ContentError) as told:
        load(write(tmp_path, files))

    assert [("pack.yaml", 1, "format", sentence)] == [
        (one.file, one.line, one.path, one.sentence) for one in told.value.problems
    ]
