"""From a folder of YAML files to a pack that can be played.

Everything that is wrong is told at once, each with its file, line, column and a sentence.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import AliasEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from server.content import check
from server.content.errors import ContentError, Problem
from server.content.schema import CaseSchema, PackSchema
from server.game import case as game
from server.game.ids import CaseId

LARGEST_FILE = 256 * 1024
"""Bytes."""
DEEPEST = 20

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read: its values, and where each stands."""

    file: str
    data: dict[str, Any]
    places: Mapping[Path_, tuple[int, int]]
    """Line and column of each value, from 1, under the keys and indices that lead to it."""

    def at(self, path: Path_) -> tuple[int, int]:
        """Line and column of a value, from 1; of the nearest part around it when the value is missing."""
        where = self.places[()]
        for length in range(1, len(path) + 1):
            where = self.places.get(path[:length], where)
        return where

    def problem(self, path: Path_, sentence: str, warning: bool = False) -> Problem:
        return Problem(self.file, *self.at(path), ".".join(map(str, path)), sentence, warning)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A pack, the digest of its files, and what might be better in it."""

    pack: game.CasePack
    digest: str
    warnings: tuple[Problem, ...]


def load(folder: Path) -> Loaded:
    """Read and check a pack. Raises ContentError with every fault in it."""
    problems: list[Problem] = []
    if not (folder / "pack.yaml").is_file():
        sentence = "There is no pack.yaml in this folder. Copy one from another pack and change it."
        raise ContentError([Problem(str(folder), 0, 0, "", sentence)])
    head = _read(folder, folder / "pack.yaml", PackSchema(), problems)
    case_files = sorted((folder / "cases").glob("*.yaml"))
    cases = [_read(folder, file, CaseSchema(), problems) for file in case_files]
    if not case_files:
        problems.append(
            Problem("cases", 0, 0, "", "There is no case. Put one YAML file for each case into this folder.")
        )
    if head is None or None in cases or problems:
        raise ContentError(problems)
    sources = [head[0], *(case[0] for case in cases if case)]
    pack = _pack(head[1], [case[1] for case in cases if case])
    found = check.check(
        pack, folder.name, sources[0], dict(zip((case.id for case in pack.cases), sources[1:], strict=True))
    )
    faults = [problem for problem in found if not problem.warning]
    if faults:
        raise ContentError(faults)
    return Loaded(pack, _digest([folder / "pack.yaml", *case_files]), tuple(found))


def packs(folder: Path) -> Iterator[Path]:
    """The packs in a folder: every folder with a pack.yaml whose name does not begin with an underscore."""
    for one in sorted(folder.iterdir()):
        if not one.name.startswith(("_", ".")) and (one / "pack.yaml").is_file():
            yield one


def _read(folder: Path, file: Path, schema: Schema, problems: list[Problem]) -> tuple[Source, dict[str, Any]] | None:
    """One file's values, checked field by field. What is wrong goes to `problems`."""
    source = _parse(file, file.relative_to(folder).as_posix())
    if isinstance(source, Problem):
        problems.append(source)
        return None
    try:
        loaded: dict[str, Any] = schema.load(source.data)
    except ValidationError as error:
        problems.extend(source.problem(path, sentence) for path, sentence in _flat(error.messages))
        return None
    return source, loaded


def _parse(file: Path, name: str) -> Source | Problem:
    def fault(sentence: str, line: int = 0, column: int = 0) -> Problem:
        return Problem(name, line, column, "", sentence)

    if file.stat().st_size > LARGEST_FILE:
        return fault("This file is too large. A pack file has at most 256 KB; put each case into a file of its own.")
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return fault("This file is not in UTF-8. Save it again with the encoding UTF-8.")
    places: dict[Path_, tuple[int, int]] = {(): (1, 1)}
    try:
        _refuse_tricks(text)
        node = YAML(typ="safe", pure=True).compose(text)
        data = _value(node, (), places) if node else None
    except MarkedYAMLError as error:
        return fault(_in_plain_words(error), *_place(_where(error)))
    except ReaderError as error:
        return fault(ODD_SIGN, text[: error.position].count("\n") + 1)
    except (YAMLError, RecursionError) as error:
        return fault(f"This is not YAML that we can read: {error}".splitlines()[0])
    if not isinstance(data, dict):
        return fault("This file has no fields. Write a field name and a colon on each line, such as title: Late fee")
    return Source(name, data, places)


class _Refused(MarkedYAMLError):
    """Something that YAML allows and a pack has no use for."""


def _refuse_tricks(text: str) -> None:
    """Anchors, aliases, tags and deep nesting only serve to hide something large, so they are refused."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        depth += {"MappingStartEvent": 1, "SequenceStartEvent": 1, "MappingEndEvent": -1, "SequenceEndEvent": -1}.get(
            type(event).__name__, 0
        )
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            raise _Refused(problem="alias", problem_mark=event.start_mark)
        if getattr(event, "tag", None):
            raise _Refused(problem="tag", problem_mark=event.start_mark)
        if depth > DEEPEST:
            raise _Refused(problem="deep", problem_mark=event.start_mark)


def _value(node: Node, path: Path_, places: dict[Path_, tuple[int, int]]) -> Any:
    """What a node holds. Notes in `places` where its parts stand."""
    if isinstance(node, MappingNode):
        mapping: dict[str, Any] = {}
        for key, inner in node.value:
            name = key.value if isinstance(key, ScalarNode) else "?"
            if name in mapping:
                raise _Refused(problem="found duplicate key", problem_mark=key.start_mark)
            is_empty = inner.start_mark.index == inner.end_mark.index
            places[(*path, name)] = _place(key.start_mark if is_empty else inner.start_mark)
            mapping[name] = _value(inner, (*path, name), places)
        return mapping
    if isinstance(node, SequenceNode):
        places.update({(*path, number): _place(inner.start_mark) for number, inner in enumerate(node.value)})
        return [_value(inner, (*path, number), places) for number, inner in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: Node) -> Any:
    """Whether YAML takes it for a number, a switch or a date; all else stays the text that it is."""
    text: str = node.value
    try:
        text.encode()
        return _KINDS.get(str(node.tag).rpartition(":")[2], str)(text)
    except UnicodeEncodeError:
        raise _Refused(problem="special characters are not allowed", problem_mark=node.start_mark) from None
    except (ValueError, KeyError):
        return text


_KINDS: Mapping[str, Callable[[str], Any]] = {
    "int": lambda text: int(text, 0),
    "float": float,
    "bool": lambda text: {"true": True, "false": False}[text.lower()],
    "null": lambda _: None,
    "timestamp": date.fromisoformat,
}


def _where(error: MarkedYAMLError) -> StreamMark | None:
    """Where the author has to look: at the beginning of what has no end, else at the fault."""
    begun: StreamMark | None = error.context_mark if "while scanning" in (error.context or "") else None
    return begun or error.problem_mark or error.context_mark


def _place(mark: StreamMark | None) -> tuple[int, int]:
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


ODD_SIGN = "There is a sign here that no text may hold. Delete it and type it again."
_PLAIN_WORDS = {
    "mapping values are not allowed": "Put quotes round a text that contains a colon.",
    "found character '\\t'": "Use spaces at the beginning of a line, not tabs.",
    "found duplicate key": "This field stands here twice. Keep one of them.",
    "could not find expected ':'": "A field name ends with a colon. Put quotes round a text that begins on this line.",
    "expected <block end>": "This line is not in line with those above it. Begin it with as many spaces as they have.",
    "did not find expected": "This line is not in line with those above it. Begin it with as many spaces as they have.",
    "while scanning a quoted scalar": "A text that begins with a quotation mark must end with one.",
    "alias": "A pack cannot use & and *. Write the text out, or put quotes round a text that begins with one of them.",
    "tag": "A pack cannot use !. Put quotes round a text that begins with it.",
    "deep": "This is nested too deeply.",
    "special characters are not allowed": ODD_SIGN,
}


def _in_plain_words(error: MarkedYAMLError) -> str:
    said = f"{error.problem or ''} {error.context or ''}"
    plain = next((plain for part, plain in _PLAIN_WORDS.items() if part in said), None)
    return plain or f"This line cannot be read. Compare it with the same line in another case. ({error.problem})"


def _flat(messages: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """marshmallow's tree of messages as paths and sentences."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flat(inner, path if key == "_schema" else (*path, key))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(inner, path)
    else:
        yield path, str(messages)


def _digest(files: list[Path]) -> str:
    """SHA-256 over all files, in hex."""
    digest = sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _pack(head: Mapping[str, Any], cases: list[dict[str, Any]]) -> game.CasePack:
    return game.CasePack(
        **head["pack"],
        contract=tuple(head["contract"]),
        glossary=tuple(game.Term(**one) for one in head["glossary"]),
        ladders=tuple(
            game.Ladder(
                one["id"], one["low_error"], one["high_error"], tuple(game.Rung(**rung) for rung in one["options"])
            )
            for one in head["ladders"]
        ),
        reasons=tuple(game.Tag(**one) for one in head["reasons"]),
        deliveries=tuple(game.Delivery(**{**one, "openers": tuple(one["openers"])}) for one in head["deliveries"]),
        cues=tuple(game.Cue(one["id"], game.CueKind(one["kind"]), one["text"]) for one in head["cues"]),
        vague_praise=tuple(head["vague_praise"]),
        masks=tuple(head["masks"]),
        team_names=tuple(head["team_names"]),
        cases=tuple(map(_case, cases)),
    )


def _case(raw: dict[str, Any]) -> game.Case:
    paper = raw["paper_says"]
    lists = {name: tuple(raw[name]) for name in ("facts", "depends_on", "debrief")}
    return game.Case(
        **{
            **raw,
            **lists,
            "id": CaseId(raw["id"]),
            "family": game.Family(raw["family"]),
            "channel": game.Channel(raw["channel"]),
            "form": game.Form(raw["form"]),
            "options": tuple(game.Option(**one) for one in raw["options"]),
            "paper_says": game.Paper(**paper) if paper else None,
            "turns": tuple(game.Turn(**one) for one in raw["turns"] or ()),
        }
    )
