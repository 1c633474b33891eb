"""Random play: anybody sends anything at any time, and what must hold holds after every step.

Each class plays another kind of room. `UPTOYOU_FULL=1` plays many more of each.
"""

from collections.abc import Callable
from dataclasses import replace
from os import environ

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from server.game import commands as c
from server.game import roster, rounds
from server.game.case import CasePack
from server.game.decide import decide
from server.game.errors import Reason, Rejected
from server.game.events import Event, PredictionsClosed, RoundOpened, RoundScored
from server.game.evolve import evolve, replay
from server.game.ids import Millis, SeatId, StepId
from server.game.people import CLOCK, DOOR, FACILITATOR, Actor, Role
from server.game.permissions import KINDS, allowed, kind
from server.game.plan import Phase
from server.game.rules.course import wake_at
from server.game.state import Certainty, Closing, Round, Spread, Workshop
from tests.support.anything import any_command
from tests.support.given import START, key, opening
from tests.support.looks import encoded
from tests.support.moments import actors
from tests.support.packs import case, cases_pack, one_case, pack
from tests.support.payloads import some_payload

FULL = environ.get("UPTOYOU_FULL") == "1"
STEPS = 30
PICK = st.integers(0, 2**16)
LEVELS = st.lists(st.integers(0, 3), min_size=8, max_size=8)
CLOSED_QUESTIONS = (Phase.READ, Phase.RULE, Phase.PREDICT, Phase.LOCK)


def games(usual: int) -> settings:
    return settings(max_examples=usual * 40 if FULL else usual, stateful_step_count=STEPS)


class Play(RuleBasedStateMachine):
    """A room in which people mostly do what the moment asks for, and sometimes anything at all."""

    managers: tuple[str, ...] = ("Ana", "Bo", "Cy")
    packs: tuple[CasePack, ...] = (one_case(), one_case(minutes=6), cases_pack(full=1, flash=1, practice=True))
    automatic = False

    @initialize(choice=PICK, reps=st.integers(0, 6), skip=st.booleans())
    def opens(self, choice: int, reps: int, skip: bool) -> None:
        self.log: list[Event] = list(opening(self.managers, self.packs[choice % len(self.packs)], f"seed {choice % 7}"))
        self.state = replay(self.log)
        self.now = START
        self.taps = 0
        self.begin()
        for number in range(reps):
            self.sends(DOOR, c.TakeSeat(Role.REP, f"Rep {number}", key(f"rep {number}")))
        if self.automatic:
            self.sends(FACILITATOR, c.SetAutomatic(on=True))
        while skip and not self.state.step.is_round:
            self.sends(FACILITATOR, c.SkipStep(self.state.course.move, confirmed=True))

    def begin(self) -> None:
        """For kinds of play that keep a record."""

    # Sending

    def sends(self, actor: Actor, command: c.Command) -> Reason | None:
        """The wish is decided on; gives why not. Anything else than facts or a refusal is a bug."""
        try:
            events = decide(self.state, actor, command, self.now)
        except Rejected as no:
            self.refused(actor, command, no)
            return no.reason
        before = self.state
        for event in events:
            self.state = evolve(self.state, event)
        self.log.extend(events)
        self.granted(before, actor, command, events)
        return None

    def refused(self, actor: Actor, command: c.Command, no: Rejected) -> None:
        """What must hold after a refusal."""

    def granted(self, before: Workshop, actor: Actor, command: c.Command, events: tuple[Event, ...]) -> None:
        """What must hold after the facts."""
        assert before.course.move <= self.state.course.move
        for step, held in before.rounds.items():
            assert _keeps(held, self.state.rounds[step]), f"{command} lost an answer"
        assert before.texts.items() <= self.state.texts.items()
        assert before.seats.keys() <= self.state.seats.keys()

    def somebody(self, pick: int, *roles: Role) -> Actor:
        found = [actor for actor in actors(self.state) if not roles or actor.role in roles]
        return found[pick % len(found)]

    def tap(self) -> int:
        self.taps += 1
        return 1000 + self.taps

    def here(self) -> StepId:
        return self.state.course.step

    # What the moment asks for

    @rule(levels=LEVELS, late=st.booleans())
    def managers_rule(self, levels: list[int], late: bool) -> None:
        for seat, level in zip(roster.managers(self.state), levels, strict=False):
            if not late or level:
                self.sends(Actor(seat.role, seat.id), c.Rule(self.here(), self.level(level), level, n=self.tap()))

    @rule(levels=LEVELS, quotable=st.booleans())
    def reps_answer(self, levels: list[int], quotable: bool) -> None:
        for seat, level in zip(roster.reps(self.state), levels, strict=False):
            actor, at = Actor(seat.role, seat.id), self.level(level)
            if self.state.course.phase is Phase.RULE:
                self.sends(actor, c.Rule(self.here(), at, level, ("reason1",), quotable, self.tap()))
            else:
                guess = c.Predict(self.here(), at, level, Certainty.FAIRLY, Spread.FAR, self.tap())
                self.sends(actor, guess)

    @rule(levels=LEVELS)
    def all_vote_again(self, levels: list[int]) -> None:
        for seat, level in zip(self.state.seats.values(), levels, strict=False):
            self.sends(Actor(seat.role, seat.id), c.Revote(self.here(), self.level(level), level, self.tap()))

    @rule(pick=PICK, line=st.sampled_from(["", "Scattered waivers."]))
    def somebody_prepares(self, pick: int, line: str) -> None:
        self.sends(self.somebody(pick), c.Prepare(self.here(), "plain", line))

    @rule(pick=PICK, signed=st.booleans())
    def reps_write(self, pick: int, signed: bool) -> None:
        for seat in roster.reps(self.state):
            self.sends(Actor(seat.role, seat.id), c.WriteNote(self.here(), f"Note {pick}", signed))

    @rule(sealed=st.booleans())
    def goes_on(self, sealed: bool) -> None:
        """The facilitator goes on, once what is missing is there."""
        phase = self.state.course.phase
        if phase is Phase.LOCK:
            self.alarm(2)
            return
        if phase is Phase.RULE and sealed:
            chair = rounds.chair(self.state, self.here())
            if chair is not None:
                self.sends(Actor(Role.MANAGER, chair), c.Rule(self.here(), self.level(1), 1, n=self.tap()))
        if phase is Phase.CAPTURE and self.here() not in self.state.desk.lines:
            self.sends(FACILITATOR, c.CloseCase(self.here(), Closing.OPEN, why="no time"))
        self.sends(FACILITATOR, c.Next(self.state.course.move, True, self.present()))

    @rule(times=st.integers(1, 8))
    def goes_on_for_a_while(self, times: int) -> None:
        for _ in range(times):
            self.goes_on(sealed=True)

    @rule()
    def the_chair_reveals(self) -> None:
        if self.here() in self.state.rounds:
            chair = rounds.chair(self.state, self.here())
            if chair is not None:
                self.sends(Actor(Role.MANAGER, chair), c.Reveal(self.here()))

    @rule()
    def goes_back(self) -> None:
        self.sends(FACILITATOR, c.Back(self.state.course.move))

    @rule()
    def undoes(self) -> None:
        self.sends(FACILITATOR, c.Undo())

    @rule(seconds=st.sampled_from([0.5, 2, 7, 30, 90]))
    def waits(self, seconds: float) -> None:
        self.now = Millis(self.now + round(seconds * 1000))

    @rule(late=st.sampled_from([-1, 0, 2, 60]))
    def alarm(self, late: float) -> None:
        """The clock knocks when it is due: a little early, just then, or late."""
        due = wake_at(self.state)
        if due is not None:
            self.now = Millis(max(self.now, due + round(late * 1000)))
            self.sends(CLOCK, c.TimeUp(self.state.course.move, self.present()))

    # Anything at all

    @rule(pick=PICK, what=st.sampled_from(sorted(KINDS)))
    def somebody_does_what_is_allowed_or_not(self, pick: int, what: str) -> None:
        """`allowed` and `decide` agree."""
        actor = self.somebody(pick)
        may = what in allowed(self.state, actor)
        refusal = self.sends(actor, some_payload(self.state, actor, what))

        assert may == (refusal is None), f"{actor.role}: {what} is {'allowed' if may else 'not'}, {refusal}"

    @rule(pick=PICK, which=PICK)
    def somebody_uses_a_button(self, pick: int, which: int) -> None:
        """Whatever a screen offers is granted."""
        actor = self.somebody(pick)
        buttons = sorted(allowed(self.state, actor))
        if buttons:
            what = buttons[which % len(buttons)]
            assert self.sends(actor, some_payload(self.state, actor, what)) is None, f"{actor.role}: {what}"

    @rule(pick=PICK, command=any_command)
    def somebody_sends_anything(self, pick: int, command: c.Command) -> None:
        """What is not allowed is refused, whatever is in it."""
        actor = self.somebody(pick)
        may = kind(type(command)) in allowed(self.state, actor)
        refusal = self.sends(actor, command)

        assert may or refusal is not None

    def level(self, place: int) -> int:
        """A level of the case being played."""
        levels = self.state.pack.case(self.state.step.case).levels if self.state.step.case else (0,)
        return levels[place % len(levels)]

    def present(self) -> tuple[SeatId, ...]:
        return tuple(seat.id for seat in roster.reps(self.state))

    # What holds after every step

    @invariant()
    def every_view_goes_over_the_wire(self) -> None:
        if hasattr(self, "state"):
            self.views = encoded(self.state)

    @invariant()
    def predictions_stay_closed_after_a_reveal(self) -> None:
        if hasattr(self, "state") and self.here() in self.state.rounds and self.state.rounds[self.here()].opened:
            assert self.state.course.phase not in CLOSED_QUESTIONS

    @invariant()
    def a_chair_is_sealed_before_predictions(self) -> None:
        if hasattr(self, "state") and self.state.course.phase is Phase.PREDICT:
            chair = rounds.chair(self.state, self.here())
            assert chair is None or not roster.is_here(self.state, chair) or chair in rounds.rulings(self.state, self.here())

    def teardown(self) -> None:
        """The whole log leads to the state that was played."""
        if hasattr(self, "state"):
            assert replay(self.log) == self.state


def _keeps(before: Round, after: Round) -> bool:
    """Whether nobody's answer is gone."""
    parts = ("sealed", "choices", "predictions", "tellings", "expected", "conditions", "revotes", "second_thoughts")
    kept = all(getattr(before, part).keys() <= getattr(after, part).keys() for part in parts)
    return kept and before.passed <= after.passed and before.opened <= after.opened and before.told <= after.told


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
            case c.Prepare(step=step, line="Scattered waivers.") if step in state.rounds and not state.rounds[step].opened:
                return replace(command, line="Sunny spells.")
            case _:
                return command

    def _another(self, state: Workshop, level: int | None) -> int | None:
        levels = state.pack.case(state.step.case).levels if state.step.case else ()
        return levels[(levels.index(level) + 1) % len(levels)] if level in levels else level

    def _reveal(self, before: Workshop, actor: Actor, command: c.Command) -> None:
        """What the room has just been shown is the same in both rooms from now on; was it meant to be shown?"""
        at = rounds.here(self.state)
        for step, held in self.state.rounds.items():
            settled = step in self.state.desk.points or rounds.settled(self.state, step, at)
            was_settled = step in before.desk.points
            fresh = {(step, seat) for seat in rounds.shown(self.state, step, at)} - self.ever
            if fresh and not was_settled:
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
        closed = not asking and self.state.desk.rounds.get(step) is not None and self.state.desk.rounds[step].counted is not None
        theirs = replace(
            theirs,
            sealed={seat: held.sealed[seat] if settled or seat in shown else ruling for seat, ruling in theirs.sealed.items()},
            revotes=theirs.revotes if voting or not settled else held.revotes,
            predictions=held.predictions if closed else theirs.predictions,
            tellings=held.tellings if held.opened else theirs.tellings,
        )
        self.other = replace(self.other, rounds={**self.other.rounds, step: theirs})

    @invariant()
    def the_rooms_look_alike(self) -> None:
        if not hasattr(self, "state"):
            return
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
