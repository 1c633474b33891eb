"""Events as JSON and back.

A log outlives the code that wrote it. A new field of an event gets a default; an event that changes its meaning gets
a new class, and the old name stays here with a function that makes the new event from the old one.
"""

from functools import cache
from re import sub
from types import UnionType
from typing import Any, get_args

import msgspec

from server.game.events import Event


def kind(event: type[Any]) -> str:
    """The name of an event in the log: ``RulingSealed`` is ``ruling_sealed``."""
    return sub(r"(?<!^)(?=[A-Z])", "_", event.__name__).lower()


def _members(union: UnionType) -> tuple[type[Any], ...]:
    return get_args(union)


@cache
def _decoders() -> dict[str, msgspec.json.Decoder[Event]]:
    return {kind(event): msgspec.json.Decoder(event) for event in _members(Event)}


_PAIRS = msgspec.json.Decoder(list[tuple[str, msgspec.Raw]])
_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(events: tuple[Event, ...]) -> bytes:
    """A JSON list of pairs: the name of the event, and its fields."""
    return _ENCODER.encode([(kind(type(event)), event) for event in events])


def decode(text: bytes | str) -> tuple[Event, ...]:
    """The events again. Raises msgspec.DecodeError, or KeyError for a name that nobody knows."""
    decoders = _decoders()
    return tuple(decoders[name].decode(fields) for name, fields in _PAIRS.decode(text))
