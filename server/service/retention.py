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
from server.service.gist import Gist
from server.service.live import Known, Live
from server.service.workshops import Status, Workshops
from server.store.base import EventLog

log = getLogger(__name__)

HOUR = millis(3600)
DAY = 24 * HOUR
IDLE = 7 * DAY
"""After so long without any activity a workshop counts as closed."""
LOOK_EVERY, AGAIN = 60, 1
"""Seconds: in general, and where somebody was at work in a workshop while it was told anew."""


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
        wait = LOOK_EVERY
        for known in self._live:
            try:
                if not self._look_at(known):
                    wait = AGAIN
            except Exception:  # (one workshop's fault must not keep the others for longer)
                log.exception("forgetting workshop %s failed", known.id)
        return wait

    def _look_at(self, known: Known) -> bool:
        """False when somebody was at work there, so that it has to be done again."""
        end = ended(known, self._live.gist(known.id))
        if self._now() >= end + self._periods.days * DAY:
            self._workshops.delete(known.id)
            log.info("workshop %s was deleted: its time was over", known.id)
        elif self._now() >= self._names_end(known, end):
            return self._forget_names(known.id)
        return True

    def _names_end(self, known: Known, end: Millis) -> float:
        """When the names of a workshop go; never, when they are gone."""
        if known.first == known.version > 1:
            return float("inf")
        return (known.at if known.first > 1 else end) + self._periods.names_hours * HOUR

    def _forget_names(self, workshop: WorkshopId) -> bool:
        commits = self._log.commits(workshop)
        facts = nameless([event for commit in commits for event in commit.events], token_hex(16))
        if self._workshops.tell_anew(commits[-1], facts).status is Status.RETRY:
            return False
        log.info("workshop %s holds no names any more", workshop)
        return True


def ended(known: Known, gist: Gist) -> Millis:
    """When the workshop was closed, or counts as closed."""
    return gist.since if gist.phase is Phase.CLOSED else Millis(known.at + IDLE)
