"""Too many at the door at once. Who scans the code on the stage always comes in; only typed codes are ever held.

A room code is six or eight digits, so it can be guessed, read off a photograph or passed on, and then a script takes
seats faster than people type. A lock against every rush would hit a full hall that scans the same picture at the same
moment. So the picture holds more than the digits do: whoever brings that was in the room. Of the others so many may
come within a short while, and then they wait for a minute, or until the facilitator says that they are ours.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256

from server.game.ids import Millis, SeatId, millis
from server.game.state import Workshop

AT_ONCE = 30
"""Seats that may be taken with a typed code within `WITHIN`. Three hundred people who all type are slower."""
WITHIN = millis(5)
HOLD = millis(60)


def scan(state: Workshop) -> str:
    """What the picture holds besides the digits: 64 bits drawn from the seed, which tell nothing about it."""
    return urlsafe_b64encode(sha256(f"{state.seed}|scan".encode()).digest()[:8]).decode().rstrip("=")


def is_held(state: Workshop, now: Millis) -> bool:
    """Whether typed codes wait outside now."""
    return state.rush is not None and now < state.rush.until


def typed_since(state: Workshop, since: Millis) -> tuple[SeatId, ...]:
    """The seats that were taken with a typed code from then on, and are still there."""
    return tuple(
        seat.id
        for seat in state.seats.values()
        if seat.typed_at is not None and seat.typed_at >= since and seat.id not in state.desk.removed
    )


def idle(state: Workshop, since: Millis) -> tuple[SeatId, ...]:
    """Those of them who have done nothing yet: said hello, answered or written."""
    active = {text.author for text in state.texts.values()}
    for held in state.rounds.values():
        active |= held.choices.keys() | held.predictions.keys() | held.second_thoughts.keys()
    return tuple(seat for seat in typed_since(state, since) if not state.seats[seat].hello and seat not in active)
