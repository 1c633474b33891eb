"""F37: a screen that takes in less than it is sent."""

from pathlib import Path

import pytest

from server.realtime.transport import IN_KERNEL, MOST_WAITING
from tests.support.raw import RawLine, text
from tests.support.server import RunningServer
from tests.support.table import Table

WINDOW = 4096
"""Bytes that its own side takes unread."""
AT_ONCE = 55
"""Whole views that it may ask for at once."""
TO_SEND = 16_000_000
WARM = 10
"""Lines after which the server has the memory that such lines need, and keeps it for the next."""
GROWTH = 1_000
"""Kilobytes that it may grow by from then on."""


@pytest.fixture
def table(server: RunningServer):
    """A long day, whose console view is large."""
    with Table(server) as table:
        table.goes_to("rule")
        yield table


def memory(server: RunningServer) -> int:
    """Kilobytes that are the server's alone, and no library's."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0])


def reads_nothing(table: Table, key: str) -> tuple[int, int]:
    """A second console asks for view after view, and takes none. How much came of it, of how much it was to get."""
    with RawLine(table.server.port, key, buffer=WINDOW) as line:
        line.sends(text('42["resync"]') * AT_ONCE)
        for _ in range(2 * AT_ONCE):  # by each answer the other line has had its turn
            table.server.get("/healthz")
        came = [len(data) for _, data in line.frames()]
    return sum(came), max(came) * AT_ONCE


def test_whoever_does_not_read_is_hung_up_on_and_comes_back_to_the_whole_view(table):
    key = table.workshop.key("facilitator")
    for _ in range(WARM):
        reads_nothing(table, key)
    before, sent = memory(table.server), 0
    while sent < TO_SEND:
        came, was_to_come = reads_nothing(table, key)
        assert came < was_to_come
        assert came < MOST_WAITING + 4 * IN_KERNEL + WINDOW
        sent += was_to_come
    after = memory(table.server)
    with RawLine(table.server.port, key) as line:
        line.sends(text('42["resync"]'))
        assert '"phase":"rule"' in line.hears('42["view"')

    assert GROWTH >= after - before
