"""When a history is replaced, whoever was connected hears nothing that is meant for whoever has the place now."""

import pytest

from server.game.evolve import replay
from server.game.ids import Millis
from server.game.nameless import nameless
from server.game.people import Audience, Role
from server.realtime.fanout import Fanout, Listener
from tests.support.given import Story, key
from tests.support.heart import W1
from tests.support.log_contract import commit


class Wire:
    """What was sent to whom; who was cut off leaves, as on a real wire."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.cut: list[str] = []
        self.fanout: Fanout

    def emit(self, event: str, data: object, to: str) -> None:
        self.sent.append((event, to))

    def enter(self, socket: str, room: str) -> None:
        pass

    def disconnect(self, socket: str) -> None:
        self.cut.append(socket)
        self.fanout.leave(W1, socket)


@pytest.fixture
def story():
    story = Story()
    story.joins("Kim", "Lou")
    return story


@pytest.fixture
def wire(story):
    """Kim and Lou look at their phones, each by a socket of their name."""
    wire = Wire()
    wire.fanout = Fanout(wire, lambda _: story.state, lambda _: {}, str, "epoch", lambda: Millis(0), "build")
    for name in ("Kim", "Lou"):
        wire.fanout.join(W1, Listener(name, Audience(Role.REP, story.seat(name)), key(name)))
    wire.sent.clear()
    return wire


def runs_once(wire: Wire) -> None:
    """All that waits to be sent is sent."""
    wire.fanout.stop()
    wire.fanout.run()


def test_after_names_went_nobody_is_sent_anything_and_all_are_cut_off(wire, story):
    facts = nameless(story.log, "seed")
    story.state = replay(facts)
    wire.fanout.changed(commit(9, events=facts))
    wire.fanout.resend(W1, "Kim")
    runs_once(wire)

    assert ([], ["Kim", "Lou"]) == (wire.sent, wire.cut)


def test_after_a_deletion_everybody_is_told_and_cut_off(wire, story):
    wire.fanout.changed(commit(9, events=()))
    runs_once(wire)

    assert ([("deleted", "Kim"), ("deleted", "Lou")], ["Kim", "Lou"]) == (wire.sent, wire.cut)


def test_somebody_who_leaves_meanwhile_keeps_nobody_connected(wire, story):
    wire.fanout.changed(commit(9, events=()))
    wire.fanout.leave(W1, "Lou")
    runs_once(wire)

    assert "Kim" in wire.cut
