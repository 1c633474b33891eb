"""Tables as files: CSV, a workbook, JSON. Every file is the same for the same workshop."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec
import xlsxwriter

from server.reports.tables import Cell, Column, Kind, Row, Table, outlines

FORMAT = "uptoyou-workshop"
VERSION = 1
"""Of the JSON and of the columns. It moves when a column goes or changes its meaning, not when one is added."""
FORMULA = frozenset("=+-@|%\uff1d\uff0b\uff0d\uff20")
"""With what a text begins that a spreadsheet may take for a formula; the last four are the wide forms."""
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What may not stand in XML, and so in no workbook."""
WIDEST = 60
"""Characters of a column in a workbook; longer texts are wrapped."""


# CSV


def as_csv(table: Table) -> bytes:
    """One table by RFC 4180, in UTF-8 with a mark that tells spreadsheets so. A missing cell is empty."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(cell: Cell) -> str | int | float:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case str():
            return f"'{cell}" if is_like_formula(cell) else cell
        case _:
            return cell


def is_like_formula(text: str) -> bool:
    """Whether a spreadsheet that reads a CSV might take this text for something to compute."""
    return text[:1] in ("\t", "\r", "\n") or text.lstrip()[:1] in FORMULA


def as_zip(tables: Sequence[Table]) -> bytes:
    """All tables as CSV, with a page that says what their columns mean."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, body in (("README.txt", about().encode()), *((f"{one.name}.csv", as_csv(one)) for one in tables)):
            archive.writestr(ZipInfo(name), body, ZIP_DEFLATED)
    return packed.getvalue()


ABOUT = """\
The tables of one workshop, played with Up to You.\r
\r
No rep is named. What reps predicted or would have done is counted, and groups of fewer than five are left out.\r
Managers stand here as they chose: by name, by a mask, or in the figures only.\r
\r
An apostrophe before a text keeps spreadsheets from taking it for a formula; the workbook and the JSON have none.\r
"""


def about() -> str:
    """What stands in the tables, as plain text."""
    parts = [ABOUT]
    for table in outlines():
        parts.append(f"{table.name}.csv\r\n{table.says}\r\n")
        parts.append("".join(f"  {one.name} ({one.kind}): {one.says}\r\n" for one in table.columns))
    return "\r\n".join(parts)


# A workbook


def as_xlsx(tables: Sequence[Table], currency: str, made_at: datetime) -> bytes:
    """A sheet for each table, and one before them that says what the columns mean. Texts are never formulas."""
    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        looks = _looks(book, currency)
        _write(book, _index(tables), looks)
        for table in tables:
            _write(book, table, looks)
    return made.getvalue()


def _index(tables: Iterable[Table]) -> Table:
    rows: list[Row] = []
    for table in tables:
        rows.append((table.name, None, None, table.says))
        rows += [(table.name, column.name, column.kind.value, column.says) for column in table.columns]
    columns = tuple(Column(name, Kind.TEXT, "") for name in ("table", "column", "kind", "meaning"))
    return Table("read_me", "", columns, tuple(rows))


def _looks(book: Any, currency: str) -> dict[Kind | str, Any]:
    top = {"valign": "top"}
    return {
        "head": book.add_format({"bold": True, "bg_color": "#1B1F27", "font_color": "#FFFFFF", **top}),
        Kind.TEXT: book.add_format({"text_wrap": True, "num_format": "@", **top}),
        Kind.WHOLE: book.add_format({"num_format": "0", **top}),
        Kind.NUMBER: book.add_format({"num_format": "0.000", **top}),
        Kind.MONEY: book.add_format({"num_format": f'#,##0.00 "{currency}"', **top}),
        Kind.SCORE: book.add_format({"num_format": "0", **top}),
        Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd", **top}),
        Kind.TIME: book.add_format({"num_format": "yyyy-mm-dd hh:mm", **top}),
        Kind.FLAG: book.add_format(top),
    }


def _write(book: Any, table: Table, looks: dict[Kind | str, Any]) -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, [column.name for column in table.columns], looks["head"])
    for place, column in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        sheet.set_column(place, place, _width(column.name, cells))
        for number, cell in enumerate(cells, start=1):
            _put(sheet, (number, place), cell, looks[column.kind])
        if column.kind is Kind.SCORE and cells:
            sheet.conditional_format(1, place, len(cells), place, SHADES)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


SHADES = {
    "type": "3_color_scale",
    "min_type": "num",
    "mid_type": "num",
    "max_type": "num",
    "min_value": 0,
    "mid_value": 50,
    "max_value": 100,
    "min_color": "#E2823F",
    "mid_color": "#F2ECDF",
    "max_color": "#74A9DB",
}


def _put(sheet: Any, at: tuple[int, int], cell: Cell, look: Any) -> None:
    match cell:
        case None:
            pass
        case bool():
            sheet.write_boolean(*at, cell, look)
        case datetime():
            sheet.write_datetime(*at, cell.replace(tzinfo=None), look)
        case date():
            sheet.write_datetime(*at, cell, look)
        case str():
            sheet.write_string(*at, NO_XML.sub("\ufffd", cell), look)
        case _:
            sheet.write_number(*at, cell, look)


def _width(name: str, cells: Iterable[Cell]) -> int:
    longest = max((len(str(_plain(cell))) for cell in cells), default=0)
    return min(WIDEST, max(len(name) + 3, longest + 1))


# JSON


def as_json(tables: Sequence[Table]) -> bytes:
    """``{"format", "version", "tables": {name: [{column: cell}]}}``. Days and times are ISO texts, money a number."""
    rows = {
        table.name: [dict(zip([one.name for one in table.columns], row, strict=True)) for row in table.rows]
        for table in tables
    }
    return msgspec.json.encode({"format": FORMAT, "version": VERSION, "tables": rows})
