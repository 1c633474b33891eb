"""The process ends between the save and the answer: whatever comes next finds a whole history."""

from collections.abc import Sequence
from contextlib import closing
from random import Random

import msgspec
import pytest

from server.game import commands as c
from server.game.events import SeatTaken, WorkshopOpened
from server.game.evolve import evolve, opened
from server.game.people import DOOR, Role
from server.game.plan import Phase
from server.game.state import Workshop
from server.service.workshops import Status
from server.store.base import CommandId, Commit
from server.store.followers import Followers
from server.store.memory import MemoryLog
from server.store.sqlite import SqliteLog
from tests.support.counts import usually
from tests.support.given import START
from tests.support.heart import W1, Heart, OddLog
from tests.support.looks import encoded
from tests.support.moments import a_workshop, played_through
from tests.support.packs import cases_pack
from tests.support.wired import Wired

RESENT = usually(100, full=1_000)
UNTOLD = usually(20, full=200)
PARTS = 10
"""That each count is tried in, so that several processes can share it."""


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


@pytest.mark.parametrize("part", range(PARTS))
def test_what_was_saved_without_an_answer_is_known_when_it_comes_again(part):
    chance = Random(part)
    for _ in range(RESENT // PARTS):
        log, here = EndingLog(), [f"Rep {number}" for number in range(chance.randint(0, 3))]
        with Heart(log) as heart:
            heart.opens()
            for name in here:
                heart.joins(name)
        id = f"join-{chance.random()}"
        crash_while(log, "Kim", id)

        with Heart(log) as again:
            assert {Status.DUPLICATE} == {again.joins("Kim", id).status for _ in range(chance.randint(1, 3))}
            assert [*here, "Kim"] == [seat.name for seat in again.state.seats.values() if seat.role is Role.REP]
            assert 1 == sum(
                isinstance(event, SeatTaken) for one in again.commits if one.id == id for event in one.events
            )


@pytest.mark.parametrize("part", range(PARTS))
def test_what_was_saved_and_not_told_is_there_after_the_start(part):
    """Whoever comes back then is shown all of it."""
    chance, people = Random(part), {"Ana": "m1", "Bo": "m2", "Kim": "p1", "Lou": "p2", "Max": "p3"}
    play = Wired(("Ana", "Bo"), ("Kim", "Lou", "Max"), cases_pack(full=1))
    while play.state.course.phase is not Phase.RULE:
        assert play.says("facilitator", c.Next(play.state.course.move, confirmed=True))
    for number in range(1, 1 + UNTOLD // PARTS):
        name, step = chance.choice([*people]), play.state.course.step
        play.frames.clear()
        play.dies_as_it_saves(name, c.Rule(step, chance.randint(0, 3), chance.randint(0, 3), n=number))

        held = play.state.rounds[step]
        assert number == {**held.sealed, **held.choices}[people[name]].n
        now = {part: msgspec.json.decode(view) for part, view in encoded(play.state).items()}
        assert now["facilitator"] == play.screen("facilitator")["shared"]
        assert now["stage"] == play.screen("stage")["shared"]
        for one, seat in people.items():
            role = "manager" if seat.startswith("m") else "rep"
            assert {"shared": now[role], "own": now[seat]} == play.screen(one)


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
