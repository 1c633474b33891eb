"""Undo, Back, pauses, clocks and the stage's switches: nothing that people said is ever lost."""

from contextlib import suppress
from dataclasses import replace

import pytest

from server.game import commands as c
from server.game import rounds
from server.game.errors import Reason, Rejected
from server.game.people import CLOCK, DOOR, FACILITATOR, Role
from server.game.permissions import allowed
from server.game.plan import Phase, StepKind
from server.game.rules.course import wake_at
from server.game.state import Certainty, Closing, Desk, Spread
from tests.support.given import START, Story, key
from tests.support.packs import cases_pack, one_case

REPS = ("Kim", "Lou", "Max", "Nia", "Oli")
RULINGS = {"Ana": 0, "Bo": 1, "Cy": 3}


def a_round(until: Phase = Phase.READ) -> Story:
    """A full round with Ana in the chair, the others to flip as Bo, Cy; five reps predict."""
    story = Story(pack=one_case())
    story.joins(*REPS)
    story.goes_to(Phase.READ)
    story.puts_in_chair("Ana")
    story.leads(c.ChooseOrder(story.step, (story.seat("Bo"), story.seat("Cy"))))
    if until in (Phase.READ, Phase.RULE):
        story.goes_to(until)
        return story
    story.plays(RULINGS, until=Phase.PREDICT)
    for name in REPS if until is not Phase.PREDICT else ():
        story.predicts(name, 1)
    story.goes_to(until)
    return story


def desk_of(story: Story) -> Desk:
    """The desk apart from the move, which only ever grows, and the clock."""
    desk = story.state.desk
    return replace(desk, course=replace(desk.course, move=0, timer=None))


def said(story: Story) -> tuple[object, ...]:
    """All that people said."""
    return story.state.rounds, story.state.texts, story.state.seats, story.state.keys, story.state.claims


# Undo of each command


def _commands(story: Story) -> dict[str, c.Command]:
    """Something that the facilitator may do at the crowd of a round, of each kind that undo takes back."""
    step, course = story.step, story.state.course
    ana, bo, kim = story.seat("Ana"), story.seat("Bo"), story.seat("Kim")
    later = next(one for one in story.state.desk.agenda if one.kind is StepKind.DEBRIEF)
    return {
        "next": c.Next(course.move),
        "back": c.Back(course.move),
        "skip": c.Skip(course.move),
        "skip_step": c.SkipStep(course.move, confirmed=True),
        "pause": c.PauseRoom(),
        "add_time": c.AddTime(),
        "end_time": c.EndTime(),
        "veil": c.Veil(on=True),
        "hold_stage": c.HoldStage(on=True),
        "lock_room": c.LockRoom(on=True),
        "automatic": c.SetAutomatic(on=True),
        "timed": c.SetTimed(on=False),
        "start": c.SetStart(START),
        "move_step": c.MoveStep(later.id, step),
        "cut_step": c.CutStep(later.id, cut=True),
        "change_step": c.ChangeStep(later.id, 20, flash=False),
        "add_step": c.AddStep(StepKind.BREAK, 5, step),
        "rename": c.Rename(kim, "Kimberley"),
        "remove": c.RemoveSeat(kim),
        "move_seat": c.MoveSeat(kim, "t2" if story.phone("Kim").team == "Team 1" else "t1"),
        "draw_teams": c.DrawTeams(3),
        "absent": c.MarkAbsent(bo, absent=True),
        "mask": c.Mask(ana, on=True),
        "order": c.ChooseOrder(step, (story.seat("Cy"), bo)),
        "hush": c.HushLine(step, on=True),
        "void": c.VoidRound(step, on=True),
        "close_case": c.CloseCase(step, Closing.OPEN, why="no time"),
    }


UNDOABLE = tuple(_commands(a_round(Phase.CROWD)))


@pytest.mark.parametrize("what", UNDOABLE)
def test_undo_puts_the_desk_back(what):
    story = a_round(Phase.CROWD)
    before = desk_of(story)
    story.leads(_commands(story)[what])
    changed = desk_of(story) != before or what in ("add_time", "end_time", "timed")
    story.undo()

    assert changed
    assert before == desk_of(story)


@pytest.mark.parametrize("what", UNDOABLE)
def test_undo_leaves_what_people_said(what):
    story = a_round(Phase.CROWD)
    story.leads(_commands(story)[what])
    if what != "pause":
        story.thanks("Lou", "Bo")
    before = said(story)
    story.undo()

    assert before == said(story)


def test_undo_takes_back_the_choice_of_a_chair():
    story = a_round(Phase.RULE)
    story.puts_in_chair("Cy")
    story.undo()

    assert "Ana" == story.chair


def test_undo_takes_back_a_proxy():
    story = a_round(Phase.RULE)
    story.stands_in("Bo", 3)
    story.undo()

    assert story.manager_phone("Bo").ruling is None


def test_undo_of_a_proxy_that_the_clock_went_on_with_opens_the_rulings_again():
    story = a_round(Phase.RULE)
    story.leads(c.SetAutomatic(on=True))
    story.stands_in(story.chair, 3)
    story.clock()
    assert Phase.PREDICT is story.phase

    story.undo()

    assert Phase.RULE is story.phase
    assert "rule" in allowed(story.state, story.actor(story.chair))


def test_undo_takes_back_a_release():
    story = a_round(Phase.PRAISE)
    story.praises("Ana", "Kim", "named the fee before the client did")
    story.releases_all()
    story.undo()

    assert () == story.stage.round.praise


def test_undo_takes_back_a_text_set_aside():
    story = a_round(Phase.PRAISE)
    text = story.praises("Ana", "Kim", "named the fee before the client did")
    story.leads(c.SetTextAside(text))
    story.undo()

    assert not story.console.gate[0].set_aside


def test_undo_takes_back_a_resume():
    story = a_round(Phase.CROWD)
    story.leads(c.PauseRoom())
    story.leads(c.Resume())
    story.undo()

    assert story.state.course.pause is not None


def test_the_facilitators_own_notes_are_not_touched_by_undo():
    story = a_round(Phase.CROWD)
    story.leads(c.Veil(on=True))
    story.leads(c.KeepNote(story.state.step.case, "Ask Bo."))
    story.undo()

    assert "Ask Bo." == story.console.notes.own


def test_the_button_says_what_undo_takes_back():
    story = a_round(Phase.CROWD)
    story.leads(c.RemoveSeat(story.seat("Kim")))

    assert ("remove_seat", "Kim", True) == (
        story.console.undo.what,
        story.console.undo.about,
        story.console.undo.possible,
    )


def test_there_is_nothing_to_undo_at_the_start():
    assert Reason.NOTHING_TO_UNDO == Story().why_not(FACILITATOR, c.Undo())


def test_what_changed_nothing_on_the_desk_is_not_undone():
    """A key that was granted stays granted: undo goes to the command before."""
    story = a_round(Phase.CROWD)
    story.leads(c.Veil(on=True))
    story.leads(c.GrantKey(Role.STAGE, key("second stage")))
    story.undo()

    assert key("second stage") in story.state.keys
    assert not story.stage.veiled


# Undo after others acted


def test_undo_of_a_next_keeps_the_answers_that_came_after_it():
    story = a_round(Phase.RULE)
    for name, level in RULINGS.items():
        story.rules(name, level)
    story.next()
    story.predicts("Kim", 2)
    story.undo()

    assert Phase.RULE is story.phase
    assert 2 == story.phone("Kim").prediction.level


def test_undo_of_a_close_opens_the_question_again_with_its_answers():
    story = a_round(Phase.LOCK)
    story.undo()
    story.predicts("Kim", 3)

    assert Phase.PREDICT is story.phase
    assert [3, 1] == [story.phone(name).prediction.level for name in ("Kim", "Lou")]


def test_undo_keeps_whoever_joined_meanwhile():
    story = a_round(Phase.CROWD)
    story.leads(c.Veil(on=True))
    story.joins("Pia")
    story.undo()

    assert "Pia" == story.phone("Pia").name


def test_undo_keeps_how_a_manager_chose_to_be_shown():
    story = a_round(Phase.PRAISE)
    story.leads(c.Veil(on=True))
    story.discloses("Bo", c.Disclosure.MASKED)
    story.undo()

    assert c.Disclosure.MASKED is story.manager_phone("Bo").disclosure


def test_undo_of_a_switch_does_not_take_back_the_chairs_reveal():
    """Undo reverses the facilitator's last command, never what managers did since."""
    story = a_round(Phase.CHAIR)
    story.leads(c.Veil(on=True))
    story.reveals("Ana")
    story.undo()

    assert ("Ana",) == story.shown
    assert not story.stage.veiled


def test_undo_of_a_switch_does_not_take_back_what_the_clock_closed():
    story = a_round(Phase.PREDICT)
    story.leads(c.SetAutomatic(on=True))
    story.leads(c.Veil(on=True))
    story.clock()
    story.undo()

    assert Phase.LOCK is story.phase
    assert not story.stage.veiled


def test_undo_of_a_switch_does_not_slow_a_clock_that_the_answers_hurried():
    story = a_round(Phase.PREDICT)
    story.leads(c.SetAutomatic(on=True))
    story.leads(c.Veil(on=True))
    for name in REPS:
        story.predicts(name, 1)
    before = story.left
    story.undo()

    assert before == story.left


def test_after_undo_every_rep_sits_in_a_team_that_is_in_play():
    story = a_round(Phase.PRAISE)
    story.leads(c.DrawTeams(5))
    for name in ("Pia", "Quin", "Rob", "Sam", "Tom"):
        story.joins(name)
    story.undo()

    teams = {team.id for team in story.console.teams}
    assert {seat.team for seat in story.console.seats if seat.role is Role.REP} <= teams


@pytest.mark.parametrize("freed", ["remove", "rename"])
def test_undo_does_not_bring_a_name_back_that_somebody_else_has_taken(freed):
    story = a_round(Phase.PRAISE)
    kim = story.seat("Kim")
    story.leads(c.RemoveSeat(kim) if freed == "remove" else c.Rename(kim, "Kimberley"))
    story.does(DOOR, c.TakeSeat(Role.REP, "Kim", key("the other Kim")))
    with suppress(Rejected):
        story.undo()

    names = [seat.name for seat in story.console.seats if not seat.removed]
    assert len(set(names)) == len(names)


def test_a_step_added_again_after_undo_takes_no_answers_from_the_one_undone():
    story = Story(pack=cases_pack(full=1, flash=1))
    story.joins("Kim")
    here = story.step
    story.leads(c.AddStep(StepKind.CASE, 13, here, "full-1"))
    story.next()
    story.goes_to(Phase.RULE)
    story.rules("Kim", 2)
    while story.state.desk.agenda[1].kind is StepKind.CASE:
        story.undo()
    story.leads(c.AddStep(StepKind.CASE, 6, here, "flash-1", flash=True))
    story.goes_to(Phase.RULE)

    assert "Title of flash-1" == story.stage.round.case.title
    assert story.phone("Kim").choice is None


# Undo of a wrong Next


ON_THE_WAY = (
    Phase.RULE,
    Phase.PREDICT,
    Phase.LOCK,
    Phase.CHAIR,
    Phase.PANEL,
    Phase.PRAISE,
    Phase.IMPACT,
    Phase.DISCUSS,
    Phase.ALIGN,
    Phase.CAPTURE,
    Phase.SCORE,
)


def just_before(phase: Phase) -> Story:
    """The facilitator's next press leads to this phase."""
    if phase is Phase.RULE:
        return a_round(Phase.READ)
    if phase is Phase.PREDICT:
        story = a_round(Phase.RULE)
        story.seals_missing()
        return story
    if phase is Phase.CHAIR:
        return a_round(Phase.CROWD)
    story = a_round(ON_THE_WAY[ON_THE_WAY.index(phase) - 1])
    if phase is Phase.PANEL:
        story.next()
    if phase is Phase.PRAISE:
        story.skip()
    if phase is Phase.SCORE:
        story.leaves_open()
    return story


@pytest.mark.parametrize("phase", ON_THE_WAY)
def test_undo_of_a_wrong_next_comes_back_to_the_same_place(phase):
    story = just_before(phase)
    before = rounds.here(story.state)
    story.next()
    gone = story.phase
    story.undo()

    assert (phase, before) == (gone, rounds.here(story.state))


@pytest.mark.parametrize("phase", ON_THE_WAY)
def test_after_undo_next_leads_where_it_led(phase):
    story = just_before(phase)
    story.next()
    screen = story.stage.round
    story.undo()
    story.next()

    assert screen == story.stage.round


def test_a_flip_that_is_undone_hides_the_ruling():
    story = a_round(Phase.PANEL)
    story.next()
    story.undo()

    assert ("Ana",) == story.shown


def test_points_are_undone_with_the_last_flip():
    story = a_round(Phase.PANEL)
    story.next()
    story.next()
    story.undo()

    assert {} == story.state.desk.points


def test_several_undos_go_back_one_by_one():
    story = a_round(Phase.CROWD)
    story.leads(c.Veil(on=True))
    story.leads(c.LockRoom(on=True))
    story.leads(c.RemoveSeat(story.seat("Kim")))
    seen = []
    for _ in range(3):
        story.undo()
        seen.append((story.stage.veiled, story.stage.locked, story.stage.people))

    assert [(True, True, 5), (True, False, 5), (False, False, 5)] == seen


def test_the_whole_way_back_by_undo():
    """As far as predictions: they stay closed after a reveal."""
    story = a_round(Phase.PANEL)
    places = []
    while "undo" in story.console.can:
        story.undo()
        places.append(story.phase)

    assert [Phase.CHAIR, Phase.CHAIR, Phase.CROWD] == places


def test_thirty_commands_can_be_taken_back():
    story = Story()
    for number in range(40):
        story.leads(c.Veil(on=number % 2 == 0))
    undone = 0
    while "undo" in story.console.can:
        story.undo()
        undone += 1

    assert 30 == undone


def test_a_move_that_undo_makes_is_a_move():
    """So that a press that was under way does not count again."""
    story = a_round(Phase.READ)
    move = story.state.course.move
    story.next()
    story.undo()

    assert Reason.STALE == story.why_not(FACILITATOR, c.Next(move))


# Predictions never reopen after a reveal


@pytest.mark.parametrize("by", ["the chair", "the facilitator"])
def test_undo_never_reopens_predictions_after_a_reveal(by):
    story = a_round(Phase.CHAIR)
    story.reveals("Ana") if by == "the chair" else story.next()
    with suppress(Rejected):
        story.undo(9)

    assert story.phase in (Phase.CROWD, Phase.CHAIR)
    assert Reason.NOT_NOW == story.why_not(story.actor("Kim"), c.Predict(story.step, 0, 0, n=99))


def test_back_never_reopens_predictions_after_a_reveal():
    story = a_round(Phase.CHAIR)
    story.reveals("Ana")
    story.back()
    story.back()

    assert Phase.CROWD is story.phase
    assert Reason.ALREADY_REVEALED == story.why_not(FACILITATOR, c.Back(story.state.course.move))


def test_before_a_reveal_back_reopens_predictions_with_their_answers():
    story = a_round(Phase.CROWD)
    story.back()
    story.predicts("Kim", 3)

    assert [3, 1] == [story.phone(name).prediction.level for name in ("Kim", "Lou")]


def test_a_chair_who_has_told_is_not_asked_to_tell_again():
    story = a_round(Phase.CHAIR)
    story.reveals("Ana")
    story.back()
    story.back()
    story.next()

    assert ("Ana",) == story.shown


# Back


def test_back_goes_to_the_sub_state_before():
    story = a_round(Phase.IMPACT)
    story.back()

    assert Phase.PRAISE is story.phase


def test_back_keeps_the_answers():
    story = a_round(Phase.PREDICT)
    story.predicts("Kim", 2)
    story.back()

    assert {"Ana": 0, "Bo": 1, "Cy": 3} == {name: story.manager_phone(name).ruling.level for name in RULINGS}
    assert 2 == story.phone("Kim").prediction.level


def test_back_from_the_second_flip_hides_it():
    story = a_round(Phase.PANEL)
    story.next()
    story.next()
    story.back()

    assert ("Ana", "Bo") == story.shown


def test_back_does_not_play_the_drum_roll():
    story = a_round(Phase.CROWD)
    story.back()

    assert Phase.PREDICT is story.phase


def test_back_after_the_last_flip_shows_all_flips():
    story = a_round(Phase.PRAISE)
    story.back()

    assert ("Ana", "Bo", "Cy") == story.shown


def test_back_goes_over_the_border_of_a_step():
    story = Story(pack=cases_pack(full=2))
    story.joins(*REPS)
    story.plays(RULINGS, case="full-1")
    first = story.step
    story.next()
    story.back()

    assert (first, Phase.SCORE) == (story.step, story.phase)


def test_back_goes_over_steps_that_were_cut():
    story = Story()
    pause = next(one for one in story.state.desk.agenda if one.kind is StepKind.BREAK)
    story.goes_to(Phase.BOARD)
    story.leads(c.CutStep(pause.id, cut=True))
    story.next()
    story.back()

    assert Phase.BOARD is story.phase


def test_there_is_nothing_behind_the_lobby():
    assert Reason.NOTHING_BEHIND == Story().why_not(FACILITATOR, c.Back(0))


def test_a_stale_back_is_refused():
    story = a_round(Phase.IMPACT)

    assert Reason.STALE == story.why_not(FACILITATOR, c.Back(story.state.course.move - 1))


@pytest.mark.parametrize("to", [Phase.PREDICT, Phase.RULE])
def test_back_and_forth_again_settles_the_same_points(to):
    story = a_round(Phase.CROWD)
    while story.phase is not to:
        story.back()
    story.goes_to(Phase.SCORE)

    assert 36 - 12 == story.phone("Kim").points.closeness


# Next


@pytest.mark.parametrize("phase", [Phase.READ, Phase.CROWD, Phase.CHAIR, Phase.PANEL, Phase.IMPACT])
def test_a_double_next_moves_once(phase):
    story = a_round(phase)
    press = c.Next(story.state.course.move, confirmed=True)
    story.leads(press)
    after = rounds.here(story.state)
    story.refused(FACILITATOR, press)

    assert after == rounds.here(story.state)


def test_a_double_next_is_called_stale():
    story = a_round(Phase.IMPACT)
    press = c.Next(story.state.course.move)
    story.leads(press)

    assert Reason.STALE == story.why_not(FACILITATOR, press)


@pytest.mark.parametrize("command", [c.Skip, c.SkipStep, c.Next])
def test_a_press_that_missed_a_move_is_refused(command):
    story = a_round(Phase.PRAISE)

    assert Reason.STALE == story.why_not(FACILITATOR, command(story.state.course.move - 1, confirmed=True))


def test_next_at_the_very_end_leads_nowhere():
    story = Story()
    story.goes_to(Phase.CLOSED)

    assert Reason.NOTHING_AHEAD == story.why_not(FACILITATOR, c.Next(story.state.course.move))


# Clocks


def test_a_phase_starts_its_clock():
    assert 75 == a_round(Phase.READ).left


def test_nothing_closes_by_itself_when_the_time_is_over():
    story = a_round(Phase.PREDICT)
    story.wait(3600)
    story.predicts("Kim", 1)

    assert Phase.PREDICT is story.phase
    assert wake_at(story.state) is None


def test_an_undone_next_gets_its_time_back():
    story = a_round(Phase.READ)
    story.wait(30)
    story.next()
    story.wait(20)
    story.undo()

    assert 45 == story.left


def test_an_undone_end_gets_its_time_back():
    story = a_round(Phase.READ)
    story.wait(30)
    story.leads(c.EndTime())
    story.wait(20)
    story.undo()

    assert 45 == story.left


def test_an_undone_pause_gets_its_time_back():
    story = a_round(Phase.READ)
    story.wait(30)
    story.leads(c.PauseRoom())
    story.wait(600)
    story.undo()

    assert 45 == story.left


def test_an_undone_resume_keeps_the_time_that_was_left():
    story = a_round(Phase.READ)
    story.wait(30)
    story.leads(c.PauseRoom())
    story.wait(600)
    story.leads(c.Resume())
    story.wait(5)
    story.undo()
    story.wait(100)
    story.leads(c.Resume())

    assert 45 == story.left


def test_undone_extra_time_is_gone():
    """The clock ran on all the while, so there is nothing to give back."""
    story = a_round(Phase.READ)
    story.wait(10)
    story.leads(c.AddTime())
    story.wait(10)
    story.undo()

    assert 75 - 20 == story.left


def test_undo_of_a_switch_leaves_the_clock_alone():
    story = a_round(Phase.READ)
    story.leads(c.Veil(on=True))
    story.wait(20)
    story.undo()

    assert 55 == story.left


def test_a_pause_stops_the_clock():
    story = a_round(Phase.READ)
    story.wait(30)
    story.leads(c.PauseRoom())
    story.wait(600)
    story.leads(c.Resume())

    assert 45 == story.left


def test_a_pause_says_when_it_goes_on():
    story = a_round(Phase.READ)
    story.leads(c.PauseRoom(back_at=START + 900_000))

    assert START + 900_000 == story.reps_screen.place.back_at


@pytest.mark.parametrize("command", [c.Next, c.Back, c.Skip, c.SkipStep])
def test_nothing_moves_during_a_pause(command):
    story = a_round(Phase.PRAISE)
    story.leads(c.PauseRoom())

    assert Reason.PAUSED == story.why_not(FACILITATOR, command(story.state.course.move))


def test_the_chair_does_not_reveal_during_a_pause():
    story = a_round(Phase.CHAIR)
    story.leads(c.PauseRoom())

    assert Reason.PAUSED == story.why_not(story.actor("Ana"), c.Reveal(story.step))


@pytest.mark.parametrize(
    ("phase", "name", "answer"),
    [(Phase.RULE, "Kim", c.Rule), (Phase.RULE, "Ana", c.Rule), (Phase.PREDICT, "Kim", c.Predict)],
)
def test_a_pause_makes_all_phones_read_only(phase, name, answer):
    """look.md 2.4, Break."""
    story = a_round(phase)
    story.leads(c.PauseRoom())

    assert Reason.PAUSED == story.why_not(story.actor(name), answer(story.step, 1, 1, n=99))


def test_one_pauses_once_and_resumes_once():
    story = a_round(Phase.READ)

    assert Reason.NOT_PAUSED == story.why_not(FACILITATOR, c.Resume())
    story.leads(c.PauseRoom())
    assert Reason.PAUSED == story.why_not(FACILITATOR, c.PauseRoom())


def test_thirty_seconds_more():
    story = a_round(Phase.READ)
    story.wait(10)
    story.leads(c.AddTime())

    assert 75 - 10 + 30 == story.left


def test_thirty_seconds_more_after_the_end_count_from_now():
    story = a_round(Phase.READ)
    story.wait(100)
    story.leads(c.AddTime())

    assert 30 == story.left


def test_thirty_seconds_more_in_a_pause_are_there_after_it():
    story = a_round(Phase.READ)
    story.wait(70)
    story.leads(c.PauseRoom())
    story.leads(c.AddTime())
    story.wait(600)
    story.leads(c.Resume())

    assert 35 == story.left


def test_the_time_can_be_ended_now():
    story = a_round(Phase.READ)
    story.leads(c.EndTime())

    assert 0 == story.left
    assert Phase.READ is story.phase


def test_answers_stay_open_after_the_time_was_ended():
    story = a_round(Phase.RULE)
    story.leads(c.EndTime())
    story.rules("Kim", 1)

    assert 1 == story.phone("Kim").choice.level


@pytest.mark.parametrize("command", [c.AddTime(), c.EndTime()])
def test_where_no_clock_runs_there_is_no_time_to_change(command):
    assert Reason.NO_TIMER == Story().why_not(FACILITATOR, command)


def test_a_room_without_timers_has_no_clock():
    story = a_round(Phase.READ)
    story.leads(c.SetTimed(on=False))
    now = story.state.course.timer
    story.goes_to(Phase.RULE)

    assert (None, None) == (now, story.state.course.timer)


def test_flips_of_a_panel_share_one_clock():
    story = a_round(Phase.PANEL)
    story.wait(25)
    story.next()

    assert 35 == story.left


# Automatic closing


def automatic(phase: Phase) -> Story:
    story = a_round(phase)
    story.leads(c.SetAutomatic(on=True))
    return story


def test_automatic_closing_waits_for_the_time_and_a_grace_of_two_seconds():
    story = automatic(Phase.PREDICT)

    assert 60 + 2 == (wake_at(story.state) - story.now) / 1000


def test_an_answer_in_the_grace_still_counts():
    story = automatic(Phase.PREDICT)
    story.wait(61.9)
    story.does(CLOCK, c.TimeUp(story.state.course.move))
    story.predicts("Kim", 1)

    assert 1 == story.phone("Kim").prediction.level


def test_time_closes_predictions():
    story = automatic(Phase.PREDICT)
    story.wait(62)
    story.does(CLOCK, c.TimeUp(story.state.course.move, story.present()))

    assert Phase.LOCK is story.phase


def test_time_closes_rulings_once_the_chair_has_sealed():
    story = automatic(Phase.RULE)
    story.rules("Ana", 1)
    story.clock()

    assert Phase.PREDICT is story.phase


def test_all_in_closes_predictions_after_the_grace():
    story = automatic(Phase.PREDICT)
    for name in REPS:
        story.predicts(name, 1)

    assert 2 == (wake_at(story.state) - story.now) / 1000


def test_all_in_closes_rulings_after_the_grace():
    story = automatic(Phase.RULE)
    for name in (*RULINGS, *REPS):
        story.rules(name, 1)

    assert 2 == (wake_at(story.state) - story.now) / 1000


def test_a_pass_may_be_the_last_thing_awaited():
    story = automatic(Phase.RULE)
    for name in ("Ana", "Bo", *REPS):
        story.rules(name, 1)
    story.passes("Cy")

    assert 2 == (wake_at(story.state) - story.now) / 1000


def test_four_in_five_leave_ten_seconds():
    story = automatic(Phase.PREDICT)
    for name in REPS[:3]:
        story.predicts(name, 1)
    before = story.left
    story.predicts("Nia", 1)

    assert (60, 10) == (before, story.left)


def test_a_later_answer_does_not_extend_the_ten_seconds():
    story = automatic(Phase.PREDICT)
    for name in REPS[:4]:
        story.predicts(name, 1)
    story.wait(8)
    story.predicts("Kim", 2)

    assert 2 == story.left


def test_ten_seconds_are_never_more_than_what_is_left():
    story = automatic(Phase.PREDICT)
    story.wait(55)
    for name in REPS[:4]:
        story.predicts(name, 1)

    assert 5 == story.left


def test_without_automatic_closing_no_answer_touches_the_clock():
    story = a_round(Phase.PREDICT)
    for name in REPS:
        story.predicts(name, 1)

    assert 60 == story.left


def test_an_early_alarm_does_nothing():
    story = automatic(Phase.PREDICT)
    story.wait(50)

    assert () == story.does(CLOCK, c.TimeUp(story.state.course.move, story.present()))


def test_a_double_alarm_closes_once():
    story = automatic(Phase.PREDICT)
    alarm = c.TimeUp(story.state.course.move, story.present())
    story.wait(62)
    story.does(CLOCK, alarm)
    story.wait(62)
    story.does(CLOCK, alarm)

    assert Phase.LOCK is story.phase


def test_a_late_alarm_moves_nothing():
    story = automatic(Phase.PREDICT)
    alarm = c.TimeUp(story.state.course.move, story.present())
    story.wait(62)
    story.does(CLOCK, alarm)
    story.clock()
    after = rounds.here(story.state)
    with suppress(Rejected):
        story.does(CLOCK, alarm)

    assert after == rounds.here(story.state)


def test_a_pause_holds_automatic_closing():
    story = automatic(Phase.PREDICT)
    story.leads(c.PauseRoom())

    assert wake_at(story.state) is None


@pytest.mark.parametrize("phase", [Phase.READ, Phase.CROWD, Phase.PANEL, Phase.DISCUSS, Phase.ALIGN])
def test_nothing_else_closes_by_itself(phase):
    assert wake_at(automatic(phase).state) is None


# The stage


def test_a_veil_blanks_the_stage_and_moves_nothing():
    story = a_round(Phase.CROWD)
    story.leads(c.Veil(on=True))

    assert (True, Phase.CROWD) == (story.stage.veiled, story.stage.place.phase)


def test_a_veil_is_lifted():
    story = a_round(Phase.CROWD)
    story.leads(c.Veil(on=True))
    story.leads(c.Veil(on=False))

    assert not story.stage.veiled


def test_a_held_stage_keeps_its_place_while_the_phones_go_on():
    story = a_round(Phase.CROWD)
    story.leads(c.HoldStage(on=True))
    story.next()

    assert (Phase.CROWD, Phase.CHAIR) == (story.stage.place.phase, story.reps_screen.place.phase)


def test_a_held_stage_shows_no_ruling_that_was_revealed_since():
    story = a_round(Phase.CHAIR)
    story.leads(c.HoldStage(on=True))
    story.reveals("Ana")

    assert () == story.shown


def test_a_stage_let_go_shows_where_the_workshop_is():
    story = a_round(Phase.CROWD)
    story.leads(c.HoldStage(on=True))
    story.next()
    story.leads(c.HoldStage(on=False))

    assert Phase.CHAIR is story.stage.place.phase


def test_a_held_stage_keeps_its_picture_through_the_next_round():
    story = Story(pack=cases_pack(full=1, flash=1))
    story.joins(*REPS)
    story.plays({}, guesses=dict.fromkeys(REPS, 1), case="flash-1")
    story.goes_to(Phase.BOARD)
    story.leads(c.HoldStage(on=True))
    before = story.stage
    story.plays(RULINGS, guesses=dict.fromkeys(REPS, 1), case="full-1")

    assert before == story.stage


# The door


def test_a_locked_room_takes_nobody_in():
    story = a_round(Phase.CROWD)
    story.leads(c.LockRoom(on=True))

    assert Reason.LOCKED == story.why_not(DOOR, c.TakeSeat(Role.REP, "Pia", key("Pia")))


def test_an_unlocked_room_takes_people_in_again():
    story = a_round(Phase.CROWD)
    story.leads(c.LockRoom(on=True))
    story.leads(c.LockRoom(on=False))
    story.joins("Pia")

    assert "Pia" == story.phone("Pia").name


def test_those_inside_a_locked_room_go_on():
    story = a_round(Phase.PREDICT)
    story.leads(c.LockRoom(on=True))
    story.predicts("Kim", 1, 1, Certainty.SURE, Spread.SAME)

    assert 1 == story.phone("Kim").prediction.level
