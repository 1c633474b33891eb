"""Many phones on one epoll loop: WebSocket, Engine.IO 4 and Socket.IO 5, as far as a phone needs them.

Standard library only, and no view is parsed before the clock stops: the server is measured, not the client.
"""

import errno
import json
import os
import select
import socket
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import cycle
from secrets import token_hex
from time import perf_counter
from typing import Any

LIMIT = 60.0
"""Seconds after which any wait gives up."""
ADDRESSES = 16
"""That the phones come from: a server lets in only so many at once of each."""
CLOSE = 8
"""The opcode that ends a connection; the ones below carry messages."""
COMPRESSED = 0x40


class RanOut(Exception):
    """A wait came to its limit, or a phone lost what it needs to go on. Says so in a sentence."""


@dataclass(eq=False)
class Phone:
    """One connection: what its screen shows, and what it heard and has not looked at yet."""

    name: str
    key: str
    seated: bool = True
    """Whether it has a view of its own."""
    shared: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    """How many messages of each kind came, until somebody clears it."""
    heard: list[bytes] = field(default_factory=list)
    wanted: list["Wanted"] = field(default_factory=list)
    line: socket.socket = field(default_factory=socket.socket)
    upgraded: bool = False
    inflate: Any = None
    rest: bytes = b""
    """The beginning of a frame whose end has not come yet."""

    def look(self) -> None:
        """Take in what was heard."""
        for text in self.heard:
            kind = text.split(b'"', 2)[1].decode() if text.startswith(b"42") else "ack" if text[:2] == b"43" else "ping"
            self.kinds[kind] += 1
            if kind == "view":
                (_, view) = json.loads(text[2:])
                self.shared = view.get("shared", {"body": self.shared})["body"]
                self.own = view.get("own", {"body": self.own})["body"]
        self.heard.clear()


class Wanted:
    """Something that each of these phones has yet to hear; `at` keeps when each of them did."""

    def __init__(self, what: str, phones: Iterable[Phone], is_it: Callable[[bytes], bool]) -> None:
        self.what = what
        self.is_it = is_it
        self.missing = set(phones)
        self.at: dict[Phone, float] = {}
        for phone in self.missing:
            phone.wanted.append(self)

    def heard(self, phone: Phone, text: bytes, now: float) -> None:
        if self.is_it(text):
            self.at[phone] = now
            self.missing.discard(phone)
            phone.wanted.remove(self)


def has(*marks: bytes) -> Callable[[bytes], bool]:
    """Whether a message has all of these in it."""
    return lambda text: all(mark in text for mark in marks)


def frame(text: bytes) -> bytes:
    """A whole text frame as clients send it, with a mask."""
    size, mask = len(text), os.urandom(4)
    head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
    return head + mask + bytes(sign ^ veil for sign, veil in zip(text, cycle(mask), strict=False))


def command(number: int, kind: str, **fields: Any) -> bytes:
    """A command in its frame. `number` comes back in the ack."""
    said = {"id": token_hex(16), "kind": kind, **fields}
    return frame(f'42{number}["command",{json.dumps(said)}]'.encode())


class Loop:
    """Hears all phones, in one thread."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._poll = select.epoll()
        self._phones: dict[int, Phone] = {}

    def connect(self, phones: Iterable[Phone]) -> None:
        """All in the same instant; `turn` and `until` do the rest."""
        for number, phone in enumerate(phones):
            phone.line.bind((f"127.0.0.{number % ADDRESSES + 1}", 0))
            phone.line.setblocking(False)
            phone.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            failed = phone.line.connect_ex(("127.0.0.1", self._port))
            if failed not in (0, errno.EINPROGRESS):
                raise RanOut(f"{phone.name} could not connect: {os.strerror(failed)}.")
            self._phones[phone.line.fileno()] = phone
            self._poll.register(phone.line, select.EPOLLOUT)

    def drop(self, phones: Iterable[Phone]) -> None:
        """Hang up without a word. The same phones may connect again."""
        for phone in phones:
            del self._phones[phone.line.fileno()]
            phone.line.close()
            phone.line, phone.upgraded, phone.inflate, phone.rest = socket.socket(), False, None, b""

    def send(self, phone: Phone, data: bytes) -> None:
        """A few hundred bytes, which the kernel takes whole."""
        if phone.line.send(data) < len(data):
            raise RanOut(f"The server has stopped reading what {phone.name} sends.")

    def turn(self, seconds: float) -> None:
        """Hear whatever comes within so many seconds."""
        self._run(lambda: False, seconds, sleeps=True)

    def until(self, *wanted: Wanted) -> None:
        """Hear until all of this has come. Raises RanOut, saying how many phones miss what.

        Never sleeps meanwhile: phones are not on the server's machine, and to wake this process for each frame would
        be charged to the server.
        """
        if not self._run(lambda: not any(one.missing for one in wanted), LIMIT):
            late = [one for one in wanted if one.missing]
            lack = [f"{len(one.missing)} of {len(one.missing) + len(one.at)} miss {one.what}" for one in late]
            raise RanOut(f"After {LIMIT:.0f} s {' and '.join(lack)}.")

    def close(self) -> None:
        for phone in self._phones.values():
            phone.line.close()
        self._poll.close()

    def _run(self, done: Callable[[], bool], seconds: float, *, sleeps: bool = False) -> bool:
        end = perf_counter() + seconds
        while not done():
            left = end - perf_counter()
            if left <= 0:
                return False
            for file, what in self._poll.poll(left if sleeps else 0):
                try:
                    self._stir(self._phones[file], what)
                except OSError as error:
                    raise RanOut(f"{self._phones[file].name} lost its connection: {error}.") from error
        return True

    def _stir(self, phone: Phone, what: int) -> None:
        if what & select.EPOLLOUT:
            self.send(phone, _upgrade(self._port))
            self._poll.modify(phone.line, select.EPOLLIN)
            return
        data, now = phone.line.recv(65536), perf_counter()
        if not data:
            raise RanOut(f"The server closed the connection of {phone.name}.")
        phone.rest += data
        for text in _messages(phone):
            phone.heard.append(text)
            for one in tuple(phone.wanted):
                one.heard(phone, text, now)
            if text == b"2":
                self.send(phone, frame(b"3"))
            elif text.startswith(b"0"):
                self.send(phone, frame(b"40" + json.dumps({"key": phone.key}).encode()))
            elif text.startswith(b"44"):
                raise RanOut(f"{phone.name} was refused: {text.decode()}")


def _upgrade(port: int) -> bytes:
    """What a browser asks, compression included."""
    return (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Origin: http://127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dXAtdG8teW91LWJlbmNoIQ==\r\n"
        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
    ).encode()


def _messages(phone: Phone) -> Iterable[bytes]:
    """What came whole; the rest waits for more. The server masks nothing and splits nothing."""
    if not phone.upgraded:
        head, end, data = phone.rest.partition(b"\r\n\r\n")
        if not end:
            return
        if not head.startswith(b"HTTP/1.1 101 "):
            raise RanOut(f"{phone.name} was not let in: {head[:200].decode(errors='replace')}")
        phone.upgraded, phone.rest = True, data
        phone.inflate = zlib.decompressobj(-zlib.MAX_WBITS) if b"permessage-deflate" in head else None
    start, data = 0, phone.rest
    while len(data) - start >= 2:
        first, size = data[start], data[start + 1]
        body = start + {126: 4, 127: 10}.get(size, 2)
        if size > 125:
            size = int.from_bytes(data[start + 2 : body], "big")
        if len(data) < body + size:
            break
        if first & 0x0F == CLOSE:
            raise RanOut(f"The server closed the connection of {phone.name}.")
        text, start = data[body : body + size], body + size
        yield phone.inflate.decompress(text + b"\0\0\xff\xff") if first & COMPRESSED else text
    phone.rest = data[start:]
