"""A history without people: nothing of them is left in it, and its figures stay."""

from dataclasses import replace

import msgspec
import pytest

from server.game import commands as c
from server.game.events import KeyGranted, SeatRenamed, SeatTaken, TextWritten, WorkshopOpened
from server.game.evolve import replay
from server.game.nameless import nameless
from server.game.people import Role
from server.game.plan import Phase
from server.game.state import Closing
from server.reports import debrief
from server.store import codec
from tests.support.given import Story, key
from tests.support.log_contract import stories
from tests.support.moments import a_workshop, played_through

TODAY = "2027-03-02"
SEED = "drawn-once"


@pytest.fixture
def day() -> Story:
    """A whole day, in which people were renamed and wrote each other's names down."""
    story = a_workshop()
    story.leads(c.Rename(story.seat("Lou"), "Louisa"))
    for _ in played_through(story):
        pass
    return story


def forgotten(story: Story, seed: str = SEED) -> Story:
    """The same story, of which only the nameless history is left."""
    left = Story()
    left.log = list(nameless(story.log, seed))
    left.state = replay(left.log)
    return left


def test_no_name_key_or_written_word_is_left(day):
    text = codec.encode(tuple(forgotten(day).log)).decode()
    written = [part for event in day.log if isinstance(event, TextWritten) for part in event.text.parts if part]
    names = [seat.name for seat in day.state.seats.values()]
    keys = [event.key for event in day.log if isinstance(event, KeyGranted)]

    assert min(map(len, (written, names, keys))) > 1
    assert [one for one in (*written, *keys, key("recovery"), "Louisa") if one in text] == []
    assert [name for name in names if f'"{name}"' in text] == []


def test_names_are_taken_out_of_every_version_of_a_line():
    story = a_workshop()
    story.goes_to(Phase.CAPTURE)
    step = story.step
    story.leads(
        c.CloseCase(step, Closing.WRITTEN, 1, authority=1, wording="Call Ana.", owner="Bo", review_on="2027-03-01")
    )
    story.goes_to(Phase.CLOSED)
    story.amends(step, "Cy", "Ana left", closing=Closing.OPEN, why="ask Bo")
    desk = forgotten(story).state.desk

    assert ("Call Manager 1.", "Manager 2") == (desk.past_lines[step][0].wording, desk.past_lines[step][0].owner)
    assert ("Manager 3", "Manager 1 left", "ask Manager 2") == (
        desk.lines[step].by,
        desk.lines[step].because,
        desk.lines[step].why,
    )


def test_no_coaching_card_is_left(day):
    day.does(day.actor("Ana"), c.KeepCoaching("zebra", "zebra", "zebra", "zebra"))

    assert {} == forgotten(day).state.coaching
    assert b"zebra" not in codec.encode(tuple(forgotten(day).log))


def test_a_name_is_taken_out_of_the_lines_that_the_room_wrote():
    story = a_workshop()
    story.goes_to(Phase.CAPTURE)
    story.leads(c.CloseCase(story.step, Closing.BAND, 1, 0, 2, 1, "Call ana first, not Anabel.", "Bo", "2027-03-01"))
    (line,) = forgotten(story).state.desk.lines.values()

    assert ("Call Manager 1 first, not Anabel.", "Manager 2", 1) == (line.wording, line.owner, line.default)


NAMED = ("name", "names", "notes", "one", "other")
"""The parts of a report that hold faces and written words."""


def figures(story: Story) -> object:
    """The report without its faces and written words, lists of people in an order of their own."""

    def bare(value: object) -> object:
        match value:
            case dict():
                return {name: bare(one) for name, one in value.items() if name not in NAMED}
            case list():
                return sorted(map(bare, value), key=repr)
            case _:
                return value

    return bare(msgspec.json.decode(msgspec.json.encode(debrief.report(story.state, TODAY))))


@pytest.mark.parametrize("number", range(2))
def test_the_report_has_the_same_figures(number):
    story = stories()[number]

    assert figures(story) == figures(forgotten(story))


def test_points_of_teams_stay_and_those_of_reps_move_to_their_new_places(day):
    before, after = day.state.desk.points, forgotten(day).state.desk.points

    assert before.keys() == after.keys()
    for step, points in before.items():
        assert points.teams == after[step].teams
        assert sorted(map(repr, points.reps.values())) == sorted(map(repr, after[step].reps.values()))


def test_people_go_by_what_they_were(day):
    names = sorted(seat.name for seat in forgotten(day).state.seats.values())
    reps = sum(seat.role is Role.REP for seat in day.state.seats.values())

    assert names == ["Manager 1", "Manager 2", "Manager 3", "Observer 1", *(f"Rep {n + 1}" for n in range(reps))]


def test_whose_place_it_was_hangs_on_the_draw_alone(day):
    praise = next(e.text.id for e in day.log if isinstance(e, TextWritten) and e.text.to == day.seat("Kim"))
    places = {forgotten(day, str(seed)).state.texts[praise].to for seed in range(200)}

    assert {seat.id for seat in day.state.seats.values() if seat.role is not Role.MANAGER} == places


def test_who_came_when_is_not_to_be_seen(day):
    left = forgotten(day)
    came = [event.seat.id for event in left.log if isinstance(event, SeatTaken)]

    assert came == sorted(came)
    for points in left.state.desk.points.values():
        assert list(points.reps) == sorted(points.reps)


def test_undo_after_it_does_what_it_would_have_done(day):
    story = a_workshop()
    story.leads(c.MoveSeat(story.seat("Kim"), story.leads(c.DrawTeams(2))[-1].teams[0][1]))
    story.leads(c.Rename(story.seat("Lou"), "Louisa"))
    left = forgotten(story)
    left.undo(2)
    story.undo(2)

    assert sorted(story.state.desk.teams.values()) == sorted(left.state.desk.teams.values())
    assert not any("ou" in event.name for event in left.log if isinstance(event, SeatRenamed))


def test_what_is_nameless_stays_as_it_is_but_for_another_draw(day):
    once = forgotten(day)
    twice = forgotten(once, "another")

    assert figures(once) == figures(twice)
    assert [type(event) for event in once.log] == [type(event) for event in twice.log]


def test_the_opening_keeps_the_pack_and_the_course(day):
    before, after = day.log[0], forgotten(day).log[0]
    assert isinstance(before, WorkshopOpened)
    assert isinstance(after, WorkshopOpened)

    assert replace(before, recovery="", managers=after.managers) == after
