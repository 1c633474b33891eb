"""A pack in a further language: a file of the same name and shape in a folder named after the language.

It holds the texts and nothing else that matters: what is no text may be left out, and if it stands there it must be
the same. A text that is missing is a warning, and the main file's own text stands in for it; so somebody who changes
a pack can play it before the translators have been there.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import Schema, ValidationError, fields

from server.content.errors import Problem, Where
from server.content.source import Source

NOTHING: tuple[Any, ...] = (None, "", [])
SHORT = 40
"""Signs of a text that are quoted, so that it is found in the main file."""


class Translation:
    """Puts the texts of one file into the values of the main one. What is wrong with them stands in `problems`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.problems: list[Problem] = []

    def of(self, schema: Schema, main: Mapping[str, Any]) -> dict[str, Any]:
        """The main file's values, checked before, with the texts of this language."""
        return self._part(schema, main, self._source.data, ())

    def _part(self, schema: Schema, main: Mapping[str, Any], own: Any, path: Where) -> dict[str, Any]:
        if not isinstance(own, dict):
            self._wrong(path, "Write the texts of its parts below it, as in the main file.")
            return dict(main)
        for name in own.keys() - schema.fields.keys():
            self._wrong((*path, name), "There is no such field here. Check its spelling, or take it out.")
        return {
            name: self._value(schema.fields[name], value, own.get(name), (*path, name)) for name, value in main.items()
        }

    def _value(self, field: fields.Field[Any], main: Any, own: Any, path: Where) -> Any:
        if main in NOTHING:
            if own is not None:
                self._wrong(path, "The main file says nothing here. Write it there too, or take it out.")
            return main
        if field.metadata.get("text") or field.metadata.get("free"):
            return self._text(field, main, own, path)
        if isinstance(field, fields.Nested):
            return self._part(field.schema, main, {} if own is None else own, path)
        if isinstance(field, fields.List) and _has_texts(field.inner):
            return self._list(field.inner, main, [] if own is None else own, path)
        if own is not None and not _same(field, main, own):
            self._wrong(path, f"This is the same in every language. Take it out, or write: {_plain(main)}")
        return main

    def _text(self, field: fields.Field[Any], main: Any, own: Any, path: Where) -> Any:
        if own is None:
            self._missing(path, f"This text is missing. In the main file it begins: {_beginning(main)}")
            return main
        try:
            return field.deserialize(own)
        except ValidationError as error:
            for sentence in _sentences(error.messages):
                self._wrong(path, sentence)
            return main

    def _list(self, field: fields.Field[Any], main: Sequence[Any], own: Any, path: Where) -> list[Any]:
        if not isinstance(own, list):
            self._wrong(path, "Write a list, one line for each, beginning with a hyphen.")
            return list(main)
        if isinstance(field, fields.Nested) and "id" in field.schema.fields:
            return self._by_id(field, main, own, path)
        if len(own) != len(main):
            sentence = f"The main file has {len(main)} of these, and this one has {len(own)}."
            self._missing(path, f"{sentence} Write one for each, in the same order.")
            return list(main)
        return [self._value(field, one, own[number], (*path, number)) for number, one in enumerate(main)]

    def _by_id(self, field: fields.Nested, main: Sequence[Any], own: Sequence[Any], path: Where) -> list[Any]:
        """Parts that have an id are found by it, so that their order may change."""
        places = {one.get("id"): number for number, one in enumerate(own) if isinstance(one, dict)}
        known = {one["id"] for one in main}
        for number, one in enumerate(own):
            if not isinstance(one, dict) or one.get("id") not in known:
                self._missing((*path, number, "id"), "Nothing in the main file has this id. Mend it, or take this out.")
        told: list[Any] = []
        for one in main:
            if one["id"] in places:
                number = places[one["id"]]
                told.append(self._part(field.schema, one, own[number], (*path, number)))
            else:
                self._missing(path, f"The texts of {one['id']} are missing.")
                told.append(one)
        return told

    def _wrong(self, path: Where, sentence: str) -> None:
        self.problems.append(self._source.problem(path, sentence))

    def _missing(self, path: Where, sentence: str) -> None:
        self.problems.append(self._source.problem(path, sentence, warning=True))


def _has_texts(field: fields.Field[Any]) -> bool:
    return isinstance(field, fields.Nested) or bool(field.metadata.get("text"))


def _same(field: fields.Field[Any], main: Any, own: Any) -> bool:
    try:
        return bool(field.deserialize(own) == main)
    except ValidationError:
        return False


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _beginning(text: Any) -> str:
    said = str(text[0] if isinstance(text, list) else text)
    return said if len(said) <= SHORT else f"{said[:SHORT].rsplit(' ', 1)[0]} ..."


def _sentences(messages: Any) -> list[str]:
    if isinstance(messages, Mapping):
        messages = list(messages.values())
    if isinstance(messages, list):
        return [sentence for inner in messages for sentence in _sentences(inner)]
    return [str(messages)]
