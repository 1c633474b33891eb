"""What is known of a workshop without its state: for the clock, for retention, and for the host's list."""

from dataclasses import dataclass

from server.game import roster
from server.game.ids import Millis
from server.game.plan import Phase
from server.game.rules.course import wake_at
from server.game.state import Workshop


@dataclass(frozen=True, slots=True)
class Gist:
    code: str
    title: str
    pack: str
    """The title of its case pack."""
    opened_at: Millis
    phase: Phase
    since: Millis
    """When this phase began."""
    move: int
    wake_at: Millis | None
    """When the clock must knock."""
    people: int
    """Reps."""
    managers: tuple[str, ...]


def gist(state: Workshop) -> Gist:
    course = state.course
    return Gist(
        code=state.code,
        title=state.title,
        pack=state.pack.title,
        opened_at=state.opened_at,
        phase=course.phase,
        since=course.since,
        move=course.move,
        wake_at=wake_at(state),
        people=len(roster.reps(state)),
        managers=tuple(roster.name(state, seat.id) for seat in roster.managers(state)),
    )
