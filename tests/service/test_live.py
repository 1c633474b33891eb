"""Workshops in play, and workshops at rest that are read again for whoever comes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from server.game import commands as c
from server.game.events import RulingSealed, StageVeiled
from server.game.evolve import replay
from server.game.ids import Millis, SeatId, StepId, WorkshopId
from server.game.people import DOOR, FACILITATOR, Actor, Role
from server.game.plan import FULL_SECONDS, Phase
from server.game.state import Ruling
from server.service.gist import gist
from server.service.live import REST_AFTER, Live
from server.service.retention import DAY, Periods, Retention
from server.service.workshops import Status
from server.store.base import CommandId, Commit, StoreFailed, StoreUnreadable
from server.store.sqlite import SqliteLog
from tests.support.given import START, key, opening
from tests.support.heart import W1, Heart, OddLog

W2 = WorkshopId("w2")
LONG_AFTER = REST_AFTER + 1
VEIL = c.Veil(on=True)


class SlowLog(OddLog):
    """A log whose next readings are interrupted, each by what `meanwhile` holds, before their last commit."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Callable[[], object]] = []
        self.readings = 0

    def read(self, workshop: WorkshopId, after: int = 0) -> Iterator[Commit]:
        *before, last = self.inner.commits(workshop, after) or (None,)
        yield from before
        self.readings += 1
        if self.meanwhile:
            self.meanwhile.pop(0)()
        if last is not None:
            yield last


@pytest.fixture
def log():
    return SlowLog()


@pytest.fixture
def heart(log):
    with Heart(log) as heart:
        heart.opens()
        heart.joins("Kim")
        heart.goes_to(Phase.PREDICT)
        yield heart


def rests(heart: Heart) -> Heart:
    """Long after the last look, nobody is there who needs it."""
    heart.now = Millis(heart.now + LONG_AFTER)
    heart.live.rest()
    assert 0 == heart.live.in_play()
    return heart


def by_another(heart: Heart, command: c.Command = VEIL) -> None:
    """What another worker decides and appends, on the state that it has."""
    with Heart(heart.log.inner) as other:
        other.now = heart.now
        assert other.leads(command).refusal is None


# Loading


def test_a_restart_comes_to_the_same_state(heart):
    with Heart(heart.log) as again:
        assert heart.state == again.state


def test_a_restart_brings_every_workshop_back(heart):
    heart.opens(workshop=W2)

    with Heart(heart.log) as again:
        assert [W1, W2] == [known.id for known in again.live]


def test_a_restart_goes_on_with_the_next_version(heart):
    with Heart(heart.log) as again:
        assert len(heart.commits) + 1 == again.joins("Lou").commit.version


def test_loading_tells_of_each_workshop_once(heart):
    with Heart(heart.log) as again:
        assert ([heart.state], []) == (again.found, again.told)


def test_a_restart_keeps_only_those_in_memory_that_were_in_play_of_late(heart):
    heart.now = Millis(START + LONG_AFTER)
    heart.opens(workshop=W2)
    live = Live(heart.log, lambda _: None, lambda _: None, lambda: heart.now)
    live.load()

    assert (2, 1) == (len(list(live)), live.in_play())


def test_a_workshop_that_is_not_here_is_unknown(heart):
    with pytest.raises(KeyError):
        heart.workshops.state(W2)


def test_a_workshop_that_is_about_to_be_opened_is_not_here_yet(heart):
    heart.live.follow(W2)

    assert W2 not in heart.live
    with pytest.raises(KeyError):
        heart.workshops.state(W2)


def test_a_commit_that_was_told_twice_counts_once(heart):
    before = heart.state
    heart.log.inner._followers.tell(heart.commits[-2:])

    assert before == heart.state


def test_a_workshop_whose_log_cannot_be_read_leaves_the_others_in_play(tmp_path):
    file = tmp_path / "log.sqlite3"
    with closing(SqliteLog(file)) as log:
        for workshop in (W2, W1):
            log.append([Commit(workshop, 1, CommandId("open"), "", DOOR, 0, opening())])
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE commits SET events = '[[' WHERE workshop = 'w2'")
        db.commit()
    with closing(SqliteLog(file)) as log, Heart(log) as heart:
        assert 2 == heart.joins("Kim").commit.version
        assert [W1] == [known.id for known in heart.live]


def test_a_workshop_whose_facts_make_no_sense_leaves_the_others_in_play():
    log = OddLog()
    log.append([Commit(W2, 1, CommandId("open"), "", DOOR, START, opening())])
    nonsense = RulingSealed(StepId("no such step"), SeatId("m1"), Ruling(1, 1))
    log.append([Commit(W2, 2, CommandId("nonsense"), "", FACILITATOR, START, (nonsense,))])
    with Heart(log) as heart:
        heart.opens()

        assert [W1] == [known.id for known in heart.live]


# Rest


def test_a_workshop_that_nobody_needs_is_let_go(heart):
    rests(heart)


@pytest.mark.parametrize("ago", [0, REST_AFTER])
def test_a_workshop_that_somebody_looked_at_of_late_stays(heart, ago):
    heart.now = Millis(heart.now + LONG_AFTER)
    assert heart.state
    heart.now = Millis(heart.now + ago)

    assert ([], 1) == (heart.live.rest(), heart.live.in_play())


def test_a_workshop_that_changed_of_late_stays(heart):
    heart.now = Millis(heart.now + LONG_AFTER)
    by_another(heart)
    heart.now = Millis(heart.now + REST_AFTER)

    assert [] == heart.live.rest()


def test_a_workshop_that_a_screen_shows_stays(heart):
    heart.now = Millis(heart.now + LONG_AFTER)

    assert ([], [W1]) == (heart.live.rest(lambda one: one == W1), heart.live.rest(lambda one: one == W2))


def test_whoever_comes_finds_it_as_it_was(heart):
    before = heart.state

    assert before == rests(heart).state


def test_reading_it_tells_nobody_anything(heart):
    before = len(heart.told)
    assert rests(heart).state

    assert (before, []) == (len(heart.told), heart.found)


def test_a_day_with_rests_is_the_day_without():
    def day(pause: Callable[[Heart], object]) -> list[tuple[object, ...]]:
        with Heart() as heart:
            heart.opens()
            for step in (lambda: heart.joins("Kim", "kim"), lambda: heart.leads(c.Veil(on=True), "veil"), heart.next):
                pause(heart)
                step()
                pause(heart)
            heart.goes_to(Phase.LOCK)
            pause(heart)
            heart.leads(c.Undo(), "undo")
            return [(commit.version, commit.events) for commit in heart.commits]

    def rest_and_turn_the_clock_back(heart: Heart) -> None:
        rests(heart)
        heart.now = START

    assert day(lambda _: None) == day(rest_and_turn_the_clock_back)


def test_a_command_wakes_it(heart):
    version = len(heart.commits)

    assert (Status.APPLIED, version + 1) == ((done := rests(heart).joins("Lou")).status, done.commit.version)
    assert heart.state == replay(event for commit in heart.commits for event in commit.events)


def test_a_command_that_was_taken_before_the_rest_is_not_taken_again(heart):
    first = heart.joins("Lou", "join-lou")
    again = rests(heart).joins("Lou", "join-lou")

    assert (Status.DUPLICATE, first.commit) == (again.status, again.commit)


def test_a_deadline_wakes_it(heart):
    heart.goes_to(Phase.LOCK)
    rests(heart).wait(FULL_SECONDS[Phase.LOCK])
    heart.clock().tick()

    assert Phase.CHAIR is heart.state.course.phase


def test_a_clock_with_nothing_to_ring_wakes_nobody(heart):
    rests(heart).clock().tick()

    assert 0 == heart.live.in_play()


@pytest.mark.parametrize("phase", [Phase.LOBBY, Phase.RULE, Phase.LOCK])
def test_what_is_known_of_a_workshop_at_rest_is_so(phase):
    with Heart() as heart:
        heart.opens()
        heart.joins("Kim")
        heart.goes_to(phase)
        rests(heart)

        assert gist(replay(event for one in heart.commits for event in one.events)) == heart.live.gist(W1)
        assert 0 == heart.live.in_play()


def test_its_time_comes_at_rest_too(heart):
    heart.now = Millis(rests(heart).now + 31 * DAY + 7 * DAY)
    Retention(heart.log, heart.live, heart.workshops, Periods(24, 30), lambda: heart.now).tick()

    assert ([], ()) == (list(heart.live), heart.commits)


def test_its_names_go_at_rest_too(heart):
    heart.now = Millis(rests(heart).now + 9 * DAY)
    Retention(heart.log, heart.live, heart.workshops, Periods(24, 30), lambda: heart.now).tick()

    assert "Kim" not in {seat.name for seat in heart.state.seats.values()}


# Others at work meanwhile


def test_what_another_worker_did_is_told_and_seen(heart):
    before = len(rests(heart).told)
    by_another(heart)

    assert (before + 1, True) == (len(heart.told), heart.state.desk.veiled)


def test_a_deadline_that_another_worker_set_is_kept(heart):
    """That worker may die before it comes."""
    heart.goes_to(Phase.PREDICT)
    rests(heart)
    by_another(heart, c.Next(heart.state.course.move, confirmed=True))
    rests(heart)
    heart.wait(FULL_SECONDS[Phase.LOCK])
    heart.clock().tick()

    assert Phase.CHAIR is heart.state.course.phase


@pytest.mark.parametrize("times", [1, 2])
def test_a_commit_that_comes_while_it_is_read_is_not_missed(heart, log, times):
    rests(heart)
    log.meanwhile = [lambda on=number % 2 == 0: by_another(heart, c.Veil(on=on)) for number in range(times)]
    state = heart.state

    assert state == heart.state == replay(event for one in heart.commits for event in one.events)


def test_what_is_read_before_it_is_told_counts_once_and_is_told(heart, log, monkeypatch):
    """An append is saved first and told then."""
    rests(heart)
    before, saved = len(heart.told), []
    with monkeypatch.context() as patch:
        patch.setattr(log.inner._followers, "tell", saved.extend)
        log.append(
            [replace(heart.commits[-1], version=len(heart.commits) + 1, id="veil", events=(StageVeiled(on=True),))]
        )
        early = heart.state
    log.inner._followers.tell(saved)

    assert (True, early, before + 1) == (early.desk.veiled, heart.state, len(heart.told))


def test_a_history_that_is_replaced_while_it_is_read_is_the_new_one(heart, log):
    rests(heart)
    facts = opening(("Zoe", "Yan"))
    anew = Commit(W1, heart.commits[-1].version + 1, CommandId("anew"), "", DOOR, START, facts)
    log.meanwhile = [lambda: log.append([anew])]

    assert replay(facts) == heart.state


def test_a_history_that_another_worker_tells_anew_is_the_new_one(heart, log):
    facts = opening(("Zoe", "Yan"))
    rests(heart)
    log.append([Commit(W1, len(heart.commits) + 1, CommandId("anew"), "", DOOR, START, facts)])

    assert (replay(facts), []) == (heart.state, [one for one in heart.live if one.first == 1])


def test_whoever_asks_reads_and_not_the_writer(log):
    """So a long reading keeps no command of another workshop waiting."""
    writers = []
    with Heart(log, running=False) as heart:
        log.append([Commit(W1, 1, CommandId("open"), "", DOOR, START, opening())])
        heart.live.follow(W1)
        rests(heart)
        log.meanwhile = [lambda: writers.append(heart._writer)]
        (outcome,) = heart.together(lambda: heart.joins("Kim"))

        assert (Status.APPLIED, [None]) == (outcome.status, writers)


def test_a_workshop_that_is_deleted_while_it_is_read_is_not_here(heart, log):
    rests(heart)
    log.meanwhile = [lambda: log.append([replace(heart.commits[-1], version=len(heart.commits) + 1, events=())])]

    with pytest.raises(KeyError):
        heart.workshops.state(W1)
    assert Status.RETRY == heart.joins("Lou").status


def test_those_who_come_together_wait_for_one_reading(heart, log):
    rests(heart)
    before, together = log.readings, Barrier(8)

    def look() -> None:
        together.wait()
        assert heart.state

    threads = [Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert before + 1 == log.readings


def test_a_command_to_a_workshop_that_cannot_be_read_now_is_to_be_sent_again(heart, log):
    def away() -> None:
        raise StoreFailed("away")

    rests(heart)
    log.meanwhile = [away, away]

    assert [Status.RETRY, Status.APPLIED] == [heart.joins("Lou", id).status for id in ("once", "again")]


def test_a_workshop_that_is_damaged_at_rest_leaves_the_others_in_play(heart, log):
    def torn() -> None:
        raise StoreUnreadable("torn")

    heart.opens(workshop=W2)
    rests(heart)
    log.meanwhile = [torn]

    assert (Status.RETRY, Status.APPLIED) == (
        heart.joins("Lou").status,
        heart.asks(DOOR, c.TakeSeat(Role.REP, "Max", key("Max")), workshop=W2).status,
    )
    assert [W2] == [known.id for known in heart.live]


def test_a_log_that_was_told_further_than_it_can_be_read_is_to_be_tried_again(heart, log):
    rests(heart)
    log.inner._followers.tell([replace(heart.commits[-1], version=len(heart.commits) + 1, id=CommandId("lost"))])

    with pytest.raises(StoreFailed):
        heart.workshops.state(W1)


def test_a_seat_acts_on_after_the_rest(heart):
    ruling = c.Predict(heart.state.course.step, 1, 1, n=1)

    assert Status.APPLIED == rests(heart).asks(Actor(Role.REP, SeatId("p1")), ruling).status
