"""Whose is what: nothing that is private to one person stands in anything that somebody else may read."""

from collections.abc import Callable, Mapping

import msgspec
import pytest

from server.game import commands as c
from server.game.people import Role
from server.game.plan import Phase
from server.game.state import Workshop
from server.reports.debrief import report
from server.reports.lines import lines
from server.reports.manager_page import manager_page
from server.reports.rep_card import rep_card
from server.reports.upward import upward
from tests.support.given import Story
from tests.support.looks import encoded
from tests.support.packs import cases_pack

TODAY = "2027-03-02"
MANAGERS = ("Ana", "Bo", "Cy")
REPS = ("Kim", "Lou", "Max", "Nia", "Oli", "Pam")

PRAISE = ("named the fee first", "asked what the bill was for")

Swap = Callable[[str], str]


def nobody(name: str) -> str:
    return name


def swapped(one: str, other: str) -> Swap:
    return lambda name: {one: other, other: one}.get(name, name)


def a_day(secret: Swap = nobody) -> Story:
    """Two cases, in which everybody has a secret of their own; `secret` says whose each of them is."""
    story = Story(MANAGERS, cases_pack(full=2))
    story.joins(*REPS)
    for number in range(2):
        story.goes_to(Phase.RULE)
        for place, name in enumerate(MANAGERS):
            story.rules(name, (place + number) % 4)
            story.does(story.actor(name), c.Expect(story.step, MANAGERS.index(secret(name))))
        for name in REPS:
            own = REPS.index(secret(name)) % 4
            story.rules(name, own, own)
        story.goes_to(Phase.PREDICT)
        for name in REPS:
            story.predicts(name, 1)
        story.goes_to(Phase.PRAISE)
        for name in MANAGERS:
            story.praises(name, "Kim", PRAISE[number])
        story.goes_to(Phase.SCORE)
    story.goes_to(Phase.CLOSED)
    for name in MANAGERS:
        story.does(story.actor(name), c.KeepCoaching(*(f"{box} {secret(name)}" for box in "abcd")))
        story.does(story.actor(name), c.ReleaseName(on=secret(name) != "Bo"))
    for name in REPS:
        story.commits(name, f"If it rings, then {secret(name)} picks up.")
    return story


def pages(state: Workshop) -> Mapping[str, bytes]:
    """Every page and view, by its reader: the facilitator's and everybody's, and those of each seat alone."""
    shared = {
        "report": report(state, TODAY),
        "upward": upward(state, TODAY),
        "lines": lines(state, TODAY),
    }
    own = {
        f"page of {seat.name}": manager_page(state, seat.id) if seat.role is Role.MANAGER else rep_card(state, seat.id)
        for seat in state.seats.values()
    }
    names = {seat.id: seat.name for seat in state.seats.values()}
    views = {f"view of {names.get(who, who)}": view for who, view in encoded(state).items()}
    return {**{name: msgspec.json.encode(page) for name, page in {**shared, **own}.items()}, **views}


def changed(secret: Swap) -> set[str]:
    """What tells the two days apart."""
    ours, theirs = pages(a_day().state), pages(a_day(secret).state)
    return {name for name in ours if ours[name] != theirs[name]}


@pytest.mark.parametrize("pair", [("Kim", "Lou"), ("Max", "Pam")])
def test_a_reps_own_rulings_and_plans_are_on_their_own_card_alone(pair):
    """Two reps in each other's place: the counts stay, so nothing else may change."""
    one, other = pair
    private = {f"{what} of {name}" for name in pair for what in ("page", "view")}

    assert {f"page of {one}", f"page of {other}"} <= changed(swapped(one, other)) <= private


@pytest.mark.parametrize("pair", [("Ana", "Bo"), ("Bo", "Cy")])
def test_a_managers_expectations_card_and_release_are_on_their_own_page_alone(pair):
    one, other = pair

    assert {f"page of {one}", f"page of {other}"} == changed(swapped(one, other))


def test_no_coaching_card_is_in_any_view_or_any_other_page():
    story = a_day()
    story.does(story.actor("Bo"), c.KeepCoaching("zebra-marker", "", "", ""))

    assert {"page of Bo"} == {name for name, page in pages(story.state).items() if b"zebra-marker" in page}
