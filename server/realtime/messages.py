"""What may come in over a socket. The marshmallow schemas are made from the commands, so the two cannot differ."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from marshmallow import RAISE, Schema, ValidationError, validate
from marshmallow import fields as m

from server.game import commands as c
from server.game.commands import Command
from server.game.permissions import KINDS
from server.store.base import CommandId

FROM_THE_WIRE = frozenset(KINDS.values()) - {c.TakeSeat, c.ClaimSeat, c.OpenLink, c.GrantKey, c.RevokeKeys, c.TimeUp}
"""Seats and keys are given out over HTTP, where their secrets are made; the clock has no socket."""
BY_SERVER = frozenset({"present", "device"})
"""The fields that only the server fills in."""
LONGEST = 2000
"""Signs in any text; each rule has a narrower limit of its own."""
MOST = 400
"""Items in any list."""
ID = validate.Regexp(r"^[A-Za-z0-9_-]{16,64}\Z")


class BadMessage(Exception):
    """The message is not one that we know. `field` names what is wrong with it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Message:
    """A command as it came in. `body` is the same whenever the same message comes again."""

    id: CommandId
    command: Command
    body: bytes


_ENCODER = msgspec.json.Encoder(order="deterministic")


def parse(data: Any) -> Message:
    """A message from the wire. Raises BadMessage for anything that is not exactly one."""
    if not isinstance(data, dict):
        raise BadMessage("message")
    kind = data.get("kind")
    schema = schemas().get(kind if isinstance(kind, str) else None)
    if schema is None:
        raise BadMessage("kind")
    try:
        said = schema.load(data)
    except ValidationError as error:
        faults = error.messages
        raise BadMessage(next(iter(faults)) if isinstance(faults, dict) else "message") from None
    body = _ENCODER.encode(said)
    id = CommandId(said.pop("id"))
    return Message(id, KINDS[said.pop("kind")](**said), body)


@cache
def schemas() -> Mapping[str | None, Schema]:
    """The schema of every command that may come from a socket, by its kind."""
    return {kind: schema(command)() for kind, command in KINDS.items() if command in FROM_THE_WIRE}


def schema(command: type[Command]) -> type[Schema]:
    """The schema of one command: its fields, with its id and kind beside them. No field may have the name of those."""
    assert not {"id", "kind"} & {field.name for field in fields(command)}, command
    hints = get_type_hints(command)
    parts: dict[str, m.Field[Any]] = {
        field.name: _field(hints[field.name], field.default is MISSING)
        for field in fields(command)
        if field.name not in BY_SERVER
    }

    class CommandSchema(Schema):
        class Meta:
            unknown = RAISE

        id = m.String(required=True, validate=ID)
        kind = m.String(required=True)

    return type(f"{command.__name__}Schema", (CommandSchema,), parts)


def _field(hint: Any, required: bool) -> m.Field[Any]:
    """The field for a type. A type that is not foreseen fails at the start, not at the first message."""
    optional = get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)
    if optional:
        (hint,) = (one for one in get_args(hint) if one is not NoneType)
    hint = getattr(hint, "__supertype__", hint)
    common: dict[str, Any] = {"required": required, "allow_none": optional}
    if get_origin(hint) is tuple:
        inner = _field(get_args(hint)[0], required=True)
        return _Tuple(inner, validate=validate.Length(max=MOST), **common)
    if hint is bool:
        return m.Boolean(truthy={True}, falsy={False}, **common)
    if hint is int:
        return m.Integer(strict=True, validate=validate.Range(-1, 2**53), **common)
    if hint is str:
        return m.String(validate=validate.Length(max=LONGEST), **common)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return m.Enum(hint, by_value=m.String, **common)
    raise TypeError(f"no field for {hint}")


class _Tuple(m.List[Any]):
    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(*args, **kwargs))
