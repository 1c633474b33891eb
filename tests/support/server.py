"""A real server in a process of its own, on a free port and with a data folder of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 20.0
START = 60.0
"""Seconds for a server to start on a busy machine."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Refused(Exception):
    """The server answered with an error."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(f"{status} {error}")
        self.status = status
        self.error = error


class RunningServer:
    """Starts at once; `kill` and `start` make it die and come back on the same port and folder."""

    start_page = "/start"
    """Where the host opens workshops."""

    def __init__(
        self,
        data: Path,
        *options: str,
        environment: dict[str, str] | None = None,
        program: tuple[str, ...] = ("-m", "server"),
        files: int = 0,
    ) -> None:
        """`program` is what Python is told to run, at the next start too.

        `files` is how many files it may open, if not as many as usual.
        """
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._options = options
        self._environment = environment or {}
        self.program = program
        self._limit = ["prlimit", f"--nofile={files}"] if files else []
        self.start()

    def start(self) -> None:
        python = [*self._limit, sys.executable, *self.program]
        command = [*python, "--no-browser", "--host", "127.0.0.1", "--port", str(self.port)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **self._environment}
        self.data.mkdir(parents=True, exist_ok=True)
        self.log = (self.data / "server.log").open("ab")
        self.process = subprocess.Popen(
            [*command, "--data", str(self.data), *self._options],
            cwd=ROOT,
            env=environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + START
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(self.output())
            try:
                self.get("/healthz")
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.02)
            else:
                return
        self.kill()
        raise RuntimeError(f"the server did not answer: {self.output()}")

    def kill(self) -> None:
        """Die at once, as by a power cut for this process."""
        self.process.kill()
        self.process.wait()
        self.log.close()

    def stop(self) -> None:
        """End as by Ctrl-C."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def output(self) -> str:
        return (self.data / "server.log").read_text(errors="replace")

    def prints(self, words: str, patience: float = PATIENCE) -> str:
        """Wait, at most so many seconds, until the server prints this; gives its group."""
        deadline = time.monotonic() + patience
        while not (found := re.search(words, self.output())):
            assert time.monotonic() < deadline, f"never printed {words}: {self.output()}"
            time.sleep(0.05)
        return found[1]

    # HTTP

    def get(self, path: str, key: str | None = None) -> Any:
        return _answer(Request(self.url + path, headers=_bearer(key)))

    def post(self, path: str, body: dict[str, Any], key: str | None = None) -> Any:
        return ask(self.url + path, body, key)

    def open_workshop(self, *managers: str, pack: str = "retail-bank", title: str = "") -> "Opened":
        told = self.post("/api/workshops", {"pack": pack, "title": title, "managers": list(managers)})
        return Opened(self, told)


class Opened:
    """A workshop that was opened, with its keys."""

    def __init__(self, server: Any, told: dict[str, Any]) -> None:
        self.server = server
        self.code: str = told["code"]
        self.scan: str = told["join"].partition("#")[2]
        self.recovery: str = told["recovery"]
        self.links: list[dict[str, Any]] = told["links"]

    def key(self, role: str, seat: str | None = None) -> str:
        key: str = next(one["key"] for one in self.links if one["role"] == role and one["seat"] == seat)
        return key

    def take_seat(self, name: str, role: str = "rep") -> dict[str, Any]:
        body = {"id": os.urandom(16).hex(), "name": name, "role": role, "scan": self.scan}
        told: dict[str, Any] = self.server.post(f"/api/workshops/{self.code}/seats", body)
        return told


def ask(url: str, body: dict[str, Any], key: str | None = None) -> Any:
    """Post something; gives the answer. Raises Refused."""
    headers = {"Content-Type": "application/json", **_bearer(key)}
    return _answer(Request(url, json.dumps(body).encode(), headers))


def _answer(request: Request) -> Any:
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            body = answer.read()
    except HTTPError as error:
        raise Refused(error.code, json.loads(error.read() or b"{}").get("error", {})) from None
    return json.loads(body)


def _bearer(key: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}
