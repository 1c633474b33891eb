"""A pack as a workbook, for whoever would rather fill in tables than write YAML; and back, faults at their cells.

The tables follow from the schema. What is one thing of each pack or case is a column; a list of texts is a column for
each; a list of parts is a sheet of its own, whose first column says what its rows belong to. The workbook holds the
language that the pack is written in.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cache
from io import BytesIO, StringIO
from itertools import count
from typing import Any, TypeAlias

import xlsxwriter
from marshmallow import Schema, fields
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

from server.content import draft as drafts
from server.content.draft import Draft, File
from server.content.errors import ONE_OF, Problem, Where
from server.content.fields import bounds, is_name, is_switch, kind, label
from server.content.loader import HEAD
from server.content.rewrite import is_blank
from server.content.schema import CaseSchema, PackSchema

AnyField: TypeAlias = fields.Field[Any]
ABOUT = "Read me"
LEFT_OUT = "left out"
"""The column that takes a case out of play and keeps it."""
CASES = "Cases"
MOST_FAULTS = 200
"""That are told at once. Whoever has more of them has the wrong file."""
CSV_PARTS = (";", ",", "\t")


class Unreadable(Exception):
    """A file that is no spreadsheet, with a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    path: Where
    field: AnyField


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. `path` leads to its values in the file: to a part, or to a list with a row for each entry.

    `owner` is the list whose entries its rows belong to, named in its first column.
    """

    title: str
    path: Where
    columns: tuple[Column, ...]
    in_cases: bool
    many: bool
    owner: str = ""
    owner_path: Where = ()


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Something wrong at a cell: `Cases`, `C4`, the field in words, and what to do."""

    sheet: str
    cell: str
    field: str
    sentence: str
    warning: bool = False

    def __str__(self) -> str:
        where = f"{self.sheet} {self.cell}".strip()
        return f"{where}: {self.field + ': ' if self.field else ''}{self.sentence}"


# The tables of the schema


@cache
def tables() -> tuple[Table, ...]:
    """Every sheet of a workbook, in its order."""
    return (*_head_tables(), *_case_tables())


def _head_tables() -> Iterator[Table]:
    schema = PackSchema()
    yield Table("Pack", (), tuple(_columns(schema, (), "")), in_cases=False, many=False)
    for name, one in schema.fields.items():
        if isinstance(one, fields.List):
            yield from _list_tables(one, (name,), in_cases=False)


def _case_tables() -> Iterator[Table]:
    schema = CaseSchema()
    yield Table(CASES, (), tuple(_columns(schema, (), "")), in_cases=True, many=True)
    for name, one in schema.fields.items():
        if isinstance(one, fields.List) and isinstance(one.inner, fields.Nested):
            yield from _list_tables(one, (name,), in_cases=True)
        elif isinstance(one, fields.Nested) and _is_own_sheet(one):
            inner = tuple(_columns(one.schema, (), ""))
            yield Table(_title(name), (name,), inner, in_cases=True, many=False, owner="case")


def _list_tables(many: fields.List[Any], path: Where, in_cases: bool) -> Iterator[Table]:
    name = str(path[-1])
    owner = "case" if in_cases else ""
    if not isinstance(many.inner, fields.Nested):
        yield Table(_title(name), path, (Column(label(name), (), many.inner),), in_cases, True, owner)
        return
    schema = many.inner.schema
    yield Table(_title(name), path, tuple(_columns(schema, (), "")), in_cases, True, owner)
    for inner, one in schema.fields.items():
        if isinstance(one, fields.List) and isinstance(one.inner, fields.Nested):
            parent = ONE_OF.get(name, name.removesuffix("s"))
            columns = tuple(_columns(one.inner.schema, (), ""))
            yield Table(_title(f"{parent} {label(inner)}"), (inner,), columns, in_cases, True, parent, path)


def _columns(schema: Schema, path: Where, before: str) -> Iterator[Column]:
    """The columns of a part: its own values, those of small parts within it, and one for each entry of a short list."""
    for name, one in schema.fields.items():
        said = f"{before} {label(name)}".strip()
        if isinstance(one, fields.Nested):
            if path or name == "pack" or not _is_own_sheet(one):
                yield from _columns(one.schema, (*path, name), "" if name == "pack" else said)
        elif not isinstance(one, fields.List) or is_name(one.inner):
            yield Column(said, (*path, name), one)
        elif not isinstance(one.inner, fields.Nested) and (path or not _is_head(schema)):
            for number in range(bounds(one)["most"] or 1):
                yield Column(f"{said} {number + 1}", (*path, name, number), one.inner)


def _is_head(schema: Schema) -> bool:
    return isinstance(schema, PackSchema)


def _is_own_sheet(one: AnyField) -> bool:
    """A part that has parts itself is too much for columns of another table."""
    return isinstance(one, fields.Nested) and any(
        isinstance(inner, fields.Nested) for inner in one.schema.fields.values()
    )


def _title(name: str) -> str:
    said = label(name)
    return said[0].upper() + said[1:]


# From a pack to a workbook


def write(draft: Draft) -> bytes:
    """An XLSX workbook of a pack."""
    out = BytesIO()
    head = next(file.data for file in draft if file.name == HEAD)
    cases = [file for file in draft if file.name.startswith("cases/")]
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": str(head.get("pack", {}).get("title", "")), "created": datetime(2026, 1, 1)})  # noqa: DTZ001
        looks = _Looks(book)
        _about(book.add_worksheet(ABOUT), looks)
        for table in tables():
            _sheet(book.add_worksheet(table.title), looks, table, list(_rows(table, head, cases)), len(cases))
    return out.getvalue()


class _Looks:
    def __init__(self, book: Any) -> None:
        wrap = {"text_wrap": True, "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format({"bold": True, "bg_color": "#1B1F27", "font_color": "#FBF7EF", **wrap, "border": 1})
        self.needed = book.add_format(
            {"bold": True, "bg_color": "#FFC233", "font_color": "#1B1F27", **wrap, "border": 1}
        )
        self.cell = book.add_format({**wrap, "num_format": "@"})
        self.number = book.add_format({"valign": "top"})
        self.note = book.add_format({**wrap, "font_color": "#555B66"})


def _about(page: Any, looks: _Looks) -> None:
    page.set_column(0, 0, 100)
    page.write_string(0, 0, "A case pack for Up to You", looks.title)
    for row, line in enumerate(README, start=2):
        page.write_string(row, 0, line, looks.note)


README = (
    "Each sheet is one part of the pack. Fill in rows from the top; leave the first row as it is.",
    "Columns in yellow are needed. Point at a heading to read what belongs there, with an example.",
    "Cells with a list offer their choices. Short names (id) have small letters, digits and hyphens, each used once.",
    "Rows of Options belong to a case: write its id into the first column, a row for each option, from low to high.",
    'Cases are played in the order of their rows. Write yes under "left out" to keep one and not play it.',
    "To read it back: choose this file in the editor, or type: python3 server sheet FILE.xlsx --into FOLDER",
    "Every fault is told with its sheet and its cell. Nothing is taken in until all are mended.",
)


def _rows(table: Table, head: Mapping[str, Any], cases: Sequence[File]) -> Iterator[list[Any]]:
    """The values of a table, in the order of its columns, with what a row belongs to before them."""
    if not table.in_cases:
        yield from _rows_of(table, head, [])
        return
    for case in cases:
        if not table.path:
            off = "yes" if case.name.rpartition("/")[2].startswith("_") else ""
            yield [*_values(table, case.data), off]
        else:
            yield from _rows_of(table, case.data, [case.data.get("id")])


def _rows_of(table: Table, data: Mapping[str, Any], owner: list[Any]) -> Iterator[list[Any]]:
    if table.owner_path:
        for one in _at(data, table.owner_path) or []:
            for entry in _at(one, table.path) or []:
                yield [one.get("id"), *_values(table, entry)]
        return
    held = _at(data, table.path)
    if not table.many:
        if not is_blank(held):
            yield [*owner, *_values(table, held)]
        return
    for entry in held or []:
        yield [*owner, *_values(table, entry)]


def _values(table: Table, entry: Any) -> list[Any]:
    return [_at(entry, column.path) for column in table.columns]


def _at(data: Any, path: Where) -> Any:
    for key in path:
        if isinstance(data, Mapping):
            data = data.get(key)
        elif isinstance(data, list) and isinstance(key, int) and key < len(data):
            data = data[key]
        else:
            return None
    return data


def _sheet(page: Any, looks: _Looks, table: Table, rows: list[list[Any]], cases: int) -> None:
    if not table.in_cases and not table.many:
        _upright(page, looks, table, rows[0])
        return
    page.freeze_panes(1, 1)
    page.set_row(0, 30)
    page.set_default_row(30)
    headers = _headers(table)
    last = max(len(rows) + 20, cases * 6, 60)
    for place, header in enumerate(headers):
        column = _column(table, place)
        page.write_string(0, place, header, looks.needed if column and column.field.required else looks.head)
        page.write_comment(0, place, _explained(column, header), {"x_scale": 2, "y_scale": 1.5})
        page.set_column(place, place, _width(column), looks.cell)
        _guarded(page, (1, place, last, place), table, place)
    for row, values in enumerate(rows, start=1):
        for place, value in enumerate(values):
            _write(page, looks, (row, place), value)


def _upright(page: Any, looks: _Looks, table: Table, values: list[Any]) -> None:
    """What is there once: a row for each field, with what it is beside it."""
    for place, (header, width) in enumerate((("field", 24), ("value", 60), ("what it is", 60), ("example", 30))):
        page.write_string(0, place, header, looks.head)
        page.set_column(place, place, width)
    page.freeze_panes(1, 0)
    for row, (column, value) in enumerate(zip(table.columns, values, strict=True), start=1):
        page.write_string(row, 0, column.header, looks.needed if column.field.required else looks.head)
        _write(page, looks, (row, 1), value)
        _guarded(page, (row, 1, row, 1), table, row - 1)
        page.write_string(row, 2, _plainly(column.field.metadata.get("doc", "")), looks.note)
        page.write_string(row, 3, str(column.field.metadata.get("example", "")), looks.note)


def _write(page: Any, looks: _Looks, at: tuple[int, int], value: Any) -> None:
    """Texts are written as texts, whatever they begin with, so that no program takes one for a formula."""
    if value is None or is_blank(value):
        return
    if isinstance(value, bool):
        page.write_string(*at, "yes" if value else "no", looks.cell)
    elif isinstance(value, list):
        page.write_string(*at, ", ".join(map(str, value)), looks.cell)
    elif isinstance(value, int | float):
        page.write_number(*at, value, looks.number)
    else:
        page.write_string(*at, str(value), looks.cell)


def _headers(table: Table) -> list[str]:
    own = [column.header for column in table.columns]
    return [*([table.owner] if table.owner else []), *own, *([LEFT_OUT] if table.title == CASES else [])]


def _column(table: Table, place: int) -> Column | None:
    """What stands in a column of the sheet; None for those that are no field."""
    place -= bool(table.owner)
    return table.columns[place] if 0 <= place < len(table.columns) else None


def _width(column: Column | None) -> int:
    return 16 if column is None else {"text": 28, "long": 60}.get(kind(column.field), 14)


def _explained(column: Column | None, header: str) -> str:
    if column is None:
        where = f"The id of the {header} that this row belongs to."
        return "Write yes to keep this case and not play it." if header == LEFT_OUT else where
    about = column.field.metadata
    many = "\nSeveral, with a comma between them." if kind(column.field) == "list" else ""
    example = f"\nFor example: {about['example']}" if about.get("example") else ""
    return f"{_plainly(about.get('doc', ''))}{many}{example}{chr(10) + 'Needed.' if column.field.required else ''}"


def _plainly(doc: str) -> str:
    return doc.replace("`", "")


def _guarded(page: Any, area: tuple[int, int, int, int], table: Table, place: int) -> None:
    """A list of choices where there are some, and the bounds of numbers."""
    column = _column(table, place)
    if column is None:
        source = _source(CASES if table.owner == "case" else _title(str(table.owner_path[-1]))) if table.owner else ""
        choices = ["yes"] if place and not source else source
    elif is_switch(column.field):
        choices = ["yes", "no"]
    elif "choices" in column.field.metadata:
        choices = column.field.metadata["choices"]
    elif "to" in column.field.metadata:
        choices = _source(_title(column.field.metadata["to"]))
    elif kind(column.field) == "whole":
        least, most = bounds(column.field)["least"], bounds(column.field)["most"]
        said = f"Use a whole number from {least} to {most}."
        rule = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most, "error_message": said}
        page.data_validation(*area, rule)
        return
    else:
        return
    page.data_validation(*area, {"validate": "list", "source": choices, "error_type": "warning"})


def _source(title: str) -> str:
    """The ids of another sheet."""
    return f"='{title}'!$A$2:$A$200"


# From a workbook to a pack


@dataclass(slots=True)
class _Found:
    """What was read: values, and the cell of each."""

    files: list[File]
    faults: list[Fault] = field(default_factory=list)
    cells: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """By file and dotted path: sheet and cell."""

    def place(self, file: str, path: Where, sheet: str, cell: str) -> None:
        self.cells[file, ".".join(map(str, path))] = sheet, cell


Grid = list[list[Any]]


def read(name: str, raw: bytes, base: Draft, pack: str = "") -> tuple[Draft, list[Fault]]:
    """A pack with the tables of a workbook in it, and what is wrong; tables that are not there stay as they are.

    `name` is that of the file, `pack` that of the pack, where it is known. Raises Unreadable.
    """
    sheets = _csv(raw) if name.lower().endswith((".csv", ".txt")) else _workbook(raw)
    found = _Found(list(base))
    known = {table.title.lower(): table for table in tables()}
    given: dict[str, Grid] = {}
    for title, grid in sheets:
        if title.lower() in known:
            given[known[title.lower()].title] = grid
        elif title.lower() != ABOUT.lower():
            names = ", ".join(table.title for table in tables())
            sentence = f"There is no such sheet. Call it one of these, or take it out: {names}."
            found.faults.append(Fault(title, "A1", "", sentence))
    for table in sorted(tables(), key=lambda one: (one.in_cases, bool(one.path), bool(one.owner_path))):
        if table.title in given:
            _take(found, table, given[table.title])
    return found.files, (found.faults or _faults(found, pack))[:MOST_FAULTS]


def _faults(found: _Found, pack: str) -> list[Fault]:
    """What the check of the whole pack says, at the cells that it is about."""
    head = next((file.data for file in found.files if file.name == HEAD), {})
    about = head.get("pack")
    id = about.get("id") if isinstance(about, Mapping) else None
    _, problems = drafts.checked(pack or str(id), found.files)
    return [_at_cell(found, problem) for problem in problems]


def _at_cell(found: _Found, problem: Problem) -> Fault:
    path = problem.path
    while path and (problem.file, path) not in found.cells:
        path = path.rpartition(".")[0]
    sheet, cell = found.cells.get((problem.file, path), (problem.file, ""))
    return Fault(sheet, cell, problem.field, problem.sentence, problem.warning)


def _workbook(raw: bytes) -> list[tuple[str, Grid]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        return [(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable("This is no spreadsheet that can be read. Save it as .xlsx, .ods or .csv.") from error


def _csv(raw: bytes) -> list[tuple[str, Grid]]:
    """One table, known by its headings."""
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable('This file is not in UTF-8. Save it again as "CSV UTF-8".') from None
    first = text.partition("\n")[0]
    grid: Grid = [list(row) for row in csv.reader(StringIO(text), delimiter=max(CSV_PARTS, key=first.count))]
    headers = {_ear(one) for one in (grid[0] if grid else [])}
    fit = max(tables(), key=lambda table: len(headers & {*_heard(table)}) / len({*_heard(table), *headers}))
    if not headers & {*_heard(fit)}:
        raise Unreadable("The first line must hold the headings of one sheet. Download the workbook to see them.")
    return [(fit.title, grid)]


def _heard(table: Table) -> list[str]:
    upright = not table.in_cases and not table.many
    return ["field", "value"] if upright else [_ear(header) for header in _headers(table)]


def _ear(header: Any) -> str:
    """A heading, however it was typed."""
    return " ".join(str(header).lower().replace("_", " ").split())


def _take(found: _Found, table: Table, grid: Grid) -> None:
    if not table.in_cases and not table.many:
        _take_upright(found, table, grid)
        return
    rows = list(_records(found, table, grid))
    if not table.in_cases:
        head = next((file for file in found.files if file.name == HEAD), File(HEAD, {}))
        _put(found, replace(head, data=_with_rows(found, table, rows, head, "")))
    elif not table.path:
        _take_cases(found, table, rows)
    else:
        known = {str(file.data.get("id")) for file in found.files if file.name.startswith("cases/")}
        for row in rows:
            if row.owner not in known:
                found.faults.append(
                    Fault(table.title, row.cell, "case", f"{CASES} has no such id. Check its spelling.")
                )
        for file in [file for file in found.files if file.name.startswith("cases/")]:
            mine = [row for row in rows if row.owner == str(file.data.get("id"))]
            _put(found, replace(file, data=_with_rows(found, table, mine, file, file.data.get("id"))))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: what it belongs to, its values by path, and their cells."""

    owner: str
    values: tuple[tuple[Where, Any, str], ...]
    cell: str
    """Its first one."""
    left_out: bool = False


def _records(found: _Found, table: Table, grid: Grid) -> Iterator[_Row]:
    """The rows that hold something. What is wrong with the headings goes to the faults."""
    places = _placed(found, table, grid)
    columns = {_ear(column.header): column for column in table.columns}
    for number, cells in enumerate(grid[1:], start=2):
        if all(_empty(cell) for cell in cells):
            continue
        said = {header: cells[place] for header, place in places.items() if place < len(cells)}
        values = tuple(
            (columns[header].path, _value(columns[header].field, cell), f"{xl_col_to_name(places[header])}{number}")
            for header, cell in said.items()
            if header in columns and not _empty(cell)
        )
        owner = str(_value(_ID, said.get(_ear(table.owner), ""))) if table.owner else ""
        off = str(said.get(LEFT_OUT, "")).strip().lower() in YES
        yield _Row(owner, values, f"A{number}", off and table.title == CASES)


_ID = fields.String()
YES = frozenset({"yes", "true", "x", "1", "1.0"})
NO = frozenset({"no", "false", "0", "0.0"})


def _placed(found: _Found, table: Table, grid: Grid) -> dict[str, int]:
    """Which heading stands where."""
    known = set(_heard(table))
    places: dict[str, int] = {}
    for place in range(max(map(len, grid), default=0)):
        header, at = _ear(grid[0][place]) if place < len(grid[0]) else "", f"{xl_col_to_name(place)}1"
        below = any(len(row) > place and not _empty(row[place]) for row in grid[1:])
        if header in places:
            found.faults.append(Fault(table.title, at, "", "This heading stands here twice. Keep one of them."))
        elif header in known:
            places[header] = place
        elif header or below:
            sentence = f"There is no such heading. The sheet has: {', '.join(_heard(table))}."
            found.faults.append(Fault(table.title, at, "", sentence))
    if table.owner and table.owner not in places:
        found.faults.append(
            Fault(table.title, "A1", "", f"The heading {table.owner} is missing. Write it above the ids.")
        )
    return places


def _empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _value(field: AnyField, cell: Any) -> Any:
    """What a cell means for its field. What cannot be that stays as it is, for the check to tell."""
    if isinstance(cell, str):
        cell = cell.strip()
    if isinstance(field, fields.List):
        return [name for one in str(cell).split(",") if (name := one.strip())]
    if is_switch(field):
        word = str(cell).lower()
        return True if word in YES else False if word in NO else cell
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == time() else cell
    if kind(field) in ("whole", "amount"):
        return _number(cell) if isinstance(cell, str) else cell
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _number(text: str) -> Any:
    """A number that was typed as text, with a comma or a point."""
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _take_upright(found: _Found, table: Table, grid: Grid) -> None:
    head = next((file for file in found.files if file.name == HEAD), File(HEAD, {}))
    columns = {_ear(column.header): column for column in table.columns}
    data = head.data
    for column in table.columns:
        data = _set(data, column.path, None)
    for number, cells in enumerate(grid[1:], start=2):
        header = _ear(cells[0]) if cells else ""
        if header not in columns:
            if header:
                sentence = f"There is no such field. The sheet has: {', '.join(columns)}."
                found.faults.append(Fault(table.title, f"A{number}", "", sentence))
            continue
        column = columns[header]
        found.place(HEAD, column.path, table.title, f"B{number}")
        if len(cells) > 1 and not _empty(cells[1]):
            data = _set(data, column.path, _value(column.field, cells[1]))
    found.place(HEAD, ("pack",), table.title, "A1")
    _put(found, replace(head, data=data))


def _take_cases(found: _Found, table: Table, rows: list[_Row]) -> None:
    """The cases, in the order of their rows. One that is known by its id goes on from its file."""
    before = {str(file.data.get("id")): file for file in found.files if file.name.startswith("cases/")}
    names = {file.name for file in found.files}
    cases: list[File] = []
    for number, row in enumerate(rows, start=1):
        id = str(next((value for path, value, _ in row.values if path == ("id",)), ""))
        file = before.pop(id, None) or File(_free(names, f"cases/{number:02}-{_slug(id)}"), {})
        names.add(file.name)
        folder, _, base = file.name.rpartition("/")
        name = f"{folder}/{'_' if row.left_out else ''}{base.lstrip('_')}"
        data = file.data
        for column in table.columns:
            data = _set(data, column.path, None)
        cases.append(replace(file, name=name, data=_filled(found, table, row, data, name, ())))
    at = next((place for place, file in enumerate(found.files) if file.name.startswith("cases/")), 1)
    others = [file for file in found.files if not file.name.startswith("cases/")]
    found.files = [*others[:at], *cases, *others[at:]]
    found.place("cases", (), table.title, "A2")


def _slug(id: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in id)[:60] or "case"


def _free(taken: set[str], stem: str) -> str:
    return next(name for n in count() if (name := f"{stem}{f'-{n}' if n else ''}.yaml") not in taken)


def _with_rows(found: _Found, table: Table, rows: list[_Row], file: File, id: Any) -> dict[str, Any]:
    """A file's values with the rows of a table in their place."""
    if table.owner_path:
        return _within_owners(found, table, rows, file)
    if not table.many:
        data = _set(file.data, table.path, None)
        for row in rows[1:]:
            found.faults.append(Fault(table.title, row.cell, "case", f"{id} stands here twice. Keep one of the rows."))
        return _filled(found, table, rows[0], data, file.name, table.path) if rows else data
    return _set(file.data, table.path, _entries(found, table, rows, file.name, table.path))


def _within_owners(found: _Found, table: Table, rows: list[_Row], file: File) -> dict[str, Any]:
    owners = _at(file.data, table.owner_path) or []
    known = {str(one.get("id")) for one in owners}
    for row in rows:
        if row.owner not in known:
            sheet = _title(str(table.owner_path[-1]))
            found.faults.append(
                Fault(table.title, row.cell, table.owner, f"{sheet} has no such id. Check its spelling.")
            )
    data = file.data
    for number, one in enumerate(owners):
        path = (*table.owner_path, number, *table.path)
        mine = [row for row in rows if row.owner == str(one.get("id"))]
        data = _set(data, path, _entries(found, table, mine, file.name, path))
    return data


def _entries(found: _Found, table: Table, rows: list[_Row], file: str, path: Where) -> list[Any]:
    entries: list[Any] = []
    for number, row in enumerate(rows):
        at = (*path, number)
        if table.columns[0].path:
            entries.append(_filled(found, table, row, {}, file, at, inner=True))
        else:
            entries.append(row.values[0][1] if row.values else "")
        found.place(file, at, table.title, row.values[0][2] if row.values else row.cell)
    if rows:
        found.place(file, path, table.title, rows[0].cell)
    return entries


def _filled(
    found: _Found, table: Table, row: _Row, data: dict[str, Any], file: str, at: Where, inner: bool = False
) -> dict[str, Any]:
    """A part with the values of a row in it, each of which remembers its cell."""
    found.place(file, at, table.title, row.cell)
    counts: dict[Where, int] = {}
    for path, value, cell in row.values:
        if path and isinstance(path[-1], int):  # texts of a list move up over empty cells
            counts[path[:-1]] = counts.get(path[:-1], -1) + 1
            path = (*path[:-1], counts[path[:-1]])  # noqa: PLW2901
        found.place(file, (*at, *path), table.title, cell)
        if path and isinstance(path[-1], int) and (*at, *path[:-1]) and path[-1] == 0:
            found.place(file, (*at, *path[:-1]), table.title, cell)
        data = _set(data, path if inner else (*at, *path), value)
    return data


def _set(data: dict[str, Any], path: Where, value: Any) -> dict[str, Any]:
    """The same values with one put in; None takes it out, and what is left empty around it."""
    return _put_in(data, path, value) or {}


def _put_in(data: Any, path: Where, value: Any) -> Any:
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(key, int):
        entries = list(data) if isinstance(data, list) else []
        inner = _put_in(entries[key] if key < len(entries) else None, rest, value)
        if is_blank(inner):
            return entries[:key] if key >= len(entries) or not rest else [*entries[:key], *entries[key + 1 :]]
        return [*entries[:key], inner, *entries[key + 1 :]]
    held = dict(data) if isinstance(data, Mapping) else {}
    inner = _put_in(held.get(key), rest, value)
    if is_blank(inner):
        held.pop(str(key), None)
    else:
        held[str(key)] = inner
    return held


def _put(found: _Found, file: File) -> None:
    names = [one.name for one in found.files]
    if file.name in names:
        found.files[names.index(file.name)] = file
    else:
        found.files.insert(0, file)
