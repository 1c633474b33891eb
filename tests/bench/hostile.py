"""``python3 -m tests.bench.hostile``: what those who play feel while somebody does their worst.

For each attack a phone that plays sends five commands a second, and the time to each answer is taken. Meanwhile one
other socket attacks; or the host sends files that mean harm, twenty at a time. Prints how the attacker ended, and the
player's times. It judges nothing.
"""

import base64
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import cycle, repeat
from pathlib import Path
from statistics import median

from server import bootstrap
from tests.support.asking import ask
from tests.support.bombs import LOL, bomb, pack_zip, spreadsheet
from tests.support.raw import PING, RawLine, command, frame, text
from tests.support.server import Opened, RunningServer

SECONDS = 3.0
EVERY = 0.2
"""Seconds between two commands of the player: as fast as a seat may."""
AT_ONCE = 20
"""Files that are sent at the same time."""
EVENT = text('421["command",{}]')
LARGE = text('42["command","' + "x" * 8000 + '"]')

ATTACKS: dict[str, Callable[[], Iterable[bytes]]] = {
    "nothing": lambda: (),
    "events, as fast as they go": lambda: repeat(EVENT * 20, 20_000),
    "pings, as fast as they go": lambda: repeat(frame(b"", PING) * 20, 20_000),
    "events of 8 kB": lambda: repeat(LARGE, 20_000),
    "a frame of 990 kB": lambda: (frame(b"4" * 990_000) for _ in range(20)),
    "fragments of 60 kB without end": lambda: [
        frame(b"4", last=False),
        *repeat(frame(b"4" * 60_000, 0, last=False), 1000),
    ],
    "10^10 attachments": lambda: repeat(text('459999999999-["command",{}]'), 1000),
}


def main() -> None:
    print(f"{'somebody sends':<34}{'ended with':>11}{'answers':>9}{'p50, ms':>9}{'max, ms':>9}")
    with tempfile.TemporaryDirectory(prefix="uptoyou-hostile-") as data:
        server = RunningServer(Path(data))
        try:
            workshop = server.open_workshop("Ana")
            for name, pieces in ATTACKS.items():
                _row(name, *_under_a_socket(server, workshop, name, pieces()))
            _row("packs that are bombs, 20 at once", *_under_files(server, workshop))
        finally:
            server.stop()


def _row(name: str, ended: str, times: list[float]) -> None:
    figures = f"{median(times):>9.1f}{max(times):>9.1f}" if times else f"{'-':>9}{'-':>9}"
    print(f"{name:<34}{ended:>11}{len(times):>9}{figures}", flush=True)


def _under_a_socket(
    server: RunningServer, workshop: Opened, name: str, pieces: Iterable[bytes]
) -> tuple[str, list[float]]:
    """How the attacker ended, and the milliseconds to each of the player's answers."""
    with RawLine(server.port, workshop.take_seat(f"E {name}"[:24])["key"]) as enemy, ThreadPoolExecutor(1) as pool:
        pool.submit(enemy.floods, pieces)
        times = _answers(server, workshop, name)
        ended = "still there" if name == "nothing" else _status(enemy)
        enemy.breaks()
    return ended, times


def _under_files(server: RunningServer, workshop: Opened) -> tuple[str, list[float]]:
    """What most files were answered with, and the milliseconds to each of the player's answers."""
    harm = cycle([pack_zip(LOL), bomb(), spreadsheet(1_000_000)])
    bodies = [{"name": "pack.zip", "raw": base64.b64encode(next(harm)).decode(), "id": "bomb"} for _ in range(AT_ONCE)]
    playing = True

    def send(body: dict[str, str]) -> Counter[int]:
        answers = Counter[int]()
        while playing:
            answers[ask(server, "/api/packs/upload", body).status] += 1
        return answers

    with ThreadPoolExecutor(AT_ONCE) as pool:
        senders = [pool.submit(send, body) for body in bodies]
        times = _answers(server, workshop, "files")
        playing = False
    answers = sum((one.result() for one in senders), Counter[int]())
    return str(answers.most_common(1)[0][0]), times


def _answers(server: RunningServer, workshop: Opened, name: str) -> list[float]:
    """The milliseconds to each of the player's answers."""
    times: list[float] = []
    end = time.monotonic() + SECONDS
    with RawLine(server.port, workshop.take_seat(f"P {name}"[:24])["key"]) as player:
        try:
            while time.monotonic() < end:
                start = time.perf_counter()
                player.sends(command("no such kind"))
                player.hears("431")
                times.append((time.perf_counter() - start) * 1000)
                time.sleep(EVERY)
        except (OSError, AssertionError):
            print(f"the player waited in vain under: {name}", file=sys.stderr)
    return times


def _status(enemy: RawLine) -> str:
    try:
        return str(enemy.ends())
    except TimeoutError:
        return "still there"


if __name__ == "__main__":
    if find_spec("eventlet") is None:
        bootstrap.run("tests.bench.hostile", sys.argv[1:])
    main()
