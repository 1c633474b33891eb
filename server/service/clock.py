"""Time as an actor: wakes at the next deadline of any workshop and sends the alarm as a command.

An alarm may come early, late or twice; `decide` takes the first one that is due and ignores the rest. So several
workers can each have a clock.
"""

from collections.abc import Callable, Iterable
from time import monotonic_ns, time_ns

from server.game.commands import TimeUp
from server.game.ids import Millis, SeatId, WorkshopId
from server.game.people import CLOCK
from server.game.rules.course import wake_at
from server.game.state import Workshop
from server.service.workshops import Workshops
from server.store.base import CommandId

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
        live: Iterable[Workshop],
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
        for state in self._live:
            due = wake_at(state)
            if due is None:
                continue
            wait = (due - self._now()) / 1000
            if wait > 0:
                nap = min(nap, wait)
            else:
                move = state.course.move
                alarm = TimeUp(move, self._present(state.id))
                self._workshops.submit(state.id, CLOCK, alarm, CommandId(f"time-up-{move}"))
        return nap
