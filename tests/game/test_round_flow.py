"""A round, sub-state by sub-state: what stands where, and what opens the way. Rules from game.md 2.2."""

import pytest

from server.game import commands as c
from server.game import measures, plan
from server.game.case import CasePack
from server.game.errors import Reason
from server.game.ids import StepId
from server.game.people import CLOCK, FACILITATOR
from server.game.plan import Phase, Step, StepKind
from server.game.state import Closing, Line, Spread
from tests.support.given import Story
from tests.support.packs import cases_pack, one_case

MANAGERS = ("Ana", "Bo", "Cy")
REPS = ("Kim", "Lou", "Max", "Nia", "Oli")
WIDE = {"Ana": 0, "Bo": 1, "Cy": 3}
CLOSE = {"Ana": 1, "Bo": 1, "Cy": 1}


def full_round(until: Phase = Phase.READ, rulings: dict[str, int] = WIDE, *, reps: tuple[str, ...] = REPS) -> Story:
    """A full round with Ana in the chair; everybody predicts that she grants in part."""
    return _round(one_case(), until, rulings, reps)


def flash_round(until: Phase = Phase.READ, rulings: dict[str, int] = WIDE) -> Story:
    return _round(one_case(minutes=6), until, rulings, REPS)


def _round(pack: CasePack, until: Phase, rulings: dict[str, int], reps: tuple[str, ...]) -> Story:
    story = Story(MANAGERS, pack=pack)
    story.joins(*reps)
    story.goes_to(Phase.READ)
    story.puts_in_chair("Ana")
    if until is Phase.READ:
        return story
    story.goes_to(Phase.RULE)
    if until is Phase.RULE:
        return story
    for name, level in rulings.items():
        story.rules(name, level)
    story.goes_to(Phase.PREDICT)
    if until is Phase.PREDICT:
        return story
    for name in reps:
        story.predicts(name, 1)
    story.goes_to(until)
    return story


# The phases


def test_a_full_round_with_wide_rulings_goes_through_all_sub_states():
    story = full_round()
    story.goes_to(Phase.RULE)
    for name, level in WIDE.items():
        story.rules(name, level)
    story.next()
    for name in REPS:
        story.predicts(name, 1)

    assert list(plan.ROUND[2:]) == story.rest_of_round()


def test_a_flash_round_has_neither_second_vote_nor_line():
    story = flash_round(Phase.RULE)
    for name, level in WIDE.items():
        story.rules(name, level)
    story.next()
    for name in REPS:
        story.predicts(name, 1)

    assert [one for one in plan.ROUND[2:] if one not in (Phase.ALIGN, Phase.CAPTURE)] == story.rest_of_round()


FULL = {
    Phase.READ: 75,
    Phase.RULE: 60,
    Phase.PREDICT: 60,
    Phase.LOCK: 5,
    Phase.CROWD: 20,
    Phase.CHAIR: 60,
    Phase.PANEL: 60,
    Phase.PRAISE: 60,
    Phase.IMPACT: 60,
    Phase.DISCUSS: 150,
    Phase.ALIGN: 60,
    Phase.CAPTURE: 90,
    Phase.SCORE: 20,
}
FLASH = {
    Phase.READ: 40,
    Phase.RULE: 35,
    Phase.PREDICT: 40,
    Phase.LOCK: 5,
    Phase.CROWD: 10,
    Phase.CHAIR: 40,
    Phase.PANEL: 40,
    Phase.PRAISE: 30,
    Phase.IMPACT: 25,
    Phase.DISCUSS: 75,
    Phase.ALIGN: None,
    Phase.CAPTURE: None,
    Phase.SCORE: 20,
}


@pytest.mark.parametrize("phase", plan.ROUND)
def test_the_time_of_each_sub_state_of_a_full_round(phase):
    assert FULL[phase] == plan.seconds(Step("s1", StepKind.CASE, 13), phase)


@pytest.mark.parametrize("phase", plan.ROUND)
def test_the_time_of_each_sub_state_of_a_flash_round(phase):
    assert FLASH[phase] == plan.seconds(Step("s1", StepKind.CASE, 6, flash=True), phase)


@pytest.mark.parametrize(("minutes", "flash", "total"), [(13, False, 780), (6, True, 360)])
def test_a_round_takes_its_minutes_in_all(minutes, flash, total):
    step = Step("s1", StepKind.CASE, minutes, flash=flash)

    assert total == sum(plan.seconds(step, phase) or 0 for phase in plan.ROUND)


@pytest.mark.parametrize("minutes", [11, 12, 15, 20])
def test_a_longer_or_shorter_round_takes_it_out_on_the_talk(minutes):
    step = Step("s1", StepKind.CASE, minutes)

    assert minutes * 60 == sum(plan.seconds(step, phase) or 0 for phase in plan.ROUND)


def test_half_a_minute_of_talk_always_remains():
    assert 30 == plan.seconds(Step("s1", StepKind.CASE, 1), Phase.DISCUSS)


# Read


def test_while_the_case_is_read_nobody_answers():
    story = full_round(Phase.READ)

    assert Reason.NOT_NOW == story.why_not(story.actor("Kim"), c.Rule(story.step, 1, 1))
    assert Reason.NOT_NOW == story.why_not(story.actor("Ana"), c.Rule(story.step, 1, 1))


def test_phones_and_stage_have_the_text_of_the_case():
    story = full_round(Phase.READ)

    for screen in (story.stage, story.reps_screen, story.managers_screen):
        assert screen.round.case.text.startswith("Text of the-case")


# Rule


def test_the_stage_counts_who_has_ruled():
    story = full_round(Phase.RULE)
    story.rules("Ana", 1)
    story.rules("Kim", 1)

    assert (2, 8) == (story.stage.answered.done, story.stage.answered.expected)


def test_a_rep_sends_the_whole_answer_so_far():
    story = full_round(Phase.RULE)
    story.rules("Kim", 2, authority=None)

    assert (2, None) == (story.phone("Kim").choice.level, story.phone("Kim").choice.authority)


def test_half_an_answer_is_not_counted_as_in():
    story = full_round(Phase.RULE)
    story.rules("Kim", 2, authority=None)

    assert 0 == story.stage.answered.done


def test_an_answer_can_be_changed_until_the_close():
    story = full_round(Phase.RULE)
    story.rules("Kim", 2)
    story.rules("Kim", 0)

    assert 0 == story.phone("Kim").choice.level


def test_an_older_tap_that_arrives_late_changes_nothing():
    story = full_round(Phase.RULE)
    story.does(story.actor("Kim"), c.Rule(story.step, 2, 1, n=2))
    story.does(story.actor("Kim"), c.Rule(story.step, 0, 1, n=1))

    assert 2 == story.phone("Kim").choice.level


def test_a_tap_for_another_round_is_refused():
    story = full_round(Phase.RULE)

    assert Reason.OTHER_ROUND == story.why_not(story.actor("Kim"), c.Rule("s1", 2, 1))


def test_a_manager_seals_a_whole_ruling():
    story = full_round(Phase.RULE)

    no = story.refused(story.actor("Ana"), c.Rule(story.step, 2, None))

    assert (Reason.EMPTY, "authority") == (no.reason, no.field)


def test_a_manager_may_change_a_ruling_while_rulings_are_open():
    story = full_round(Phase.RULE)
    story.rules("Ana", 2)
    story.rules("Ana", 0)

    assert 0 == story.manager_phone("Ana").ruling.level


def test_an_option_that_the_case_does_not_offer_is_refused():
    story = full_round(Phase.RULE)

    no = story.refused(story.actor("Kim"), c.Rule(story.step, 9, 1))

    assert (Reason.UNKNOWN_OPTION, "level") == (no.reason, no.field)


def test_at_most_two_reasons():
    story = full_round(Phase.RULE)
    three = c.Rule(story.step, 1, 1, ("reason1", "reason2", "reason3"))

    assert Reason.TOO_MANY == story.why_not(story.actor("Ana"), three)


def test_only_the_packs_reasons():
    story = full_round(Phase.RULE)

    assert Reason.UNKNOWN_REASON == story.why_not(story.actor("Ana"), c.Rule(story.step, 1, 1, ("spite",)))


def test_a_manager_expects_so_many_colleagues_to_agree():
    story = full_round(Phase.RULE)
    story.rules("Ana", 1)
    story.does(story.actor("Ana"), c.Expect(story.step, 2))

    assert 2 == story.manager_phone("Ana").expected


@pytest.mark.parametrize("count", [-1, 3])
def test_nobody_expects_more_colleagues_than_there_are(count):
    story = full_round(Phase.RULE)
    story.rules("Ana", 1)

    assert Reason.TOO_MANY == story.why_not(story.actor("Ana"), c.Expect(story.step, count))


def test_nobody_expects_agreement_with_a_ruling_not_made():
    story = full_round(Phase.RULE)

    assert Reason.NOT_SEALED == story.why_not(story.actor("Ana"), c.Expect(story.step, 1))


# Predict


def test_predictions_open_only_when_the_chair_has_sealed():
    story = full_round(Phase.RULE)
    story.rules("Bo", 1)
    story.rules("Cy", 1)

    assert Reason.CHAIR_NOT_SEALED == story.why_not(FACILITATOR, c.Next(story.state.course.move))


def test_predictions_need_no_other_manager_than_the_chair():
    story = full_round(Phase.RULE)
    story.rules("Ana", 1)
    story.next()

    assert Phase.PREDICT is story.phase


def test_the_console_says_why_next_waits():
    story = full_round(Phase.RULE)

    assert Reason.CHAIR_NOT_SEALED == story.console.next.why_not


def test_the_clock_does_not_open_predictions_without_the_chair():
    story = full_round(Phase.RULE)
    story.leads(c.SetAutomatic(on=True))
    story.clock()

    assert Phase.RULE is story.phase


def test_the_chair_does_not_change_a_ruling_once_predictions_are_open():
    story = full_round(Phase.PREDICT)

    assert Reason.SEALED == story.why_not(story.actor("Ana"), c.Rule(story.step, 3, 3, n=99))


def test_reps_know_whom_they_predict():
    assert "Ana" == full_round(Phase.PREDICT).reps_screen.round.chair.name


def test_a_prediction_can_be_changed_until_the_close():
    story = full_round(Phase.PREDICT)
    story.predicts("Kim", 3)
    story.predicts("Kim", 0)

    assert 0 == story.phone("Kim").prediction.level


def test_reps_own_rulings_are_closed_while_they_predict():
    story = full_round(Phase.PREDICT)

    assert Reason.NOT_NOW == story.why_not(story.actor("Kim"), c.Rule(story.step, 1, 1, n=99))


def test_a_prediction_counts_as_in_when_all_its_parts_are_there():
    story = full_round(Phase.PREDICT)
    story.predicts("Kim", 1, spread=None)
    story.predicts("Lou", 1)

    assert (1, 5) == (story.stage.answered.done, story.stage.answered.expected)


# Lock


def test_lock_waits_for_the_clock_alone():
    story = full_round(Phase.LOCK)
    story.clock()

    assert Phase.CROWD is story.phase


def test_lock_ends_by_the_clock_in_a_room_without_timers_too():
    story = full_round(Phase.READ)
    story.leads(c.SetTimed(on=False))
    story.plays(WIDE, guesses=dict.fromkeys(REPS, 1), until=Phase.LOCK)
    story.clock()

    assert Phase.CROWD is story.phase


def test_an_early_alarm_does_not_end_the_lock():
    story = full_round(Phase.LOCK)
    story.wait(4.9)
    story.does(CLOCK, c.TimeUp(story.state.course.move))

    assert Phase.LOCK is story.phase


@pytest.mark.parametrize("phase", [Phase.LOCK, Phase.CROWD, Phase.CHAIR, Phase.PANEL])
def test_predictions_are_frozen_from_the_lock_on(phase):
    story = full_round(phase)

    assert Reason.NOT_NOW == story.why_not(story.actor("Kim"), c.Predict(story.step, 3, 3, n=99))


# Crowd


@pytest.mark.parametrize(("people", "phase"), [(5, Phase.CROWD), (4, Phase.CHAIR)])
def test_the_crowd_is_shown_from_five_predictions_on(people, phase):
    story = full_round(Phase.LOCK, reps=REPS[:people])
    story.clock()

    assert phase is story.phase


def test_a_prediction_without_a_level_does_not_make_the_crowd():
    story = full_round(Phase.PREDICT)
    for name in REPS:
        story.predicts(name, None if name == "Kim" else 1)
    story.next()
    story.clock()

    assert Phase.CHAIR is story.phase


def test_the_crowd_is_a_histogram_of_predictions():
    story = full_round(Phase.PREDICT)
    for name, level in zip(REPS, (0, 1, 1, 1, 3), strict=True):
        story.predicts(name, level)
    story.goes_to(Phase.CROWD)

    assert ((0, 1), (1, 3), (2, 0), (3, 1)) == story.stage.round.crowd.levels


def test_there_is_no_histogram_before_the_close():
    story = full_round(Phase.LOCK)

    assert story.stage.round.crowd is None


def test_a_histogram_of_fewer_than_five_answers_on_authority_is_not_shown():
    story = full_round(Phase.PREDICT)
    for name in REPS:
        story.predicts(name, 1, authority=3 if name == "Kim" else None)
    story.goes_to(Phase.CROWD)

    crowd = story.stage.round.crowd
    assert crowd is None or not any(count for _, count in crowd.authority)


def test_crowd_against_chair():
    """You expected 1, got 0."""
    story = full_round(Phase.CHAIR, {"Ana": 0, "Bo": 1, "Cy": 3})
    story.reveals("Ana")
    read = story.stage.round.read

    assert (1, 0, 0, 5) == (read.expected, read.ruled, read.hits, read.total)


def test_there_is_no_crowd_against_chair_under_five():
    story = full_round(Phase.CHAIR, reps=REPS[:4])
    story.reveals("Ana")

    assert story.stage.round.read is None


# Chair


def test_the_chair_reveals_from_the_phone():
    story = full_round(Phase.CHAIR)
    story.reveals("Ana")

    assert ("Ana",) == story.shown


def test_the_facilitator_reveals_the_chair_with_next():
    story = full_round(Phase.CHAIR)
    story.next()

    assert ("Ana",) == story.shown


def test_a_reveal_wants_a_second_press():
    story = full_round(Phase.CHAIR)

    assert Reason.CONFIRM == story.why_not(FACILITATOR, c.Next(story.state.course.move))


def test_nothing_is_shown_when_the_chairs_turn_begins():
    assert () == full_round(Phase.CHAIR).shown


def test_nobody_but_the_chair_reveals():
    story = full_round(Phase.CHAIR)

    assert Reason.NOT_IN_CHAIR == story.why_not(story.actor("Bo"), c.Reveal(story.step))


def test_the_chair_reveals_once():
    story = full_round(Phase.CHAIR)
    story.reveals("Ana")

    assert Reason.ALREADY_SHOWN == story.why_not(story.actor("Ana"), c.Reveal(story.step))


@pytest.mark.parametrize("phase", [Phase.RULE, Phase.PREDICT, Phase.LOCK, Phase.CROWD])
def test_the_chair_does_not_reveal_before_the_turn(phase):
    story = full_round(phase)

    assert Reason.NOT_NOW == story.why_not(story.actor("Ana"), c.Reveal(story.step))


def test_the_chairs_reveal_is_not_skipped():
    story = full_round(Phase.CHAIR)

    assert Reason.NOT_NOW == story.why_not(FACILITATOR, c.Skip(story.state.course.move, confirmed=True))


def test_the_delivery_comes_before_the_ruling_and_the_line_with_it():
    story = full_round(Phase.CHAIR)
    story.prepares("Ana", "Scattered waivers.")
    before = story.stage.round.telling
    story.reveals("Ana")

    assert ("The weather", "") == (before.delivery, before.line)
    assert "Scattered waivers." == story.stage.round.telling.line


def test_the_facilitator_can_hide_the_line():
    story = full_round(Phase.CHAIR)
    story.prepares("Ana", "Scattered waivers.")
    story.reveals("Ana")
    story.leads(c.HushLine(story.step, on=True))

    assert "" == story.stage.round.telling.line


def test_the_chair_prepares_a_delivery_of_the_pack():
    story = full_round(Phase.PREDICT)

    assert Reason.UNKNOWN_DELIVERY == story.why_not(story.actor("Ana"), c.Prepare(story.step, "opera", ""))


def test_only_the_chair_prepares_a_delivery():
    story = full_round(Phase.PREDICT)

    assert Reason.NOT_IN_CHAIR == story.why_not(story.actor("Bo"), c.Prepare(story.step, "weather", ""))


def test_the_line_is_not_changed_once_it_was_told():
    story = full_round(Phase.CHAIR)
    story.reveals("Ana")

    assert Reason.ALREADY_SHOWN == story.why_not(story.actor("Ana"), c.Prepare(story.step, "plain", ""))


def test_the_points_come_with_the_chair_and_without_the_spread_part():
    story = full_round(Phase.CHAIR, {"Ana": 1, "Bo": 1, "Cy": 1})
    story.reveals("Ana")
    points = story.phone("Kim").points

    assert (36, 22, 30, None) == (points.closeness, points.certainty, points.authority, points.spread)
    assert 100 * (36 + 22 + 30) / 90 == points.total


def test_there_are_no_points_before_the_chair_is_shown():
    assert full_round(Phase.CHAIR).phone("Kim").points is None


def test_the_spread_part_waits_for_the_last_flip():
    story = full_round(Phase.PANEL, CLOSE)
    seen = [story.phone("Kim").points.spread]
    for _ in range(2):
        story.next()
        seen.append(story.phone("Kim").points.spread)

    assert [None, None, 10] == seen


def test_the_total_with_the_spread_part_is_out_of_100():
    story = full_round(Phase.PRAISE, CLOSE)

    assert 36 + 22 + 30 + 10 == story.phone("Kim").points.total


# Panel


def test_the_others_flip_one_a_next():
    story = full_round(Phase.PANEL)
    seen = [len(story.shown)]
    for _ in range(2):
        story.next()
        seen.append(len(story.shown))

    assert [1, 2, 3] == seen


def test_every_flip_wants_a_second_press():
    story = full_round(Phase.PANEL)

    assert Reason.CONFIRM == story.why_not(FACILITATOR, c.Next(story.state.course.move))


def test_the_order_of_the_flips_is_drawn_and_stored_at_the_lock():
    story = full_round(Phase.LOCK)

    assert set(MANAGERS) == {story.state.seats[seat].name for seat in story.state.desk.rounds[story.step].order}


def test_the_order_differs_from_workshop_to_workshop():
    orders = set()
    for seed in "abcdef":
        story = Story(MANAGERS, pack=one_case(), seed=seed)
        story.joins("Kim")
        story.plays(WIDE, chair="Ana", until=Phase.PRAISE)
        orders.add(story.shown)

    assert {("Ana", "Bo", "Cy"), ("Ana", "Cy", "Bo")} == orders


def test_the_facilitator_may_change_the_order():
    story = full_round(Phase.PANEL)
    for order in (("Bo", "Cy"), ("Cy", "Bo")):
        story.leads(c.ChooseOrder(story.step, tuple(map(story.seat, order))))
    story.goes_to(Phase.PRAISE)

    assert ("Ana", "Cy", "Bo") == story.shown


@pytest.mark.parametrize("order", [("Bo", "Cy"), ("Cy", "Bo")])
def test_an_order_chosen_early_stands_at_the_lock(order):
    story = full_round(Phase.READ)
    story.leads(c.ChooseOrder(story.step, tuple(map(story.seat, order))))
    story.plays(WIDE, until=Phase.PRAISE)

    assert ("Ana", *order) == story.shown


def test_whoever_has_flipped_keeps_the_place():
    story = full_round(Phase.PANEL)
    story.next()
    _, first = story.shown
    other = next(name for name in ("Bo", "Cy") if name != first)
    story.leads(c.ChooseOrder(story.step, (story.seat(other), story.seat(first))))
    story.next()

    assert ("Ana", first, other) == story.shown


def test_an_order_names_each_manager_once():
    story = full_round(Phase.PANEL)
    twice = (story.seat("Bo"), story.seat("Bo"))

    assert Reason.BAD_ORDER == story.why_not(FACILITATOR, c.ChooseOrder(story.step, twice))


def test_a_manager_knows_the_own_turn():
    story = full_round(Phase.PANEL)
    story.leads(c.ChooseOrder(story.step, (story.seat("Cy"), story.seat("Bo"))))

    assert (2, 1) == (story.manager_phone("Bo").turn, story.manager_phone("Cy").turn)


def test_the_dial_settles_last():
    story = full_round(Phase.PANEL)
    seen = [story.stage.round.result]
    for _ in range(2):
        story.next()
        seen.append(story.stage.round.result)

    assert [None, None] == seen[:2]
    assert 0 == seen[2].dial


def test_the_dial_brings_the_price_of_the_draw_and_the_spread():
    result = full_round(Phase.PRAISE).stage.round.result

    assert (0, 85, Spread.FAR) == (result.price.lowest, result.price.highest, result.spread)


def test_skipping_the_panel_shows_the_rest_at_once():
    story = full_round(Phase.PANEL)
    story.skip()

    assert (Phase.PANEL, 3) == (story.phase, len(story.shown))


def test_skipping_the_panel_wants_a_second_press():
    story = full_round(Phase.PANEL)

    assert Reason.CONFIRM == story.why_not(FACILITATOR, c.Skip(story.state.course.move))


def test_a_skip_after_the_last_flip_goes_on():
    story = full_round(Phase.PANEL)
    story.skip()
    story.skip()

    assert Phase.PRAISE is story.phase


# Praise


def test_released_praise_is_on_the_stage():
    story = full_round(Phase.PRAISE)
    story.praises("Ana", "Kim", "named the fee before the client did", when="the client sighed", so_that="we kept her")
    story.releases_all()
    (praise,) = story.stage.round.praise

    assert ("Kim", "Ana", "the client sighed", "named the fee before the client did", "we kept her") == (
        praise.to,
        praise.by,
        praise.when,
        praise.did,
        praise.so_that,
    )


def test_the_praise_phase_can_be_skipped():
    story = full_round(Phase.PRAISE)
    story.skip()

    assert Phase.IMPACT is story.phase


def test_managers_see_who_still_waits_for_praise_first():
    story = full_round(Phase.PRAISE)
    story.praises("Ana", "Kim", "named the fee before the client did")

    assert ("Kim", 1) == (story.managers_screen.ledger[-1].name, story.managers_screen.ledger[-1].praised)


# Impact


def _notes(story: Story, *names: str) -> None:
    for name in names:
        story.writes(name, f"I dread the call, says {name}.")


@pytest.mark.parametrize("phase", [Phase.PREDICT, Phase.LOCK, Phase.CROWD, Phase.CHAIR, Phase.PANEL, Phase.PRAISE])
def test_notes_are_written_from_predict_on(phase):
    story = full_round(phase)
    story.writes("Kim", "I dread the call.")

    assert ["I dread the call."] == [note.text for note in story.phone("Kim").notes]


@pytest.mark.parametrize("phase", [Phase.READ, Phase.RULE, Phase.DISCUSS, Phase.CAPTURE])
def test_notes_are_not_written_before_predict_nor_after_impact(phase):
    story = full_round(phase)

    assert Reason.NOT_NOW == story.why_not(story.actor("Kim"), c.WriteNote(story.step, "I dread the call."))


def test_notes_are_shown_before_managers_explain():
    assert plan.ROUND.index(Phase.IMPACT) < plan.ROUND.index(Phase.DISCUSS)
    assert full_round(Phase.IMPACT).stage.round.talk is None


def test_notes_are_shown_when_five_reps_wrote():
    story = full_round(Phase.PREDICT)
    _notes(story, *REPS)
    story.releases_all()
    story.goes_to(Phase.IMPACT)

    assert {f"I dread the call, says {name}." for name in REPS} == set(story.stage.round.notes)


def test_notes_of_four_reps_are_shown_to_nobody():
    story = full_round(Phase.PREDICT)
    _notes(story, *REPS[:4], "Kim")
    story.releases_all()
    story.goes_to(Phase.IMPACT)

    for screen in (story.stage, story.reps_screen, story.managers_screen):
        assert ((), True) == (screen.round.notes, screen.round.too_few_notes)


def test_notes_stay_off_the_stage_until_impact():
    story = full_round(Phase.PREDICT)
    _notes(story, *REPS)
    story.releases_all()
    story.goes_to(Phase.PRAISE)

    assert () == story.stage.round.notes


# Discuss


def test_the_talk_has_reasons_and_conditions():
    story = full_round(Phase.RULE)
    story.rules("Ana", 1, reasons=("reason2",))
    story.rules("Bo", 1)
    story.explains("Bo", softer=(0,), firmer=(2,))
    story.goes_to(Phase.DISCUSS)
    talk = story.stage.round.talk

    assert [("Reason 2", ["Ana"])] == [(one.label, [face.name for face in one.by]) for one in talk.reasons]
    assert [["Bo"], [], []] == [[face.name for face in one.softer] for one in talk.conditions]
    assert [[], [], ["Bo"]] == [[face.name for face in one.firmer] for one in talk.conditions]


@pytest.mark.parametrize("phase", [Phase.PANEL, Phase.PRAISE, Phase.IMPACT])
def test_nobodys_reasons_are_shown_before_the_talk(phase):
    assert full_round(phase).stage.round.talk is None


def test_a_condition_makes_softer_or_firmer_and_not_both():
    story = full_round(Phase.DISCUSS)

    assert Reason.UNKNOWN_CONDITION == story.why_not(story.actor("Ana"), c.Explain(story.step, (1,), (1,)))


def test_conditions_are_those_of_the_case():
    story = full_round(Phase.DISCUSS)

    assert Reason.UNKNOWN_CONDITION == story.why_not(story.actor("Ana"), c.Explain(story.step, (3,), ()))


# Align


def test_a_second_vote_is_offered_under_70():
    story = full_round(Phase.DISCUSS, WIDE)
    story.next()

    assert Phase.ALIGN is story.phase


def test_no_second_vote_is_offered_from_70_on():
    story = full_round(Phase.DISCUSS, CLOSE)
    story.next()

    assert Phase.CAPTURE is story.phase


def test_a_flash_round_offers_no_second_vote():
    story = flash_round(Phase.DISCUSS, WIDE)
    story.next()

    assert Phase.SCORE is story.phase


def test_the_second_vote_can_be_skipped():
    story = full_round(Phase.ALIGN)
    story.skip()

    assert Phase.CAPTURE is story.phase


def test_the_second_vote_is_secret_until_it_is_closed():
    story = full_round(Phase.ALIGN)
    story.revotes("Ana", 2)

    assert story.stage.round.second is None
    assert (1, 3) == (story.stage.answered.done, story.stage.answered.expected)


def test_reps_may_vote_again_for_themselves():
    story = full_round(Phase.ALIGN)
    story.revotes("Kim", 2)

    assert 2 == story.phone("Kim").second.level


def test_a_second_vote_changes_no_first_ruling():
    story = full_round(Phase.ALIGN)
    story.revotes("Ana", 2)

    assert (0, 2) == (story.manager_phone("Ana").ruling.level, story.manager_phone("Ana").revote.level)


def test_whoever_did_not_rule_does_not_vote_again():
    story = full_round(Phase.RULE)
    story.rules("Ana", 0)
    story.rules("Bo", 3)
    story.next()
    story.next()
    story.clock()
    story.goes_to(Phase.ALIGN)

    assert Reason.NOT_SEALED == story.why_not(story.actor("Cy"), c.Revote(story.step, 1, 1))


# Capture


def closes(story: Story, **more: object) -> None:
    story.leads(c.CloseCase(story.step, **more))


WRITTEN = {"default": 1, "authority": 1, "wording": "Waive once.", "owner": "Ana", "review_on": "2027-03-01"}


def test_the_draft_is_the_lower_median_the_range_and_the_authority_median():
    story = full_round(Phase.RULE)
    for name, level, authority in (("Ana", 0, 1), ("Bo", 2, 0), ("Cy", 3, 3)):
        story.rules(name, level, authority=authority)
    story.goes_to(Phase.CAPTURE)
    draft = story.stage.round.draft

    assert (2, 0, 3, 1) == (draft.default, draft.low, draft.high, draft.authority)


def test_the_draft_comes_from_the_latest_rulings():
    story = full_round(Phase.ALIGN, {"Ana": 0, "Bo": 2, "Cy": 3})
    story.revotes("Ana", 2)
    story.goes_to(Phase.CAPTURE)
    draft = story.stage.round.draft

    assert (2, 2, 3) == (draft.default, draft.low, draft.high)


def test_a_full_round_does_not_end_without_a_line():
    story = full_round(Phase.CAPTURE)

    assert Reason.LINE_MISSING == story.why_not(FACILITATOR, c.Next(story.state.course.move))
    assert Reason.LINE_MISSING == story.why_not(FACILITATOR, c.Skip(story.state.course.move))


def test_a_flash_round_ends_without_a_line():
    story = flash_round(Phase.SCORE)
    story.next()

    assert not story.state.step.is_round


@pytest.mark.parametrize(
    "closing",
    [
        {"closing": Closing.WRITTEN, **WRITTEN},
        {"closing": Closing.BAND, "low": 0, "high": 2, **WRITTEN},
        {"closing": Closing.DIFFER},
        {"closing": Closing.OPEN, "why": "The lawyer is away."},
    ],
    ids=lambda closing: closing["closing"].value,
)
def test_each_closing_opens_the_way(closing):
    story = full_round(Phase.CAPTURE)
    closes(story, **closing)
    story.next()

    assert Phase.SCORE is story.phase


def test_a_written_line_is_on_the_stage():
    story = full_round(Phase.CAPTURE)
    closes(story, closing=Closing.WRITTEN, **WRITTEN)

    line = Line(Closing.WRITTEN, 1, 1, 1, 1, "Waive once.", "Ana", "2027-03-01", at=story.now)
    assert line == story.stage.round.line


def test_the_bounds_of_a_band_are_those_agreed():
    story = full_round(Phase.CAPTURE)
    closes(story, closing=Closing.BAND, low=0, high=2, **WRITTEN)

    assert (0, 2) == (story.stage.round.line.low, story.stage.round.line.high)


@pytest.mark.parametrize("closing", [Closing.WRITTEN, Closing.BAND])
def test_a_line_needs_an_owner(closing):
    story = full_round(Phase.CAPTURE)
    orphan = c.CloseCase(story.step, closing, **{**WRITTEN, "owner": " "})

    assert Reason.OWNER_MISSING == story.why_not(FACILITATOR, orphan)


def test_agreeing_to_differ_needs_no_owner():
    story = full_round(Phase.CAPTURE)
    closes(story, closing=Closing.DIFFER)

    assert Closing.DIFFER is story.state.desk.lines[story.step].closing


@pytest.mark.parametrize("why", ["", "   ", "\u200b"])
def test_a_case_left_open_needs_a_reason(why):
    story = full_round(Phase.CAPTURE)

    assert Reason.WHY_MISSING == story.why_not(FACILITATOR, c.CloseCase(story.step, Closing.OPEN, why=why))


@pytest.mark.parametrize(("low", "high"), [(2, 3), (0, 0), (3, 0)])
def test_the_default_lies_in_the_band(low, high):
    story = full_round(Phase.CAPTURE)
    band = c.CloseCase(story.step, Closing.BAND, low=low, high=high, **WRITTEN)

    assert Reason.BAND_WRONG == story.why_not(FACILITATOR, band)


@pytest.mark.parametrize("part", ["default", "authority"])
def test_a_line_says_what_and_who(part):
    story = full_round(Phase.CAPTURE)
    line = c.CloseCase(story.step, Closing.WRITTEN, **{**WRITTEN, part: None})

    assert Reason.BAND_WRONG == story.why_not(FACILITATOR, line)


def test_a_line_has_at_most_sixty_words():
    story = full_round(Phase.CAPTURE)
    closes(story, closing=Closing.WRITTEN, **{**WRITTEN, "wording": "word " * 60})
    long = c.CloseCase(story.step, Closing.WRITTEN, **{**WRITTEN, "wording": "word " * 61})

    assert Reason.TOO_LONG == story.why_not(FACILITATOR, long)


@pytest.mark.parametrize("day", ["", "soon", "2027-13-01"])
def test_a_line_has_a_day_of_review(day):
    story = full_round(Phase.CAPTURE)
    line = c.CloseCase(story.step, Closing.WRITTEN, **{**WRITTEN, "review_on": day})

    assert "review_on" == story.refused(FACILITATOR, line).field


def test_the_room_may_correct_its_line_while_the_round_runs():
    story = full_round(Phase.CAPTURE)
    closes(story, closing=Closing.DIFFER)
    closes(story, closing=Closing.WRITTEN, **WRITTEN)
    line = story.state.desk.lines[story.step]

    assert ("Waive once.", 1, {}) == (line.wording, line.version, story.state.desk.past_lines)


# Lines live on


def closed(phase: Phase = Phase.CLOSED) -> tuple[Story, StepId]:
    """A line was written, and the day went on."""
    story = full_round(Phase.CAPTURE)
    closes(story, closing=Closing.WRITTEN, **WRITTEN)
    step = story.step
    story.goes_to(phase)
    return story, step


@pytest.mark.parametrize("phase", [Phase.AWARDS, Phase.CLOSED])
def test_a_change_after_the_round_makes_a_new_version(phase):
    story, step = closed(phase)
    story.wait(60)
    story.amends(step, "Bo", "the fee went up", **{**WRITTEN, "wording": "Waive twice."})
    line = story.state.desk.lines[step]

    assert ("Waive twice.", 2, "Bo", "the fee went up", story.now) == (
        line.wording,
        line.version,
        line.by,
        line.because,
        line.at,
    )


def test_earlier_versions_stay_readable_oldest_first():
    story, step = closed()
    for wording in ("Waive twice.", "Waive never."):
        story.amends(step, **{**WRITTEN, "wording": wording})

    assert ["Waive once.", "Waive twice."] == [line.wording for line in story.state.desk.past_lines[step]]


def test_what_was_left_open_can_be_written_later():
    story = full_round(Phase.CAPTURE)
    story.leaves_open()
    step = story.step
    story.goes_to(Phase.CLOSED)
    story.amends(step, **WRITTEN)

    assert ("Waive once.", "no time") == (
        story.state.desk.lines[step].wording,
        story.state.desk.past_lines[step][0].why,
    )


@pytest.mark.parametrize("missing", ["by", "because"])
def test_a_change_says_who_and_why(missing):
    story, step = closed()
    said = {"by": "Bo", "because": "the fee went up", missing: " "}
    refusal = story.refused(FACILITATOR, c.AmendLine(step, Closing.WRITTEN, **said, **WRITTEN))

    assert (Reason.EMPTY, missing) == (refusal.reason, refusal.field)


def test_a_line_that_stands_is_not_overwritten():
    story, step = closed()

    assert Reason.LINE_STANDS == story.why_not(FACILITATOR, c.CloseCase(step, Closing.OPEN, why="no"))


def test_a_line_of_the_running_round_has_no_versions():
    story = full_round(Phase.CAPTURE)
    closes(story, closing=Closing.WRITTEN, **WRITTEN)

    assert Reason.NO_LINE_YET == story.why_not(
        FACILITATOR, c.AmendLine(story.step, Closing.WRITTEN, by="Bo", because="why not", **WRITTEN)
    )


def test_going_back_to_a_round_keeps_the_version_of_its_line():
    story, step = closed(Phase.AWARDS)
    story.amends(step, "Bo", **WRITTEN)
    while story.phase is not Phase.CAPTURE:
        story.back()
    closes(story, closing=Closing.WRITTEN, **{**WRITTEN, "wording": "Waive after all."})
    line = story.state.desk.lines[step]

    assert ("Waive after all.", 2, "Bo") == (line.wording, line.version, line.by)


def test_undo_takes_a_version_back_whole():
    story, step = closed()
    before = (story.state.desk.lines, story.state.desk.past_lines)
    story.amends(step, **WRITTEN)
    story.undo()

    assert before == (story.state.desk.lines, story.state.desk.past_lines)


def test_a_line_keeps_what_to_say_and_when_to_hand_over():
    story = full_round(Phase.CAPTURE)
    closes(
        story, closing=Closing.WRITTEN, say=" I can give it back. ", hand_over_when="It is the third time.", **WRITTEN
    )
    line = story.state.desk.lines[story.step]

    assert ("I can give it back.", "It is the third time.") == (line.say, line.hand_over_when)


# Score


def test_the_score_shows_teams_and_alignment():
    story = full_round(Phase.SCORE)

    assert story.stage.scores.top
    assert 0 == story.stage.alignment.before


def test_the_team_that_climbed_most_is_named():
    story = Story(MANAGERS, pack=cases_pack(full=2))
    story.joins("Kim")
    for case, guess in (("full-1", 3), ("full-2", 1)):
        story.plays(CLOSE, guesses={"Kim": guess}, case=case)

    assert story.stage.scores.climber.gain > 0


def test_points_are_settled_once_and_a_look_back_changes_none():
    story = full_round(Phase.PRAISE)
    before = story.state.desk.points
    story.back()
    story.next()

    assert before == story.state.desk.points


def test_the_dial_is_judged_by_the_levels_of_this_case():
    story = full_round(Phase.PRAISE, {"Ana": 1, "Bo": 2, "Cy": 2})

    assert measures.hundredths(1 - 1 / 3) == story.stage.round.result.dial
