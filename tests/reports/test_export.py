"""Tables as files: read back, they say the same, and no text is ever computed."""

import csv
import io
import json
import re
from datetime import UTC, date, datetime
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from python_calamine import CalamineWorkbook

from server.reports import export
from server.reports.debrief import report
from server.reports.tables import Column, Kind, Table, outlines, tables
from tests.support.days import AWKWARD, AWKWARD_MANAGERS, Day

TODAY = "2027-03-02"

MADE_AT = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)
NAMES = (*AWKWARD, *AWKWARD_MANAGERS, "\t=1+1", "\r=1+1", " =1+1", "\uff1d1+1", "@SUM(1)", "%0", "|cmd", "0123", "1e5")


@pytest.fixture(scope="module")
def day_tables():
    return tables(report(Day(4, AWKWARD, AWKWARD_MANAGERS).plays_all().state, TODAY))


def texts(*cells: str) -> Table:
    return Table("texts", "", (Column("text", Kind.TEXT, ""),), tuple((cell,) for cell in cells))


def from_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def from_xlsx(*held: Table) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(export.as_xlsx(held, "EUR", MADE_AT)))


def parts_of(book: bytes, pattern: str) -> str:
    with ZipFile(io.BytesIO(book)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if re.match(pattern, name))


# CSV


def test_a_csv_says_that_it_is_utf_8_and_ends_its_lines_as_rfc_4180_wants(day_tables):
    body = export.as_csv(day_tables[0])

    assert (b"\xef\xbb\xbf", b"\r\n", 2) == (body[:3], body[-2:], body.count(b"\r\n"))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_from_a_csv(name):
    _, (said,) = from_csv(export.as_csv(texts(name)))

    assert name == said.removeprefix("'")


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "|a", "%a", "\t1", "\ra", "\n=", "  =1", "\u00a0=1", "\uff1d1"]
)
def test_no_text_in_a_csv_begins_a_formula(text):
    _, (said,) = from_csv(export.as_csv(texts(text)))

    assert f"'{text}" == said


def test_a_number_below_nought_is_no_formula():
    table = Table("one", "", (Column("value", Kind.NUMBER, ""),), ((-0.5,), (None,), (3,)))

    assert [["value"], ["-0.5"], [""], ["3"]] == from_csv(export.as_csv(table))


def test_every_table_comes_back_from_its_csv(day_tables):
    for table in day_tables:
        head, *rows = from_csv(export.as_csv(table))
        assert [column.name for column in table.columns] == head
        assert [len(head)] * len(table.rows) == [len(row) for row in rows]


def test_the_zip_holds_every_table_and_what_its_columns_mean(day_tables):
    with ZipFile(io.BytesIO(export.as_zip(day_tables))) as packed:
        readme = packed.read("README.txt").decode()
        held = {name: packed.read(name) for name in packed.namelist() if name.endswith(".csv")}

    assert {f"{table.name}.csv": export.as_csv(table) for table in day_tables} == held
    assert [] == [
        c.name for table in outlines() for c in table.columns if f"  {c.name} ({c.kind}): {c.says}" not in readme
    ]


# The workbook


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_from_a_workbook(name):
    _, (said,) = from_xlsx(texts(name)).get_sheet_by_name("texts").to_python()

    assert name.replace("\r", "\n") == str(said).replace("\r", "\n")


def test_a_cell_keeps_its_type_in_a_workbook():
    kinds = (Kind.TEXT, Kind.WHOLE, Kind.NUMBER, Kind.MONEY, Kind.DAY, Kind.TIME, Kind.FLAG)
    row = ("007", 3, 0.25, 12.5, date(2027, 3, 1), datetime(2027, 1, 15, 9, 30, tzinfo=UTC), True)
    table = Table("one", "", tuple(Column(kind, kind, "") for kind in kinds), (row,))
    _, read = from_xlsx(table).get_sheet_by_name("one").to_python()

    assert ["007", 3, 0.25, 12.5, date(2027, 3, 1), datetime(2027, 1, 15, 9, 30), True] == read  # noqa: DTZ001


def test_a_workbook_says_first_what_its_columns_mean(day_tables):
    book = from_xlsx(*day_tables)
    meanings = {(row[0], row[1]): row[3] for row in book.get_sheet_by_name("read_me").to_python()[1:]}

    assert ["read_me", *(table.name for table in day_tables)] == book.sheet_names
    assert [] == [c.name for table in day_tables for c in table.columns if meanings[table.name, c.name] != c.says]


def test_a_workbook_holds_no_formula_and_no_link(day_tables):
    book = export.as_xlsx((*day_tables, texts(*NAMES)), "EUR", MADE_AT)

    assert [] == re.findall("<f[ >]|hyperlink", parts_of(book, "xl/worksheets/.*").lower())


def test_every_sheet_has_its_head_frozen_and_scores_are_shaded(day_tables):
    sheets = parts_of(export.as_xlsx(day_tables, "EUR", MADE_AT), "xl/worksheets/sheet")
    scores = sum(column.kind is Kind.SCORE for table in day_tables for column in table.columns if table.rows)

    assert (len(day_tables) + 1, scores) == (sheets.count('state="frozen"'), sheets.count("<colorScale>"))


# JSON


def test_the_json_says_its_version_and_holds_every_cell(day_tables):
    told = json.loads(export.as_json(day_tables))

    assert ("uptoyou-workshop", 1) == (told["format"], told["version"])
    assert [(table.name, len(table.rows)) for table in day_tables] == [
        (n, len(rows)) for n, rows in told["tables"].items()
    ]
    assert {row["manager"] for row in told["tables"]["rulings"]} == set(AWKWARD_MANAGERS)


def test_a_file_is_the_same_each_time(day_tables):
    def files() -> list[bytes]:
        return [export.as_zip(day_tables), export.as_json(day_tables), export.as_xlsx(day_tables, "EUR", MADE_AT)]

    assert files() == files()


# Whatever people type


TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXT)
def test_any_text_comes_back_from_a_csv_and_is_no_formula(text):
    _, *rows = from_csv(export.as_csv(texts(text, "end")))
    said = rows[0][0] if len(rows) > 1 else ""

    assert text in (said, said[1:])
    assert not export.is_like_formula(said)


@settings(max_examples=60, deadline=None)
@given(some.lists(TEXT, min_size=1, max_size=20))
def test_any_text_comes_back_from_a_workbook(held):
    table = texts(*held, "end")
    book = export.as_xlsx((table,), "EUR", MADE_AT)
    read = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("texts").to_python()
    wanted = [export.NO_XML.sub("\ufffd", text) for text in held]

    assert [_lines(text) for text in wanted] == [_lines(str(row[0])) for row in read[1:-1]]
    assert "<f>" not in parts_of(book, "xl/worksheets/.*")


def _lines(text: str) -> str:
    """XML reads every end of a line as the same one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
