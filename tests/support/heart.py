"""The service without a network: a log, a clock that stands still, and the writer in a thread of its own."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from threading import Thread
from time import sleep
from types import TracebackType
from typing import Self

from server.game import commands as c
from server.game.ids import Millis, SeatId, WorkshopId
from server.game.people import DOOR, FACILITATOR, Actor, Role
from server.game.plan import Phase
from server.game.state import Workshop
from server.service.clock import Clock
from server.service.live import Live
from server.service.workshops import Outcome, Workshops
from server.store.base import CommandId, Commit, EventLog, Tell, Unfollow
from server.store.memory import MemoryLog
from tests.support.given import START, key, opening

W1 = WorkshopId("w1")
PATIENCE = 10.0
_ASKED = count()


class Heart:
    """`workshops` on a log, started unless told otherwise.

    `found` is what was there already, `told` what it told since, with the state after it of a workshop in play.
    """

    def __init__(self, log: EventLog | None = None, *, running: bool = True) -> None:
        self.log = log or MemoryLog()
        self.now = START
        self.told: list[tuple[Commit, Workshop | None]] = []
        self.found: list[Workshop] = []
        self.live = Live(self.log, self._found, self._changed, lambda: self.now)
        self.live.load()
        self.workshops = Workshops(self.log, self.live, lambda: self.now)
        self.present: tuple[SeatId, ...] = ()
        self._pool = ThreadPoolExecutor(16)
        self._writer: Thread | None = None
        if running:
            self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is None:
            self.start()
        self.stop()

    def _found(self, state: Workshop) -> None:
        self.found.append(state)

    def _changed(self, commit: Commit) -> None:
        (held,) = [known.held for known in self.live if known.id == commit.workshop] or [None]
        self.told.append((commit, held and held.state))

    def start(self) -> None:
        self._writer = Thread(target=self.workshops.run, daemon=True)
        self._writer.start()

    def stop(self) -> None:
        self.workshops.stop()
        assert self._writer is not None
        self._writer.join(PATIENCE)
        assert not self._writer.is_alive(), "the writer did not stop"
        self._pool.shutdown()

    # Asking

    def opens(self, *managers: str, workshop: WorkshopId = W1) -> Outcome:
        facts = opening(managers or ("Ana", "Bo", "Cy"))
        return self.workshops.open(workshop, facts, CommandId("open"))

    def asks(
        self, actor: Actor, command: c.Command, id: str = "", body: bytes = b"", workshop: WorkshopId = W1
    ) -> Outcome:
        """Submit a command and wait for its outcome."""
        return self.workshops.submit(workshop, actor, command, CommandId(id or f"asked-{next(_ASKED)}"), body)

    def joins(self, name: str, id: str = "") -> Outcome:
        return self.asks(DOOR, c.TakeSeat(Role.REP, name, key(name)), id, name.encode())

    def leads(self, command: c.Command, id: str = "") -> Outcome:
        return self.asks(FACILITATOR, command, id)

    def next(self) -> Outcome:
        return self.leads(c.Next(self.state.course.move, confirmed=True, present=self.present))

    def goes_to(self, phase: Phase) -> None:
        """Press Next, with every manager ruling when asked, until this phase."""
        while self.state.course.phase is not phase:
            if self.state.course.phase is Phase.RULE:
                for number in range(1, 4):
                    manager = Actor(Role.MANAGER, SeatId(f"m{number}"))
                    self.asks(manager, c.Rule(self.state.course.step, 1, 1, n=1))
            assert self.next().refusal is None

    def together(self, *asking: Callable[[], Outcome]) -> list[Outcome]:
        """All of these wait in the queue, in this order, before the writer sees the first: one batch."""
        assert self._writer is None
        queued: list[Future[Outcome]] = []
        for number, ask in enumerate(asking, start=1):
            queued.append(self._pool.submit(ask))
            while self.workshops._queue.qsize() < number:
                sleep(0.001)
        self.start()
        return [one.result(PATIENCE) for one in queued]

    # Looking

    @property
    def state(self) -> Workshop:
        return self.workshops.state(W1)

    @property
    def commits(self) -> Sequence[Commit]:
        return self.log.commits(W1)

    def clock(self) -> Clock:
        return Clock(self.workshops, self.live, lambda _: self.present, lambda: self.now)

    def wait(self, seconds: float) -> None:
        self.now = Millis(self.now + round(seconds * 1000))


class OddLog:
    """A log in memory. Its next appends first do what `before` holds, one each; its next refreshes, `news`."""

    def __init__(self) -> None:
        self.inner = MemoryLog()
        self.before: list[Callable[[], None]] = []
        self.news: list[Callable[[], None]] = []

    @property
    def epoch(self) -> str:
        return self.inner.epoch

    def fails(self, error: Exception, times: int = 1) -> None:
        """The next appends raise this and save nothing."""

        def fail() -> None:
            raise error

        self.before.extend([fail] * times)

    def append(self, commits: Sequence[Commit]) -> None:
        if self.before:
            self.before.pop(0)()
        self.inner.append(commits)

    def workshops(self) -> Sequence[WorkshopId]:
        return tuple(self.inner.workshops())

    def read(self, workshop: WorkshopId, after: int = 0) -> Iterator[Commit]:
        return iter(self.commits(workshop, after))

    def commits(self, workshop: WorkshopId, after: int = 0) -> Sequence[Commit]:
        return self.inner.commits(workshop, after)

    def find(self, workshop: WorkshopId, command: CommandId) -> Commit | None:
        return self.inner.find(workshop, command)

    def follow(self, workshop: WorkshopId, tell: Tell, after: int = 0) -> Unfollow:
        return self.inner.follow(workshop, tell, after)

    def follow_openings(self, tell: Callable[[WorkshopId], None]) -> None:
        self.inner.follow_openings(tell)

    def refresh(self) -> bool:
        if self.news:
            self.news.pop(0)()
            return True
        return self.inner.refresh()

    def check(self) -> None:
        if self.before:
            self.before.pop(0)()

    def close(self) -> None:
        pass
