"""gevent. The only file that imports it."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.client import LineTooLong
from logging import getLogger
from typing import Any

import gevent
import gevent.event
import gevent.monkey
import gevent.pool
import gevent.pywsgi

from server.engine.limits import EXCHANGE, HEAD, LARGEST_HEAD, NATIVE_THREADS, TAKE_OVER

log = getLogger(__name__)

spawn = gevent.spawn
sleep = gevent.sleep
current = gevent.getcurrent


def patch() -> None:
    gevent.monkey.patch_all()
    hub = gevent.get_hub()  # made when first asked for; a signal must not find it half made
    hub.threadpool_size = NATIVE_THREADS


def native(call: Callable[..., Any], *args: Any) -> Any:
    result, error = gevent.get_hub().threadpool.apply(_caught, (call, args))
    if error is not None:
        raise error
    return result


def _caught(call: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, BaseException | None]:
    """The result of a call, or what it raised: left to itself, the library would print that, whoever expects it."""
    try:
        return call(*args), None
    except BaseException as error:
        return None, error


def soon(call: Callable[..., Any], *args: Any) -> None:
    gevent.get_hub().loop.run_callback_threadsafe(call, *args)


def at_most(seconds: float) -> AbstractContextManager[Any]:
    limit: AbstractContextManager[Any] = gevent.Timeout(seconds, False)
    return limit


def send_now(connection: Any, data: bytes) -> int:
    try:
        sent: int = connection._sock.send(data)  # noqa: SLF001 (its own `send` waits)
    except BlockingIOError:
        return 0
    return sent


class _Head:
    """What comes of a head, up to its largest size."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._left = LARGEST_HEAD

    def readline(self, size: int) -> bytes:
        line: bytes = self._connection.readline(min(size, self._left + 1))
        self._left -= len(line)
        if self._left < 0:
            raise LineTooLong("head")
        return line


class _Http(gevent.pywsgi.WSGIHandler):  # type: ignore[misc]  # (the library has no types)
    """One connection. Whoever does not come to the point within a while is hung up on."""

    def __init__(self, connection: Any, address: Any, server: Any) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # head and body are written apart
        connection.settimeout(EXCHANGE)  # a last word to somebody who reads nothing has an end too
        super().__init__(connection, address, server)

    def handle_one_request(self) -> Any:
        self._deadline = gevent.Timeout.start_new(HEAD)
        try:
            return super().handle_one_request()
        except gevent.Timeout as late:
            if late is not self._deadline:
                raise
            return None
        finally:
            self._deadline.close()

    def MessageClass(self, file: Any, *_: Any) -> Any:  # noqa: N802
        return super().MessageClass(_Head(file))

    def get_environ(self) -> dict[str, Any]:
        """The head has come."""
        self._deadline.close()
        self._deadline = gevent.Timeout.start_new(EXCHANGE)
        environ: dict[str, Any] = super().get_environ()
        environ[TAKE_OVER] = self._take_over
        return environ

    def _take_over(self) -> Any:
        self._deadline.close()
        self._expect_no_more()
        self.socket.settimeout(None)
        return self.socket

    def run_application(self) -> None:
        try:
            super().run_application()
        except gevent.Timeout:
            self._expect_no_more()
            raise

    def _expect_no_more(self) -> None:
        """This is the last request; if it has a body, nobody waits for the rest of it."""
        self.close_connection = True
        self.wsgi_input = gevent.pywsgi.Input(self.rfile, 0)

    def handle_error(self, kind: Any, error: Any, trace: Any) -> None:
        if error is not self._deadline:
            log.error("a request failed", exc_info=(kind, error, trace))
        if not self.headers_sent:
            self._send_error_response_if_possible(500)
        self.close_connection = True

    def log_request(self) -> None:
        """The log says what went wrong, and no more."""


def serve(listener: socket.socket, program: Callable[..., Any], most: int) -> None:
    server = gevent.pywsgi.WSGIServer(
        listener,
        program,
        spawn=gevent.pool.Pool(most),
        handler_class=_Http,
        environ={"SERVER_NAME": listener.getsockname()[0]},  # else it would ask the network for one
        log=None,
        error_log=None,
    )
    server.start()
    gevent.event.Event().wait()
