"""A pack while somebody works on it: its values file by file, as the editor and the spreadsheet hold them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from server.content import loader, source
from server.content.errors import ContentError, Problem
from server.content.loader import HEAD, Loaded
from server.content.rewrite import is_blank, rewrite, same
from server.content.source import Source

NAME = re.compile(r"(?:[a-z]{2}/)?(?:pack\.yaml|cases/_?[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.yaml)\Z")
"""The files that a pack is made of. One that begins with an underscore is kept and left out."""


@dataclass(frozen=True, slots=True)
class File:
    """One file. `was` is the one whose text it goes on from, with its comments; empty where it is new."""

    name: str
    data: dict[str, Any]
    was: str = ""


Draft = Sequence[File]
"""The head, the cases in the order of play, then other languages."""


def opened(files: Mapping[str, bytes]) -> Draft:
    """A pack to work on. Raises ContentError when one of its files cannot be read at all."""
    read = [_read(name, raw) for name, raw in files.items()]
    faults = [one for one in read if isinstance(one, Problem)]
    if faults:
        raise ContentError(faults)
    held = [File(one.file, _plain(one.data), one.file) for one in read if isinstance(one, Source)]
    return sorted(held, key=lambda file: _place(file.name))


_read = lru_cache(maxsize=256)(source.read)
"""While a pack is worked on, nearly all of its files stay as they are."""


def _place(name: str) -> tuple[bool, bool, str]:
    folder, _, base = name.rpartition("/")
    return folder not in ("", "cases"), name != HEAD, f"{folder}/{base.lstrip('_')}"


def _plain(value: Any) -> Any:
    """Values as JSON has them: a date is a text."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def checked(name: str, draft: Draft) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """The pack as it would be played, if it can be, and everything that is wrong with it or might be better."""
    try:
        held = loader.put_together(name, {file.name: Source(file.name, file.data, {(): (0, 0)}) for file in draft})
    except ContentError as error:
        return None, error.problems
    return held, held.warnings


def written(draft: Draft, base: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The files of a draft. What nobody edited stays as it was in the base, to the last comment."""
    texts: dict[str, bytes] = {}
    for file, name in zip(draft, names(draft), strict=True):
        if is_blank(file.data):  # a language in which nothing was said yet
            continue
        before = base.get(file.was, b"")
        known = _read(file.was, before)
        if isinstance(known, Source) and same(known.data, file.data):
            texts[name] = before
        else:
            texts[name] = rewrite(before.decode("utf-8-sig"), file.data).encode()
    return texts


def names(draft: Draft) -> list[str]:
    """What the files are called. Where cases have moved they are all counted anew, in every language."""
    bases = [file.name.rpartition("/")[2] for file in draft if file.name.startswith("cases/")]
    if all(one.lstrip("_") < other.lstrip("_") for one, other in pairwise(bases)):
        return [file.name for file in draft]
    counted = {base: _counted(base, number) for number, base in enumerate(bases, start=1)}
    return [_renamed(file.name, counted) for file in draft]


def _counted(base: str, number: int) -> str:
    stem = re.sub(r"^_?(\d+-)?", "", base)
    return f"{'_' if base.startswith('_') else ''}{number:02}-{stem}"


def _renamed(name: str, counted: Mapping[str, str]) -> str:
    folder, slash, base = name.rpartition("/")
    return folder + slash + counted.get(base, base) if folder.endswith("cases") else name


def fit(files: Iterable[File]) -> bool:
    """Whether these may be files of one pack: known names, each once on any disk, and a head among them."""
    given = [file.name for file in files]
    return all(map(NAME.match, given)) and len({name.lower() for name in given}) == len(given) and HEAD in given


def copied(files: Mapping[str, bytes], id: str, title: str = "") -> Mapping[str, bytes]:
    """The same pack under another id, and under another title where one is given. Raises ContentError."""
    heads = [_named(file, id, title) for file in opened({name: files[name] for name in files if name.endswith(HEAD)})]
    return {**files, **written(heads, files)}


def _named(file: File, id: str, title: str) -> File:
    about = file.data.get("pack")
    about = about if isinstance(about, dict) else {}
    wanted = {**about, **({"title": title} if title and file.name == HEAD else {})}
    if file.name == HEAD or "id" in about:
        wanted["id"] = id
    return replace(file, data={**file.data, "pack": wanted})
