"""What a case looks like on the screens: a workshop played by specimens up to a moment, through the real rules."""

from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from server.game import commands as c
from server.game.case import Case, CasePack
from server.game.decide import decide
from server.game.errors import Rejected
from server.game.evolve import evolve, replay
from server.game.ids import CaseId, KeyHash, Millis, SeatId, WorkshopId
from server.game.people import DOOR, FACILITATOR, Actor, Audience, Role
from server.game.plan import Phase
from server.game.rules.opening import open_workshop
from server.game.state import Certainty, Spread, Workshop
from server.game.views import own_view, shared_view

MANAGERS = ("Ada", "Ben", "Cleo")
REPS = ("Dina", "Eli", "Finn", "Gus", "Hana", "Ivo")
NOON = Millis(1_800_000_000_000)
MOMENTS = (Phase.WELCOME, Phase.READ, Phase.RULE, Phase.PREDICT, Phase.CHAIR, Phase.PANEL, Phase.DISCUSS)
"""What can be looked at. A flash round has fewer; the moment before stands in for one that it lacks."""
MOST_PRESSES = 40
"""Of Next, from the lobby to the last of these moments."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """The views of one rep, of the manager in the chair, and of the stage, as they go over the wire."""

    phase: str
    stage: Any
    rep: dict[str, Any]
    manager: dict[str, Any]


def specimen(pack: CasePack, case: CaseId | None, moment: Phase) -> Specimen:
    """The screens in a moment of a case; of the first one where none is named. Raises KeyError for an unknown one."""
    chosen = next((one for one in pack.cases if case is None or one.id == case), None)
    if chosen is None:
        raise KeyError(case)
    state = _opened(replace(pack, cases=(chosen,)))
    for _ in range(MOST_PRESSES):
        if state.course.phase is moment or _has_passed(state, moment):
            break
        state = _next(_answered(state, chosen))
    rep, manager = Audience(Role.REP, _seat(state, REPS[0])), Audience(Role.MANAGER, _seat(state, MANAGERS[0]))
    return Specimen(
        state.course.phase.value,
        shared_view(state, Role.STAGE),
        {"shared": shared_view(state, Role.REP), "own": own_view(state, rep)},
        {"shared": shared_view(state, Role.MANAGER), "own": own_view(state, manager)},
    )


def _has_passed(state: Workshop, moment: Phase) -> bool:
    """Whether the round, as short as it is, has left the moment out."""
    order = [Phase.LOBBY, *MOMENTS]
    later = order[order.index(moment) + 1 :]
    return state.course.phase in later or state.course.phase in (Phase.CAPTURE, Phase.SCORE, Phase.AWARDS)


def _opened(pack: CasePack) -> Workshop:
    facts = open_workshop(
        id=WorkshopId("specimen"),
        code="123456",
        title=pack.title,
        pack=pack,
        digest="",
        managers=MANAGERS,
        seed="specimen",
        keys=(),
        recovery=KeyHash(""),
        now=NOON,
    )
    state = replay(facts)
    for name in REPS:
        state = _does(state, DOOR, c.TakeSeat(Role.REP, name, KeyHash(name)))
    return state


def _next(state: Workshop) -> Workshop:
    return _does(state, FACILITATOR, c.Next(state.course.move, confirmed=True))


def _answered(state: Workshop, case: Case) -> Workshop:
    """Everybody says something, so that there is something to see."""
    step, levels = state.course.step, case.levels
    if state.course.phase is Phase.RULE:
        for place, name in enumerate((*MANAGERS, *REPS)):
            role = Role.MANAGER if name in MANAGERS else Role.REP
            ruling = c.Rule(step, levels[(place * 2) % len(levels)], place % 3)
            state = _does(state, Actor(role, _seat(state, name)), ruling)
    if state.course.phase is Phase.PREDICT:
        for place, name in enumerate(REPS):
            guess = c.Predict(step, levels[place % len(levels)], place % 2, Certainty.FAIRLY, Spread.FAR)
            state = _does(state, Actor(Role.REP, _seat(state, name)), guess)
    return state


def _does(state: Workshop, actor: Actor, command: c.Command) -> Workshop:
    """What the rules refuse is not done: a specimen has no stake in it."""
    try:
        return reduce(evolve, decide(state, actor, command, NOON), state)
    except Rejected:
        return state


def _seat(state: Workshop, name: str) -> SeatId:
    return next(seat.id for seat in state.seats.values() if seat.name == name)
