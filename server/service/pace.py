"""How often something may happen: so many a second in the long run, and so many at once after a rest."""

from collections.abc import Callable, Hashable
from time import monotonic

FEW = 100
"""As many are remembered without a look at who has rested."""


class Pace:
    """A bucket of tokens. `rate` flow in each second, up to `burst`."""

    __slots__ = ("_burst", "_left", "_now", "_rate", "_since")

    def __init__(self, rate: float, burst: float, now: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._now = now
        self._since = now()

    def has(self, amount: float = 1) -> bool:
        """Whether so much may happen now."""
        now = self._now()
        self._left = min(self._burst, self._left + (now - self._since) * self._rate)
        self._since = now
        return self._left >= amount

    def take(self, amount: float = 1) -> bool:
        """Let it happen if it may."""
        may = self.has(amount)
        if may:
            self._left -= amount
        return may

    @property
    def rested(self) -> bool:
        """Whether nothing happened for so long that nothing need be remembered."""
        return self.has(self._burst)


class Paces:
    """The same pace for each of many. Whoever rested long enough is forgotten before they are twice as many."""

    def __init__(self, rate: float, burst: float, now: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._now = now
        self._known: dict[Hashable, Pace] = {}
        self._room = FEW

    def __len__(self) -> int:
        """How many are remembered."""
        return len(self._known)

    def __getitem__(self, who: Hashable) -> Pace:
        if who not in self._known:
            if len(self._known) >= self._room:
                self._known = {one: pace for one, pace in self._known.items() if not pace.rested}
                self._room = max(FEW, 2 * len(self._known))
            self._known[who] = Pace(self._rate, self._burst, self._now)
        return self._known[who]
