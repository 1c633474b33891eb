"""Time as an actor: what is due is rung once, and nothing else."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from random import Random

import pytest

from server.game import commands as c
from server.game.ids import SeatId
from server.game.people import CLOCK, Actor, Role
from server.game.plan import FULL_SECONDS, GRACE, Phase
from server.service.clock import LONGEST_NAP, wall_clock
from server.service.workshops import Status
from server.store.base import Commit
from server.store.memory import MemoryLog
from server.store.sqlite import SqliteLog
from tests.support.counts import usually
from tests.support.heart import Heart, OddLog

KIM = Actor(Role.REP, SeatId("p1"))
SWEEP = usually(100, full=1_000)
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


@pytest.mark.parametrize("number", range(usually(10, full=50)))
def test_a_deadline_that_passed_while_the_server_was_down_rings_once_after_the_start(tmp_path, number):
    chance, file = Random(number), tmp_path / "log.sqlite3"
    with closing(SqliteLog(file)) as log, Heart(log) as heart:
        heart.opens()
        heart.joins("Kim")
        heart.goes_to(Phase.LOCK)
        before, now = len(heart.commits), heart.now
    with closing(SqliteLog(file)) as log, Heart(log) as again:
        again.now = now
        again.wait(DRUM_ROLL + chance.choice((0, 0.2, 10, 3600)))
        clock = again.clock()
        clock.tick()
        clock.tick()

        assert (Phase.CHAIR, 0) == (again.state.course.phase, again.state.course.beat)
        assert before + 1 == len(again.commits)


class Killed(BaseException):
    """This worker is gone."""


class LastAppend(OddLog):
    """The log as one worker has it, who is killed as it appends: before that is saved, or after."""

    def __init__(self, shared: MemoryLog) -> None:
        super().__init__()
        self.inner = shared
        self.saves: bool | None = None

    def append(self, commits: Sequence[Commit]) -> None:
        if self.saves is None or self.saves:
            super().append(commits)
        if self.saves is not None:
            raise Killed


@pytest.mark.parametrize("part", range(10))
def test_when_a_worker_dies_as_it_rings_it_has_rung_once(part):
    """Two others have the same workshop, and ring at the same time."""
    for number in range(usually(20, full=200) // 10):
        shared = MemoryLog()
        with Heart(shared) as opening:
            opening.opens()
            opening.joins("Kim")
            opening.goes_to(Phase.LOCK)
        mine = LastAppend(shared)
        mine.saves = bool((part + number) % 2)
        dying = Heart(mine, running=False)
        with Heart(shared) as second, Heart(shared) as third:
            before = len(second.commits)
            for heart in (dying, second, third):
                heart.wait(DRUM_ROLL + number / 10)
            ringing = dying._pool.submit(dying.clock().tick)
            with pytest.raises(Killed):
                dying.workshops.run()
            ringing.exception()
            dying._pool.shutdown()

            assert before + mine.saves == len(second.commits)
            for clock in (second.clock(), third.clock()):
                clock.tick()
            assert before + 1 == len(second.commits)
            assert {Phase.CHAIR} == {heart.state.course.phase for heart in (second, third)}


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


@pytest.mark.parametrize("part", range(10))
def test_an_answer_at_the_deadline_has_one_verdict_and_it_stands(part):
    """From a fifth of a second before it to as long after it, while the clock may be late itself."""
    chance, verdicts = Random(part), set()
    for number in range(part, SWEEP, 10):
        with Heart() as heart:
            heart.opens()
            heart.joins("Kim")
            heart.joins("Lou")
            heart.leads(c.SetAutomatic(on=True))
            heart.goes_to(Phase.PREDICT)
            step, due = heart.state.course.step, heart.state.course.timer.ends + GRACE
            asked, rings = due - 200 + 400 * number // SWEEP, due + chance.randint(0, 100)
            acts = [(rings, heart.clock().tick), (asked, partial(heart.asks, KIM, c.Predict(step, 1, 1, n=1), "kims"))]
            for at, act in sorted(acts, key=lambda one: one[0]):
                heart.now = at
                act()
            verdict = heart.asks(KIM, c.Predict(step, 1, 1, n=1), "kims").status
            verdicts.add(verdict)

            assert (verdict is Status.DUPLICATE) == (asked < rings)
            assert (verdict is Status.DUPLICATE) == (KIM.seat in heart.state.rounds[step].predictions)
            assert (verdict is Status.DUPLICATE) == (KIM.seat in heart.state.desk.rounds[step].counted)
            assert heart.state.course.phase not in (Phase.RULE, Phase.PREDICT)
    assert {Status.DUPLICATE, Status.REJECTED} == verdicts


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
