"""A plain TCP proxy that hands each connection to the next of several servers, whoever asks. It keeps nobody to one."""

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
    """Starts at once. A server that refuses is passed over; `given` counts who got how many connections."""

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
            threading.Thread(target=_pass_on, args=(server, client), daemon=True).start()
            _pass_on(client, server)
            return
        client.close()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    """Carry bytes until one side ends; then end both."""
    with suppress(OSError):
        while piece := here.recv(PIECE):
            there.sendall(piece)
    for one in (here, there):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
