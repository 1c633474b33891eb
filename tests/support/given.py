"""Stories about the rules: who does what, and what follows. `Story` plays wishes through `decide` and `evolve`."""

from collections.abc import Sequence
from hashlib import sha256

from server.game import commands as c
from server.game.case import CasePack
from server.game.decide import decide
from server.game.errors import Reason, Rejected
from server.game.events import Event
from server.game.evolve import evolve, replay
from server.game.ids import DeviceHash, KeyHash, Millis, SeatId, StepId, TextId, WorkshopId
from server.game.people import CLOCK, DOOR, FACILITATOR, Actor, Audience, Role
from server.game.plan import Phase
from server.game.rounds import chair
from server.game.rules.opening import open_workshop
from server.game.state import Certainty, Closing, Round, Spread, Workshop
from server.game.views import own_view, shared_view
from server.game.views.facilitator import ConsoleView
from server.game.views.manager import ManagerOwn, ManagerRoom
from server.game.views.rep import RepOwn, RepRoom
from server.game.views.stage import StageView
from tests.support.packs import pack as test_pack

START = Millis(1_800_000_000_000)


def key(name: str) -> KeyHash:
    return KeyHash(sha256(name.encode()).hexdigest())


def opening(
    managers: Sequence[str] = ("Ana", "Bo", "Cy"),
    pack: CasePack | None = None,
    seed: str = "seed",
    title: str = "Tuesday",
    translations: tuple[CasePack, ...] = (),
) -> tuple[Event, ...]:
    return open_workshop(
        id=WorkshopId("w1"),
        code="482913",
        title=title,
        pack=pack or test_pack(),
        digest="0" * 64,
        managers=tuple(managers),
        seed=seed,
        keys=((key("facilitator"), Role.FACILITATOR, None), (key("stage"), Role.STAGE, None)),
        recovery=key("recovery"),
        now=START,
        translations=translations,
    )


class Story:
    """A workshop being played. People go by name; time stands still until `wait`."""

    def __init__(
        self,
        managers: Sequence[str] = ("Ana", "Bo", "Cy"),
        pack: CasePack | None = None,
        seed: str = "seed",
        translations: tuple[CasePack, ...] = (),
    ) -> None:
        self.log: list[Event] = list(opening(managers, pack, seed, translations=translations))
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

    def opens(self, link: str, on: str) -> None:
        """A link, by the name that its key was made from, is opened on a device."""
        self.does(DOOR, c.OpenLink(key(link), DeviceHash(f"{link} on {on}")))

    def present(self) -> tuple[SeatId, ...]:
        return tuple(seat.id for seat in self.state.seats.values() if seat.role is Role.REP)

    # Looking

    @property
    def stage(self) -> StageView:
        return shared_view(self.state, Role.STAGE)  # type: ignore[return-value]

    @property
    def console(self) -> ConsoleView:
        return shared_view(self.state, Role.FACILITATOR)  # type: ignore[return-value]

    @property
    def reps_screen(self) -> RepRoom:
        return shared_view(self.state, Role.REP)  # type: ignore[return-value]

    @property
    def managers_screen(self) -> ManagerRoom:
        return shared_view(self.state, Role.MANAGER)  # type: ignore[return-value]

    def phone(self, name: str) -> RepOwn:
        """The own part of a rep's or observer's phone."""
        seat = self.state.seats[self.seat(name)]
        return own_view(self.state, Audience(seat.role, seat.id))  # type: ignore[return-value]

    def manager_phone(self, name: str) -> ManagerOwn:
        return self.phone(name)  # type: ignore[return-value]

    def can(self, name: str) -> frozenset[str]:
        return frozenset(self.phone(name).can)

    @property
    def chair(self) -> str | None:
        """The name of the manager whom the reps predict in this round."""
        seat = chair(self.state, self.step)
        return None if seat is None else self.state.seats[seat].name

    @property
    def shown(self) -> tuple[str, ...]:
        """The faces of the managers whose rulings the stage shows, in the order of their reveal."""
        return tuple(token.face.name for token in self.stage.round.tokens) if self.stage.round else ()

    @property
    def left(self) -> float:
        """Seconds left on the clock."""
        timer = self.state.course.timer
        assert timer is not None
        return (timer.ends - self.now) / 1000

    # The facilitator

    def leads(self, command: c.Command) -> tuple[Event, ...]:
        return self.does(FACILITATOR, command)

    def next(self, present: tuple[SeatId, ...] | None = None) -> None:
        self.leads(c.Next(self.state.course.move, True, self.present() if present is None else present))

    def back(self) -> None:
        self.leads(c.Back(self.state.course.move))

    def skip(self) -> None:
        self.leads(c.Skip(self.state.course.move, True, self.present()))

    def skip_step(self) -> None:
        self.leads(c.SkipStep(self.state.course.move, True))

    def undo(self, times: int = 1) -> None:
        for _ in range(times):
            self.leads(c.Undo())

    def puts_in_chair(self, name: str) -> None:
        self.leads(c.ChooseChair(self.step, self.seat(name)))

    def stands_in(self, name: str, level: int, authority: int = 1) -> None:
        """The facilitator enters a ruling for a manager whose phone is dead."""
        self.leads(c.ProxyRule(self.step, self.seat(name), level, authority))

    def releases_all(self) -> None:
        for text in tuple(self.state.texts):
            if text not in self.state.desk.released:
                self.leads(c.ReleaseText(text))

    def leaves_open(self, why: str = "no time") -> None:
        """The round ends without a line, and with a reason."""
        self.leads(c.CloseCase(self.step, Closing.OPEN, why=why))

    def amends(self, step: StepId, by: str = "Ana", because: str = "the fee changed", **line: object) -> None:
        """The line of an earlier round gets a new version."""
        self.leads(c.AmendLine(step, line.pop("closing", Closing.WRITTEN), by=by, because=because, **line))  # type: ignore[arg-type]

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
                self.leaves_open()
            if at is Phase.RULE:
                self.seals_missing()
            self.next()
        raise AssertionError(f"never came to {phase}")

    def rest_of_round(self) -> list[Phase]:
        """Plays this round to its end; gives every phase from here on."""
        seen = [self.phase]
        while True:
            if self.phase is Phase.RULE:
                self.seals_missing()
            if self.phase is Phase.CAPTURE:
                self.leaves_open()
            if self.phase is Phase.LOCK:
                self.clock()
            else:
                self.next()
            if not self.state.step.is_round:
                return seen
            if self.phase is not seen[-1]:
                seen.append(self.phase)

    def seals_missing(self) -> None:
        """Managers who have not ruled do so now, so that the round can go on."""
        out = self.round.sealed.keys() | self.round.passed | self.state.desk.absent | self.state.desk.removed
        for seat in self.state.seats.values():
            if seat.role is Role.MANAGER and seat.id not in out:
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

    def passes(self, name: str) -> None:
        self.does(self.actor(name), c.Pass(self.step))

    def prepares(self, name: str, line: str, delivery: str = "weather") -> None:
        self.does(self.actor(name), c.Prepare(self.step, delivery, line))

    def reveals(self, name: str) -> None:
        self.does(self.actor(name), c.Reveal(self.step))

    def explains(self, name: str, softer: tuple[int, ...] = (), firmer: tuple[int, ...] = ()) -> None:
        self.does(self.actor(name), c.Explain(self.step, softer, firmer))

    def discloses(self, name: str, how: c.Disclosure) -> None:
        self.does(self.actor(name), c.Disclose(how))

    def plays(
        self,
        rulings: dict[str, int],
        *,
        chair: str | None = None,
        guesses: dict[str, int] | None = None,
        case: str | None = None,
        until: Phase = Phase.SCORE,
    ) -> None:
        """One round: these managers rule so, these reps predict so (fairly sure), up to this phase."""
        self.goes_to(Phase.READ, case)
        if chair is not None:
            self.puts_in_chair(chair)
        self.goes_to(Phase.RULE)
        for name, level in rulings.items():
            self.rules(name, level)
        if guesses:
            self.goes_to(Phase.PREDICT)
            for name, level in guesses.items():
                self.predicts(name, level)
        self.goes_to(until)

    # Words

    def writes(self, name: str, text: str, signed: bool = False) -> TextId:
        return self._wrote(name, c.WriteNote(self.step, text, signed))

    def thanks(self, name: str, to: str, text: str = "You stayed calm on the line.") -> TextId:
        return self._wrote(name, c.Thank(self.seat(to), text))

    def commits(self, name: str, text: str = "I will ask before I promise.") -> TextId:
        return self._wrote(name, c.Commit(text))

    def praises(self, name: str, to: str, did: str, when: str = "", so_that: str = "") -> TextId:
        return self._wrote(name, c.Praise(self.seat(to), when, did, so_that))

    def _wrote(self, name: str, command: c.Command) -> TextId:
        self.does(self.actor(name), command)
        return tuple(self.state.texts)[-1]
