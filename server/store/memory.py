"""A log in memory: for tests, and for whoever wants to leave no trace."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from secrets import token_hex

from server.game.ids import WorkshopId
from server.store.base import CommandId, Commit, Tell, Unfollow, VersionConflict
from server.store.followers import Followers


class MemoryLog:
    def __init__(self) -> None:
        self._commits: dict[WorkshopId, list[Commit]] = {}
        self._ids: dict[tuple[WorkshopId, CommandId], Commit] = {}
        self._followers = Followers()
        self.epoch = token_hex(8)

    def append(self, commits: Sequence[Commit]) -> None:
        expected = {workshop: held[-1].version for workshop, held in self._commits.items()}
        fresh: set[tuple[WorkshopId, CommandId]] = set()
        for commit in commits:
            expected[commit.workshop] = expected.get(commit.workshop, 0) + 1
            name = commit.workshop, commit.id
            if commit.version != expected[commit.workshop] or name in self._ids or name in fresh:
                raise VersionConflict
            fresh.add(name)
        for commit in commits:
            if commit.replaces:
                for old in self._commits.pop(commit.workshop, []):
                    del self._ids[old.workshop, old.id]
            if commit.events:
                self._commits.setdefault(commit.workshop, []).append(commit)
                self._ids[commit.workshop, commit.id] = commit
        self._followers.tell(commits)

    def workshops(self) -> Iterable[WorkshopId]:
        return tuple(self._commits)

    def read(self, workshop: WorkshopId, after: int = 0) -> Iterator[Commit]:
        return iter(self.commits(workshop, after))

    def commits(self, workshop: WorkshopId, after: int = 0) -> Sequence[Commit]:
        return tuple(commit for commit in self._commits.get(workshop, ()) if commit.version > after)

    def find(self, workshop: WorkshopId, command: CommandId) -> Commit | None:
        return self._ids.get((workshop, command))

    def follow(self, workshop: WorkshopId, tell: Tell, after: int = 0) -> Unfollow:
        for commit in self.commits(workshop, after):
            tell(commit)
        return self._followers.add(workshop, tell)

    def follow_openings(self, tell: Callable[[WorkshopId], None]) -> None:
        """Nobody else writes here."""

    def refresh(self) -> bool:
        return False

    def check(self) -> None:
        pass

    def close(self) -> None:
        pass
