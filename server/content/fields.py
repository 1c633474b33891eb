"""The fields of a pack, told to a program: the editor draws its forms from them, the spreadsheet its columns."""

from typing import Any, TypeAlias

from marshmallow import Schema, fields, validate

from server.content.schema import SLUG, CaseSchema, PackSchema

AnyField: TypeAlias = fields.Field[Any]
LONG = 160
"""Signs from which a text gets more than one line."""
WORDS = {"roleplay": "role-play"}
"""Names of fields that are not said as they are written."""


def described() -> dict[str, Any]:
    """All that a form has to know: `head` for `pack.yaml`, `case` for a case."""
    return {"head": _parts(PackSchema()), "case": _parts(CaseSchema())}


def label(name: str) -> str:
    """A field as people say it."""
    return WORDS.get(name, name.replace("_", " "))


def _parts(schema: Schema) -> list[dict[str, Any]]:
    return [{"name": name, "label": label(name), **_field(field)} for name, field in schema.fields.items()]


def _field(field: AnyField) -> dict[str, Any]:
    about = field.metadata
    told = {
        "kind": kind(field),
        "doc": about.get("doc", "").replace("`", ""),
        "example": about.get("example", ""),
        "needed": field.required,
        "text": bool(about.get("text") or about.get("free")),
        **{name: value for name, value in bounds(field).items() if value is not None},
    }
    if isinstance(field, fields.List):
        told |= {"of": _field(field.inner), "free": bool(about.get("free"))}
    if isinstance(field, fields.Nested):
        told["parts"] = _parts(field.schema)
    if "choices" in about:
        told["choices"] = about["choices"]
    if "to" in about:
        told["to"] = about["to"]
    return told


def kind(field: AnyField) -> str:
    """text, long, whole, amount, switch, choice, day, list or part."""
    if isinstance(field, fields.List):
        return "list"
    if isinstance(field, fields.Nested):
        return "part"
    if isinstance(field, fields.Boolean):
        return "switch"
    if isinstance(field, fields.Integer):
        return "whole"
    if isinstance(field, fields.Float):
        return "amount"
    if "choices" in field.metadata:
        return "choice"
    if type(field) is not fields.String:
        return "day"
    return "long" if (bounds(field)["most"] or 0) >= LONG else "text"


def bounds(field: AnyField) -> dict[str, Any]:
    """`least` and `most`: of a number, of the signs of a text, of the entries of a list."""
    for one in field.validators:
        if isinstance(one, validate.Range | validate.Length):
            return {"least": one.min, "most": one.max}
    return {"least": None, "most": None}


def is_name(field: AnyField) -> bool:
    """Whether it holds a short name, without spaces and commas."""
    return SLUG in field.validators


def is_switch(field: AnyField) -> bool:
    return isinstance(field, fields.Boolean)
