"""Events as JSON and back.

A log outlives the code that wrote it. A new field of an event gets a default; an event that changes its meaning gets
a new class, and the old name stays here with a function that makes the new event from the old one.
"""

from dataclasses import dataclass
from functools import cache
from re import sub
from types import UnionType
from typing import Any, get_args

import msgspec

from server.game.events import Event
from server.game.ids import Millis, SeatId, WorkshopId
from server.game.people import Actor, Role
from server.store.base import CommandId, Commit, StoreUnreadable


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


def decode(text: bytes | str | msgspec.Raw) -> tuple[Event, ...]:
    """The events again. Raises msgspec.DecodeError, or KeyError for a name that nobody knows."""
    decoders = _decoders()
    return tuple([decoders[name].decode(fields) for name, fields in _PAIRS.decode(text)])


@cache
def actor(role: str, seat: str | None) -> Actor:
    """Who asked. The same few ask again and again, so each is made once. Raises ValueError for an unknown role."""
    return Actor(Role(role), None if seat is None else SeatId(seat))


@dataclass(frozen=True, slots=True)
class _Written:
    """A commit as it stands in a line of JSON."""

    workshop: WorkshopId
    version: int
    id: CommandId
    digest: str
    role: str
    seat: str | None
    at: Millis
    events: msgspec.Raw


_WRITTEN = msgspec.json.Decoder(_Written)


def write(commit: Commit) -> bytes:
    """A commit as one line of JSON, which names its workshop and version."""
    role, seat = commit.actor.role, commit.actor.seat
    facts = msgspec.Raw(encode(commit.events))
    return _ENCODER.encode(
        _Written(commit.workshop, commit.version, commit.id, commit.digest, role, seat, commit.at, facts)
    )


def read(line: bytes) -> Commit:
    """The commit again. Raises StoreUnreadable."""
    try:
        said = _WRITTEN.decode(line)
        facts = decode(said.events)
        who = actor(said.role, said.seat)
    except (msgspec.DecodeError, KeyError, ValueError) as error:
        raise StoreUnreadable(f"not a commit ({error})") from error
    return Commit(said.workshop, said.version, said.id, said.digest, who, said.at, facts)
