"""The wire itself, below Socket.IO: WebSocket frames in and out, quickly, and no more of them than is fair.

Ordinary Socket.IO clients notice nothing. In the place of Engine.IO's own socket stands `Line`, which differs so:

- It shakes hands and reads frames itself: one read for all that came, one big-integer XOR to unmask, a bound on the
  whole message however it is split, and a turn for everybody else after each frame. A client that sends too much is
  hung up on.
- It writes a finished frame straight to the kernel. What the kernel does not take waits, up to a bound; a phone that
  reads too slowly is hung up on, comes back, and is sent the whole view.
- It has no threads of its own for writing and pinging: `Transport.tend` looks after all lines.
- It lets in text only, and only what this server understands.

All that is taken for granted about the libraries is checked once at the start, so that an upgrade fails there.
"""

import struct
from base64 import b64encode
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from hashlib import sha1
from inspect import signature
from logging import getLogger
from socket import IPPROTO_TCP, SHUT_RDWR, SHUT_WR, SO_SNDBUF, SOL_SOCKET, TCP_NODELAY
from time import monotonic
from typing import Any, Protocol

import engineio.server
import engineio.socket
import msgspec
import socketio
from engineio import packet as eio
from socketio import packet as sio

from server.game.limits import CAPACITY
from server.service.pace import Pace

log = getLogger(__name__)

LARGEST = 16_000
"""Bytes of a message; a command has a few hundred."""
MOST_PIECES = 64
"""Frames that one message may be split into."""
FRAMES, FRAMES_AT_ONCE = 20, 60
"""Frames a second from one socket, whatever is in them."""
BYTES, BYTES_AT_ONCE = 32_000, 128_000
MOST_WAITING = 256_000
"""Bytes that may wait for a phone that does not read."""
IN_KERNEL = 64_000
"""Bytes that the kernel may hold for a phone besides. Left alone it takes megabytes."""
MOST_LINES = 4000
"""Sockets in all. Fewer than the engine takes connections, so that pages are still served."""
MOST_STRANGERS = CAPACITY
"""Sockets of one address that no key has seated yet: a whole room comes back at once, behind one address."""
KNOCK = 5.0
"""Seconds within which a socket has to show its key."""
PING_EVERY = 8.0
PING_WAIT = 8.0
"""Seconds. A phone that vanished is known as lost after at most both, and a second."""
LAST_READS = 16
"""Reads after the end, so that whoever is still sending hears why nobody listens."""

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
GOING_AWAY, WRONG, NOT_TEXT, BAD_TEXT, TOO_OFTEN, TOO_LARGE, OUR_FAULT = 1001, 1002, 1003, 1007, 1008, 1009, 1011
"""Why a socket is closed, as RFC 6455 numbers it."""


FROM = "uptoyou.from"
"""Where a request comes from, in its WSGI environment; empty when that cannot be known."""


class Broken(Exception):
    """The other side broke the rules. `status` tells it which."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Changed(Exception):
    """A library no longer looks as this file expects. The version must be looked at before the server may start."""


class Socket(Protocol):
    """What is needed of a connection."""

    def recv(self, size: int) -> bytes: ...
    def sendall(self, data: bytes) -> None: ...
    def shutdown(self, how: int) -> None: ...
    def settimeout(self, seconds: float | None) -> None: ...


class Engine(Protocol):
    """What is needed of the engine. `send_now` gives how many bytes the kernel took."""

    def take_over(self, environ: dict[str, Any]) -> Any: ...
    def send_now(self, connection: Any, data: bytes) -> int: ...
    def spawn(self, call: Callable[..., Any], *args: Any) -> None: ...
    def sleep(self, seconds: float = 0) -> None: ...


# Frames


def handshake(key: str) -> bytes:
    """The answer that makes a WebSocket of a request with this key, as RFC 6455 has it."""
    accepted = b64encode(sha1(key.encode("latin-1") + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())  # noqa: S324
    upgrade = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return upgrade + b"Sec-WebSocket-Accept: " + accepted + b"\r\n\r\n"


def frame(data: bytes, opcode: int = TEXT) -> bytes:
    """A whole frame as servers send it: unmasked."""
    size = len(data)
    if size < 126:
        return struct.pack("!BB", 0x80 | opcode, size) + data
    if size < 1 << 16:
        return struct.pack("!BBH", 0x80 | opcode, 126, size) + data
    return struct.pack("!BBQ", 0x80 | opcode, 127, size) + data


def unmask(data: bytes, mask: bytes) -> bytes:
    size = len(data)
    veil = int.from_bytes((mask * (size // 4 + 1))[:size], "big")
    return (int.from_bytes(data, "big") ^ veil).to_bytes(size, "big")


PING_FRAME = frame(b"2")


class Reader:
    """Takes messages out of a socket. `breathe` gives everybody else a turn; `answer` sends a pong."""

    def __init__(self, socket: Socket, breathe: Callable[[], None], answer: Callable[[bytes], None]) -> None:
        self._socket = socket
        self._breathe = breathe
        self._answer = answer
        self._rest = b""
        self._frames = Pace(FRAMES, FRAMES_AT_ONCE)
        self._bytes = Pace(BYTES, BYTES_AT_ONCE)

    def message(self) -> str | None:
        """The next whole message; None when the other side has closed. Raises Broken."""
        pieces: list[bytes] = []
        size = 0
        while (one := self._frame(LARGEST - size)) is not None:
            last, opcode, data = one
            if opcode == CLOSE:
                return None
            if opcode == PING:
                self._answer(data)
            if opcode >= CLOSE:
                continue
            if (opcode == 0) is not bool(pieces):
                raise Broken(WRONG)
            if opcode == BINARY:
                raise Broken(NOT_TEXT)
            pieces.append(data)
            size += len(data)
            if len(pieces) > MOST_PIECES:
                raise Broken(TOO_LARGE)
            if last:
                return _text(b"".join(pieces))
        return None

    def _frame(self, most: int) -> tuple[bool, int, bytes] | None:
        """Whether it is the last of its message, its opcode, its data. None at the end."""
        head = self._take(2)
        if head is None:
            return None
        first, size = head[0], head[1] & 0x7F
        opcode = first & 0x0F
        masked, control = head[1] & 0x80, opcode >= CLOSE
        if first & 0x70 or not masked or opcode not in (0, TEXT, BINARY, CLOSE, PING, PONG):
            raise Broken(WRONG)
        if control and (size > 125 or not first & 0x80):
            raise Broken(WRONG)
        if size > 125:
            more = self._take(2 if size == 126 else 8)
            if more is None:
                return None
            size = int.from_bytes(more, "big")
        if not control and size > most:
            raise Broken(TOO_LARGE)
        if not (self._frames.take() and self._bytes.take(size)):
            raise Broken(TOO_OFTEN)
        body = self._take(4 + size)
        self._breathe()
        return None if body is None else (bool(first & 0x80), opcode, unmask(body[4:], body[:4]))

    def _take(self, size: int) -> bytes | None:
        while len(self._rest) < size:
            more = self._socket.recv(LARGEST)
            if not more:
                return None
            self._rest += more
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Broken(BAD_TEXT) from None


# One connection


class Line(engineio.socket.Socket):  # type: ignore[misc]  # (the library has no types)
    """One WebSocket, as Engine.IO sees it."""

    def __init__(self, transport: "Transport", server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self.queue = None
        self.closing: bool = False
        self.closed: bool = False
        self.seated = False
        self.since = self.pinged = monotonic()
        self.answered = True
        """Whether the last ping was."""
        self.address = ""
        self._transport = transport
        self._socket: Any = None
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._draining = False

    # Out

    def write(self, data: bytes) -> None:
        """Send finished frames, in order. What cannot go at once waits."""
        if self.closed:
            return
        if self._socket is not None and not self._waiting and not self._draining:
            try:
                sent = self._transport.engine.send_now(self._socket, data)
            except OSError:
                return  # the reader finds out, and closes
            if sent == len(data):
                return
            data = data[sent:]
        self._waiting.append(data)
        self._size += len(data)
        if self._size > MOST_WAITING:
            self._transport.engine.spawn(self.close, False, True)
        elif self._socket is not None and not self._draining:
            self._draining = True
            self._transport.engine.spawn(self._drain)

    def _drain(self) -> None:
        try:
            while self._waiting:
                data = self._waiting.popleft()
                self._size -= len(data)
                self._socket.sendall(data)
        except OSError:
            self._waiting.clear()
        finally:
            self._draining = False

    def send(self, pkt: eio.Packet) -> None:
        """What Engine.IO and Socket.IO themselves send."""
        self.write(frame(pkt.encode().encode()))

    # In

    def handle_get_request(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        self.address = environ[FROM]
        with self._transport.counted(self):
            return super().handle_get_request(environ, start)

    def _upgrade_websocket(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self._socket = self._transport.engine.take_over(environ)
        self._socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # an answer must not wait for another
        self._socket.setsockopt(SOL_SOCKET, SO_SNDBUF, IN_KERNEL)
        self.connected = self.upgraded = True
        greeting, self._waiting, self._size = b"".join(self._waiting), deque(), 0
        greeting = handshake(environ["HTTP_SEC_WEBSOCKET_KEY"]) + greeting
        self.write(greeting)
        reader = Reader(self._socket, self._transport.engine.sleep, lambda data: self.write(frame(data, PONG)))
        status = GOING_AWAY
        try:
            while not self.closed and (text := reader.message()) is not None:
                self.receive(text)
        except Broken as broken:
            status = broken.status
        except OSError:
            pass
        except Exception:
            log.exception("a socket failed")
            status = OUR_FAULT
        self._end(status)
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        return []

    def receive(self, text: str) -> None:
        """One Engine.IO packet."""
        if text == "3":
            self.answered = True
        elif text.startswith("4") and len(text) > 1:
            self.server.handlers["message"](self.sid, text[1:])
        elif text == "1":
            self.close(wait=False, abort=True, reason=self.server.reason.CLIENT_DISCONNECT)
        else:
            raise Broken(WRONG)

    # The end

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        if self.closed or self.closing:
            return
        self.closing = True
        reason = reason or self.server.reason.SERVER_DISCONNECT
        self.server._trigger_event("disconnect", self.sid, reason, run_async=False)  # noqa: SLF001 (as its own does)
        if not abort:
            self.send(eio.Packet(eio.CLOSE))
        self.closed = True
        if self._socket is not None:
            _quietly(self._socket.shutdown, SHUT_RDWR)

    def _end(self, status: int) -> None:
        """Say why, if the other side can hear it. What it still sends is thrown away; unread, it would end the line."""
        if self.closed or self._waiting:
            return
        self.write(frame(struct.pack("!H", status), CLOSE))
        _quietly(self._socket.shutdown, SHUT_WR)
        self._socket.settimeout(KNOCK / LAST_READS)
        for _ in range(LAST_READS):
            if not _quietly(self._socket.recv, 1 << 16):
                break
            self._transport.engine.sleep()

    def schedule_ping(self) -> None:
        """`Transport.tend` sees to that."""


def _quietly(call: Callable[..., Any], *args: Any) -> Any:
    """None when the connection is gone already."""
    try:
        return call(*args)
    except OSError:
        return None


# All connections


class Transport:
    """All sockets of a Socket.IO server. It also is the wire that the fan-out speaks through."""

    ways: Collection[str] = ("websocket",)
    """How lines may be opened, as Engine.IO calls it."""
    line: Callable[..., Line] = Line

    def __init__(self, engine: Engine, events: Collection[str]) -> None:
        """`events` are those that clients may send."""
        self.engine = engine
        self.packet = _packet_class(frozenset(events))
        """To be handed to the Socket.IO server as its serializer."""
        self._strangers: Counter[str] = Counter()
        self._server: Any = None

    def attach(self, server: socketio.Server) -> None:
        """Carry this server's sockets from now on. Raises Changed."""
        _check(server, self.ways)
        self._server = server
        engineio.socket.Socket = lambda eio_server, sid: self.line(self, eio_server, sid)

    # For the fan-out

    def emit(self, event: str, data: Any, to: str) -> None:
        """Send to a socket, or to all in a room: encoded once, written straight to each."""
        said = frame(b"42" + msgspec.json.encode([event, data]))
        lines = self._server.eio.sockets
        for _, id in self._server.manager.get_participants("/", to):
            if id in lines:
                lines[id].write(said)

    def enter(self, socket: str, room: str) -> None:
        """Put a socket into a room. From the first one on it is no stranger."""
        self._server.enter_room(socket, room)
        line = self._line(socket)
        if line is not None:
            self.settle(line)

    def disconnect(self, socket: str) -> None:
        """Say goodbye, and hang up."""
        line = self._line(socket)
        self._server.disconnect(socket)
        if line is not None:
            line.close(wait=False)

    def _line(self, socket: str) -> Line | None:
        line: Line | None = self._server.eio.sockets.get(self._server.manager.eio_sid_from_sid(socket, "/"))
        return line

    # Who is let in

    def guarded(self, app: Callable[..., Any], address: Callable[[dict[str, Any]], str]) -> Callable[..., Any]:
        """The same program; a socket is opened only while there is room for it, and never compresses.

        `address` says where a request comes from; empty when that cannot be known.
        """

        def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            if "HTTP_UPGRADE" not in environ:
                return app(environ, start)
            environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
            environ[FROM] = address(environ)
            if environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
                return say(start, "426 Upgrade Required", "This server speaks version 13 of the WebSocket protocol.")
            if not environ.get("HTTP_SEC_WEBSOCKET_KEY"):
                return say(start, "400 Bad Request", "A WebSocket begins with a key, in the header Sec-WebSocket-Key.")
            return self.refusal(environ[FROM], start) or app(environ, start)

        return answer

    def taken(self) -> int:
        """Connections that lines hold."""
        return len(self._server.eio.sockets)

    def refusal(self, address: str, start: Callable[..., Any]) -> list[bytes] | None:
        """The answer to whoever comes from there while there is no room for another line."""
        if self.taken() < MOST_LINES and self._strangers[address] < MOST_STRANGERS:
            return None
        return say(start, "503 Service Unavailable", "There are too many connections. Try again in a moment.")

    def count(self, line: Line) -> None:
        """A stranger counts against its address, until it is settled."""
        if line.address:
            self._strangers[line.address] += 1

    @contextmanager
    def counted(self, line: Line) -> Iterator[None]:
        """A stranger for as long as the block lasts."""
        self.count(line)
        try:
            yield
        finally:
            self.settle(line)

    def settle(self, line: Line) -> None:
        """This line is no stranger any more."""
        if line.address and not line.seated:
            self._strangers[line.address] -= 1
            if not self._strangers[line.address]:
                del self._strangers[line.address]
        line.seated = True

    # Looking after them

    def tend(self) -> float:
        """Ping, and hang up on those who are silent or never showed a key. Gives the seconds until the next time."""
        now = monotonic()
        for line in tuple(self._server.eio.sockets.values()):
            if not line.seated and now - line.since > KNOCK:
                line.close(wait=False, reason=self._server.reason.SERVER_DISCONNECT)
            elif not line.answered and now - line.pinged > PING_WAIT:
                line.close(wait=False, abort=True, reason=self._server.reason.PING_TIMEOUT)
            elif line.answered and now - line.pinged > PING_EVERY:
                line.pinged, line.answered = now, False
                line.write(PING_FRAME)
        return 1.0


def say(start: Callable[..., Any], status: str, sentence: str) -> list[bytes]:
    text = sentence.encode()
    start(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]


def _packet_class(events: frozenset[str]) -> type[sio.Packet]:
    """Socket.IO packets, of which only those are read that this server has a use for."""

    class Packet(sio.Packet):  # type: ignore[misc]  # (the library has no types)
        def decode(self, encoded_packet: Any) -> int:
            try:
                attachments = super().decode(encoded_packet)
            except Exception:
                raise Broken(WRONG) from None
            if attachments or self.packet_type not in (sio.CONNECT, sio.DISCONNECT, sio.EVENT):
                raise Broken(NOT_TEXT)
            if self.packet_type == sio.EVENT and not self._is_known():
                raise Broken(WRONG)
            return 0

        def _is_known(self) -> bool:
            said = self.data
            named = isinstance(said, list) and 1 <= len(said) <= 2 and isinstance(said[0], str)
            return named and said[0] in events and self.namespace in (None, "/")

    return Packet


EXPECTED = (
    (engineio.socket.Socket.__init__, "(self, server, sid)"),
    (engineio.socket.Socket.send, "(self, pkt)"),
    (engineio.socket.Socket.receive, "(self, pkt)"),
    (engineio.socket.Socket.close, "(self, wait=True, abort=False, reason=None)"),
    (engineio.socket.Socket.schedule_ping, "(self)"),
    (engineio.socket.Socket.handle_get_request, "(self, environ, start_response)"),
    (engineio.socket.Socket.handle_post_request, "(self, environ)"),
    (engineio.socket.Socket.poll, "(self)"),
    (engineio.socket.Socket._upgrade_websocket, "(self, environ, start_response)"),  # noqa: SLF001
    (sio.Packet.decode, "(self, encoded_packet)"),
    (socketio.Server._handle_eio_message, "(self, eio_sid, data)"),  # noqa: SLF001
    (socketio.Manager.get_participants, "(self, namespace, room)"),
    (socketio.Manager.eio_sid_from_sid, "(self, sid, namespace)"),
)
"""What is taken the place of, or called, and how it looked when this was written."""


def _check(server: socketio.Server, ways: Collection[str]) -> None:
    """Whether the libraries are as this file takes them to be. Raises Changed."""
    for call, expected in EXPECTED:
        if str(signature(call)) != expected:
            raise Changed(f"{call.__qualname__} takes {signature(call)}, and {expected} was expected")
    if engineio.server.socket is not engineio.socket:
        raise Changed("Engine.IO takes its sockets from another module")
    if server.eio.handlers.get("message") != server._handle_eio_message:  # noqa: SLF001
        raise Changed("Socket.IO does not take its messages from Engine.IO's handlers")
    if server.eio.async_handlers or server.eio.start_service_task or server.eio.allow_upgrades:
        raise Changed("the server must handle events in order, keep a line as it is, and leave the watch to this file")
    if server.eio.transports != list(ways):
        raise Changed(f"the server must speak {' and '.join(ways)}, and nothing else")
