"""Odd sizes and odd moments: who is missing, late, alone or gone. Rules from game.md 2.4 and the decisions."""

from contextlib import suppress

import pytest

from server.game import commands as c
from server.game import roster
from server.game.case import Family
from server.game.errors import Reason, Rejected
from server.game.people import FACILITATOR, Role
from server.game.plan import Phase
from server.game.state import Certainty, Closing, Disclosure, Spread
from tests.support.given import Story
from tests.support.packs import cases_pack, one_case

REPS = ("Kim", "Lou", "Max", "Nia", "Oli")


def a_round(managers: tuple[str, ...] = ("Ana", "Bo", "Cy"), reps: tuple[str, ...] = REPS, **case: object) -> Story:
    """A full round, read and not yet ruled."""
    story = Story(managers, pack=one_case(**case))
    story.joins(*reps)
    story.goes_to(Phase.READ)
    return story


def is_absent(story: Story, name: str, absent: bool = True) -> None:
    story.leads(c.MarkAbsent(story.seat(name), absent))


# An absent manager


def test_nobody_waits_for_an_absent_manager():
    story = a_round(reps=("Kim",))
    is_absent(story, "Cy")
    story.goes_to(Phase.RULE)

    assert 3 == story.stage.answered.expected


def test_an_absent_manager_is_not_chaired():
    story = a_round()
    is_absent(story, "Ana")

    assert "Bo" == story.chair
    assert Reason.CANNOT_CHAIR == story.why_not(FACILITATOR, c.ChooseChair(story.step, story.seat("Ana")))


def test_an_absent_managers_missing_ruling_is_never_made_up():
    story = a_round()
    is_absent(story, "Cy")
    story.plays({"Ana": 1, "Bo": 1}, until=Phase.PRAISE)

    assert {"Ana", "Bo"} == set(story.shown)
    assert 100 == story.stage.round.result.dial


def test_a_ruling_that_an_absent_manager_left_behind_stands_in_the_figures():
    story = a_round()
    is_absent(story, "Cy")
    story.goes_to(Phase.RULE)
    story.stands_in("Cy", 3)
    story.rules("Ana", 0)
    story.rules("Bo", 0)
    story.goes_to(Phase.PRAISE)

    assert "Cy" in story.shown
    assert 0 == story.stage.round.result.dial


def test_an_absent_manager_is_not_chaired_for_a_ruling_left_behind():
    story = a_round()
    is_absent(story, "Ana")
    story.goes_to(Phase.RULE)
    story.stands_in("Ana", 3)

    assert "Bo" == story.chair


def test_an_absent_manager_who_rules_from_afar_takes_no_chair():
    """Else the room would see the chair move the moment that this manager rules."""
    story = a_round()
    is_absent(story, "Ana")
    story.goes_to(Phase.RULE)
    story.rules("Ana", 3)

    assert "Bo" == story.chair


def test_an_absent_managers_ruling_is_not_one_of_those_awaited():
    """Two managers and three reps are awaited, so four of them make four in five."""
    story = a_round(reps=("Kim", "Lou", "Max"))
    is_absent(story, "Cy")
    story.goes_to(Phase.RULE)
    story.leads(c.SetAutomatic(on=True))
    story.rules("Cy", 1)
    story.rules("Ana", 1)
    story.rules("Kim", 1)
    before = story.left
    story.rules("Lou", 1)

    assert before == story.left


def test_a_manager_who_comes_back_is_awaited_again():
    story = a_round(reps=("Kim",))
    is_absent(story, "Cy")
    is_absent(story, "Cy", absent=False)
    story.goes_to(Phase.RULE)

    assert 4 == story.stage.answered.expected


def test_what_reps_are_not_asked_is_not_counted():
    """One manager here and a ruling left behind by another: the spread call is not asked for."""
    story = a_round(("Ana", "Bo"), reps=("Kim",))
    is_absent(story, "Bo")
    story.goes_to(Phase.RULE)
    story.stands_in("Bo", 3)
    story.rules("Ana", 1)
    story.puts_in_chair("Ana")
    story.goes_to(Phase.PREDICT)
    asked = story.reps_screen.round.asks_spread
    story.predicts("Kim", 1, 1, Certainty.SURE, Spread.FAR if asked else None)
    story.goes_to(Phase.SCORE)

    assert 100 == story.phone("Kim").points.total


# The chair drops out


def test_a_chair_who_passes_hands_it_on():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.passes("Ana")

    assert "Bo" == story.chair


def test_a_chair_who_leaves_before_sealing_hands_it_on():
    story = a_round()
    story.goes_to(Phase.RULE)
    is_absent(story, "Ana")

    assert "Bo" == story.chair


def test_a_chair_who_is_removed_before_sealing_hands_it_on():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.leads(c.RemoveSeat(story.seat("Ana")))

    assert "Bo" == story.chair


def test_a_chair_that_was_chosen_and_passes_hands_it_on():
    story = a_round()
    story.puts_in_chair("Cy")
    story.goes_to(Phase.RULE)
    story.passes("Cy")

    assert "Ana" == story.chair


def test_a_chair_who_leaves_after_sealing_stays_in_the_chair():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1)
    story.next()
    is_absent(story, "Ana")

    assert "Ana" == story.chair


def test_the_chair_goes_round():
    story = Story(pack=cases_pack(full=3))
    story.joins("Kim")
    chairs = []
    for number in (1, 2, 3):
        story.goes_to(Phase.PREDICT, f"full-{number}")
        chairs.append(story.chair)

    assert {"Ana", "Bo", "Cy"} == set(chairs)


def test_the_chair_is_chosen_before_rulings_close_and_not_after():
    story = a_round()
    story.goes_to(Phase.PREDICT)

    assert Reason.NOT_NOW == story.why_not(FACILITATOR, c.ChooseChair(story.step, story.seat("Bo")))


@pytest.mark.parametrize("gone", ["Ana", "Bo"])
def test_removing_a_manager_after_the_lock_shows_nobody_elses_ruling(gone):
    """The chair, or one who has flipped."""
    story = a_round(("Ana", "Bo", "Cy", "Di"))
    story.leads(c.ChooseOrder(story.step, tuple(map(story.seat, ("Bo", "Cy", "Di")))))
    story.puts_in_chair("Ana")
    story.goes_to(Phase.PANEL)
    story.next()
    before = set(story.shown)
    with suppress(Rejected):
        story.leads(c.RemoveSeat(story.seat(gone)))

    assert set(story.shown) <= before == {"Ana", "Bo"}


def test_a_reveal_without_its_chair_shows_nobody_elses_ruling():
    story = a_round(("Ana", "Bo", "Cy"))
    story.puts_in_chair("Ana")
    story.goes_to(Phase.CHAIR)
    with suppress(Rejected):
        story.leads(c.RemoveSeat(story.seat("Ana")))
    story.next()

    assert set(story.shown) <= {"Ana"}


def test_removing_the_last_who_has_not_flipped_does_not_settle_the_dial_by_itself():
    story = a_round(("Ana", "Bo", "Cy"))
    story.leads(c.ChooseOrder(story.step, tuple(map(story.seat, ("Bo", "Cy")))))
    story.puts_in_chair("Ana")
    story.goes_to(Phase.PANEL)
    story.next()
    story.leads(c.RemoveSeat(story.seat("Cy")))
    while story.phase is Phase.PANEL:
        story.next()

    assert ("Ana", "Bo") == story.shown


# A pass


def test_a_manager_passes_once_in_a_workshop():
    story = Story(pack=cases_pack(full=2))
    story.joins("Kim")
    story.goes_to(Phase.READ, "full-1")
    story.passes("Bo")
    story.goes_to(Phase.READ, "full-2")

    assert Reason.PASS_SPENT == story.why_not(story.actor("Bo"), c.Pass(story.step))


def test_whoever_passes_rules_no_more_in_this_round():
    story = a_round()
    story.passes("Bo")
    story.goes_to(Phase.RULE)

    assert Reason.PASS_SPENT == story.why_not(story.actor("Bo"), c.Rule(story.step, 1, 1))


def test_whoever_has_sealed_passes_no_more():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.rules("Bo", 1)

    assert Reason.SEALED == story.why_not(story.actor("Bo"), c.Pass(story.step))


def test_nobody_waits_for_whoever_passes():
    story = a_round(reps=("Kim",))
    story.passes("Bo")
    story.goes_to(Phase.RULE)

    assert 3 == story.stage.answered.expected


# How many managers


def test_with_one_manager_there_is_neither_dial_nor_spread_call():
    story = a_round(("Ana",))
    story.goes_to(Phase.PREDICT)
    asks = story.reps_screen.round.asks_spread
    story.goes_to(Phase.PRAISE)
    result = story.stage.round.result

    assert (False, None, None, None) == (asks, result.dial, result.spread, result.price)


def test_with_one_manager_there_is_no_panel_and_no_second_vote():
    seen = a_round(("Ana",)).rest_of_round()

    assert {Phase.PANEL, Phase.ALIGN}.isdisjoint(seen)
    assert {Phase.CHAIR, Phase.CAPTURE} <= set(seen)


def test_with_one_manager_left_of_three_the_rest_is_scored_out_of_90():
    story = a_round(reps=("Kim",))
    is_absent(story, "Bo")
    is_absent(story, "Cy")
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1)
    story.goes_to(Phase.PREDICT)
    story.predicts("Kim", 1, 1, Certainty.SURE, None)
    story.goes_to(Phase.SCORE)

    assert 100 == story.phone("Kim").points.total


def test_a_missing_spread_call_is_a_whole_answer_with_one_manager():
    story = a_round(("Ana",), reps=("Kim",))
    story.goes_to(Phase.PREDICT)
    story.predicts("Kim", 1, spread=None)

    assert (1, 1) == (story.stage.answered.done, story.stage.answered.expected)


@pytest.mark.parametrize(("levels", "dial"), [((0, 3), 0), ((1, 2), 67), ((2, 2), 100)])
def test_with_two_managers_the_dial_is_their_distance(levels, dial):
    story = a_round(("Ana", "Bo"))
    story.plays(dict(zip(("Ana", "Bo"), levels, strict=True)), until=Phase.PRAISE)

    assert dial == story.stage.round.result.dial


def test_two_managers_are_one_in_the_chair_and_one_to_flip():
    story = a_round(("Ana", "Bo"))
    story.plays({"Ana": 0, "Bo": 3}, chair="Ana", until=Phase.PRAISE)

    assert ("Ana", "Bo") == story.shown


def all_in_sums() -> Story:
    story = a_round()
    for name in ("Ana", "Bo", "Cy"):
        story.discloses(name, Disclosure.SUM)
    return story


def test_nobody_who_is_in_sums_only_sits_in_the_chair():
    story = all_in_sums()

    assert story.chair is None
    assert Reason.CANNOT_CHAIR == story.why_not(FACILITATOR, c.ChooseChair(story.step, story.seat("Ana")))


def test_with_all_managers_in_sums_nothing_is_predicted():
    story = all_in_sums()
    story.goes_to(Phase.RULE)
    story.seals_missing()
    story.next()

    assert Phase.PANEL is story.phase


def test_with_all_managers_in_sums_only_the_figures_are_shown():
    story = all_in_sums()
    story.plays({"Ana": 0, "Bo": 1, "Cy": 3}, until=Phase.PRAISE)
    seen = story.stage.round

    assert ((), 0, 3) == (seen.tokens, seen.result.dial, seen.result.counted_only)


def test_the_figures_of_sums_are_a_reveal_too():
    story = all_in_sums()
    story.goes_to(Phase.PANEL)

    assert Reason.CONFIRM == story.why_not(FACILITATOR, c.Next(story.state.course.move))


def test_a_manager_in_sums_stands_in_the_dial_and_is_never_flipped():
    story = a_round()
    story.discloses("Cy", Disclosure.SUM)
    story.plays({"Ana": 0, "Bo": 0, "Cy": 3}, until=Phase.PRAISE)

    assert {"Ana", "Bo"} == set(story.shown)
    assert (0, 1) == (story.stage.round.result.dial, story.stage.round.result.counted_only)


@pytest.mark.parametrize("name", ["Ana", "Bo"])
def test_a_manager_who_turns_to_sums_leaves_the_table_again(name):
    """The chair as much as one who flipped."""
    story = a_round()
    story.plays({"Ana": 0, "Bo": 0, "Cy": 3}, chair="Ana", until=Phase.PRAISE)
    story.discloses(name, Disclosure.SUM)

    assert name not in story.shown


@pytest.mark.parametrize("phase", [Phase.RULE, Phase.PREDICT, Phase.LOCK, Phase.CROWD, Phase.CHAIR, Phase.PANEL])
def test_managers_do_not_change_how_they_are_shown_from_the_first_ruling_to_the_last_flip(phase):
    story = a_round()
    story.plays({}, until=Phase.PREDICT if phase is not Phase.RULE else phase)
    if phase is not Phase.RULE:
        for name in REPS:
            story.predicts(name, 1)
        story.goes_to(phase)

    assert Reason.NOT_NOW == story.why_not(story.actor("Ana"), c.Disclose(Disclosure.SUM))


def test_a_masked_manager_is_shown_under_an_animals_name():
    story = a_round()
    story.discloses("Ana", Disclosure.MASKED)
    story.plays({"Ana": 0}, chair="Ana", until=Phase.PANEL)

    assert (story.state.seats[story.seat("Ana")].mask,) == story.shown
    assert story.shown[0].startswith("the ")


def test_the_facilitator_masks_a_name():
    story = a_round()
    story.leads(c.Mask(story.seat("Ana"), on=True))
    story.plays({"Ana": 0}, chair="Ana", until=Phase.PANEL)

    assert "Ana" not in story.shown


def test_the_facilitator_never_unmasks():
    story = a_round()
    story.discloses("Ana", Disclosure.MASKED)
    story.leads(c.Mask(story.seat("Ana"), on=False))
    story.plays({"Ana": 0}, chair="Ana", until=Phase.PANEL)

    assert "Ana" not in story.shown


def test_no_two_managers_wear_the_same_mask():
    story = Story(tuple(f"Manager {n}" for n in range(1, 9)))

    assert 8 == len({seat.mask for seat in story.state.seats.values()})


def test_the_screen_says_when_a_mask_is_thin():
    assert [True, False] == [
        Story(names).managers_screen.few_managers for names in (("A", "B", "C"), ("A", "B", "C", "D"))
    ]


# Reps who come late


def test_a_rep_who_joins_while_rulings_are_open_plays():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.joins("Pia")
    story.rules("Pia", 1)
    story.goes_to(Phase.PREDICT)
    story.predicts("Pia", 1)

    assert 1 == story.phone("Pia").prediction.level


def test_a_rep_who_joins_after_that_answers_from_the_next_case_on():
    story = a_round()
    story.goes_to(Phase.PREDICT)
    story.joins("Pia")

    assert Reason.NEXT_ROUND == story.why_not(story.actor("Pia"), c.Predict(story.step, 1, 1))
    assert story.phone("Pia").joins_next


def test_a_late_rep_plays_the_next_case():
    story = Story(pack=cases_pack(full=2))
    story.joins("Kim")
    story.goes_to(Phase.PREDICT, "full-1")
    story.joins("Pia")
    story.goes_to(Phase.PREDICT, "full-2")
    story.predicts("Pia", 1)

    assert not story.phone("Pia").joins_next


def test_nobody_waits_for_a_late_rep():
    story = a_round()
    story.goes_to(Phase.PREDICT)
    before = story.stage.answered.expected
    story.joins("Pia")

    assert before == story.stage.answered.expected


def test_a_late_rep_sits_in_the_smallest_team():
    story = Story()
    story.joins(*REPS)
    story.next()
    small = min(story.console.teams, key=lambda team: team.size)
    story.joins("Pia")

    assert small.name == story.phone("Pia").team


def test_a_late_rep_averages_over_the_rounds_played():
    story = Story(pack=cases_pack(full=2))
    story.joins("Kim")
    story.plays({"Ana": 1}, guesses={"Kim": 1}, case="full-1")
    story.joins("Pia")
    story.goes_to(Phase.RULE, "full-2")
    story.seals_missing()
    story.next()
    story.predicts("Pia", 1, 1, Certainty.SURE, Spread.SAME)
    story.goes_to(Phase.SCORE)

    assert 100 == story.phone("Pia").score


def test_a_late_rep_does_not_write_about_a_round_not_played():
    story = a_round()
    story.goes_to(Phase.PREDICT)
    story.joins("Pia")

    assert Reason.NEXT_ROUND == story.why_not(story.actor("Pia"), c.WriteNote(story.step, "I dread the call."))


# Teams


@pytest.mark.parametrize("people", range(6, 61))
def test_team_sizes_differ_by_at_most_one(people):
    sizes = _sizes(people)

    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("people", range(6, 13))
def test_up_to_twelve_reps_sit_in_teams_of_three_or_four(people):
    assert set(_sizes(people)) <= {3, 4}


@pytest.mark.parametrize("people", range(13, 61))
def test_up_to_sixty_reps_sit_in_teams_of_four_to_six(people):
    assert set(_sizes(people)) <= {4, 5, 6}


def _sizes(people: int) -> list[int]:
    teams = list(roster.deal("seed", [f"p{n}" for n in range(people)], roster.team_count(people)).values())
    return [teams.count(team) for team in set(teams)]


def test_teams_are_dealt_when_the_lobby_is_left():
    story = Story()
    story.joins(*(f"Rep {n}" for n in range(7)))
    story.next()

    assert [3, 4] == sorted(team.size for team in story.console.teams)


# Silence


def test_a_round_in_which_no_rep_answers_goes_on():
    story = a_round()
    story.goes_to(Phase.SCORE)

    assert dict.fromkeys(REPS, 0) == {name: story.phone(name).points.total for name in REPS}


def test_a_workshop_without_reps_goes_to_its_end():
    story = Story()
    story.goes_to(Phase.CLOSED)

    assert story.stage.alignment.cases == 6


def test_a_round_in_which_no_manager_rules_shows_nothing():
    story = a_round()
    for name in ("Ana", "Bo", "Cy"):
        story.passes(name)
    story.goes_to(Phase.SCORE)

    assert ((), None) == (story.shown, story.stage.round.result.dial)


def test_without_anybody_in_the_chair_nobody_gets_points():
    story = all_in_sums()
    story.goes_to(Phase.SCORE)

    assert (None, None) == (story.phone("Kim").points, story.phone("Kim").score)


# A removed rep


def test_nobody_waits_for_a_removed_rep():
    story = a_round()
    story.goes_to(Phase.RULE)
    before = story.stage.answered.expected
    story.leads(c.RemoveSeat(story.seat("Kim")))

    assert before - 1 == story.stage.answered.expected


def test_a_removed_rep_does_nothing_more():
    story = a_round()
    story.goes_to(Phase.RULE)
    kim = story.actor("Kim")
    story.leads(c.RemoveSeat(kim.seat))

    assert Reason.REMOVED == story.why_not(kim, c.Rule(story.step, 1, 1))


def test_a_removed_rep_gets_no_points():
    story = a_round()
    story.goes_to(Phase.PREDICT)
    story.predicts("Kim", 1)
    story.leads(c.RemoveSeat(story.seat("Kim")))
    story.goes_to(Phase.SCORE)

    assert story.seat("Kim") not in story.state.desk.points[story.step].reps


# A manager who seals late


def test_a_manager_who_is_not_in_the_chair_may_still_seal_while_reps_predict():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1)
    story.next()
    story.rules("Cy", 3)
    story.goes_to(Phase.PRAISE)

    assert "Cy" in story.shown


def test_a_late_first_ruling_is_sealed_for_good():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1)
    story.next()
    story.rules("Cy", 3)

    assert Reason.SEALED == story.why_not(story.actor("Cy"), c.Rule(story.step, 0, 0, n=99))


def test_after_the_lock_no_manager_rules():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1)
    story.next()
    story.next()

    assert Reason.NOT_NOW == story.why_not(story.actor("Cy"), c.Rule(story.step, 1, 1))


# A proxy


def test_a_proxy_opens_the_way_for_a_chair_with_a_dead_phone():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.stands_in(story.chair, 2)
    story.next()

    assert Phase.PREDICT is story.phase


def test_a_proxy_is_marked_as_such():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.stands_in("Bo", 2)

    assert story.manager_phone("Bo").by_proxy


def test_a_proxy_stands_until_the_manager_rules():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.stands_in("Bo", 2)
    story.rules("Bo", 0)

    assert (0, False) == (story.manager_phone("Bo").ruling.level, story.manager_phone("Bo").by_proxy)


def test_a_proxy_is_refused_once_the_manager_sealed():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.rules("Bo", 0)

    assert Reason.SEALED == story.why_not(FACILITATOR, c.ProxyRule(story.step, story.seat("Bo"), 2, 1))


@pytest.mark.parametrize("who", ["chair", "facilitator"])
def test_a_proxy_for_the_chair_is_not_switched_once_predictions_are_open(who):
    """The chair is sealed before predictions open, so that nobody can suspect a switch."""
    story = a_round()
    story.goes_to(Phase.RULE)
    story.stands_in("Ana", 2)
    story.next()
    switch = (
        (story.actor("Ana"), c.Rule(story.step, 0, 0, n=99))
        if who == "chair"
        else (FACILITATOR, c.ProxyRule(story.step, story.seat("Ana"), 0, 0))
    )

    assert story.refused(*switch)


def test_a_proxy_reaches_no_screen_before_its_flip():
    story = a_round()
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1)
    before = (story.reps_screen, story.managers_screen)
    story.stands_in("Bo", 3)

    assert before == (story.reps_screen, story.managers_screen)


# A void round


def _voided() -> Story:
    story = Story(pack=cases_pack(full=2))
    story.joins(*REPS)
    story.plays({"Ana": 0, "Bo": 3, "Cy": 3}, guesses=dict.fromkeys(REPS, 1), case="full-1")
    story.leads(c.VoidRound(story.step, on=True))
    return story


def test_a_void_round_stands_in_no_result():
    story = _voided()
    story.goes_to(Phase.CLOSED)

    assert ["Title of full-2"] == [row.title for row in story.stage.board.rows]


def test_a_void_round_is_taken_back_in():
    story = _voided()
    story.leads(c.VoidRound(story.step, on=False))

    assert story.phone("Kim").score is not None


def test_only_a_round_that_was_begun_can_be_void():
    story = Story()

    assert Reason.UNKNOWN_STEP == story.why_not(FACILITATOR, c.VoidRound(story.state.desk.agenda[-1].id, on=True))


# A step that is skipped


def skipped_in(phase: Phase) -> Story:
    """Two full cases; the first is broken off in this phase."""
    story = Story(pack=cases_pack(full=2))
    story.joins(*REPS)
    story.goes_to(Phase.READ, "full-1")
    story.puts_in_chair("Ana")
    story.goes_to(Phase.RULE)
    for name, level in (("Ana", 0), ("Bo", 2), ("Cy", 3)):
        story.rules(name, level)
    story.goes_to(phase)
    story.skip_step()
    return story


BEFORE = (Phase.RULE, Phase.PREDICT, Phase.LOCK, Phase.CHAIR)


def test_skipping_a_step_wants_a_second_press():
    story = a_round()

    assert Reason.CONFIRM == story.why_not(FACILITATOR, c.SkipStep(story.state.course.move))


@pytest.mark.parametrize("phase", BEFORE)
def test_a_round_left_before_the_reveal_is_not_played(phase):
    story = skipped_in(phase)
    story.goes_to(Phase.CLOSED)

    assert ["Title of full-2"] == [row.title for row in story.stage.board.rows]


@pytest.mark.parametrize("phase", BEFORE)
def test_a_round_left_before_the_reveal_stands_in_no_alignment(phase):
    story = skipped_in(phase)
    story.goes_to(Phase.CLOSED)

    assert 1 == story.stage.alignment.cases


@pytest.mark.parametrize("phase", BEFORE)
def test_going_back_to_a_round_left_before_the_reveal_shows_no_ruling(phase):
    """A reveal needs a second press, and Back has none."""
    story = skipped_in(phase)
    with suppress(Rejected):
        story.back()

    assert ((), None) == (story.shown, story.stage.round.result)


def test_going_back_to_a_round_left_in_the_panel_flips_nobody():
    story = skipped_in(Phase.PANEL)
    with suppress(Rejected):
        story.back()

    assert set(story.shown) <= {"Ana"}
    assert story.stage.round.result is None


def test_a_round_left_after_the_last_flip_is_played():
    story = skipped_in(Phase.PRAISE)
    story.goes_to(Phase.CLOSED)

    assert {"Title of full-1", "Title of full-2"} == {row.title for row in story.stage.board.rows}


# Cases that are special


def test_where_the_law_decides_a_manager_who_ruled_otherwise_is_told_privately():
    story = a_round(must_escalate=True)
    story.goes_to(Phase.RULE)
    story.rules("Ana", 1, authority=1)
    story.rules("Bo", 1, authority=3)
    story.next()

    assert (True, False) == (story.manager_phone("Ana").outranked, story.manager_phone("Bo").outranked)


def test_that_the_law_decides_is_told_to_the_room_with_the_chair():
    story = a_round(must_escalate=True)
    story.goes_to(Phase.CHAIR)
    before = story.stage.round.must_escalate
    story.next()

    assert (False, True) == (before, story.stage.round.must_escalate)


def test_where_the_law_decides_the_draft_hands_over():
    story = a_round(must_escalate=True)
    story.goes_to(Phase.CAPTURE)

    assert 3 == story.stage.round.draft.authority


@pytest.mark.parametrize(
    "case",
    [{"family": Family.EMOTIONAL}, {"must_escalate": True}, {"sensitive": True}],
    ids=lambda case: next(iter(case)),
)
def test_where_jokes_have_no_place_only_plain_is_offered(case):
    story = a_round(**case)
    story.goes_to(Phase.PREDICT)

    assert ["plain"] == [delivery.id for delivery in story.managers_screen.deliveries]
    assert Reason.PLAIN_ONLY == story.why_not(story.actor("Ana"), c.Prepare(story.step, "weather", ""))


def test_where_jokes_have_no_place_no_joke_is_cued():
    story = a_round(family=Family.EMOTIONAL)

    assert "joke" not in {cue.kind for cue in story.managers_screen.cues}


def test_a_sparse_case_takes_its_own_levels_only():
    story = a_round(levels=(0, 1, 3))
    story.goes_to(Phase.RULE)

    assert Reason.UNKNOWN_OPTION == story.why_not(story.actor("Kim"), c.Rule(story.step, 2, 1))


def test_a_line_on_a_sparse_case_takes_its_own_levels_only():
    story = a_round(levels=(0, 1, 3))
    story.goes_to(Phase.CAPTURE)
    line = c.CloseCase(story.step, Closing.WRITTEN, 2, None, None, 1, "Waive once.", "Ana", "2027-03-01")

    assert Reason.UNKNOWN_OPTION == story.why_not(FACILITATOR, line)


# Guests


def test_an_observer_counts_nowhere():
    story = a_round(reps=("Kim",))
    story.joins("Guest", role=Role.OBSERVER)
    story.goes_to(Phase.RULE)

    assert (1, 4) == (story.stage.people, story.stage.answered.expected)


@pytest.mark.parametrize("phase", [Phase.RULE, Phase.PREDICT, Phase.ALIGN])
def test_an_observer_answers_nothing(phase):
    story = a_round(reps=("Kim",))
    story.joins("Guest", role=Role.OBSERVER)
    if phase is Phase.ALIGN:
        story.plays({"Ana": 0, "Bo": 3, "Cy": 3}, until=phase)
    story.goes_to(phase)

    assert frozenset() == story.can("Guest")
