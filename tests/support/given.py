"""Stories about the rules: who does what, and what follows. `Story` plays wishes through `decide` and `evolve`."""

from collections.abc import Sequence
from hashlib import sha256

from server.game import commands as c
from server.game.case import CasePack
from server.game.decide import decide
from server.game.errors import Reason, Rejected
from server.game.events import Event
from server.game.evolve import evolve, replay
from server.game.ids import KeyHash, Millis, SeatId, StepId, WorkshopId
from server.game.people import CLOCK, DOOR, FACILITATOR, Actor, Role
from server.game.plan import Phase
from server.game.rules.opening import open_workshop
from server.game.state import Certainty, Round, Spread, Workshop
from tests.support.packs import pack as test_pack

START = Millis(1_800_000_000_000)


def key(name: str) -> KeyHash:
    return KeyHash(sha256(name.encode()).hexdigest())


def opening(
    managers: Sequence[str] = ("Ana", "Bo", "Cy"), pack: CasePack | None = None, seed: str = "seed"
) -> tuple[Event, ...]:
    return open_workshop(
        id=WorkshopId("w1"),
        code="482913",
        title="Tuesday",
        pack=pack or test_pack(),
        digest="0" * 64,
        managers=tuple(managers),
        seed=seed,
        keys=((key("facilitator"), Role.FACILITATOR, None), (key("stage"), Role.STAGE, None)),
        recovery=key("recovery"),
        now=START,
    )


class Story:
    """A workshop being played. People go by name; time stands still until `wait`."""

    def __init__(
        self, managers: Sequence[str] = ("Ana", "Bo", "Cy"), pack: CasePack | None = None, seed: str = "seed"
    ) -> None:
        self.log: list[Event] = list(opening(managers, pack, seed))
        self.state: Workshop = replay(self.log)
        self.now = START
        self.taps = 0

    # Acting

    def does(self, actor: Actor, command: c.Command) -> tuple[Event, ...]:
        """The wish is granted; gives the facts."""
        events = decide(self.state, actor, command, self.now)
        for event in events:
            self.state = evolve(self.state, event)
        self.log.extend(events)
        return events

    def refused(self, actor: Actor, command: c.Command) -> Rejected:
        """The wish is refused; gives the refusal."""
        try:
            decide(self.state, actor, command, self.now)
        except Rejected as no:
            return no
        raise AssertionError(f"{command} was granted")

    def why_not(self, actor: Actor, command: c.Command) -> Reason:
        return self.refused(actor, command).reason

    def wait(self, seconds: float) -> None:
        self.now = Millis(self.now + round(seconds * 1000))

    # People

    def seat(self, name: str) -> SeatId:
        return next(seat.id for seat in self.state.seats.values() if seat.name == name)

    def actor(self, name: str) -> Actor:
        seat = self.state.seats[self.seat(name)]
        return Actor(seat.role, seat.id)

    def joins(self, *names: str, role: Role = Role.REP) -> None:
        for name in names:
            self.does(DOOR, c.TakeSeat(role, name, key(name)))

    def present(self) -> tuple[SeatId, ...]:
        return tuple(seat.id for seat in self.state.seats.values() if seat.role is Role.REP)

    # The facilitator

    def leads(self, command: c.Command) -> tuple[Event, ...]:
        return self.does(FACILITATOR, command)

    def next(self, present: tuple[SeatId, ...] | None = None) -> None:
        self.leads(c.Next(self.state.course.move, True, self.present() if present is None else present))

    def back(self) -> None:
        self.leads(c.Back(self.state.course.move))

    def clock(self) -> None:
        """Time runs to the next alarm, which the clock then rings."""
        timer = self.state.course.timer
        assert timer is not None
        self.now = Millis(max(self.now, timer.ends) + 2_000)
        self.does(CLOCK, c.TimeUp(self.state.course.move, self.present()))

    def goes_to(self, phase: Phase, case: str | None = None) -> None:
        """Press Next until this phase (of this case) comes, letting everything that is missing be skipped."""
        for _ in range(400):
            at = self.state.course.phase
            if at is phase and (case is None or self.state.step.case == case):
                return
            if at is Phase.LOCK:
                self.clock()
                continue
            if at is Phase.CAPTURE and self.step not in self.state.desk.lines:
                self.leads(c.CloseCase(self.step, c.Closing.OPEN, why="no time"))
            if at is Phase.RULE:
                self.seals_missing()
            self.next()
        raise AssertionError(f"never came to {phase}")

    def seals_missing(self) -> None:
        """Managers who have not ruled do so now, so that the round can go on."""
        for seat in self.state.seats.values():
            if seat.role is Role.MANAGER and seat.id not in self.round.sealed and seat.id not in self.round.passed:
                if seat.id not in self.state.desk.absent:
                    self.rules(seat.name, 1)

    # The round

    @property
    def step(self) -> StepId:
        return self.state.course.step

    @property
    def phase(self) -> Phase:
        return self.state.course.phase

    @property
    def round(self) -> Round:
        return self.state.rounds[self.step]

    def tap(self) -> int:
        self.taps += 1
        return self.taps

    def rules(self, name: str, level: int | None, authority: int | None = 1, **more: object) -> None:
        self.does(self.actor(name), c.Rule(self.step, level, authority, n=self.tap(), **more))  # type: ignore[arg-type]

    def predicts(
        self,
        name: str,
        level: int | None,
        authority: int | None = 1,
        certainty: Certainty | None = Certainty.FAIRLY,
        spread: Spread | None = Spread.SAME,
    ) -> None:
        self.does(self.actor(name), c.Predict(self.step, level, authority, certainty, spread, self.tap()))

    def revotes(self, name: str, level: int, authority: int = 1) -> None:
        self.does(self.actor(name), c.Revote(self.step, level, authority, self.tap()))
