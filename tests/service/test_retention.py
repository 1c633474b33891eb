"""How long names and workshops are kept."""

from dataclasses import replace

import pytest

from server.game import commands as c
from server.game.events import KeyGranted, WorkshopOpened
from server.game.ids import SeatId, WorkshopId
from server.game.people import DOOR, FACILITATOR, Actor, Role
from server.game.plan import Phase
from server.game.state import Closing
from server.reports import debrief
from server.service.retention import DAY, HOUR, IDLE, Periods, Retention
from server.service.seats import Seats
from server.service.workshops import Status
from server.store.base import StoreFailed, StoreUnreadable
from tests.support.given import key, opening
from tests.support.heart import W1, Heart, OddLog
from tests.support.log_contract import anew, commit

PERIODS = Periods(names_hours=24, days=30)


@pytest.fixture
def log():
    return OddLog()


@pytest.fixture
def heart(log):
    with Heart(log) as heart:
        heart.opens()
        heart.joins("Zebedee")
        yield heart


def housekeeping(heart: Heart, periods: Periods = PERIODS) -> Retention:
    return Retention(heart.log, heart.live, heart.workshops, periods, lambda: heart.now)


def closed(heart: Heart) -> None:
    """Lead the whole day, to its end."""
    while heart.state.course.phase is not Phase.CLOSED:
        step = heart.state.course.step
        match heart.state.course.phase:
            case Phase.RULE:
                for seat in ("m1", "m2", "m3"):
                    heart.asks(Actor(Role.MANAGER, SeatId(seat)), c.Rule(step, 1, 1, n=1))
            case Phase.LOCK:
                heart.wait(10)
                heart.clock().tick()
                continue
            case Phase.CAPTURE:
                heart.leads(c.CloseCase(step, Closing.OPEN, why="no time"))
        assert heart.next().refusal is None


def names(heart: Heart) -> list[str]:
    return [seat.name for seat in heart.state.seats.values()]


def after(heart: Heart, milliseconds: int) -> list[str]:
    """The names that are left when housekeeping comes so long from now."""
    heart.now += milliseconds
    housekeeping(heart).tick()
    return names(heart) if W1 in heart.live else []


def test_a_day_after_the_close_the_names_are_gone(heart):
    closed(heart)

    assert "Zebedee" in after(heart, 24 * HOUR - 1)
    assert ["Manager 1", "Manager 2", "Manager 3", "Rep 1"] == sorted(after(heart, 1))


def test_names_that_could_not_go_because_somebody_was_at_work_go_soon_after(heart, monkeypatch):
    closed(heart)
    heart.now += 24 * HOUR
    chores, read = housekeeping(heart), heart.log.commits

    def read_while_somebody_works(workshop):
        commits = read(workshop)
        heart.leads(c.GrantKey(Role.FACILITATOR, key("host")))
        return commits

    monkeypatch.setattr(heart.log, "commits", read_while_somebody_works)
    soon = chores.tick()
    assert "Zebedee" in names(heart)

    monkeypatch.undo()
    later = chores.tick()
    assert "Zebedee" not in names(heart)
    assert soon < later


def test_thirty_days_after_the_close_everything_is_gone(heart):
    closed(heart)
    after(heart, 24 * HOUR)

    assert "Rep 1" in after(heart, 29 * DAY - 1)
    assert [] == after(heart, 1)
    assert ((), ()) == (tuple(heart.log.workshops()), tuple(heart.log.commits(W1)))


def test_a_workshop_in_use_keeps_its_names(heart):
    for _ in range(20):
        heart.leads(c.Veil(on=not heart.state.desk.veiled))
        assert "Zebedee" in after(heart, IDLE)


def test_a_workshop_that_nobody_closed_counts_as_closed_after_a_week(heart):
    assert "Zebedee" in after(heart, IDLE + 24 * HOUR - 1)
    assert "Rep 1" in after(heart, 1)
    assert "Rep 1" in after(heart, 29 * DAY - 1)
    assert [] == after(heart, 1)


@pytest.mark.parametrize(("hours", "days", "left"), [(1, 30, "Rep 1"), (25, 30, "Zebedee"), (1, 0, "nothing")])
def test_the_periods_are_those_of_the_settings(heart, hours, days, left):
    closed(heart)
    heart.now += HOUR
    housekeeping(heart, Periods(hours, days)).tick()

    assert left in (names(heart) if W1 in heart.live else ["nothing"])


def test_the_report_can_still_be_read_and_has_the_same_figures(heart):
    closed(heart)
    before = debrief.report(heart.state, "2027-03-02")
    after(heart, 24 * HOUR)
    left = debrief.report(heart.state, "2027-03-02")

    assert (before.alignment, before.board, before.closed) == (left.alignment, left.board, left.closed)


def test_what_is_nameless_is_left_alone(heart):
    closed(heart)
    after(heart, 24 * HOUR)
    once = heart.commits
    after(heart, 5 * DAY)

    assert once == heart.commits


def test_a_console_that_is_opened_later_is_forgotten_a_day_after_its_last_use(heart):
    closed(heart)
    after(heart, 3 * DAY)
    heart.leads(c.GrantKey(Role.FACILITATOR, key("host again")))
    after(heart, 24 * HOUR - 1)
    assert key("host again") in heart.state.keys

    after(heart, 1)
    assert key("host again") not in heart.state.keys
    assert 1 == len(heart.commits)


def test_keys_codes_and_recovery_open_nothing_after_it(heart, log):
    closed(heart)
    after(heart, 24 * HOUR)
    seats = Seats()
    for one in heart.commits:
        seats.learn(one)

    assert {} == heart.state.keys
    assert W1 == seats.workshop(heart.state.code)
    assert [None] == list({seats.recover(word) for word in ("recovery", "")})


def test_who_asked_for_what_is_gone_with_the_names(heart):
    closed(heart)
    after(heart, 24 * HOUR)
    (left,) = heart.commits

    assert (None, "", "anew") == (left.actor.seat, left.digest, left.id.partition("-")[0])
    assert isinstance(left.events[0], WorkshopOpened)
    assert not any(isinstance(event, KeyGranted) for event in left.events)


def test_when_it_cannot_be_saved_it_is_done_later(heart, log):
    closed(heart)
    log.fails(StoreFailed("full"))
    assert "Zebedee" in after(heart, 24 * HOUR)
    assert "Rep 1" in after(heart, 60_000)


def test_a_history_that_grew_meanwhile_is_not_replaced(heart):
    last = heart.commits[-1]
    heart.joins("Lou")

    assert Status.RETRY == heart.workshops.tell_anew(last, anew(1).events).status
    assert "Lou" in names(heart)


def test_one_damaged_workshop_does_not_keep_the_others(log, monkeypatch):
    first, *rest = opening()
    log.append([commit(1, "damaged", events=(replace(first, id=WorkshopId("damaged")), *rest))])
    with Heart(log) as heart:
        heart.opens()
        heart.joins("Zebedee")
        heart.now += IDLE + DAY
        monkeypatch.setattr(log, "commits", lambda one: log.inner.commits(one) if one == W1 else _unreadable())
        housekeeping(heart).tick()

        assert "Rep 1" in names(heart)


def _unreadable() -> None:
    raise StoreUnreadable


# Deleting now


def test_a_deleted_workshop_is_gone(heart):
    assert Status.APPLIED == heart.workshops.delete(W1).status
    assert (False, (), ()) == (W1 in heart.live, tuple(heart.log.workshops()), tuple(heart.log.commits(W1)))


def test_a_tap_for_a_deleted_workshop_is_to_be_sent_again_and_finds_nobody(heart):
    heart.workshops.delete(W1)

    assert Status.RETRY == heart.asks(FACILITATOR, c.Veil(on=True)).status


def test_taps_that_wait_behind_a_deletion_change_nothing():
    log = OddLog()
    log.append([anew(1), commit(2)])
    with Heart(log, running=False) as heart:
        before, deletion, later = heart.together(
            lambda: heart.joins("Kim"),
            lambda: heart.workshops.delete(W1),
            lambda: heart.asks(DOOR, c.TakeSeat(Role.REP, "Lou", key("Lou"))),
        )

    assert [Status.APPLIED, Status.APPLIED, Status.RETRY] == [before.status, deletion.status, later.status]
    assert () == tuple(log.commits(W1))


def test_deleting_twice_harms_nobody(heart):
    heart.workshops.delete(W1)

    assert Status.RETRY == heart.workshops.delete(W1).status


def test_keys_of_a_deleted_workshop_open_nothing(heart):
    seats = Seats()
    for one in heart.commits:
        seats.learn(one)
    code = heart.state.code
    heart.workshops.delete(W1)
    seats.learn(heart.told[-1][0])

    assert (None, None) == (seats.workshop(code), seats.ticket("facilitator"))


def test_a_workshop_can_be_opened_after_a_deletion(heart):
    heart.workshops.delete(W1)
    heart.opens()

    assert Status.APPLIED == heart.joins("Kim").status
