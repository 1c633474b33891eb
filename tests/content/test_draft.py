"""A pack while somebody works on it, and the files that come out."""

from dataclasses import replace

import pytest

from server.content import draft as d
from server.content.draft import File
from server.content.errors import ContentError
from server.content.loader import held, packs
from server.paths import CONTENT
from tests.support.written_packs import FIRST, PACK

FILES = {name: text.encode() for name, text in PACK.items()}
SECOND = "cases/02-escalation.yaml"


def swapped(files, one, other):
    files = list(files)
    files[one], files[other] = files[other], files[one]
    return files


@pytest.mark.parametrize("folder", [*packs(CONTENT), CONTENT / "_template"], ids=lambda folder: folder.name)
def test_a_pack_that_nobody_edits_is_written_as_it_was(folder):
    base = held(folder)

    assert base == d.written(d.opened(base), base)


def test_the_head_comes_first_and_the_cases_in_the_order_of_play():
    files = {f"fr/{FIRST}": b"id: exception\n", **FILES, "cases/_01b-more.yaml": b"id: x\n"}

    assert ["pack.yaml", "cases/00-warm-up.yaml", FIRST, "cases/_01b-more.yaml", SECOND] == [
        file.name for file in d.opened(files)
    ][:5]
    assert f"fr/{FIRST}" == d.opened(files)[-1].name


def test_a_pack_with_a_file_that_cannot_be_read_is_not_opened():
    with pytest.raises(ContentError):
        d.opened({**FILES, FIRST: b"a: [b"})


def test_dates_are_texts():
    assert "2026-03-31" == d.opened(FILES)[0].data["pack"]["reviewed_on"]


def test_cases_that_have_moved_are_counted_anew_and_keep_their_text():
    new = d.written(swapped(d.opened(FILES), 2, 3), FILES)

    assert FILES[FIRST] == new["cases/03-exception.yaml"]
    assert FILES[SECOND] == new["cases/02-escalation.yaml"]


def test_translations_move_with_their_cases():
    files = {**FILES, f"fr/{FIRST}": b"id: exception\ntitle: Un cas\n"}

    assert (
        b"id: exception\ntitle: Un cas\n"
        == d.written(swapped(d.opened(files), 2, 3), files)["fr/cases/03-exception.yaml"]
    )


def test_a_case_that_is_left_out_keeps_its_place():
    files = [replace(file, name="cases/_01-exception.yaml") if file.name == FIRST else file for file in d.opened(FILES)]

    assert FILES[FIRST] == d.written(files, FILES)["cases/_01-exception.yaml"]
    assert "cases/_03-exception.yaml" in d.names(swapped(files, 2, 3))


def test_a_copy_of_a_case_brings_its_comments():
    base = {**FILES, FIRST: b"# about it\n" + FILES[FIRST]}
    files = list(d.opened(base))
    files.insert(3, File("cases/01-exception-2.yaml", {**files[2].data, "id": "another"}, FIRST))

    assert b"# about it\nid: another\n" in d.written(files, base)["cases/03-exception-2.yaml"]


def test_a_draft_is_checked_without_being_written():
    files = list(d.opened(FILES))
    files[2] = replace(files[2], data={**files[2].data, "minutes": 90})
    loaded, problems = d.checked("small-shop", files)

    assert None is loaded
    assert [(FIRST, "minutes", "Use a whole number from 3 to 60.")] == [
        (one.file, one.path, one.sentence) for one in problems
    ]


def test_a_draft_without_faults_is_the_pack_that_would_be_played():
    loaded, problems = d.checked("small-shop", d.opened(FILES))

    assert ((), "Small shop") == (problems, loaded.pack.title)


def test_a_copy_of_a_pack_has_another_id_and_all_else():
    wanted = PACK["pack.yaml"].replace("id: small-shop", "id: mine").replace("title: Small shop", "title: Mine")

    assert {**FILES, "pack.yaml": wanted.encode()} == d.copied(FILES, "mine", "Mine")


@pytest.mark.parametrize(
    "names",
    [
        ["cases/01-a.yaml"],
        ["pack.yaml", "pack.yaml"],
        ["pack.yaml", "cases/a.yaml", "cases/A.yaml"],
        ["pack.yaml", "../pack.yaml"],
        ["pack.yaml", "cases/../../x.yaml"],
        ["pack.yaml", "/etc/passwd"],
        ["pack.yaml", "cases/x.yml"],
        ["pack.yaml", "cases/a b.yaml"],
        ["pack.yaml", "cases/.yaml"],
        ["pack.yaml", "saved.json"],
        ["pack.yaml", "cases/con\n.yaml"],
    ],
)
def test_files_that_no_pack_can_have_do_not_fit(names):
    assert not d.fit([File(name, {}) for name in names])
