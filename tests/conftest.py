"""Fixtures that several folders use."""

from collections.abc import Iterator
from math import inf
from pathlib import Path

import pytest

from tests.support.counts import FULL
from tests.support.server import RunningServer

LONG = 900


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Some run with --full alone. Those with a time limit of their own come first, the longest of all, so that none is
    last; in the full run every test has a long one."""
    if not FULL:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("full")])
        items[:] = [item for item in items if not item.get_closest_marker("full")]
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    limits = {item: mark.args[0] for item in items if (mark := item.get_closest_marker("timeout"))}
    long = sorted(limits, key=lambda item: -limits[item] or -inf)
    short = [item for item in items if item not in limits]
    share = -(-len(items) // workers)
    items.clear()
    for worker in range(workers):
        first = long[worker::workers]
        rest = share - len(first)
        items += [*first, *short[:rest]]
        del short[:rest]
    for item in items:
        if FULL and item not in limits:
            item.add_marker(pytest.mark.timeout(LONG))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server of one's own."""
    running = RunningServer(tmp_path / "data")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server for all tests of a file, for those that open a workshop of their own."""
    running = RunningServer(tmp_path_factory.mktemp("data"))
    yield running
    running.stop()
