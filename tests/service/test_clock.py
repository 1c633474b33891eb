"""Time as an actor: what is due is rung once, and nothing else."""

import pytest

from server.game import commands as c
from server.game.ids import SeatId
from server.game.people import CLOCK, Actor, Role
from server.game.plan import FULL_SECONDS, GRACE, Phase
from server.service.clock import LONGEST_NAP, wall_clock
from tests.support.heart import Heart

DRUM_ROLL = FULL_SECONDS[Phase.LOCK]


@pytest.fixture
def heart():
    with Heart() as heart:
        heart.opens()
        yield heart


@pytest.fixture
def locked(heart):
    """The drum roll has just begun, with one rep who predicted."""
    heart.joins("Kim")
    heart.goes_to(Phase.LOCK)
    return heart


def test_a_clock_with_nothing_to_ring_sleeps_its_longest(heart):
    assert LONGEST_NAP == heart.clock().tick()


def test_before_it_is_due_nothing_rings(locked):
    locked.wait(DRUM_ROLL - 0.001)
    locked.clock().tick()

    assert Phase.LOCK is locked.state.course.phase


def test_when_it_is_due_it_rings(locked):
    locked.wait(DRUM_ROLL)
    locked.clock().tick()

    assert Phase.CHAIR is locked.state.course.phase


def test_the_clock_rings_as_itself(locked):
    locked.wait(DRUM_ROLL)
    locked.clock().tick()

    assert CLOCK == locked.commits[-1].actor


def test_the_clock_sleeps_no_longer_than_to_the_next_alarm(locked):
    locked.wait(DRUM_ROLL - 0.1)

    assert 0.1 == pytest.approx(locked.clock().tick())


def test_two_rings_move_one_step(locked):
    locked.wait(DRUM_ROLL)
    locked.clock().tick()
    after = locked.state.course
    locked.clock().tick()

    assert after == locked.state.course


def test_two_clocks_move_one_step(locked):
    """As two workers with the same workshop have."""
    first, second = locked.clock(), locked.clock()
    locked.wait(DRUM_ROLL + 60)
    before = len(locked.commits)
    first.tick()
    second.tick()

    assert before + 1 == len(locked.commits)


def test_a_deadline_that_passed_while_the_server_was_down_rings_once_after_the_start(locked):
    with Heart(locked.log) as again:
        again.now = locked.now
        again.wait(3600)
        clock = again.clock()
        clock.tick()
        clock.tick()

        assert (Phase.CHAIR, 0) == (again.state.course.phase, again.state.course.beat)


def test_a_pause_holds_the_alarm(locked):
    locked.leads(c.PauseRoom())
    locked.wait(3600)
    locked.clock().tick()

    assert Phase.LOCK is locked.state.course.phase


def test_rulings_close_by_hand_unless_the_room_is_on_automatic(heart):
    heart.goes_to(Phase.RULE)
    heart.wait(3600)
    heart.clock().tick()

    assert Phase.RULE is heart.state.course.phase


def _rule_all(heart):
    for number in range(1, 4):
        manager = Actor(Role.MANAGER, SeatId(f"m{number}"))
        heart.asks(manager, c.Rule(heart.state.course.step, 1, 1, n=1))


@pytest.mark.parametrize(("early", "phase"), [(1, Phase.RULE), (0, Phase.PREDICT)], ids=["in grace", "after grace"])
def test_on_automatic_answers_on_their_way_still_count(heart, early, phase):
    heart.joins("Kim")
    heart.joins("Lou")
    heart.leads(c.SetAutomatic(on=True))
    heart.goes_to(Phase.RULE)
    _rule_all(heart)
    heart.now = heart.state.course.timer.ends + GRACE - early
    heart.clock().tick()

    assert phase is heart.state.course.phase


def test_the_alarm_knows_who_is_connected(heart):
    heart.joins("Kim")
    heart.joins("Lou")
    heart.leads(c.SetAutomatic(on=True))
    heart.goes_to(Phase.PREDICT)
    heart.present = (SeatId("p2"),)
    heart.now = heart.state.course.timer.ends + GRACE
    heart.clock().tick()

    assert (SeatId("p2"),) == heart.state.desk.rounds[heart.state.course.step].counted


def test_the_same_day_rings_the_same():
    def day():
        with Heart() as heart:
            heart.opens()
            heart.joins("Kim")
            heart.goes_to(Phase.LOCK)
            heart.wait(DRUM_ROLL)
            heart.clock().tick()
            return [(commit.at, commit.events) for commit in heart.commits]

    assert day() == day()


def test_the_wall_clock_never_runs_backwards():
    now = wall_clock()
    seen = [now() for _ in range(1000)]

    assert sorted(seen) == seen
