"""A pack as one file: a zip of its YAML files, and back, for which nothing in the file is believed."""

import stat
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath

from server.content.draft import NAME
from server.content.loader import HEAD, MOST_FILES

LARGEST = 256 * 1024
"""Bytes of a file that is taken in."""
LARGEST_INSIDE = 5 * 1024 * 1024
"""Bytes of all that is in it."""
MOST_DENSE = 20
"""How many times larger the inside may be than the file. Texts are three or four times."""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The same pack gives the same file."""


class Unfit(Exception):
    """A file that is not taken in, with a sentence that says why."""


def packed(name: str, files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(f"{name}/{path}", FIRST_DAY), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(raw: bytes) -> Mapping[str, bytes]:
    """The files of a pack. What else is in the zip stays there. Raises Unfit."""
    fits(raw)
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            held = {entry.filename: entry for entry in safe(archive, len(raw))}
            inside = _folder(held)
            wanted = {name.removeprefix(inside): entry for name, entry in held.items() if name.startswith(inside)}
            return {name: archive.read(entry) for name, entry in sorted(wanted.items()) if NAME.match(name)}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise Unfit("This is not a zip file that can be read. Download the pack again.") from error


def fits(raw: bytes) -> None:
    """Raises Unfit for a file that is larger than any pack."""
    if len(raw) > LARGEST:
        raise Unfit("This file is too large. At most 256 KB can be taken in.")


def harmless(raw: bytes) -> None:
    """Raises Unfit for a zip that is more than it seems, whatever it is the zip of."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            list(safe(archive, len(raw)))
    except zipfile.BadZipFile as error:
        raise Unfit("This file is damaged. Save it again from the program that made it.") from error


def safe(archive: zipfile.ZipFile, size: int) -> Iterator[zipfile.ZipInfo]:
    """The files of a zip that does nothing but hold files. Raises Unfit."""
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise Unfit("There are too many files in this one.")
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_INSIDE or total > MOST_DENSE * max(size, 1):
        raise Unfit("This file holds far more than a pack does, so it is not opened.")
    for entry in entries:
        path = PurePosixPath(entry.filename)
        odd = "\\" in entry.filename or ":" in entry.filename or "\0" in entry.orig_filename
        if path.is_absolute() or ".." in path.parts or odd or stat.S_ISLNK(entry.external_attr >> 16):
            raise Unfit("This file leads out of its own folder, so it is not opened.")
        if entry.flag_bits & 1:
            raise Unfit("This file is locked with a password. Save it without one.")
        if not entry.is_dir():
            yield entry


def _folder(names: Mapping[str, object]) -> str:
    """Where in the zip the pack stands: at its top, or in the one folder that has a head."""
    heads = [name for name in names if PurePosixPath(name).name == HEAD and not name.startswith("__MACOSX")]
    if not heads:
        raise Unfit("There is no pack.yaml in this file.")
    return min(heads, key=lambda name: (name.count("/"), name)).removesuffix(HEAD)
