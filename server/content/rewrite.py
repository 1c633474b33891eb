"""New values into a YAML file, with everything else left as it was written: comments, order, quotes, blank lines.

A file is not written anew. Its text is cut where the values stand, and only those pieces are replaced. The result is
read again; should it not mean what was asked for, a larger piece is written, so it always does.
"""

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from server.content.source import value_of

WIDTH = 118
"""Signs in a line, before a text goes on in the next."""


def rewrite(text: str, wanted: Mapping[str, Any]) -> str:
    """A file that means what is wanted, and is otherwise the text that it was. Empty text gives a new file."""
    node = _compose(text)
    if not isinstance(node, MappingNode):
        return write(wanted)
    if same(value_of(node), wanted):
        return text
    windows = "\r\n" in text
    plain = text.replace("\r\n", "\n")
    plain += "" if plain.endswith("\n") else "\n"
    for deep in (True, False):
        new = _Rewriting(plain, deep).whole(wanted)
        if means(new, wanted):
            return new.replace("\n", "\r\n") if windows else new
    return write(wanted)


def write(wanted: Mapping[str, Any]) -> str:
    """A new file."""
    return "".join(_entry(f"{key}:", value, 0) for key, value in wanted.items() if not is_blank(value))


def means(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        node = _compose(text)
        return node is not None and same(value_of(node), wanted)
    except YAMLError:
        return False


def is_blank(value: Any) -> bool:
    """What says no more than a field that is left out."""
    if isinstance(value, Mapping):
        return all(map(is_blank, value.values()))
    return value is None or value in ("", [])


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: 35 and 35.0 do, a date and its text, and nothing and a blank."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return all(same(one.get(key), other.get(key)) for key in {*one, *other})
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if is_blank(one) or is_blank(other):
        return is_blank(one) and is_blank(other)
    if isinstance(one, date) or isinstance(other, date):
        return str(one) == str(other)
    if isinstance(one, bool) or isinstance(other, bool) or isinstance(one, str) or isinstance(other, str):
        return type(one) is type(other) and bool(one == other)
    return bool(one == other)


def matched(old: Sequence[Any], new: Sequence[Any]) -> list[int | None]:
    """For each new part the old one that it was, by what they hold; None for what was not there before."""
    found: list[int | None] = [None] * len(new)
    free = set(range(len(old)))

    def take(fits: Any) -> None:
        for at, wanted in enumerate(new):
            if found[at] is None:
                near = sorted(free, key=lambda place: (abs(place - at), place))
                found[at] = next((place for place in near if fits(old[place], wanted)), None)
                free.discard(found[at] if found[at] is not None else -1)

    take(same)
    for name in ("id", "level"):
        take(lambda one, other, name=name: _named(one, name) is not None and _named(one, name) == _named(other, name))
    take(lambda one, other: isinstance(one, Mapping) and isinstance(other, Mapping) and _alike(one, other))
    if len(free) == found.count(None):  # as many changed as were there: each is the one at its place
        for at, place in zip([at for at, one in enumerate(found) if one is None], sorted(free), strict=True):
            found[at] = place
    return found


def _named(part: Any, name: str) -> Any:
    return part.get(name) if isinstance(part, Mapping) else None


def _alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(not is_blank(one[key]) and same(one[key], other.get(key)) for key in one)


def _compose(text: str) -> Node | None:
    node: Node | None = YAML(typ="safe", pure=True).compose(text)
    return node


@dataclass(frozen=True, slots=True)
class _Cut:
    """Put `new` in the place of the text from `start` to `end`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class _Part:
    """One entry of a mapping or a list, as it stands in the text: from its comments to the end of its last line."""

    start: int
    core: int
    """Where its key or its hyphen stands."""
    end: int
    node: Node
    key: str
    """With its colon; a hyphen in a list."""


class _Rewriting:
    def __init__(self, text: str, deep: bool) -> None:
        self._text = text
        self._deep = deep

    def whole(self, wanted: Mapping[str, Any]) -> str:
        return self._spliced(0, len(self._text), self._mapping(_compose(self._text), wanted, 0))

    def _value(self, part: _Part, wanted: Any, depth: int) -> list[_Cut]:
        """What has to change in an entry, so that its value is the wanted one."""
        node, old = part.node, value_of(part.node)
        if same(old, wanted):
            return []
        in_block = not getattr(node, "flow_style", False) and (self._deep or depth == 0)
        if in_block and isinstance(node, MappingNode) and isinstance(wanted, Mapping) and not is_blank(wanted):
            return self._mapping(node, wanted, depth + 1)
        if in_block and isinstance(node, SequenceNode) and isinstance(wanted, list) and wanted:
            return self._list(node, old, wanted, depth + 1)
        if getattr(node, "flow_style", False) and isinstance(wanted, list | Mapping):
            return [_Cut(node.start_mark.index, node.end_mark.index, _flow(wanted))]
        return [self._replaced(part, wanted)]

    def _mapping(self, node: Any, wanted: Mapping[str, Any], depth: int) -> list[_Cut]:
        parts = {key.value: part for (key, _), part in zip(node.value, self._parts(node), strict=True)}
        names = [name for name in parts if not is_blank(wanted.get(name)) or is_blank(value_of(parts[name].node))]
        for before, name in pairwise(["", *wanted]):
            if name not in parts and not is_blank(wanted[name]):
                names.insert(names.index(before) + 1 if before in names else len(names) if before else 0, name)
        pieces = [(parts.get(name), f"{name}:", wanted.get(name)) for name in names]
        return self._arranged(list(parts.values()), pieces, depth)

    def _list(self, node: Any, old: list[Any], wanted: list[Any], depth: int) -> list[_Cut]:
        parts = self._parts(node)
        was = matched(old, wanted)
        pieces = [(None if at is None else parts[at], "-", one) for at, one in zip(was, wanted, strict=True)]
        return self._arranged(parts, pieces, depth)

    def _arranged(self, parts: list[_Part], pieces: list[tuple[_Part | None, str, Any]], depth: int) -> list[_Cut]:
        """Entries in their new order. What stands between two places stays there."""
        if [part for part, _, _ in pieces] == parts:
            return [cut for part, _, value in pieces if part for cut in self._value(part, value, depth)]
        column = self._column(parts[0].core)
        gaps = [self._text[one.end : other.start] for one, other in pairwise(parts)]
        usual = gaps[0] if gaps else " " * column
        texts = [
            self._spliced(part.start, part.end, self._value(part, value, depth)) if part else _entry(key, value, column)
            for part, key, value in pieces
        ]
        gaps = [*gaps, *[usual] * len(texts)][: len(texts) - 1]
        new = "".join(text + gap for text, gap in zip(texts, [*gaps, ""], strict=True))
        return [_Cut(parts[0].start, parts[-1].end, new)]

    def _replaced(self, part: _Part, wanted: Any) -> _Cut:
        node = part.node
        start, end = node.start_mark.index, node.end_mark.index
        block = isinstance(node, ScalarNode) and node.style in ("|", ">")
        column = self._column(part.core)
        one_line = _scalar(wanted, isinstance(value_of(node), date)) if not isinstance(wanted, list | Mapping) else None
        fits = one_line is not None and column + len(part.key) + len(one_line) < WIDTH
        if isinstance(node, ScalarNode) and not block and fits and start < end:
            return _Cut(start, end, str(one_line))
        note = ""
        if isinstance(node, ScalarNode):
            after = start if block else max(end, part.core + len(part.key))
            note = self._text[after : self._text.index("\n", after)]
            note = note[note.index(" #") :].strip() if " #" in note else ""
        return _Cut(part.core, part.end, _entry(part.key, wanted, column, note))

    # Where things stand

    def _parts(self, node: Any) -> list[_Part]:
        """The entries of a mapping or list that is written in lines."""
        found: list[_Part] = []
        floor = node.start_mark.index
        for number, one in enumerate(node.value):
            if isinstance(node, MappingNode):
                inner, core = one[1], one[0].start_mark.index
                key = self._text[core : one[0].end_mark.index] + ":"
            else:
                inner, core, key = one, self._hyphen(node.start_mark.column, floor), "-"
            end = self._end(inner, core)
            start = self._with_comments(core, floor) if number else core
            found.append(_Part(start, core, end, inner, key))
            floor = end
        return found

    def _hyphen(self, column: int, floor: int) -> int:
        """The next hyphen in this column."""
        found = re.compile(rf"^(?:(?<=^).{{{column}}})-(?=\s)", re.MULTILINE)
        begin = self._line(floor)
        for line in found.finditer(self._text, begin):
            at = line.end() - 1
            if at >= floor and (at == floor or not self._text[self._line(at) : at].strip()):
                return at
        raise ValueError("a list without hyphens")

    def _end(self, node: Any, core: int) -> int:
        """Behind the last line that belongs to a value."""
        if isinstance(node, MappingNode) and not node.flow_style and node.value:
            return self._end(node.value[-1][1], node.value[-1][0].start_mark.index)
        if isinstance(node, SequenceNode) and not node.flow_style and node.value:
            last = self._parts(node)[-1]
            return last.end
        start, end = node.start_mark.index, node.end_mark.index
        if start == end:
            return self._after(core)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            return self._after(start + len(self._text[start:end].rstrip()) - 1)
        return self._after(end - 1)

    def _with_comments(self, core: int, floor: int) -> int:
        """Where an entry begins with the comments right above it, in its own column."""
        column, start = self._column(core), core
        while (line := self._line(start)) > floor:
            above = self._text[self._line(line - 1) : line]
            if self._line(line - 1) < floor or not above.startswith(" " * column + "#"):
                break
            start = self._line(line - 1) + column
        return start

    def _line(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _after(self, at: int) -> int:
        return self._text.index("\n", at) + 1

    def _column(self, at: int) -> int:
        return at - self._line(at)

    def _spliced(self, start: int, end: int, cuts: list[_Cut]) -> str:
        out, at = [], start
        for cut in cuts:
            out += [self._text[at : cut.start], cut.new]
            at = cut.end
        return "".join([*out, self._text[at:end]])


# Values as text


def _entry(key: str, value: Any, column: int, note: str = "") -> str:
    """A field or an item of a list with its value, whose first line stands in this column already."""
    note = f"  {note}" if note else ""
    if isinstance(value, Mapping) and not is_blank(value):
        inner = [_entry(f"{name}:", one, column + 2) for name, one in value.items() if not is_blank(one)]
        joined = (" " * (column + 2)).join(inner)
        return f"- {joined}" if key == "-" else f"{key}{note}\n{' ' * (column + 2)}{joined}"
    if isinstance(value, list) and value:
        items = [" " * (column + 2) + _entry("-", one, column + 2) for one in value]
        return f"{key}{note}\n{''.join(items)}"
    if isinstance(value, list | Mapping):
        return f"{key} {_flow(value)}{note}\n"
    line = _scalar(value)
    if isinstance(value, str) and column + len(key) + len(line) + 1 > WIDTH and (body := _body(value, column + 2)):
        return f"{key} {body[0]}{note and ' ' + note.strip()}\n{body[1]}"
    return f"{key} {line}{note}\n"


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _quoted(value) if isinstance(value, str) else _scalar(value)


PLAIN = re.compile(r"[^\W\d_](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff:#]|:(?=[^\s])|(?<=[^\s])#)*\Z")
"""A text that needs no quotes: it begins with a letter, and no sign in it means something else."""
SWITCHES = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


def _scalar(value: Any, was_date: bool = False) -> str:
    """A value on one line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if float(value).is_integer() else repr(value)
    text = str(value)
    if was_date and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    plain = PLAIN.match(text) and text == text.rstrip() and text.isprintable() and text.lower() not in SWITCHES
    return text if plain else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + "".join(_escaped(text)) + '"'


def _escaped(text: str) -> Iterator[str]:
    for sign in text:
        if sign in '"\\':
            yield "\\" + sign
        elif sign == "\n":
            yield "\\n"
        elif sign.isprintable():
            yield sign
        else:
            yield f"\\U{ord(sign):08x}"


def _body(text: str, column: int) -> tuple[str, str] | None:
    """A long text over several lines, with the sign that announces it; None where lines would change it."""
    lines = text.split("\n")
    if any(line != line.strip() or not (line or len(lines) > 1) for line in lines) or not lines[-1] or not lines[0]:
        return None
    if not all(line.isprintable() for line in lines):
        return None
    if len(lines) > 1:
        sign = "|-"
    elif "  " in text:
        return None
    else:
        sign = ">-"
        lines = textwrap.wrap(
            text, WIDTH - column, break_long_words=False, break_on_hyphens=False, fix_sentence_endings=False
        )
    return sign, "".join(f"{' ' * column}{line}\n" if line else "\n" for line in lines)
