"""Who is connected, over several workers."""

import pytest

from server.game.ids import Millis, SeatId, WorkshopId
from server.game.people import Audience, Role
from server.realtime.presence import WORTH_TELLING, Presence
from server.store.board import FORGET, Board
from tests.support.redis import RunningRedis

W1 = WorkshopId("w1")
KIM, LOU = Audience(Role.REP, SeatId("p1")), Audience(Role.REP, SeatId("p2"))


class Workers:
    """Two workers with one clock, who read each other's notes when they are told to."""

    def __init__(self):
        self.now = Millis(1_800_000_000_000)
        self.a, self.b = Presence(lambda: self.now), Presence(lambda: self.now)

    def swap(self):
        changed = self.a.hear([self.b.note()])
        return changed, self.b.hear([self.a.note()])


@pytest.fixture
def workers():
    return Workers()


def test_whoever_is_elsewhere_is_present(workers):
    workers.a.came(W1, KIM, "one")
    workers.b.came(W1, LOU, "two")
    workers.swap()

    assert ({"p1", "p2"}, {"p1", "p2"}) == (set(workers.a.present(W1)), set(workers.b.present(W1)))


def test_whoever_left_elsewhere_is_lost_since_then(workers):
    workers.b.came(W1, KIM, "one")
    workers.swap()
    workers.now += 5
    workers.b.went(W1, KIM, "one")
    workers.swap()

    assert {"p1": workers.now} == workers.a.absences(W1)


def test_whoever_changes_the_worker_is_not_lost(workers):
    workers.a.came(W1, KIM, "one")
    workers.swap()
    workers.a.went(W1, KIM, "one")
    workers.b.came(W1, KIM, "two")
    workers.swap()

    assert ({"p1": None}, {"p1": None}) == (workers.a.absences(W1), workers.b.absences(W1))


def test_whoever_left_both_workers_is_lost_since_the_later(workers):
    workers.a.came(W1, KIM, "one")
    workers.b.came(W1, KIM, "two")
    workers.a.went(W1, KIM, "one")
    workers.now += 5
    workers.b.went(W1, KIM, "two")
    workers.swap()

    assert ({"p1": workers.now}, {"p1": workers.now}) == (workers.a.absences(W1), workers.b.absences(W1))


def test_the_people_of_a_worker_that_says_nothing_any_more_are_lost(workers):
    workers.b.came(W1, KIM, "one")
    workers.swap()
    workers.now += 5

    assert {W1} == workers.a.hear([])
    assert {"p1": workers.now} == workers.a.absences(W1)


def test_whoever_came_here_is_not_lost_with_the_worker_before(workers):
    workers.b.came(W1, KIM, "one")
    workers.swap()
    workers.a.came(W1, KIM, "two")
    workers.a.hear([])

    assert {"p1": None} == workers.a.absences(W1)


def test_a_note_that_says_the_same_changes_nothing(workers):
    workers.a.came(W1, KIM, "one")

    assert (set(), {W1}) == workers.swap()
    assert (set(), set()) == workers.swap()


def test_a_loss_of_long_ago_is_not_told(workers):
    workers.a.came(W1, KIM, "one")
    workers.a.went(W1, KIM, "one")
    workers.now += WORTH_TELLING
    workers.swap()

    assert {} == workers.b.absences(W1)


def test_notes_on_the_board_are_read_by_all_others_and_forgotten(tmp_path):
    redis = RunningRedis(tmp_path)
    try:
        first, second, third = (Board(redis.url) for _ in range(3))
        read = [first.exchange(b"one"), second.exchange(b"two"), third.exchange(b"three"), first.exchange(b"four")]
        lives = [redis.client.ttl(key) for key in redis.client.keys("uptoyou:note:*")]
    finally:
        redis.stop()

    assert [[], [b"one"], [b"one", b"two"], [b"three", b"two"]] == [sorted(one) for one in read]
    assert 3 == len(lives)
    assert all(0 < one <= FORGET for one in lives)
