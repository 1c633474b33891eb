"""How far apart the managers are: the dial and its kin. Numbers from game.md 3.5."""

from itertools import product
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.game import commands as c
from server.game import measures
from server.game.measures import Price, Verdict
from server.game.plan import Phase
from server.game.state import Spread
from tests.support.given import Story
from tests.support.packs import cases_pack, one_case

SPAN = 3
"""A ladder of four."""


@st.composite
def rulings(draw, least: int = 2, most: int = 8) -> tuple[list[int], int]:
    """The levels of some managers on a case, and its span."""
    span = draw(st.integers(1, 4))
    return draw(st.lists(st.integers(0, span), min_size=least, max_size=most)), span


# The dial


@pytest.mark.parametrize(
    ("levels", "dial"),
    [
        ((1, 1, 2, 2), 0.667),
        ((0, 1, 1, 2), 0.500),
        ((0, 1, 2, 3), 0.167),
        ((0, 0, 3), 0.000),
        ((0, 0, 3, 3), 0.000),
        ((0, 0, 0, 3), 0.250),
    ],
)
def test_the_dial_of_the_table(levels, dial):
    assert dial == round(measures.dial(levels, SPAN), 3)


def _people(*counts: int) -> list[int]:
    """So many people on each level, from 0 up."""
    return [level for level, count in enumerate(counts) for _ in range(count)]


@pytest.mark.parametrize(
    ("counts", "variation"),
    [
        ((30, 40, 210, 130, 530, 50, 10), 0.402667),
        ((5, 0, 0, 0, 5), 1),
        ((2, 2, 2, 2, 2), 0.8),
        ((0, 0, 5, 5, 0), 0.25),
        ((0, 5, 0, 5, 0), 0.5),
    ],
)
def test_the_dial_is_one_minus_the_index_of_ordinal_variation(counts, variation):
    assert measures.dial(_people(*counts), len(counts) - 1) == pytest.approx(1 - variation, abs=1e-6)


MATRIX = ((2, 2, 2, 2), (0, 1, 2, 3), (0, 0, 3, 3), (1, 1, 2, 2), (3, 2, 3), (0, 1, 1, 2))
AFTER = ((2, 2, 2, 2), (1, 1, 2, 2), (2, 1, 2, 2), (2, 2, 2, 2), (3, 3, 3), (1, 1, 1, 2))


def _dials(matrix: tuple[tuple[int, ...], ...]) -> list[float]:
    return [round(measures.dial(levels, SPAN), 4) for levels in matrix]


def test_the_dials_of_the_worked_matrix():
    assert [1, 0.1667, 0, 0.6667, 0.6667, 0.5] == _dials(MATRIX)


def test_the_alignment_of_the_worked_matrix():
    assert 0.5 == round(measures.alignment([measures.dial(levels, SPAN) for levels in MATRIX]), 4)


def test_the_dials_after_the_second_vote():
    assert [1, 0.6667, 0.75, 1, 1, 0.75] == _dials(AFTER)


def test_the_alignment_after_the_second_vote():
    assert 0.8611 == round(measures.alignment([measures.dial(levels, SPAN) for levels in AFTER]), 4)


@pytest.mark.parametrize("span", [1, 2, 3, 4])
def test_with_two_managers_the_dial_is_one_minus_their_distance(span):
    for one, other in product(range(span + 1), repeat=2):
        assert measures.dial([one, other], span) == pytest.approx(1 - abs(one - other) / span)


@pytest.mark.parametrize("span", [1, 2, 3, 4])
def test_with_three_managers_the_dial_is_one_minus_their_range(span):
    for levels in product(range(span + 1), repeat=3):
        reach = max(levels) - min(levels)
        assert measures.dial(levels, span) == pytest.approx(1 - reach / span)


@pytest.mark.parametrize("levels", [(), (2,)])
def test_there_is_no_dial_for_fewer_than_two(levels):
    assert measures.dial(levels, SPAN) is None


def test_there_is_no_dial_where_nothing_can_be_chosen():
    assert measures.dial([1, 1], 0) is None


@given(rulings())
def test_a_dial_lies_between_0_and_1(ruled):
    assert 0 <= round(measures.dial(*ruled), 12) <= 1


@given(rulings(), st.randoms(use_true_random=False))
def test_a_dial_does_not_know_who_ruled_what(ruled, chance):
    levels, span = ruled
    mixed = chance.sample(levels, len(levels))

    assert measures.dial(levels, span) == measures.dial(mixed, span)


@given(rulings())
def test_a_dial_is_the_same_upside_down(ruled):
    levels, span = ruled

    assert measures.dial(levels, span) == measures.dial([span - level for level in levels], span)


@given(rulings())
def test_a_dial_of_1_is_unanimity_and_nothing_else(ruled):
    levels, span = ruled

    assert (len(set(levels)) == 1) == (measures.dial(levels, span) == 1)


@given(st.integers(1, 4), st.integers(2, 8))
def test_a_dial_of_0_is_reached_by_two_even_camps(span, people):
    camps = [0] * (people // 2) + [span] * (people - people // 2)

    assert round(measures.dial(camps, span), 12) == 0


def test_the_alignment_leaves_out_cases_without_a_dial():
    assert 0.75 == measures.alignment([1, None, 0.5])


def test_there_is_no_alignment_without_a_dial():
    assert measures.alignment([None]) is None


# In words


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (1, Verdict.IN_TUNE),
        (0.80, Verdict.IN_TUNE),
        (0.795, Verdict.IN_TUNE),
        (0.794, Verdict.TWO_KEYS),
        (0.60, Verdict.TWO_KEYS),
        (0.595, Verdict.TWO_KEYS),
        (0.594, Verdict.JAZZ),
        (0.40, Verdict.JAZZ),
        (0.395, Verdict.JAZZ),
        (0.394, Verdict.BATTLE),
        (0, Verdict.BATTLE),
    ],
)
def test_the_words_follow_the_number_that_is_shown(share, word):
    assert word is measures.verdict(share)


@pytest.mark.parametrize(("share", "shown"), [(0, 0), (0.004, 0), (0.005, 1), (2 / 3, 67), (0.625, 63), (1, 100)])
def test_a_share_is_shown_in_whole_hundredths_a_half_rounded_up(share, shown):
    assert shown == measures.hundredths(share)


# A second vote


@pytest.mark.parametrize(
    ("levels", "span", "shown", "wide"),
    [
        ((1, 1, 2, 2), 3, 67, True),
        ((0, 0, 0, 0, 0, 1, 1, 1), 3, 69, True),
        ((0, 0, 0, 0, 1, 1), 3, 70, False),
        ((2, 2, 2, 3), 3, 75, False),
    ],
)
def test_a_second_vote_is_worth_offering_under_70(levels, span, shown, wide):
    assert (shown, wide) == (measures.hundredths(measures.dial(levels, span)), measures.is_wide(levels, span))


@pytest.mark.parametrize("levels", [(), (2,)])
def test_no_second_vote_is_offered_to_fewer_than_two(levels):
    assert not measures.is_wide(levels, SPAN)


@given(rulings())
def test_a_second_vote_is_judged_on_the_number_that_is_shown(ruled):
    levels, span = ruled

    assert (measures.hundredths(measures.dial(levels, span)) < 70) == measures.is_wide(levels, span)


# The spread


@pytest.mark.parametrize(
    ("levels", "spread"),
    [
        ((1, 1), Spread.SAME),
        ((1, 2), Spread.NEIGHBOURS),
        ((1, 2, 1, 2), Spread.NEIGHBOURS),
        ((0, 2), Spread.FAR),
        ((0, 1, 2), Spread.FAR),
        ((0, 3), Spread.FAR),
    ],
)
def test_the_spread_goes_by_the_range(levels, spread):
    assert spread is measures.spread(levels)


@pytest.mark.parametrize("levels", [(), (2,)])
def test_there_is_no_spread_for_fewer_than_two(levels):
    assert measures.spread(levels) is None


# Price of the draw


def test_the_price_of_the_draw_is_what_it_costs_who_picks_up():
    assert Price(0, 85, (20 + 85 + 65) / 3) == measures.price([0, 20, 85])


def test_nothing_is_drawn_among_equals():
    assert Price(20, 20, 0) == measures.price([20, 20, 20])


@pytest.mark.parametrize("costs", [(), (20,)])
def test_there_is_no_price_for_fewer_than_two(costs):
    assert measures.price(costs) is None


@given(st.lists(st.integers(0, 500), min_size=2, max_size=8))
def test_the_mean_gap_is_never_more_than_the_whole(costs):
    price = measures.price(costs)

    assert 0 <= price.gap <= price.highest - price.lowest


# The middle


@pytest.mark.parametrize(("levels", "middle"), [((2,), 2), ((3, 1), 1), ((0, 1, 3), 1), ((3, 2, 1, 0), 1)])
def test_of_two_middles_the_lower_counts(levels, middle):
    assert middle == measures.lower_median(levels)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=9))
def test_the_middle_is_the_one_of_the_standard_library(levels):
    assert median_low(levels) == measures.lower_median(levels)


# Two managers


def test_the_similarity_of_two_managers_in_the_worked_matrix():
    assert [0.8333, 0.8667, 0.4] == [round(_similarity(*pair), 4) for pair in ((0, 1), (2, 3), (0, 3))]


def _similarity(one: int, other: int) -> float:
    shared = [levels for levels in MATRIX if max(one, other) < len(levels)]
    return measures.similarity(
        [levels[one] for levels in shared], [levels[other] for levels in shared], [SPAN] * len(shared)
    )


def test_there_is_no_similarity_without_a_case():
    assert measures.similarity([], [], []) is None


# On the stage


NAMES = ("Ana", "Bo", "Cy", "Di")


def _ruled(*levels: int) -> dict[str, int]:
    return dict(zip(NAMES, levels, strict=True))


def test_the_stage_shows_the_dial_the_words_the_spread_and_the_price():
    story = Story(NAMES, pack=one_case())
    story.joins("Kim")
    story.plays(_ruled(1, 1, 2, 2), until=Phase.PRAISE)
    result = story.stage.round.result

    assert (67, Verdict.TWO_KEYS, Spread.NEIGHBOURS) == (result.dial, result.verdict, result.spread)
    assert (20, 50, 20) == (result.price.lowest, result.price.highest, result.price.gap)


def test_the_ladder_of_authority_gets_the_same_dial():
    story = Story(NAMES, pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.RULE)
    for authority, name in enumerate(NAMES):
        story.rules(name, 1, authority=authority)
    story.goes_to(Phase.PRAISE)

    assert (100, 17) == (story.stage.round.result.dial, story.stage.round.result.authority_dial)


def test_the_dial_of_a_case_that_drops_options_goes_by_its_levels():
    story = Story(NAMES, pack=one_case(levels=(0, 1, 3)))
    story.joins("Kim")
    story.plays(_ruled(0, 0, 1, 3), until=Phase.PRAISE)

    assert round(100 * (1 - (3 + 3 + 1 + 1 + 2) / (3 * 4))) == story.stage.round.result.dial


def _plays_the_matrix() -> Story:
    """The cases of the worked matrix that all four managers ruled on and were split about, with their second vote."""
    story = Story(NAMES, pack=cases_pack(full=3))
    story.joins("Kim")
    for number in (1, 2, 3):
        story.plays(_ruled(*MATRIX[number]), case=f"full-{number}", until=Phase.ALIGN)
        for name, level in _ruled(*AFTER[number]).items():
            story.revotes(name, level)
        story.goes_to(Phase.SCORE)
    return story


def test_the_stage_shows_alignment_before_and_after_the_second_votes():
    alignment = _plays_the_matrix().stage.alignment

    assert (28, 81, 3, False) == (alignment.before, alignment.after, alignment.cases, alignment.thin)


def test_an_alignment_over_fewer_than_three_cases_is_called_thin():
    story = Story(NAMES, pack=cases_pack(full=2))
    story.joins("Kim")
    story.plays(_ruled(1, 1, 1, 1), case="full-1")
    story.plays(_ruled(1, 1, 1, 1), case="full-2")

    assert (2, True) == (story.stage.alignment.cases, story.stage.alignment.thin)


def test_without_a_second_vote_there_is_no_alignment_after():
    story = Story(NAMES, pack=one_case())
    story.joins("Kim")
    story.plays(_ruled(1, 1, 1, 1))

    assert (100, None) == (story.stage.alignment.before, story.stage.alignment.after)


def test_both_votes_are_kept_side_by_side():
    story = Story(NAMES, pack=one_case())
    story.joins("Kim")
    story.plays(_ruled(0, 1, 2, 3), chair="Ana", until=Phase.ALIGN)
    story.revotes("Ana", 2)
    story.goes_to(Phase.CAPTURE)
    seen = story.stage.round

    assert (17, 50) == (seen.result.dial, seen.second.dial)
    assert {"Ana": (0, 2), "Bo": (1, 1), "Cy": (2, 2), "Di": (3, 3)} == {
        first.face.name: (first.level, then.level)
        for first in seen.tokens
        for then in seen.second.tokens
        if first.face == then.face
    }


def test_the_board_shows_each_cases_rulings_sorted():
    """So that no column belongs to a manager."""
    story = Story(NAMES, pack=one_case())
    story.joins("Kim")
    story.plays(_ruled(3, 0, 2, 1))
    story.goes_to(Phase.CLOSED)

    assert [(0, 1, 2, 3)] == [row.levels for row in story.stage.board.rows]


def test_the_needle_is_the_houses_mean_way_up_the_ladder():
    story = Story(NAMES, pack=one_case())
    story.joins("Kim")
    story.plays(_ruled(0, 0, 3, 3))
    story.goes_to(Phase.CLOSED)

    assert 50 == story.stage.board.needle


def test_practice_stands_in_no_alignment():
    story = Story(NAMES, pack=cases_pack(full=1, practice=True))
    story.joins("Kim")
    story.plays(_ruled(0, 0, 3, 3), case="warm-up")

    assert (None, 0) == (story.stage.alignment.before, story.stage.alignment.cases)


def test_a_void_round_stands_in_no_alignment():
    story = Story(NAMES, pack=cases_pack(full=2))
    story.joins("Kim")
    story.plays(_ruled(0, 0, 3, 3), case="full-1")
    story.leads(c.VoidRound(story.step, on=True))
    story.plays(_ruled(1, 1, 1, 1), case="full-2")

    assert (100, 1) == (story.stage.alignment.before, story.stage.alignment.cases)
