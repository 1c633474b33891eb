"""The names that things go by inside the game. Each is its own type, so that they cannot be mixed up."""

from typing import NewType

WorkshopId = NewType("WorkshopId", str)
"""Names one workshop in the log; never shown and never reused."""

SeatId = NewType("SeatId", str)
"""A participant's place: ``m1`` for the first manager, ``p1`` for the first who came in by the room code."""

TeamId = NewType("TeamId", str)
StepId = NewType("StepId", str)
"""One step of the agenda. A round goes by the id of its step."""

CaseId = NewType("CaseId", str)
TextId = NewType("TextId", str)
ClaimId = NewType("ClaimId", str)
KeyHash = NewType("KeyHash", str)
"""SHA-256 of a seat key, in hex. The key itself is never stored."""

DeviceHash = NewType("DeviceHash", str)
"""SHA-256 of a key and of a device's own mark, in hex. The same phone has another one with each key."""

Millis = NewType("Millis", int)
"""A moment (milliseconds since 1970, UTC) or a length of time in milliseconds."""


def millis(seconds: float) -> Millis:
    """A length of time given in seconds."""
    return Millis(round(seconds * 1000))
