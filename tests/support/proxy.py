"""What may stand between a phone and the server: a proxy that keeps nobody to one server, and odd networks."""

import select
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from itertools import count

from tests.support.server import free_port

PIECE = 65536
CONNECT = 1.0
"""Seconds for a server to take a connection, before the next one is asked."""


class RoundRobin:
    """A plain TCP proxy that hands each connection to the next of several servers, whoever asks. Starts at once.

    A server that refuses is passed over; `given` counts who got how many connections."""

    def __init__(self, ports: Iterable[int]) -> None:
        self.port = free_port()
        self.where: dict[int, int] = {}
        """The server that each client's port was given to."""
        self.serves(ports)
        self._turn = count()
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=512)
        threading.Thread(target=self._accept, daemon=True).start()

    def serves(self, ports: Iterable[int]) -> None:
        """From now on, connections go to these ports in turn."""
        self._ports = tuple(ports)
        self.given: dict[int, int] = dict.fromkeys(self._ports, 0)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        for _ in self._ports:
            port = self._ports[next(self._turn) % len(self._ports)]
            try:
                server = socket.create_connection(("127.0.0.1", port), CONNECT)
            except OSError:
                continue
            self.given[port] += 1
            self.where[client.getpeername()[1]] = port
            server.settimeout(None)
            threading.Thread(target=self._pass_on, args=(server, client), daemon=True).start()
            self._pass_on(client, server)
            return
        client.close()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        """Carry bytes until one side ends; then end both."""
        with suppress(OSError):
            while piece := here.recv(PIECE):
                there.sendall(piece)
        _end(here, there)


class NoUpgrade(RoundRobin):
    """A network that knows plain requests only: what asks for a WebSocket arrives as any other request."""

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while piece := here.recv(PIECE):
                there.sendall(piece.replace(b"Upgrade: websocket\r\n", b""))
        _end(here, there)


class BadNetwork(RoundRobin):
    """A network to one server that takes everything and says nothing, or cuts what is idle."""

    def __init__(self, port: int) -> None:
        self.swallows = False
        """Whether it takes everything and carries nothing on, without a word to either side."""
        self.idle: float | None = None
        """Seconds without a byte after which it cuts a connection."""
        super().__init__([port])

    def _pass_on(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError, ValueError):
            while piece := self._next(here):
                if not self.swallows:
                    there.sendall(piece)
        _end(here, there)

    def _next(self, here: socket.socket) -> bytes:
        """The next piece; nothing at the end, or when nothing came for too long."""
        if self.idle is not None and not select.select([here], [], [], self.idle)[0]:
            return b""
        return here.recv(PIECE)


def _end(*both: socket.socket) -> None:
    for one in both:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
