"""Who may send what, when. The one table agrees with what is really decided."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import get_args

import pytest

from server.game import commands as c
from server.game.errors import Reason
from server.game.people import CLOCK, DOOR, FACILITATOR, Actor, Role
from server.game.permissions import KINDS, TABLE, allowed, kind
from server.game.plan import Phase, StepKind
from server.game.views import own_view
from tests.support.given import Story, key
from tests.support.looks import phones
from tests.support.moments import ODD, actors, disagreements, places, why_not
from tests.support.packs import cases_pack, one_case
from tests.support.payloads import MAKERS

P = Phase
ROUND_FROM_PREDICT = {
    P.PREDICT,
    P.LOCK,
    P.CROWD,
    P.CHAIR,
    P.PANEL,
    P.PRAISE,
    P.IMPACT,
    P.DISCUSS,
    P.ALIGN,
    P.CAPTURE,
    P.SCORE,
}
BETWEEN_AND_AFTER = {P.BOARD, P.BREAK, P.AWARDS, P.DEBRIEF, P.CLOSED}
FIRST_RULING_TO_LAST_FLIP = {P.RULE, P.PREDICT, P.LOCK, P.CROWD, P.CHAIR, P.PANEL}
ANY = frozenset(Phase)

WHEN: dict[str, dict[Role, AbstractSet[Phase]]] = {
    "take_seat": {Role.DOOR: ANY - {P.CLOSED}},
    "claim_seat": {Role.DOOR: ANY},
    "open_link": {Role.DOOR: ANY},
    "hello": dict.fromkeys((Role.REP, Role.MANAGER, Role.OBSERVER), frozenset({P.LOBBY, P.WELCOME})),
    "rule": {Role.REP: {P.RULE}, Role.MANAGER: {P.RULE, P.PREDICT}},
    "predict": {Role.REP: {P.PREDICT}},
    "revote": {Role.REP: {P.ALIGN}, Role.MANAGER: {P.ALIGN}},
    "write_note": {Role.REP: {P.PREDICT, P.LOCK, P.CROWD, P.CHAIR, P.PANEL, P.PRAISE, P.IMPACT}},
    "thank": {Role.REP: ROUND_FROM_PREDICT | BETWEEN_AND_AFTER},
    "commit": {Role.REP: {P.DEBRIEF, P.CLOSED}, Role.MANAGER: {P.DEBRIEF, P.CLOSED}},
    "pass": {Role.MANAGER: {P.READ, P.RULE}},
    "prepare": {Role.MANAGER: FIRST_RULING_TO_LAST_FLIP - {P.PANEL}},
    "expect": {Role.MANAGER: {P.RULE, P.PREDICT}},
    "reveal": {Role.MANAGER: {P.CHAIR}},
    "explain": {Role.MANAGER: {P.RULE} | ROUND_FROM_PREDICT},
    "praise": {Role.MANAGER: ROUND_FROM_PREDICT | BETWEEN_AND_AFTER},
    "disclose": {Role.MANAGER: ANY - FIRST_RULING_TO_LAST_FLIP},
    "release_name": {Role.MANAGER: ANY},
    "keep_coaching": {Role.MANAGER: ANY},
    "time_up": {Role.CLOCK: {P.RULE, P.PREDICT, P.LOCK}},
    "choose_chair": {Role.FACILITATOR: {P.READ, P.RULE}},
    "choose_order": {Role.FACILITATOR: FIRST_RULING_TO_LAST_FLIP | {P.READ}},
    "proxy_rule": {Role.FACILITATOR: {P.RULE, P.PREDICT, P.LOCK}},
    "hush_line": {Role.FACILITATOR: {P.READ, P.RULE} | ROUND_FROM_PREDICT},
}
"""In which phases a role may ever send a kind of command. What is not named here is the facilitator's, at any time."""


def when(role: Role, what: str) -> AbstractSet[Phase]:
    return WHEN.get(what, {Role.FACILITATOR: ANY}).get(role, set())


# The table


def test_every_command_has_a_row():
    assert set(get_args(c.Command)) == set(TABLE)


def test_every_command_has_a_name_of_its_own():
    assert len(KINDS) == len(TABLE)


def test_every_command_has_a_payload_in_these_tests():
    assert set(TABLE) == set(MAKERS)


@pytest.mark.parametrize(
    ("command", "name"), [(c.TakeSeat, "take_seat"), (c.Next, "next"), (c.SetTextAside, "set_text_aside")]
)
def test_a_kind_is_the_commands_name_on_the_wire(command, name):
    assert name == kind(command)


@pytest.mark.parametrize("what", KINDS)
def test_the_phases_of_each_command(what):
    rows: dict[Role, set[Phase]] = {}
    for permit in TABLE[KINDS[what]]:
        for role in permit.roles:
            rows[role] = rows.get(role, set()) | permit.phases

    assert {role: when(role, what) for role in Role if when(role, what)} == rows


# What each role may never do


FACILITATORS = sorted(KINDS.keys() - {what for what in WHEN if Role.FACILITATOR not in WHEN[what]})


@pytest.mark.parametrize("place", places())
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.FACILITATOR])
def test_nobody_else_ever_gets_a_command_of_the_facilitators(role, place):
    state, now = places()[place]
    for actor in [one for one in actors(state) if one.role is role]:
        assert allowed(state, actor).isdisjoint(FACILITATORS)
        for what in FACILITATORS:
            assert why_not(state, actor, what, now)


@pytest.mark.parametrize("place", places())
@pytest.mark.parametrize("role", Role)
def test_no_role_does_anything_outside_its_phases(role, place):
    state, now = places()[place]
    for actor in [one for one in actors(state) if one.role is role]:
        for what in KINDS:
            if state.course.phase not in when(role, what):
                assert why_not(state, actor, what, now)


@pytest.mark.parametrize("place", places())
def test_the_stage_looks_and_never_acts(place):
    state, _ = places()[place]

    assert frozenset() == allowed(state, Actor(Role.STAGE))


@pytest.mark.parametrize("place", places())
def test_whoever_was_removed_does_nothing(place):
    state, now = places()[place]
    rob = next(actor for actor in actors(state) if actor.seat in state.desk.removed)

    assert frozenset() == allowed(state, rob)
    assert {"removed"} == {why_not(state, rob, what, now) for what in KINDS}


def test_a_seat_that_does_not_exist_does_nothing():
    story = Story()
    stranger = Actor(Role.REP, "p99")

    assert frozenset() == allowed(story.state, stranger)


# The table agrees with what is decided


@pytest.mark.parametrize("place", places())
def test_what_is_allowed_is_granted_and_what_is_not_is_refused(place):
    assert [] == disagreements(*places()[place])


@pytest.mark.parametrize("room", ODD)
def test_what_is_allowed_is_granted_in_an_odd_room_too(room):
    story = ODD[room]()

    assert [] == disagreements(story.state, story.now)


def test_what_was_written_often_enough_is_not_allowed_again():
    story = Story(pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.IMPACT)
    for number in range(3):
        story.writes("Kim", f"Note {number}")

    assert [] == disagreements(story.state, story.now, (story.actor("Kim"),))


def test_thanks_given_often_enough_are_not_allowed_again():
    story = Story(pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.IMPACT)
    for number in range(10):
        story.thanks("Kim", "Ana", f"Thanks {number}")

    assert [] == disagreements(story.state, story.now, (story.actor("Kim"),))


@pytest.mark.parametrize("name", ["Kim", "Ana"])
def test_commitments_made_often_enough_are_not_allowed_again(name):
    story = Story(pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.DEBRIEF)
    for _ in range(3):
        story.commits(name)

    assert [] == disagreements(story.state, story.now, (story.actor(name),))


def test_no_more_phones_may_wait_than_may_wait():
    story = Story()
    for number in range(20):
        story.does(DOOR, c.ClaimSeat(story.seat("Ana"), key(f"phone {number}")))

    assert [] == disagreements(story.state, story.now, (DOOR,))


def test_a_full_agenda_takes_no_more_steps():
    story = Story()
    while len(story.state.desk.agenda) < 60:
        story.leads(c.AddStep(StepKind.BREAK, 1, story.step))

    assert [] == disagreements(story.state, story.now, (FACILITATOR,))


def test_nobody_may_be_restored_whose_name_is_taken():
    story = Story()
    story.joins("Kim")
    story.leads(c.RemoveSeat(story.seat("Kim")))
    story.does(DOOR, c.TakeSeat(Role.REP, "Kim", key("the other Kim")))

    assert [] == disagreements(story.state, story.now, (FACILITATOR,))


def test_a_full_room_takes_nobody_in():
    story = Story(("Ana",))
    story.joins(*(f"Rep {n}" for n in range(399)))

    assert [] == disagreements(story.state, story.now, (FACILITATOR, DOOR))


# Refusals


@pytest.mark.parametrize("room", ODD)
def test_a_refusal_changes_nothing(room):
    """`decide` gives facts or a reason; the state it was asked about is as it was."""
    story = ODD[room]()
    before = replace(story.state)
    for actor in actors(story.state):
        for what in KINDS:
            why_not(story.state, actor, what, story.now)

    assert before == story.state


def refusals_after(level: int) -> dict[tuple[Role, str], str | None]:
    """Why everybody is refused everything, once Ana has sealed this ruling."""
    story = Story(pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.RULE)
    story.rules("Ana", level)
    story.next()
    return {
        (actor.role, what): why_not(story.state, actor, what, story.now)
        for actor in actors(story.state)
        for what in KINDS
    }


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_refusal_tells_nobody_what_was_sealed(level):
    assert refusals_after(level) == refusals_after(3)


# Buttons


@pytest.mark.parametrize("place", places())
def test_every_phone_knows_what_it_may_send(place):
    state, _ = places()[place]
    for phone in phones(state):
        assert tuple(sorted(allowed(state, Actor(phone.role, phone.seat)))) == own_view(state, phone).can


def test_the_console_knows_what_it_may_send():
    story = Story()

    assert tuple(sorted(allowed(story.state, FACILITATOR))) == story.console.can


def test_time_alone_moves_what_runs_by_the_clock():
    story = Story(pack=cases_pack(flash=1))
    story.joins("Kim")
    story.goes_to(Phase.LOCK)

    assert frozenset({"time_up"}) == allowed(story.state, CLOCK)


def test_somebody_at_the_door_is_told_why():
    assert Reason.NOT_YOURS == Story().why_not(DOOR, c.Veil(on=True))
