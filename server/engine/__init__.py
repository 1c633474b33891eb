"""The engine that green threads run on: eventlet, or gevent for the day that eventlet ends.

`UPTOYOU_ENGINE` chooses. It is read here and not with the other settings, for `patch` must be the very first call of
the process. Everything that waits uses the standard library's threads, queues, locks and sockets, which `patch` makes
green; so an engine is one small module, which alone knows its library.
"""

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, Protocol

from server.engine.limits import TAKE_OVER

NAMES = ("eventlet", "gevent")
NAME = os.environ.get("UPTOYOU_ENGINE") or NAMES[0]
"""The engine of this process. python-socketio knows it by the same name."""
BACKLOG = 4096
"""Connections that may wait to be accepted: a whole room comes back at the same instant."""
MOST_CONNECTIONS = 6000
"""Those that came to the point, and five thousand that did not: a room comes in between them."""
SPARE_FILES = 100
"""Open files that are no connections. Without them a full server could not even say no."""
Program = Callable[..., Any]
"""A WSGI program."""


class Engine(Protocol):
    """What each engine's module has."""

    def patch(self) -> None:
        """Make the standard library's threads, sockets and queues green."""

    def spawn(self, call: Callable[..., Any], *args: Any) -> None:
        """Run a call beside everything else."""

    def sleep(self, seconds: float = 0) -> None: ...

    def native(self, call: Callable[..., Any], *args: Any) -> Any:
        """Run a call that waits for the disk, or computes for long, in a native thread; give its result."""

    def soon(self, call: Callable[..., Any], *args: Any) -> None:
        """Have the engine make a call that does not wait, whoever is at work now: even a signal may ask for it."""

    def current(self) -> Any:
        """The green thread that asks. It has `throw`, which may be called by `soon`."""

    def at_most(self, seconds: float) -> AbstractContextManager[Any]:
        """Leave the block after so many seconds, whatever it waits for."""

    def send_now(self, connection: Any, data: bytes) -> int:
        """Write what the kernel takes without waiting; gives how many bytes. Raises OSError when the line is dead."""

    def serve(self, listener: socket.socket, program: Program, most: int) -> None:
        """Serve at most so many connections at once, until this green thread is told to stop.

        Nobody is waited for then: sockets last as long as a workshop.
        """


def _load() -> Engine:
    if NAME == "gevent":
        try:
            from server.engine import on_gevent  # noqa: PLC0415 (only the one that is wanted)
        except ModuleNotFoundError as missing:
            sys.exit(f"The engine gevent is not installed. Type: {sys.executable} -m pip install {missing.name}")
        return on_gevent
    if NAME == "eventlet":
        from server.engine import on_eventlet  # noqa: PLC0415

        return on_eventlet
    sys.exit(f"There is no engine {NAME}. Set UPTOYOU_ENGINE to {' or '.join(NAMES)}, or leave it out.")


_engine = _load()
patch = _engine.patch
spawn = _engine.spawn
sleep = _engine.sleep
native = _engine.native
send_now = _engine.send_now


@contextmanager
def loading() -> Iterator[None]:
    """While modules are loaded, which stay: to look for rubbish among them again and again is a fifth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def again() -> None:
    """Begin this very process again from its start: nothing that it held in memory is kept."""
    os.execv(sys.executable, [sys.executable, "-m", "server", *sys.argv[1:]])  # noqa: S606


def listen(host: str, port: int) -> socket.socket:
    """A listening socket that no second server can share. Raises OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    return listener


def inherited(number: int) -> socket.socket:
    """A listening socket that the process which started this one has opened."""
    return socket.socket(fileno=number)


def take_over(environ: dict[str, Any]) -> Any:
    """The connection of a request, for the program alone until it returns: that is how it becomes a WebSocket."""
    return environ[TAKE_OVER]()


def serve(listener: socket.socket, program: Program) -> None:
    """Serve until this green thread is told to stop."""
    most = min(MOST_CONNECTIONS, _open_files() - SPARE_FILES)
    gc.collect()
    gc.freeze()  # what is here now stays: no pause need look at it again
    _engine.serve(listener, program, most)


@contextmanager
def until_told(*signals: signal.Signals, first: Callable[[], None], within: float) -> Iterator[None]:
    """Leave the block when one of these signals comes, once `first` is done or so many seconds are over.

    The signal may find any green thread at work, even within a callback that swallows exceptions; so it only makes a
    note for the engine, which wakes the one that waits here. A second signal ends the process at once.
    """
    waiting = _engine.current()
    were_told = False

    def leave() -> None:
        with suppress(Exception), _engine.at_most(within):
            first()
        _engine.soon(waiting.throw, SystemExit)

    def told(*_: Any) -> None:
        nonlocal were_told
        if were_told:
            os._exit(1)
        were_told = True
        _engine.soon(_engine.spawn, leave)

    for one in signals:
        signal.signal(one, told)
    with suppress(SystemExit):
        yield


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
