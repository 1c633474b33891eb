"""Has a file read in a process of its own, so that whatever is in it cannot hold up the workshops of this one."""

import base64
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Semaphore
from time import monotonic
from typing import Any

import msgspec

from server.content.draft import File

ROOT = Path(__file__).resolve().parent.parent.parent
AT_ONCE = 2
"""Processes that may read at the same time; further ones wait."""
LONGEST = 5.0
"""Seconds until one is ended, however little it does."""
PATIENCE = 4.0
"""Seconds that one waits for its turn. Together they are less than a request may take."""
LOOK_EVERY = 0.02
TOO_MUCH = "This file takes too long to read, so it is not taken in. Save it again from the program that made it."


class Refused(Exception):
    """A file that is not taken in, with a sentence that says why."""


class Busy(Exception):
    """Too many files are being read. The same file may be sent again in a moment."""


class Intake:
    """`sleep` lets everything else go on."""

    def __init__(self, sleep: Callable[[float], None]) -> None:
        self._sleep = sleep
        self._room = Semaphore(AT_ONCE)

    def read(self, kind: str, name: str, raw: bytes, files: Sequence[File] = ()) -> dict[str, Any]:
        """What `intake.answer` says of a file. Raises Refused, Busy."""
        job = {"kind": kind, "name": name, "raw": base64.b64encode(raw).decode(), "files": files}
        if not self._room.acquire(timeout=PATIENCE):
            raise Busy
        try:
            answer = self._asked(msgspec.json.encode(job))
        finally:
            self._room.release()
        if answer is None:
            raise Refused(TOO_MUCH)
        if "refused" in answer:
            raise Refused(str(answer["refused"]))
        return answer

    def _asked(self, job: bytes) -> dict[str, Any] | None:
        """The answer; None when the process was ended, by its limits or by ours."""
        with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as said:
            question.write(job)
            question.seek(0)
            command = [sys.executable, "-m", "server.content.intake"]
            process = subprocess.Popen(  # noqa: S603
                command, stdin=question, stdout=said, stderr=subprocess.DEVNULL, cwd=ROOT
            )
            deadline = monotonic() + LONGEST
            while process.poll() is None:
                if monotonic() > deadline:
                    process.kill()
                self._sleep(LOOK_EVERY)
            said.seek(0)
            answer: dict[str, Any] | None = msgspec.json.decode(said.read()) if process.returncode == 0 else None
        return answer
