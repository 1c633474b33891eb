"""``python3 -m tests.bench.papers``: how long papers and tables take to make, and what phones feel meanwhile.

A whole day (12 cases, 60 reps, 6 managers) is played in the core and put into a server's store. First each file is
made by itself; then 200 phones play another workshop on that server, once alone, and once while somebody downloads
every file again and again. A probe asks every 5 ms whether the server is there, and keeps the longest wait. Prints
figures, and judges nothing: the probe, the phones and the server share this machine.
"""

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC
from importlib.util import find_spec
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median
from typing import Any

from server import bootstrap

CASES, REPS, MANAGERS = 12, 60, 6
PHONES = 200
TIMES = 5
EVERY = 0.005
"""Seconds between two questions of the probe."""
LIMIT = 60.0
"""Seconds after which a helper that says nothing is given up."""
PACK = "retail-bank"


def main() -> None:
    from server.content.loader import load  # noqa: PLC0415
    from server.paths import CONTENT  # noqa: PLC0415
    from tests.support.days import Day  # noqa: PLC0415 (needs the libraries, which may have to be set up first)

    names = [f"Rep {number}" for number in range(1, REPS + 1)]
    bosses = [f"Manager {number}" for number in range(1, MANAGERS + 1)]
    day = Day(CASES, names, bosses, load(CONTENT / PACK).pack).plays_all()
    print(
        f"{CASES} cases, {REPS} reps, {MANAGERS} managers. Milliseconds, the median of {TIMES}, and the first time:\n"
    )
    for name, make in _makers(day):
        _, first = _timed(make)
        timed = [_timed(make) for _ in range(TIMES)]
        print(f"{name:<24}{median(took for _, took in timed):>9.1f}{first:>9.1f}{len(timed[0][0]) / 1000:>9.0f} kB")
    _play(day)


def _makers(day: Any) -> list[tuple[str, Callable[[], bytes]]]:
    import msgspec  # noqa: PLC0415

    from server.game.ids import SeatId  # noqa: PLC0415
    from server.reports import debrief, tables  # noqa: PLC0415
    from server.reports.files import FILES, Order  # noqa: PLC0415
    from tests.support.texts import words  # noqa: PLC0415

    orders = {
        "facilitator": Order(day.state, None, words(), UTC, day.now),
        "rep": Order(day.state, SeatId(day.seat(day.reps[0])), words(), UTC, day.now),
        "manager": Order(day.state, SeatId(day.seat(day.managers[0])), words(), UTC, day.now),
    }
    data = ("the report as data", lambda: msgspec.json.encode(debrief.report(day.state, "2026-11-22")))
    files = [
        (name, lambda file=file: file.make(orders[file.role.value]))
        for name, file in FILES.items()
        if not name.endswith(".csv") or name == f"{tables.outlines()[0].name}.csv"
    ]
    return [data, *files]


def _timed(make: Callable[[], bytes]) -> tuple[bytes, float]:
    start = time.perf_counter()
    made = make()
    return made, (time.perf_counter() - start) * 1000


def _play(day: Any) -> None:
    from server.game.people import FACILITATOR  # noqa: PLC0415
    from server.store.base import CommandId, Commit  # noqa: PLC0415
    from server.store.sqlite import SqliteLog  # noqa: PLC0415
    from tests.bench.play import Play  # noqa: PLC0415
    from tests.support.server import RunningServer  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="uptoyou-papers-") as folder:
        data = Path(folder)
        store = SqliteLog(data / "workshops.sqlite3")
        store.append([Commit(day.state.id, 1, CommandId("open-" + "0" * 16), "", FACILITATOR, day.now, tuple(day.log))])
        store.close()
        server = RunningServer(data)
        try:
            with closing(Play(server, [PHONES])) as play:
                play.come_in()
                print(f"\n{PHONES} phones play; milliseconds that the probe waited for an answer:\n")
                print(f"{'':<34}{'p50':>8}{'p99':>8}{'longest':>9}")
                _round("alone", play, server.port, "")
                _round("while files are made", play, server.port, "facilitator")
        finally:
            server.stop()


def _round(what: str, play: Any, port: int, key: str) -> None:
    """A round of everybody, with a probe and, where there is a key, somebody who downloads."""
    spawn = multiprocessing.get_context("spawn")
    over, told = spawn.Event(), spawn.Queue()
    helpers = [spawn.Process(target=_probe, args=(port, over, told), daemon=True)]
    if key:
        helpers.append(spawn.Process(target=_download, args=(port, key, over, told), daemon=True))
    for one in helpers:
        one.start()
    for _ in helpers:
        told.get(timeout=LIMIT)  # (each says once that it is ready)
    for _ in range(2):
        play.round()
    over.set()
    heard = dict(told.get(timeout=LIMIT) for _ in helpers)
    for one in helpers:
        one.join()
    waits = sorted(heard["waits"])
    print(f"{what:<34}{median(waits):>8.1f}{waits[len(waits) * 99 // 100]:>8.1f}{waits[-1]:>9.1f}")
    for name, times in heard.get("files", {}).items():
        print(f"    {name:<30}{median(times):>8.0f}{'':>8}{max(times):>9.0f}   {len(times)} times")


def _probe(port: int, over: Event, told: Any) -> None:
    """Asks over one connection, and is answered between two turns of whatever else the server does."""
    from http.client import HTTPConnection  # noqa: PLC0415

    waits = []
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as http:
        told.put("ready")
        while not over.is_set():
            start = time.perf_counter()
            http.request("GET", "/healthz")
            http.getresponse().read()
            waits.append((time.perf_counter() - start) * 1000)
            time.sleep(EVERY)
    told.put(("waits", waits))


def _download(port: int, key: str, over: Event, told: Any) -> None:
    from http.client import HTTPConnection  # noqa: PLC0415

    names = ("workshop-report.pdf", "work-aid.pdf", "workshop.xlsx", "workshop.zip", "workshop.json")
    times: dict[str, list[float]] = {name: [] for name in names}
    told.put("ready")
    while not over.is_set():
        for name in names:
            start = time.perf_counter()
            http = HTTPConnection("127.0.0.1", port, timeout=60)
            http.request("GET", f"/api/downloads/{name}", headers={"Authorization": f"Bearer {key}"})
            answer = http.getresponse()
            body = answer.read()
            http.close()
            if answer.status != 200:
                raise RuntimeError(f"{name}: {answer.status} {body[:200]!r}")
            times[name].append((time.perf_counter() - start) * 1000)
    told.put(("files", times))


if __name__ == "__main__":
    if find_spec("eventlet") is None:
        bootstrap.run("tests.bench.papers", sys.argv[1:])
    main()
