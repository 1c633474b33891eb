"""The clock of the server's machine is set while people play: nobody notices."""

import signal
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.phones import WirePhone
from tests.support.server import RunningServer

HOUR = 3_600_000
SET_BY_SIGNAL = """
import signal, time
truly_ns, truly, shift = time.time_ns, time.time, 0
def set_clock(number, _):
    global shift
    shift += 3600 if number == signal.SIGUSR1 else -3600
time.time_ns = lambda: truly_ns() + shift * 10**9
time.time = lambda: truly() + shift
signal.signal(signal.SIGUSR1, set_clock)
signal.signal(signal.SIGUSR2, set_clock)
from server import cli
cli.main()
"""
"""The server on a machine whose clock is an hour further with one signal, and an hour back with the other."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path, program=("-c", SET_BY_SIGNAL))
    yield running
    running.stop()


def ticks(phone: WirePhone) -> list[int]:
    return [data["now"] for event, data in phone.frames if event == "tick"]


@pytest.mark.timeout(180)
def test_whoever_sets_the_servers_clock_drops_nobody_and_moves_no_deadline(server: RunningServer) -> None:
    opened = server.open_workshop("Ana")
    with WirePhone(server.url, opened.key("facilitator")) as console:
        for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGUSR2):
            heard = len(ticks(console))
            server.process.send_signal(number)
            console.sees(lambda one, heard=heard: len(ticks(one)) > heard, "a tick")
        told = ticks(console)

        assert all(0 < later - now < HOUR / 2 for now, later in pairwise(told))
        assert 1 == console.connected_before
