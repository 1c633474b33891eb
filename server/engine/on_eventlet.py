"""eventlet. The only file that imports it."""

import os
import socket
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
os.environ["EVENTLET_NO_GREENDNS"] = "yes"  # a fifth of the start, and it knows less than the system: see `patch`

import eventlet  # noqa: E402
import eventlet.green.socket  # noqa: E402
import eventlet.hubs  # noqa: E402
import eventlet.tpool  # noqa: E402
import eventlet.wsgi  # noqa: E402

from server.engine.limits import EXCHANGE, HEAD, NATIVE_THREADS, TAKE_OVER  # noqa: E402

spawn = eventlet.spawn_n
sleep = eventlet.sleep
native = eventlet.tpool.execute
current = eventlet.getcurrent


def patch() -> None:
    """Names are looked up by the system, in a native thread."""
    look_up = socket.getaddrinfo

    def green(*args: Any, **options: Any) -> Any:
        return native(look_up, *args, **options)

    eventlet.monkey_patch()
    eventlet.tpool.set_num_threads(NATIVE_THREADS)
    socket.getaddrinfo = eventlet.green.socket.getaddrinfo = green


def soon(call: Callable[..., Any], *args: Any) -> None:
    eventlet.hubs.get_hub().schedule_call_global(0, call, *args)


def at_most(seconds: float) -> AbstractContextManager[Any]:
    limit: AbstractContextManager[Any] = eventlet.Timeout(seconds, False)
    return limit


def send_now(connection: Any, data: bytes) -> int:
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
        self._deadline.cancel()
        self._deadline = eventlet.Timeout(EXCHANGE)
        return {**super().get_environ(), TAKE_OVER: self._take_over}

    def _take_over(self) -> Any:
        self._deadline.cancel()
        self.connection.settimeout(None)
        eventlet.wsgi.WSGI_LOCAL.already_handled = True
        return self.connection


class _Connections(eventlet.GreenPool):  # type: ignore[misc]
    def waitall(self) -> None:
        """Whoever stops does not wait for them."""


def serve(listener: socket.socket, program: Callable[..., Any], most: int) -> None:
    eventlet.wsgi.server(
        listener,
        program,
        protocol=_Http,
        log_output=False,
        debug=False,
        custom_pool=_Connections(most),
        socket_timeout=EXCHANGE,  # a last word to somebody who reads nothing has an end too
        keepalive=True,
    )
