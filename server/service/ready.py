"""Whether this server can take people in: not while it leaves, and not while it cannot save."""

from collections.abc import Callable
from time import monotonic

from server.store.base import EventLog, StoreFailed

TRUSTED_FOR = 1.0
"""Seconds that a look at the disk counts for, so that asking often costs nothing."""


class Ready:
    def __init__(self, log: EventLog, clock: Callable[[], float] = monotonic) -> None:
        self._log = log
        self._clock = clock
        self._looked = float("-inf")
        self._saves = True
        self.leaving = False

    def why_not(self) -> str:
        """``leaving``, ``cannot_save``, or nothing when all is well."""
        if self.leaving:
            return "leaving"
        if self._clock() - self._looked >= TRUSTED_FOR:
            self._looked = self._clock()
            try:
                self._log.check()
                self._saves = True
            except StoreFailed:
                self._saves = False
        return "" if self._saves else "cannot_save"
