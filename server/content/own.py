"""Packs of one's own, in the data folder. Every save is a folder of its own that never changes again.

``<data>/packs/<id>/0001/pack.yaml`` is the first version of a pack; the one with the highest number is played. So a
save is one rename, an older version can be brought back by saving it anew, and who saves second hears of the first.
"""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import msgspec

ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\Z")
NUMBER = re.compile(r"\d{4}\Z")
NOTE = "saved.json"
MOST_PACKS = 200
MOST_VERSIONS = 9999


class SavedMeanwhile(Exception):
    """Somebody else saved this pack since it was opened."""


class TooMany(Exception):
    """There is no room for another pack, or another version of this one."""


@dataclass(frozen=True, slots=True)
class Version:
    """One save. `at` is in milliseconds."""

    number: int
    at: int
    note: str


class OwnPacks:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> tuple[str, ...]:
        """The packs that have been saved at least once."""
        if not self._folder.is_dir():
            return ()
        return tuple(one.name for one in sorted(self._folder.iterdir()) if ID.match(one.name) and self._numbers(one))

    def folder(self, pack: str, number: int | None = None) -> Path:
        """Where a version lies; the latest where none is named. Raises KeyError."""
        numbers = self._numbers(self._folder / pack) if ID.match(pack) else []
        wanted = numbers[-1] if number is None and numbers else number
        if wanted not in numbers:
            raise KeyError(pack)
        return self._folder / pack / f"{wanted:04}"

    def versions(self, pack: str) -> tuple[Version, ...]:
        """Every version, latest first. Raises KeyError."""
        folder = self.folder(pack).parent
        return tuple(_version(folder / f"{number:04}", number) for number in reversed(self._numbers(folder)))

    def save(self, pack: str, after: int, files: Mapping[str, bytes], note: str, at: int) -> int:
        """Keep a further version after the one that was worked on, 0 for a new pack; gives its number.

        Raises SavedMeanwhile, TooMany, OSError. On the disk before it returns.
        """
        assert ID.match(pack)
        folder = self._folder / pack
        number = after + 1
        if (self._numbers(folder) or [0])[-1] != after:
            raise SavedMeanwhile
        if number > MOST_VERSIONS or (after == 0 and len(self.names()) >= MOST_PACKS):
            raise TooMany
        draft = folder / f".new-{token_hex(8)}"
        draft.mkdir(parents=True)
        try:
            about = msgspec.json.encode({"at": at, "note": note})
            for name, text in {**files, NOTE: about}.items():
                _keep(draft / name, text)
            draft.rename(folder / f"{number:04}")
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            if (folder / f"{number:04}").exists():
                raise SavedMeanwhile from error
            raise
        return number

    def delete(self, pack: str) -> None:
        """Take a pack away with all its versions. Raises KeyError."""
        folder = self.folder(pack).parent
        gone = self._folder / f".gone-{token_hex(8)}"
        folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _numbers(self, folder: Path) -> list[int]:
        if not folder.is_dir():
            return []
        return sorted(int(one.name) for one in folder.iterdir() if NUMBER.match(one.name))


def _version(folder: Path, number: int) -> Version:
    try:
        about = msgspec.json.decode((folder / NOTE).read_bytes())
        return Version(number, int(about["at"]), str(about["note"]))
    except (OSError, msgspec.DecodeError, KeyError, TypeError, ValueError):
        return Version(number, 0, "")


def _keep(file: Path, text: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
