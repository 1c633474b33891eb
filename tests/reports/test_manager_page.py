"""A manager's own page: their rulings beside their colleagues', and the card that they fill for themselves."""

from dataclasses import replace

import msgspec
import pytest

from server.game import commands as c
from server.game.case import Form
from server.game.errors import Reason
from server.game.plan import Phase
from server.game.state import Disclosure
from server.reports.manager_page import ManagerPage, manager_page
from tests.support.given import Story
from tests.support.packs import case, cases_pack, pack

REPS = ("Kim", "Lou", "Max", "Nia", "Oli")
BOXES = ("happened", "mattered", "alternative", "next_call")


def a_story(cases: int = 4, **more) -> Story:
    story = Story(("Ana", "Bo", "Cy"), more.get("pack") or cases_pack(full=cases))
    story.joins(*REPS)
    return story


def page(story: Story, name: str = "Ana") -> ManagerPage:
    return manager_page(story.state, story.seat(name))


def keeps(story: Story, name: str = "Ana", **boxes: str) -> None:
    story.does(story.actor(name), c.KeepCoaching(**boxes))


def test_four_cases_make_a_tilt_to_lean_on():
    story = a_story()
    for _ in range(3):
        story.plays({"Ana": 0, "Bo": 1, "Cy": 2})
    thin = page(story).measures.tilt
    story.plays({"Ana": 0, "Bo": 1, "Cy": 2})

    assert ((-1.5, True), (-1.5, False)) == (
        (thin.value, thin.thin),
        (page(story).measures.tilt.value, page(story).measures.tilt.thin),
    )


def test_who_decides_has_a_tilt_of_its_own():
    story = a_story()
    story.goes_to(Phase.RULE)
    for name, authority in (("Ana", 3), ("Bo", 1), ("Cy", 0)):
        story.rules(name, 1, authority)
    story.goes_to(Phase.SCORE)

    assert 2.5 == page(story).measures.authority.value


def test_where_the_law_decides_it_is_told_how_often_it_was_handed_over():
    law = pack(
        case("warm-up", form=Form.PRACTICE, minutes=6),
        case("full-1", must_escalate=True),
        case("full-2", must_escalate=True),
    )
    story = a_story(pack=law)
    story.goes_to(Phase.READ, "full-1")
    for authority in (3, 1):
        story.goes_to(Phase.RULE)
        for name in ("Ana", "Bo", "Cy"):
            story.rules(name, 1, authority)
        story.goes_to(Phase.SCORE)

    assert (2, 1, "no_pair") == (
        page(story).measures.must.cases,
        page(story).measures.must.handed_over,
        page(story).measures.authority.value,
    )


def test_twin_cases_tell_on_ones_own_drift():
    twins = pack(case("full-1"), replace(case("full-2"), twin_of="full-1"), case("full-3"))
    story = a_story(pack=twins)
    story.plays({"Ana": 1, "Bo": 2, "Cy": 0})
    story.plays({"Ana": 3, "Bo": 2, "Cy": 0})

    assert ([2], [0]) == (
        [twin.moved for twin in page(story).measures.twins],
        [twin.moved for twin in page(story, "Bo").measures.twins],
    )


def test_a_twin_that_was_passed_is_no_twin():
    twins = pack(case("full-1"), replace(case("full-2"), twin_of="full-1"))
    story = a_story(pack=twins)
    story.plays({"Ana": 1, "Bo": 2, "Cy": 0})
    story.goes_to(Phase.RULE, "full-2")
    story.passes("Ana")
    story.goes_to(Phase.SCORE)

    assert () == page(story).measures.twins


def test_own_rulings_stand_with_both_votes_and_dials():
    story = a_story(cases=3)
    story.plays({"Ana": 0, "Bo": 3, "Cy": 2}, until=Phase.ALIGN)
    for name in ("Ana", "Bo", "Cy"):
        story.revotes(name, 2)
    story.goes_to(Phase.SCORE)
    (ruling,) = page(story).rulings

    assert ("Title of full-1", 0, 2, 0, 100) == (
        ruling.title,
        ruling.level,
        ruling.second,
        ruling.dial,
        ruling.dial_after,
    )


def test_an_open_second_vote_is_not_on_the_page():
    story = a_story(cases=3)
    story.plays({"Ana": 0, "Bo": 3, "Cy": 2}, until=Phase.ALIGN)
    story.revotes("Ana", 2)

    assert (None, None) == (page(story).rulings[0].second, page(story).rulings[0].dial_after)


def test_a_ruling_that_the_room_has_not_seen_is_not_on_the_page():
    story = a_story()
    story.plays({"Ana": 0, "Bo": 3, "Cy": 2}, until=Phase.CHAIR)

    assert () == page(story).rulings


def test_praise_that_was_given_is_counted():
    story = a_story()
    story.plays({"Ana": 1, "Bo": 1, "Cy": 1}, until=Phase.PRAISE)
    for to, did in (
        ("Kim", "named the fee first"),
        ("Kim", "stayed calm all along"),
        ("Lou", "asked one more question"),
    ):
        story.praises("Ana", to, did)
    story.leads(c.SetTextAside(next(iter(story.state.texts))))
    given = page(story).praise

    assert (2, 2, 5) == (given.lines, given.people, given.reps)


# The coaching card


def test_the_coaching_card_starts_empty():
    assert ("", "", "", "") == tuple(getattr(page(a_story()).coaching, box) for box in BOXES)


def test_the_coaching_card_is_kept_as_it_is_now():
    story = a_story()
    keeps(story, happened="A third waiver.")
    keeps(story, happened="A third waiver.", next_call="Name the rule first.")

    assert ("A third waiver.", "Name the rule first.") == (
        page(story).coaching.happened,
        page(story).coaching.next_call,
    )


@pytest.mark.parametrize("missing", BOXES)
def test_the_page_is_complete_once_all_four_boxes_are_filled(missing):
    story = a_story()
    boxes = dict.fromkeys(BOXES, "something")
    keeps(story, **{**boxes, missing: "  "})
    before = page(story).complete
    keeps(story, **boxes)

    assert (False, True) == (before, page(story).complete)


def test_a_box_has_room_for_so_much():
    story = a_story()

    assert Reason.TOO_LONG == story.why_not(story.actor("Ana"), c.KeepCoaching(happened="n" * 281))


def test_the_coaching_card_of_a_colleague_is_another_one():
    story = a_story()
    keeps(story, "Bo", happened="Mine alone.")

    assert "Mine alone." not in msgspec.json.encode(page(story)).decode()


# By name, further up


def test_a_name_goes_up_only_by_its_owners_tick():
    story = a_story()
    before = page(story).goes_up
    story.does(story.actor("Ana"), c.ReleaseName(on=True))
    ticked = page(story).goes_up
    story.does(story.actor("Ana"), c.ReleaseName(on=False))

    assert (False, True, False) == (before, ticked, page(story).goes_up)


@pytest.mark.parametrize("how", [Disclosure.MASKED, Disclosure.SUM])
def test_where_no_name_is_shown_none_goes_up(how):
    story = a_story()
    story.does(story.actor("Ana"), c.ReleaseName(on=True))
    story.discloses("Ana", how)

    assert (False, False) == (page(story).can_go_up, page(story).goes_up)
    assert Reason.NO_NAME_SHOWN == story.why_not(story.actor("Ana"), c.ReleaseName(on=True))


def test_nothing_of_a_colleagues_private_figures_is_on_the_page():
    """The same page, whatever a colleague expected, wrote on the own card, and released."""
    ours, theirs = a_story(), a_story()
    for story, expected, words in ((ours, 0, "one thing"), (theirs, 2, "another")):
        story.goes_to(Phase.RULE)
        for name in ("Ana", "Bo", "Cy"):
            story.rules(name, 1)
        story.does(story.actor("Bo"), c.Expect(story.step, expected))
        story.does(story.actor("Bo"), c.ReleaseName(on=expected == 0))
        story.goes_to(Phase.SCORE)
        keeps(story, "Bo", happened=words)

    assert msgspec.json.encode(page(ours)) == msgspec.json.encode(page(theirs))
