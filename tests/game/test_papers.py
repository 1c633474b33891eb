"""What is in writing already: shown in the round of its case, and out of date once the room says so."""

from dataclasses import replace

import pytest

from server.game import commands as c
from server.game.case import AwardWords, Guideline
from server.game.errors import Reason
from server.game.ids import CaseId
from server.game.people import FACILITATOR
from server.game.plan import Phase
from server.reports.debrief import report
from tests.support.given import Story
from tests.support.packs import case, pack

TODAY = "2027-03-02"

LINE = Guideline("fees", (CaseId("the-case"),), "One fee a year.", "Manual 4", "Branches", "2026-01-31")
OTHER = Guideline("cards", (CaseId("the-next"),), "Cards are free.", review_on="2099-01-01")


@pytest.fixture
def story():
    story = Story(pack=replace(pack(case("the-case"), case("the-next")), guidelines=(LINE, OTHER)))
    story.joins("Kim")
    story.goes_to(Phase.DISCUSS, "the-case")
    return story


def flags(story, paper, on=True):
    return story.leads(c.FlagPaper(paper, on))


def test_a_line_in_force_is_shown_in_the_talk_on_its_case_alone(story):
    assert [("One fee a year.", "Manual 4", "Branches")] == [
        (line.text, line.ref, line.owner) for line in story.stage.round.talk.guidelines
    ]


def test_a_line_is_overdue_when_its_review_was_due_before_the_workshop(story):
    assert [True] == [line.overdue for line in story.reps_screen.round.talk.guidelines]


def test_what_the_room_calls_out_of_date_is_marked_on_every_screen(story):
    flags(story, "fees")
    flags(story, "the-case")

    for view in (story.stage, story.reps_screen, story.managers_screen):
        assert (True, True) == (view.round.talk.paper_stale, view.round.talk.guidelines[0].stale)


def test_the_console_lists_what_can_be_called_out_of_date(story):
    flags(story, "fees")

    assert [("the-case", False), ("fees", True)] == [(one.id, one.stale) for one in story.console.steering.papers]


def test_undo_takes_it_back(story):
    flags(story, "fees")
    story.undo()

    assert not story.stage.round.talk.guidelines[0].stale


def test_the_report_names_what_was_flagged_and_what_is_overdue(story):
    flags(story, "the-case")

    assert [("Paper on the-case", True, "old"), ("One fee a year.", False, "overdue")] == [
        (paper.text, paper.flagged, paper.why) for paper in report(story.state, TODAY).stale_papers
    ]


def test_a_paper_that_nobody_knows_cannot_be_flagged(story):
    assert Reason.UNKNOWN_TEXT is story.why_not(FACILITATOR, c.FlagPaper("nowhere", True))


def test_a_packs_own_words_for_an_award_reach_every_screen():
    words = (AwardWords("mind_reader", "The golden headset", "for hearing what was not said"),)
    story = Story(pack=replace(pack(), awards=words))
    reps = ("Kim", "Lou", "Max", "Nia", "Oli")
    story.joins(*reps)
    for _ in range(3):
        story.plays({"Ana": 1, "Bo": 0, "Cy": 3}, guesses=dict.fromkeys(reps, 1))
    while story.phase is not Phase.AWARDS:
        story.skip_step()

    for view in (story.stage, story.reps_screen, story.managers_screen):
        assert words == view.award_words


def test_house_rules_and_glossary_are_there_at_the_welcome():
    story = Story(pack=replace(pack(), house_rules=("Two signatures above 50.",)))
    story.joins("Kim")
    story.goes_to(Phase.WELCOME)

    for view in (story.reps_screen, story.managers_screen):
        assert ("Two signatures above 50.",) == view.house_rules
