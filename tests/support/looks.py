"""Who looks, and what they see: every view of a workshop, as bytes or leaf by leaf."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from msgspec.json import encode

from server.game.people import Audience, Role
from server.game.state import Workshop
from server.game.views import own_view, shared_view

SCREENS = (Role.FACILITATOR, Role.STAGE, Role.REP, Role.MANAGER)
"""Whose shared parts there are; observers look at the reps'."""


def phones(state: Workshop) -> tuple[Audience, ...]:
    return tuple(Audience(seat.role, seat.id) for seat in state.seats.values())


def encoded(state: Workshop) -> Mapping[str, bytes]:
    """Every part of every view, as it would go over the wire: ``stage``, ``rep``, ..., and each seat's own."""
    shared = {role.value: encode(shared_view(state, role)) for role in SCREENS}
    return shared | {str(phone.seat): encode(own_view(state, phone)) for phone in phones(state)}


def leaves(view: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value in a view, with the fields that lead to it: ``round.tokens.level``."""
    if is_dataclass(view):
        for one in fields(view):
            yield from leaves(getattr(view, one.name), f"{path}.{one.name}".lstrip("."))
    elif isinstance(view, tuple | list | frozenset):
        for item in view:
            yield from leaves(item, path)
    elif isinstance(view, Mapping):
        for key, item in view.items():
            yield path, key
            yield from leaves(item, path)
    else:
        yield path, view
