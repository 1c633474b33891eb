"""Many phones on one epoll loop: WebSocket, Engine.IO 4 and Socket.IO 5, as far as a phone needs them.

Standard library only and nothing parsed before the clock stops, so that the server is measured and not the client.
"""

import errno
import json
import os
import select
import socket
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from itertools import cycle
from secrets import token_hex
from time import perf_counter
from typing import Any

LIMIT = 60.0
"""Seconds after which any wait gives up."""
CLOSE = 8
"""The opcode that ends a connection; the ones below carry messages."""
SQUEEZED = 0x40
"""The bit of a frame that is compressed."""


class RanOut(Exception):
    """A wait came to its limit, or a phone lost what it needed to go on."""


class Wanted:
    """Something that each of these phones has yet to hear; `at` keeps when each of them did."""

    def __init__(self, what: str, phones: Iterable["Phone"], is_it: Callable[[bytes], bool]) -> None:
        self.what = what
        self.is_it = is_it
        self.missing = set(phones)
        self.at: dict[Phone, float] = {}
        for phone in self.missing:
            phone.wanted.append(self)

    def came(self, phone: "Phone", now: float) -> None:
        self.at[phone] = now
        self.missing.discard(phone)
        phone.wanted.remove(self)


def has(*marks: bytes) -> Callable[[bytes], bool]:
    """Whether a message has all of these in it."""
    return lambda text: all(mark in text for mark in marks)


class Phone:
    """One connection: what it heard and has not looked at yet, and what its screen shows."""

    def __init__(self, name: str, key: str) -> None:
        self.name = name
        self.key = key
        self.shared: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        self.heard: list[bytes] = []
        self.kinds: Counter[str] = Counter()
        """How many messages of each kind came, until somebody clears it."""
        self.wanted: list[Wanted] = []
        self.inflate: Any = None
        self.is_open = False
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""
        """The beginning of a frame whose end has not come yet."""

    def look(self) -> None:
        """Take in what was heard: the last views, and the kinds of all messages."""
        for text in self.heard:
            kind = _kind(text)
            self.kinds[kind] += 1
            if kind == "view":
                (_, view) = json.loads(text[2:])
                self.shared = view["shared"]["body"] if "shared" in view else self.shared
                self.own = view["own"]["body"] if "own" in view else self.own
        self.heard.clear()


def _kind(text: bytes) -> str:
    if text.startswith(b"42"):
        return text.split(b'"', 2)[1].decode()
    return "ack" if text.startswith(b"43") else "opening" if text != b"2" else "ping"


def frame(text: bytes) -> bytes:
    """A whole frame as clients send it, with a mask."""
    size, mask = len(text), os.urandom(4)
    head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size)
    return head + mask + bytes(sign ^ veil for sign, veil in zip(text, cycle(mask), strict=False))


def command(number: int, kind: str, **fields: Any) -> bytes:
    """A command in its frame. `number` comes back in the ack."""
    said = {"id": token_hex(16), "kind": kind, **fields}
    return frame(f'42{number}["command",{json.dumps(said)}]'.encode())


ALIVE = frame(b"3")
"""The answer to the server's ping."""


class Loop:
    """Hears all phones, in one thread."""

    def __init__(self, port: int) -> None:
        self._address = ("127.0.0.1", port)
        self._poll = select.epoll()
        self._phones: dict[int, Phone] = {}
        here = f"127.0.0.1:{port}"
        self._upgrade = (
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {here}\r\nOrigin: http://{here}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dXAtdG8teW91LWJlbmNoIQ==\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
        ).encode()

    def connect(self, phones: Iterable[Phone]) -> None:
        """All at once; `turn` and `until` do the rest."""
        for phone in phones:
            failed = phone.socket.connect_ex(self._address)
            if failed not in (0, errno.EINPROGRESS):
                raise RanOut(f"{phone.name} could not connect: {os.strerror(failed)}")
            self._phones[phone.socket.fileno()] = phone
            self._poll.register(phone.socket, select.EPOLLOUT)

    def send(self, phone: Phone, data: bytes) -> None:
        """Phones send a few hundred bytes at a time, which the kernel takes whole."""
        if phone.socket.send(data) < len(data):
            raise RanOut(f"{phone.name} could not send: the server has stopped reading from it")

    def turn(self, seconds: float) -> None:
        """Hear whatever comes within so many seconds."""
        self._run(lambda: False, seconds)

    def until(self, *wanted: Wanted) -> None:
        """Hear until all of this has come. Raises RanOut, saying how many phones miss what."""
        if not self._run(lambda: not any(one.missing for one in wanted), LIMIT):
            missing = [
                f"{len(one.missing)} of {len(one.missing) + len(one.at)} miss {one.what}"
                for one in wanted
                if one.missing
            ]
            raise RanOut(f"After {LIMIT:.0f} s: {'; '.join(missing)}.")

    def close(self) -> None:
        for phone in self._phones.values():
            phone.socket.close()
        self._poll.close()

    def _run(self, done: Callable[[], bool], seconds: float) -> bool:
        end = perf_counter() + seconds
        while not done():
            left = end - perf_counter()
            if left <= 0:
                return False
            for file, what in self._poll.poll(left):
                self._stir(self._phones[file], what)
        return True

    def _stir(self, phone: Phone, what: int) -> None:
        try:
            if what & select.EPOLLOUT:
                self.send(phone, self._upgrade)
                self._poll.modify(phone.socket, select.EPOLLIN)
                return
            data = phone.socket.recv(65536)
        except OSError as error:
            raise RanOut(f"{phone.name} lost its connection: {error}") from error
        if not data:
            raise RanOut(f"The server closed the connection of {phone.name}.")
        now = perf_counter()
        data = phone.rest + data
        if not phone.is_open:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                phone.rest = head
                return
            self._opened(phone, head)
        for text in _frames(phone, data):
            self._hear(phone, text, now)

    @staticmethod
    def _opened(phone: Phone, head: bytes) -> None:
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise RanOut(f"{phone.name} was not let in: {head[:200].decode(errors='replace')}")
        phone.is_open = True
        if b"permessage-deflate" in head:
            phone.inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def _hear(self, phone: Phone, text: bytes, now: float) -> None:
        phone.heard.append(text)
        for one in tuple(phone.wanted):
            if one.is_it(text):
                one.came(phone, now)
        if text == b"2":
            self.send(phone, ALIVE)
        elif text.startswith(b"0"):
            self.send(phone, frame(b"40" + json.dumps({"key": phone.key}).encode()))
        elif text.startswith(b"44"):
            raise RanOut(f"{phone.name} was refused: {text.decode()}")


def _frames(phone: Phone, data: bytes) -> Iterable[bytes]:
    """The messages of whole frames; what is left waits for more. The server masks nothing and splits nothing."""
    start, size = 0, len(data)
    while size - start >= 2:
        first, length = data[start], data[start + 1]
        body = start + {126: 4, 127: 10}.get(length, 2)
        if body > size:
            break
        if length > 125:
            length = int.from_bytes(data[start + 2 : body], "big")
        if body + length > size:
            break
        text = data[body : body + length]
        if first & 0x0F < CLOSE:
            yield phone.inflate.decompress(text + b"\0\0\xff\xff") if first & SQUEEZED else text
        elif first & 0x0F == CLOSE:
            raise RanOut(f"The server closed the connection of {phone.name}.")
        start = body + length
    phone.rest = data[start:]


def kinds_of(phones: Collection[Phone]) -> Counter[str]:
    """The kinds of messages that these phones heard together since their counts were cleared."""
    return sum((phone.kinds for phone in phones), Counter())
