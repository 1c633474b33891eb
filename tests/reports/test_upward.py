"""The report that goes up: figures for all managers together, and names only once everybody agreed."""

from dataclasses import replace

import msgspec
import pytest

from server.game import commands as c
from server.game.case import Family, Paper
from server.game.plan import Phase
from server.game.state import Closing, Disclosure
from server.reports.stale import Why
from server.reports.upward import Upward, upward
from tests.support.given import Story
from tests.support.packs import case, cases_pack, pack

TODAY = "2027-03-02"
MANAGERS = ("Annabel", "Borislav", "Cyrilla")
REPS = ("Kimberly", "Louise", "Maximilian", "Nia-Marie", "Oliver")
WIDE = {"Annabel": 0, "Borislav": 3, "Cyrilla": 2}


def a_story(managers: tuple[str, ...] = MANAGERS, reps: int = 5, **more) -> Story:
    story = Story(managers, more.get("pack") or cases_pack(full=3))
    story.joins(*REPS[:reps])
    return story


def played(**more) -> Story:
    story = a_story(**more)
    story.plays(WIDE)
    return story


def report(story: Story) -> Upward:
    return upward(story.state, TODAY)


def text(story: Story) -> str:
    return msgspec.json.encode(report(story)).decode()


def release(story: Story, *names: str) -> None:
    for name in names:
        story.does(story.actor(name), c.ReleaseName(on=True))


def named_in(story: Story) -> set[str]:
    return {name for name in (*MANAGERS, *REPS) if name in text(story)}


# Names


def test_without_a_release_nobody_is_named():
    story = played()

    assert (False, set(), ()) == (report(story).named, named_in(story), report(story).cases[0].rulings)


def test_once_every_manager_agreed_rulings_stand_by_name():
    story = played()
    release(story, *MANAGERS)
    (one,) = report(story).cases

    assert [
        ("Annabel", "Option 0 of full-1"),
        ("Borislav", "Option 3 of full-1"),
        ("Cyrilla", "Option 2 of full-1"),
    ] == [(ruling.name, ruling.ruling) for ruling in one.rulings]


@pytest.mark.parametrize("missing", MANAGERS)
def test_one_who_did_not_agree_keeps_all_names_in(missing):
    """With all others named, the dial would tell the last ruling."""
    story = played()
    release(story, *(name for name in MANAGERS if name != missing))

    assert (False, set()) == (report(story).named, named_in(story))


@pytest.mark.parametrize("how", [Disclosure.MASKED, Disclosure.SUM])
def test_one_who_is_not_shown_by_name_keeps_all_names_in(how):
    story = a_story()
    release(story, *MANAGERS)
    story.discloses("Borislav", how)
    story.plays(WIDE)

    assert set() == named_in(story)


def test_nobody_can_see_who_did_not_agree():
    reports = []
    for who in ((), ("Annabel",), ("Borislav", "Cyrilla")):
        story = played()
        release(story, *who)
        reports.append(text(story))

    assert 1 == len(set(reports))


def test_a_mask_is_not_in_the_report_either():
    story = a_story()
    story.discloses("Borislav", Disclosure.MASKED)
    story.plays(WIDE)

    assert story.state.seats[story.seat("Borislav")].mask not in text(story)


# Small groups


def test_two_managers_are_too_few_for_figures():
    story = a_story(("Annabel", "Borislav"))
    story.plays({"Annabel": 0, "Borislav": 3})

    assert ((), None, None, None, 1) == (
        report(story).cases,
        report(story).measures,
        report(story).alignment,
        report(story).needle,
        report(story).left_out,
    )


def test_two_managers_who_agreed_are_shown():
    story = a_story(("Annabel", "Borislav"))
    story.plays({"Annabel": 0, "Borislav": 3})
    release(story, "Annabel", "Borislav")

    assert (1, 0) == (len(report(story).cases), report(story).left_out)


def test_a_case_with_two_rulings_is_in_no_row_and_in_no_sum():
    """Else its dial were the difference of two means."""
    small, without = a_story(), a_story()
    for story in (small, without):
        story.plays(WIDE)
        story.goes_to(Phase.RULE)
        story.passes("Cyrilla")
        story.rules("Annabel", 0 if story is small else 1)
        story.rules("Borislav", 3 if story is small else 1)
        story.goes_to(Phase.SCORE)

    assert (1, 1) == (len(report(small).cases), report(small).left_out)
    assert text(small) == text(without)


def test_praise_in_a_small_team_is_not_counted():
    story = a_story(reps=4)
    story.plays(WIDE, until=Phase.PRAISE)
    story.praises("Annabel", "Kimberly", "named the fee first")
    story.releases_all()

    assert report(story).praise is None


def test_praise_is_counted_once_it_is_released():
    story = a_story()
    story.plays(WIDE, until=Phase.PRAISE)
    story.praises("Annabel", "Kimberly", "named the fee first")
    before = report(story).praise
    story.releases_all()
    after = report(story).praise

    assert ((0, 0, 5), (1, 1, 5)) == (
        (before.lines, before.praised, before.reps),
        (after.lines, after.praised, after.reps),
    )


def test_nothing_that_reps_chose_or_wrote_goes_up():
    quiet, loud = a_story(), a_story()
    for story in (quiet, loud):
        story.goes_to(Phase.RULE)
        for name, level in WIDE.items():
            story.rules(name, level)
        for name in REPS if story is loud else ():
            story.rules(name, 3, 3)
        story.goes_to(Phase.PREDICT)
        for name in REPS if story is loud else ():
            story.predicts(name, 0)
            story.writes(name, f"a note of {name}")
        story.releases_all()
        story.goes_to(Phase.SCORE)

    assert text(quiet) == text(loud)


# What it tells


def test_each_case_has_its_spread_before_and_after():
    story = a_story()
    story.plays(WIDE, until=Phase.ALIGN)
    for name in MANAGERS:
        story.revotes(name, 2)
    story.goes_to(Phase.SCORE)
    (one,) = report(story).cases

    assert (0, "battle", 100, "in_tune") == (one.dial, one.verdict, one.dial_after, one.verdict_after)


def test_the_price_of_the_day_adds_up_its_cases():
    story = a_story()
    story.plays(WIDE)
    story.plays(WIDE)
    one, other = (row.price for row in report(story).cases)

    assert (one.lowest + other.lowest, one.highest + other.highest) == (
        report(story).price.lowest,
        report(story).price.highest,
    )


def test_what_was_left_open_is_named():
    story = a_story()
    story.plays(WIDE, until=Phase.CAPTURE)
    story.leads(c.CloseCase(story.step, Closing.DIFFER, wording="Ask Annabel."))
    story.goes_to(Phase.SCORE)

    assert [("Title of full-1", Closing.DIFFER)] == [(one.title, one.closing) for one in report(story).open]
    assert "Annabel" not in text(story)


@pytest.mark.parametrize(
    ("family", "dated", "why"),
    [
        (Family.EXCEPTION, "2019", Why.OLD),
        (Family.EXCEPTION, "2025-03-01", Why.OLD),
        (Family.EXCEPTION, "2025-03-02", None),
        (Family.EXCEPTION, "", Why.UNDATED),
        (Family.STALE_RULE, "2027-03-01", Why.OLD_RULE),
    ],
)
def test_a_paper_is_stale_when_it_is_old_undated_or_the_case_is_about_it(family, dated, why):
    one = replace(case("full-1", family=family), paper_says=Paper("Never.", "Manual", dated))
    story = a_story(pack=pack(one))
    story.plays(WIDE)

    assert ([why] if why else []) == [paper.why for paper in report(story).stale]


def test_a_case_without_a_paper_has_no_stale_one():
    one = replace(case("full-1", family=Family.STALE_RULE), paper_says=None)
    story = a_story(pack=pack(one))
    story.plays(WIDE)

    assert () == report(story).stale


def test_a_running_round_does_not_go_up():
    story = a_story()
    story.plays(WIDE, until=Phase.PANEL)

    assert ((), None) == (report(story).cases, report(story).measures)
