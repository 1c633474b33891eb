"""Lines on which nothing comes any more: from a phone that vanished, and through proxies that cut what is idle."""

from collections.abc import Iterator
from contextlib import ExitStack
from time import sleep

import pytest

from server.realtime.transport import PING_EVERY, PING_WAIT
from tests.support.counts import usually
from tests.support.phones import WirePhone
from tests.support.proxy import BadNetwork
from tests.support.server import RunningServer

IDLE = 12.0
"""Seconds without a byte in one direction. Ticks go to a phone every five seconds, and it answers pings every eight."""
WATCHED = usually(1.5 * IDLE, full=1_800.0)


class VanishedPhone(WirePhone):
    patience = 3 * (PING_EVERY + PING_WAIT)


@pytest.fixture
def network(server: RunningServer) -> Iterator[BadNetwork]:
    network = BadNetwork(server.port)
    yield network
    network.close()


def lost(console: WirePhone, seat: str) -> bool:
    """Whether the console was last told that this seat is away."""
    said = [data["lost"] for event, data in console.frames if event == "presence"]
    return bool(said) and said[-1].get(seat) is not None


@pytest.mark.timeout(180)
def test_a_phone_that_vanished_without_a_word_is_shown_as_lost_and_keeps_its_seat(
    server: RunningServer, network: BadNetwork
) -> None:
    opened = server.open_workshop("Ana")
    kim, lou = opened.take_seat("Kim"), opened.take_seat("Lou")
    with ExitStack() as leaving:
        console = leaving.enter_context(VanishedPhone(server.url, opened.key("facilitator")))
        phone = leaving.enter_context(VanishedPhone(network.url, kim["key"]))
        leaving.enter_context(WirePhone(server.url, lou["key"]))
        network.swallows = True
        console.sees(lambda one: lost(one, kim["seat"]), "that Kim is away")
        assert not lost(console, lou["seat"])

        network.swallows = False
        phone.sees(lambda one: one.connected_before > 1, "the server again")
        console.sees(lambda one: not lost(one, kim["seat"]), "that Kim is back")
        phone.does("hello")
        phone.sees(lambda one: one.own["hello"], "her own seat")


@pytest.mark.timeout(WATCHED + 120)
def test_ticks_and_pings_keep_a_line_alive_through_a_proxy_that_cuts_what_is_idle(
    server: RunningServer, network: BadNetwork
) -> None:
    network.idle = IDLE
    opened = server.open_workshop("Ana")
    seat = opened.take_seat("Kim")
    with WirePhone(network.url, seat["key"]) as phone:
        sleep(WATCHED)  # (nothing is to happen, so there is nothing to wait for)
        phone.does("hello")

        assert 1 == phone.connected_before
