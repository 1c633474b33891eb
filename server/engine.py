"""The engine that green threads run on. The only file that imports eventlet.

`patch` must be the very first call of the process. Everything else that waits uses the standard library's threads,
queues and locks, which `patch` makes green; so another engine is a change to this file alone.
"""

import gc
import os
import signal
import socket
import sys
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
MOST_CONNECTIONS = 4500
SPARE_FILES = 100
"""Open files that are no connections. Without them a full server could not even say no."""
HEAD = 5.0
"""Seconds for the head of a request, from the connection or the end of the one before."""
EXCHANGE = 10.0
"""Seconds for the rest of a request and its answer, which the kernel takes at once however slow the phone is."""


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


def again() -> None:
    """Begin this very process again from its start: nothing that it held in memory is kept."""
    os.execv(sys.executable, [sys.executable, "-m", "server", *sys.argv[1:]])  # noqa: S606


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that no second server can share. Raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = eventlet.green.socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    result: socket.socket = listener
    return result


def inherited(number: int) -> socket.socket:
    """A listening socket that the process which started this one has opened."""
    result: socket.socket = eventlet.green.socket.socket(fileno=number)
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


def send_now(connection: Any, data: bytes) -> int:
    """Write what the kernel takes without waiting; gives how many bytes. Raises OSError when the line is dead."""
    try:
        sent: int = connection.fd.send(data)
    except BlockingIOError:
        return 0
    return sent


class _Http(eventlet.wsgi.HttpProtocol):  # type: ignore[misc]  # (the library has no types)
    """One connection. Whoever does not come to the point within a while is hung up on."""

    def handle_one_request(self) -> None:
        self._deadline = eventlet.Timeout(HEAD)
        try:
            super().handle_one_request()
        except eventlet.Timeout as late:
            if late is not self._deadline:
                raise
            self.close_connection = 1
        finally:
            self._deadline.cancel()

    def get_environ(self) -> dict[str, Any]:
        """The head has come."""
        environ: dict[str, Any] = super().get_environ()
        self._deadline.cancel()
        self._deadline = eventlet.Timeout(EXCHANGE)
        becomes_socket = environ["eventlet.set_idle"]

        def set_idle() -> None:
            self._deadline.cancel()
            becomes_socket()

        environ["eventlet.set_idle"] = set_idle
        return environ


class _Connections(eventlet.GreenPool):  # type: ignore[misc]
    def waitall(self) -> None:
        """Sockets last as long as a workshop: whoever stops does not wait for them."""


def serve(listener: socket.socket, app: Callable[..., Any]) -> None:
    """Serve until this green thread is told to stop."""
    connections = _Connections(min(MOST_CONNECTIONS, _open_files() - SPARE_FILES))
    gc.collect()
    gc.freeze()  # what is here now stays: no pause need look at it again
    eventlet.wsgi.server(
        listener, app, protocol=_Http, log_output=False, debug=False, custom_pool=connections, keepalive=True
    )


def _open_files() -> int:
    """How many files may be open. Each connection is one, and many systems begin with few."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows, which has no such limit
        return MOST_CONNECTIONS + SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    may = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < may:
        resource.setrlimit(resource.RLIMIT_NOFILE, (may, hard))
    return may
