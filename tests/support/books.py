"""Spreadsheets as people send them: XLSX, ODS and CSV, from tables of cells."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from python_calamine import CalamineWorkbook

Tables = Mapping[str, Sequence[Sequence[Any]]]

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def grids(raw: bytes) -> dict[str, list[list[Any]]]:
    """Every cell of a workbook."""
    book = CalamineWorkbook.from_filelike(BytesIO(raw))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def xlsx(tables: Tables) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        for title, rows in tables.items():
            page = book.add_worksheet(title)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return out.getvalue()


def ods(tables: Tables) -> bytes:
    sheets = "".join(
        f'<table:table table:name="{escape(title)}">{"".join(map(_row, rows))}</table:table>'
        for title, rows in tables.items()
    )
    body = f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{body}</office:document-content>")
    return out.getvalue()


def _row(row: Sequence[Any]) -> str:
    return f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>"


def _cell(value: Any) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        kind = f'office:value-type="float" office:value="{value}"'
        return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def csv(rows: Sequence[Sequence[Any]], between: str = ";") -> bytes:
    quoted = [['"' + str(cell).replace('"', '""') + '"' for cell in row] for row in rows]
    return "\r\n".join(between.join(row) for row in quoted).encode("utf-8-sig")
