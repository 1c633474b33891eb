"""What is kept, and for how long. Names go first, then the whole workshop.

The periods count from the close; a workshop that nobody closed counts as closed a week after its last activity. A
closed workshop whose console is opened again later is made nameless again, as long after its last activity.
"""

from collections.abc import Callable
from dataclasses import dataclass
from logging import getLogger
from secrets import token_hex

from server.game.ids import Millis, WorkshopId, millis
from server.game.nameless import nameless
from server.game.plan import Phase
from server.service.live import Live, Snapshot
from server.service.workshops import Workshops
from server.store.base import EventLog

log = getLogger(__name__)

HOUR = millis(3600)
DAY = 24 * HOUR
IDLE = 7 * DAY
"""After so long without any activity a workshop counts as closed."""
LOOK_EVERY = 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Periods:
    """How long names and whole workshops are kept after the close."""

    names_hours: int
    days: int


class Retention:
    def __init__(
        self, log: EventLog, live: Live, workshops: Workshops, periods: Periods, now: Callable[[], Millis]
    ) -> None:
        self._log = log
        self._live = live
        self._workshops = workshops
        self._periods = periods
        self._now = now

    def tick(self) -> float:
        """Forget what is due. Returns how many seconds to sleep."""
        for held in self._live.snapshots():
            try:
                self._look_at(held)
            except Exception:  # (one workshop's fault must not keep the others for longer)
                log.exception("forgetting workshop %s failed", held.state.id)
        return LOOK_EVERY

    def _look_at(self, held: Snapshot) -> None:
        workshop = held.state.id
        if self._now() >= ended(held) + self._periods.days * DAY:
            self._workshops.delete(workshop)
            log.info("workshop %s was deleted: its time was over", workshop)
        elif self._now() >= self._names_end(held):
            self._forget_names(workshop)

    def _names_end(self, held: Snapshot) -> float:
        """When the names of a workshop go; never, when they are gone."""
        if held.first == held.version > 1:
            return float("inf")
        return (held.at if held.first > 1 else ended(held)) + self._periods.names_hours * HOUR

    def _forget_names(self, workshop: WorkshopId) -> None:
        commits = self._log.commits(workshop)
        facts = nameless([event for commit in commits for event in commit.events], token_hex(16))
        self._workshops.tell_anew(commits[-1], facts)
        log.info("workshop %s holds no names any more", workshop)


def ended(held: Snapshot) -> Millis:
    """When the workshop was closed, or counts as closed."""
    course = held.state.course
    return course.since if course.phase is Phase.CLOSED else Millis(held.at + IDLE)
