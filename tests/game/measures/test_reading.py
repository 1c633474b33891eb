"""How people read one another: tilt, gaps, readability, projection, expected company, reasons, sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.game import measures
from server.game.measures import Reading, Sides, Undefined
from tests.game.measures.tables import SPAN, WORKED, by_case
from tests.game.measures.test_agreement import tables

RULED = (1, 1, 2)
PREDICTED = ("211", "211", "112", "220")
OWN = ("210", "221", "111", "320")
"""One row for each rep, one column for each case."""


def readings() -> list[Reading]:
    return [Reading(tuple(int(row[at]) for row in PREDICTED), ruled, SPAN) for at, ruled in enumerate(RULED)]


def own_and_predicted() -> list[tuple[list[tuple[int, int]], int]]:
    rows = list(zip(OWN, PREDICTED, strict=True))
    return [([(int(own[at]), int(guess[at])) for own, guess in rows], SPAN) for at in range(len(RULED))]


# Tilt


def test_the_tilts_of_the_worked_matrix():
    assert (-0.916667, -0.722222, 0.638889, 1.2) == pytest.approx(measures.tilt(WORKED), abs=1e-6)


def test_a_manager_who_always_ruled_alone_has_no_tilt():
    assert (Undefined.NO_PAIR, 1, -1) == measures.tilt(by_case("2..", ".21"))


def test_nobody_has_a_tilt_where_nothing_was_played():
    assert () == measures.tilt(())


@given(tables())
def test_upside_down_every_tilt_is_the_opposite(table):
    mirrored = [[None if level is None else SPAN - level for level in row] for row in table]
    opposite = [one if isinstance(one, Undefined) else pytest.approx(-one) for one in measures.tilt(mirrored)]

    assert opposite == list(measures.tilt(table))


@given(tables(gaps=False))
def test_tilts_cancel_out_where_nothing_is_missing(table):
    assert sum(measures.tilt(table)) == pytest.approx(0, abs=1e-9)


# How reps read the chair


def test_the_readability_of_the_vector():
    assert measures.readability(readings()) == pytest.approx(7 / 9)


def test_the_perception_gaps_of_the_vector():
    assert [0.75, 0.25, -1] == [measures.gap([one]) for one in readings()]


def test_the_skill_of_the_vector():
    assert measures.skill(readings()) == pytest.approx(-0.2)


def test_a_perfect_reading_of_different_cases_has_a_skill_of_1():
    assert 1 == measures.skill([Reading((0, 0), 0, SPAN), Reading((3, 3), 3, SPAN)])


def test_the_same_prediction_for_every_case_shows_no_skill():
    assert measures.skill([Reading((1, 1), 0, SPAN), Reading((1, 1), 3, SPAN)]) == pytest.approx(0)


def test_there_is_nothing_to_read_without_a_prediction():
    nobody = [Reading((), 1, SPAN)]

    assert [Undefined.NO_PAIR] * 3 == [one(nobody) for one in (measures.gap, measures.readability, measures.skill)]


def test_skill_needs_two_cases():
    assert Undefined.TOO_FEW is measures.skill(readings()[:1])


def test_a_perfect_reading_of_cases_that_all_end_alike_is_no_skill():
    assert Undefined.ALL_ALIKE is measures.skill([Reading((1, 1), 1, SPAN)] * 2)


def test_a_case_of_one_level_cannot_be_read():
    assert measures.readability([*readings(), Reading((0,), 0, 0)]) == measures.readability(readings())


@given(st.lists(st.builds(Reading, st.lists(st.integers(0, SPAN)).map(tuple), st.integers(0, SPAN), st.just(SPAN))))
def test_readability_lies_between_0_and_1_and_skill_is_at_most_1(told):
    reached, skill = measures.readability(told), measures.skill(told)

    assert reached is Undefined.NO_PAIR or 0 <= reached <= 1
    assert isinstance(skill, Undefined) or skill <= 1


# Projection


def test_the_projection_of_the_vector():
    assert measures.projection(own_and_predicted()) == pytest.approx(7 / 54)


def test_reps_who_predict_themselves_and_differ_project_fully():
    assert 1 == measures.projection([([(0, 0), (3, 3)], SPAN)])


@pytest.mark.parametrize("cases", [[], [([(1, 1)], SPAN)], [([(0, 0), (0, 0)], 0)]])
def test_projection_needs_two_reps_and_a_choice(cases):
    assert Undefined.NO_PAIR is measures.projection(cases)


# Expected company


def test_the_false_consensus_of_the_vector():
    beliefs = zip((3, 2, 3, 1), (1, 1, 0, 0), (3, 3, 3, 3), strict=True)

    assert measures.false_consensus(beliefs) == pytest.approx(7 / 12)


def test_a_manager_without_colleagues_believes_nothing_of_them():
    assert Undefined.NO_PAIR is measures.false_consensus([(0, 0, 0)])


# Reasons


def ruled(*rulings: tuple[int, str]) -> list[tuple[int, frozenset[str]]]:
    """Rulings with their reasons, one letter each."""
    return [(level, frozenset(reasons)) for level, reasons in rulings]


def test_the_overlap_is_the_share_of_reasons_in_common():
    assert measures.overlap([ruled((1, "ab"), (1, "bc"))]) == pytest.approx(1 / 3)


def test_the_same_ruling_for_opposite_reasons_overlaps_by_0():
    assert 0 == measures.overlap([ruled((1, "ab"), (1, "cd"))])


@pytest.mark.parametrize("rulings", [ruled((1, "a"), (2, "a")), ruled((1, "a"), (1, "")), ruled((1, "a"))])
def test_only_those_who_ruled_the_same_for_a_reason_are_compared(rulings):
    assert Undefined.NO_PAIR is measures.overlap([rulings])


def test_every_pair_of_the_day_counts_once():
    cases = [ruled((1, "a"), (1, "a"), (1, "b")), ruled((2, "c"), (2, "c"))]

    assert measures.overlap(cases) == pytest.approx((1 + 0 + 0 + 1) / 4)


# Sides


def test_sides_are_the_shares_below_and_above_the_target():
    assert Sides(below=0.5, above=0.25, tilt=-0.5) == measures.sides([(0, 1), (1, 1), (3, 1.5), (0, 2.5)])


def test_without_a_choice_there_are_no_sides():
    assert Undefined.NO_PAIR is measures.sides([])


@given(st.lists(st.tuples(st.integers(0, SPAN), st.integers(0, SPAN)), min_size=1))
def test_upside_down_the_sides_change_places(choices):
    upright = measures.sides(choices)
    mirrored = measures.sides([(SPAN - own, SPAN - target) for own, target in choices])

    assert (upright.below, upright.above, -upright.tilt) == pytest.approx(
        (mirrored.above, mirrored.below, mirrored.tilt)
    )
