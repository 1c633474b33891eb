"""Random play: anybody sends anything at any time, and what must hold holds after every step.

Each class plays another kind of room. `UPTOYOU_FULL=1` plays many more of each.
"""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import Phase as HypothesisPhase
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.game import commands as c
from server.game import roster, rounds
from server.game.case import CasePack
from server.game.decide import decide
from server.game.errors import Reason, Rejected
from server.game.events import Event
from server.game.evolve import evolve, replay
from server.game.ids import Millis, SeatId, StepId
from server.game.people import CLOCK, DOOR, FACILITATOR, Actor, Role
from server.game.permissions import KINDS, allowed, kind
from server.game.plan import Phase, StepKind
from server.game.rules.course import wake_at
from server.game.state import Certainty, Closing, Round, Spread, Workshop
from tests.support.anything import any_command
from tests.support.counts import FULL, usually
from tests.support.given import START, key, opening
from tests.support.looks import encoded
from tests.support.moments import actors
from tests.support.packs import case, cases_pack, one_case, pack
from tests.support.payloads import some_payload

STEPS = 12
LUCK = st.integers(0, 2**16)
OPEN_QUESTIONS = (Phase.READ, Phase.RULE, Phase.PREDICT, Phase.LOCK)


def games(usual: int) -> settings:
    """So many games; only the full run takes the time to make a failing one shorter."""
    phases = tuple(settings().phases) if FULL else (HypothesisPhase.generate,)
    return settings(max_examples=usually(usual, full=20 * usual), stateful_step_count=STEPS, phases=phases)


class Play(RuleBasedStateMachine):
    """A room in which people mostly do what the moment asks for, and sometimes anything at all.

    Each rule draws one number; whoever and whatever it picks follows from that number and from what has happened.
    """

    managers: tuple[str, ...] = ("Ana", "Bo", "Cy")
    packs: tuple[CasePack, ...] = (one_case(), one_case(minutes=6), cases_pack(full=1, flash=1, practice=True))
    automatic = False

    @initialize(luck=LUCK)
    def opens(self, luck: int) -> None:
        chance = Random(luck)
        self.log: list[Event] = list(opening(self.managers, chance.choice(self.packs), f"seed {luck}"))
        self.state = replay(self.log)
        self.now = START
        self.taps = 0
        self.begin()
        for number in range(chance.randint(0, 6)):
            self.sends(DOOR, c.TakeSeat(Role.REP, f"Rep {number}", key(f"rep {number}")))
        if self.automatic:
            self.sends(FACILITATOR, c.SetAutomatic(on=True))
        while luck % 8 != 7 and not self.state.step.is_round:
            self.sends(FACILITATOR, c.SkipStep(self.state.course.move, confirmed=True))

    def chance(self, luck: int) -> Random:
        """The same number picks otherwise as the workshop goes on."""
        return Random(f"{luck} {len(self.log)} {self.taps}")

    def begin(self) -> None:
        """For kinds of play that keep a record."""

    # Sending

    def sends(self, actor: Actor, command: c.Command) -> Reason | None:
        """The wish is decided on; gives why not. Anything else than facts or a refusal is a bug."""
        note(f"{actor.seat or actor.role.value}: {command}")
        try:
            events = decide(self.state, actor, command, self.now)
        except Rejected as no:
            return no.reason
        before = self.state
        for event in events:
            self.state = evolve(self.state, event)
        self.log.extend(events)
        self.granted(before, actor)
        return None

    def asks(self, actor: Actor, what: str) -> None:
        """For something as acceptable as can be: `allowed` and `decide` agree."""
        may = what in allowed(self.state, actor)
        refusal = self.sends(actor, some_payload(self.state, actor, what))

        assert may == (refusal is None), f"{actor.role}: {what} is {'allowed' if may else 'not'}, {refusal}"

    def granted(self, before: Workshop, actor: Actor) -> None:
        """What must hold after the facts: nobody's answers are lost, or changed by somebody else."""
        assert before.course.move <= self.state.course.move
        for step, held in before.rounds.items():
            assert _keeps(held, self.state.rounds[step], actor.seat), "an answer was lost"
        assert before.texts.items() <= self.state.texts.items()
        assert before.seats.keys() <= self.state.seats.keys()

    @property
    def phase(self) -> Phase:
        return self.state.course.phase

    def tap(self) -> int:
        self.taps += 1
        return 1000 + self.taps

    def here(self) -> StepId:
        return self.state.course.step

    # What the moment asks for

    def managers_rule(self, chance: Random) -> None:
        for seat in roster.managers(self.state):
            if chance.random() < 0.7:
                ruling = c.Rule(self.here(), self.level(chance), chance.randint(0, 3), n=self.tap())
                self.sends(Actor(seat.role, seat.id), ruling)

    def reps_answer(self, chance: Random) -> None:
        for seat in roster.reps(self.state):
            actor, level, authority = Actor(seat.role, seat.id), self.level(chance), chance.randint(0, 3)
            if self.phase is Phase.RULE:
                quotable = chance.random() < 0.5
                self.sends(actor, c.Rule(self.here(), level, authority, ("reason1",), quotable, self.tap()))
            elif self.phase is Phase.PREDICT and chance.random() < 0.9:
                sure, spread = chance.choice([None, *Certainty]), chance.choice([None, *Spread])
                self.sends(actor, c.Predict(self.here(), level, authority, sure, spread, self.tap()))

    def some_vote_again(self, chance: Random) -> None:
        for seat in tuple(self.state.seats.values()):
            if chance.random() < 0.5:
                again = c.Revote(self.here(), self.level(chance), chance.randint(0, 3), self.tap())
                self.sends(Actor(seat.role, seat.id), again)

    def the_chair_prepares(self, chance: Random) -> None:
        if chair := self.chair():
            self.sends(chair, c.Prepare(self.here(), "plain", chance.choice(["", "Scattered waivers."])))

    def the_chair_reveals(self, _: Random) -> None:
        if chair := self.chair():
            self.sends(chair, c.Reveal(self.here()))

    def reps_write(self, chance: Random) -> None:
        signed = chance.random() < 0.5
        for seat in roster.reps(self.state):
            self.sends(Actor(seat.role, seat.id), c.WriteNote(self.here(), f"Note {self.tap()}", signed))

    def goes_on(self, chance: Random) -> None:
        """The facilitator goes on, mostly once what is missing is there."""
        if self.phase is Phase.LOCK:
            self.alarm(2)
            return
        chair = self.chair()
        if self.phase is Phase.RULE and chair and chance.random() < 0.9:
            self.sends(chair, c.Rule(self.here(), self.level(chance), 1, n=self.tap()))
        if self.phase is Phase.CAPTURE and self.here() not in self.state.desk.lines:
            self.sends(FACILITATOR, c.CloseCase(self.here(), Closing.OPEN, why="no time"))
        self.sends(FACILITATOR, c.Next(self.state.course.move, chance.random() < 0.9, self.present()))

    def goes_back(self, _: Random) -> None:
        self.sends(FACILITATOR, c.Back(self.state.course.move))

    def undoes(self, _: Random) -> None:
        self.sends(FACILITATOR, c.Undo())

    def waits(self, chance: Random) -> None:
        self.now = Millis(self.now + chance.choice([500, 7_000, 90_000]))

    def the_clock_knocks(self, chance: Random) -> None:
        self.alarm(chance.choice([-1, 0, 2, 60]))

    def alarm(self, late: int) -> None:
        """The clock knocks when it is due: a little early, just then, or late."""
        due = wake_at(self.state)
        if due is not None:
            self.now = Millis(max(self.now, due + late * 1000))
            self.sends(CLOCK, c.TimeUp(self.state.course.move, self.present()))

    def the_facilitator_adds_a_round(self, chance: Random) -> None:
        case = chance.choice([one.id for one in self.state.pack.cases])
        self.sends(FACILITATOR, c.AddStep(StepKind.CASE, 6, self.here(), case, chance.random() < 0.5))

    def the_facilitator_breaks_off(self, _: Random) -> None:
        self.sends(FACILITATOR, c.SkipStep(self.state.course.move, confirmed=True))

    def somebody_leaves_or_comes_back(self, chance: Random) -> None:
        seat = chance.choice(tuple(self.state.seats))
        command = c.RestoreSeat(seat) if seat in self.state.desk.removed else c.RemoveSeat(seat)
        self.sends(FACILITATOR, command)

    def somebody_uses_a_button(self, chance: Random) -> None:
        actor = chance.choice([one for one in actors(self.state) if allowed(self.state, one)])
        what = chance.choice(sorted(allowed(self.state, actor) - {"skip_step"}))

        self.asks(actor, what)

    def the_facilitator_arranges_something(self, chance: Random) -> None:
        what = chance.choice(sorted(allowed(self.state, FACILITATOR)))

        self.asks(FACILITATOR, what)

    def somebody_does_what_is_allowed_or_not(self, chance: Random) -> None:
        self.asks(chance.choice(actors(self.state)), chance.choice(sorted(KINDS)))

    @rule(luck=LUCK)
    def the_workshop_goes_its_way(self, luck: int) -> None:
        """A handful of moves, mostly forward."""
        chance = self.chance(luck)
        for _ in range(8):
            chance.choice(WAYS)(self, chance)
            self.check()

    @rule(luck=LUCK)
    def people_do_what_each_phase_is_for(self, luck: int) -> None:
        """A few phases as they are meant to be."""
        chance = self.chance(luck)
        for _ in range(chance.randint(1, 6)):
            for way in MEANT.get(self.phase, ()):
                way(self, chance)
            self.goes_on(chance)
            self.check()

    @rule(luck=LUCK)
    def the_facilitator_is_unsure(self, luck: int) -> None:
        """Steps back, something arranged, steps on."""
        chance = self.chance(luck)
        for _ in range(chance.randint(1, 4)):
            chance.choice(UNSURE)(self, chance)
            self.check()

    @rule(luck=LUCK, command=any_command)
    def somebody_sends_anything(self, luck: int, command: c.Command) -> None:
        """What is not allowed is refused, whatever is in it."""
        actor = self.chance(luck).choice(actors(self.state))
        may = kind(type(command)) in allowed(self.state, actor)
        refusal = self.sends(actor, command)

        assert may or refusal is not None

    def chair(self) -> Actor | None:
        if self.here() not in self.state.rounds:
            return None
        seat = rounds.chair(self.state, self.here())
        return None if seat is None else Actor(Role.MANAGER, seat)

    def level(self, chance: Random) -> int:
        """A level of the case being played."""
        return chance.choice(self.state.pack.case(self.state.step.case).levels if self.state.step.case else (0,))

    def present(self) -> tuple[SeatId, ...]:
        return tuple(seat.id for seat in roster.reps(self.state))

    # What holds after every step

    @invariant()
    def holds(self) -> None:
        if hasattr(self, "state"):
            self.check()

    def check(self) -> None:
        self.views = encoded(self.state)  # every view goes over the wire
        for step in self.state.desk.agenda:
            assert step.id not in self.state.rounds or self.state.rounds[step.id].case == step.case, (
                "answers to another case"
            )
        held = self.state.rounds.get(self.here())
        if held is not None and held.opened:
            assert self.phase not in OPEN_QUESTIONS, "predictions stay closed after a reveal"
        if self.phase is Phase.PREDICT:
            chair = rounds.chair(self.state, self.here())
            gone = chair is None or not roster.is_here(self.state, chair)
            assert gone or chair in rounds.rulings(self.state, self.here()), (
                "the chair is sealed before predictions open"
            )

    def teardown(self) -> None:
        """The whole log leads to the state that was played."""
        if hasattr(self, "state"):
            assert replay(self.log) == self.state


ANSWERS = (
    "sealed",
    "choices",
    "predictions",
    "tellings",
    "expected",
    "conditions",
    "revotes",
    "second_thoughts",
)


def _keeps(before: Round, after: Round, actor: SeatId | None) -> bool:
    """Whether every answer is still there, and as it was unless its author gave another."""
    for part in ANSWERS:
        then, now = getattr(before, part), getattr(after, part)
        if any(seat not in now or (seat != actor and now[seat] != said) for seat, said in then.items()):
            return False
    return before.passed <= after.passed and before.opened <= after.opened and before.told <= after.told


WAYS = (
    *[Play.goes_on] * 8,
    *[Play.managers_rule, Play.reps_answer] * 3,
    *[Play.somebody_uses_a_button] * 4,
    *[Play.somebody_does_what_is_allowed_or_not] * 2,
    *[Play.the_facilitator_arranges_something] * 2,
    Play.some_vote_again,
    Play.the_chair_prepares,
    Play.the_chair_reveals,
    Play.reps_write,
    Play.the_facilitator_adds_a_round,
    Play.the_facilitator_breaks_off,
    Play.somebody_leaves_or_comes_back,
    Play.waits,
    Play.the_clock_knocks,
    Play.goes_back,
    Play.undoes,
)
"""What happens in a workshop, as often as it stands here."""
UNSURE = (
    *[Play.undoes] * 3,
    *[Play.goes_back] * 2,
    *[Play.the_facilitator_arranges_something] * 2,
    Play.the_facilitator_adds_a_round,
    Play.the_facilitator_breaks_off,
    Play.somebody_leaves_or_comes_back,
    Play.goes_on,
)
"""What a facilitator does who is not sure."""
MEANT = {
    Phase.RULE: (Play.managers_rule, Play.reps_answer, Play.the_chair_prepares),
    Phase.PREDICT: (Play.reps_answer, Play.reps_write, Play.managers_rule),
    Phase.CHAIR: (Play.the_chair_reveals,),
    Phase.IMPACT: (Play.reps_write,),
    Phase.ALIGN: (Play.some_vote_again,),
}
"""What each phase is for."""


class PlayAlone(Play):
    managers = ("Ana",)


class PlayInACrowd(Play):
    managers = ("Ana", "Bo", "Cy", "Di")
    packs = (
        pack(case("the-case", levels=(0, 1, 3))),
        pack(case("the-case", must_escalate=True)),
        pack(case("flash-1", minutes=6), case("full-1")),
    )


class PlayOnAutomatic(Play):
    automatic = True


class PlayTheDay(Play):
    """The usual two hours, with every kind of step."""

    packs = (pack(),)


class PlayInSecret(Play):
    """Two rooms in which the same happens, but for what the secretive people answer.

    Until an answer is revealed to the room, nobody else can tell the rooms apart.
    """

    managers = ("Ana", "Bo", "Cy")
    secretive = frozenset({"m1", "m3", "p1", "p2", "p3"})

    def asks(self, actor: Actor, what: str) -> None:
        """Whether it should be granted is played elsewhere."""
        self.sends(actor, some_payload(self.state, actor, what))

    def begin(self) -> None:
        self.other = self.state
        self.ever: set[tuple[StepId, SeatId]] = set()

    def sends(self, actor: Actor, command: c.Command) -> Reason | None:
        before = self.state
        refusal = super().sends(actor, command)
        if refusal is None:
            self._reveal(before, actor, command)
        theirs = None
        try:
            events = decide(self.other, actor, self._otherwise(before, actor, command), self.now)
            for event in events:
                self.other = evolve(self.other, event)
        except Rejected as no:
            theirs = no.reason
        assert refusal == theirs, "a refusal told a secret"
        return refusal

    def _otherwise(self, state: Workshop, actor: Actor, command: c.Command) -> c.Command:
        """The same wish with another secret in it."""
        if actor.seat not in self.secretive:
            return command
        match command:
            case c.Rule(level=level, authority=authority) | c.Revote(level=level, authority=authority):
                return replace(command, level=self._another(state, level), authority=_next(authority))
            case c.Predict(level=level, authority=authority, spread=spread):
                if spread is not None:
                    spread = Spread.SAME if spread is Spread.FAR else Spread.FAR
                return replace(command, level=self._another(state, level), authority=_next(authority), spread=spread)
            case c.Prepare(step=step, line="Scattered waivers.") if (
                step in state.rounds and not state.rounds[step].opened
            ):
                return replace(command, line="Sunny spells.")
            case _:
                return command

    def _another(self, state: Workshop, level: int | None) -> int | None:
        levels = state.pack.case(state.step.case).levels if state.step.case else ()
        return levels[(levels.index(level) + 1) % len(levels)] if level in levels else level

    def _reveal(self, before: Workshop, actor: Actor, command: c.Command) -> None:
        """What the room has just been shown is the same in both rooms from now on; was it meant to be shown?"""
        for step, held in self.state.rounds.items():
            settled = step in self.state.desk.points or rounds.settled(self.state, step)
            was_settled = step in before.desk.points or (step in before.rounds and rounds.settled(before, step))
            fresh = {(step, seat) for seat in rounds.shown(self.state, step)} - self.ever
            if fresh and not was_settled and not isinstance(command, c.RestoreSeat):
                assert isinstance(command, c.Next | c.Skip | c.Reveal), f"{command} revealed {fresh}"
                assert isinstance(command, c.Skip) or len(fresh) == 1, f"{command} revealed {fresh} at once"
            if settled and not was_settled:
                assert isinstance(command, c.Next | c.Skip | c.TimeUp | c.RemoveSeat), f"{command} settled {step}"
            self.ever |= fresh
            self._same(step, held, {seat for of, seat in self.ever if of == step}, settled)

    def _same(self, step: StepId, held: Round, shown: set[SeatId], settled: bool) -> None:
        theirs = self.other.rounds.get(step)
        if theirs is None:
            return
        course = self.state.course
        voting = course.step == step and course.phase is Phase.ALIGN
        asking = course.step == step and course.phase in (Phase.PREDICT, Phase.RULE)
        closed = (
            not asking
            and self.state.desk.rounds.get(step) is not None
            and self.state.desk.rounds[step].counted is not None
        )
        theirs = replace(
            theirs,
            sealed={
                seat: held.sealed[seat] if settled or seat in shown else ruling
                for seat, ruling in theirs.sealed.items()
            },
            revotes=theirs.revotes if voting or not settled else held.revotes,
            predictions=held.predictions if closed else theirs.predictions,
            tellings=held.tellings if held.opened else theirs.tellings,
        )
        self.other = replace(self.other, rounds={**self.other.rounds, step: theirs})

    def check(self) -> None:
        super().check()
        theirs = encoded(self.other)
        for who, seen in self.views.items():
            if who not in self.secretive:
                assert seen == theirs[who], f"{who} can tell"


def _next(authority: int | None) -> int | None:
    return authority if authority is None or not 0 <= authority <= 3 else (authority + 1) % 4


class PlayInSecretOnAutomatic(PlayInSecret):
    automatic = True
    managers = ("Ana", "Bo", "Cy", "Di")


def a_test(play: type[Play], usual: int) -> type:
    made = play.TestCase
    made.settings = games(usual)
    return pytest.mark.timeout(0)(made) if FULL else made


TestPlay = a_test(Play, 110)
TestPlayAlone = a_test(PlayAlone, 60)
TestPlayInACrowd = a_test(PlayInACrowd, 90)
TestPlayOnAutomatic = a_test(PlayOnAutomatic, 90)
TestPlayTheDay = a_test(PlayTheDay, 60)
TestPlayInSecret = a_test(PlayInSecret, 100)
TestPlayInSecretOnAutomatic = a_test(PlayInSecretOnAutomatic, 60)
