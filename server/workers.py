"""Several processes that share one listening socket. The first one opens it, starts the others, and serves nobody.

The socket is opened once and inherited, so a second server on the same port is still refused, a worker that is
started again needs no port, and whoever is free takes the next connection.
"""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from logging import getLogger

from server import engine
from server.config import Config

log = getLogger(__name__)

Serving = tuple[Callable[[], None], Callable[[], None]]
"""A call that serves for ever, and what to do before the end."""
LOOK = 0.1
"""Seconds between two looks at whether all workers live."""
REST = 1.0
"""Seconds after which a worker that died is started again."""
FAREWELL = 8.0
"""Seconds that a worker has for answering what it was asked, before it is ended."""


@contextmanager
def started(settings: Config, listener: int) -> Iterator[Serving]:
    """Start the workers, on a listening socket; gives a call that keeps them alive for ever. Ends them at the end.

    Each of them says its own goodbye.
    """
    lifeline, held = os.pipe()
    crew: list[subprocess.Popen[bytes]] = []
    try:
        crew += [_start(settings, listener, lifeline) for _ in range(settings.workers)]
        yield lambda: _keep(crew, lambda: _start(settings, listener, lifeline)), lambda: None
    finally:
        _end(crew)
        os.close(held)
        os.close(lifeline)


def _start(settings: Config, listener: int, lifeline: int) -> subprocess.Popen[bytes]:
    said = {
        "DATA": settings.data,
        "HOST": settings.host,
        "PORT": settings.port,
        "PUBLIC_URL": settings.public_url,
        "CONTENT": settings.content,
        "STORE": settings.store,
        "HOST_KEY": settings.host_key,
        "LOG": settings.log,
    }
    environment = {**os.environ, **{f"UPTOYOU_{name}": str(value) for name, value in said.items()}}
    command = [sys.executable, "-m", "server", "worker", str(listener), str(lifeline)]
    # A group of its own: Ctrl-C reaches the first process alone, which passes it on once.
    return subprocess.Popen(  # noqa: S603
        command, env=environment, pass_fds=(listener, lifeline), process_group=0, stdin=subprocess.DEVNULL
    )


def _keep(crew: list[subprocess.Popen[bytes]], start: Callable[[], subprocess.Popen[bytes]]) -> None:
    while True:
        engine.sleep(LOOK)
        for place, worker in enumerate(crew):
            if worker.poll() is not None:
                log.warning("worker %d ended (%d) and is started again", worker.pid, worker.returncode)
                engine.sleep(REST)
                crew[place] = start()


def _end(crew: list[subprocess.Popen[bytes]]) -> None:
    """Let all answer what they were asked; then end whoever is still there."""
    for worker in crew:
        with suppress(ProcessLookupError):
            worker.send_signal(signal.SIGTERM)
    for worker in crew:
        try:
            worker.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()


def end_with(lifeline: int) -> None:
    """Within a worker: wait until the first process is gone, however it went, and then end too."""
    select.select([lifeline], (), ())
    os.kill(os.getpid(), signal.SIGTERM)
