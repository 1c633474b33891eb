"""A workshop's history without people: the same facts, told of "Rep 1" and "Manager 1".

A replay gives the same figures. What goes: names, keys, what people typed, who joined when, and which of the reps'
places was whose (they are dealt anew). What stays: rulings, choices and predictions under the new places, the course
of the day, and the lines that the room wrote, with every name in them replaced. Managers keep their places, because
the order of the others' turns hangs on these.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from server.game import roster
from server.game.events import (
    CaseClosed,
    ClaimAnswered,
    CoachingKept,
    DevicesTrusted,
    Event,
    KeyGranted,
    KeysRevoked,
    LineAmended,
    LinkOpened,
    Marked,
    NoteKept,
    RushAnswered,
    RushHeld,
    SeatClaimed,
    SeatRenamed,
    SeatTaken,
    TellingPrepared,
    TextWritten,
    WorkshopOpened,
)
from server.game.ids import KeyHash, SeatId
from server.game.people import Role
from server.game.state import Seat

GONE = "…"
"""Stands where somebody had written something."""
TITLES = {Role.MANAGER: "Manager", Role.REP: "Rep", Role.OBSERVER: "Observer"}
LINE_WORDS = ("wording", "owner", "why", "say", "hand_over_when", "by", "because")
"""The parts of a line that somebody typed."""
SHORTEST = 2
"""Signs of a name that is looked for in the lines of the room; a single letter is also a word."""


def nameless(events: Sequence[Event], seed: str) -> tuple[Event, ...]:
    """The same workshop without people. The new places are drawn from `seed`, which must not be kept."""
    first = events[0]
    assert isinstance(first, WorkshopOpened)
    taken = [event.seat for event in events if isinstance(event, SeatTaken)]
    places = _dealt(seed, [seat.id for seat in taken if seat.role is not Role.MANAGER])
    seats = [_at_its_place(seat, places) for seat in (*first.managers, *taken)]
    titles = _titles(seats)
    called = _called(events, {seat.id: titles[places.get(seat.id, seat.id)] for seat in (*first.managers, *taken)})
    opened = replace(
        first,
        title=called(first.title),
        recovery=KeyHash(""),
        managers=tuple(replace(seat, name=titles[seat.id]) for seat in first.managers),
    )
    came = sorted(seats[len(first.managers) :], key=lambda seat: (len(seat.id), seat.id))
    return (
        opened,
        *(SeatTaken(replace(seat, name=titles[seat.id])) for seat in came),
        *(
            told
            for event in events[1:]
            if not isinstance(event, SeatTaken)
            for told in _without_people(_moved(event, type(event), places), places, titles, called)
        ),
    )


def _dealt(seed: str, seats: Sequence[SeatId]) -> Mapping[SeatId, SeatId]:
    """Each of these places under the name of another, drawn by chance."""
    return dict(zip(seats, roster.shuffled(seed, "nameless", seats), strict=True))


def _at_its_place(seat: Seat, places: Mapping[SeatId, SeatId]) -> Seat:
    return replace(seat, id=places.get(seat.id, seat.id), typed_at=None)


def _titles(seats: Iterable[Seat]) -> Mapping[SeatId, str]:
    """What each place is called from now on."""
    count = Counter[Role]()
    titles = {}
    for seat in sorted(seats, key=lambda seat: (len(seat.id), seat.id)):
        count[seat.role] += 1
        titles[seat.id] = f"{TITLES[seat.role]} {count[seat.role]}"
    return titles


def _called(events: Iterable[Event], titles: Mapping[SeatId, str]) -> Callable[[str], str]:
    """A function that puts the title in the place of every name that anybody here ever went by."""
    names: dict[str, str] = {}
    for event in events:
        match event:
            case WorkshopOpened(managers=managers):
                names |= {seat.name.casefold(): titles[seat.id] for seat in managers}
            case SeatTaken(seat):
                names[seat.name.casefold()] = titles[seat.id]
            case SeatRenamed(seat, name):
                names[name.casefold()] = titles[seat]
    known = sorted((name for name in names if len(name) >= SHORTEST), key=len, reverse=True)
    if not known:
        return lambda text: text
    any_name = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)", re.IGNORECASE)
    return lambda text: any_name.sub(lambda found: names.get(found[0].casefold(), GONE), text)


def _without_people(
    event: Event, places: Mapping[SeatId, SeatId], titles: Mapping[SeatId, str], called: Callable[[str], str]
) -> Iterable[Event]:
    """What is left of a fact, whose places are the new ones: itself, with other words, or nothing."""
    match event:
        case (
            KeyGranted()
            | KeysRevoked()
            | LinkOpened()
            | DevicesTrusted()
            | SeatClaimed()
            | ClaimAnswered()
            | NoteKept()
            | CoachingKept()
            | RushHeld()
            | RushAnswered()
        ):
            return ()
        case SeatRenamed(seat):
            return (SeatRenamed(seat, titles[seat]),)
        case TextWritten(text):
            return (TextWritten(replace(text, parts=tuple(GONE if part else "" for part in text.parts), signed=False)),)
        case TellingPrepared(step, seat, telling):
            return (TellingPrepared(step, seat, replace(telling, line=GONE if telling.line else "")),)
        case CaseClosed(line=line) | LineAmended(line=line):
            words: dict[str, Any] = {name: called(getattr(line, name)) for name in LINE_WORDS}
            return (replace(event, line=replace(line, **words)),)
        case Marked(about=about, paths=paths):
            moved = tuple(tuple(places.get(SeatId(part), part) for part in path) for path in paths)
            return (replace(event, about=called(about), paths=moved),)
        case _:
            return (event,)


# Finding the places in a fact


def _moved(value: Any, hint: Any, places: Mapping[SeatId, SeatId]) -> Any:
    """The value with every place in it under its new name, and in an order that says nothing about who came when.

    What is a place is known by its type. Only the order of managers means something.
    """
    if hint is SeatId:
        return places.get(value, value)
    if not _holds_places(hint):
        return value
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        (some,) = (one for one in inner if one is not NoneType)
        return None if value is None else _moved(value, some, places)
    if origin is tuple:
        if Ellipsis not in inner:
            return tuple(_moved(item, one, places) for item, one in zip(value, inner, strict=True))
        moved = tuple(_moved(item, inner[0], places) for item in value)
        return tuple(sorted(moved)) if _is_of_the_dealt(moved, places) else moved
    if origin is not None:
        moves = {_moved(key, inner[0], places): _moved(item, inner[1], places) for key, item in value.items()}
        return dict(sorted(moves.items()))
    hints = get_type_hints(hint)
    return replace(value, **{name: _moved(getattr(value, name), hints[name], places) for name in _names(hint)})


def _is_of_the_dealt(items: tuple[Any, ...], places: Mapping[SeatId, SeatId]) -> bool:
    """Whether these are places that were dealt anew, alone or each with its team."""
    return all((item[0] if isinstance(item, tuple) else item) in places for item in items)


def _names(data: type[Any]) -> list[str]:
    return [field.name for field in fields(data)]


@cache
def _holds_places(hint: Any) -> bool:
    """Whether a value of this type may name a place."""
    if hint is SeatId:
        return True
    if get_origin(hint) is not None:
        return any(_holds_places(one) for one in get_args(hint))
    if not isinstance(hint, type) or not is_dataclass(hint):
        return False
    return any(_holds_places(one) for one in get_type_hints(hint).values())
