"""The process ends between the save and the answer: whatever comes next finds a whole history."""

from collections.abc import Sequence
from contextlib import closing

import pytest

from server.game.events import WorkshopOpened
from server.game.evolve import evolve, opened
from server.game.people import DOOR
from server.game.state import Workshop
from server.service.workshops import Status
from server.store.base import CommandId, Commit
from server.store.followers import Followers
from server.store.memory import MemoryLog
from server.store.sqlite import SqliteLog
from tests.support.given import START
from tests.support.heart import W1, Heart, OddLog
from tests.support.moments import a_workshop, played_through


class Ended(BaseException):
    """The process is gone: nobody is told and nobody is answered."""


class EndingLog(OddLog):
    """A log whose next append is saved, and after that nothing happens any more."""

    ending = False

    def append(self, commits: Sequence[Commit]) -> None:
        if self.ending:
            self.ending = False
            self.inner._followers = Followers()
            self.inner.append(commits)
            raise Ended
        super().append(commits)


def crash_while(log: EndingLog, name: str, id: str) -> None:
    """Somebody joins; it is saved, and the process ends before the answer."""
    heart = Heart(log, running=False)
    log.ending = True
    heart._pool.submit(heart.joins, name, id)
    with pytest.raises(Ended):
        heart.workshops.run()


@pytest.mark.parametrize("number", range(20))
def test_what_was_saved_without_an_answer_is_known_when_it_comes_again(number):
    log = EndingLog()
    with Heart(log) as heart:
        heart.opens()
    crash_while(log, "Kim", f"join-{number}")

    with Heart(log) as again:
        assert Status.DUPLICATE == again.joins("Kim", f"join-{number}").status
        assert ["Kim"] == [seat.name for seat in again.state.seats.values() if seat.name == "Kim"]


def test_what_was_saved_and_not_told_is_there_after_the_start():
    log = EndingLog()
    with Heart(log) as heart:
        heart.opens()
    crash_while(log, "Kim", "join-1")

    with Heart(log) as again:
        assert "Kim" in [seat.name for seat in again.state.seats.values()]


def a_day() -> tuple[list[Commit], list[Workshop]]:
    """A whole workshop with one fact in each commit, and the state after each."""
    story = a_workshop()
    for _ in played_through(story):
        pass
    first, *rest = story.log
    assert isinstance(first, WorkshopOpened)
    states = [opened(first)]
    for event in rest:
        states.append(evolve(states[-1], event))
    commits = [
        Commit(W1, version, CommandId(f"command-{version}"), "", DOOR, START, (event,))
        for version, event in enumerate(story.log, start=1)
    ]
    return commits, states


def test_wherever_a_day_breaks_off_what_was_saved_is_a_whole_workshop():
    commits, states = a_day()
    log = MemoryLog()
    for commit, state in zip(commits, states, strict=True):
        log.append([commit])

        assert state == Heart(log, running=False).state, f"after {type(commit.events[0]).__name__}"


def test_a_day_comes_back_from_the_file_as_it_was(tmp_path):
    commits, states = a_day()
    with closing(SqliteLog(tmp_path / "log.sqlite3")) as log:
        log.append(commits)
    with closing(SqliteLog(tmp_path / "log.sqlite3")) as log:
        assert states[-1] == Heart(log, running=False).state
