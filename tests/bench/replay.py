"""``python3 -m tests.bench.replay``: how long a workshop of 100,000 facts takes to be read from its log and folded.

The facts are some twenty times a long day with a hundred phones. Prints processor time, the best of five, and says
whether the state is the one that the facts made when they were played.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from secrets import token_hex
from time import process_time
from typing import TypeVar

from server import bootstrap
from server.game.events import Event
from server.game.ids import WorkshopId
from server.game.people import FACILITATOR
from server.game.plan import Phase
from server.game.state import Workshop
from server.service.live import Live
from server.store.base import CommandId, Commit
from server.store.sqlite import SqliteLog
from tests.support.given import START, Story
from tests.support.packs import cases_pack

PHONES = 100
ROUNDS = 8
W1 = WorkshopId("w1")
Result = TypeVar("Result")


def main() -> None:
    options = argparse.ArgumentParser(prog="python3 -m tests.bench.replay", description=__doc__)
    options.add_argument("--facts", type=int, default=100_000)
    wanted = options.parse_args()
    if find_spec("msgspec") is None:
        bootstrap.run("tests.bench.replay", sys.argv[1:])
    state, facts = day(wanted.facts)
    with tempfile.TemporaryDirectory(prefix="uptoyou-replay-") as folder:
        log = SqliteLog(Path(folder) / "log.sqlite3")
        for first in range(0, len(facts), 1000):
            log.append([_commit(first + place, one) for place, one in enumerate(facts[first : first + 1000], start=1)])
        reading, _ = best(lambda: sum(len(commit.events) for commit in log.read(W1)))
        loading, live = best(lambda: _loaded(log))
        print(f"{len(facts):,} facts, one a commit, and {PHONES} phones")
        print(f"read and decoded: {reading * 1000:,.0f} ms; read, decoded and folded: {loading * 1000:,.0f} ms")
        print(f"for 100,000 facts: {loading * 1000 * 100_000 / len(facts):,.0f} ms")
        same = live[W1].state == state
        print(f"the state is the one that was played: {'yes' if same else 'NO'}")
        log.close()
    sys.exit(not same)


def day(count: int) -> tuple[Workshop, list[Event]]:
    """A day on which everybody changes their mind until there are about so many facts: its state, and the facts."""
    story, chance = Story(pack=cases_pack(full=5, flash=2, practice=True)), Random(1)
    names = [f"Rep {number}" for number in range(PHONES)]
    story.joins(*names)
    while story.phase is not Phase.CLOSED:
        if story.phase is Phase.LOCK:
            story.clock()
            continue
        for name in names * max(1, count // (2 * ROUNDS * PHONES)):
            if story.phase is Phase.RULE:
                story.rules(name, chance.randrange(3), reasons=("reason1",), quotable=True)
            if story.phase is Phase.PREDICT:
                story.predicts(name, chance.randrange(3))
        if story.phase is Phase.RULE:
            story.seals_missing()
        if story.phase is Phase.CAPTURE:
            story.leaves_open()
        story.next()
    return story.state, story.log


def _commit(version: int, fact: Event) -> Commit:
    return Commit(W1, version, CommandId(token_hex(16)), token_hex(16), FACILITATOR, START, (fact,))


def _loaded(log: SqliteLog) -> Live:
    live = Live(log, lambda _: None, lambda _: None, lambda: START)
    live.load()
    return live


def best(call: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds of processor time, and what came of it."""
    times = []
    for _ in range(5):
        start = process_time()
        result = call()
        times.append(process_time() - start)
    return min(times), result


if __name__ == "__main__":
    main()
