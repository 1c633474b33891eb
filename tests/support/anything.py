"""Commands with whatever in them: ids that fit and ids that do not, levels beyond the ladder, odd words."""

from dataclasses import fields
from hashlib import sha256
from typing import get_args

from hypothesis import strategies as st

from server.game import commands as c
from server.game.people import Role
from server.game.plan import StepKind
from server.game.state import Certainty, Closing, Disclosure, Spread

WORDS = (
    "",
    " ",
    "Kim",
    "Ana",
    "named the fee first",
    "great job",
    "\u202e\u200b",
    "n" * 30,
    "n" * 300,
    "word " * 70,
    "2027-03-01",
    "soon",
)
SEATS = ("m1", "m2", "m3", "m4", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "nobody")
STEPS = (*(f"s{number}" for number in range(1, 16)), "nowhere")
CASES = ("the-case", "full-1", "full-2", "flash-1", "flash-2", "warm-up", "full-one", "flash-two", "nowhere")

_words = st.sampled_from(WORDS)
_seats = st.sampled_from(SEATS)
_steps = st.sampled_from(STEPS)
_levels = st.integers(-1, 5)
_keys = st.integers(0, 9).map(lambda number: sha256(f"key {number}".encode()).hexdigest())
_present = st.sets(_seats, max_size=7).map(lambda seats: tuple(sorted(seats)))
_places = st.lists(st.integers(-1, 3), max_size=3).map(tuple)

BY_FIELD: dict[str, st.SearchStrategy[object]] = {
    "role": st.sampled_from(Role),
    "name": _words,
    "key": _keys,
    "but": st.none() | _keys,
    "device": st.sampled_from(["phone", "laptop", "other"]),
    "seat": _seats,
    "to": _seats,
    "step": _steps,
    "after": _steps,
    "case": st.sampled_from(CASES),
    "what": st.sampled_from(StepKind),
    "level": _levels,
    "authority": _levels,
    "default": st.none() | _levels,
    "low": st.none() | _levels,
    "high": st.none() | _levels,
    "reasons": st.lists(st.sampled_from(["reason1", "reason2", "reason3", "spite"]), max_size=3).map(tuple),
    "quotable": st.booleans(),
    "n": st.integers(0, 50),
    "certainty": st.none() | st.sampled_from(Certainty),
    "spread": st.none() | st.sampled_from(Spread),
    "text": _words | st.integers(1, 9).map(lambda number: f"x{number}"),
    "signed": st.booleans(),
    "delivery": st.sampled_from(["plain", "weather", "opera"]),
    "line": _words,
    "count": st.integers(-1, 9),
    "softer": _places,
    "firmer": _places,
    "when": _words,
    "did": _words,
    "so_that": _words,
    "disclosure": st.sampled_from(Disclosure),
    "expect": st.integers(0, 60),
    "confirmed": st.booleans(),
    "present": _present,
    "back_at": st.none() | st.integers(0, 2**41),
    "on": st.booleans(),
    "at": st.integers(0, 2**41),
    "cut": st.booleans(),
    "minutes": st.integers(-1, 300),
    "flash": st.booleans(),
    "team": st.sampled_from(["t1", "t2", "t9"]),
    "absent": st.booleans(),
    "claim": _keys.map(lambda key: key[:16]),
    "paper": st.sampled_from(["full-one", "fees", "nowhere"]),
    "allow": st.booleans(),
    "ours": st.booleans(),
    "typed": st.booleans(),
    "order": st.lists(_seats, max_size=4).map(tuple),
    "closing": st.sampled_from(Closing),
    "wording": _words,
    "owner": _words,
    "review_on": _words,
    "why": _words,
    "say": _words,
    "hand_over_when": _words,
    "by": _words,
    "because": _words,
    "happened": _words,
    "mattered": _words,
    "alternative": _words,
    "next_call": _words,
}


def a_command(kind: type[c.Command]) -> st.SearchStrategy[c.Command]:
    return st.builds(kind, **{one.name: BY_FIELD[one.name] for one in fields(kind)})


any_command: st.SearchStrategy[c.Command] = st.one_of(*(a_command(kind) for kind in get_args(c.Command)))
