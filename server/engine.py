"""The engine that green threads run on. The only file that imports eventlet.

`patch` must be the very first call of the process. Everything else that waits uses the standard library's threads,
queues and locks, which `patch` makes green; so another engine is a change to this file alone.
"""

import os
import signal
import socket
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")

import eventlet  # noqa: E402
import eventlet.hubs  # noqa: E402
import eventlet.tpool  # noqa: E402
import eventlet.wsgi  # noqa: E402

MODE = "eventlet"
"""The name by which python-socketio knows this engine."""
BACKLOG = 4096
"""Connections that may wait to be accepted: a whole room comes back at the same instant."""
MOST_CONNECTIONS = 4096
NO_DEADLINE = None


def patch() -> None:
    """Make the standard library's threads, sockets and queues green."""
    eventlet.monkey_patch()


def spawn(call: Callable[..., Any], *args: Any) -> None:
    """Run a call beside everything else."""
    eventlet.spawn_n(call, *args)


def sleep(seconds: float = 0) -> None:
    eventlet.sleep(seconds)


def native(call: Callable[..., Any], *args: Any) -> Any:
    """Run a call that waits for the disk, or computes for long, in a native thread; give its result."""
    return eventlet.tpool.execute(call, *args)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that no second server can share. Raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = eventlet.green.socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    result: socket.socket = listener
    return result


@contextmanager
def until_told(*signals: signal.Signals, first: Callable[[], None], within: float) -> Iterator[None]:
    """Leave the block when one of these signals comes, once `first` is done or so many seconds are over.

    The signal may find any green thread at work, even within a callback that swallows exceptions; so it only makes a
    note for the hub, which wakes the one that waits here. A second signal ends the process at once.
    """
    waiting = eventlet.getcurrent()
    were_told = False

    def leave() -> None:
        with suppress(Exception), eventlet.Timeout(within, False):
            first()
        eventlet.hubs.get_hub().schedule_call_global(0, waiting.throw, SystemExit)

    def told(*_: Any) -> None:
        nonlocal were_told
        if were_told:
            os._exit(1)
        were_told = True
        eventlet.hubs.get_hub().schedule_call_global(0, eventlet.spawn_n, leave)

    for one in signals:
        signal.signal(one, told)
    with suppress(SystemExit):
        yield


class _Connections(eventlet.GreenPool):  # type: ignore[misc]
    def waitall(self) -> None:
        """Sockets last as long as a workshop: whoever stops does not wait for them."""


def serve(listener: socket.socket, app: Callable[..., Any]) -> None:
    """Serve until this green thread is told to stop."""
    connections = _Connections(MOST_CONNECTIONS)
    eventlet.wsgi.server(listener, app, log_output=False, custom_pool=connections, keepalive=True, debug=False)
