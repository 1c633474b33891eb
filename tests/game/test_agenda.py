"""The run of the day: two hours from a pack, and how the facilitator rearranges it."""

import pytest

from server.game import commands as c
from server.game import plan
from server.game.case import CasePack
from server.game.errors import Reason
from server.game.people import FACILITATOR
from server.game.plan import Phase, Step, StepKind
from tests.support.given import Story
from tests.support.packs import cases_pack, pack

KIND = StepKind


def kinds(agenda: tuple[Step, ...]) -> list[StepKind]:
    return [step.kind for step in agenda]


def cases(agenda: tuple[Step, ...]) -> list[str | None]:
    return [step.case for step in agenda if step.kind is KIND.CASE]


def titles(story: Story) -> list[str]:
    return [step.id for step in story.state.desk.agenda]


# Two hours


@pytest.mark.parametrize("rich", [pack(), cases_pack(full=3, flash=3, practice=True), cases_pack(5, 9, practice=True)])
def test_a_rich_pack_makes_two_hours(rich):
    assert 120 == sum(step.minutes for step in plan.two_hours(rich))


def test_two_hours_go_from_the_lobby_to_the_close():
    assert [
        KIND.LOBBY,
        KIND.WELCOME,
        KIND.PRACTICE,
        *[KIND.CASE] * 3,
        KIND.BOARD,
        KIND.BREAK,
        *[KIND.CASE] * 3,
        KIND.AWARDS,
        KIND.DEBRIEF,
        KIND.CLOSE,
    ] == kinds(plan.two_hours(pack()))


def test_flash_rounds_come_first_and_full_ones_after_the_break():
    agenda = plan.two_hours(cases_pack(full=3, flash=3))

    assert ["flash-1", "flash-2", "flash-3", "full-1", "full-2", "full-3"] == cases(agenda)
    assert [True, True, True, False, False, False] == [step.flash for step in agenda if step.kind is KIND.CASE]


@pytest.mark.parametrize(
    ("full", "flash", "played"),
    [
        (1, 0, ["full-1"]),
        (0, 1, ["flash-1"]),
        (1, 1, ["flash-1", "full-1"]),
        (0, 5, ["flash-1", "flash-2", "flash-3", "flash-4", "flash-5"]),
        (5, 0, ["full-4", "full-5", "full-1", "full-2", "full-3"]),
        (4, 1, ["flash-1", "full-4", "full-1", "full-2", "full-3"]),
    ],
)
def test_a_poorer_pack_makes_a_shorter_day(full, flash, played):
    agenda = plan.two_hours(cases_pack(full, flash))

    assert played == cases(agenda)


@pytest.mark.parametrize("poor", [cases_pack(full=1), cases_pack(flash=1), cases_pack(full=2, flash=1, practice=True)])
def test_no_case_is_played_twice_and_none_without_need(poor):
    agenda = plan.two_hours(poor)

    assert len(set(cases(agenda))) == len(cases(agenda))
    assert sum(step.minutes for step in agenda) < 120


def test_without_a_practice_case_there_is_no_practice():
    assert KIND.PRACTICE not in kinds(plan.two_hours(cases_pack(full=3, flash=3)))


def test_managers_and_reps_practise_before_the_first_case_that_counts():
    agenda = kinds(plan.two_hours(pack()))

    assert agenda.index(KIND.PRACTICE) < agenda.index(KIND.CASE)


def test_practice_comes_within_twenty_minutes():
    agenda = plan.two_hours(pack())

    assert sum(step.minutes for step in agenda[: kinds(agenda).index(KIND.PRACTICE)]) <= 20


def test_the_debrief_is_never_what_may_be_cut():
    may_go = {step.kind for step in plan.two_hours(pack()) if step.may_cut}

    assert may_go
    assert {KIND.DEBRIEF, KIND.CLOSE, KIND.AWARDS}.isdisjoint(may_go)


def test_every_step_has_a_name_of_its_own():
    ids = [step.id for step in plan.two_hours(pack())]

    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("some", [pack(), cases_pack(full=1), cases_pack(flash=1), cases_pack(0, 5)])
def test_any_agenda_plays_to_its_end(some: CasePack):
    story = Story(pack=some)
    story.joins("Kim")
    story.goes_to(Phase.CLOSED)

    assert story.console.next is None


# Move


def opened(*, at: Phase = Phase.LOBBY) -> Story:
    story = Story()
    story.joins("Kim")
    story.goes_to(at)
    return story


def a_step(story: Story, kind: StepKind) -> Step:
    return next(step for step in story.state.desk.agenda if step.kind is kind)


def test_a_step_is_moved_directly_after_another():
    story = opened()
    board, welcome = a_step(story, KIND.BOARD), a_step(story, KIND.WELCOME)
    story.leads(c.MoveStep(board.id, welcome.id))

    assert [KIND.LOBBY, KIND.WELCOME, KIND.BOARD, KIND.PRACTICE] == kinds(story.state.desk.agenda)[:4]
    assert 14 == len(story.state.desk.agenda)


def test_a_step_is_moved_directly_after_the_running_one():
    story = opened()
    board = a_step(story, KIND.BOARD)
    story.leads(c.MoveStep(board.id, story.step))
    story.next()

    assert Phase.BOARD is story.phase


def test_the_close_stays_last():
    story = opened()
    close, board = a_step(story, KIND.CLOSE), a_step(story, KIND.BOARD)

    assert Reason.STEP_BEGUN == story.why_not(FACILITATOR, c.MoveStep(close.id, board.id))
    assert Reason.BAD_ORDER == story.why_not(FACILITATOR, c.MoveStep(board.id, close.id))


def test_what_was_played_stays():
    story = opened(at=Phase.BOARD)
    welcome, pause = a_step(story, KIND.WELCOME), a_step(story, KIND.BREAK)

    assert Reason.STEP_BEGUN == story.why_not(FACILITATOR, c.MoveStep(welcome.id, pause.id))
    assert Reason.BAD_ORDER == story.why_not(FACILITATOR, c.MoveStep(pause.id, welcome.id))


@pytest.mark.parametrize(
    "command", [c.MoveStep("s99", "s1"), c.CutStep("s99", cut=True), c.ChangeStep("s99", 5, flash=False)]
)
def test_a_step_that_is_not_there_cannot_be_arranged(command):
    assert Reason.UNKNOWN_STEP == opened().why_not(FACILITATOR, command)


def test_a_step_is_not_moved_after_itself():
    story = opened()
    board = a_step(story, KIND.BOARD)

    assert Reason.BAD_ORDER == story.why_not(FACILITATOR, c.MoveStep(board.id, board.id))


# Cut


def test_a_step_that_was_cut_is_passed_over():
    story = opened()
    for step in story.state.desk.agenda[1:4]:
        story.leads(c.CutStep(step.id, cut=True))
    story.next()

    assert story.state.desk.agenda[4].id == story.step


def test_a_step_that_was_cut_can_come_back():
    story = opened()
    welcome = a_step(story, KIND.WELCOME)
    story.leads(c.CutStep(welcome.id, cut=True))
    story.leads(c.CutStep(welcome.id, cut=False))
    story.next()

    assert Phase.WELCOME is story.phase


def test_a_cut_case_is_not_counted_among_the_cases():
    story = opened()
    first = a_step(story, KIND.CASE)
    story.leads(c.CutStep(first.id, cut=True))

    assert 5 == story.stage.place.of


@pytest.mark.parametrize("kind", [KIND.LOBBY, KIND.CLOSE])
def test_neither_the_running_step_nor_the_close_is_cut(kind):
    story = opened()

    assert Reason.STEP_BEGUN == story.why_not(FACILITATOR, c.CutStep(a_step(story, kind).id, cut=True))


# Change


def test_a_step_gets_another_length():
    story = opened()
    pause = a_step(story, KIND.BREAK)
    story.leads(c.ChangeStep(pause.id, 15, flash=False))

    assert 15 == a_step(story, KIND.BREAK).minutes


def test_a_flash_round_becomes_a_full_one():
    story = opened()
    first = a_step(story, KIND.CASE)
    story.leads(c.ChangeStep(first.id, 13, flash=False))
    story.goes_to(Phase.CAPTURE)

    assert first.id == story.step


def test_a_round_that_was_begun_stays_what_it_is():
    story = opened(at=Phase.READ)
    story.goes_to(Phase.READ, "flash-one")
    story.leads(c.ChangeStep(story.step, 13, flash=False))

    assert (True, 13) == (story.state.step.flash, story.state.step.minutes)


def test_a_break_is_no_flash_round():
    story = opened()
    pause = a_step(story, KIND.BREAK)
    story.leads(c.ChangeStep(pause.id, 15, flash=True))

    assert not a_step(story, KIND.BREAK).flash


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_a_step_takes_between_a_minute_and_four_hours(minutes):
    story = opened()
    change = c.ChangeStep(a_step(story, KIND.BREAK).id, minutes, flash=False)

    assert "minutes" == story.refused(FACILITATOR, change).field


# Add


@pytest.mark.parametrize("kind", [KIND.BOARD, KIND.BREAK])
def test_a_board_or_a_break_is_added(kind):
    story = opened()
    story.leads(c.AddStep(kind, 5, story.step))
    story.next()

    assert kind is story.state.step.kind


@pytest.mark.parametrize(("flash", "last"), [(True, Phase.DISCUSS), (False, Phase.CAPTURE)])
def test_a_round_is_added(flash, last):
    story = opened()
    story.leads(c.AddStep(KIND.CASE, 10, story.step, "full-one", flash))
    story.next()
    story.goes_to(last)

    assert ("full-one", flash) == (story.state.step.case, story.state.step.flash)


@pytest.mark.parametrize("kind", [KIND.LOBBY, KIND.WELCOME, KIND.PRACTICE, KIND.AWARDS, KIND.DEBRIEF, KIND.CLOSE])
def test_nothing_else_is_added(kind):
    story = opened()

    assert Reason.BAD_ORDER == story.why_not(FACILITATOR, c.AddStep(kind, 5, story.step))


@pytest.mark.parametrize("case", [None, "warm-up", "nowhere"])
def test_only_a_case_of_the_pack_that_is_no_practice_is_added(case):
    story = opened()

    assert Reason.UNKNOWN_CASE == story.why_not(FACILITATOR, c.AddStep(KIND.CASE, 6, story.step, case))


def test_nothing_is_added_after_the_close():
    story = opened(at=Phase.CLOSED)

    assert Reason.NOTHING_AHEAD == story.why_not(FACILITATOR, c.AddStep(KIND.BREAK, 5, story.step))


def test_nothing_is_added_before_the_running_step():
    story = opened(at=Phase.BOARD)

    assert Reason.BAD_ORDER == story.why_not(FACILITATOR, c.AddStep(KIND.BREAK, 5, a_step(story, KIND.LOBBY).id))


def test_an_agenda_ends_somewhere():
    story = opened()
    while len(story.state.desk.agenda) < 60:
        story.leads(c.AddStep(KIND.BREAK, 1, story.step))

    assert story.refused(FACILITATOR, c.AddStep(KIND.BREAK, 1, story.step))
    assert len(set(titles(story))) == 60


# The run sheet


def test_the_run_sheet_tells_when_each_step_really_began():
    story = opened()
    story.wait(60)
    story.next()
    lobby, welcome, practice = story.console.agenda[:3]

    assert (story.now - 60_000, story.now, None) == (lobby.begun_at, welcome.begun_at, practice.begun_at)


def test_coming_back_does_not_begin_a_step_anew():
    story = opened()
    story.next()
    began = story.console.agenda[1].begun_at
    story.wait(60)
    story.back()
    story.next()

    assert began == story.console.agenda[1].begun_at


def test_cases_are_numbered():
    story = opened(at=Phase.READ)
    practice = story.stage.place.number
    story.goes_to(Phase.READ, "flash-two")

    assert (0, 2, 6) == (practice, story.stage.place.number, story.stage.place.of)


def test_the_debrief_asks_six_questions():
    story = opened(at=Phase.DEBRIEF)
    presses = 0
    while story.phase is Phase.DEBRIEF:
        story.next()
        presses += 1

    assert 6 == presses
