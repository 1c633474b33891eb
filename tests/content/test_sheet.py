"""A pack as a workbook and back: nothing changes that nobody changed, and every fault is told at its cell."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter.utility import xl_col_to_name

from server.content import draft, sheet
from server.content.loader import held, packs
from server.content.rewrite import same
from server.paths import CONTENT
from tests.support import books
from tests.support.written_packs import FIRST, PACK

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x")')
SMALL = {name: text.encode() for name, text in PACK.items()}
SHIPPED = [*packs(CONTENT), CONTENT / "_template"]


def tables(base=SMALL):
    return books.grids(sheet.write(draft.opened(base)))


def read(given, base=SMALL, make=books.xlsx, name="pack.xlsx"):
    return sheet.read(name, make(given), draft.opened(base))


def texts(files, base=SMALL):
    return draft.written(files, base)


def said(faults):
    return [(fault.sheet, fault.cell, fault.sentence) for fault in faults]


def put(grid, row, heading, value):
    """Change one cell, by its row from 1 and its heading."""
    place = grid[0].index(heading)
    grid[row - 1] += [""] * (place + 1 - len(grid[row - 1]))
    grid[row - 1][place] = value


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_pack_that_goes_to_a_workbook_and_back_stays_as_it_was_to_the_last_comment(folder):
    base = held(folder)
    files, faults = sheet.read("pack.xlsx", sheet.write(draft.opened(base)), draft.opened(base))

    assert (base, []) == (
        texts(files, base),
        [fault for fault in faults if not fault.warning and "folder" not in str(fault)],
    )


@pytest.mark.parametrize("folder", SHIPPED[:2], ids=lambda folder: folder.name)
def test_a_workbook_alone_makes_the_same_pack(folder):
    base = held(folder)
    files, _ = sheet.read("pack.xlsx", sheet.write(draft.opened(base)), [])
    main = [file for file in draft.opened(base) if file.name.count("/") < 2 and file.name[2:3] != "/"]

    assert [file.name for file in main] == [file.name for file in files]
    assert all(same(one.data, other.data) for one, other in zip(main, files, strict=True))


WORDS = st.sampled_from(FORMULAS) | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs", "Cn", "Co")), min_size=1, max_size=30
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(label=WORDS, cost=st.integers(0, 10**7) | st.sampled_from([0.5, 20.25]), fact=WORDS, off=st.booleans())
def test_what_is_written_comes_back(label, cost, fact, off):
    files = list(draft.opened(SMALL))
    data = {**files[1].data, "facts": [fact, "Another."], "sensitive": off}
    data["options"] = [{**data["options"][0], "label": label, "cost": cost}, *data["options"][1:]]
    name = files[1].name.replace("/", "/_") if off else files[1].name
    files[1] = draft.File(name, data, files[1].was)
    back, _ = sheet.read("pack.xlsx", sheet.write(files), draft.opened(SMALL))

    assert [file.name for file in files] == [file.name for file in back]
    assert all(same(_trimmed(one.data), other.data) for one, other in zip(files, back, strict=True))


def _trimmed(value):
    if isinstance(value, dict):
        return {key: _trimmed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_trimmed(one) for one in value]
    return value.strip() if isinstance(value, str) else value


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text):
    """Whatever a text begins with: no program may compute it."""
    files = [draft.File(file.name, file.data, file.was) for file in draft.opened(SMALL)]
    files[1].data["title"] = text
    raw = sheet.write(files)

    assert [] == [name for name, part in _parts(raw) if b"<f>" in part or b"<hyperlink" in part]


def _parts(raw):
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]


@pytest.mark.parametrize(("make", "name"), [(books.xlsx, "pack.xlsx"), (books.ods, "pack.ods")], ids=["xlsx", "ods"])
def test_a_changed_cell_changes_one_line_of_one_file(make, name):
    given = tables()
    put(given["Options"], 6, "label", "Give back a third")
    files, faults = read(given, make=make, name=name)
    new = texts(files)

    assert [] == faults
    assert {FIRST: PACK[FIRST].replace("Refund half", "Give back a third").encode()} == {
        one: text for one, text in new.items() if text != SMALL[one]
    }


def test_one_table_comes_as_csv_and_the_others_stay():
    given = tables()["Options"]
    put(given, 6, "label", "Give back a third")
    put(given, 6, "cost", "10,50")
    files, faults = sheet.read("options.csv", books.csv(given), draft.opened(SMALL))

    assert [] == faults
    assert (
        PACK[FIRST].replace("Refund half", "Give back a third").replace("cost: 10", "cost: 10.5")
        == texts(files)[FIRST].decode()
    )


@pytest.mark.parametrize("between", [",", "\t"])
def test_csv_comes_with_any_sign_between_its_cells(between):
    files, faults = sheet.read("cases.csv", books.csv(tables()["Cases"], between), draft.opened(SMALL))

    assert (SMALL, []) == (texts(files), faults)


@pytest.mark.parametrize(
    ("heading", "value", "sentence"),
    [
        ("minutes", "six", "Write a whole number, for example: 13"),
        (
            "family",
            "Ausnahme",
            "Choose one of: exception, escalation, commercial, internal, emotional, stale_rule.",
        ),
        ("title", "x" * 61, "This is too long. Keep it under 60 signs."),
        ("facts 2", "x" * 161, "This is too long. Keep it under 160 signs."),
        ("sensitive", "perhaps", "Write true or false."),
        ("ladder", "nowhere", "There is no such ladder in pack.yaml. Choose one of: service."),
    ],
)
def test_a_fault_is_told_at_its_cell(heading, value, sentence):
    given = tables()
    put(given["Cases"], 3, heading, value)
    _, faults = read(given)

    assert [("Cases", f"{xl_col_to_name(given['Cases'][0].index(heading))}3", sentence)] == said(faults)


def test_a_value_that_is_missing_is_told_at_its_row():
    given = tables()
    put(given["Cases"], 3, "title", "")
    _, faults = read(given)

    assert [("Cases", "A3", "This is missing. Write a text, for example: The third overdraft fee")] == said(faults)


def test_faults_of_every_sheet_are_told_at_once():
    given = tables()
    put(given["Options"], 6, "cost", "ten")
    put(given["Reasons"], 2, "id", "Not A Name")
    given["Pack"][5][1] = "Euro"
    _, faults = read(given)

    assert ["Options D6", "Pack B6", "Reasons A2"] == sorted(f"{fault.sheet} {fault.cell}" for fault in faults)


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda given: given.update({"Holidays": [["x"]]}), ("Holidays", "A1", "There is no such sheet.")),
        (lambda given: given["Cases"][0].__setitem__(1, "headline"), ("Cases", "B1", "There is no such heading.")),
        (lambda given: given["Cases"][0].__setitem__(2, "title"), ("Cases", "C1", "This heading stands here twice.")),
        (lambda given: given["Options"][5].__setitem__(0, "no-case"), ("Options", "A6", "Cases has no such id.")),
        (
            lambda given: given["Ladder options"][1].__setitem__(0, "x"),
            ("Ladder options", "A2", "Ladders has no such id."),
        ),
        (lambda given: given["Options"][0].__setitem__(0, "whose"), ("Options", "A1", "There is no such heading.")),
        (lambda given: given["Pack"][2].__setitem__(0, "edition"), ("Pack", "A3", "There is no such field.")),
    ],
)
def test_what_belongs_nowhere_is_told_at_its_cell(change, wanted):
    given = tables()
    change(given)
    _, faults = read(given)

    assert wanted in [(fault.sheet, fault.cell, fault.sentence.partition(".")[0] + ".") for fault in faults]


def test_rows_in_another_order_are_played_in_that_order():
    given = tables()
    given["Cases"][2:4] = reversed(given["Cases"][2:4])
    files, faults = read(given)

    assert [] == faults
    assert ["warm-up", "escalation", "exception"] == [file.data["id"] for file in files[1:4]]
    assert ["cases/02-escalation.yaml", "cases/03-exception.yaml"] == list(texts(files))[2:4]


def test_a_case_that_is_marked_so_is_left_out():
    given = tables()
    put(given["Cases"], 3, "left out", "Yes")
    files, _ = read(given)

    assert "cases/_01-exception.yaml" == files[2].name


def test_a_case_without_a_row_is_gone():
    given = tables()
    given["Options"] = [row for row in given["Options"] if row[0] != "exception"]
    del given["Cases"][2]
    files, _ = read(given)

    assert FIRST not in texts(files)


@pytest.mark.parametrize(
    ("name", "raw"),
    [("a.xlsx", b"junk"), ("a.ods", b""), ("a.csv", b"\xff\xfa\x00"), ("a.csv", b"one,two\n1,2\n"), ("a.csv", b"")],
)
def test_what_is_no_spreadsheet_is_refused_in_words(name, raw):
    with pytest.raises(sheet.Unreadable, match=r"\.$|see them"):
        sheet.read(name, raw, draft.opened(SMALL))
