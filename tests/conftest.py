"""Fixtures that several folders use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.counts import FULL
from tests.support.server import RunningServer


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Some run with --full alone. Long ones, those with a time limit of their own, come first, so that none is last."""
    if not FULL:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("full")])
        items[:] = [item for item in items if not item.get_closest_marker("full")]
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    long = [item for item in items if item.get_closest_marker("timeout")]
    short = [item for item in items if not item.get_closest_marker("timeout")]
    share = -(-len(items) // workers)
    items.clear()
    for worker in range(workers):
        first = long[worker::workers]
        rest = share - len(first)
        items += [*first, *short[:rest]]
        del short[:rest]


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
