"""Each screen reads the pack in its own language; whom and what people speak of has one name in the room."""

import pytest

from server.game import commands as c
from server.game.errors import Reason
from server.game.people import Role
from server.game.plan import Phase
from server.game.state import Disclosure
from server.game.views import own_view, shared_view
from server.reports.debrief import report
from tests.support.given import Story
from tests.support.looks import SCREENS, leaves, phones
from tests.support.packs import pack, translated

TODAY = "2027-03-02"


@pytest.fixture
def story():
    story = Story(translations=(translated(pack()),))
    story.joins("Kim", "Lou", "Max", "Nia", "Oli")
    return story


def texts(view):
    return {value for _, value in leaves(view) if isinstance(value, str)}


@pytest.mark.parametrize("role", SCREENS)
def test_a_case_is_read_in_the_language_of_the_screen(story, role):
    story.goes_to(Phase.READ)
    case = story.state.pack.case(story.state.step.case)

    assert {case.text, f"fr: {case.text}"} == {
        next(text for text in texts(shared_view(story.state.said_in(language), role)) if case.text in text)
        for language in ("en", "fr")
    }


def test_a_language_that_the_pack_lacks_is_the_rooms(story):
    assert ("fr", "en", "en") == (story.state.spoken("fr"), story.state.spoken("de"), story.state.spoken(""))
    assert story.state.said_in("de") is story.state


def test_a_stage_that_is_held_back_keeps_its_language(story):
    story.goes_to(Phase.READ)
    text = story.state.pack.case(story.state.step.case).text
    story.leads(c.HoldStage(True))
    story.next()

    assert f"fr: {text}" in texts(shared_view(story.state.said_in("fr"), Role.STAGE))


def test_teams_and_masks_have_one_name_in_the_room(story):
    story.discloses("Ana", Disclosure.MASKED)
    story.goes_to(Phase.WELCOME)

    assert own_view(story.state, phones(story.state)[3]).team == (
        own_view(story.state.said_in("fr"), phones(story.state)[3]).team
    )
    assert story.state.pack.masks == story.state.said_in("fr").pack.masks


def test_the_report_is_in_the_language_of_its_reader(story):
    assert f"fr: {report(story.state, TODAY).cases[0].title}" == report(story.state.said_in("fr"), TODAY).cases[0].title


def test_praise_that_says_nothing_says_nothing_in_any_language(story):
    story.goes_to(Phase.PRAISE)

    for did in ("great job", "fr: great job"):
        assert Reason.BEHAVIOUR_MISSING is story.why_not(story.actor("Ana"), c.Praise(story.seat("Kim"), "", did, ""))
