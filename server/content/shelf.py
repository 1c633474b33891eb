"""The packs that this server offers, read again whenever their files change."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from server.content.errors import ContentError, Problem
from server.content.loader import Loaded, files, load, packs
from server.content.own import OwnPacks
from server.game.case import Form

Native = Callable[..., Any]
Stamp = tuple[Path, int, int]
"""Where a pack lies, how many files it has, and when the latest of them was changed."""

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
    own: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    stamp: Stamp
    pack: Loaded | None
    problems: tuple[Problem, ...]


class Shelf:
    """The packs that came with the program, and one's own, which take the place of those of the same id."""

    def __init__(self, folder: Path, native: Native, own: OwnPacks) -> None:
        self._folder = folder
        self._native = native
        self.own = own
        self._held: dict[str, _Held] = {}

    def offers(self, language: str = "") -> tuple[Offer, ...]:
        """Every pack on this server, one's own first."""
        own = {name: self.own.folder(name) for name in self.own.names()}
        shipped = [path for path in packs(self._folder) if path.name not in own]
        shipped.sort(key=lambda path: (path.name != STARTER, path.name))
        return (
            *(replace(_offer(name, self._look(name, path), language), own=True) for name, path in own.items()),
            *(_offer(path.name, self._look(path.name, path), language) for path in shipped),
        )

    def take(self, pack: str) -> Loaded:
        """A pack to play. Raises KeyError when there is none of that id, ContentError when it has faults."""
        held = self._look(pack, self.folder(pack))
        if held.pack is None:
            raise ContentError(held.problems)
        return held.pack

    def folder(self, pack: str) -> Path:
        """Where a pack lies. Raises KeyError."""
        shipped = {path.name: path for path in packs(self._folder)}
        return self.own.folder(pack) if pack in self.own.names() else shipped[pack]

    def _look(self, name: str, path: Path) -> _Held:
        there = files(path)
        stamp = (path, len(there), max(file.stat().st_mtime_ns for file in there))
        held = self._held.get(name)
        if held is None or held.stamp != stamp:
            held = self._held[name] = self._native(_read, path, name, stamp)
        return held


def _read(path: Path, name: str, stamp: Stamp) -> _Held:
    try:
        return _Held(stamp, load(path, name), ())
    except ContentError as error:
        return _Held(stamp, None, error.problems)


def _offer(name: str, held: _Held, language: str) -> Offer:
    if held.pack is None:
        return Offer(name, name, "", "", (), 0, tuple(map(str, held.problems)))
    pack, _ = held.pack.said_in(language)
    cases = sum(case.form is not Form.PRACTICE for case in pack.cases)
    return Offer(pack.id, pack.title, pack.summary, pack.industry, held.pack.languages, cases)
