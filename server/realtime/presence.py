"""Who is connected. A hint for the facilitator, outside the log: a lost connection never loses an answer.

Each worker knows its own sockets and tells the others, who forget what they heard when it is not said again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import msgspec

from server.game.ids import Millis, SeatId, WorkshopId
from server.game.people import Audience

Absences = dict[SeatId, Millis | None]
"""For seats that were ever connected: when each was lost, None while it is here."""

WORTH_TELLING = 3_600_000
"""Milliseconds after which other workers are not told any more that somebody was lost."""
_NOTE = msgspec.json.Decoder(dict[WorkshopId, Absences])


@dataclass(slots=True)
class _Seen:
    sockets: set[str] = field(default_factory=set)
    lost_at: Millis | None = None


class Presence:
    def __init__(self, now: Callable[[], Millis]) -> None:
        self._now = now
        self._seats: dict[WorkshopId, dict[SeatId, _Seen]] = {}
        self._elsewhere: dict[WorkshopId, Absences] = {}

    def came(self, workshop: WorkshopId, audience: Audience, socket: str) -> None:
        if audience.seat is not None:
            seen = self._seen(workshop, audience.seat)
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
        """The seats with a socket now, here or elsewhere."""
        return tuple(seat for seat, lost_at in self.absences(workshop).items() if lost_at is None)

    def absences(self, workshop: WorkshopId) -> Absences:
        """For every seat that was ever connected: when it was lost, None while it is here or elsewhere."""
        merged = dict(self._elsewhere.get(workshop, {}))
        for seat, seen in self._seats.get(workshop, {}).items():
            _merge(merged, seat, seen.lost_at)
        return merged

    # Other workers

    def note(self) -> bytes:
        """What other workers should know: who is connected here, and who was lost here of late."""
        since = self._now() - WORTH_TELLING
        return msgspec.json.encode(
            {
                workshop: {
                    seat: seen.lost_at for seat, seen in seats.items() if seen.lost_at is None or seen.lost_at > since
                }
                for workshop, seats in self._seats.items()
            }
        )

    def hear(self, notes: Iterable[bytes]) -> set[WorkshopId]:
        """Take in the notes of all other workers. Gives the workshops in which something is different now.

        Somebody of whom no worker speaks any more was lost with the worker that did.
        """
        elsewhere: dict[WorkshopId, Absences] = {}
        for note in notes:
            for workshop, seats in _NOTE.decode(note).items():
                for seat, lost_at in seats.items():
                    _merge(elsewhere.setdefault(workshop, {}), seat, lost_at)
        before, self._elsewhere = self._elsewhere, elsewhere
        changed = {one for one in before.keys() | elsewhere.keys() if before.get(one) != elsewhere.get(one)}
        for workshop in changed:
            for seat, lost_at in before.get(workshop, {}).items():
                if lost_at is None and seat not in elsewhere.get(workshop, {}):
                    seen = self._seen(workshop, seat)
                    seen.lost_at = None if seen.sockets else self._now()
        return changed

    def _seen(self, workshop: WorkshopId, seat: SeatId) -> _Seen:
        return self._seats.setdefault(workshop, {}).setdefault(seat, _Seen())


def _merge(merged: Absences, seat: SeatId, lost_at: Millis | None) -> None:
    """Whoever is anywhere is here; whoever is nowhere was lost when the last connection was."""
    before = merged.get(seat, lost_at)
    merged[seat] = None if before is None or lost_at is None else max(before, lost_at)
