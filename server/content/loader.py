"""From the YAML files of a pack to a pack that can be played, in every language that it speaks.

Everything that is wrong is told at once, each with its file, line, column and a sentence.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from marshmallow import Schema, ValidationError

from server.content import check, source, upgrade
from server.content.errors import ContentError, Problem, Where
from server.content.languages import Translation
from server.content.schema import FORMAT, CaseSchema, PackSchema
from server.content.source import LARGEST_FILE, Source
from server.game.case import Case, CasePack

HEAD = "pack.yaml"
LANGUAGE = re.compile(r"([a-z]{2})/")
"""How the path of a translation begins."""
MOST_FILES = 1000

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack in its main language and in all others, the digest of its files, and what might be better in it."""

    pack: CasePack
    digest: str
    warnings: tuple[Problem, ...]
    translations: tuple[CasePack, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The main one first."""
        return tuple(pack.locale for pack in (self.pack, *self.translations))

    def said_in(self, language: str) -> tuple[CasePack, tuple[CasePack, ...]]:
        """The pack in this language, if it speaks it, else in its main one; and in all others."""
        every = (self.pack, *self.translations)
        chosen = next((pack for pack in every if pack.locale == language), self.pack)
        return chosen, tuple(pack for pack in every if pack is not chosen)


@dataclass(frozen=True, slots=True)
class _Read:
    """One file that has no fault in itself."""

    source: Source
    values: Values


def load(folder: Path, name: str = "") -> Loaded:
    """Read and check a pack; `name` is its own, where the folder has another. Raises ContentError with every fault."""
    return read(name or folder.name, held(folder))


def held(folder: Path) -> Mapping[str, bytes]:
    """The files of the pack in this folder, under their paths."""
    return {file.relative_to(folder).as_posix(): _bytes(file) for file in files(folder)}


def files(folder: Path) -> Sequence[Path]:
    """The files that a pack in this folder is made of."""
    found = (
        file
        for pattern in (HEAD, "cases/*.yaml", f"*/{HEAD}", "*/cases/*.yaml")
        for file in folder.glob(pattern)
        if pattern[0] != "*" or LANGUAGE.fullmatch(f"{file.relative_to(folder).parts[0]}/")
    )
    return sorted(found, key=lambda file: (file.parent, file.name.lstrip("_")))


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def read(name: str, files: Mapping[str, bytes]) -> Loaded:
    """Check a pack of this name, given its files under their paths. Raises ContentError with every fault in it."""
    whole = put_together(name, {file: source.read(file, raw) for file, raw in files.items() if is_played(file)})
    return replace(whole, digest=_digest(files))


def is_played(file: str) -> bool:
    """A case whose file name begins with an underscore is kept, and left out."""
    return not file.rpartition("/")[2].startswith("_")


def put_together(name: str, files: Mapping[str, Source | Problem]) -> Loaded:
    """Check a pack whose files were read, without a digest. Raises ContentError with every fault in it."""
    files = {file: files[file] for file in files if is_played(file)}
    problems: list[Problem] = []
    if HEAD not in files:
        sentence = "There is no pack.yaml in this folder. Copy one from another pack and change it."
        raise ContentError([Problem(name, 0, 0, "", sentence)])
    if len(files) > MOST_FILES:
        raise ContentError([Problem(name, 0, 0, "", f"A pack has at most {MOST_FILES} files. Take some out.")])
    head = _head(files[HEAD], problems)
    main = {file: files[file] for file in files if file.startswith("cases/")}
    if not main:
        sentence = "There is no case. Put one YAML file for each case into this folder."
        problems.append(Problem("cases", 0, 0, "", sentence))
    cases = [_checked(held, CaseSchema(), problems) for held in main.values()]
    whole = [case for case in cases if case is not None]
    if head is not None:
        pack = _pack(head.values, [case.values for case in whole])
        problems += check.check(
            pack, name, head.source, [case.source for case in whole], complete=bool(cases) and whole == cases
        )
    others = _translations(head, whole, files, problems)
    if any(not problem.warning for problem in problems):
        raise ContentError([problem for problem in problems if not problem.warning])
    return Loaded(pack, "", tuple(sorted(problems)), others)


def packs(folder: Path) -> Iterator[Path]:
    """The packs in a folder: every folder with a pack.yaml whose name does not begin with an underscore."""
    for one in sorted(folder.iterdir()):
        if not one.name.startswith(("_", ".")) and (one / HEAD).is_file():
            yield one


def _head(held: Source | Problem, problems: list[Problem]) -> _Read | None:
    """The head of the pack, brought up to the present form."""
    if isinstance(held, Problem):
        problems.append(held)
        return None
    if upgrade.is_newer(held.data):
        sentence = f"This pack has form {held.data['format']}, and this program reads forms up to {FORMAT}. Update it."
        problems.append(held.problem(("format",), sentence))
        return None
    return _fields(Source(held.file, upgrade.upgraded(held.data), held.places), PackSchema(), problems)


def _checked(held: Source | Problem, schema: Schema, problems: list[Problem]) -> _Read | None:
    if isinstance(held, Problem):
        problems.append(held)
        return None
    return _fields(held, schema, problems)


def _fields(held: Source, schema: Schema, problems: list[Problem]) -> _Read | None:
    """One file's values, checked field by field. What is wrong goes to `problems`."""
    try:
        return _Read(held, schema.load(held.data))
    except ValidationError as error:
        problems.extend(held.problem(path, sentence) for path, sentence in _flat(error.messages))
        return None


def _flat(messages: Any, path: Where = ()) -> Iterator[tuple[Where, str]]:
    """marshmallow's tree of messages as paths and sentences."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(inner, path)
    else:
        yield path, str(messages)


# Other languages


def _translations(
    head: _Read | None, cases: Sequence[_Read], files: Mapping[str, Source | Problem], problems: list[Problem]
) -> tuple[CasePack, ...]:
    """The pack in each further language. A text that is missing stays in the main language, with a warning."""
    if head is None:
        return ()
    found: list[CasePack] = []
    for language in sorted({begin[1] for file in files if (begin := LANGUAGE.match(file))}):
        if language == head.values["pack"]["locale"]:
            sentence = f"{language} is the main language of this pack. Its texts stand one folder up."
            problems.append(Problem(language, 0, 0, "", sentence))
        else:
            here = {file: held for file, held in files.items() if file.startswith(f"{language}/")}
            found.append(_translation(language, head, cases, here, problems))
    return tuple(found)


def _translation(
    language: str, head: _Read, cases: Sequence[_Read], files: Mapping[str, Source | Problem], problems: list[Problem]
) -> CasePack:
    own: dict[str, Source] = {}
    for file, held in files.items():
        if isinstance(held, Problem):
            problems.append(held)
        else:
            own[HEAD if file == f"{language}/{HEAD}" else str(held.data.get("id"))] = held
    main = {HEAD: head, **{case.values["id"]: case for case in cases}}
    for key in own.keys() - main.keys():
        sentence = "No case has this id, so these texts are never shown. Mend the id, or delete the file."
        problems.append(own[key].problem(("id",), sentence, warning=True))
    told = {key: _told(language, one, own.get(key), problems) for key, one in main.items()}
    values = told.pop(HEAD)
    values = {**values, "pack": {**values["pack"], "locale": language}}
    return _pack(values, list(told.values()))


def _told(language: str, main: _Read, own: Source | None, problems: list[Problem]) -> Values:
    schema = PackSchema() if main.source.file == HEAD else CaseSchema()
    if own is None:
        sentence = f"This is not there in {language}. Copy {main.source.file} to this place and translate its texts."
        problems.append(Problem(f"{language}/{main.source.file}", 0, 0, "", sentence, warning=True))
        return main.values
    translation = Translation(own)
    values = translation.of(schema, main.values)
    problems += translation.problems
    return values


# What comes out


def _digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over all files, in hex."""
    digest = sha256()
    for file in sorted(files):
        digest.update(files[file])
    return digest.hexdigest()


def _pack(head: Values, cases: Sequence[Values]) -> CasePack:
    """The values of a head and of its cases, which were checked, as content for the game."""
    ladders = [
        {**ladder, "options": [{**step, "level": level} for level, step in enumerate(ladder["options"])]}
        for ladder in head["ladders"]
    ]
    held = {**head["pack"], **head, "ladders": ladders, "cases": [msgspec.convert(case, Case) for case in cases]}
    return msgspec.convert(held, CasePack)
