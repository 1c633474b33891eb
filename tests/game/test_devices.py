"""A link that is opened on another device: the console asks, until the facilitator says whose that is."""

import pytest

from server.game import commands as c
from server.game.errors import Reason
from server.game.evolve import replay
from server.game.ids import DeviceHash
from server.game.limits import STRANGE_DEVICES
from server.game.nameless import nameless
from server.game.people import DOOR, FACILITATOR, Role
from server.game.permissions import allowed
from tests.support.given import Story, key
from tests.support.looks import encoded

LAPTOP = DeviceHash("facilitator on laptop")
"""Where the console is open in these stories."""


@pytest.fixture
def story() -> Story:
    """Ana's link and the console are each open on one device."""
    story = Story()
    story.joins("Kim")
    gives(story, Role.MANAGER, "Ana", "Ana's link")
    story.opens("facilitator", "laptop")
    story.opens("Ana's link", "phone")
    return story


@pytest.fixture
def leaked(story: Story) -> Story:
    """And now Ana's is open on a second one."""
    story.wait(60)
    story.opens("Ana's link", "tablet")
    return story


def gives(story: Story, role: Role, name: str | None, link: str) -> None:
    story.leads(c.GrantKey(role, key(link), story.seat(name) if name else None))


def asked_about(story: Story) -> list[tuple[str, int]]:
    """Whom the console asks about, and how many devices that are new."""
    return [(one.name, one.strange) for one in story.console.devices]


def trusts(story: Story, expect: int = 1, name: str | None = "Ana", at: DeviceHash | None = LAPTOP) -> c.TrustDevices:
    role = Role.MANAGER if name else Role.FACILITATOR
    return c.TrustDevices(role, story.seat(name) if name else None, expect, at)


# When the console asks


def test_the_first_device_of_a_link_is_its_owners(story):
    assert [] == asked_about(story)


def test_a_second_device_is_asked_about(leaked):
    assert [("Ana", 1)] == asked_about(leaked)


def test_the_console_says_when_it_was(leaked):
    then = leaked.now
    leaked.wait(60)

    assert [then] == [one.at for one in leaked.console.devices]


def test_a_device_that_comes_again_is_no_news(leaked):
    for device in ("phone", "tablet", "phone"):
        leaked.opens("Ana's link", device)

    assert [("Ana", 1)] == asked_about(leaked)


def test_each_further_device_counts(leaked):
    leaked.opens("Ana's link", "watch")

    assert [("Ana", 2)] == asked_about(leaked)


def test_each_link_has_devices_of_its_own(leaked):
    gives(leaked, Role.MANAGER, "Bo", "Bo's link")
    leaked.opens("Bo's link", "phone")

    assert [("Ana", 1)] == asked_about(leaked)


def test_the_console_is_asked_about_too(story):
    story.opens("facilitator", "phone")

    assert [(Role.FACILITATOR, None, "", 1)] == [
        (one.role, one.seat, one.name, one.strange) for one in story.console.devices
    ]


def test_a_further_link_that_was_made_for_somebody_raises_no_question(story):
    """A helper's console, a manager's second link: the first device is whom it was made for."""
    gives(story, Role.FACILITATOR, None, "helper's link")
    gives(story, Role.MANAGER, "Ana", "second link")
    story.opens("helper's link", "phone")
    story.opens("second link", "laptop")

    assert [] == asked_about(story)


def test_a_phone_that_the_facilitator_let_back_in_raises_no_question(story):
    story.does(DOOR, c.ClaimSeat(story.seat("Ana"), key("new phone")))
    story.leads(c.AnswerClaim(next(iter(story.state.claims)), allow=True))
    story.opens("new phone", "new phone")

    assert [] == asked_about(story)


@pytest.mark.parametrize("link", ["Kim", "stage", "nobody's"])
def test_no_other_links_are_watched(story, link):
    assert Reason.NOT_YOURS is story.why_not(DOOR, c.OpenLink(key(link), DeviceHash("phone")))


def test_nobody_is_asked_about_who_was_taken_out(leaked):
    leaked.leads(c.RemoveSeat(leaked.seat("Ana")))

    assert [] == asked_about(leaked)


def test_no_screen_but_the_console_tells_of_devices(story):
    before = encoded(story.state)
    story.opens("Ana's link", "tablet")
    after = encoded(story.state)

    assert ["facilitator"] == [one for one in before if before[one] != after[one]]


# What the facilitator says


def test_when_it_was_the_owner_the_question_goes(leaked):
    leaked.leads(trusts(leaked))
    leaked.opens("Ana's link", "tablet")

    assert [] == asked_about(leaked)


def test_the_next_device_after_that_is_asked_about_again(leaked):
    leaked.leads(trusts(leaked))
    leaked.opens("Ana's link", "watch")

    assert [("Ana", 1)] == asked_about(leaked)


def test_an_answer_about_one_says_nothing_about_others(leaked):
    leaked.opens("facilitator", "phone")
    leaked.leads(trusts(leaked))

    assert [("", 1)] == asked_about(leaked)


def test_an_answer_that_did_not_see_the_last_device_is_refused(leaked):
    leaked.opens("Ana's link", "watch")

    assert Reason.STALE is leaked.why_not(FACILITATOR, trusts(leaked, expect=1))


def test_where_there_is_no_question_there_is_no_answer(story, leaked):
    leaked.leads(trusts(leaked))

    assert Reason.STALE is leaked.why_not(FACILITATOR, trusts(leaked, expect=0))
    assert "trust_devices" not in allowed(leaked.state, FACILITATOR)


def test_a_strange_device_does_not_speak_for_itself(story):
    story.opens("facilitator", "phone")
    answer = trusts(story, name=None, at=DeviceHash("facilitator on phone"))

    assert Reason.STRANGE_DEVICE is story.why_not(FACILITATOR, answer)


def test_once_it_is_known_it_speaks_for_others(story):
    story.opens("facilitator", "phone")
    story.leads(trusts(story, name=None))
    story.opens("Ana's link", "tablet")
    story.leads(trusts(story, at=DeviceHash("facilitator on phone")))

    assert [] == asked_about(story)


def test_a_fresh_link_answers_it_too(leaked):
    leaked.leads(c.RevokeKeys(Role.MANAGER, leaked.seat("Ana")))
    gives(leaked, Role.MANAGER, "Ana", "fresh link")
    leaked.opens("fresh link", "phone")

    assert [] == asked_about(leaked)


def test_undo_takes_back_neither_the_question_nor_the_answer(leaked):
    leaked.leads(c.Veil(on=True))
    leaked.opens("Ana's link", "watch")
    leaked.undo()
    assert [("Ana", 2)] == asked_about(leaked)

    leaked.leads(c.Veil(on=True))
    leaked.leads(trusts(leaked, expect=2))
    leaked.undo()
    assert ([], False) == (asked_about(leaked), leaked.console.veiled)


# How many


def test_a_managers_link_opens_on_so_many_devices_and_no_more(story):
    for number in range(STRANGE_DEVICES):
        story.opens("Ana's link", f"copy {number}")

    assert Reason.MANY_DEVICES is story.why_not(DOOR, c.OpenLink(key("Ana's link"), DeviceHash("one more")))
    story.opens("Ana's link", "phone")


def test_once_the_facilitator_knows_them_it_opens_on_more(story):
    for number in range(STRANGE_DEVICES):
        story.opens("Ana's link", f"copy {number}")
    story.leads(trusts(story, expect=STRANGE_DEVICES))
    story.opens("Ana's link", "one more")

    assert [("Ana", 1)] == asked_about(story)


def test_the_console_opens_on_any_number_of_devices(story):
    for number in range(STRANGE_DEVICES + 3):
        story.opens("facilitator", f"copy {number}")

    assert [("", STRANGE_DEVICES)] == asked_about(story)


def test_a_console_that_nobody_was_asked_about_does_not_answer(story):
    for number in range(STRANGE_DEVICES + 1):
        story.opens("facilitator", f"copy {number}")
    last = DeviceHash(f"facilitator on copy {STRANGE_DEVICES}")

    assert Reason.STRANGE_DEVICE is story.why_not(FACILITATOR, trusts(story, STRANGE_DEVICES, None, last))


# Closing the console on other devices


def test_all_consoles_but_one_are_closed(story):
    gives(story, Role.FACILITATOR, None, "helper's link")
    gives(story, Role.FACILITATOR, None, "mine")
    story.leads(c.RevokeKeys(Role.FACILITATOR, but=key("mine")))

    assert [key("mine")] == [one for one, owner in story.state.keys.items() if owner == FACILITATOR]


@pytest.mark.parametrize("but", [None, key("Ana's link"), key("nobody's")])
def test_the_console_is_never_closed_everywhere(story, but):
    assert Reason.NOT_YOURS is story.why_not(FACILITATOR, c.RevokeKeys(Role.FACILITATOR, but=but))


# What is kept


def test_a_history_without_people_knows_no_devices(leaked):
    leaked.leads(trusts(leaked))
    told = nameless(leaked.log, "drawn")

    assert {} == replay(told).devices
    assert "Ana's link" not in repr(told)
