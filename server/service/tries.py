"""Guessing is slow. Counts what was wrong, never what was right: a whole room comes in behind one address."""

from collections.abc import Callable
from time import monotonic

from server.service.pace import Pace, Paces

CODES = 20
"""Wrong room codes a minute from one address."""
CODES_IN_ALL = 60
"""Wrong room codes a minute on this server."""
KEYS = 10
"""Wrong keys a minute from one address."""
PATIENCE = 3
"""Seconds that a code waits for its turn before it is refused."""
PENALTY = 1.0
"""Seconds that a wrong key waits once there were too many. A right one never waits: nobody guesses 256 bits."""


class Tries:
    def __init__(self, sleep: Callable[[float], None], now: Callable[[], float] = monotonic) -> None:
        """An address that is empty stands for nobody in particular: only the count of all holds for it."""
        self._sleep = sleep
        self._codes = Paces(CODES / 60, CODES, now)
        self._codes_in_all = Pace(CODES_IN_ALL / 60, CODES_IN_ALL, now)
        self._keys = Paces(KEYS / 60, KEYS, now)

    def may_guess(self, address: str) -> bool:
        """Whether a room code from there may be looked at. Waits a little for a turn."""
        for _ in range(PATIENCE):
            if self._has_turn(address):
                return True
            self._sleep(1.0)
        return self._has_turn(address)

    def _has_turn(self, address: str) -> bool:
        return self._codes_in_all.has() and (not address or self._codes[address].has())

    def wrong_code(self, address: str) -> None:
        self._codes_in_all.take()
        if address:
            self._codes[address].take()

    def wrong_key(self, address: str) -> None:
        """Takes a while once there were too many from there."""
        if not self._keys[address].take():
            self._sleep(PENALTY)
