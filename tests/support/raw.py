"""A client that may do what no honest one does: any bytes, any frames, over a plain socket."""

import json
import os
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from itertools import cycle
from types import TracebackType
from typing import Any, Self

from tests.support.phones import PATIENCE

TEXT, BINARY, CLOSE, PING = 1, 2, 8, 9
GONE = 0
"""In the place of a status: the line ended without a word."""


def frame(data: bytes, opcode: int = TEXT, *, last: bool = True, mask: bool = True, size: int | None = None) -> bytes:
    """One frame. `size` is what its head says, when that is a lie."""
    said = len(data) if size is None else size
    flag = 0x80 if mask else 0
    head = struct.pack("!B", opcode | (0x80 if last else 0))
    if said < 126:
        head += struct.pack("!B", flag | said)
    elif said < 1 << 16:
        head += struct.pack("!BH", flag | 126, said)
    else:
        head += struct.pack("!BQ", flag | 127, said)
    if not mask:
        return head + data
    veil = os.urandom(4)
    return head + veil + bytes(one ^ other for one, other in zip(data, cycle(veil), strict=False))


def text(said: str) -> bytes:
    return frame(said.encode())


def command(kind: str, number: int = 1, **fields: Any) -> bytes:
    """A command that wants an ack."""
    return text(f'42{number}["command",{json.dumps({"id": os.urandom(16).hex(), "kind": kind, **fields})}]')


class RawLine:
    """A connection; with `upgrade` it is a WebSocket, with `key` it has a seat."""

    def __init__(
        self,
        port: int,
        key: str | None = None,
        *,
        upgrade: bool = True,
        source: str = "127.0.0.1",
        buffer: int = 0,
        patience: float = PATIENCE,
        **headers: str,
    ) -> None:
        """`source` is the address that it comes from; `buffer` is how many bytes may wait here unread."""
        self._socket = socket.socket()
        self._socket.settimeout(patience)
        if buffer:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self._socket.bind((source, 0))
        self._socket.connect(("127.0.0.1", port))
        self._rest = b""
        self.answer = ""
        """The head of the answer to the upgrade."""
        if upgrade:
            self.sends(request(port, **headers))
            self.answer = self._head()
        if key is not None:
            self.sends(text("40" + json.dumps({"key": key})))
            self.hears('42["view"')

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def sends(self, data: bytes) -> None:
        self._socket.sendall(data)

    def sends_for_ever(self, data: bytes) -> None:
        """Until the other side ends the line, which raises ConnectionError."""
        while True:
            self._socket.sendall(data)

    def floods(self, pieces: Iterable[bytes]) -> None:
        """Send on, until the other side has had enough."""
        with suppress(OSError):
            for piece in pieces:
                self._socket.sendall(piece)

    def breaks(self) -> None:
        """End the line from this side."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def frames(self) -> Iterable[tuple[int, bytes]]:
        """What comes, until the line ends."""
        try:
            while True:
                first, size = self._take(2)
                if size > 125:
                    size = int.from_bytes(self._take({126: 2, 127: 8}[size]), "big")
                yield first & 0x0F, self._take(size)
        except (EOFError, ConnectionError):
            return

    def hears(self, start: str) -> str:
        """The next message that begins so."""
        for opcode, data in self.frames():
            if opcode == TEXT and data.decode().startswith(start):
                return data.decode()
        raise AssertionError(f"the line ended before {start}")

    def ends(self) -> int:
        """Wait until the other side ends the line; gives the status that it named."""
        for opcode, data in self.frames():
            if opcode == CLOSE:
                return int(struct.unpack("!H", data[:2])[0]) if data else GONE
        return GONE

    def everything(self) -> bytes:
        """All bytes until the end."""
        while piece := self._socket.recv(65536):
            self._rest += piece
        return self._rest

    def _head(self) -> str:
        while b"\r\n\r\n" not in self._rest:
            piece = self._socket.recv(65536)
            if not piece:
                break
            self._rest += piece
        head, _, self._rest = self._rest.partition(b"\r\n\r\n")
        return head.decode()

    def _take(self, size: int) -> bytes:
        while len(self._rest) < size:
            piece = self._socket.recv(65536)
            if not piece:
                raise EOFError
            self._rest += piece
        taken, self._rest = self._rest[:size], self._rest[size:]
        return taken


def request(port: int, **headers: str) -> bytes:
    """A request for a WebSocket; ``x_y="z"`` is the header ``X-Y: z``."""
    given = {
        "host": f"127.0.0.1:{port}",
        "upgrade": "websocket",
        "connection": "Upgrade",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dXAtdG8teW91LWF0dGFjaw==",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n{lines}\r\n".encode()
