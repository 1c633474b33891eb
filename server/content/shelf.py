"""The packs that this server offers, read again whenever their files change."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.content.errors import ContentError, Problem
from server.content.loader import Loaded, files, load, packs
from server.game.case import Form

Native = Callable[..., Any]

STARTER = "starter"
"""The pack that stands first, for whoever has none of their own."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the start page shows of a pack, in the reader's language where the pack speaks it.

    A pack with problems is shown and cannot be opened.
    """

    id: str
    title: str
    summary: str
    industry: str
    languages: tuple[str, ...]
    cases: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    stamp: tuple[int, int]
    pack: Loaded | None
    problems: tuple[Problem, ...]


class Shelf:
    def __init__(self, folder: Path, native: Native) -> None:
        self._folder = folder
        self._native = native
        self._held: dict[str, _Held] = {}

    def offers(self, language: str = "") -> tuple[Offer, ...]:
        """Every pack on this server."""
        there = sorted(packs(self._folder), key=lambda path: (path.name != STARTER, path.name))
        return tuple(_offer(path.name, self._look(path), language) for path in there)

    def take(self, pack: str) -> Loaded:
        """A pack to play. Raises KeyError when there is none of that id, ContentError when it has faults."""
        path = next((one for one in packs(self._folder) if one.name == pack), None)
        if path is None:
            raise KeyError(pack)
        held = self._look(path)
        if held.pack is None:
            raise ContentError(held.problems)
        return held.pack

    def _look(self, path: Path) -> _Held:
        there = files(path)
        stamp = (len(there), max(file.stat().st_mtime_ns for file in there))
        held = self._held.get(path.name)
        if held is None or held.stamp != stamp:
            held = self._held[path.name] = self._native(_read, path, stamp)
        return held


def _read(path: Path, stamp: tuple[int, int]) -> _Held:
    try:
        return _Held(stamp, load(path), ())
    except ContentError as error:
        return _Held(stamp, None, error.problems)


def _offer(name: str, held: _Held, language: str) -> Offer:
    if held.pack is None:
        return Offer(name, name, "", "", (), 0, tuple(map(str, held.problems)))
    pack, _ = held.pack.said_in(language)
    cases = sum(case.form is not Form.PRACTICE for case in pack.cases)
    return Offer(pack.id, pack.title, pack.summary, pack.industry, held.pack.languages, cases)
