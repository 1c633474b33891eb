"""Servers to measure ours against, with the same phones and the same traffic on the same wire.

They know no rules and save nothing: each answers a command with an ack, tells console and stage five times a second how
many have answered, and on a reveal sends a shared part to everybody and an own part to each seat, of the sizes that
ours had. So the Node server is what that platform costs by itself, and the C program what the kernel costs.
"""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.bench.crowd import Crowd, Figures, Room, Said
from tests.bench.phones import Phone
from tests.bench.play import MANAGERS
from tests.support.server import free_port

HERE = Path(__file__).with_name("reference")
SOCKET_IO = "socket.io@4"
START = 20.0
"""Seconds for a reference server to begin."""


class Missing(Exception):
    """What it takes to run a reference is not on this machine. Says what to install."""


@dataclass(frozen=True, slots=True)
class Reference:
    name: str
    command: tuple[str, ...]
    """The port and the sizes of both parts are added."""
    folder: Path

    @contextmanager
    def running(self, shared: int, own: int) -> Iterator[tuple[int, int]]:
        """Its port and its process. `shared` and `own` are the bytes of a view's parts."""
        port = free_port()
        with subprocess.Popen([*self.command, str(port), str(shared), str(own)], cwd=self.folder) as process:
            try:
                _wait_for(port)
                yield port, process.pid
            finally:
                process.kill()


class Mirror(Crowd):
    def __init__(self, port: int, process: int, sizes: Sequence[int]) -> None:
        super().__init__(port, process, [_room(number) for number in range(len(sizes))])
        self._sizes = sizes

    def take_seats(self) -> Figures:
        for number, (room, size) in enumerate(zip(self.rooms, self._sizes, strict=True)):
            room.reps += [Phone(f"Rep {place + 1}", f"rep.{number}") for place in range(size)]
        return {}

    def round(self) -> Figures:
        answer = {"step": "s1", "level": 1, "authority": 1, "n": 1, "reasons": ["history", "tone"]}
        figures = self.at_once("ruling", "rule", self.some_answer(lambda *_: answer))
        self.say("next", self.onwards())
        self.settle()
        figures |= self.in_time("prediction", "predict", self.some_answer(lambda *_: answer))
        return figures | self.reveal()

    def onwards(self) -> Said:
        return {room.console: {"expect": 1, "confirmed": True} for room in self.rooms}


def _room(number: int) -> Room:
    console, stage = (Phone(f"The {name}", f"{name}.{number}", seated=False) for name in ("console", "stage"))
    return Room(console, stage, [Phone(name, f"manager.{number}") for name in MANAGERS])


@contextmanager
def references() -> Iterator[tuple[list[Reference], list[str]]]:
    """Those that can run here, built in a folder of their own; and for the others, what is missing."""
    ready: list[Reference] = []
    missing: list[str] = []
    with tempfile.TemporaryDirectory(prefix="uptoyou-reference-") as folder:
        for build in (_node, _c):
            try:
                ready.append(build(Path(folder)))
            except Missing as why:
                missing.append(str(why))
        yield ready, missing


def _node(folder: Path) -> Reference:
    node = _tool("node", "nodejs npm")
    install = (_tool("npm", "nodejs npm"), "install", "--no-audit", "--no-fund", "--ignore-scripts", SOCKET_IO)
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"npm could not install {SOCKET_IO}: {done.stderr.strip().splitlines()[-1:]}")
    shutil.copy(HERE / "phones.js", folder)
    return Reference("Node", (node, "phones.js"), folder)


def _c(folder: Path) -> Reference:
    program = folder / "fanout"
    build = (_tool("gcc", "gcc libc6-dev"), "-O2", "-Wall", "-o", str(program), str(HERE / "fanout.c"))
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"gcc could not build fanout.c: {done.stderr.strip().splitlines()[:1]}")
    return Reference("C", (str(program),), folder)


def _tool(name: str, packages: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Missing(f"There is no {name} here. On Debian: apt-get install {packages}")
    return found


def _wait_for(port: int) -> None:
    end = time.monotonic() + START
    while True:
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
        except URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                return
        except OSError:
            return
        if time.monotonic() > end:
            raise Missing("it does not begin")
        time.sleep(0.05)
