"""The heart: decide, save, and only then tell."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from server.game import commands as c
from server.game.decide import decide
from server.game.errors import Reason
from server.game.events import Event, RoomLocked, SeatTaken
from server.game.evolve import replay
from server.game.ids import SeatId, WorkshopId
from server.game.people import DOOR, FACILITATOR, Actor, Role
from server.game.plan import Phase
from server.game.state import Seat, Workshop
from server.service import workshops as heart_module
from server.service.workshops import MOST_AT_ONCE, TRIES, Status
from server.store.base import CommandId, Commit, StoreFailed, StoreUnreadable, VersionConflict
from tests.support.given import key, opening
from tests.support.heart import W1, Heart, OddLog

ANA = Actor(Role.MANAGER, SeatId("m1"))


@pytest.fixture
def heart():
    with Heart() as heart:
        heart.opens()
        yield heart


@pytest.fixture
def log():
    return OddLog()


@pytest.fixture
def shaky(log):
    """A heart whose log can be made to fail."""
    with Heart(log) as heart:
        heart.opens()
        yield heart


def waiting(log):
    """A heart with an open workshop, whose writer has not begun: what is asked gathers in its queue."""
    log.append([Commit(W1, 1, CommandId("open"), "", DOOR, 0, opening())])
    return Heart(log, running=False)


def names(state: Workshop) -> list[str]:
    return [seat.name for seat in state.seats.values() if seat.role is Role.REP]


# Saving and telling


def test_a_workshop_begins_with_its_opening():
    with Heart() as heart:
        outcome = heart.opens("Ana", "Bo")

        assert (Status.APPLIED, opening(("Ana", "Bo"))) == (outcome.status, heart.commits[0].events)


def test_a_granted_command_is_saved_before_it_is_answered(heart):
    outcome = heart.joins("Kim")

    assert (Status.APPLIED, outcome.commit) == (outcome.status, heart.commits[-1])


def test_nothing_is_told_before_it_is_saved(heart):
    missing: list[Commit] = []

    def look(commit: Commit) -> None:
        if commit not in heart.commits:
            missing.append(commit)

    heart.log.follow(W1, look)
    for name in ("Kim", "Lou", "Max"):
        heart.joins(name)

    assert [] == missing


def test_everything_saved_is_told_once_and_in_order(heart):
    for name in ("Kim", "Lou", "Max"):
        heart.joins(name)

    assert list(heart.commits) == [commit for commit, _ in heart.told]


def test_what_is_told_comes_with_the_state_after_it(heart):
    heart.joins("Kim")
    heart.joins("Lou")

    assert [["Kim"], ["Kim", "Lou"]] == [names(state) for _, state in heart.told[1:]]


def test_the_state_is_what_the_log_replays_to(heart):
    heart.joins("Kim")
    heart.next()

    assert replay(event for commit in heart.commits for event in commit.events) == heart.state


def test_a_commit_holds_who_asked_and_when(heart):
    heart.wait(90)
    commit = heart.asks(ANA, c.Hello()).commit

    assert (ANA, heart.now) == (commit.actor, commit.at)


# Refusing


def test_a_refusal_says_why(heart):
    heart.joins("Kim")
    refused = heart.joins("kim")

    assert (Status.REJECTED, Reason.NAME_TAKEN, "kim B") == (
        refused.status,
        refused.refusal.reason,
        refused.refusal.hint,
    )


def test_a_refused_command_saves_nothing(heart):
    before = heart.commits
    heart.asks(ANA, c.Veil(on=True))

    assert before == heart.commits


def test_a_refused_command_is_told_to_nobody(heart):
    before = len(heart.told)
    heart.asks(ANA, c.Veil(on=True))

    assert before == len(heart.told)


def test_a_refused_command_may_be_sent_again(heart):
    heart.leads(c.LockRoom(on=True))
    first = heart.joins("Kim", "join-1")
    heart.leads(c.LockRoom(on=False))

    assert (Status.REJECTED, Status.APPLIED) == (first.status, heart.joins("Kim", "join-1").status)


def test_a_command_that_changes_nothing_is_granted_and_leaves_no_trace(heart):
    heart.goes_to(Phase.RULE)
    step = heart.state.course.step
    heart.asks(ANA, c.Rule(step, 2, 1, n=5))
    before = heart.commits

    older = heart.asks(ANA, c.Rule(step, 0, 1, n=4))

    assert (Status.APPLIED, None, before) == (older.status, older.commit, heart.commits)


# The same again


def test_a_command_that_comes_again_is_known(heart):
    first = heart.joins("Kim", "join-1")
    again = heart.joins("Kim", "join-1")

    assert (Status.DUPLICATE, first.commit) == (again.status, again.commit)


def test_a_command_that_comes_again_is_applied_once(heart):
    for _ in range(3):
        heart.joins("Kim", "join-1")

    assert ["Kim"] == names(heart.state)


def test_an_id_that_comes_again_with_another_body_is_refused(heart):
    heart.joins("Kim", "join-1")

    assert Status.OTHER_BODY == heart.joins("Lou", "join-1").status


def test_an_id_that_comes_again_with_another_body_changes_nothing(heart):
    heart.joins("Kim", "join-1")
    heart.joins("Lou", "join-1")

    assert ["Kim"] == names(heart.state)


def test_an_id_that_comes_again_from_somebody_else_is_refused(heart):
    heart.asks(ANA, c.Hello(), "hello")

    assert Status.OTHER_BODY == heart.asks(Actor(Role.MANAGER, SeatId("m2")), c.Hello(), "hello").status


def test_a_command_is_still_known_after_a_restart(heart):
    heart.joins("Kim", "join-1")

    with Heart(heart.log) as again:
        assert Status.DUPLICATE == again.joins("Kim", "join-1").status


def test_a_command_is_still_known_when_the_phase_for_it_is_over(heart):
    heart.asks(ANA, c.Hello(), "hello")
    heart.next()
    heart.next()

    assert Status.DUPLICATE == heart.asks(ANA, c.Hello(), "hello").status


def test_two_workshops_may_use_the_same_id(heart):
    heart.opens(workshop=WorkshopId("w2"))
    heart.joins("Kim", "join-1")

    taken = heart.asks(DOOR, c.TakeSeat(Role.REP, "Lou", key("Lou")), "join-1", workshop=WorkshopId("w2"))

    assert Status.APPLIED == taken.status


# Many at once


def test_many_commands_at_once_are_all_answered(heart):
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda n: heart.joins(f"Rep {n}", f"join-{n}"), range(200)))

    assert Counter({Status.APPLIED: 200}) == Counter(one.status for one in outcomes)


def test_many_commands_at_once_leave_versions_without_gaps(heart):
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda n: heart.joins(f"Rep {n}", f"join-{n}"), range(200)))

    assert list(range(1, 202)) == [commit.version for commit in heart.commits]
    assert list(range(2, 202)) == sorted(one.commit.version for one in outcomes)


def test_many_commands_at_once_get_a_seat_each(heart):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: heart.joins(f"Rep {n}", f"join-{n}"), range(200)))

    assert {f"p{number}" for number in range(1, 201)} == {seat for seat in heart.state.seats if seat.startswith("p")}


def test_of_one_command_sent_many_times_at_once_one_is_applied(heart):
    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(lambda _: heart.joins("Kim", "join-1"), range(40)))

    assert Counter({Status.APPLIED: 1, Status.DUPLICATE: 39}) == Counter(one.status for one in outcomes)


def test_commands_that_wait_together_are_saved_together(log):
    appended: list[int] = []
    inner = log.inner.append
    with waiting(log) as heart:
        log.inner.append = lambda commits: (appended.append(len(commits)), inner(commits))[1]
        heart.together(*(lambda n=n: heart.joins(f"Rep {n}") for n in range(5)))

        assert [5] == appended


def test_no_more_are_saved_together_than_allowed(log):
    appended: list[int] = []
    inner = log.inner.append
    with waiting(log) as heart:
        heart._pool = ThreadPoolExecutor(MOST_AT_ONCE + 3)
        log.inner.append = lambda commits: (appended.append(len(commits)), inner(commits))[1]
        heart.together(*(lambda n=n: heart.joins(f"Rep {n}") for n in range(MOST_AT_ONCE + 3)))

        assert [MOST_AT_ONCE, 3] == appended


def test_each_command_of_a_batch_is_decided_on_what_the_ones_before_it_leave(log):
    with waiting(log) as heart:
        outcomes = heart.together(lambda: heart.joins("Kim", "a"), lambda: heart.joins("Kim", "b"))

        assert [Status.APPLIED, Status.REJECTED] == [one.status for one in outcomes]


def test_two_presses_that_wait_together_move_one_step(log):
    with waiting(log) as heart:
        move = heart.state.course.move
        outcomes = heart.together(*(lambda: heart.leads(c.Next(move, confirmed=True)) for _ in range(2)))

        assert [None, Reason.STALE] == [one.refusal and one.refusal.reason for one in outcomes]


def test_one_batch_serves_several_workshops(log):
    with waiting(log) as heart:
        other = WorkshopId("w2")
        log.append([Commit(other, 1, CommandId("open"), "", DOOR, 0, opening())])
    with Heart(log, running=False) as heart:
        outcomes = heart.together(
            lambda: heart.joins("Kim"),
            lambda: heart.asks(DOOR, c.TakeSeat(Role.REP, "Lou", key("Lou")), workshop=other),
        )

        assert [(W1, 2), (other, 2)] == [(one.commit.workshop, one.commit.version) for one in outcomes]


# A log that fails


def test_what_cannot_be_saved_is_to_be_sent_again(shaky, log):
    log.fails(StoreFailed("full"))

    assert Status.RETRY == shaky.joins("Kim").status


def test_what_cannot_be_saved_changes_nothing(shaky, log):
    before = shaky.state
    log.fails(StoreFailed("full"))
    shaky.joins("Kim")

    assert before == shaky.state


def test_what_cannot_be_saved_is_told_to_nobody(shaky, log):
    before = len(shaky.told)
    log.fails(StoreFailed("full"))
    shaky.joins("Kim")

    assert before == len(shaky.told)


def test_the_same_command_works_once_the_log_does(shaky, log):
    log.fails(StoreFailed("full"))
    shaky.joins("Kim", "join-1")

    assert Status.APPLIED == shaky.joins("Kim", "join-1").status
    assert ["Kim"] == names(shaky.state)


def test_all_that_wait_together_are_to_be_sent_again(log):
    with waiting(log) as heart:
        log.fails(StoreFailed("full"))
        outcomes = heart.together(*(lambda n=n: heart.joins(f"Rep {n}") for n in range(4)))

        assert [Status.RETRY] * 4 == [one.status for one in outcomes]


def test_a_refusal_stands_although_others_could_not_be_saved(log):
    with waiting(log) as heart:
        log.fails(StoreFailed("full"))
        outcomes = heart.together(lambda: heart.asks(ANA, c.Veil(on=True)), lambda: heart.joins("Kim"))

        assert [Status.REJECTED, Status.RETRY] == [one.status for one in outcomes]


def test_a_command_known_from_before_is_known_although_others_could_not_be_saved(shaky, log):
    shaky.joins("Kim", "join-1")
    with Heart(log, running=False) as heart:
        log.fails(StoreFailed("full"))
        outcomes = heart.together(lambda: heart.joins("Kim", "join-1"), lambda: heart.joins("Lou", "join-2"))

        assert [Status.DUPLICATE, Status.RETRY] == [one.status for one in outcomes]


def test_a_repeat_of_what_could_not_be_saved_is_not_taken_for_saved(log):
    with waiting(log) as heart:
        log.fails(StoreFailed("full"))
        outcomes = heart.together(lambda: heart.joins("Kim", "join-1"), lambda: heart.joins("Kim", "join-1"))

        assert [Status.RETRY, Status.RETRY] == [one.status for one in outcomes]


def test_nothing_is_refused_because_of_what_could_not_be_saved(log):
    with waiting(log) as heart:
        log.fails(StoreFailed("full"))
        outcomes = heart.together(lambda: heart.joins("Kim", "join-1"), lambda: heart.joins("Kim", "join-2"))

        assert [Status.RETRY, Status.RETRY] == [one.status for one in outcomes]


def test_an_opening_that_cannot_be_saved_is_to_be_sent_again(log):
    log.fails(StoreFailed("full"))
    with Heart(log) as heart:
        assert [Status.RETRY, Status.APPLIED] == [heart.opens().status, heart.opens().status]


# Another writer


def elsewhere(log: OddLog, *events: Event) -> None:
    """Another process appends to the same log."""
    version = len(log.commits(W1)) + 1
    log.inner.append([Commit(W1, version, CommandId(f"elsewhere-{version}"), "", DOOR, 0, events)])


def test_when_another_writer_was_first_the_command_is_decided_again(shaky, log):
    log.before.append(lambda: elsewhere(log, SeatTaken(Seat(SeatId("p1"), Role.REP, "Kim"))))
    outcome = shaky.joins("Lou")

    assert (Status.APPLIED, 3, ["Kim", "Lou"]) == (outcome.status, outcome.commit.version, names(shaky.state))


def test_what_another_writer_did_may_turn_a_grant_into_a_refusal(shaky, log):
    log.before.append(lambda: elsewhere(log, SeatTaken(Seat(SeatId("p1"), Role.REP, "Kim"))))

    assert Reason.NAME_TAKEN == shaky.joins("Kim").refusal.reason


def test_what_another_writer_did_is_told_too(shaky, log):
    elsewhere(log, SeatTaken(Seat(SeatId("p1"), Role.REP, "Kim")))

    assert ["Kim"] == names(shaky.told[-1][1])


def test_one_conflict_is_nobodys_trouble(shaky, log):
    log.fails(VersionConflict())

    assert Status.APPLIED == shaky.joins("Kim").status


def test_conflicts_without_end_are_to_be_sent_again(shaky, log):
    log.fails(VersionConflict(), TRIES)

    assert Status.RETRY == shaky.joins("Kim").status


def test_after_conflicts_without_end_the_writer_goes_on(shaky, log):
    log.fails(VersionConflict(), TRIES)
    shaky.joins("Kim")

    assert Status.APPLIED == shaky.joins("Kim").status


def test_a_refusal_that_rests_on_old_news_is_decided_again(shaky, log):
    shaky.leads(c.LockRoom(on=True))
    log.news.append(lambda: elsewhere(log, RoomLocked(False)))

    assert Status.APPLIED == shaky.joins("Kim").status


def test_a_refusal_that_the_news_do_not_change_stands(shaky, log):
    shaky.leads(c.LockRoom(on=True))
    log.news.append(lambda: elsewhere(log, SeatTaken(Seat(SeatId("p1"), Role.REP, "Kim"))))

    assert Status.REJECTED == shaky.joins("Lou").status


def test_nothing_is_refused_while_the_log_cannot_be_asked(shaky, log):
    shaky.leads(c.LockRoom(on=True))
    log.news.append(lambda: away(log))

    assert Status.RETRY == shaky.joins("Kim").status


def away(*_):
    raise StoreFailed("away")


def test_a_repeat_is_to_be_sent_again_while_the_log_cannot_be_asked(shaky, log, monkeypatch):
    shaky.joins("Kim", "join-1")
    monkeypatch.setattr(log, "find", away)

    assert Status.RETRY == shaky.joins("Kim", "join-1").status


def test_an_opening_is_to_be_sent_again_while_the_log_cannot_be_asked(shaky, log, monkeypatch):
    with monkeypatch.context() as outage:
        outage.setattr(log, "follow", away)
        first = shaky.opens(workshop=WorkshopId("w2"))

    assert (Status.RETRY, Status.APPLIED) == (first.status, shaky.opens(workshop=WorkshopId("w2")).status)


def test_a_workshop_that_cannot_be_saved_does_not_take_others_with_it(log):
    with waiting(log):
        log.append([Commit(WorkshopId("w2"), 1, CommandId("open"), "", DOOR, 0, opening())])
    log.fails(StoreUnreadable("w1"), times=2)  # (both together, then the first by itself)
    with Heart(log, running=False) as heart:
        outcomes = heart.together(
            lambda: said(lambda: heart.joins("Kim")),
            lambda: heart.asks(DOOR, c.TakeSeat(Role.REP, "Lou", key("Lou")), workshop=WorkshopId("w2")),
        )

        assert ["StoreUnreadable", Status.APPLIED] == [getattr(one, "status", one) for one in outcomes]


def said(ask):
    """The outcome; or which error came in its place."""
    try:
        return ask()
    except StoreUnreadable as error:
        return type(error).__name__


# Our own bugs


class Broken(Exception):
    pass


@pytest.fixture
def broken_veil(monkeypatch):
    """The rules have a bug in one wish."""

    def decide_or_break(state, actor, command, now):
        if isinstance(command, c.Veil):
            raise Broken
        return decide(state, actor, command, now)

    monkeypatch.setattr(heart_module, "decide", decide_or_break)


@pytest.mark.usefixtures("broken_veil")
def test_a_bug_is_raised_to_its_sender(heart):
    with pytest.raises(Broken):
        heart.leads(c.Veil(on=True))


@pytest.mark.usefixtures("broken_veil")
def test_a_bug_in_one_wish_takes_no_other_with_it(log):
    def veil():
        with pytest.raises(Broken):
            heart.leads(c.Veil(on=True))

    with waiting(log) as heart:
        first, _, last = heart.together(lambda: heart.joins("Kim"), veil, lambda: heart.joins("Lou"))

        assert (Status.APPLIED, Status.APPLIED, ["Kim", "Lou"]) == (first.status, last.status, names(heart.state))


@pytest.mark.usefixtures("broken_veil")
def test_the_writer_outlives_a_bug(heart):
    with pytest.raises(Broken):
        heart.leads(c.Veil(on=True))

    assert Status.APPLIED == heart.joins("Kim").status


def test_a_copy_of_a_command_whose_facts_could_not_be_folded_is_not_taken_for_saved(monkeypatch, log):
    def breaks(*_):
        raise Broken

    def joins():
        with pytest.raises(Broken):
            heart.joins("Kim", "join-1")

    with waiting(log) as heart:
        with monkeypatch.context() as bug:
            bug.setattr(heart_module, "fold", breaks)
            heart.together(joins, joins)

        assert (Status.APPLIED, ["Kim"]) == (heart.joins("Kim", "join-1").status, names(heart.state))


def test_the_writer_outlives_a_bug_in_the_log(shaky, log):
    log.fails(Broken())
    with pytest.raises(Broken):
        shaky.joins("Kim", "join-1")

    assert Status.APPLIED == shaky.joins("Kim", "join-1").status


def test_a_fault_in_telling_does_not_stop_the_workshop(log):
    """Somebody who is told of the first commit fails; two commits stand in the same batch."""
    with waiting(log) as heart:
        changed = heart.live._changed

        def fail_once(commit, state):
            heart.live._changed = changed
            raise Broken

        heart.live._changed = fail_once

        def join(name):
            try:
                return heart.joins(name)
            except Broken:
                return None

        heart.together(lambda: join("Kim"), lambda: join("Lou"))

        assert Status.APPLIED == heart.joins("Max").status
        assert ["Kim", "Lou", "Max"] == names(heart.state)


def test_a_command_for_a_workshop_that_is_not_here_harms_nobody(heart):
    assert Status.RETRY == heart.asks(FACILITATOR, c.Veil(on=True), workshop=WorkshopId("nowhere")).status
    assert Status.APPLIED == heart.joins("Kim").status


# Stopping


def test_what_was_asked_before_the_stop_is_answered(log):
    with waiting(log) as heart:
        outcomes = heart.together(*(lambda n=n: heart.joins(f"Rep {n}") for n in range(4)))
        heart.workshops.stop()

        assert [Status.APPLIED] * 4 == [one.status for one in outcomes]
