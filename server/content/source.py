"""One YAML file as its author wrote it: its values, and where each of them stands.

libyaml reads a file without faults, twenty times as fast. ruamel.yaml reads one in which libyaml finds anything amiss:
it says what and where, in words that do not hang on the version of a library in C.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.resolver import Resolver

from server.content.errors import Problem, Where

LARGEST_FILE = 256 * 1024
"""Bytes."""
DEEPEST = 20
DISPUTED = re.compile("[\t\x85\u2028\u2029\ufeff]")
"""Signs that the two libraries do not take for the same: a tab, what may end a line, and a mark within the text."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read."""

    file: str
    data: dict[str, Any]
    places: Mapping[Where, tuple[int, int]]
    """Line and column of each value, from 1, under the keys and indices that lead to it."""

    def at(self, path: Where) -> tuple[int, int]:
        """Line and column of a value, from 1; of the nearest part around it when the value is missing."""
        where = self.places[()]
        for length in range(1, len(path) + 1):
            where = self.places.get(path[:length], where)
        return where

    def problem(self, path: Where, sentence: str, warning: bool = False) -> Problem:
        return Problem(self.file, *self.at(path), ".".join(map(str, path)), sentence, warning)


def read(name: str, raw: bytes) -> Source | Problem:
    """The file of this name; or the one thing that keeps it from being read."""

    def fault(sentence: str, line: int = 0, column: int = 0) -> Problem:
        return Problem(name, line, column, "", sentence)

    if len(raw) > LARGEST_FILE:
        return fault("This file is too large. A pack file has at most 256 KB; put each case into a file of its own.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return fault("This file is not in UTF-8. Save it again with the encoding UTF-8.")
    places: dict[Where, tuple[int, int]] = {(): (1, 1)}
    try:
        node = _quick(text) or _thorough(text)
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


def _quick(text: str) -> Node | None:
    """What a file says; None where anything is amiss, or where nothing in it is, or where libyaml is not there."""
    if not yaml.__with_libyaml__ or DISPUTED.search(text):
        return None
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    try:
        _, document, first = next(events), next(events), next(events)
        node = None if document.version or document.tags else _composed(first, events, 0)
        return node if [type(event) for event in events] == [yaml.DocumentEndEvent, yaml.StreamEndEvent] else None
    except (yaml.YAMLError, _Refused, StopIteration):
        return None


def _composed(event: Any, events: Iterator[Any], depth: int) -> Node:
    """The node that begins with this event."""
    if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag or depth >= DEEPEST:
        raise _Refused
    if isinstance(event, yaml.ScalarEvent):
        tag = _TAGS.resolve(ScalarNode, event.value, event.implicit)
        return ScalarNode(tag, event.value, event.start_mark, event.end_mark)
    end = yaml.MappingEndEvent if isinstance(event, yaml.MappingStartEvent) else yaml.SequenceEndEvent
    inner: list[Any] = []
    while not isinstance(following := next(events), end):
        inner.append(_composed(following, events, depth + 1))
    if isinstance(event, yaml.MappingStartEvent):
        return MappingNode("map", list(zip(inner[::2], inner[1::2], strict=True)), event.start_mark, following.end_mark)
    return SequenceNode("seq", inner, event.start_mark, following.end_mark)


_TAGS = Resolver()


def _thorough(text: str) -> Node | None:
    """The same, and what is amiss. Raises YAMLError."""
    reader = YAML(typ="safe", pure=True)
    reader.Composer = _Composer
    node: Node | None = reader.compose(text)
    return node


class _Composer(Composer):
    """Anchors, aliases, tags and deep nesting only serve to hide something large, so they are refused."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent) or event.anchor:
            raise _Refused(problem="alias", problem_mark=event.start_mark)
        if event.tag:
            raise _Refused(problem="tag", problem_mark=event.start_mark)
        if self.depth >= DEEPEST and isinstance(event, CollectionStartEvent):
            raise _Refused(problem="deep", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def value_of(node: Node) -> Any:
    """What a node holds."""
    return _value(node, (), {})


def _value(node: Node, path: Where, places: dict[Where, tuple[int, int]]) -> Any:
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
