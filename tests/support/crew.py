"""Several workers on one Redis behind a proxy that keeps nobody to one of them."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self

from socketio.exceptions import SocketIOError

from server.game.ids import WorkshopId
from server.store.base import Commit
from server.store.redis import RedisLog
from tests.support.phones import WirePhone
from tests.support.proxy import RoundRobin
from tests.support.redis import RunningRedis
from tests.support.server import Opened, RunningServer, ask

HOST_KEY = "h_tests"
TRY = 3.0
"""Seconds after which a phone sends a command again that nobody answered."""
STREAMS = "uptoyou:{*}:log"
LONG = 60.0
"""Seconds within which an outage is expected to be over."""


class Crew:
    """As a `RunningServer` to those who open workshops and connect."""

    start_page = f"/start#key={HOST_KEY}"

    def __init__(self, folder: Path, count: int, program: tuple[str, ...] = ("-m", "server")) -> None:
        self._open = ExitStack()
        self.redis = RunningRedis(folder / "redis")
        self._open.callback(self.redis.stop)
        environment = {"UPTOYOU_STORE": self.redis.url, "UPTOYOU_HOST_KEY": HOST_KEY}
        self.proxy = RoundRobin([])
        self._open.callback(self.proxy.close)
        self.url, self.port = self.proxy.url, self.proxy.port

        def start(number: int) -> RunningServer:
            data = folder / f"worker-{number}"
            worker = RunningServer(data, "--public-url", self.url, environment=environment, program=program)
            self._open.callback(worker.stop)
            return worker

        try:
            with ThreadPoolExecutor(count) as pool:
                self.workers = list(pool.map(start, range(count)))
        except BaseException:
            self._open.close()
            raise
        self.proxy.serves(worker.port for worker in self.workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return ask(self.url + path, body, HOST_KEY)

    def open_workshop(self, *managers: str, pack: str = "retail-bank") -> Opened:
        told = self.post("/api/workshops", {"pack": pack, "title": "", "managers": list(managers)})
        return Opened(self, told)

    def saves_more_than(self, count: int) -> None:
        """Wait until the log holds more commits than so many."""
        deadline = monotonic() + LONG
        while self.saved() <= count:
            assert monotonic() < deadline, "nothing was saved"
            sleep(0.02)

    def saved(self) -> int:
        """How many commits the one workshop of this crew has in its log."""
        (stream,) = self.redis.client.scan_iter(STREAMS, count=1_000)
        return int(self.redis.client.xlen(stream))

    def log(self) -> list[Commit]:
        """What the one workshop of this crew has in its log."""
        log = RedisLog(self.redis.url)
        try:
            (workshop,) = log.workshops()
            return list(log.commits(WorkshopId(workshop)))
        finally:
            log.close()


def insists(phone: WirePhone, kind: str, **fields: Any) -> str:
    """Send a command as the real page does: with the same id, until it is answered. Gives the id."""
    id = token_hex(16)
    deadline = monotonic() + LONG
    while monotonic() < deadline:
        try:
            ack = phone.socket.call("command", {"id": id, "kind": kind, **fields}, timeout=TRY)
        except SocketIOError:
            phone.socket.sleep(0.1)  # (it is connecting again)
            continue
        if ack["ok"]:
            return id
        assert ack["reason"] == "retry", ack
        phone.socket.sleep(0.1)
    raise AssertionError(f"{kind} was never acknowledged")


def all_insist(phones: Iterable[WirePhone], times: int, step: str, after: int = 0) -> list[str]:
    """All these phones rule at once, again and again; gives the ids of the acknowledged commands."""

    def rule(phone: WirePhone) -> list[str]:
        return [
            insists(phone, "rule", step=step, level=n % 2, authority=n % 3 % 2, n=n)
            for n in range(after + 1, after + times + 1)
        ]

    phones = list(phones)
    with ThreadPoolExecutor(len(phones)) as pool:
        return [id for ids in pool.map(rule, phones) for id in ids]
