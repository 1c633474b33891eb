"""``python3 -m tests.bench``: how fast the server is, and where it ends.

For each number of phones it starts a server of its own, fills workshops with that many phones, and plays rounds: all
phones answer in the same instant, and the facilitator reveals. Prints one table of medians. It judges nothing: times
depend on the machine, so compare runs on the same one.
"""

import argparse
import gc
import json
import os
import platform
import resource
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from server import bootstrap
from tests.bench import table
from tests.bench.phones import RanOut
from tests.bench.play import Figures, Play
from tests.support.server import RunningServer

MOST_ROUNDS = 6
"""The agenda holds seven, and the first one warms up."""


def main() -> None:
    options = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__)
    options.add_argument("--phones", type=int, nargs="+", default=[50, 200, 500], metavar="N")
    options.add_argument("--rounds", type=int, default=4, choices=range(1, MOST_ROUNDS + 1), help="that are measured")
    options.add_argument("--json", type=Path, metavar="FILE", help="write every figure of every round here")
    options.add_argument("--pin", action="store_true", help="give the server and the phones a core each")
    wanted = options.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if wanted.pin and len(cores) < 2:
        bootstrap.stop("There is one core only, so the server and the phones have to share it: leave out --pin.")
    if find_spec("eventlet") is None:
        bootstrap.run("tests.bench", sys.argv[1:])
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    gc.disable()  # A pause of ours would be taken for one of the server's.
    about = {
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {len(cores)} cores, load {os.getloadavg()[0]:.1f} before",
        "placed": "server and phones on a core each" if wanted.pin else "server and phones share all cores",
    }
    runs = [_measure(phones, wanted.rounds, cores if wanted.pin else []) for phones in wanted.phones]
    print(f"Medians of {wanted.rounds} rounds after one to warm up; {', '.join(about.values())}.\n")
    print(table.show(wanted.phones, [run["figures"] for run in runs]))
    if wanted.json:
        wanted.json.write_text(json.dumps({"about": about, "runs": runs}, indent=1), encoding="utf-8")
    sys.exit(any(run["ran_out"] for run in runs))


def _measure(phones: int, rounds: int, cores: Sequence[int]) -> dict[str, Any]:
    """One server, from its start to its end. What was measured before a wait ran out still counts."""
    figures: Figures = {}
    played: list[Figures] = []
    ran_out = ""
    with tempfile.TemporaryDirectory(prefix="uptoyou-bench-") as data:
        os.sched_setaffinity(0, cores[:1] or os.sched_getaffinity(0))
        server = RunningServer(Path(data))
        os.sched_setaffinity(0, cores[-1:] or os.sched_getaffinity(0))
        try:
            print(f"{phones} phones come in", end="", file=sys.stderr, flush=True)
            with closing(Play(server, phones)) as play:
                figures |= play.come_in()
                for number in range(rounds + 1):
                    print("." if number else " and play", end="", file=sys.stderr, flush=True)
                    played.append(play.round())
        except RanOut as sentence:
            ran_out = str(sentence)
        finally:
            server.stop()
    print(f"\n{ran_out}" if ran_out else " Done.", file=sys.stderr)
    figures |= {key: median(one[key] for one in played[1:]) for key in (played[1] if len(played) > 1 else ())}
    return {"phones": phones, "figures": figures, "rounds": played, "ran_out": ran_out}


if __name__ == "__main__":
    main()
