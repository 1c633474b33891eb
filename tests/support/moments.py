"""A workshop seen at many moments: every phase of it, and odd states of the room."""

from collections.abc import Iterator, Mapping
from functools import cache

from server.game import commands as c
from server.game.decide import decide
from server.game.errors import Rejected
from server.game.people import CLOCK, DOOR, FACILITATOR, Actor, Role
from server.game.permissions import KINDS, allowed
from server.game.plan import Phase, StepKind
from server.game.state import Workshop
from tests.support.given import Story, key
from tests.support.packs import cases_pack
from tests.support.payloads import some_payload

REPS = ("Kim", "Lou", "Max", "Nia", "Oli")
PRAISE = {"s3": "named the fee before the client did", "s4": "asked what the bill was for", "s7": "kept a calm voice"}
WIDE = {"Ana": 0, "Bo": 3, "Cy": 2}


def a_workshop() -> Story:
    """Practice, a flash and a full case, with a guest, a late rep to come, and somebody who was removed."""
    story = Story(pack=cases_pack(full=1, flash=1, practice=True))
    story.joins(*REPS, "Rob")
    story.joins("Guest", role=Role.OBSERVER)
    story.leads(c.RemoveSeat(story.seat("Rob")))
    return story


def played_through(story: Story) -> Iterator[tuple[str, Story]]:
    """The same story at every place from the lobby to the close; people do in each phase what it is for."""
    while True:
        yield f"{story.step}-{story.phase.value}-{story.state.course.beat}", story
        if not _goes_on(story):
            return


def _goes_on(story: Story) -> bool:
    match story.phase:
        case Phase.CLOSED:
            return False
        case Phase.LOCK:
            story.clock()
            return True
        case Phase.RULE:
            for name, level in WIDE.items():
                story.rules(name, level)
            for name in REPS:
                story.rules(name, 1, reasons=("reason1",), quotable=True)
        case Phase.PREDICT:
            if "Late" not in {seat.name for seat in story.state.seats.values()}:
                story.joins("Late")
            for name in REPS:
                story.predicts(name, 1)
                story.writes(name, f"What it does to the calls of {name}.")
        case Phase.PRAISE:
            story.praises("Ana", "Kim", PRAISE[story.step])
            story.thanks("Kim", "Bo")
        case Phase.ALIGN:
            story.revotes("Ana", 2)
        case Phase.CAPTURE:
            story.leaves_open()
        case Phase.DEBRIEF if story.state.course.beat == 0:
            story.commits("Kim")
    story.next()
    return True


@cache
def places() -> Mapping[str, tuple[Workshop, int]]:
    """Every place of a workshop, with the time there."""
    return {label: (story.state, story.now) for label, story in played_through(a_workshop())}


def _in(phase: Phase) -> Story:
    story = a_workshop()
    for _, at in played_through(story):
        if at.phase is phase and at.state.step.kind is StepKind.CASE:
            break
    return story


def _paused() -> Story:
    story = _in(Phase.RULE)
    story.leads(c.PauseRoom())
    return story


def _untimed() -> Story:
    story = _in(Phase.PREDICT)
    story.leads(c.SetTimed(on=False))
    story.leads(c.SetAutomatic(on=True))
    return story


def _locked() -> Story:
    story = _in(Phase.RULE)
    story.leads(c.LockRoom(on=True))
    return story


def _all_passed() -> Story:
    story = _in(Phase.RULE)
    for name in WIDE:
        story.passes(name)
    return story


def _in_sums() -> Story:
    story = _in(Phase.READ)
    for name in WIDE:
        story.discloses(name, c.Disclosure.SUM)
    story.next()
    return story


def _empty() -> Story:
    story = Story(("Ana",))
    story.leads(c.RemoveSeat(story.seat("Ana")))
    return story


def _by_proxy() -> Story:
    story = _in(Phase.RULE)
    for name in WIDE:
        story.stands_in(name, 1)
    return story


def _undone() -> Story:
    story = _in(Phase.CHAIR)
    story.reveals(story.chair or "")
    story.undo()
    return story


def _with_claims() -> Story:
    story = _in(Phase.RULE)
    story.does(DOOR, c.ClaimSeat(story.seat("Kim"), key("new phone")))
    return story


def _on_another_device() -> Story:
    story = _in(Phase.RULE)
    for device in ("laptop", "phone"):
        story.opens("facilitator", device)
    return story


def _everything_released() -> Story:
    story = _in(Phase.IMPACT)
    story.releases_all()
    for text in story.state.texts:
        story.leads(c.SetTextAside(text))
    return story


def _last_but_one() -> Story:
    story = a_workshop()
    story.goes_to(Phase.DEBRIEF)
    return story


ODD = {
    "paused": _paused,
    "without timers, on automatic": _untimed,
    "locked": _locked,
    "all managers passed": _all_passed,
    "all managers in sums": _in_sums,
    "nobody here": _empty,
    "ruled by proxy": _by_proxy,
    "reveal undone": _undone,
    "a phone waits": _with_claims,
    "a link on another device": _on_another_device,
    "all texts set aside": _everything_released,
    "debrief": _last_but_one,
}


def actors(state: Workshop) -> tuple[Actor, ...]:
    """Everybody who could ask for something, those removed too."""
    seated = (Actor(seat.role, seat.id) for seat in state.seats.values())
    return (FACILITATOR, DOOR, CLOCK, Actor(Role.STAGE), *seated)


def disagreements(state: Workshop, now: int, who: tuple[Actor, ...] | None = None) -> list[str]:
    """Where `allowed` says one thing and `decide` another, over every actor and every kind of command."""
    found = []
    for actor in actors(state) if who is None else who:
        may = allowed(state, actor)
        for kind in KINDS:
            refusal = why_not(state, actor, kind, now)
            if (kind in may) == (refusal is not None):
                found.append(
                    f"{actor.role.value} {actor.seat or ''}: {kind} is {'allowed' if kind in may else 'not'}, {refusal}"
                )
    return found


def why_not(state: Workshop, actor: Actor, kind: str, now: int) -> str | None:
    try:
        decide(state, actor, some_payload(state, actor, kind), now)
    except Rejected as no:
        return no.reason.value
    return None
