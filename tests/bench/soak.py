"""``python3 -m tests.bench.soak``: bots play workshop after workshop while things go wrong, and nothing may pile up.

In each workshop the server is frozen, killed and started again, or left alone, in turn. After each workshop a line with
the memory and the open files of the server; at the end whether every workshop is what its log says.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from server import bootstrap
from tests.bench.meter import Meter
from tests.support.server import ROOT, RunningServer

FAULTS = ("none", "freeze", "none", "kill")
LONGEST = 300.0
"""Seconds after which a workshop has failed."""


def main() -> None:
    options = argparse.ArgumentParser(prog="python3 -m tests.bench.soak", description=__doc__)
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument("--reps", type=int, default=24)
    options.add_argument("--pace", type=float, default=0.05, help="seconds for each step of the bots")
    wanted = options.parse_args()
    if find_spec("eventlet") is None:
        bootstrap.run("tests.bench.soak", sys.argv[1:])
    end = time.monotonic() + wanted.minutes * 60
    chance = random.Random(1)
    with tempfile.TemporaryDirectory(prefix="uptoyou-soak-") as data:
        server = RunningServer(Path(data))
        print(f"{'workshop':>8} {'fault':>7} {'ended':>11} {'MB':>6} {'files':>6}")
        number, failed = 0, 0
        while time.monotonic() < end:
            number += 1
            fault = FAULTS[number % len(FAULTS)]
            ended = _play(server, wanted.reps, wanted.pace, fault, chance)
            failed += ended != "over"
            print(f"{number:>8} {fault:>7} {ended:>11} {_megabytes(server):>6.1f} {_files(server):>6}", flush=True)
        same = _same_after_restart(server)
        server.stop()
    print(f"{number} workshops, {failed} not played to their end; replay equals the state: {'yes' if same else 'NO'}")
    sys.exit(bool(failed) or not same)


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


def _megabytes(server: RunningServer) -> float:
    return Meter(server.process.pid).memory() / 1024


def _files(server: RunningServer) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


def _same_after_restart(server: RunningServer) -> bool:
    """Whether every report of a server that replayed its log is the one that was told before."""
    before = _reports(server)
    server.kill()
    server.start()
    return bool(before) and before == _reports(server)


def _reports(server: RunningServer) -> list[object]:
    codes = [one["code"] for one in server.get("/api/workshops")]
    keys = [server.post(f"/api/workshops/{code}/console", {})["key"] for code in codes]
    return [server.get("/api/report", key) for key in keys]


if __name__ == "__main__":
    main()
