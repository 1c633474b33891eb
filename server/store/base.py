"""What every log promises. `tests/support/log_contract.py` holds each log to it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NewType, Protocol

from server.game.events import Event, WorkshopOpened
from server.game.ids import Millis, WorkshopId
from server.game.people import Actor

CommandId = NewType("CommandId", str)
"""Made by the sender before the tap is sent, so that a resent tap is known."""


@dataclass(frozen=True, slots=True)
class Commit:
    """The facts of one accepted command: saved together or not at all. `version` counts from 1 in each workshop.

    `digest` stands for the body of the command: the same id with another body is somebody else's mistake.

    Two kinds of commit take the place of everything before them. One that begins with `WorkshopOpened` holds the whole
    history anew. One without events is the end: the workshop was deleted.
    """

    workshop: WorkshopId
    version: int
    id: CommandId
    digest: str
    actor: Actor
    at: Millis
    events: tuple[Event, ...]

    @property
    def replaces(self) -> bool:
        """Whether nothing of what was before may be left."""
        return not self.events or isinstance(self.events[0], WorkshopOpened)


Tell = Callable[[Commit], None]
Unfollow = Callable[[], None]


class VersionConflict(Exception):
    """Another writer was first. Load what it wrote and decide again."""


class StoreFailed(Exception):
    """The log could not be written or asked: a full disk, a lost connection.

    Whether it was saved is not known when a connection broke; the same command, sent again, finds out.
    """


class StoreUnreadable(Exception):
    """The log is damaged, or of a later version of this program."""


class StoreUnfit(Exception):
    """The log must not be used as it is set up; in a sentence that says what to do."""


class EventLog(Protocol):
    @property
    def epoch(self) -> str:
        """Random; another one after history was lost or restored, so that screens start afresh."""

    def append(self, commits: Sequence[Commit]) -> None:
        """Save all or none, durably, then tell the followers in order.

        With a commit that replaces, every earlier commit of its workshop goes in the same step, and no byte of them
        stays on a disk. After an end, which followers are told too, the workshop has no log; it itself is not kept.

        Raises VersionConflict when a version is taken or leaves a gap, StoreFailed when nothing could be saved.
        """

    def workshops(self) -> Iterable[WorkshopId]:
        """Every workshop that has a log."""

    def read(self, workshop: WorkshopId, after: int = 0) -> Iterator[Commit]:
        """The commits of a workshop in order, those after a version only; few of them are in memory at once.

        Others have their turn meanwhile. A history that is replaced meanwhile may break off, or go on with the commit
        that replaces it. Raises StoreUnreadable, StoreFailed.
        """

    def commits(self, workshop: WorkshopId, after: int = 0) -> Sequence[Commit]:
        """As `read`, all at once."""

    def find(self, workshop: WorkshopId, command: CommandId) -> Commit | None:
        """The commit of this command, if it was accepted before. Raises StoreFailed."""

    def follow(self, workshop: WorkshopId, tell: Tell, after: int = 0) -> Unfollow:
        """Call `tell` with every commit after a version, in order and once, whoever appends it.

        Those that are there already are told before this returns. Raises StoreUnreadable (then none was told),
        StoreFailed.
        """

    def follow_openings(self, tell: Callable[[WorkshopId], None]) -> None:
        """Call `tell` with each workshop that another process opens. It may hear of one that it knows."""

    def refresh(self) -> bool:
        """Tell the followers now what others have appended. True when there was something. Raises StoreFailed."""

    def check(self) -> None:
        """Raises StoreFailed when nothing could be saved now."""

    def close(self) -> None:
        """Let go of files and connections."""
