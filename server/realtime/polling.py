"""Long polling, for rooms whose network forbids WebSockets. Off, unless a setting says so.

What waits for a screen is fetched, one request after the other; what it says is posted. Everything else is as on a
WebSocket, and so are the limits: `PolledLine` is a line that never gets a connection of its own. What is written to it
waits as it would for a phone that reads slowly, until the next request takes all of it.

The number of a line stands in addresses, which proxies write down. So it is worth nothing by itself: every request
also has to show the key with which the line was opened, in a header.
"""

from collections.abc import Callable
from hmac import compare_digest
from logging import getLogger
from threading import Event
from typing import Any
from urllib.parse import parse_qs

from engineio import packet as eio
from engineio.exceptions import EngineIOError

from server.realtime.transport import (
    BYTES,
    BYTES_AT_ONCE,
    FRAMES,
    FRAMES_AT_ONCE,
    FROM,
    LARGEST,
    TOO_LARGE,
    TOO_OFTEN,
    Broken,
    Line,
    Transport,
    say,
)
from server.service.pace import Pace

log = getLogger(__name__)

PATH = "/socket.io/"
WAIT = 5.0
"""Seconds after which a screen is told that there is nothing. Less than the engine gives an exchange."""
SEPARATOR = b"\x1e"
"""Between two packets of one body."""
KNOWN = frozenset({"EIO", "transport", "sid", "t"})
"""What may stand in an address. Not `j`: JSONP would hand a line to pages of other sites."""


class Ended(EngineIOError):  # type: ignore[misc]  # (the library has no types)
    """This line is over: Engine.IO closes it and answers 400."""


class Fetched:
    """Packets on their way out, as Engine.IO wants to be given them."""

    def __init__(self, frames: list[bytes]) -> None:
        self._frames = frames

    def encode(self, b64: bool) -> str:
        return SEPARATOR.join(map(_unframed, self._frames)).decode()


def _unframed(frame: bytes) -> bytes:
    """What is in a frame that `transport.frame` made."""
    return frame[{126: 4, 127: 10}.get(frame[1], 2) :]


class PolledLine(Line):
    """A line of a server that polls: a WebSocket all the same, unless its first request was none."""

    def __init__(self, transport: "Polling", server: Any, sid: str) -> None:
        super().__init__(transport, server, sid)
        self._all = transport
        self.key: str | None = None
        """What every request of a line without a WebSocket has to show."""
        self._news = Event()
        self._fetching = self._posting = False
        self._fetches = Pace(FRAMES, FRAMES_AT_ONCE)
        self._frames = Pace(FRAMES, FRAMES_AT_ONCE)
        self._bytes = Pace(BYTES, BYTES_AT_ONCE)

    # Out

    def write(self, data: bytes) -> None:
        super().write(data)
        if self.key is not None:
            self._news.set()

    def poll(self) -> list[Fetched]:
        """The answer to the request that opens the line."""
        opened = self._all.opened_by(self.sid)
        self.key, self.address = opened["HTTP_AUTHORIZATION"], opened[FROM]
        self._all.came(self)
        return self._take()

    def handle_get_request(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        """What waits, or will within a while."""
        if self.key is None:
            return super().handle_get_request(environ, start)
        if self._fetching or not self._fetches.take():
            raise Ended
        self._fetching = True
        try:
            self._news.wait(WAIT)
        finally:
            self._fetching = False
        return self._take() if self._waiting else [eio.Packet(eio.NOOP)]

    def _take(self) -> list[Fetched]:
        self._news.clear()
        taken = list(self._waiting)
        self._waiting.clear()
        self._size = 0
        return [Fetched(taken)]

    # In

    def handle_post_request(self, environ: dict[str, Any]) -> None:
        if self._posting:
            raise Ended
        self._posting = True
        try:
            self._hear(_body(environ))
        except (Broken, OSError, UnicodeDecodeError):
            raise Ended from None
        except Exception:
            log.exception("a line failed")
            raise Ended from None
        finally:
            self._posting = False

    def _hear(self, body: bytes) -> None:
        if not self._bytes.take(len(body)):
            raise Broken(TOO_OFTEN)
        for packet in body.split(SEPARATOR):
            if not self._frames.take():
                raise Broken(TOO_OFTEN)
            self.receive(packet.decode())
            self._all.engine.sleep()  # everybody else's turn
            if self.closed:
                return

    # The end

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        if self.closed or self.closing:
            return
        super().close(wait, abort, reason)
        if self.key is not None:
            self._all.went(self)
        self._news.set()


def _body(environ: dict[str, Any]) -> bytes:
    length = environ.get("CONTENT_LENGTH", "")
    if not (length.isdecimal() and len(length) <= len(str(LARGEST)) and int(length) <= LARGEST):
        raise Broken(TOO_LARGE)
    body: bytes = environ["wsgi.input"].read(int(length))
    return body


class Polling(Transport):
    """A transport that also takes lines without a WebSocket."""

    ways = ("websocket", "polling")
    line = PolledLine

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._polled: set[str] = set()

    def opened_by(self, id: str) -> dict[str, Any]:
        """The first request of a line."""
        environ: dict[str, Any] = self._server.environ[id]
        return environ

    def came(self, line: PolledLine) -> None:
        self._polled.add(line.sid)
        self.count(line)

    def went(self, line: PolledLine) -> None:
        """Nobody holds a connection of this line whose end would be noticed; so it is forgotten at once."""
        self._polled.discard(line.sid)
        self.settle(line)
        self._server.eio.sockets.pop(line.sid, None)

    def taken(self) -> int:
        """Such a line has a connection that waits, and one that says something."""
        return super().taken() + len(self._polled)

    def guarded(self, app: Callable[..., Any], address: Callable[[dict[str, Any]], str]) -> Callable[..., Any]:
        upgrading = super().guarded(app, address)

        def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
            if not environ["PATH_INFO"].startswith(PATH) or ("HTTP_UPGRADE" in environ and "sid" not in query):
                return upgrading(environ, start)
            if "HTTP_UPGRADE" in environ or not query.keys() <= KNOWN or any(len(one) > 1 for one in query.values()):
                return say(start, "400 Bad Request", "This server does not poll like this.")
            environ[FROM] = address(environ)
            return self._admit(query.get("sid", [None])[0], environ, start) or app(environ, start)

        return answer

    def _admit(self, id: str | None, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes] | None:
        """The answer to whoever is not let in."""
        shown = environ.get("HTTP_AUTHORIZATION", "")
        if not shown:
            return say(start, "400 Bad Request", "Show a key with every request, in the header Authorization.")
        if id is None:
            return self.refusal(environ[FROM], start)
        line = self._server.eio.sockets.get(id)
        if line is None or line.key is None or not compare_digest(line.key.encode(), shown.encode()):
            return say(start, "400 Bad Request", "There is no such line. Open one.")
        return None
