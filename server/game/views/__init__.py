"""What each audience may know. Views are built up from nothing; no view is made by taking secrets away."""

from dataclasses import dataclass
from typing import assert_never

from server.game.people import Audience, Role
from server.game.state import Workshop
from server.game.views.facilitator import ConsoleView, console_view
from server.game.views.manager import ManagerOwn, ManagerRoom, manager_own, manager_room
from server.game.views.rep import RepOwn, RepRoom, rep_own, rep_room
from server.game.views.stage import StageView, stage_view

Shared = ConsoleView | StageView | RepRoom | ManagerRoom
Own = RepOwn | ManagerOwn


@dataclass(frozen=True, slots=True)
class View:
    """All that one audience may know: a part that its whole role shares, and its own."""

    shared: Shared
    own: Own | None


def view_for(state: Workshop, audience: Audience) -> View:
    return View(shared_view(state, audience.role), own_view(state, audience))


def shared_view(state: Workshop, role: Role) -> Shared:
    """The part that is the same for everyone of a role."""
    match role:
        case Role.FACILITATOR:
            return console_view(state)
        case Role.STAGE:
            return stage_view(state)
        case Role.REP | Role.OBSERVER:
            return rep_room(state)
        case Role.MANAGER:
            return manager_room(state)
        case Role.READER | Role.DOOR | Role.CLOCK:
            raise ValueError(f"{role} looks at nothing")
        case _:
            assert_never(role)


def own_view(state: Workshop, audience: Audience) -> Own | None:
    """The part for one seat alone; None for the console and the stage."""
    if audience.seat is None:
        return None
    if audience.role is Role.MANAGER:
        return manager_own(state, audience.seat)
    return rep_own(state, audience.seat)
