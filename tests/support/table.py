"""A workshop over the wire with everybody at the table, and what each of them was sent."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self

import socketio
from socketio.exceptions import ConnectionError as NotConnected

from tests.support.phones import PATIENCE, WirePhone
from tests.support.server import Opened, RunningServer

Frame = tuple[str, Any]


class Phone(WirePhone):
    """A phone that also remembers every ack, and whether the server hung up."""

    def __init__(self, url: str, key: str, name: str = "", device: str = "") -> None:
        self.name = name
        self.key = key
        self.acks: list[dict[str, Any]] = []
        self.cut = threading.Event()
        super().__init__(url, key, device=device)

    def _lost(self, *_: Any) -> None:
        super()._lost()
        self.cut.set()

    def says(self, kind: str, id: str | None = None, **fields: Any) -> dict[str, Any]:
        ack = super().says(kind, id, **fields)
        self.acks.append(ack)
        return ack

    def sends(self, data: Any) -> dict[str, Any]:
        """Send whatever as a command; gives the ack."""
        ack: dict[str, Any] = self.socket.call("command", data, timeout=PATIENCE)
        self.acks.append(ack)
        return ack

    def refused(self, kind: str, **fields: Any) -> str:
        """Send a command that must not be taken; gives the reason."""
        ack = self.says(kind, **fields)
        assert not ack["ok"], ack
        return str(ack["reason"])

    def resyncs(self) -> None:
        """Ask for everything again, and wait until it came."""
        self.socket.emit("resync")
        self.is_answered()

    def is_answered(self) -> None:
        """Wait until all that was sent before is dealt with: a socket's messages are, in order."""
        self.socket.call("command", {"kind": "no such kind"}, timeout=PATIENCE)

    def was_cut_off(self) -> bool:
        """Wait until the server has hung up."""
        return self.cut.wait(PATIENCE)

    @property
    def views(self) -> list[dict[str, Any]]:
        """Every view frame, in order."""
        return [data for event, data in self.frames if event == "view"]


def refusal(url: str, auth: Any) -> str:
    """Why a connection with this `auth` is refused; empty when it is not."""
    client = socketio.Client(reconnection=False)
    why: list[Any] = []
    client.on("connect_error", why.append)
    try:
        client.connect(url, auth=auth, transports=["websocket"], wait_timeout=PATIENCE)
    except NotConnected:
        (said,) = why
        return str(said["message"] if isinstance(said, dict) else said)
    finally:
        client.disconnect()
    return ""


class Table:
    """A console, a stage, managers, reps and observers, all connected. People go by name."""

    def __init__(
        self,
        server: RunningServer,
        managers: Iterable[str] = ("Ana", "Bo"),
        reps: Iterable[str] = ("Kim", "Lou"),
        observers: Iterable[str] = (),
    ) -> None:
        self.server = server
        self.workshop: Opened = server.open_workshop(*managers)
        self.people: dict[str, Phone] = {}
        self.seats: dict[str, str] = {}
        self._open = ExitStack()
        keys = {"console": self.workshop.key("facilitator"), "stage": self.workshop.key("stage")}
        for number, name in enumerate(managers, start=1):
            self.seats[name] = f"m{number}"
            keys[name] = self.workshop.key("manager", f"m{number}")
        keys |= {name: self._takes_seat(name, "rep") for name in reps}
        keys |= {name: self._takes_seat(name, "observer") for name in observers}
        with ThreadPoolExecutor(8) as pool:
            self.people |= zip(keys, pool.map(self._connects, keys, keys.values()), strict=True)
        self.console, self.stage = self["console"], self["stage"]
        self.console.sees(self._heard_of_all, "that everybody is here")

    def _heard_of_all(self, console: WirePhone) -> bool:
        words = [data["lost"] for event, data in console.frames if event == "presence"]
        return bool(words) and words[-1].keys() >= set(self.seats.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def __getitem__(self, name: str) -> Phone:
        return self.people[name]

    def sits(self, name: str, key: str) -> Phone:
        """Open a screen with a key; a second one under another name is a second tab."""
        self.people[name] = phone = self._connects(name, key)
        return phone

    def joins(self, name: str, role: str = "rep") -> Phone:
        return self.sits(name, self._takes_seat(name, role))

    def _takes_seat(self, name: str, role: str) -> str:
        told = self.workshop.take_seat(name, role)
        self.seats[name] = told["seat"]
        key: str = told["key"]
        return key

    def _connects(self, name: str, key: str) -> Phone:
        phone = self._open.enter_context(Phone(self.server.url, key, name))
        if "veiled" not in phone.shared:
            phone.sees(lambda one: bool(one.own), "a part of its own")
        return phone

    @property
    def step(self) -> str:
        step: str = self.console.place["step"]
        return step

    @property
    def phase(self) -> str:
        phase: str = self.console.place["phase"]
        return phase

    # Leading

    def next(self) -> None:
        """Press Next, and wait until everybody is where it leads."""
        move = self.console.place["move"]
        self.console.does("next", expect=move, confirmed=True)
        self.console.sees(lambda phone: phone.place["move"] > move, "the next place")
        self.together()

    def together(self) -> None:
        """Wait until every screen is at the place of the console."""
        move = self.console.place["move"]
        for phone in self.people.values():
            phone.sees(lambda one: one.place["move"] >= move, f"move {move}")

    def goes_to(self, phase: str, before: Callable[[str], None] = lambda phase: None) -> None:
        """Press Next until this phase; `before` is called with every phase that is left."""
        while self.phase != phase:
            before(self.phase)
            self.next()

    def goes_on(self) -> None:
        """One step of the day, with what it cannot do without."""
        if self.phase == "lock":
            move = self.console.place["move"]
            self.console.sees(lambda phone: phone.place["move"] > move, "the end of the lock")
            self.together()
            return
        if self.phase == "rule":
            self.rules(*(name for name, seat in self.seats.items() if seat.startswith("m")))
        if self.phase == "capture":
            self.console.does("close_case", step=self.step, closing="open", why="no time")
        self.next()

    def rules(self, *names: str, level: int = 1, authority: int = 1) -> None:
        for name in names:
            self[name].does("rule", step=self.step, level=level, authority=authority, n=1)

    def counts(self, done: int) -> None:
        """Wait until console and stage know that so many have answered."""
        self.console.sees(lambda phone: (phone.shared["stage"]["answered"] or {}).get("done") == done, f"{done} in")
        self.stage.sees(lambda phone: (phone.shared["answered"] or {}).get("done") == done, f"{done} in")

    # Counting frames

    def marks(self) -> dict[str, int]:
        """Where everybody's frames end now. Waits until all that was caused so far has come."""
        self._pause_and_resume()
        return {name: len(phone.frames) for name, phone in self.people.items()}

    def since(self, marks: dict[str, int]) -> dict[str, list[Frame]]:
        """What everybody was sent since then, without ticks: a pause that all screens show ends it.

        Everything that was caused before the pause comes before it, for frames of one socket keep their order.
        """
        self._pause_and_resume()
        return {name: _until_pause(self.people[name].frames[start:]) for name, start in marks.items()}

    def _pause_and_resume(self) -> None:
        for kind, paused in (("pause_room", True), ("resume", False)):
            self.console.does(kind)
            for phone in self.people.values():
                phone.sees(lambda one, paused=paused: (one.place["paused_at"] is not None) is paused, kind)
        for phone in self.people.values():  # the part of its own comes after the shared one, and before this answer
            phone.is_answered()


def _until_pause(frames: list[Frame]) -> list[Frame]:
    kept: list[Frame] = []
    for event, data in frames:
        if event == "view" and "shared" in data and data["shared"]["body"]["place"]["paused_at"] is not None:
            return kept
        if event != "tick":
            kept.append((event, data))
    raise AssertionError("the pause never came")
