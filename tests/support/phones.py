"""Clients of the wire for tests: each keeps every frame that it was sent, and waits for what it expects to see."""

import threading
import time
from collections.abc import Callable
from functools import partial
from secrets import token_hex
from types import TracebackType
from typing import Any, Self

import engineio
import socketio
from socketio.exceptions import SocketIOError

PATIENCE = 15.0
TAPS = 6
"""So many taps each phone sends in one go."""
AGAIN = 0.2
"""Seconds before a command that is to come again is sent again: a seat has five a second."""


class _Engine(engineio.Client):
    """The usual client hands every message to a thread of its own, so that two may change places. This one waits."""

    def _trigger_event(self, event: str, *args: Any, **how: Any) -> Any:
        return super()._trigger_event(event, *args, **{**how, "run_async": False})

    def _reset(self) -> None:
        """Let go of the socket too: the usual client leaves it open when the server has died."""
        if self.ws is not None:
            self.ws.shutdown()
        super()._reset()


class _Client(socketio.Client):
    def _engineio_client_class(self) -> type[engineio.Client]:
        return _Engine


class WirePhone:
    """One socket. `frames` holds everything that came over it, in order."""

    patience = PATIENCE
    """Seconds that `sees` waits."""

    def __init__(self, url: str, key: str, language: str = "", device: str = "") -> None:
        self.frames: list[tuple[str, Any]] = []
        self.shared: dict[str, Any] = {}
        self.own: dict[str, Any] = {}
        self.versions = {"shared": 0, "own": 0}
        self.connected_before = 0
        self._change = threading.Condition()
        self.socket = _Client(reconnection_delay=0.1, reconnection_delay_max=0.5)
        self.socket.on("*", self._hear)
        self.socket.on("connect", self._connected)
        self.socket.on("disconnect", self._lost)
        self.socket.connect(
            url,
            auth={"key": key, "language": language, "device": device},
            transports=["websocket"],
            wait_timeout=PATIENCE,
        )
        self.sees(lambda phone: bool(phone.shared), "a first view")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leaves()

    def _connected(self) -> None:
        with self._change:
            self.connected_before += 1
            self._change.notify_all()

    def _lost(self, *_: Any) -> None:
        with self._change:
            self.versions = {"shared": 0, "own": 0}

    def _hear(self, event: str, data: Any) -> None:
        with self._change:
            self.frames.append((event, data))
            if event == "view":
                for part in ("shared", "own"):
                    if part in data and data[part]["version"] > self.versions[part]:
                        self.versions[part] = data[part]["version"]
                        setattr(self, part, data[part]["body"])
            self._change.notify_all()

    @property
    def place(self) -> dict[str, Any]:
        place: dict[str, Any] = self.shared["place"]
        return place

    def says(self, kind: str, id: str | None = None, **fields: Any) -> dict[str, Any]:
        """Send a command; gives the ack. Like a real phone it sends the same again when it is told to."""
        command = {"id": id or token_hex(16), "kind": kind, **fields}
        deadline = time.monotonic() + PATIENCE
        while True:
            ack: dict[str, Any] = self.socket.call("command", command, timeout=PATIENCE)
            if ack.get("reason") != "retry" or time.monotonic() > deadline:
                return ack
            time.sleep(AGAIN)

    def does(self, kind: str, **fields: Any) -> None:
        """Send a command that must be taken."""
        ack = self.says(kind, **fields)
        assert ack["ok"], ack

    def sees(self, expected: Callable[["WirePhone"], bool], what: str = "") -> None:
        """Wait until this holds."""
        deadline = time.monotonic() + self.patience
        with self._change:
            while not expected(self):
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f"never saw {what or expected}; at {self.shared.get('place')}")
                self._change.wait(left)

    def comes_to(self, phase: str, beat: int | None = None) -> None:
        self.sees(
            lambda phone: phone.place["phase"] == phase and beat in (None, phone.place["beat"]), f"{phase} {beat}"
        )

    def leaves(self) -> None:
        self.socket.shutdown()


class StubbornPhone(WirePhone):
    """Keeps what it sent until it is answered, and sends it again with the same id, in order, when the line is back."""

    def __init__(self, url: str, key: str) -> None:
        self.key = key
        self.waiting: dict[str, dict[str, Any]] = {}
        self.sent: list[str] = []
        self.refused: list[dict[str, Any]] = []
        self.taps = 0
        self._is_here = False
        super().__init__(url, key)

    # Sending

    def insists(self, kind: str, **fields: Any) -> None:
        with self._change:
            command = {"id": token_hex(16), "kind": kind, **fields}
            self.sent.append(command["id"])
            self.waiting[command["id"]] = command
            self._emit(command)

    def _emit(self, command: dict[str, Any]) -> None:
        if self._is_here:
            try:
                self.socket.emit("command", command, callback=partial(self._answered, command["id"]))
            except SocketIOError:
                self._is_here = False

    def _answered(self, id: str, ack: dict[str, Any]) -> None:
        with self._change:
            if ack.get("reason") == "retry":
                threading.Timer(AGAIN, self._emit_again, [id]).start()
                return
            self.waiting.pop(id, None)
            if not ack["ok"]:
                self.refused.append(ack)
            self._change.notify_all()

    def _emit_again(self, id: str) -> None:
        with self._change:
            if id in self.waiting:
                self._emit(self.waiting[id])

    def _connected(self) -> None:
        with self._change:
            self._is_here = True
            for command in self.waiting.values():
                self._emit(command)
        super()._connected()

    def _lost(self, *_: Any) -> None:
        with self._change:
            self._is_here = False
        super()._lost()

    # A nervous thumb

    def taps_on(self) -> None:
        """Several taps in one go, no more than a seat may send at once."""
        for _ in range(TAPS):
            self.taps += 1
            self.insists("rule", step=self.place["step"], level=self.taps % 4, authority=self.taps % 3, n=self.taps)

    def is_answered(self, left: int = 0) -> None:
        """Wait until no more than so many taps wait for their answer."""
        self.sees(lambda _: len(self.waiting) <= left, f"{left} taps without an answer")
