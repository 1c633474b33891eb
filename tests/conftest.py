"""Fixtures that several folders use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import RunningServer


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
