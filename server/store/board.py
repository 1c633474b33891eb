"""A board in Redis where workers leave each other notes that nobody keeps. It is no part of the log."""

from collections.abc import Callable, Sequence
from secrets import token_hex
from time import time
from typing import Any

from redis.exceptions import RedisError

from server.store.base import StoreFailed
from server.store.redis import connect

WORKERS = "uptoyou:workers"
"""Each worker, and when it last wrote."""
FORGET = 16
"""Seconds after which the note of a worker that says nothing is gone."""

Exchange = Callable[[bytes], Sequence[bytes]]


class Board:
    def __init__(self, url: str) -> None:
        self._redis: Any = connect(url)
        self._name = token_hex(8)

    def exchange(self, note: bytes) -> Sequence[bytes]:
        """Hang up a note in the place of the one before, and give those of all others. Raises StoreFailed."""
        try:
            with self._redis.pipeline(transaction=False) as together:
                together.set(_key(self._name), note, ex=FORGET)
                together.zadd(WORKERS, {self._name: time()})
                together.zremrangebyscore(WORKERS, "-inf", time() - 10 * FORGET)
                together.zrange(WORKERS, 0, -1)
                names = together.execute()[-1]
            others = [_key(name.decode()) for name in names if name.decode() != self._name]
            return [held for held in (self._redis.mget(others) if others else ()) if held is not None]
        except (RedisError, OSError) as error:
            raise StoreFailed(str(error)) from error


def _key(name: str) -> str:
    return f"uptoyou:note:{name}"
