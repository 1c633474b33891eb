"""Codes and keys: what leads where."""

import re
from dataclasses import replace

import pytest

from server.game import commands as c
from server.game.ids import SeatId, WorkshopId
from server.game.people import DOOR, FACILITATOR, Actor, Role
from server.service.seats import (
    LONG_CODE,
    RECOVERY_SIGNS,
    SHORT_CODE,
    Seats,
    Ticket,
    hashed,
    new_key,
    new_recovery,
)
from server.store import codec
from server.store.base import CommandId, Commit
from tests.support.given import key, opening
from tests.support.heart import W1, Heart


class Door(Heart):
    """A heart that keeps its seats, as the server does."""

    def __init__(self, log=None):
        self.seats = Seats()
        super().__init__(log)

    def _found(self, state):
        super()._found(state)
        self.seats.know(state)

    def _changed(self, commit):
        super()._changed(commit)
        self.seats.learn(commit)


@pytest.fixture
def door():
    with Door() as door:
        door.opens()
        yield door


def opening_with(seats: Seats, code: str, recovery: str = "", workshop: str = "w1") -> None:
    """A workshop with this code opens."""
    first, *_ = opening()
    first = replace(first, id=WorkshopId(workshop), code=code, recovery=hashed(recovery) if recovery else key(workshop))
    seats.learn(Commit(first.id, 1, CommandId("open"), "", DOOR, 0, (first,)))


# Room codes


@pytest.mark.parametrize("typed", ["482913", "482 913", "482-913", " 482913 ", "4 8 2 9 1 3"])
def test_a_room_code_leads_to_its_workshop_however_it_is_typed(door, typed):
    assert W1 == door.seats.workshop(typed)


@pytest.mark.parametrize("typed", ["", "482914", "48291", "4829130", "four", "-"])
def test_another_code_leads_nowhere(door, typed):
    assert door.seats.workshop(typed) is None


@pytest.mark.parametrize("digits", [SHORT_CODE, LONG_CODE])
def test_a_new_code_has_so_many_digits(digits):
    assert re.fullmatch(rf"\d{{{digits}}}", Seats(digits).new_code())


def test_a_new_code_is_none_that_was_there_before():
    seats = Seats(digits=1)
    for digit in "012345689":
        opening_with(seats, digit, workshop=f"w{digit}")

    assert ["7"] * 5 == [seats.new_code() for _ in range(5)]


def test_codes_are_known_again_after_a_restart(door):
    with Door(door.log) as again:
        assert W1 == again.seats.workshop("482913")


# Keys


def test_a_key_opens_what_it_was_granted_for(door):
    door.leads(c.GrantKey(Role.MANAGER, hashed("m_key"), SeatId("m2")))

    assert Ticket(W1, Actor(Role.MANAGER, SeatId("m2"))) == door.seats.ticket("m_key")


def test_a_seat_comes_with_its_key(door):
    door.joins("Kim")

    assert SeatId("p1") == door.seats._keys[key("Kim")].actor.seat


@pytest.mark.parametrize("typed", ["", "m_key ", "M_KEY", "m_kez"])
def test_a_key_that_nobody_granted_opens_nothing(door, typed):
    door.leads(c.GrantKey(Role.MANAGER, hashed("m_key"), SeatId("m2")))

    assert door.seats.ticket(typed) is None


def test_a_seat_may_have_several_keys(door):
    for name in ("one", "two"):
        door.leads(c.GrantKey(Role.STAGE, hashed(name)))

    assert door.seats.ticket("one") == door.seats.ticket("two")


def test_revoking_takes_every_key_of_the_seat(door):
    for name in ("one", "two"):
        door.leads(c.GrantKey(Role.STAGE, hashed(name)))
    door.leads(c.RevokeKeys(Role.STAGE))

    assert (None, None) == (door.seats.ticket("one"), door.seats.ticket("two"))


def test_revoking_leaves_the_keys_of_the_others(door):
    door.leads(c.GrantKey(Role.MANAGER, hashed("one"), SeatId("m1")))
    door.leads(c.GrantKey(Role.MANAGER, hashed("two"), SeatId("m2")))
    door.leads(c.RevokeKeys(Role.MANAGER, SeatId("m1")))

    assert (None, SeatId("m2")) == (door.seats.ticket("one"), door.seats.ticket("two").actor.seat)


def test_a_key_that_is_granted_after_the_revocation_opens(door):
    door.leads(c.RevokeKeys(Role.STAGE))
    door.leads(c.GrantKey(Role.STAGE, hashed("fresh")))

    assert Actor(Role.STAGE) == door.seats.ticket("fresh").actor


def test_a_revoked_key_stays_worthless_after_a_restart(door):
    door.leads(c.GrantKey(Role.STAGE, hashed("old")))
    door.leads(c.RevokeKeys(Role.STAGE))

    with Door(door.log) as again:
        assert again.seats.ticket("old") is None


def test_keys_are_known_again_after_a_restart(door):
    door.leads(c.GrantKey(Role.FACILITATOR, hashed("console")))

    with Door(door.log) as again:
        assert FACILITATOR == again.seats.ticket("console").actor


# New phones


def claim(door: Door) -> c.AnswerClaim:
    """A new phone claims Kim's seat; gives the answer that lets it in."""
    door.joins("Kim")
    door.asks(DOOR, c.ClaimSeat(SeatId("p1"), hashed("new phone")))
    return c.AnswerClaim(next(iter(door.state.claims)), allow=True)


def test_a_claimed_key_opens_nothing_yet(door):
    claim(door)

    assert door.seats.ticket("new phone") is None


def test_a_claimed_key_opens_the_seat_once_it_is_allowed(door):
    door.leads(claim(door))

    assert Actor(Role.REP, SeatId("p1")) == door.seats.ticket("new phone").actor


def test_a_claimed_key_that_is_refused_opens_nothing(door):
    door.leads(replace(claim(door), allow=False))

    assert door.seats.ticket("new phone") is None


def test_a_claim_takes_no_key_from_anybody(door):
    door.leads(c.GrantKey(Role.MANAGER, hashed("manager"), SeatId("m1")))
    door.leads(claim(door))

    assert SeatId("m1") == door.seats.ticket("manager").actor.seat


# The recovery code


CODE = "2345-ABCD-WXYZ"


@pytest.mark.parametrize(
    "typed",
    [
        "2345-ABCD-WXYZ",
        "2345abcdwxyz",
        " 2345 abcd wxyz ",
        "2345 - ABCD - WXYZ",
        "2345.abcd.wxyz",
        "2345\tABCD\nWXYZ",
        "2345\u2013ABCD\u2013WXYZ",
    ],
)
def test_a_recovery_code_works_however_it_is_typed(typed):
    seats = Seats()
    opening_with(seats, "482913", recovery=CODE)

    assert W1 == seats.recover(typed)


@pytest.mark.parametrize(
    "typed", ["", "2345-ABCD-WXY", "2345-ABCD-WXYW", "2345-ABCD-WXYZ-2", "WXYZ-ABCD-2345", "482913"]
)
def test_another_recovery_code_leads_nowhere(typed):
    seats = Seats()
    opening_with(seats, "482913", recovery=CODE)

    assert seats.recover(typed) is None


def test_a_new_recovery_code_leads_back():
    seats, code = Seats(), new_recovery()
    opening_with(seats, "482913", recovery=code)

    assert W1 == seats.recover(code)


def test_a_recovery_code_has_no_signs_that_look_alike():
    assert not set("01OILU") & set(RECOVERY_SIGNS)


def test_a_recovery_code_is_three_groups_of_four():
    assert re.fullmatch(rf"(?:[{RECOVERY_SIGNS}]{{4}}-){{2}}[{RECOVERY_SIGNS}]{{4}}", new_recovery())


def test_no_two_recovery_codes_are_the_same():
    assert 200 == len({new_recovery() for _ in range(200)})


# Secrets


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.STAGE, Role.MANAGER, Role.REP, Role.OBSERVER])
def test_a_key_begins_with_the_letter_of_its_role(role):
    assert re.fullmatch(rf"{role.value[0]}_[A-Za-z0-9_-]{{43}}", new_key(role))


def test_no_two_keys_are_the_same():
    assert 200 == len({new_key(Role.REP) for _ in range(200)})


def test_the_log_holds_the_hash_of_a_key_and_never_the_key(door):
    secret = new_key(Role.STAGE)
    door.leads(c.GrantKey(Role.STAGE, hashed(secret)))
    text = b"".join(codec.encode(commit.events) for commit in door.commits)

    assert (True, False) == (hashed(secret).encode() in text, secret.encode() in text)


# Another worker


def test_what_is_unknown_is_looked_for_once_more():
    """Another worker may have opened the workshop a moment ago."""
    news = [lambda: opening_with(seats, "482913", "a recovery code")]
    seats = Seats(refresh=lambda: bool(news) and news.pop()() is None)

    assert "w1" == seats.workshop("482913")


def test_what_is_known_is_not_looked_for():
    seats = Seats(refresh=lambda: pytest.fail("it is known"))
    opening_with(seats, "482913")

    assert "w1" == seats.workshop("482913")


def test_a_key_that_another_worker_has_just_granted_is_known():
    first, *more = opening()
    commit = Commit(first.id, 1, CommandId("open"), "", DOOR, 0, (first, *more))
    news = [lambda: seats.learn(commit)]
    seats = Seats(refresh=lambda: bool(news) and news.pop()() is None)

    assert Role.FACILITATOR == seats.ticket("facilitator").actor.role
