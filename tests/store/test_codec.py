"""Events as text and back."""

from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.game.events import Event, KeysRevoked, RulingSealed, StageVeiled
from server.game.people import Role
from server.game.state import Points, RoundPoints
from server.store import codec

EVENTS = get_args(Event)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(int, st.integers(-(2**53), 2**53))
st.register_type_strategy(
    RoundPoints,
    st.builds(
        RoundPoints,
        reps=st.dictionaries(st.text(), st.from_type(Points), max_size=3),
        teams=st.dictionaries(st.text(), st.from_type(float), max_size=3),
    ),
)


@pytest.mark.parametrize("kind", EVENTS, ids=codec.kind)
@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=10,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_a_fact_with_whatever_in_it_comes_back_as_it_was(kind, data):
    event = data.draw(st.from_type(kind))

    assert (event,) == codec.decode(codec.encode((event,)))


@pytest.mark.parametrize("kind", EVENTS, ids=codec.kind)
def test_no_two_facts_share_a_name(kind):
    assert [kind] == [one for one in EVENTS if codec.kind(one) == codec.kind(kind)]


@pytest.mark.parametrize(
    ("event", "name"),
    [(RulingSealed, "ruling_sealed"), (StageVeiled, "stage_veiled"), (KeysRevoked, "keys_revoked")],
)
def test_a_fact_goes_by_its_class_in_small_letters(event, name):
    assert name == codec.kind(event)


def test_the_same_facts_give_the_same_text():
    events = (StageVeiled(True), KeysRevoked(Role.STAGE, None))

    assert codec.encode(events) == codec.encode(tuple(events))


def test_a_fact_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        codec.decode(b'[["dragon_slain",{}]]')


@pytest.mark.parametrize(
    "text",
    [b"", b"null", b"{}", b"[[]]", b'[["stage_veiled"]]', b'[["stage_veiled",{}]]', b'[["stage_veiled",{"on":1}]]'],
)
def test_a_text_that_is_no_list_of_facts_is_an_error(text):
    with pytest.raises(msgspec.DecodeError):
        codec.decode(text)
