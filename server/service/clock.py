"""Time as an actor: wakes at the next deadline of any workshop and sends the alarm as a command.

An alarm may come early, late or twice; `decide` takes the first one that is due and ignores the rest. So several
workers can each have a clock.
"""

from collections.abc import Callable
from contextlib import suppress
from time import monotonic_ns, time_ns

from server.game.commands import TimeUp
from server.game.ids import Millis, SeatId, WorkshopId
from server.game.people import CLOCK
from server.service.live import Live
from server.service.workshops import Workshops
from server.store.base import CommandId, StoreFailed

LONGEST_NAP = 0.25
"""Seconds; so a deadline that a command has just set is not slept through."""


def wall_clock() -> Callable[[], Millis]:
    """Milliseconds since 1970 that never jump: the wall clock at the start, carried on by the monotonic one."""
    offset = time_ns() - monotonic_ns()
    return lambda: Millis((offset + monotonic_ns()) // 1_000_000)


class Clock:
    def __init__(
        self,
        workshops: Workshops,
        live: Live,
        present: Callable[[WorkshopId], tuple[SeatId, ...]],
        now: Callable[[], Millis],
    ) -> None:
        self._workshops = workshops
        self._live = live
        self._present = present
        self._now = now

    def tick(self) -> float:
        """Ring what is due. Returns how many seconds to sleep."""
        nap = LONGEST_NAP
        for known in self._live:
            with suppress(
                KeyError, StoreFailed
            ):  # (it is not here any more; or others are told that the store is away)
                nap = min(nap, self._look_at(known.id))
        return nap

    def _look_at(self, workshop: WorkshopId) -> float:
        """Ring what is due in one workshop. Returns how many seconds to sleep."""
        gist = self._live.gist(workshop)
        if gist.wake_at is None:
            return LONGEST_NAP
        wait = (gist.wake_at - self._now()) / 1000
        if wait > 0:
            return wait
        alarm = TimeUp(gist.move, self._present(workshop))
        self._workshops.submit(workshop, CLOCK, alarm, CommandId(f"time-up-{gist.move}"))
        return LONGEST_NAP
