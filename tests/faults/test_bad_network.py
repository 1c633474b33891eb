"""Between the phones and the server lies a network that delays, stands still and breaks off."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from os import environ

import pytest

from server.game.events import ChoiceMade
from server.store.sqlite import SqliteLog
from tests.support.phones import StubbornPhone, WirePhone
from tests.support.proxy import BadNetwork, Weather
from tests.support.server import RunningServer

FULL = environ.get("UPTOYOU_FULL") == "1"
PHONES, ROUNDS = (40, 4) if FULL else (8, 2)
STORM = Weather((0.1, 0.7), 5.0, 0.01, 0.03) if FULL else Weather((0.0, 0.05), 0.5, 0.02, 0.04)
PATIENCE = 120.0


class PatientPhone(StubbornPhone):
    patience = PATIENCE


@pytest.fixture
def network(server: RunningServer) -> Iterator[BadNetwork]:
    network = BadNetwork(server.port)
    yield network
    network.close()
    gc.collect()  # (what the stock client leaves open is found here, where it is forgiven)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.timeout(900 if FULL else 180)
def test_what_is_sent_over_a_bad_network_is_saved_once_and_everybody_sees_the_same(
    server: RunningServer, network: BadNetwork
) -> None:
    """(The stock client leaves sockets open whose greeting was cut off; that is no fault of the server.)"""
    opened = server.open_workshop("Ana", "Bo")
    with ExitStack() as leaving, WirePhone(server.url, opened.key("facilitator")) as leader:
        seats = [opened.take_seat(f"Rep {number}") for number in range(PHONES)]
        phones = {one["seat"]: leaving.enter_context(PatientPhone(network.url, one["key"])) for one in seats}
        for _ in range(ROUNDS):
            network.weather = STORM
            goes_to_the_next_ruling(leader)
            step = leader.place["step"]
            for phone in phones.values():
                phone.sees(lambda one, step=step: (one.place["step"], one.place["phase"]) == (step, "rule"), "rulings")
                phone.taps_on()
            for phone in phones.values():
                phone.is_answered()
        network.weather = Weather()
        goes_to_the_next_ruling(leader)
        move = leader.place["move"]
        for phone in phones.values():
            phone.sees(lambda one: one.place["move"] == move, "where the others are")
            with WirePhone(server.url, phone.key) as fresh:
                fresh.sees(lambda one: bool(one.own), "a part of its own")
                phone.sees(lambda one, fresh=fresh: (one.shared, one.own) == (fresh.shared, fresh.own), "the same")
        assert [] == [ack for phone in phones.values() for ack in phone.refused]
    assert network.broken > 0

    server.stop()
    log = SqliteLog(server.data / "workshops.sqlite3")
    (workshop,) = log.workshops()
    commits = log.commits(workshop)
    log.close()
    for seat, phone in phones.items():
        mine = [commit for commit in commits if commit.id in set(phone.sent)]
        taps = [e.choice.n for one in mine for e in one.events if isinstance(e, ChoiceMade) and e.seat == seat]
        assert len(mine) == len({commit.id for commit in mine})
        assert taps == sorted(set(taps))  # (a tap that was told to wait may come after a later one, and says nothing)
        assert phone.taps == taps[-1]


def goes_to_the_next_ruling(leader: WirePhone) -> None:
    """On to the phase in which reps rule in the next case, whatever is left of this one."""
    step = leader.place["step"]
    while leader.place["phase"] != "rule" or leader.place["step"] == step:
        move, at = leader.place["move"], leader.place["phase"]
        leader.does("skip_step" if at in ("rule", "board", "break") else "next", expect=move, confirmed=True)
        leader.sees(lambda one, move=move: one.place["move"] > move, "the next place")
