"""Two languages in one room: each socket is sent its own, and a version moves only with what it counts."""

from dataclasses import dataclass

import msgspec
import pytest

from server.game.ids import Millis
from server.game.people import Audience, Role
from server.game.plan import Phase
from server.realtime.fanout import Fanout, Listener
from tests.support.given import Story, key
from tests.support.heart import W1
from tests.support.log_contract import commit
from tests.support.packs import pack, translated
from tests.support.phones import WirePhone


@dataclass(frozen=True)
class Sent:
    event: str
    data: dict
    to: str


class Wire:
    """What each socket got, by itself or through its room."""

    def __init__(self):
        self.sent = []
        self.rooms = {}

    def emit(self, event, data, to):
        self.sent.append(Sent(event, msgspec.json.decode(msgspec.json.encode(data)), to))

    def enter(self, socket, room):
        self.rooms.setdefault(socket, set()).add(room)

    def disconnect(self, socket):
        pass

    def got(self, socket, event="view"):
        here = {socket, *self.rooms[socket]}
        return [one.data for one in self.sent if one.event == event and one.to in here]

    def case_of(self, socket):
        shared = [frame["shared"]["body"] for frame in self.got(socket) if "shared" in frame]
        return shared[-1]["round"]["case"]["text"]


@pytest.fixture
def story():
    story = Story(translations=(translated(pack()),))
    story.joins("Kim", "Lou", "Max")
    story.goes_to(Phase.READ)
    return story


@pytest.fixture
def wire():
    return Wire()


@pytest.fixture
def fanout(story, wire):
    """Kim reads French, Lou English, Max something that the pack does not speak; the stage reads French."""
    fanout = Fanout(wire, lambda _: story.state, lambda _: {}, str, "epoch", lambda: Millis(0), "build")
    for name, language in (("Kim", "fr"), ("Lou", "en"), ("Max", "pt")):
        fanout.join(W1, Listener(name, Audience(Role.REP, story.seat(name)), key(name), language))
    fanout.join(W1, Listener("stage", Audience(Role.STAGE), key("stage"), "fr"))
    return fanout


def runs_once(fanout):
    fanout.stop()
    fanout.run()


def test_each_screen_reads_the_case_in_its_own_language(fanout, wire, story):
    text = story.state.pack.case(story.state.step.case).text

    assert {"Kim": f"fr: {text}", "Lou": text, "Max": text, "stage": f"fr: {text}"} == {
        socket: wire.case_of(socket) for socket in ("Kim", "Lou", "Max", "stage")
    }


def test_whoever_reads_a_language_that_the_pack_lacks_shares_the_view_of_the_room(fanout, wire):
    assert wire.rooms["Max"] == wire.rooms["Lou"] != wire.rooms["Kim"]


def test_a_change_reaches_every_language_once(fanout, wire, story):
    wire.sent.clear()
    story.next()
    fanout.changed(commit(2, events=tuple(story.log[-1:])))
    runs_once(fanout)

    assert [1, 1, 1, 1] == [
        sum("shared" in frame for frame in wire.got(socket)) for socket in ("Kim", "Lou", "Max", "stage")
    ]


def test_news_of_the_server_reaches_every_language(fanout, wire):
    fanout.going_away()

    assert [1, 1, 1, 1] == [len(wire.got(socket, "going_away")) for socket in ("Kim", "Lou", "Max", "stage")]


def test_a_phone_that_comes_back_in_another_language_reads_that_one(fanout, wire, story):
    fanout.leave(W1, "Lou")
    fanout.join(W1, Listener("again", Audience(Role.REP, story.seat("Lou")), key("Lou"), "fr"))

    assert wire.case_of("again").startswith("fr: ")


def test_two_screens_of_one_seat_may_read_two_languages(fanout, wire, story):
    fanout.join(W1, Listener("tablet", Audience(Role.REP, story.seat("Kim")), key("Kim"), "en"))

    assert (True, False) == (wire.case_of("Kim").startswith("fr: "), wire.case_of("tablet").startswith("fr: "))
    assert all(any("own" in frame for frame in wire.got(socket)) for socket in ("Kim", "tablet"))


def test_over_the_wire_each_screen_is_sent_the_case_in_its_own_language(shared_server):
    workshop = shared_server.open_workshop("Ana", "Bo", pack="starter")
    url = shared_server.url
    seat = workshop.take_seat("Kim")["key"]
    with (
        WirePhone(url, workshop.key("facilitator")) as console,
        WirePhone(url, workshop.key("stage"), "de") as stage,
        WirePhone(url, seat, "fr") as kim,
        WirePhone(url, workshop.key("manager", "m1"), "pt") as ana,
    ):
        for phase in ("welcome", "read"):
            console.does("next", expect=console.place["move"], confirmed=True)
            console.comes_to(phase)
        for screen in (stage, kim, ana):
            screen.comes_to("read")

        assert ["Fünf nach fünf", "Cinq heures cinq", "Five past five"] == [
            screen.shared["round"]["case"]["title"] for screen in (stage, kim, ana)
        ]
