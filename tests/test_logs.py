"""How a line of the log looks."""

import json
import logging
import sys

import pytest

from server import logs
from server.store.base import StoreFailed

SECRET = "quixotic zebra"


def record(text: str, *args: object, error: Exception | None = None, **more: object) -> logging.LogRecord:
    """A record as a module of ours would make it; with an error as if it was just caught."""
    caught = None
    if error is not None:
        try:
            _fails(error)
        except Exception:
            caught = sys.exc_info()
    made = logging.LogRecord("server.somewhere", logging.WARNING, __file__, 1, text, args, caught)
    vars(made).update(more)
    return made


def _fails(error: Exception) -> None:
    raise error


@pytest.fixture(params=[logs.JsonLines(), logs.PlainLines()], ids=["json", "plain"])
def form(request):
    return request.param


def test_a_json_line_is_one_object_with_what_was_given_beside_it():
    told = json.loads(logs.JsonLines().format(record("%d left", 3, workshop="w1")))

    assert ("3 left", "WARNING", "server.somewhere", "w1") == tuple(
        told[name] for name in ("text", "level", "logger", "workshop")
    )


def test_a_plain_line_ends_with_what_was_given_beside_it():
    line = logs.PlainLines().format(record("%d left", 3, workshop="w1"))

    assert line.endswith("WARNING server.somewhere: 3 left workshop=w1")


@pytest.mark.parametrize("sign", ["\n", "\r\n", "\x1b[31m", "\u2028", "\x00", "\u202e"], ids=repr)
def test_a_line_stays_one_line_and_steers_no_terminal(form, sign):
    line = form.format(record(f"one{sign}two", more=f"a{sign}b"))

    assert sign not in line
    assert 1 == len(line.splitlines())


def test_an_exception_is_told_by_type_and_place_and_not_by_its_words(form):
    line = form.format(record("a request failed", error=KeyError(SECRET)))

    assert ("KeyError" in line, "test_logs.py" in line, SECRET in line) == (True, True, False)


def test_what_the_disk_says_is_told(form):
    assert "disk is full" in form.format(record("not saved", error=StoreFailed("disk is full")))


def test_the_cause_of_an_exception_is_told_too(form):
    error = RuntimeError("outer")
    error.__cause__ = ValueError(SECRET)
    line = form.format(record("failed", error=error))

    assert ("RuntimeError" in line, "ValueError" in line, SECRET in line) == (True, True, False)
