"""The workshops that this process holds in memory, kept current from their logs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from logging import getLogger

from server.game.events import WorkshopOpened
from server.game.evolve import evolve, opened
from server.game.ids import Millis, WorkshopId
from server.game.state import Workshop
from server.store.base import CommandId, Commit, EventLog, StoreFailed, StoreUnreadable, Unfollow

log = getLogger(__name__)


@dataclass(slots=True)
class Snapshot:
    """A workshop as of one version, and the commands that made it so."""

    state: Workshop
    version: int
    first: int
    """The version that the history begins with; above 1 once it was told anew."""
    at: Millis
    """When the last commit was made."""
    seen: set[CommandId] = field(default_factory=set)


Changed = Callable[[Commit, Workshop], None]
"""Called with every commit and the state after it; with the end of a workshop and the state before it."""


class Live:
    def __init__(self, log: EventLog, changed: Changed) -> None:
        self._log = log
        self._changed = changed
        self._held: dict[WorkshopId, Snapshot] = {}
        self._followed: dict[WorkshopId, Unfollow] = {}

    def load(self) -> None:
        """Replay every workshop of the log that can be read. Called once, before anybody is let in."""
        for workshop in self._log.workshops():
            self.follow(workshop)
        self._log.follow_openings(self.follow)

    def follow(self, workshop: WorkshopId) -> None:
        """Hold a workshop, or get ready to hold one that is about to be opened."""
        if workshop in self._followed:
            return
        self._followed[workshop] = _nothing
        try:
            self._followed[workshop] = self._log.follow(workshop, self._advance)
        except StoreFailed:
            del self._followed[workshop]
            raise
        except StoreUnreadable as damage:
            log.critical("A workshop is damaged and left out: %s. The others are in play.", damage)

    def __contains__(self, workshop: WorkshopId) -> bool:
        return workshop in self._held

    def __getitem__(self, workshop: WorkshopId) -> Snapshot:
        """Raises KeyError for a workshop that is not here."""
        return self._held[workshop]

    def __iter__(self) -> Iterator[Workshop]:
        return (snapshot.state for snapshot in tuple(self._held.values()))

    def snapshots(self) -> tuple[Snapshot, ...]:
        return tuple(self._held.values())

    def _advance(self, commit: Commit) -> None:
        held = self._held.get(commit.workshop)
        if held is None:
            if not commit.events:
                return
            held = self._held[commit.workshop] = _first(commit)
        if commit.version != held.version + 1 and not (commit.replaces and commit.version > held.version):
            return
        if not commit.events:
            self._drop(commit.workshop)
        elif commit.replaces:
            held.first = commit.version
            held.seen.clear()
        held.state = after(held.state, commit)
        held.version, held.at = commit.version, commit.at
        held.seen.add(commit.id)
        try:
            self._changed(commit, held.state)
        except Exception:  # (what is saved stays saved; screens ask again when a version is missing)
            log.exception("telling version %d of workshop %s failed", commit.version, commit.workshop)

    def _drop(self, workshop: WorkshopId) -> None:
        del self._held[workshop]
        self._followed.pop(workshop)()


def _nothing() -> None:
    """Nobody follows yet."""


def after(state: Workshop, commit: Commit) -> Workshop:
    """The state after one more commit."""
    for event in commit.events:
        state = evolve(state, event)
    return state


def _first(commit: Commit) -> Snapshot:
    first = next(iter(commit.events), None)
    if not isinstance(first, WorkshopOpened):
        raise TypeError("a workshop begins with WorkshopOpened")
    return Snapshot(opened(first), version=commit.version - 1, first=commit.version, at=commit.at)
