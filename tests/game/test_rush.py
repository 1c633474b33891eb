"""Too many at the door at once: typed codes wait, scanned ones never do."""

import pytest

from server.game import commands as c
from server.game import limits
from server.game.errors import Reason
from server.game.evolve import replay
from server.game.nameless import nameless
from server.game.people import DOOR, FACILITATOR, Role
from server.game.plan import Phase
from server.game.rush import AT_ONCE, HOLD, WITHIN, scan
from server.game.views import own_view, shared_view
from tests.support.given import Story, key
from tests.support.looks import SCREENS, encoded, leaves, phones


def types(name: str) -> c.TakeSeat:
    return c.TakeSeat(Role.REP, name, key(name), typed=True)


def bots(story: Story, count: int = AT_ONCE + 1, every: float = 0) -> list[str]:
    """So many come in with a typed code, one after the other."""
    first = len(story.state.seats)
    names = [f"Bot {number}" for number in range(first, first + count)]
    for name in names:
        story.does(DOOR, types(name))
        story.wait(every)
    return names


def here(story: Story) -> set[str]:
    return {seat.name for seat in story.console.seats if not seat.removed}


@pytest.fixture
def story() -> Story:
    return Story()


@pytest.fixture
def rush(story: Story) -> Story:
    """Two came in quietly, and a while later a rush."""
    story.joins("Kim")
    story.does(DOOR, types("Lou"))
    story.wait(60)
    bots(story)
    return story


# Who waits


def test_at_a_usual_pace_any_number_may_type_it(story):
    bots(story, 3 * AT_ONCE, every=1.1 * WITHIN / AT_ONCE / 1000)

    assert story.console.rush is None


def test_after_a_rush_whoever_types_the_code_waits(rush):
    assert Reason.RUSH is rush.why_not(DOOR, types("Max"))


def test_after_a_rush_whoever_scans_the_code_comes_in(rush):
    rush.joins("Max")

    assert "Max" in here(rush)


def test_any_number_may_scan_at_once(story):
    story.joins(*(f"Rep {number}" for number in range(300)))

    assert (303, None) == (len(here(story)), story.console.rush)


def test_after_a_minute_the_code_may_be_typed_again(rush):
    rush.wait((HOLD - 1) / 1000)
    assert Reason.RUSH is rush.why_not(DOOR, types("Max"))
    rush.wait(0.001)
    rush.does(DOOR, types("Max"))

    assert "Max" in here(rush)


def test_the_next_rush_is_held_again(rush):
    rush.wait(HOLD / 1000)
    bots(rush)

    assert Reason.RUSH is rush.why_not(DOOR, types("Max"))


def test_no_phone_changes_by_a_rush(story):
    bots(story, AT_ONCE)
    before = encoded(story.state)
    bots(story, 1)
    after = encoded(story.state)

    assert [] == [one for one in before if one not in ("facilitator", "stage", "manager") and before[one] != after[one]]


# What the facilitator does


def test_the_console_is_told_how_many_came_and_how_many_did_nothing(rush):
    rush.does(rush.actor("Bot 10"), c.Hello())
    told = rush.console.rush

    assert (AT_ONCE + 1, AT_ONCE, rush.now + HOLD) == (told.came, told.idle, told.until)


def test_when_they_are_ours_nobody_waits_any_more(rush):
    rush.leads(c.AnswerRush(ours=True))
    bots(rush, 3 * AT_ONCE)

    assert rush.console.rush is None


def test_when_they_are_not_ours_those_who_did_nothing_lose_their_seats(rush):
    rush.does(rush.actor("Bot 10"), c.Hello())
    rush.leads(c.AnswerRush(ours=False))

    assert {"Ana", "Bo", "Cy", "Kim", "Lou", "Bot 10"} == here(rush)
    assert rush.console.rush is None


@pytest.mark.parametrize(
    ("phase", "does"),
    [
        (Phase.RULE, lambda story, name: story.rules(name, 1)),
        (Phase.PANEL, lambda story, name: story.thanks(name, "Ana")),
    ],
    ids=["ruled", "wrote"],
)
def test_whoever_answered_or_wrote_did_something(story, phase, does):
    story.goes_to(phase)
    *_, last = bots(story)
    does(story, last)
    story.leads(c.AnswerRush(ours=False))

    assert {"Ana", "Bo", "Cy", last} == here(story)


def test_when_they_are_not_ours_typed_codes_go_on_waiting(rush):
    rush.leads(c.AnswerRush(ours=False))

    assert Reason.RUSH is rush.why_not(DOOR, types("Max"))


def test_those_of_an_earlier_rush_that_was_not_answered_lose_their_seats_too(rush):
    rush.wait(HOLD / 1000)
    bots(rush)
    rush.leads(c.AnswerRush(ours=False))

    assert {"Ana", "Bo", "Cy", "Kim", "Lou"} == here(rush)


def test_undo_gives_them_back_their_seats(rush):
    before = here(rush)
    rush.leads(c.AnswerRush(ours=False))
    rush.undo()

    assert before == here(rush)


def test_without_a_rush_there_is_nothing_to_say_about_one(story):
    assert Reason.NOT_NOW is story.why_not(FACILITATOR, c.AnswerRush(ours=True))


def test_seats_of_those_who_were_shown_out_are_free_again(story):
    story.joins(*(f"Rep {number}" for number in range(limits.CAPACITY - len(story.state.seats) - AT_ONCE - 1)))
    bots(story)
    assert Reason.FULL is story.why_not(DOOR, c.TakeSeat(Role.REP, "Kim", key("Kim")))
    story.leads(c.AnswerRush(ours=False))
    story.joins("Kim")

    assert "Kim" in here(story)


# What there is to scan


def test_only_stage_and_console_show_what_is_to_be_scanned(rush):
    secret = scan(rush.state)
    seen = {role for role in SCREENS if secret in {value for _, value in leaves(shared_view(rush.state, role))}}

    assert {Role.STAGE, Role.FACILITATOR} == seen
    assert not any(secret in {value for _, value in leaves(own_view(rush.state, one))} for one in phones(rush.state))


def test_what_is_to_be_scanned_is_another_in_each_workshop():
    assert 2 == len({scan(Story(seed=seed).state) for seed in ("one", "other")})


def test_a_history_without_people_does_not_say_who_typed_the_code_when(rush):
    rush.leads(c.AnswerRush(ours=False))
    told = replay(nameless(rush.log, "drawn"))

    assert ({None}, None) == ({seat.typed_at for seat in told.seats.values()}, told.rush)
