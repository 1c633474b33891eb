"""Two plays that differ in a secret cannot be told apart: not by a byte, a frame, a size, an order or a version.

| Row | Attack | Test |
|---|---|---|
| A1 | a ruling leaks before its reveal | `test_no_frame_tells_what_was_ruled` |
| A2 | a secret text does | the same: no frame holds its words |
| A3 | a manager learns who answered | `test_no_frame_tells_which_of_two_reps_answered_what` |
| A5 | versions, ticks and answers as a hint | both: these are frames too |

Each game is played twice, by the real gateway, writer, log, fan-out and transport, with everything that networks and
servers do in between: ticks, bundles, screens that come back or missed something, and a server that dies. The last
test does the same over real sockets.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from os import environ
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from server.game import commands as c
from server.game import rounds
from server.game.plan import Phase
from server.game.state import Certainty, Closing, Spread
from tests.support.counts import usually
from tests.support.packs import cases_pack
from tests.support.raw import TEXT, RawLine, command, text
from tests.support.server import RunningServer
from tests.support.table import Table
from tests.support.wired import Wired

AT_ONCE = 10
"""Games of one test, so that several processes can share them."""
GAMES = usually(10, full=10_000)
SEEDS = range(*map(int, environ.get("UPTOYOU_GAMES", f"0:{GAMES}").split(":")), AT_ONCE)
LONGEST = 400
"""Acts of one game. Most come to the close."""
SOCKETS = usually(1, full=50)
"""Pairs of games over real sockets."""

MANAGERS = ("Ana", "Bo", "Cy", "Di")
REPS = ("Kim", "Lou", "Max", "Nia", "Oli", "Pam", "Quinn")
LINE = "what everybody will hear"
SECRETS = ("quixotic zebra", "a line of quite another length, and about a xylophone")
IN_BYTES = tuple(map(str.encode, SECRETS))
DELIVERIES = ("plain", "weather")

Act = Callable[[Wired], object]


def both(*plays: Wired) -> Callable[[Act], None]:
    def happens(act: Act) -> None:
        for play in plays:
            act(play)

    return happens


class Day:
    """A random day, played twice: the same happens in both, but for what a secret makes different."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.managers = MANAGERS[: self.chance.randint(2, 4)]
        self.reps = REPS[: self.chance.randint(3, 7)]
        pack = cases_pack(full=2, flash=1)
        self.plays = tuple(Wired(self.managers, self.reps, pack) for _ in range(2))
        self.both = both(*self.plays)
        self.taps = 0
        self._seen = [0, 0]
        self.told_rounds = self.chance.randint(0, 1)
        """So many rounds are the same in both, and played to their end; what is ruled after them stays secret."""
        self.knowing = set(self.managers[: self.chance.randint(1, len(self.managers))])
        """Those whose rulings differ. Everybody else looks on, the console too."""
        self.further = self.chance.randint(1, 3)
        """By so many steps differs what the facilitator enters for one of them. What is entered twice is then entered
        twice in both plays, and moves no undo in either: who leads knows what they entered."""

    @property
    def one(self) -> Wired:
        return self.plays[0]

    @property
    def watching(self) -> set[str]:
        """Those to whom both plays must look the same."""
        return {"facilitator", "stage", *self.managers, *self.reps} - self.knowing

    @property
    def is_secret(self) -> bool:
        """Whether this round is one whose rulings differ."""
        step = self.one.state.course.step
        return step in self.one.state.rounds and list(self.one.state.rounds).index(step) >= self.told_rounds

    @property
    def is_over(self) -> bool:
        return self.one.state.course.phase is Phase.CLOSED

    def runs(self) -> None:
        for _ in range(LONGEST):
            if self.is_over:
                return
            self.acts()
            self.look_alike()

    def look_alike(self) -> None:
        """Every frame since the last look, in order, is the same to the byte, and no secret is in it."""
        ours, theirs = (play.sent_to(self.watching, since) for play, since in zip(self.plays, self._seen, strict=True))
        assert ours == theirs
        assert not any(secret in frame for _, frame in ours for secret in IN_BYTES)
        self._seen = [len(play.frames) for play in self.plays]

    # What may happen

    def acts(self) -> None:
        phase = self.one.state.course.phase
        doing = [self.network, self.network, self.leads]
        if phase in (Phase.READ, Phase.RULE, Phase.PREDICT, Phase.CHAIR, Phase.DISCUSS, Phase.ALIGN):
            doing += [self.manager] * 4
        if phase in (Phase.RULE, Phase.PREDICT, Phase.IMPACT, Phase.ALIGN):
            doing += [self.rep] * 5
        self.chance.choice(doing)()

    def network(self) -> None:
        """What networks do, and time."""
        who, millis = self.chance.choice(self.one.open), self.chance.randint(1, 4000)
        acts: list[Act] = [
            lambda play: play.waits(millis),
            lambda play: play.bundles(),
            lambda play: play.ticks(),
            lambda play: play.misses(who),
            lambda play: play.comes_again(who),
            lambda play: play.bundles(),
        ]
        self.both(self.chance.choice(acts) if self.chance.random() < 0.97 else lambda play: play.dies_and_comes_back())

    def rep(self) -> None:
        """A rep answers, or tries what reps may not."""
        self.taps += 1
        who, step, n = self.chance.choice(self.reps), self.one.state.course.step, self.taps
        level, authority = self.chance.randint(0, 4), self.chance.randint(0, 3)
        wishes: list[c.Command] = [
            c.Rule(step, level, authority, n=n),
            c.Predict(step, level, authority, self.chance.choice([*Certainty]), self.chance.choice([*Spread]), n),
            c.Revote(step, level, authority, n),
            c.WriteNote(step, f"note {n}"),
            c.Next(self.one.state.course.move, confirmed=True),
            c.Reveal(step),
        ]
        wish = self.chance.choices(wishes, (5, 5, 2, 1, 1, 1))[0]
        self.rep_says(who, wish)

    def rep_says(self, who: str, wish: c.Command) -> None:
        self.both(lambda play: play.says(who, wish))

    def manager(self) -> None:
        """A manager rules and prepares; one who knows a secret says something else in each play."""
        self.taps += 1
        who, step, n = self.chance.choice(self.managers), self.one.state.course.step, self.taps
        differs = who in self.knowing and self.is_secret
        kind = self.chance.choice(["rule", "rule", "rule", "expect", "explain", "prepare", "pass", "reveal"])
        delivery = self.chance.choice(DELIVERIES)
        lines = SECRETS if differs else (LINE, LINE)
        ours = self.a_wish(kind, step, n, lines[0], delivery)
        theirs = self.a_wish(kind, step, n, lines[1], delivery) if differs else ours
        if kind == "reveal" and self.is_secret:
            return
        for play, wish in zip(self.plays, (ours, theirs), strict=True):
            play.says(who, wish)

    def a_wish(self, kind: str, step: c.StepId, n: int, line: str, delivery: str) -> c.Command:
        chance = self.chance
        match kind:
            case "rule":
                reasons = tuple(chance.sample(["reason1", "reason2", "reason3", "reason4"], chance.randint(0, 2)))
                return c.Rule(step, chance.randint(0, 3), chance.randint(0, 3), reasons, n=n)
            case "expect":
                return c.Expect(step, chance.randint(0, len(self.managers) - 1))
            case "explain":
                return c.Explain(step, softer=tuple(chance.sample(range(3), chance.randint(0, 2))))
            case "prepare":
                return c.Prepare(step, delivery, line)
            case "pass":
                return c.Pass(step)
            case _:
                return c.Reveal(step)

    def leads(self) -> None:
        """The facilitator. A round with a secret is left before its first ruling is shown."""
        state, chance = self.one.state, self.chance
        move, step = state.course.move, state.course.step
        ahead = rounds.ahead(state)
        if state.course.phase is Phase.LOCK:
            self.both(lambda play: play.rings())
            return
        odd = chance.random()
        wish: c.Command
        if odd < 0.1:
            wish = chance.choice([c.Back(move), c.Undo(), c.PauseRoom(), c.Resume(), c.AddTime(), c.Veil(on=False)])
        elif odd < 0.2:
            seat = chance.choice([seat for seat in state.seats if seat.startswith("m")])
            if self.is_secret and state.seats[seat].name in self.knowing:
                level, authority = chance.randint(0, 3), chance.randint(0, 3)
                for play, further in zip(self.plays, (0, self.further), strict=True):
                    play.says("facilitator", c.ProxyRule(step, seat, (level + further) % 4, authority))
                return
            wish = c.ChooseChair(step, seat)
        elif ahead is None:
            return
        elif self.is_secret and rounds.reveals(ahead):
            wish = c.SkipStep(move, confirmed=True)
        elif state.course.phase is Phase.CAPTURE:
            self.both(lambda play: play.says("facilitator", c.CloseCase(step, Closing.OPEN, why="no time")))
            wish = c.Next(move, confirmed=True)
        else:
            wish = c.Next(move, confirmed=True)
        self.both(lambda play: play.says("facilitator", wish))


class SwappedDay(Day):
    """What Kim answers in one play, Lou answers in the other. Rulings are the same in both, and shown."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.told_rounds = len(self.plays[0].state.desk.agenda)
        self.both(lambda play: play.says("facilitator", c.DrawTeams(1)))  # (what a team earned is told)

    @property
    def watching(self) -> set[str]:
        """The facilitator knows who has answered; nobody else does."""
        return {"stage", *self.managers, *self.reps} - {"Kim", "Lou"}

    @property
    def is_over(self) -> bool:
        """At the awards people are named for what they earned."""
        return self.one.state.course.phase in (Phase.AWARDS, Phase.DEBRIEF, Phase.CLOSED)

    def rep_says(self, who: str, wish: c.Command) -> None:
        swapped = {"Kim": "Lou", "Lou": "Kim"}
        for play, name in zip(self.plays, (who, swapped.get(who, who)), strict=True):
            play.says(name, wish)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("first", SEEDS)
def test_no_frame_tells_what_was_ruled(first):
    differed = 0
    for seed in range(first, first + AT_ONCE):
        day = Day(seed)
        day.runs()
        ours, theirs = (play.state.rounds for play in day.plays)
        differed += any(ours[step].sealed != theirs[step].sealed for step in ours)
    assert differed > 0


@pytest.mark.timeout(600)
@pytest.mark.parametrize("first", SEEDS)
def test_no_frame_tells_which_of_two_reps_answered_what(first):
    differed = 0
    for seed in range(first, first + AT_ONCE):
        day = SwappedDay(seed)
        day.runs()
        ours, theirs = (play.state.rounds for play in day.plays)
        differed += any(ours[step].choices != theirs[step].choices for step in ours)
    assert differed > 0


def test_the_plays_can_be_told_apart_once_a_ruling_is_shown():
    """Else the test above would prove nothing."""
    plays = [Wired(("Ana", "Bo"), REPS, cases_pack(full=1)) for _ in range(2)]
    start = len(plays[0].frames)
    for play, level in zip(plays, (0, 3), strict=True):
        while play.state.course.phase is not Phase.CHAIR or play.state.course.beat == 0:
            if play.state.course.phase is Phase.RULE:
                for name in ("Ana", "Bo"):
                    assert play.says(name, c.Rule(play.state.course.step, level, 1, n=1))
            if play.state.course.phase is Phase.LOCK:
                play.rings()
            else:
                assert play.says("facilitator", c.Next(play.state.course.move, confirmed=True))
    told = [play.sent_to({"Kim"}, start) for play in plays]

    assert told[0][:-2] == told[1][:-2]
    assert told[0] != told[1]


# Over real sockets

WITHOUT_CHANCE = """
import hashlib, itertools, secrets
count = itertools.count()
def drawn(size=32):
    return hashlib.sha256(str(next(count)).encode()).hexdigest()[: 2 * size]
secrets.token_hex = secrets.token_urlsafe = drawn
secrets.randbelow = lambda most: int(drawn(), 16) % most
secrets.choice = lambda signs: signs[int(drawn(), 16) % len(signs)]
from server import cli
cli.main()
"""
"""The server with its dice glued down, so that two of them draw the same codes, keys and seeds."""
MOMENT = re.compile(rb"\b1[6-9]\d{11}\b")
"""A time in milliseconds, always of the same length: the only thing that may differ."""
PING = b"2"
OF_ITS_OWN = (b"0{", b"40{", b'42["place"', b'42["tick"')
"""Greetings name the socket and the server's port, and ticks come by the clock."""


class Ear(RawLine):
    """A screen that keeps every byte it is sent, but for what only tells the time."""

    def __init__(self, port: int, key: str) -> None:
        super().__init__(port)
        self.heard: list[bytes] = []
        self._listens = Thread(target=self._listen, daemon=True)
        self.sends(text('40{"key":"' + key + '"}'))
        self._listens.start()

    def _listen(self) -> None:
        for opcode, data in self.frames():
            if data == PING:
                self.sends(text("3"))
            elif opcode == TEXT and not data.startswith(OF_ITS_OWN):
                self.heard.append(MOMENT.sub(b"T" * 13, data))
                if data.startswith(b"439"):
                    return

    def ends_with_an_answer(self) -> list[bytes]:
        """All that came before the answer to a last command, and that answer."""
        self.sends(command("no such kind", 9))
        self._listens.join(20)
        assert self.heard[-1].startswith(b"439"), self.heard[-1:]
        return self.heard


@contextmanager
def a_server_without_chance(folder: Path) -> Iterator[RunningServer]:
    running = RunningServer(folder, program=("-c", WITHOUT_CHANCE))
    try:
        yield running
    finally:
        running.stop()


def what_was_heard(folder: Path, seed: int, secrets: Random) -> dict[str, list[bytes]]:
    """What stage, reps and an idle manager were sent until the moment before the chair's reveal."""
    chance, reps, managers = Random(seed), REPS[:5], MANAGERS[:3]
    with a_server_without_chance(folder) as server, Table(server, managers, reps) as table, ExitStack() as opened:
        watching = ("stage", "Kim", "Lou", managers[-1])
        ears = {name: opened.enter_context(Ear(server.port, table[name].key)) for name in watching}
        table.goes_to("rule")
        table["Cy"].does("pass", step=table.step)
        answering = [*managers[:-1], *reps]
        table.stage.sees(lambda one: one.shared["answered"]["expected"] == len(answering), "that Cy passed")
        chance.shuffle(answering)
        for done, name in enumerate(answering, start=1):
            dice = secrets if name in managers else chance
            table[name].does("rule", step=table.step, level=dice.randint(0, 3), authority=dice.randint(0, 3), n=1)
            table.counts(done)
        for name in managers[:-1]:
            line = "x" * secrets.randint(1, 100)
            table[name].does("expect", step=table.step, count=secrets.randint(0, 1))
            table[name].does("explain", step=table.step, softer=[secrets.randint(0, 1)], firmer=[])
            table[name].says("prepare", step=table.step, delivery="plain", line=line)
        table.next()
        for done, name in enumerate(reps, start=1):
            guess = {"level": chance.randint(0, 3), "authority": 1, "certainty": "sure", "spread": "same"}
            table[name].does("predict", step=table.step, **guess, n=1)
            table.counts(done)
        while table.phase != "chair":
            table.goes_on()
        return {name: ear.ends_with_an_answer() for name, ear in ears.items()}


@pytest.mark.timeout(180)
@pytest.mark.parametrize("seed", range(SOCKETS))
def test_no_byte_on_the_wire_tells_what_was_ruled(tmp_path, seed):
    ours = what_was_heard(tmp_path / "ours", seed, Random(f"ours {seed}"))
    theirs = what_was_heard(tmp_path / "theirs", seed, Random(f"theirs {seed}"))

    assert ours == theirs
    assert all(len(frames) > 5 for frames in ours.values())
