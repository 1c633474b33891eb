"""The workshops that this process holds in memory, kept current from their logs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from logging import getLogger

from server.game.events import WorkshopOpened
from server.game.evolve import evolve, opened
from server.game.ids import WorkshopId
from server.game.state import Workshop
from server.store.base import CommandId, Commit, EventLog, StoreFailed, StoreUnreadable

log = getLogger(__name__)


@dataclass(slots=True)
class Snapshot:
    """A workshop as of one version, and the commands that made it so."""

    state: Workshop
    version: int
    seen: set[CommandId] = field(default_factory=set)


Changed = Callable[[Commit, Workshop], None]
"""Called with every commit and the state after it."""


class Live:
    def __init__(self, log: EventLog, changed: Changed) -> None:
        self._log = log
        self._changed = changed
        self._held: dict[WorkshopId, Snapshot] = {}
        self._followed: set[WorkshopId] = set()

    def load(self) -> None:
        """Replay every workshop of the log that can be read. Called once, before anybody is let in."""
        for workshop in self._log.workshops():
            self.follow(workshop)
        self._log.follow_openings(self.follow)

    def follow(self, workshop: WorkshopId) -> None:
        """Hold a workshop, or get ready to hold one that is about to be opened."""
        if workshop in self._followed:
            return
        self._followed.add(workshop)
        try:
            self._log.follow(workshop, self._advance)
        except StoreFailed:
            self._followed.remove(workshop)
            raise
        except StoreUnreadable as damage:
            log.critical("A workshop is damaged and left out: %s. The others are in play.", damage)

    def __getitem__(self, workshop: WorkshopId) -> Snapshot:
        """Raises KeyError for a workshop that is not here."""
        return self._held[workshop]

    def __iter__(self) -> Iterator[Workshop]:
        return (snapshot.state for snapshot in tuple(self._held.values()))

    def _advance(self, commit: Commit) -> None:
        held = self._held.get(commit.workshop)
        if held is None:
            held = self._held[commit.workshop] = _first(commit)
        if commit.version != held.version + 1:
            return
        held.state = after(held.state, commit)
        held.version = commit.version
        held.seen.add(commit.id)
        try:
            self._changed(commit, held.state)
        except Exception:  # (what is saved stays saved; screens ask again when a version is missing)
            log.exception("telling version %d of workshop %s failed", commit.version, commit.workshop)


def after(state: Workshop, commit: Commit) -> Workshop:
    """The state after one more commit."""
    for event in commit.events:
        state = evolve(state, event)
    return state


def _first(commit: Commit) -> Snapshot:
    (first, *_) = commit.events
    if not isinstance(first, WorkshopOpened):
        raise TypeError("a workshop begins with WorkshopOpened")
    return Snapshot(opened(first), version=0)
