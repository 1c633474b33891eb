"""Who is connected. A hint for the facilitator, outside the log: a lost connection never loses an answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

from server.game.ids import Millis, SeatId, WorkshopId
from server.game.people import Audience


@dataclass(slots=True)
class _Seen:
    sockets: set[str] = field(default_factory=set)
    lost_at: Millis | None = None


class Presence:
    def __init__(self, now: Callable[[], Millis]) -> None:
        self._now = now
        self._seats: dict[WorkshopId, dict[SeatId, _Seen]] = {}

    def came(self, workshop: WorkshopId, audience: Audience, socket: str) -> None:
        if audience.seat is not None:
            seen = self._seats.setdefault(workshop, {}).setdefault(audience.seat, _Seen())
            seen.sockets.add(socket)
            seen.lost_at = None

    def went(self, workshop: WorkshopId, audience: Audience, socket: str) -> None:
        seen = self._seats.get(workshop, {}).get(audience.seat) if audience.seat else None
        if seen is not None and socket in seen.sockets:
            seen.sockets.remove(socket)
            seen.lost_at = None if seen.sockets else self._now()

    def forget(self, workshop: WorkshopId) -> None:
        """Its seats are no longer whose they were."""
        self._seats.pop(workshop, None)

    def present(self, workshop: WorkshopId) -> tuple[SeatId, ...]:
        """The seats with a socket now."""
        return tuple(seat for seat, seen in self._seats.get(workshop, {}).items() if seen.sockets)

    def absences(self, workshop: WorkshopId) -> dict[SeatId, Millis | None]:
        """For every seat that was ever connected: when it was lost, None while it is here."""
        return {seat: seen.lost_at for seat, seen in self._seats.get(workshop, {}).items()}
