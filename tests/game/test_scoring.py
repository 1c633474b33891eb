"""Points: what reps predict is scored, what they would do never is. Numbers from game.md 3.1 and 3.2."""

from fractions import Fraction

import pytest

from server.game import commands as c
from server.game import scoring
from server.game.plan import Phase
from server.game.state import Certainty, Points, Prediction, Ruling, Spread
from tests.support.given import Story
from tests.support.packs import cases_pack, one_case

HUNCH, FAIRLY, SURE = Certainty.HUNCH, Certainty.FAIRLY, Certainty.SURE
SAME, NEIGHBOURS, FAR = Spread.SAME, Spread.NEIGHBOURS, Spread.FAR
HAND_OVER = 3


# Closeness


@pytest.mark.parametrize(
    ("span", "table"), [(1, (36, 0)), (2, (36, 18, 0)), (3, (36, 24, 12, 0)), (4, (36, 27, 18, 9, 0))]
)
def test_closeness_falls_evenly_from_36_to_0(span, table):
    assert table == tuple(scoring.closeness(level, 0, span) for level in range(span + 1))


@pytest.mark.parametrize("off", [0, 1, 2, 3])
def test_closeness_is_the_same_above_and_below(off):
    assert scoring.closeness(0, off, 3) == scoring.closeness(off, 0, 3)


def test_a_half_point_of_closeness_rounds_up():
    assert (32, 5) == (scoring.closeness(0, 1, 8), scoring.closeness(0, 7, 8))


@pytest.mark.parametrize(("guess", "points"), [(3, 36), (1, 12), (0, 0)])
def test_a_case_that_drops_options_measures_by_levels_over_its_own_range(guess, points):
    story = Story(pack=one_case(levels=(0, 1, 3)))
    story.joins("Kim")
    story.plays({"Ana": 3, "Bo": 3, "Cy": 3}, chair="Ana", guesses={"Kim": guess})

    assert points == story.phone("Kim").points.closeness


def test_a_case_that_starts_above_0_measures_over_its_own_range():
    story = Story(pack=one_case(levels=(1, 2, 3)))
    story.joins("Kim")
    story.plays({"Ana": 1, "Bo": 1, "Cy": 1}, chair="Ana", guesses={"Kim": 2})

    assert 18 == story.phone("Kim").points.closeness


# Certainty


@pytest.mark.parametrize(
    ("certainty", "table"), [(HUNCH, (54, 34, 22, 10)), (FAIRLY, (58, 30, 18, 6)), (SURE, (60, 24, 12, 0))]
)
def test_closeness_and_certainty_together(certainty, table):
    earned = [_score(Prediction(guess, certainty=certainty), Ruling(0, 0)) for guess in range(4)]

    assert table == tuple(points.closeness + points.certainty for points in earned)


@pytest.mark.parametrize(("certainty", "hit", "miss"), [(HUNCH, 18, 10), (FAIRLY, 22, 6), (SURE, 24, 0)])
def test_certainty_pays_by_whether_the_guess_was_exact(certainty, hit, miss):
    assert (hit, miss) == scoring.CERTAINTY[certainty]


def _expected(certainty: Certainty, belief: Fraction) -> Fraction:
    hit, miss = scoring.CERTAINTY[certainty]
    return hit * belief + miss * (1 - belief)


def test_hunch_and_fairly_pay_the_same_at_even_odds():
    assert _expected(HUNCH, Fraction(1, 2)) == _expected(FAIRLY, Fraction(1, 2))


def test_fairly_and_sure_pay_the_same_at_three_in_four():
    assert _expected(FAIRLY, Fraction(3, 4)) == _expected(SURE, Fraction(3, 4))


@pytest.mark.parametrize("percent", range(101))
def test_naming_the_certainty_that_one_has_pays_best(percent):
    belief = Fraction(percent, 100)
    truthful = HUNCH if belief < Fraction(1, 2) else FAIRLY if belief < Fraction(3, 4) else SURE

    assert max(_expected(one, belief) for one in Certainty) == _expected(truthful, belief)


def test_the_best_that_certainty_can_pay_rises_with_belief():
    """So a deliberately wrong pick at a low certainty never pays."""
    best = [max(_expected(one, Fraction(percent, 100)) for one in Certainty) for percent in range(101)]

    assert sorted(set(best)) == best


# Authority


@pytest.mark.parametrize(("off", "points"), [(0, 30), (1, 22), (2, 14), (3, 6)])
def test_authority_pays_by_how_far_off_it_is(off, points):
    assert points == scoring.authority(off, 0, HAND_OVER, must_escalate=False)
    assert points == scoring.authority(0, off, HAND_OVER, must_escalate=False)


@pytest.mark.parametrize("ruled", [0, 1, 2, 3])
@pytest.mark.parametrize(("predicted", "points"), [(0, 0), (1, 0), (2, 0), (3, 30)])
def test_where_the_law_decides_only_handing_over_pays_whatever_the_manager_ruled(predicted, points, ruled):
    assert points == scoring.authority(predicted, ruled, HAND_OVER, must_escalate=True)


@pytest.mark.parametrize(("predicted", "points"), [(3, 30), (1, 0)])
def test_policy_outranks_the_boss_in_a_played_round(predicted, points):
    story = Story(pack=one_case(must_escalate=True))
    story.joins("Kim")
    story.goes_to(Phase.READ)
    story.puts_in_chair("Ana")
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1, authority=1)
    story.goes_to(Phase.PREDICT)
    story.predicts("Kim", 1, authority=predicted)
    story.goes_to(Phase.PRAISE)

    assert points == story.phone("Kim").points.authority


# Spread


@pytest.mark.parametrize(
    ("called", "actual", "points"),
    [
        (SAME, SAME, 10),
        (SAME, NEIGHBOURS, 4),
        (SAME, FAR, 0),
        (NEIGHBOURS, SAME, 4),
        (NEIGHBOURS, NEIGHBOURS, 10),
        (NEIGHBOURS, FAR, 4),
        (FAR, SAME, 0),
        (FAR, NEIGHBOURS, 4),
        (FAR, FAR, 10),
    ],
)
def test_the_spread_call_pays_ten_when_right_and_four_when_next_to_it(called, actual, points):
    assert points == scoring.spread(called, actual)


# A round


def _score(prediction: Prediction | None, ruling: Ruling, actual: Spread | None = FAR) -> Points:
    return scoring.score(prediction, ruling, actual, span=3, hand_over=HAND_OVER)


def test_kims_round_is_worth_90():
    """Predicts 1 fairly, it is 1: 36 + 22. Consult where guideline check was wanted: 22. Far apart, right: 10."""
    assert 90 == _score(Prediction(1, 2, FAIRLY, FAR), Ruling(1, 1)).total


def test_with_one_manager_the_spread_call_vanishes_and_the_rest_is_worth_more():
    assert 88.9 == round(_score(Prediction(1, 2, FAIRLY, FAR), Ruling(1, 1), actual=None).total, 1)


def test_a_perfect_round_is_worth_100():
    assert 100 == _score(Prediction(1, 1, SURE, FAR), Ruling(1, 1)).total


def test_a_perfect_round_with_one_manager_is_worth_100():
    assert 100 == _score(Prediction(1, 1, SURE), Ruling(1, 1), actual=None).total


@pytest.mark.parametrize(
    ("missing", "total"),
    [
        (Prediction(None, 2, FAIRLY, FAR), 22 + 10),
        (Prediction(1, None, FAIRLY, FAR), 36 + 22 + 10),
        (Prediction(1, 2, None, FAR), 36 + 22 + 10),
        (Prediction(1, 2, FAIRLY, None), 36 + 22 + 22),
        (Prediction(), 0),
    ],
)
def test_a_missing_part_earns_nothing(missing, total):
    assert total == _score(missing, Ruling(1, 1)).total


def test_no_answer_earns_nothing():
    assert Points() == _score(None, Ruling(1, 1))


def test_kims_round_played_out_is_worth_90():
    story = Story(pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.READ)
    story.puts_in_chair("Ana")
    story.goes_to(Phase.RULE)
    for name, level in (("Ana", 1), ("Bo", 3), ("Cy", 0)):
        story.rules(name, level, authority=1)
    story.goes_to(Phase.PREDICT)
    story.predicts("Kim", 1, authority=2, certainty=FAIRLY, spread=FAR)
    story.goes_to(Phase.PRAISE)

    assert 90 == story.phone("Kim").points.total


def test_a_round_with_a_single_manager_is_scored_out_of_90():
    story = Story(("Ana",), pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1, authority=1)
    story.goes_to(Phase.PREDICT)
    story.predicts("Kim", 1, authority=2, certainty=FAIRLY, spread=None)
    story.goes_to(Phase.PRAISE)

    assert 88.9 == round(story.phone("Kim").points.total, 1)


@pytest.mark.parametrize("own", [0, 3])
def test_what_a_rep_would_do_is_never_scored(own):
    story = Story(pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.READ)
    story.puts_in_chair("Ana")
    story.goes_to(Phase.RULE)
    story.rules("Kim", own, authority=own)
    story.seals_missing()
    story.goes_to(Phase.PREDICT)
    story.predicts("Kim", 1, authority=1, certainty=SURE, spread=SAME)
    story.goes_to(Phase.PRAISE)

    assert 100 == story.phone("Kim").points.total


def test_a_second_vote_rescores_nothing():
    story = Story(pack=one_case())
    story.joins("Kim")
    story.plays({"Ana": 0, "Bo": 3, "Cy": 3}, chair="Ana", guesses={"Kim": 0}, until=Phase.ALIGN)
    before = story.phone("Kim").points
    for name in ("Ana", "Bo", "Cy"):
        story.revotes(name, 2)
    story.goes_to(Phase.SCORE)

    assert before == story.phone("Kim").points


def test_the_target_is_the_first_ruling_after_a_second_vote_too():
    story = Story(pack=one_case())
    story.joins("Kim")
    story.plays({"Ana": 0, "Bo": 3, "Cy": 3}, chair="Ana", guesses={"Kim": 0}, until=Phase.ALIGN)
    story.revotes("Ana", 3)
    story.goes_to(Phase.AWARDS)

    assert 36 == _points(story, "Kim").closeness


def _points(story: Story, name: str) -> Points:
    (points,) = story.state.desk.points.values()
    return points.reps[story.seat(name)]


# Who counts


def test_whoever_predicted_and_lost_the_line_still_counts():
    story = Story(pack=one_case())
    story.joins("Kim")
    story.plays({"Ana": 1}, chair="Ana", guesses={"Kim": 1}, until=Phase.PREDICT)
    story.next(present=())
    story.goes_to(Phase.SCORE)

    assert _points(story, "Kim").answered


def test_whoever_is_here_and_says_nothing_earns_0():
    story = Story(pack=one_case())
    story.joins("Kim", "Lou")
    story.plays({"Ana": 1}, chair="Ana", guesses={"Lou": 1}, until=Phase.SCORE)

    assert Points() == _points(story, "Kim")


def test_whoever_is_not_connected_and_says_nothing_does_not_count():
    story = Story(pack=one_case())
    story.joins("Kim", "Lou")
    story.plays({"Ana": 1}, chair="Ana", guesses={"Lou": 1}, until=Phase.PREDICT)
    story.next(present=(story.seat("Lou"),))
    story.goes_to(Phase.SCORE)

    assert (None, None) == (story.phone("Kim").points, story.phone("Kim").score)


# The workshop


def test_practice_never_counts():
    story = Story(pack=cases_pack(full=1, practice=True))
    story.joins("Kim")
    story.plays({"Ana": 1}, guesses={"Kim": 1}, case="warm-up", until=Phase.SCORE)

    assert story.phone("Kim").score is None


def _two_rounds(story: Story) -> None:
    """A perfect round and one with 36 + 22 + 30 points."""
    story.goes_to(Phase.READ, "full-1")
    for case_id, certainty, spread in (("full-1", SURE, SAME), ("full-2", FAIRLY, FAR)):
        story.goes_to(Phase.RULE, case_id)
        story.seals_missing()
        story.goes_to(Phase.PREDICT)
        story.predicts("Kim", 1, 1, certainty, spread)
        story.goes_to(Phase.SCORE)


def test_the_workshop_score_is_the_mean_over_the_rounds():
    story = Story(pack=cases_pack(full=2))
    story.joins("Kim")
    _two_rounds(story)

    assert (100 + 88) / 2 == story.phone("Kim").score


def test_a_void_round_leaves_the_mean():
    story = Story(pack=cases_pack(full=2))
    story.joins("Kim")
    _two_rounds(story)
    story.leads(c.VoidRound(story.step, on=True))

    assert 100 == story.phone("Kim").score


def test_there_is_no_score_before_the_first_round():
    assert scoring.workshop_score([]) is None


# Teams


@pytest.mark.parametrize(("scores", "team"), [((84, 62, 71), 72.33), ((92,), 30.67), ((84, 62, 71, 55, 40), 62.4)])
def test_a_team_of_five_connected(scores, team):
    assert team == round(scoring.team_score(scores, connected=5), 2)


def test_a_team_that_says_nothing_scores_0():
    assert 0 == scoring.team_score([], connected=4)


def test_a_team_without_anybody_scores_0():
    assert 0 == scoring.team_score([], connected=0)


def test_a_lone_good_answer_does_not_win_the_round():
    story = Story(pack=one_case())
    story.joins("Kim", "Lou", "Max", "Nia", "Oli")
    story.leads(c.DrawTeams(1))
    story.goes_to(Phase.RULE)
    story.seals_missing()
    story.goes_to(Phase.PREDICT)
    story.predicts("Kim", 1, 1, SURE, SAME)
    story.goes_to(Phase.SCORE)

    (team,) = story.stage.scores.top
    assert 33.33 == round(team.score, 2)


def test_team_scores_are_the_mean_over_the_workshop():
    story = Story(pack=cases_pack(full=2))
    story.joins("Kim")
    _two_rounds(story)

    (team,) = story.stage.scores.top
    assert 94 == team.score


def test_praise_earns_no_points():
    story = Story(pack=one_case())
    story.joins("Kim")
    story.plays({"Ana": 1}, chair="Ana", guesses={"Kim": 1}, until=Phase.PRAISE)
    before = story.phone("Kim").points
    story.praises("Ana", "Kim", "asked about the second bill before offering anything")
    story.releases_all()
    story.goes_to(Phase.SCORE)

    assert before == story.phone("Kim").points


def test_a_fast_answer_earns_what_a_slow_one_earns():
    story = Story(pack=one_case())
    story.joins("Kim", "Lou")
    story.plays({"Ana": 1}, chair="Ana", guesses={"Kim": 1}, until=Phase.PREDICT)
    story.wait(39)
    story.predicts("Lou", 1)
    story.goes_to(Phase.SCORE)

    assert _points(story, "Kim") == _points(story, "Lou")


def test_the_stage_shows_the_top_of_the_teams_and_never_the_last():
    story = Story(pack=one_case())
    story.joins(*(f"Rep {n}" for n in range(12)))
    story.plays({"Ana": 1}, chair="Ana", guesses={f"Rep {n}": n % 4 for n in range(12)}, until=Phase.SCORE)

    assert (3, 2) == (len(story.console.teams), len(story.stage.scores.top))
