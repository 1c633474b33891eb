"""Networks bring messages twice, late and in another order; the workshop comes out the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from random import Random

import pytest

from server.game import commands as c
from server.game.ids import SeatId
from server.game.people import FACILITATOR, Actor, Role
from server.game.plan import Phase
from server.game.state import Choice
from server.service.workshops import Status
from tests.support.counts import usually
from tests.support.heart import Heart

TAPS = usually(2_000, full=100_000)
ORDERS = usually(100, full=1_000)
RACES = usually(200, full=10_000)
PARTS = 10
"""That each count is tried in, so that several processes can share it."""
NAMES = ("Kim", "Lou", "Max", "Nia")

Tap = tuple[str, Actor, c.Rule]


@contextmanager
def a_ruling() -> Iterator[Heart]:
    """A room in which four reps rule."""
    with Heart() as heart:
        heart.opens()
        for name in NAMES:
            heart.joins(name)
        heart.goes_to(Phase.RULE)
        yield heart


def reps(heart: Heart) -> list[Actor]:
    return [Actor(seat.role, seat.id) for seat in heart.state.seats.values() if seat.role is Role.REP]


def choices(heart: Heart) -> dict[SeatId, Choice]:
    return dict(heart.state.rounds[heart.state.course.step].choices)


def taps_of(heart: Heart, chance: Random) -> list[Tap]:
    """Every rep taps several times; a later tap has a higher count."""
    step = heart.state.course.step
    first = max((held.n for held in choices(heart).values()), default=0)
    return [
        (f"{actor.seat}-{first + n}", actor, c.Rule(step, chance.randint(0, 2), chance.randint(0, 2), n=first + n))
        for actor in reps(heart)
        for n in range(1, 1 + chance.randint(1, 6))
    ]


def send(heart: Heart, tap: Tap) -> Status:
    id, actor, command = tap
    return heart.asks(actor, command, id, repr(command).encode()).status


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_copies_in_any_order_come_out_as_each_tap_once(part):
    """Up to ten of each tap."""
    chance, sent = Random(part), 0
    with a_ruling() as ruling:
        while sent < TAPS // PARTS:
            taps = taps_of(ruling, chance)
            last = {actor.seat: command for _, actor, command in taps}
            copies = [tap for tap in taps for _ in range(chance.randint(1, 10))]
            chance.shuffle(copies)

            said = {send(ruling, tap) for tap in copies}
            sent += len(taps)

            assert said <= {Status.APPLIED, Status.DUPLICATE}
            assert {seat: (tap.level, tap.authority, tap.n) for seat, tap in last.items()} == {
                seat: (held.level, held.authority, held.n) for seat, held in choices(ruling).items()
            }


@pytest.mark.parametrize("part", range(PARTS))
def test_two_tabs_of_one_seat_are_one_seat_with_the_newest_tap(part):
    """Each tab counts on from what it saw; whatever order their taps arrive in, one answer stands."""
    chance = Random(part)
    for _ in range(ORDERS // PARTS):
        with a_ruling() as ruling:
            (kim, *_) = reps(ruling)
            step = ruling.state.course.step
            tabs = [[c.Rule(step, chance.randint(0, 2), 1, n=n) for n in range(start, 12, 2)] for start in (1, 2)]
            newest = tabs[0][-1]
            while any(tabs):
                tap = chance.choice([tab for tab in tabs if tab]).pop(0)
                send(ruling, (f"tab-{tap.n}", kim, tap))

            assert {kim.seat: (newest.n, newest.level)} == {
                seat: (held.n, held.level) for seat, held in choices(ruling).items()
            }
            assert len(NAMES) == len(reps(ruling))


@pytest.mark.parametrize("part", range(PARTS))
def test_many_presses_of_next_move_one_step(part):
    """Two consoles, a nervous hand and a resent press, all for the same move, in one batch."""
    chance = Random(part)
    for _ in range(RACES // PARTS):
        with Heart() as first:
            first.opens()
            for _ in range(chance.randint(0, 2)):
                first.next()
            move = first.state.course.move
            with Heart(first.log, running=False) as heart:
                press = c.Next(move, confirmed=True)
                outcomes = heart.together(*[partial(heart.asks, FACILITATOR, press)] * chance.randint(2, 6))

                assert 1 == sum(outcome.commit is not None for outcome in outcomes)
                assert move + 1 == heart.state.course.move
