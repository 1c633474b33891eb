"""What people type is text: no sign in it steers a screen.

| Row | Attack | Test |
|---|---|---|
| A41 | signs of a database | `test_signs_that_mean_something_to_a_database_come_back_as_they_were` |
| A15 | marks that turn, hide or pile up letters | `test_what_is_typed_holds_no_mark_that_turns_hides_or_piles_up` |

A14, scripts, is in `e2e/test_hostile_words.py`.
"""

from contextlib import closing
from itertools import product
from unicodedata import category, combining

import pytest

from server.game.errors import Rejected
from server.game.evolve import replay
from server.game.roster import INVISIBLE, ear
from server.game.rules.checks import plain_name, tidy
from server.store.sqlite import SqliteLog
from tests.support.given import Story
from tests.support.log_contract import commit

TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HIDDEN = "\u206a\u00ad\u200b\u2060\ufeff\u180e\u3164\u115f\u2800\x00\x1b\x07\n\u2028\ue000\ufff9"
PILES = tuple(mark * count for mark in ("\u0301", "\u0336", "\u0489") for count in (3, 40))
SHAPES = ("{}Kim", "Kim{}", "K{}im", "{0}K{0}i{0}m{0}", "Ki{} m", "fac{}ilitator", "{0}{0}{0}", "Ana{0}Bo", "7{}")
CORPUS = tuple(shape.format(mark) for mark, shape in product((*TURNING, *HIDDEN, *PILES), SHAPES))


def test_the_corpus_has_three_hundred():
    assert 300 <= len(set(CORPUS))


@pytest.mark.parametrize("cleans", [plain_name, tidy], ids=["name", "text"])
def test_what_is_typed_holds_no_mark_that_turns_hides_or_piles_up(cleans):
    wrong = []
    for typed in CORPUS:
        try:
            kept = cleans(typed)
        except Rejected:
            continue
        odd = [sign for sign in kept if category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") and sign != "\u200d"]
        high = max((len(run) for run in "".join("x" if combining(sign) else " " for sign in kept).split()), default=0)
        if odd or high > 2 or any(sign in TURNING for sign in kept):
            wrong.append((typed, kept))

    assert [] == wrong


@pytest.mark.parametrize("name", ["'; DROP TABLE x;--", "x\r\nDEL uptoyou:*", '"} 1 {"', "../../x", "%00x", "*)(|(a=*"])
def test_signs_that_mean_something_to_a_database_come_back_as_they_were(tmp_path, name):
    """Only ids of the server's own making stand in queries and keys; what people type is a value."""
    story = Story()
    story.joins(name)
    called = story.state.seats["p1"].name
    with closing(SqliteLog(tmp_path / "log.sqlite3")) as log:
        log.append([commit(1, events=tuple(story.log))])
        (held,) = log.commits(story.state.id)

    assert called == replay(held.events).seats["p1"].name


def test_a_name_that_only_looks_different_is_the_same_name():
    names = {ear(plain_name(f"K{mark}im")) for mark in (*TURNING, *INVISIBLE)}

    assert {"kim"} == names
