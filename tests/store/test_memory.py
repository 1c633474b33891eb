"""The log in memory."""

import pytest

from server.store.memory import MemoryLog
from tests.support.log_contract import LogContract


class TestMemoryLog(LogContract):
    @pytest.fixture
    def log(self):
        return MemoryLog()


def test_two_logs_have_two_epochs():
    assert MemoryLog().epoch != MemoryLog().epoch
