"""libyaml reads what is well written, ruamel.yaml all else: which of them it was shows in nothing but the time."""

from os import environ

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server import paths
from server.content import loader, source
from tests.support.written_packs import PACK

SIGNS = (
    *"'\":#-?[]{},&*!|>%@`~<=\\.\t\r\n \x85\u2028\ufeff\x07\x7f\0\xa0",
    *(": ", " #", "- ", "? ", "|-\n", ">+\n", "\r\n", "\n\n", "\n  ", "\n    ", "---\n", "...\n", "%YAML 1.1\n"),
    *("<<: ", "&a ", "*a", "!!str "),
    *("null", "true", "Yes", "0o17", "017", "0x1f", "1e3", "1_000", ".inf", "1:30", "2020-01-01"),
    *("\\x41", '"\\ud800"', "\U0001f600", "[a, b]", "{a: b}", "id: again\n"),
)
"""What a slip of the hand may put into a file, or somebody who means harm."""
TEXTS = st.builds(
    lambda text, begin, length: text[begin % len(text) :][:length],
    st.sampled_from(sorted(PACK.values())),
    st.one_of(st.just(0), st.integers(0, 2000)),
    st.integers(20, 600),
)


def thorough(name, raw):
    """How a file is read without libyaml."""
    with pytest.MonkeyPatch.context() as without:
        without.setattr(source.yaml, "__with_libyaml__", False)
        return source.read(name, raw)


SHIPPED = {
    f"{path.name}/{name}": raw
    for path in [*loader.packs(paths.CONTENT), paths.CONTENT / "_template"]
    for name, raw in loader.held(path).items()
}


def test_every_file_that_is_shipped_is_read_by_libyaml():
    assert [] == [name for name, raw in SHIPPED.items() if source._quick(raw.decode()) is None]


def test_both_find_the_same_in_every_file_that_is_shipped():
    assert [] == [name for name, raw in SHIPPED.items() if thorough(name, raw) != source.read(name, raw)]


@settings(max_examples=2000 if environ.get("UPTOYOU_FULL") == "1" else 200, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 600), st.sampled_from(SIGNS), st.integers(0, 1)), max_size=4))
def test_both_find_the_same_whatever_is_typed_into_a_file(text, typed):
    for at, sign, gone in typed:
        place = at % (len(text) + 1)
        text = text[:place] + sign + text[place + gone :]

    assert thorough("a.yaml", text.encode()) == source.read("a.yaml", text.encode())


@pytest.mark.parametrize("deep", range(source.DEEPEST - 3, source.DEEPEST + 3))
@pytest.mark.parametrize("inner", ["", "x"])
def test_both_find_the_same_too_deep(deep, inner):
    text = f"a: {'[' * deep}{inner}{']' * deep}"

    assert thorough("a.yaml", text.encode()) == source.read("a.yaml", text.encode())
