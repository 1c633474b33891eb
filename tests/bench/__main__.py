"""``python3 -m tests.bench``: how fast the server is, and where it ends.

For each shape (``200`` phones, or ``100x30``: workshops of 30 phones) it starts a server of its own, fills the
workshops, plays rounds, breaks every line and lets all phones come back. With ``--against`` a Node Socket.IO server and
a bare C program serve the same phones in the same run. Prints medians. It judges nothing: times depend on the machine,
so compare runs on the same one, and trust ratios more than times.
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
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from server import bootstrap
from tests.bench import mirror, table
from tests.bench.crowd import Crowd, Figures
from tests.bench.mirror import Mirror, Reference
from tests.bench.phones import RanOut
from tests.bench.play import Play
from tests.support.server import RunningServer

MOST_ROUNDS = 6
"""The agenda holds seven, and the first one warms up."""
MOST_IN_ONE = 390
"""Phones in one workshop: nearly as many as the server seats in one."""
MOST_PHONES = 3500
"""With their consoles, stages and managers nearly as many sockets as the server takes."""


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    sizes: tuple[int, ...]
    """The phones of each workshop."""


def shape(text: str) -> Shape:
    """``100x30``, or ``500``: as few workshops as hold so many phones, filled evenly."""
    workshops, _, each = text.rpartition("x")
    try:
        phones = int(each) * int(workshops or 1)
        count = int(workshops) if workshops else -(-phones // MOST_IN_ONE)
        sizes = tuple((phones + number) // count for number in range(count))
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number of phones nor workshops x phones") from None
    if not 0 < max(sizes, default=0) <= MOST_IN_ONE or phones + 5 * count > MOST_PHONES + 5 * 100:
        raise argparse.ArgumentTypeError(f"{text}: at most {MOST_IN_ONE} phones in a workshop, {MOST_PHONES} in all")
    return Shape(text if workshops else f"{text} phones", sizes)


def main() -> None:
    options = argparse.ArgumentParser(prog="python3 -m tests.bench", description=__doc__)
    options.add_argument("--shapes", type=shape, nargs="+", default=["50", "200", "300", "500", "100x30"], metavar="N")
    options.add_argument("--rounds", type=int, default=3, choices=range(1, MOST_ROUNDS + 1), help="that are measured")
    options.add_argument("--starts", type=int, default=1, help="of every server, in turn; figures are medians of all")
    options.add_argument("--against", action="store_true", help="reference servers too, and ours as a multiple of them")
    options.add_argument("--json", type=Path, metavar="FILE", help="write every figure of every round here")
    options.add_argument("--pin", action="store_true", help="give the server and the phones a core each")
    wanted = options.parse_args()
    shapes = [one if isinstance(one, Shape) else shape(one) for one in wanted.shapes]
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
        "counted": f"medians of {wanted.rounds} rounds after one to warm up, in {wanted.starts} starts",
    }
    bench = Bench(wanted.rounds, wanted.starts, cores if wanted.pin else [])
    if wanted.against:
        with mirror.references() as (ready, missing):
            print("\n".join(missing), file=sys.stderr)
            results = [bench.measure(one, ready) for one in shapes]
    else:
        results = [bench.measure(one, []) for one in shapes]
    print(f"{'; '.join(about.values())}.\n")
    print(table.show([one.name for one in shapes], [result["ours"] for result in results]))
    for one, (ours, *others) in zip(shapes, (list(result.items()) for result in results), strict=True):
        if others:
            print(f"\n\n{one.name}\n{table.compare(ours[1], dict(others))}")
    if wanted.json:
        shown = [{"shape": one.name, **result} for one, result in zip(shapes, results, strict=True)]
        wanted.json.write_text(json.dumps({"about": about, "runs": shown, "rounds": bench.played}, indent=1), "utf-8")
    sys.exit(bench.ran_out)


class Bench:
    def __init__(self, rounds: int, starts: int, cores: Sequence[int]) -> None:
        """Two `cores` are given to the server and to the phones; without them they share all."""
        self._rounds = rounds
        self._starts = starts
        self._cores = cores
        self.played: list[dict[str, Any]] = []
        self.ran_out = False

    def measure(self, shape: Shape, references: Sequence[Reference]) -> dict[str, Figures]:
        """Medians for ours and for each reference, which take turns."""
        runs: dict[str, list[Figures]] = {}
        own: Figures = {}
        for _ in range(self._starts):
            figures = self._play(f"{shape.name}, ours", lambda: self._ours(shape))
            runs.setdefault("ours", []).append(figures)
            own = own or figures
            for one in references:
                sizes = [round(1000 * own.get(f"reveal.{part}_size", 1)) for part in ("shared", "own")]
                start = self._mirrored(one, shape, *sizes)
                runs.setdefault(one.name, []).append(self._play(f"{shape.name}, {one.name}", lambda it=start: it))
        return {name: medians(figures) for name, figures in runs.items()}

    def _play(self, name: str, start: Callable[[], Any]) -> Figures:
        """One server, from its start to its end. What was measured before a wait ran out still counts."""
        figures: Figures = {}
        rounds: list[Figures] = []
        try:
            with start() as crowd, closing(crowd):
                print(f"{name}: phones come in", end="", file=sys.stderr, flush=True)
                figures |= crowd.come_in()
                for number in range(self._rounds + 1):
                    print("." if number else " and play", end="", file=sys.stderr, flush=True)
                    rounds.append(crowd.round())
                figures |= crowd.come_back()
            print(" Done.", file=sys.stderr)
        except RanOut as sentence:
            print(f"\n{sentence}", file=sys.stderr)
            self.ran_out = True
        self.played.append({"of": name, "once": figures, "rounds": rounds})
        return figures | medians(rounds[1:])

    @contextmanager
    def _ours(self, shape: Shape) -> Iterator[Crowd]:
        with tempfile.TemporaryDirectory(prefix="uptoyou-bench-") as data:
            with self._placed():
                server = RunningServer(Path(data))
            try:
                yield Play(server, shape.sizes)
            finally:
                server.stop()

    @contextmanager
    def _mirrored(self, reference: Reference, shape: Shape, shared: int, own: int) -> Iterator[Crowd]:
        with ExitStack() as opened:
            with self._placed():
                port, process = opened.enter_context(reference.running(shared, own))
            yield Mirror(port, process, shape.sizes)

    @contextmanager
    def _placed(self) -> Iterator[None]:
        """What is started within has the first core, and we the last one after it."""
        os.sched_setaffinity(0, self._cores[:1] or os.sched_getaffinity(0))
        yield
        os.sched_setaffinity(0, self._cores[-1:] or os.sched_getaffinity(0))


def medians(runs: Sequence[Figures]) -> Figures:
    return {key: median(one[key] for one in runs if key in one) for key in (runs[0] if runs else ())}


if __name__ == "__main__":
    main()
