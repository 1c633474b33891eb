"""Many workshops on one server: what matters to everybody goes before the counts of others."""

from dataclasses import replace
from itertools import count

import pytest

from server.game.events import SaidHello, StageVeiled
from server.game.ids import Millis, SeatId, WorkshopId
from server.game.people import Audience, Role
from server.realtime.fanout import Fanout, Listener
from tests.support.given import Story, key
from tests.support.log_contract import commit

WORKSHOPS = [WorkshopId(f"w{number}") for number in range(1, 6)]


class Wire:
    """Notes which workshop is sent a view; `then` is called after each."""

    def __init__(self):
        self.told = []
        self.then = lambda _: None

    def emit(self, event, _, to):
        if event == "view":
            self.told.append(to.partition(":")[0])
            self.then(self.told)

    def enter(self, socket, room):
        pass

    def disconnect(self, socket):
        pass


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
def fanout(wire):
    """A stage in each workshop, which shows something new whenever it is looked at."""
    story, looks = Story(), count()
    fanout = Fanout(
        wire,
        lambda one: replace(story.state, id=one, title=f"look {next(looks)}"),
        lambda _: {},
        str,
        "epoch",
        lambda: Millis(0),
        "build",
    )
    for one in WORKSHOPS:
        fanout.join(one, Listener(f"stage of {one}", Audience(Role.STAGE), key("stage"), "en"))
    wire.told.clear()
    return fanout


def counts(fanout, *workshops):
    """Somebody answered there."""
    for one in workshops:
        fanout.changed(commit(2, one, events=(SaidHello(SeatId("p1")),)))


def test_a_reveal_waits_for_one_count_and_not_for_those_of_all(fanout, wire):
    def reveal(told):
        if len(told) == 1:
            fanout.changed(commit(3, WORKSHOPS[-1], events=(StageVeiled(on=True),)))
        if len(told) == len(WORKSHOPS):
            fanout.stop()

    wire.then = reveal
    counts(fanout, *WORKSHOPS)
    fanout.run()

    assert [WORKSHOPS[0], WORKSHOPS[-1], *WORKSHOPS[1:-1]] == wire.told


def test_every_workshop_is_told_its_count_though_one_reveals_without_end(fanout, wire):
    def reveal(told):
        if set(WORKSHOPS) <= set(told):
            fanout.stop()
        elif told[-1] != WORKSHOPS[0] or len(told) == 1:
            fanout.changed(commit(3, WORKSHOPS[0], events=(StageVeiled(on=True),)))

    wire.then = reveal
    counts(fanout, *WORKSHOPS)
    fanout.run()

    assert set(WORKSHOPS) == set(wire.told)
