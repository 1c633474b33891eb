"""``python3 -m tests.bench.soak``: bots play workshop after workshop while things go wrong, and nothing may pile up.

In each workshop the server is frozen, killed and started again, or left alone, by chance. A workshop that is over comes
to rest after two seconds in the place of five minutes. The latest ones are kept and older ones deleted, as they are
after thirty days: so whatever grows is not what people keep. After each workshop a line with the memory and the open
files of the server; at the end how both grew, and whether every workshop that is kept is what its log says.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.request import urlopen

from server import bootstrap
from tests.bench.meter import Meter
from tests.support.server import ROOT, RunningServer

FAULTS = {"none": 19, "freeze": 10, "kill": 1}
"""And how often each comes, of thirty. A kill also gives all memory back, so there are few."""
LONGEST = 300.0
"""Seconds after which a workshop has failed."""
WARM_UP = 8
"""Workshops after a start that say nothing yet: the first ones fill what every later one uses again."""
HASTY = (
    "from server import cli, app; from server.service import live;"
    "live.REST_AFTER = 2000; app.REST_EVERY = 0.5; cli.main()"
)
TO_REST = 4.0
"""Seconds within which a workshop is let go."""

Lives = Sequence[Sequence[tuple[float, float, float]]]
"""For each life of the server, what was seen after each workshop: hours, megabytes, open files."""


def main() -> None:
    options = argparse.ArgumentParser(prog="python3 -m tests.bench.soak", description=__doc__)
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument("--reps", type=int, default=24)
    options.add_argument("--pace", type=float, default=0.05, help="seconds for each step of the bots")
    options.add_argument("--keep", type=int, default=5, help="workshops; the oldest is deleted then")
    options.add_argument("--seed", type=int, default=1, help="of the faults")
    wanted = options.parse_args()
    if find_spec("eventlet") is None:
        bootstrap.run("tests.bench.soak", sys.argv[1:])
    begin = time.monotonic()
    chance = random.Random(wanted.seed)
    lives: list[list[tuple[float, float, float]]] = [[]]
    with tempfile.TemporaryDirectory(prefix="uptoyou-soak-") as data:
        server = RunningServer(Path(data), program=("-c", HASTY))
        print(f"{'workshop':>8} {'fault':>7} {'ended':>11} {'in play':>8} {'MB':>7} {'files':>6}")
        number, failed = 0, 0
        while time.monotonic() < begin + wanted.minutes * 60:
            number += 1
            (fault,) = chance.choices([*FAULTS], [*FAULTS.values()])
            if fault == "kill":
                lives.append([])
            ended = _play(server, wanted.reps, wanted.pace, fault, chance)
            failed += ended != "over"
            for code in _codes(server)[wanted.keep :]:
                server.post(f"/api/workshops/{code}/delete", {})
            time.sleep(TO_REST)
            memory, files = Meter(server.process.pid).memory() / 1000, _files(server)
            lives[-1].append(((time.monotonic() - begin) / 3600, memory, files))
            print(f"{number:>8} {fault:>7} {ended:>11} {_in_play(server):>8} {memory:>7.1f} {files:>6}", flush=True)
        same = _same_after_restart(server)
        server.stop()
    megabytes, files = growth(lives, 1), growth(lives, 2)
    print(f"{number} workshops, {failed} not played to their end; replay equals the state: {'yes' if same else 'NO'}")
    print(f"Growth: {_of(megabytes, 'MB')} and {_of(files, 'files')}, within {len(lives)} lives of the server.")
    sys.exit(bool(failed) or not same)


def growth(lives: Lives, what: int) -> tuple[float, float] | None:
    """How much of column `what` came with each workshop, and with each hour; by least squares within each life.

    None when no life was long enough to say.
    """
    late = [life[WARM_UP:] for life in lives if len(life) > WARM_UP + 1]
    if not late:
        return None
    figures = [[seen[what] for seen in life] for life in late]
    each = _slope([list(range(len(life))) for life in late], figures)
    return each, _slope([[hours for hours, *_ in life] for life in late], figures)


def _slope(along: Sequence[Sequence[float]], figures: Sequence[Sequence[float]]) -> float:
    """One slope for several series, each around a mean of its own."""
    above = below = 0.0
    for xs, ys in zip(along, figures, strict=True):
        x, y = sum(xs) / len(xs), sum(ys) / len(ys)
        above += sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True))
        below += sum((one - x) ** 2 for one in xs)
    return above / below


def _of(grown: tuple[float, float] | None, unit: str) -> str:
    return f"no figure for {unit}" if grown is None else f"{grown[0]:.3f} {unit} a workshop ({grown[1]:.1f} an hour)"


def _play(server: RunningServer, reps: int, pace: float, fault: str, chance: random.Random) -> str:
    """One workshop with a fault somewhere in it; gives what the bots said last."""
    command = [sys.executable, "-m", "server.bots", "--url", server.url, "--reps", str(reps), "--pace", str(pace)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as bots:
        assert bots.stdout is not None
        for line in bots.stdout:
            if line.startswith("seated"):
                break
        time.sleep(chance.uniform(1, 8))
        _go_wrong(server, fault, chance)
        try:
            rest, _ = bots.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            bots.kill()
            return "stuck"
    return rest.strip().rpartition("\n")[2] or "broken off"


def _go_wrong(server: RunningServer, fault: str, chance: random.Random) -> None:
    if fault == "freeze":
        os.kill(server.process.pid, signal.SIGSTOP)
        time.sleep(chance.uniform(0.5, 3))
        os.kill(server.process.pid, signal.SIGCONT)
    if fault == "kill":
        server.kill()
        time.sleep(chance.uniform(0, 1))
        server.start()


def _files(server: RunningServer) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def _in_play(server: RunningServer) -> int:
    """Workshops whose states are in memory."""
    with urlopen(f"{server.url}/metrics", timeout=10) as answer:
        figures = answer.read().decode().splitlines()
    return next(int(float(line.split()[1])) for line in figures if line.startswith("uptoyou_workshops "))


def _same_after_restart(server: RunningServer) -> bool:
    """Whether every report of a server that replayed its log is the one that was told before."""
    before = _reports(server)
    server.kill()
    server.start()
    return bool(before) and before == _reports(server)


def _codes(server: RunningServer) -> list[str]:
    """The latest workshop first."""
    return [one["code"] for one in server.get("/api/workshops")]


def _reports(server: RunningServer) -> list[object]:
    keys = [server.post(f"/api/workshops/{code}/console", {})["key"] for code in _codes(server)]
    return [server.get("/api/report", key) for key in keys]


if __name__ == "__main__":
    main()
