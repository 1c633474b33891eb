"""On which devices watched links are opened, and what happens when that cannot be saved."""

import pytest

from server.game.ids import SeatId
from server.game.people import FACILITATOR, Actor, Role
from server.service.links import may_open
from server.service.seats import Ticket, device_of
from server.store.base import StoreFailed
from tests.support.given import key
from tests.support.heart import W1, Heart, OddLog

CONSOLE = Ticket(W1, FACILITATOR)
LAPTOP, PHONE = device_of("the key", "laptop"), device_of("the key", "phone")


@pytest.fixture
def log():
    return OddLog()


@pytest.fixture
def heart(log):
    with Heart(log) as heart:
        heart.opens()
        yield heart


def opens(heart: Heart, device=LAPTOP) -> bool:
    return may_open(heart.workshops, CONSOLE, key("facilitator"), device)


def test_a_device_is_saved_once(heart):
    before = len(heart.commits)
    assert all(opens(heart) for _ in range(3))

    assert before + 1 == len(heart.commits)


def test_what_cannot_be_saved_keeps_nobody_out(heart, log):
    log.fails(StoreFailed("full"))

    assert opens(heart)
    assert {} == heart.state.devices


def test_what_could_not_be_saved_is_saved_when_the_device_comes_back(heart, log):
    opens(heart)
    log.fails(StoreFailed("full"))
    assert opens(heart, PHONE)
    assert opens(heart, PHONE)

    assert {PHONE} == heart.state.devices[key("facilitator")].strange


def test_links_that_are_not_watched_leave_no_trace(heart):
    before = heart.commits
    rep = Ticket(W1, Actor(Role.REP, SeatId("p1")))

    assert may_open(heart.workshops, rep, key("Kim"), PHONE)
    assert before == heart.commits


def test_the_same_phone_is_another_device_with_another_key():
    """So that no log tells that it was in two workshops, or held two links."""
    assert device_of("one key", "phone") != device_of("other key", "phone")
