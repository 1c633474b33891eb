"""Agreement beyond chance, held to published tables, to another program, and to what must always be so."""

from random import Random

import krippendorff
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.game import measures
from server.game.measures import Metric, Undefined, Weights
from tests.game.measures.tables import (
    AGAIN,
    FIVE,
    FOUR_BY_TWELVE,
    FOUR_RATERS,
    LADDER,
    SPAN,
    THREE_BY_FIFTEEN,
    TWO_BINARY,
    WORKED,
    Table,
    by_case,
)

EXACT = {"abs": 1e-6, "rel": 0}
COEFFICIENTS = (measures.ac2, measures.fleiss, measures.conger)
ONE_STEP_OFF = by_case("2222", "2222", "2222", "2222", "2222", "2223")
UNANIMOUS = by_case("2222", "2222", "2222")


@st.composite
def tables(draw, gaps: bool = True) -> Table:
    """Some managers' rulings on some cases, on a ladder of four."""
    people, cases = draw(st.integers(2, 6)), draw(st.integers(1, 8))
    level = st.sampled_from([*LADDER, None] if gaps else list(LADDER))
    return tuple(draw(st.tuples(*[level] * people)) for _ in range(cases))


def every_coefficient(table: Table) -> list[float | Undefined]:
    chance = [coefficient(table, LADDER, weights) for coefficient in COEFFICIENTS for weights in Weights]
    return [*chance, *(measures.alpha(table, metric) for metric in Metric if metric is not Metric.RATIO)]


def close(one: list[float | Undefined], other: list[float | Undefined]) -> bool:
    return all(a == b if isinstance(a, Undefined) else b == pytest.approx(a) for a, b in zip(one, other, strict=True))


# Tables


@pytest.mark.parametrize(
    ("table", "metric", "expected"),
    [
        (FOUR_BY_TWELVE, Metric.NOMINAL, 0.743421),
        (FOUR_BY_TWELVE, Metric.ORDINAL, 0.815388),
        (FOUR_BY_TWELVE, Metric.INTERVAL, 0.849107),
        (FOUR_BY_TWELVE, Metric.RATIO, 0.797403),
        (THREE_BY_FIFTEEN, Metric.NOMINAL, 0.691358),
        (THREE_BY_FIFTEEN, Metric.ORDINAL, 0.806721),
        (THREE_BY_FIFTEEN, Metric.INTERVAL, 0.810845),
        (TWO_BINARY, Metric.NOMINAL, 0.095238),
        (WORKED, Metric.NOMINAL, 0.155323),
        (WORKED, Metric.ORDINAL, 0.046746),
        (WORKED, Metric.INTERVAL, 0.024969),
        (AGAIN, Metric.ORDINAL, 0.583215),
        (ONE_STEP_OFF, Metric.ORDINAL, 0),
    ],
)
def test_alpha_of_known_tables(table, metric, expected):
    assert measures.alpha(table, metric) == pytest.approx(expected, **EXACT)


@pytest.mark.parametrize(
    ("weights", "ac2", "fleiss", "conger"),
    [
        (Weights.IDENTITY, 0.775444, 0.761169, 0.762817),
        (Weights.LINEAR, 0.858739, 0.817945, 0.813776),
        (Weights.QUADRATIC, 0.914001, 0.864935, 0.857711),
    ],
)
def test_the_coefficients_of_four_raters(weights, ac2, fleiss, conger):
    found = [coefficient(FOUR_RATERS, FIVE, weights) for coefficient in COEFFICIENTS]

    assert found == pytest.approx([ac2, fleiss, conger], **EXACT)


@pytest.mark.parametrize(
    ("coefficient", "table", "weights", "expected"),
    [
        (measures.ac2, WORKED, Weights.LINEAR, 0.239957),
        (measures.ac2, WORKED, Weights.QUADRATIC, 0.271159),
        (measures.fleiss, WORKED, Weights.LINEAR, 0.096864),
        (measures.conger, WORKED, Weights.LINEAR, 0.165379),
        (measures.ac2, AGAIN, Weights.LINEAR, 0.833795),
        (measures.ac2, ONE_STEP_OFF, Weights.LINEAR, 0.970383),
        (measures.fleiss, ONE_STEP_OFF, Weights.LINEAR, -0.043478),
    ],
)
def test_the_coefficients_of_the_worked_matrix(coefficient, table, weights, expected):
    assert coefficient(table, LADDER, weights) == pytest.approx(expected, **EXACT)


@pytest.mark.parametrize(("one", "other", "kappa"), [(0, 1, 8 / 11), (2, 3, 0.5), (0, 3, -12 / 103)])
def test_the_kappas_of_the_worked_matrix(one, other, kappa):
    assert measures.kappas(WORKED, least=1)[one][other] == pytest.approx(kappa)


@pytest.mark.parametrize(("one", "other", "alike"), [(0, 1, 5 / 6), (2, 3, 13 / 15), (0, 3, 2 / 5)])
def test_the_similarities_of_the_worked_matrix(one, other, alike):
    assert measures.similarities(WORKED, [SPAN] * len(WORKED))[one][other] == pytest.approx(alike)


def test_a_small_table_worked_by_hand():
    """Two cases, two managers, levels 0 and 1: they agree on one case and differ on the other."""
    table = by_case("00", "01")

    # Shares of the levels: 3/4 and 1/4. Agreement found: 1/2.
    # AC1: chance 2 * 3/4 * 1/4 = 3/8. Fleiss: 9/16 + 1/16 = 5/8. Conger: 1 * 1/2 + 0 * 1/2 = 1/2.
    # Alpha: 3 * 2 disagreements over 2 * 3 * 1 expected ones.
    assert [1 / 5, -1 / 3, 0, 0] == [
        *(pytest.approx(one(table, (0, 1), Weights.IDENTITY)) for one in COEFFICIENTS),
        pytest.approx(measures.alpha(table, Metric.NOMINAL)),
    ]


# Another program


def random_table(number: int) -> Table:
    """Two to eight raters, up to fifteen cases, levels from 1 on, up to two in three of the ratings missing."""
    chance = Random(number)
    gaps, raters, top = chance.uniform(0, 0.66), chance.randint(2, 8), chance.randint(2, 6)
    return tuple(
        tuple(None if chance.random() < gaps else chance.randint(1, top) for _ in range(raters))
        for _ in range(chance.randint(2, 15))
    )


def by_library(table: Table, metric: Metric) -> float | None:
    """Alpha by the package `krippendorff`; None where it has none. Its columns are the cases."""
    ratings = numpy.array(table, dtype=float).T
    paired = ratings[:, (~numpy.isnan(ratings)).sum(axis=0) > 1]
    if len(set(paired[~numpy.isnan(paired)])) < 2:
        return None
    return float(krippendorff.alpha(reliability_data=paired, level_of_measurement=metric.value))


@pytest.mark.parametrize("metric", Metric)
def test_alpha_is_what_another_program_finds_in_500_random_tables(metric):
    random = [random_table(number) for number in range(500)]
    ours = [measures.alpha(table, metric) for table in random]
    theirs = [by_library(table, metric) for table in random]

    assert [None if isinstance(one, Undefined) else pytest.approx(one, **EXACT) for one in ours] == theirs


def test_the_random_tables_hold_gaps_and_figures():
    """Else the test above would prove little."""
    random = [random_table(number) for number in range(500)]

    assert sum(any(None in row for row in table) for table in random) > 400
    assert sum(not isinstance(measures.alpha(table), Undefined) for table in random) > 450


# What does not exist


@pytest.mark.parametrize("table", [(), by_case("2", "1"), by_case("2..", ".1.", "..3"), by_case("...")])
def test_nothing_is_told_where_nobody_can_be_compared(table):
    assert {Undefined.NO_PAIR} == set(every_coefficient(table))


def test_unanimity_leaves_alpha_and_the_kappas_nothing_to_measure_against():
    found = [measures.alpha(UNANIMOUS), measures.fleiss(UNANIMOUS, LADDER), measures.conger(UNANIMOUS, LADDER)]

    assert [Undefined.ALL_ALIKE] * 3 == found


def test_unanimity_is_full_agreement_for_ac2():
    assert 1 == measures.ac2(UNANIMOUS, LADDER)


def test_agreement_on_different_levels_is_full_agreement_for_all():
    assert close([1.0] * 12, every_coefficient(by_case("000", "333", "11.")))


def test_a_ladder_of_one_level_offers_no_choice():
    assert {Undefined.NO_CHOICE} == {one(by_case("00"), (0,)) for one in COEFFICIENTS}


def test_a_ratio_of_levels_below_0_is_refused():
    with pytest.raises(ValueError, match="from 0"):
        measures.alpha([[-1, 1]], Metric.RATIO)


def test_kappa_is_told_from_20_shared_cases_on():
    few, enough = by_case("01.", "11.", *["00."] * 17), by_case("01.", "11.", *["00."] * 18)
    pair = [measures.kappas(table)[0][1] for table in (few, enough)]

    assert [Undefined.TOO_FEW, pytest.approx(9 / 14)] == pair


def test_two_who_always_rule_the_same_one_level_have_no_kappa():
    assert Undefined.ALL_ALIKE is measures.kappa([1, 1], [1, 1])


def test_two_without_a_shared_case_have_neither_kappa_nor_similarity():
    table = by_case("1.", ".2")

    assert Undefined.NO_PAIR is measures.kappa([1, None], [None, 2])
    assert Undefined.NO_PAIR is measures.similarities(table, [SPAN] * 2)[0][1]


def test_a_case_of_one_level_says_nothing_about_similarity():
    assert 1 == measures.similarities(by_case("00", "22"), [0, SPAN])[0][1]


# What must always be so


@given(tables())
def test_no_coefficient_is_above_1(table):
    assert all(isinstance(one, Undefined) or one <= 1 + 1e-9 for one in every_coefficient(table))


@given(tables(), st.randoms(use_true_random=False))
def test_no_coefficient_knows_the_order_of_managers(table, chance):
    order = chance.sample(range(len(table[0])), len(table[0]))
    mixed = tuple(tuple(row[place] for place in order) for row in table)

    assert close(every_coefficient(table), every_coefficient(mixed))


@given(tables(), st.randoms(use_true_random=False))
def test_no_coefficient_knows_the_order_of_cases(table, chance):
    assert close(every_coefficient(table), every_coefficient(tuple(chance.sample(table, len(table)))))


@given(tables())
def test_every_coefficient_is_the_same_upside_down(table):
    mirrored = tuple(tuple(None if level is None else SPAN - level for level in row) for row in table)

    assert close(every_coefficient(table), every_coefficient(mirrored))


@given(tables())
def test_a_case_that_nobody_ruled_on_changes_nothing(table):
    assert close(every_coefficient(table), every_coefficient((*table, (None,) * len(table[0]))))


@given(tables(gaps=False).filter(lambda table: len(table[0]) == 2))
def test_of_two_managers_conger_with_quadratic_weights_is_kappa(table):
    ours, theirs = zip(*table, strict=True)

    assert close([measures.conger(table, LADDER, Weights.QUADRATIC)], [measures.kappa(ours, theirs)])


@given(tables())
def test_a_matrix_of_pairs_is_symmetric_and_within_bounds(table):
    alike = measures.similarities(table, [SPAN] * len(table))

    assert alike == tuple(zip(*alike, strict=True))
    assert all(isinstance(one, Undefined) or -1e-9 <= one <= 1 for row in alike for one in row)
