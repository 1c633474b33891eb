"""The log in Redis: what is true of it beyond what every log must do."""

from contextlib import closing

import pytest

from server.store.redis import RedisLog
from tests.support.log_contract import LogContract
from tests.support.redis import RunningRedis


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    redis = RunningRedis(tmp_path_factory.mktemp("redis"))
    yield redis
    redis.stop()


@pytest.fixture
def url(running):
    """A Redis for all tests of this file, emptied for each."""
    running.client.flushall()
    return running.url


class TestRedisLog(LogContract):
    @pytest.fixture
    def log(self, url):
        with closing(RedisLog(url)) as log:
            yield log
