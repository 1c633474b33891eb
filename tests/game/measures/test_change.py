"""Before and after: the mean change, its interval, its chance; and the interval of alpha."""

from itertools import product
from statistics import fmean, stdev

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.game import measures
from server.game.measures import Interval, Undefined
from server.game.measures import chance as dice
from tests.game.measures.tables import AGAIN, SPAN, WORKED, by_case, dialled
from tests.game.measures.test_agreement import tables

BEFORE, AFTER = ([measures.dial(levels, SPAN) for levels in dialled(table)] for table in (WORKED, AGAIN))
DIFFERENCES = [after - before for before, after in zip(BEFORE, AFTER, strict=True)]
SEED = "a seed"
ODD = [0.1 + number * 2**0.5 / 7 for number in range(10)]
"""Differences without a common step and with too many different sums to be counted."""

differences = st.lists(st.integers(-12, 12).map(lambda steps: steps / 12), min_size=5, max_size=8)


def ends(interval: Interval) -> tuple[float, float]:
    return (interval.low, interval.high)


# The example


def test_the_change_of_the_worked_matrix():
    assert measures.change(DIFFERENCES) == pytest.approx(13 / 36)


def test_the_expanded_interval_of_the_worked_matrix():
    assert (1 / 9, 0.625) == pytest.approx(ends(measures.interval(DIFFERENCES, SEED)))


def test_the_plain_percentile_interval_of_the_worked_matrix():
    assert (6.5 / 36, 20 / 36) == pytest.approx(ends(measures.interval(DIFFERENCES, SEED, tail=0.025)))


def test_the_chance_of_the_worked_matrix():
    assert 0.0625 == measures.sign_flip(DIFFERENCES)


@pytest.mark.parametrize(
    ("cases", "tail"), [(5, 0.000954), (6, 0.002432), (8, 0.005738), (10, 0.008551), (12, 0.010757)]
)
def test_the_fewer_the_cases_the_less_is_cut_off(cases, tail):
    assert measures.expanded_tail(cases) == pytest.approx(tail, abs=5e-7)


# Counted and drawn


@settings(max_examples=25)
@given(st.lists(st.integers(-12, 12).map(lambda steps: steps / 12), min_size=5, max_size=5), st.floats(0.001, 0.4))
def test_counted_resamples_are_all_resamples(moved, tail):
    means = [fmean(sample) for sample in product(moved, repeat=len(moved))]
    found = measures.interval(moved, SEED, tail)

    assert found is Undefined.ALL_ALIKE or ends(found) == pytest.approx(
        tuple(numpy.quantile(means, [tail, 1 - tail])), abs=1e-9
    )


def test_where_resamples_are_drawn_the_seed_decides():
    first, second, other = (measures.interval(ODD, seed) for seed in (SEED, SEED, "another"))

    assert first == second != other


def test_where_resamples_are_counted_the_seed_does_not_matter():
    assert measures.interval(DIFFERENCES, SEED) == measures.interval(DIFFERENCES, "another")


def test_drawn_resamples_come_near_to_counted_ones():
    """Twelve cases whose changes lie on a grid, and the same a hair beside it."""
    grid = [step / 12 for step in (-3, 0, 1, 1, 2, 4, 4, 5, 6, 6, 8, 9)]
    beside = [one + 1e-7 * (place + 1) ** 0.5 for place, one in enumerate(grid)]

    assert ends(measures.interval(grid, SEED)) == pytest.approx(ends(measures.interval(beside, SEED)), abs=0.02)
    assert measures.interval(beside, SEED) != measures.interval(beside, "another")


@given(differences)
def test_the_expanded_interval_holds_the_percentile_interval_and_the_mean(moved):
    wide, plain = (measures.interval(moved, SEED, tail) for tail in (None, 0.025))
    if wide is not Undefined.ALL_ALIKE:
        assert wide.low <= plain.low + 1e-9
        assert plain.high <= wide.high + 1e-9
        assert wide.low - 1e-9 <= fmean(moved) <= wide.high + 1e-9


@given(differences, st.randoms(use_true_random=False))
def test_an_interval_does_not_know_the_order_of_cases(moved, chance):
    assert measures.interval(moved, SEED) == measures.interval(chance.sample(moved, len(moved)), SEED)


@given(differences)
def test_upside_down_the_interval_is_mirrored(moved):
    found, mirrored = measures.interval(moved, SEED), measures.interval([-one for one in moved], SEED)

    assert found is mirrored is Undefined.ALL_ALIKE or ends(found) == pytest.approx((-mirrored.high, -mirrored.low))


# The chance


@given(differences)
def test_the_chance_is_the_share_of_all_signs(moved):
    least = abs(sum(moved)) - 1e-9
    signs = list(product((1, -1), repeat=len(moved)))
    share = fmean(abs(sum(sign * one for sign, one in zip(row, moved, strict=True))) >= least for row in signs)

    assert measures.sign_flip(moved) == pytest.approx(share)


def test_a_rise_of_every_case_has_the_smallest_chance():
    assert 2 / 2**10 == measures.sign_flip(ODD)


def test_no_change_at_all_is_always_as_large():
    assert 1 == measures.sign_flip([0.0] * 6)


# What does not exist


def test_without_a_case_there_is_no_change():
    assert Undefined.NO_PAIR is measures.change([])


def test_below_five_cases_a_change_stands_alone():
    few = DIFFERENCES[:4]

    assert (Undefined.TOO_FEW, Undefined.TOO_FEW) == (measures.interval(few, SEED), measures.sign_flip(few))


def test_changes_that_are_all_alike_do_not_say_how_far_they_may_vary():
    assert Undefined.ALL_ALIKE is measures.interval([0.25] * 6, SEED)


# Alpha


EIGHT = (*WORKED, (1, 2, 1, 2), (3, 3, 2, 3))


def test_the_interval_of_alpha_is_the_jackknife_with_students_t():
    without = [measures.alpha([*EIGHT[:place], *EIGHT[place + 1 :]]) for place in range(8)]
    error = 7 / 8**0.5 * stdev(without)  # sqrt((n - 1) / n * sum of squares), written with the sample deviation
    whole = measures.alpha(EIGHT)

    assert (whole - 2.364624252 * error, whole + 2.364624252 * error) == pytest.approx(
        ends(measures.alpha_interval(EIGHT))
    )


def test_alpha_has_an_interval_from_eight_cases_on():
    assert Undefined.TOO_FEW is measures.alpha_interval(EIGHT[:7])


def test_a_case_with_one_ruling_is_not_among_the_eight():
    assert Undefined.TOO_FEW is measures.alpha_interval((*EIGHT[:7], (2, None, None, None)))


def test_where_one_case_alone_varies_alpha_has_no_interval():
    assert Undefined.ALL_ALIKE is measures.alpha_interval(by_case(*["2222"] * 8, "2223"))


def test_the_interval_of_alpha_ends_at_1():
    assert 1 == measures.alpha_interval(by_case("0000", "3333", "0000", "1111", "2222", "3333", "1111", "2223")).high


@given(tables().filter(lambda table: len(table) == 8))
def test_the_interval_of_alpha_lies_around_it(table):
    found = measures.alpha_interval(table)

    assert isinstance(found, Undefined) or found.low <= measures.alpha(table) <= found.high


# Chance


@pytest.mark.parametrize(
    ("df", "quantile"),
    [(1, 12.706205), (2, 4.302653), (3, 3.182446), (4, 2.776445), (5, 2.570582), (11, 2.200985), (100, 1.983972)],
)
def test_students_t_is_that_of_the_tables(df, quantile):
    assert dice.t_quantile(0.975, df) == pytest.approx(quantile, abs=1e-6)


@pytest.mark.parametrize(("share", "df"), [(0.4, 3), (1, 3), (0.975, 0)])
def test_students_t_is_refused_where_there_is_none(share, df):
    with pytest.raises(ValueError, match=r"share|degrees"):
        dice.t_quantile(share, df)


def test_draws_are_even():
    """10,000 draws of six: each comes 1,667 times give or take four standard deviations of 37."""
    draws = dice.draws(SEED, 6)
    counts = [0] * 6
    for _ in range(10_000):
        counts[next(draws)] += 1

    assert all(1_517 < count < 1_817 for count in counts)
