"""Who follows which log, within one process."""

from collections.abc import Sequence

from server.game.ids import WorkshopId
from server.store.base import Commit, Tell, Unfollow


class Followers:
    def __init__(self) -> None:
        self._tells: dict[WorkshopId, list[Tell]] = {}

    def add(self, workshop: WorkshopId, tell: Tell) -> Unfollow:
        self._tells.setdefault(workshop, []).append(tell)

        def unfollow() -> None:
            self._tells[workshop].remove(tell)
            if not self._tells[workshop]:
                del self._tells[workshop]

        return unfollow

    def tell(self, commits: Sequence[Commit]) -> None:
        """Each commit to each follower of its workshop, in order."""
        for commit in commits:
            for tell in tuple(self._tells.get(commit.workshop, ())):
                tell(commit)
