"""The workshops of the log, and the states of those that are in play.

A state is a cache of its log. Nobody needs most of them: a training company keeps hundreds of workshops, and a few are
in play. So a state is let go when nobody looked at it for a while, and read again for whoever comes: a phone, a
command, an alarm. The log is followed all the same, and a gist of a few hundred bytes stays.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from logging import getLogger
from threading import Lock

from server.game.events import Event
from server.game.evolve import fold, replay
from server.game.ids import Millis, WorkshopId, millis
from server.game.state import Workshop
from server.service.gist import Gist, gist
from server.store.base import CommandId, Commit, EventLog, StoreFailed, Unfollow

log = getLogger(__name__)

REST_AFTER = millis(300)
"""How long a state stays after the last look at it."""
NEVER = Millis(0)
TRIES = 3
"""How often a log is read because it grew meanwhile."""


def _nothing() -> None:
    """Nobody follows yet."""


class Snapshot:
    """A workshop as of one version, and the commands that made it so.

    Facts are folded when somebody looks: a whole batch of answers then makes one new state.
    """

    __slots__ = ("_fresh", "_state", "seen", "version")

    def __init__(self, state: Workshop, version: int, seen: set[CommandId]) -> None:
        self._state = state
        self._fresh: list[Event] = []
        self.version = version
        self.seen = seen

    @property
    def state(self) -> Workshop:
        if self._fresh:
            self._state, self._fresh = fold(self._state, self._fresh), []
        return self._state

    def add(self, commit: Commit) -> None:
        self._fresh += commit.events
        self.version = commit.version
        self.seen.add(commit.id)


@dataclass(slots=True, eq=False)
class Known:
    """One workshop: where its log stands, and its state while it is in play."""

    id: WorkshopId
    version: int = 0
    """Of the last commit that was told or read; 0 before the opening, and for what cannot be read."""
    first: int = 0
    """The version that the history begins with; above 1 once it was told anew."""
    at: Millis = NEVER
    """When the last commit was made."""
    used: Millis = NEVER
    """When somebody last looked at the state."""
    held: Snapshot | None = None
    """As of `version`."""
    gist: Gist | None = None
    """As of `version`; None when nobody has asked for it since."""
    unfollow: Unfollow = _nothing

    def take(self, commit: Commit) -> None:
        """One more commit, unless it was read before it was told."""
        if commit.version <= self.version:
            return
        if commit.replaces:
            self.held = Snapshot(replay(commit.events), commit.version, {commit.id})
            self.first = commit.version
        elif self.held is not None:
            self.held.add(commit)
        self.version, self.at, self.gist = commit.version, commit.at, None


Found = Callable[[Workshop], None]
"""Called with the state of each workshop that has a history already when it is first followed."""
Changed = Callable[[Commit], None]
"""Called with every commit after that."""


class Live:
    def __init__(self, log: EventLog, found: Found, changed: Changed, now: Callable[[], Millis]) -> None:
        """`found` and `changed` must not look at a state: they are called while the log tells."""
        self._log = log
        self._found = found
        self._changed = changed
        self._now = now
        self._known: dict[WorkshopId, Known] = {}
        self._reading = Lock()

    def load(self) -> None:
        """Read every workshop of the log that can be read. Called once, before anybody is let in."""
        for workshop in self._log.workshops():
            self.follow(workshop)
            self.rest()
        self._log.follow_openings(self.follow)

    def follow(self, workshop: WorkshopId) -> None:
        """Know a workshop from now on, or get ready for one that is about to be opened. Raises StoreFailed."""
        if workshop in self._known:
            return
        known = self._known[workshop] = Known(workshop)
        try:
            self._read(known)
            if known.held is not None:
                self._found(known.held.state)
            known.unfollow = self._log.follow(workshop, self._advance, known.version)
        except StoreFailed:
            del self._known[workshop]
            raise
        except Exception as damage:  # (whatever it holds, the others must be in play)
            self._leave_out(known, damage)

    def __contains__(self, workshop: WorkshopId) -> bool:
        return workshop in self._known and self._known[workshop].version > 0

    def __getitem__(self, workshop: WorkshopId) -> Snapshot:
        """The workshop now, for a look and no longer.

        Where it has to be read, others have their turn meanwhile. Raises KeyError for a workshop that is not here,
        StoreFailed.
        """
        if workshop not in self:
            raise KeyError(workshop)
        known = self._known[workshop]
        known.used = self._now()
        return known.held or self._wake(known)

    def __iter__(self) -> Iterator[Known]:
        """Every workshop that can be read, at rest or in play."""
        return (known for known in tuple(self._known.values()) if known.id in self)

    def gist(self, workshop: WorkshopId) -> Gist:
        """Raises KeyError for a workshop that is not here, StoreFailed."""
        known = self._known[workshop]
        if known.gist is None:
            known.gist = gist(self[workshop].state)
        return known.gist

    def rest(self, is_needed: Callable[[WorkshopId], bool] = lambda _: False) -> list[WorkshopId]:
        """Let the states go that nobody looked at for a while; gives whose they were."""
        before = self._now() - REST_AFTER
        idle = [known for known in self if known.held and max(known.used, known.at) < before]
        resting = [known for known in idle if not is_needed(known.id)]
        for known in resting:
            assert known.held is not None
            known.gist = known.gist or gist(known.held.state)
            known.held = None
        return [known.id for known in resting]

    def in_play(self) -> int:
        """How many states are held in memory."""
        return sum(known.held is not None for known in self._known.values())

    def _wake(self, known: Known) -> Snapshot:
        with self._reading:
            try:
                for _ in range(TRIES):
                    if known.held is None:
                        self._read(known)
            except StoreFailed:
                raise
            except Exception as damage:  # (to whoever asks, it is not here)
                self._leave_out(known, damage)
        if self._known.get(known.id) is not known or not known.version:
            raise KeyError(known.id)
        if known.held is None:
            raise StoreFailed(f"workshop {known.id} cannot be read as far as it was told")
        return known.held

    def _read(self, known: Known) -> None:
        """Fold the log. The state is held unless there is none, or more was told meanwhile than was read."""
        seen: set[CommandId] = set()
        first, last, at = 0, 0, NEVER

        def facts() -> Iterator[Event]:
            nonlocal first, last, at
            for commit in self._log.read(known.id):
                if commit.replaces:
                    first = commit.version
                    seen.clear()
                seen.add(commit.id)
                last, at = commit.version, commit.at
                yield from commit.events

        told = facts()
        for opening in told:
            state = replay(chain((opening,), told))
            if last >= known.version:
                known.held = Snapshot(state, last, seen)
                known.version, known.first, known.at = last, first, at

    def _advance(self, commit: Commit) -> None:
        known = self._known.get(commit.workshop)
        if known is None:
            return
        if not commit.events:
            del self._known[commit.workshop]
            known.unfollow()
        else:
            known.take(commit)
        try:
            self._changed(commit)
        except Exception:  # (what is saved stays saved; screens ask again when a version is missing)
            log.exception("telling version %d of workshop %s failed", commit.version, commit.workshop)

    def _leave_out(self, known: Known, damage: Exception) -> None:
        log.critical("A workshop is damaged and left out: %s. The others are in play.", damage)
        known.unfollow()
        known.version, known.held, known.unfollow = 0, None, _nothing
