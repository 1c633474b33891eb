"""Reads a file that somebody has sent, in a process of its own with little time and little memory.

``python -m server.content.intake`` takes one JSON object and answers with one: whatever a file tries, it can only end
this process. The server itself never opens what it is sent.
"""

import base64
import os
import sys
from collections.abc import Mapping
from typing import Any

import msgspec

from server.content import archive, draft, sheet
from server.content.archive import Unfit
from server.content.draft import File
from server.content.errors import ContentError
from server.content.sheet import Unreadable

SECONDS = 2
"""Of processor time, once everything is loaded."""
MEMORY = 256 * 1024 * 1024
"""Bytes of address space."""
POLITE = 10
"""How far it stands back behind the workshops."""


class Job(msgspec.Struct):
    """What to read: a `zip` with a pack, or a `sheet` to put into the pack that is worked on."""

    kind: str
    name: str
    raw: str
    """In base64."""
    files: list[File] = []


def answer(job: Job) -> Mapping[str, Any]:
    """`files`, or a `refused` sentence; for a sheet also its `faults`."""
    raw = base64.b64decode(job.raw)
    try:
        return _from_zip(raw) if job.kind == "zip" else _from_sheet(job, raw)
    except (Unfit, Unreadable) as error:
        return {"refused": str(error)}


def _from_sheet(job: Job, raw: bytes) -> Mapping[str, Any]:
    """Workbooks are zips: the same rules hold for them."""
    archive.fits(raw)
    if raw[:2] == b"PK":
        archive.harmless(raw)
    files, faults = sheet.read(job.name, raw, job.files)
    return {"files": files, "faults": faults}


def _from_zip(raw: bytes) -> Mapping[str, Any]:
    """The texts of a pack, all of which can be read."""
    texts = archive.unpacked(raw)
    try:
        files = draft.opened(texts)
    except ContentError as error:
        return {"refused": str(error)}
    return {"texts": {name: text.decode("utf-8-sig") for name, text in texts.items()}, "files": files}


def _confine() -> None:
    """From here on this process can neither compute for long nor grow large."""
    try:
        import resource  # noqa: PLC0415 (Windows has none: there the parent's clock alone ends it)
    except ImportError:
        return
    os.nice(POLITE)
    used = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + SECONDS, used + SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (archive.LARGEST_INSIDE * 2, archive.LARGEST_INSIDE * 2))


if __name__ == "__main__":
    _confine()
    told = answer(msgspec.json.decode(sys.stdin.buffer.read(), type=Job))
    sys.stdout.buffer.write(msgspec.json.encode(told))
