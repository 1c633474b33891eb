"""``python3 -m tests.bench.gaps``: whether the time of an answer tells what its words do not.

Compares pairs of requests whose answers look the same: a room code that never was with one of a workshop that was
deleted, and a rep's command while no manager has ruled with one after all have. Prints the median time of each and the
gap between the two. It judges nothing.
"""

import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from server import bootstrap
from tests.support.asking import ask
from tests.support.server import RunningServer
from tests.support.table import Table

CODES = 9
"""Of each kind; one address has twenty a minute."""
COMMANDS = 60
EVERY = 0.25
"""Seconds between two commands of a seat."""


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    start = perf_counter()
    act()
    return 1000 * (perf_counter() - start)


def tell(what: str, ours: list[float], theirs: list[float]) -> None:
    gap = abs(median(ours) - median(theirs))
    print(f"{what:<48}{median(ours):>9.2f}{median(theirs):>9.2f}{gap:>9.2f}", flush=True)


def codes(server: RunningServer) -> tuple[list[float], list[float]]:
    """The times of codes that never were, and of one that was deleted, in turn."""
    workshop = server.open_workshop("Ana")
    ask(server, f"/api/workshops/{workshop.code}/delete", {})
    never = f"{(int(workshop.code) + 1) % 10**6:06}"
    times: dict[str, list[float]] = {never: [], workshop.code: []}
    for _ in range(CODES):
        for code, held in times.items():
            held.append(timed(lambda code=code: ask(server, f"/api/workshops/{code}")))  # type: ignore[misc]
    return times[never], times[workshop.code]


def acks(server: RunningServer) -> tuple[list[float], list[float]]:
    """The times of a rep's answers before any manager has ruled, and after all have."""
    with Table(server, reps=("Kim", "Lou")) as table:
        table.goes_to("rule")
        n = 0

        def times() -> list[float]:
            nonlocal n
            held = []
            for _ in range(COMMANDS):
                n += 1
                answer = {"step": table.step, "level": n % 2, "authority": 1, "n": n}
                held.append(timed(lambda answer=answer: table["Kim"].does("rule", **answer)))  # type: ignore[misc]
                sleep(EVERY)
            return held

        before = times()
        table.rules("Ana", "Bo")
        return before, times()


def main() -> None:
    print(f"{'median, ms':<48}{'one':>9}{'other':>9}{'gap':>9}")
    with tempfile.TemporaryDirectory(prefix="uptoyou-gaps-") as data:
        server = RunningServer(Path(data))
        try:
            tell("a code that never was, and a deleted one", *codes(server))
            tell("a rep's answer before and after managers ruled", *acks(server))
        finally:
            server.stop()


if __name__ == "__main__":
    if find_spec("eventlet") is None:
        bootstrap.run("tests.bench.gaps", sys.argv[1:])
    main()
