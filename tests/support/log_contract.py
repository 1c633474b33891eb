"""What every log must do. A log's own tests inherit `LogContract` and give it a fixture `log`."""

from collections.abc import Sequence
from functools import cache
from threading import Barrier, Thread
from typing import get_args

import pytest

from server.game import commands as c
from server.game.events import Event, NoteKept, StageVeiled
from server.game.ids import CaseId, DeviceHash, Millis, SeatId, TeamId, WorkshopId
from server.game.people import DOOR, FACILITATOR, Actor, Role
from server.game.plan import Phase
from server.game.rush import AT_ONCE
from server.game.state import Closing
from server.store.base import CommandId, Commit, EventLog, VersionConflict
from tests.support.given import Story, key, opening
from tests.support.moments import a_workshop, played_through

AT = Millis(1_800_000_000_000)


def commit(
    version: int,
    workshop: str = "w1",
    id: str = "",
    events: tuple[Event, ...] = (StageVeiled(True),),
    actor: Actor = FACILITATOR,
) -> Commit:
    """A commit of whatever, whose command id says where it stands unless another is given."""
    name = CommandId(id or f"command-{version}")
    return Commit(WorkshopId(workshop), version, name, "digest", actor, Millis(AT + version), events)


def commits(count: int, workshop: str = "w1", after: int = 0) -> tuple[Commit, ...]:
    return tuple(commit(version, workshop) for version in range(after + 1, after + count + 1))


def anew(version: int) -> Commit:
    """A commit that holds the whole history of the workshop anew."""
    return commit(version, events=opening())


def end(version: int, id: str = "") -> Commit:
    """The commit that deletes the workshop."""
    return commit(version, id=id, events=())


@cache
def stories() -> tuple[Story, Story]:
    """Two days that leave nothing out between them."""
    return _a_smooth_day(), _an_odd_day()


@cache
def every_event() -> tuple[Event, ...]:
    """One fact of every class."""
    of_class = {type(event): event for story in stories() for event in story.log}
    missing = [one.__name__ for one in get_args(Event) if one not in of_class]
    assert not missing, f"the stories lack {missing}"
    return tuple(of_class.values())


def _a_smooth_day() -> Story:
    story = a_workshop()
    for _ in played_through(story):
        pass
    story.amends(min(story.state.desk.lines), by="Head office", closing=Closing.OPEN, why="the law changed")
    story.does(story.actor("Ana"), c.ReleaseName(on=True))
    story.does(story.actor("Ana"), c.KeepCoaching(next_call="ask first"))
    return story


def _an_odd_day() -> Story:
    """What the smooth course of a workshop has no use for, in the middle of a round."""
    story = a_workshop()
    story.discloses("Ana", c.Disclosure.MASKED)
    story.does(story.actor("Kim"), c.Hello())
    story.goes_to(Phase.RULE, "full-1")
    step, later = story.step, story.state.desk.agenda[-2].id
    story.passes("Cy")
    story.puts_in_chair("Bo")
    story.rules("Bo", 0)
    story.does(story.actor("Bo"), c.Expect(step, 1))
    story.explains("Bo", softer=(0,), firmer=(1,))
    story.prepares("Bo", "Rain.")
    story.stands_in("Ana", 3)
    story.does(DOOR, c.ClaimSeat(story.seat("Kim"), key("new phone")))
    for device in ("laptop", "phone"):
        story.opens("facilitator", device)
    for number in range(AT_ONCE + 1):
        story.does(DOOR, c.TakeSeat(Role.REP, f"Bot {number}", key(f"bot {number}"), typed=True))
    for command in (
        c.AnswerClaim(next(iter(story.state.claims)), allow=True),
        c.TrustDevices(Role.FACILITATOR, None, 1, DeviceHash("facilitator on laptop")),
        c.RevokeKeys(Role.STAGE),
        c.GrantKey(Role.STAGE, key("second stage")),
        c.AnswerRush(ours=False),
        c.PauseRoom(),
        c.Resume(),
        c.AddTime(),
        c.Veil(on=True),
        c.HoldStage(on=True),
        c.LockRoom(on=True),
        c.SetAutomatic(on=True),
        c.SetTimed(on=True),
        c.SetStart(AT),
        c.ChangeStep(later, 9, flash=False),
        c.Rename(story.seat("Kim"), "Kim Two"),
        c.RemoveSeat(story.seat("Guest")),
        c.RestoreSeat(story.seat("Guest")),
        c.DrawTeams(2),
        c.MoveSeat(story.seat("Kim"), TeamId("t2")),
        c.MarkAbsent(story.seat("Cy"), absent=True),
        c.Mask(story.seat("Ana"), on=True),
        c.ChooseOrder(step, (story.seat("Cy"),)),
        c.HushLine(step, on=True),
        c.VoidRound(step, on=True),
        c.FlagPaper(min(story.state.pack.papers), on=True),
        c.CloseCase(step, Closing.BAND, 1, 0, 2, 1, "Once a year.", "Bo", "2027-03-01"),
        c.KeepNote(story.state.pack.cases[0].id, "Ask Bo."),
        c.Undo(),
    ):
        story.leads(command)
    story.goes_to(Phase.CHAIR)
    story.reveals("Bo")
    story.goes_to(Phase.ALIGN)
    story.revotes("Kim", 1)
    story.thanks("Kim", "Bo")
    for text in tuple(story.state.texts):
        story.leads(c.ReleaseText(text))
        story.leads(c.SetTextAside(text))
    return story


class LogContract:
    """The tests that hold every log to `EventLog`."""

    @pytest.fixture
    def log(self) -> EventLog:
        raise NotImplementedError("a log's tests give it themselves")

    # What is kept

    def test_a_new_log_holds_nothing(self, log):
        assert ((), (), None) == (
            tuple(log.workshops()),
            tuple(log.commits(WorkshopId("w1"))),
            log.find(WorkshopId("w1"), CommandId("command-1")),
        )

    def test_commits_come_back_equal_and_in_order(self, log):
        log.append(commits(2))
        log.append(commits(3, after=2))

        assert commits(5) == tuple(log.commits(WorkshopId("w1")))

    @pytest.mark.parametrize("actor", [FACILITATOR, DOOR, Actor(Role.MANAGER, SeatId("m1"))])
    def test_who_asked_comes_back(self, log, actor):
        log.append([commit(1, actor=actor)])

        assert actor == log.commits(WorkshopId("w1"))[0].actor

    @pytest.mark.parametrize("after", range(5))
    def test_commits_after_a_version_leave_out_those_before(self, log, after):
        log.append(commits(4))

        assert commits(4)[after:] == tuple(log.commits(WorkshopId("w1"), after))

    @pytest.mark.parametrize("after", [0, 1, 1000, 2099, 2100])
    def test_a_long_history_is_read_whole_and_in_order(self, log, after):
        log.append(commits(2100))

        assert list(commits(2100)[after:]) == list(log.read(WorkshopId("w1"), after))

    def test_a_history_that_is_replaced_while_it_is_read_gives_nothing_twice_or_out_of_order(self, log):
        log.append(commits(1500))
        reading = log.read(WorkshopId("w1"))
        first = next(reading)
        log.append([anew(1501)])
        versions = [first.version, *(one.version for one in reading)]

        assert sorted(set(versions)) == versions
        assert [anew(1501)] == list(log.read(WorkshopId("w1")))

    def test_a_history_that_ends_while_it_is_read_breaks_off(self, log):
        log.append(commits(1500))
        reading = log.read(WorkshopId("w1"))
        first = next(reading)
        log.append([end(1501)])

        assert list(commits(1500))[: len(rest := [first, *reading])] == rest
        assert [] == list(log.read(WorkshopId("w1")))

    def test_several_events_of_a_commit_keep_their_order(self, log):
        events = (StageVeiled(True), NoteKept(CaseId("one"), "first"), StageVeiled(False))
        log.append([commit(1, events=events)])

        assert events == log.commits(WorkshopId("w1"))[0].events

    def test_every_fact_comes_back_as_it_was(self, log):
        written = tuple(commit(n, events=(event,)) for n, event in enumerate(every_event(), start=1))
        log.append(written)

        assert written == tuple(log.commits(WorkshopId("w1")))

    @pytest.mark.parametrize(
        "text", ["", "Zoë\n\t\"quoted\" \\ and 'so'", "日本語 \U0001f3b2", "\u0000\u2028", "x" * 9_000]
    )
    def test_any_text_comes_back(self, log, text):
        log.append([commit(1, events=(NoteKept(CaseId("one"), text),))])

        assert (NoteKept(CaseId("one"), text),) == log.commits(WorkshopId("w1"))[0].events

    def test_appending_nothing_changes_nothing(self, log):
        log.append(commits(1))
        log.append(())

        assert commits(1) == tuple(log.commits(WorkshopId("w1")))

    # Looking for one

    def test_a_command_is_found_by_its_id(self, log):
        log.append(commits(3))

        assert commit(2) == log.find(WorkshopId("w1"), CommandId("command-2"))

    def test_a_command_is_found_in_its_own_workshop_only(self, log):
        log.append(commits(1, "w1"))

        assert log.find(WorkshopId("w2"), CommandId("command-1")) is None

    def test_every_workshop_is_named_once(self, log):
        log.append(commits(2, "w1"))
        log.append(commits(1, "w2"))
        log.append(commits(1, "w1", after=2))

        assert ["w1", "w2"] == sorted(log.workshops())

    # What is refused

    def test_a_version_that_is_taken_is_refused(self, log):
        log.append(commits(2))

        with pytest.raises(VersionConflict):
            log.append([commit(2, id="another")])

    @pytest.mark.parametrize("versions", [(2,), (1, 3), (2, 1), (1, 1), (0,)])
    def test_versions_that_do_not_count_on_are_refused(self, log, versions):
        with pytest.raises(VersionConflict):
            log.append([commit(version, id=f"command-{place}") for place, version in enumerate(versions)])

    def test_a_command_id_that_was_used_is_refused(self, log):
        log.append(commits(1))

        with pytest.raises(VersionConflict):
            log.append([commit(2, id="command-1")])

    def test_a_command_id_that_stands_twice_in_one_append_is_refused(self, log):
        with pytest.raises(VersionConflict):
            log.append([commit(1, id="same"), commit(2, id="same")])

    def test_two_workshops_may_use_the_same_command_id(self, log):
        log.append([commit(1, "w1", "same")])
        log.append([commit(1, "w2", "same")])

        assert commit(1, "w2", "same") == log.find(WorkshopId("w2"), CommandId("same"))

    @pytest.mark.parametrize(
        "batch",
        [
            (commit(3), commit(4), commit(2, id="late")),
            (commit(3), commit(4, id="command-1")),
            (commit(3), commit(5)),
            (commit(3), commit(2, "w2")),
            (commit(1, "w2"), commit(2, id="taken")),
        ],
        ids=["version taken", "command used", "gap", "gap in another workshop", "taken in another workshop"],
    )
    def test_an_append_saves_all_or_nothing(self, log, batch):
        log.append(commits(2))

        with pytest.raises(VersionConflict):
            log.append(batch)

        assert (commits(2), ()) == (
            tuple(log.commits(WorkshopId("w1"))),
            tuple(log.commits(WorkshopId("w2"))),
        )

    def test_after_a_refusal_the_log_goes_on(self, log):
        log.append(commits(1))
        with pytest.raises(VersionConflict):
            log.append([commit(1, id="another")])

        log.append([commit(2)])

        assert commits(2) == tuple(log.commits(WorkshopId("w1")))

    def test_of_many_writers_of_one_version_one_wins(self, log):
        start = Barrier(6)
        won: list[int] = []

        def write(number: int) -> None:
            start.wait()
            try:
                log.append([commit(1, id=f"writer-{number}")])
            except VersionConflict:
                return
            won.append(number)

        threads = [Thread(target=write, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert [f"writer-{number}" for number in won] == [one.id for one in log.commits(WorkshopId("w1"))]

    # Following

    def test_a_follower_is_told_every_commit_once_and_in_order(self, log):
        told: list[Commit] = []
        log.follow(WorkshopId("w1"), told.append)
        log.append(commits(2))
        log.append(commits(2, after=2))

        assert list(commits(4)) == told

    def test_a_follower_is_told_after_the_save(self, log):
        held: list[Sequence[Commit]] = []
        log.follow(WorkshopId("w1"), lambda one: held.append(log.commits(one.workshop)))
        log.append(commits(2))

        assert [commits(2), commits(2)] == [tuple(one) for one in held]

    @pytest.mark.parametrize("after", range(4))
    def test_a_follower_hears_what_was_before_from_the_version_that_it_has(self, log, after):
        told: list[Commit] = []
        log.append(commits(3))
        log.follow(WorkshopId("w1"), told.append, after)
        before = tuple(told)
        log.append([commit(4)])

        assert (commits(3)[after:], commits(4)[after:]) == (before, tuple(told))

    def test_a_later_follower_takes_nothing_from_an_earlier_one(self, log):
        first: list[Commit] = []
        second: list[Commit] = []
        log.append(commits(2))
        log.follow(WorkshopId("w1"), first.append)
        log.follow(WorkshopId("w1"), second.append, after=1)
        log.append([commit(3)])

        assert (commits(3), commits(3)[1:]) == (tuple(first), tuple(second))

    def test_looking_again_tells_nothing_twice(self, log):
        told: list[Commit] = []
        log.follow(WorkshopId("w1"), told.append)
        log.append(commits(2))

        assert (False, list(commits(2))) == (log.refresh(), told)

    def test_a_follower_hears_of_its_own_workshop_only(self, log):
        told: list[Commit] = []
        log.follow(WorkshopId("w2"), told.append)
        log.append(commits(2, "w1"))

        assert [] == told

    def test_every_follower_is_told(self, log):
        first: list[Commit] = []
        second: list[Commit] = []
        log.follow(WorkshopId("w1"), first.append)
        log.follow(WorkshopId("w1"), second.append)
        log.append(commits(1))

        assert (list(commits(1)), list(commits(1))) == (first, second)

    def test_whoever_unfollows_is_told_no_more(self, log):
        told: list[Commit] = []
        unfollow = log.follow(WorkshopId("w1"), told.append)
        log.append(commits(1))
        unfollow()
        log.append([commit(2)])

        assert list(commits(1)) == told

    def test_unfollowing_while_being_told_takes_nothing_from_the_others(self, log):
        told: list[Commit] = []
        leaves = []
        leaves.append(log.follow(WorkshopId("w1"), lambda _: leaves[0]()))
        log.follow(WorkshopId("w1"), told.append)
        log.append(commits(1))

        assert list(commits(1)) == told

    def test_a_refused_append_tells_nobody(self, log):
        told: list[Commit] = []
        log.append(commits(1))
        log.follow(WorkshopId("w1"), told.append, after=1)
        with pytest.raises(VersionConflict):
            log.append([commit(2), commit(3, id="command-1")])

        assert [] == told

    def test_two_workshops_in_one_append_are_both_saved_and_told(self, log):
        first: list[Commit] = []
        second: list[Commit] = []
        log.follow(WorkshopId("w1"), first.append)
        log.follow(WorkshopId("w2"), second.append)
        log.append([commit(1, "w1"), commit(1, "w2"), commit(2, "w1")])

        assert (commits(2, "w1"), commits(1, "w2")) == (tuple(first), tuple(second))
        assert (tuple(first), tuple(second)) == (
            tuple(log.commits(WorkshopId("w1"))),
            tuple(log.commits(WorkshopId("w2"))),
        )

    # What takes the place of everything before it

    def test_a_history_told_anew_is_all_that_is_left(self, log):
        log.append(commits(3))
        log.append([anew(4)])

        assert ((anew(4),), None, anew(4)) == (
            tuple(log.commits(WorkshopId("w1"))),
            log.find(WorkshopId("w1"), CommandId("command-2")),
            log.find(WorkshopId("w1"), CommandId("command-4")),
        )

    def test_after_a_history_told_anew_the_versions_count_on(self, log):
        log.append(commits(3))
        log.append([anew(4)])
        with pytest.raises(VersionConflict):
            log.append([commit(2)])
        log.append([commit(5)])

        assert (anew(4), commit(5)) == tuple(log.commits(WorkshopId("w1")))
        assert (commit(5),) == tuple(log.commits(WorkshopId("w1"), after=4))

    def test_a_history_can_be_told_anew_again(self, log):
        log.append(commits(3))
        log.append([anew(4), commit(5)])
        log.append([anew(6)])

        assert (["w1"], (anew(6),)) == (list(log.workshops()), tuple(log.commits(WorkshopId("w1"))))

    def test_a_history_told_anew_must_count_on_too(self, log):
        log.append(commits(3))
        for version in (3, 5):
            with pytest.raises(VersionConflict):
                log.append([anew(version)])

        assert commits(3) == tuple(log.commits(WorkshopId("w1")))

    def test_after_its_end_a_workshop_has_no_log(self, log):
        log.append(commits(3))
        log.append([end(4)])

        assert ((), (), None, None) == (
            tuple(log.workshops()),
            tuple(log.commits(WorkshopId("w1"))),
            log.find(WorkshopId("w1"), CommandId("command-2")),
            log.find(WorkshopId("w1"), CommandId("command-4")),
        )

    def test_an_end_must_count_on_too(self, log):
        log.append(commits(3))
        with pytest.raises(VersionConflict):
            log.append([end(3, id="another")])

        assert commits(3) == tuple(log.commits(WorkshopId("w1")))

    @pytest.mark.parametrize("last", ["anew", "end"])
    def test_followers_are_told_of_what_takes_the_place(self, log, last):
        told: list[Commit] = []
        takes_over = anew(3) if last == "anew" else end(3)
        log.follow(WorkshopId("w1"), told.append)
        log.append(commits(2))
        log.append([takes_over])

        assert [*commits(2), takes_over] == told

    @pytest.mark.parametrize("last", ["anew", "end"])
    def test_what_takes_the_place_leaves_other_workshops_alone(self, log, last):
        log.append([*commits(2, "w1"), *commits(2, "w2")])
        log.append([anew(3) if last == "anew" else end(3), commit(3, "w2")])

        assert commits(3, "w2") == tuple(log.commits(WorkshopId("w2")))
        assert commit(2, "w2") == log.find(WorkshopId("w2"), CommandId("command-2"))

    def test_a_refused_append_takes_nothing_away(self, log):
        log.append([*commits(3, "w1"), *commits(1, "w2")])
        with pytest.raises(VersionConflict):
            log.append([end(4), commit(3, "w2")])

        assert commits(3) == tuple(log.commits(WorkshopId("w1")))

    # Whether it can save

    def test_a_log_that_can_save_passes_its_check_and_is_not_changed_by_it(self, log):
        log.append(commits(2))
        log.check()

        assert (["w1"], commits(2)) == (list(log.workshops()), tuple(log.commits(WorkshopId("w1"))))

    # The epoch

    def test_the_epoch_stays_while_the_log_grows(self, log):
        before = log.epoch
        log.append(commits(3))

        assert before
        assert before == log.epoch
