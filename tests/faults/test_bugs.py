"""A bug in deciding any command there is: its sender is told, nothing is saved, and nobody else notices."""

import msgspec
import pytest

from server.game import commands as c
from server.game.events import StageVeiled
from server.game.people import FACILITATOR
from server.game.permissions import KINDS
from server.realtime.messages import FROM_THE_WIRE
from server.service import workshops
from tests.support.heart import W1
from tests.support.packs import cases_pack
from tests.support.payloads import some_payload
from tests.support.wired import Wired

SENT = [kind for kind, command in KINDS.items() if command in FROM_THE_WIRE]


class Broken(Exception):
    pass


@pytest.fixture
def play():
    return Wired(("Ana", "Bo"), ("Kim",), cases_pack(full=1))


def breaks(*_):
    raise Broken


@pytest.mark.parametrize("part", ["decide", "fold"])
@pytest.mark.parametrize("kind", SENT)
def test_a_bug_in_any_command_is_told_to_its_sender_alone_and_saves_nothing(monkeypatch, play, kind, part):
    """Once in deciding it, and once in what its facts would make."""
    state, commits, start = play.state, play._log.commits(W1), len(play.frames)
    with monkeypatch.context() as bug:
        bug.setattr(workshops, part, breaks)
        if part == "fold":
            bug.setattr(workshops, "decide", lambda *_: (StageVeiled(on=True),))
        play.says("facilitator", some_payload(state, FACILITATOR, kind))
    ((who, answer),) = play.frames[start:]

    assert ("facilitator", "server_error") == (who, msgspec.json.decode(answer)["reason"])
    assert (state, commits) == (play.state, play._log.commits(W1))
    assert play.says("facilitator", c.Veil(on=True))
