"""The lines that the room wrote: for the phone card, the work aid and the report."""

import pytest

from server.game.commands import CloseCase
from server.game.plan import Phase
from server.game.state import Closing
from server.reports.lines import LineEntry, lines
from tests.support.given import Story
from tests.support.packs import cases_pack

TODAY = "2027-03-02"
LINE = {
    "default": 1,
    "low": 0,
    "high": 2,
    "authority": 1,
    "wording": "Once a year we give back half.",
    "owner": "Bo",
    "review_on": "2027-03-01",
}


def written(until: Phase = Phase.SCORE, **more) -> Story:
    """The first of two cases, ruled widely and closed with a band."""
    story = Story(("Ana", "Bo", "Cy"), cases_pack(full=2))
    story.joins("Kim", "Lou", "Max", "Nia", "Oli")
    story.plays({"Ana": 0, "Bo": 3, "Cy": 2}, until=Phase.PREDICT)
    story.explains("Ana", softer=(0,), firmer=(2,))
    story.goes_to(Phase.CAPTURE)
    story.leads(closing(story, **{**LINE, **more}))
    if until is not Phase.CAPTURE:
        story.goes_to(until)
    return story


def closing(story: Story, **line: object) -> CloseCase:

    return CloseCase(story.step, Closing.BAND, **line)  # type: ignore[arg-type]


def entry(story: Story, today: str = TODAY) -> LineEntry:
    return lines(story.state, today).entries[0]


def test_a_line_comes_with_what_it_rests_on():
    told = entry(written())

    assert ("Title of full-1", 0, None, 3) == (told.title, told.dial, told.dial_after, told.rulings)


def test_a_line_comes_with_what_would_move_it():
    told = entry(written())

    assert (("First condition of full-1",), ("Third condition of full-1",)) == (told.softer, told.firmer)


def test_the_limit_is_what_the_upper_end_of_the_band_costs():
    story = written()
    top = story.state.pack.case("full-1").cost(2)

    assert top == entry(story).limit


@pytest.mark.parametrize(("today", "expired"), [("2027-02-28", False), ("2027-03-01", False), ("2027-03-02", True)])
def test_a_line_expires_after_the_day_of_its_review(today, expired):
    assert expired == entry(written(), today).expired


def test_a_case_that_agreed_to_differ_never_expires():
    story = written()
    step = next(iter(story.state.desk.lines))
    story.goes_to(Phase.CLOSED)
    story.amends(step, closing=Closing.DIFFER, wording="Ask whoever is on duty.")

    assert not entry(story, "2099-01-01").expired


def test_every_version_before_is_there():
    story = written(until=Phase.CLOSED)
    step = next(iter(story.state.desk.lines))
    story.amends(step, **{**LINE, "wording": "Never."})
    told = entry(story)

    assert ("Never.", ["Once a year we give back half."]) == (told.line.wording, [one.wording for one in told.earlier])


def test_a_line_that_the_room_has_not_come_to_is_not_told():
    """The facilitator may have written it beforehand."""
    story = Story(("Ana", "Bo"), cases_pack(full=1))
    story.plays({"Ana": 0, "Bo": 3}, until=Phase.DISCUSS)
    story.leads(closing(story, **LINE))

    assert () == lines(story.state, TODAY).entries


def test_a_line_is_told_as_soon_as_the_room_wrote_it():
    assert 1 == len(lines(written(until=Phase.CAPTURE).state, TODAY).entries)


def test_a_case_that_was_left_open_is_there_too():
    story = written(until=Phase.CLOSED)

    assert ["Title of full-1", "Title of full-2"] == [one.title for one in lines(story.state, TODAY).entries]
    assert Closing.OPEN is lines(story.state, TODAY).entries[1].line.closing
