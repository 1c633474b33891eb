"""``python3 -m tests.bench.hostile``: what those who play feel while one socket does its worst.

For each attack a phone that plays sends a command every 50 ms, and the time to each answer is taken; meanwhile one
other socket attacks. Prints how the attacker ended, and the player's times. It judges nothing.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from itertools import repeat
from pathlib import Path
from statistics import median

from server import bootstrap
from tests.support.raw import PING, RawLine, command, frame, text
from tests.support.server import Opened, RunningServer

SECONDS = 3.0
EVERY = 0.2
"""Seconds between two commands of the player: as fast as a seat may."""
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
    print(f"{'one socket sends':<34}{'ended with':>11}{'answers':>9}{'p50, ms':>9}{'max, ms':>9}")
    with tempfile.TemporaryDirectory(prefix="uptoyou-hostile-") as data:
        server = RunningServer(Path(data))
        try:
            workshop = server.open_workshop("Ana")
            for name, pieces in ATTACKS.items():
                ended, times = _play(server, workshop, name, pieces())
                figures = f"{median(times):>9.1f}{max(times):>9.1f}" if times else f"{'-':>9}{'-':>9}"
                print(f"{name:<34}{ended:>11}{len(times):>9}{figures}", flush=True)
        finally:
            server.stop()


def _play(server: RunningServer, workshop: Opened, name: str, pieces: Iterable[bytes]) -> tuple[str, list[float]]:
    """How the attacker ended, and the milliseconds to each of the player's answers."""
    player, enemy = (RawLine(server.port, workshop.take_seat(f"{who} {name}"[:24])["key"]) for who in ("P", "E"))
    with player, enemy:
        attack = threading.Thread(target=enemy.floods, args=(pieces,))
        attack.start()
        times = []
        end = time.monotonic() + SECONDS
        try:
            while time.monotonic() < end:
                start = time.perf_counter()
                player.sends(command("no such kind"))
                player.hears("431")
                times.append((time.perf_counter() - start) * 1000)
                time.sleep(EVERY)
        except (OSError, AssertionError):
            print(f"the player waited in vain under: {name}", file=sys.stderr)
        ended = "still there" if name == "nothing" else str(_status(enemy))
        enemy.breaks()
        attack.join()
    return ended, times


def _status(enemy: RawLine) -> int | str:
    try:
        return enemy.ends()
    except TimeoutError:
        return "still there"


if __name__ == "__main__":
    if find_spec("eventlet") is None:
        bootstrap.run("tests.bench.hostile", sys.argv[1:])
    main()
