"""Level and pattern noise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.game import measures
from server.game.measures import Noise, Remedy, Undefined
from tests.game.measures.tables import SPAN, WORKED, Table, by_case

STRICT_AND_GENEROUS = by_case("02", "13", "02")
CROSSED = by_case("02", "20", "13", "31")


@st.composite
def whole_tables(draw) -> Table:
    people, cases = draw(st.integers(2, 6)), draw(st.integers(2, 8))
    return tuple(draw(st.tuples(*[st.integers(0, SPAN)] * people)) for _ in range(cases))


def test_the_noise_of_the_worked_matrix():
    found = measures.noise(WORKED)

    assert (5, 4) == (found.cases, found.managers)
    assert [17 / 15, 10.6 / 15, 6.4 / 15, 10.6 / 17, 0.6] == pytest.approx(
        [found.system, found.level, found.pattern, found.level_share, found.corrected_level]
    )


def test_the_share_of_the_worked_matrix_corrected_for_few_cases():
    """Level variance 0.6 beside a pattern variance of 5 / 4 * 0.42667."""
    assert measures.noise(WORKED).corrected_share == pytest.approx(0.6 / (0.6 + 5 / 4 * 6.4 / 15))


def test_managers_who_differ_throughout_have_level_noise_only():
    found = measures.noise(STRICT_AND_GENEROUS)

    assert (2, 0, 1, 1, Remedy.DEFAULT) == pytest.approx(
        (found.level, found.pattern, found.level_share, found.corrected_share, found.remedy)
    )


def test_managers_who_differ_by_case_have_pattern_noise_only():
    found = measures.noise(CROSSED)

    assert (0, 2, 0, 0, Remedy.CONDITIONS) == pytest.approx(
        (found.level, found.pattern, found.level_share, found.corrected_share, found.remedy)
    )


def test_where_the_correction_tips_the_scales_both_are_worth_agreeing():
    """Level noise 0.5 and pattern noise 0.5, from two cases: the corrected level variance is 0."""
    found = measures.noise(by_case("01", "11"))

    assert (0.5, 0, Remedy.BOTH) == pytest.approx((found.level_share, found.corrected_share, found.remedy))


@pytest.mark.parametrize("table", [(), by_case("2", "1"), by_case("2.", "1.")])
def test_one_manager_makes_no_noise(table):
    assert Undefined.NO_PAIR is measures.noise(table)


@pytest.mark.parametrize("table", [by_case("02"), by_case("02", "1.")])
def test_noise_needs_two_cases_on_which_all_ruled(table):
    assert Undefined.TOO_FEW is measures.noise(table)


def test_unanimity_has_no_kind_of_noise():
    assert Undefined.ALL_ALIKE is measures.noise(by_case("22", "11"))


def test_a_manager_who_never_ruled_does_not_count():
    assert measures.noise(STRICT_AND_GENEROUS) == measures.noise(by_case("0.2", "1.3", "0.2"))


def close(one: Noise | Undefined, other: Noise | Undefined) -> bool:
    if isinstance(one, Undefined) or isinstance(other, Undefined):
        return one is other
    return (one.level, one.pattern, one.corrected_level) == pytest.approx(
        (other.level, other.pattern, other.corrected_level), abs=1e-9
    )


@given(whole_tables())
def test_level_and_pattern_make_up_the_whole(table):
    found = measures.noise(table)

    assert found is Undefined.ALL_ALIKE or found.system == pytest.approx(found.level + found.pattern)


@given(whole_tables())
def test_the_correction_takes_away_and_never_below_0(table):
    found = measures.noise(table)

    assert found is Undefined.ALL_ALIKE or 0 <= found.corrected_level <= found.level + 1e-9
    assert found is Undefined.ALL_ALIKE or 0 <= found.corrected_share <= 1


@given(whole_tables(), st.randoms(use_true_random=False))
def test_noise_knows_neither_the_order_of_managers_nor_of_cases_nor_up_from_down(table, chance):
    order = chance.sample(range(len(table[0])), len(table[0]))
    rows = chance.sample(table, len(table))
    mixed = tuple(tuple(SPAN - row[place] for place in order) for row in rows)

    assert close(measures.noise(table), measures.noise(mixed))
