"""A phone without a screen: takes a seat over HTTP, opens a socket, keeps the last view, sends commands."""

import json
import threading
import time
from collections.abc import Callable
from secrets import token_hex
from typing import Any
from urllib.request import Request, urlopen

import socketio
from socketio.exceptions import SocketIOError

PATIENCE = 30.0
"""Seconds to wait for an answer over HTTP."""
ONE_TRY = 5.0
"""Seconds to wait for an answer over the socket before the same is sent again."""
AGAIN = 0.25
"""Seconds to wait before that."""


class Server:
    """The server as the bots see it."""

    def __init__(self, url: str, key: str = "") -> None:
        self.url = url
        self._key = key

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._key}"}
        request = Request(self.url + path, json.dumps(body).encode(), headers)  # noqa: S310 (our own server)
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            told: dict[str, Any] = json.load(answer)
        return told

    def open_workshop(self, pack: str, title: str, managers: list[str]) -> dict[str, Any]:
        return self.post("/api/workshops", {"pack": pack, "title": title, "managers": managers})

    def console(self, code: str) -> str:
        """A further key to a console, so that the bot's own is on no device but the bot."""
        key: str = self.post(f"/api/workshops/{code}/console", {})["key"]
        return key

    def take_seat(self, join: str, name: str) -> str:
        """A rep's seat by the link that the stage shows; gives its key."""
        code, _, scan = join.rpartition("/")[2].partition("#")
        wish = {"id": token_hex(16), "name": name, "scan": scan}
        key: str = self.post(f"/api/workshops/{code}/seats", wish)["key"]
        return key


class Phone:
    """One connected seat. `act` is called in a thread of its own after every change of the view.

    The view stands still while it acts.
    """

    def __init__(self, url: str, key: str, act: Callable[["Phone"], None]) -> None:
        self.shared: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        self._act = act
        self._latest: dict[str, dict[str, Any]] = {}
        self._news = threading.Event()
        self._gone = False
        self._socket = socketio.Client(reconnection_delay=0.25, reconnection_delay_max=2)
        self._socket.on("view", self._view)
        self._socket.connect(url, auth={"key": key}, transports=["websocket"], wait_timeout=PATIENCE)
        threading.Thread(target=self._live, daemon=True).start()

    @property
    def phase(self) -> str:
        return str(self.shared.get("place", {}).get("phase", ""))

    @property
    def step(self) -> str:
        return str(self.shared["place"]["step"])

    def may(self, kind: str) -> bool:
        return kind in (self.own or self.shared).get("can", ())

    def send(self, kind: str, **fields: Any) -> bool:
        """Send a command, again and again until it is answered. True when it was taken."""
        command = {"id": token_hex(16), "kind": kind, **fields}
        while not self._gone:
            try:
                ack: dict[str, Any] = self._socket.call("command", command, timeout=ONE_TRY)
            except SocketIOError:
                time.sleep(AGAIN)
                continue
            if ack.get("reason") != "retry":
                return bool(ack["ok"])
            time.sleep(AGAIN)
        return False

    def leave(self) -> None:
        self._gone = True
        self._news.set()
        self._socket.disconnect()

    def _view(self, frame: dict[str, Any]) -> None:
        self._latest.update({part: frame[part]["body"] for part in ("shared", "own") if part in frame})
        self._news.set()

    def _live(self) -> None:
        while not self._gone:
            self._news.wait()
            self._news.clear()
            self.shared, self.own = self._latest.get("shared", {}), self._latest.get("own", {})
            if self.shared and not self._gone:
                self._act(self)
