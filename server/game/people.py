"""Who asks, and who looks."""

from dataclasses import dataclass
from enum import StrEnum

from server.game.ids import SeatId


class Role(StrEnum):
    FACILITATOR = "facilitator"
    """Leads, at the console."""
    MANAGER = "manager"
    """Rules, sits in the chair, gives praise."""
    REP = "rep"
    """Rules, predicts the manager in the chair."""
    OBSERVER = "observer"
    """Watches on a phone and counts nowhere."""
    STAGE = "stage"
    """The projected screen. It looks and never acts."""
    READER = "reader"
    """Holds a link to the lines that the room wrote, and sees nothing else."""
    DOOR = "door"
    """Somebody who holds the room code and no seat yet."""
    CLOCK = "clock"
    """Time itself, when a deadline has passed."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `seat` is set for managers, reps and observers only."""

    role: Role
    seat: SeatId | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Who looks. `seat` is set for managers, reps and observers only."""

    role: Role
    seat: SeatId | None = None


FACILITATOR = Actor(Role.FACILITATOR)
DOOR = Actor(Role.DOOR)
CLOCK = Actor(Role.CLOCK)
PHONES = frozenset({Role.REP, Role.MANAGER, Role.OBSERVER})
"""The roles that hold a seat."""
