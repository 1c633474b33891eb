"""A real Redis in a process of its own, on a free port, that can be killed, frozen and put back."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.exceptions import RedisError

from tests.support.server import PATIENCE, free_port


def needs_redis() -> None:
    """Skip a test on a machine without Redis. There it must not be missing where the proof is made."""
    if shutil.which("redis-server") is None:
        assert os.environ.get("CI") != "true", "redis-server is not installed"
        pytest.skip("redis-server is not installed")


class RunningRedis:
    """Starts at once, with its append-only file; `kill` and `start` make it die and come back with what it held."""

    def __init__(self, folder: Path, **settings: str) -> None:
        needs_redis()
        self.folder = folder
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._settings = {"appendonly": "yes", "appendfsync": "always", **settings}
        self.client: Any = Redis(port=self.port)
        self.start()

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = {"bind": "127.0.0.1", "port": str(self.port), "dir": str(self.folder), "save": "", **self._settings}
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with (self.folder / "redis.out").open("ab") as output:
            self.process = subprocess.Popen(["redis-server", *options], stdout=output, stderr=subprocess.STDOUT)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.process.poll() is None, (self.folder / "redis.out").read_text(errors="replace")
            try:
                self.client.ping()
            except RedisError:
                time.sleep(0.01)
            else:
                return
        raise RuntimeError("redis-server did not answer")

    def kill(self) -> None:
        """Die at once, as by kill -9."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self.client.close()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)
