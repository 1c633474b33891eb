"""The measures of a day, from a workshop that was played: what they are, and what they keep to themselves."""

from dataclasses import replace

import msgspec
import pytest

from server.game import commands as c
from server.game.measures import Remedy, Sides, Undefined, summary
from server.game.measures.summary import Figure
from server.game.plan import Phase
from server.game.state import Closing, Disclosure
from tests.game.measures.tables import AGAIN, SPAN, WORKED
from tests.support.given import Story
from tests.support.packs import cases_pack, ladder

MANAGERS = ("Ana", "Bo", "Cy", "Di")
REPS = ("Kim", "Lou", "Max", "Nia", "Oli")
ORDER = {"flash-1": 0, "flash-2": 4, "flash-3": 3, "full-1": 1, "full-2": 2, "full-3": 5}
"""Which row of the worked matrix is played as which case: the wide ones in full, so that they are voted on again."""


def a_story(reps: int = 5, managers: tuple[str, ...] = MANAGERS) -> Story:
    plain = cases_pack(full=3, flash=3)
    story = Story(managers, pack=replace(plain, ladders=(ladder("service"), ladder("authority"))))
    story.joins(*REPS[:reps])
    return story


def rules_all(story: Story, row: tuple[int | None, ...]) -> None:
    for name, level in zip(MANAGERS, row, strict=True):
        if level is None:
            story.passes(name)
        else:
            story.rules(name, level)


def worked() -> Story:
    """The worked matrix, played from the first case to the last."""
    story = a_story(reps=0)
    for name, row in ORDER.items():
        story.goes_to(Phase.RULE, name)
        rules_all(story, WORKED[row])
        if name.startswith("full"):
            story.goes_to(Phase.ALIGN)
            for manager, level in zip(MANAGERS, AGAIN[row], strict=True):
                story.revotes(manager, level)
        story.goes_to(Phase.SCORE)
    return story


@pytest.fixture(scope="module")
def day() -> summary.Measures:
    return summary.of_day(worked().state)


def value(figure: Figure) -> float | Undefined:
    return figure.value


def about(expected: float) -> object:
    return pytest.approx(expected, abs=1e-6)


# The worked matrix as a day


def test_the_coefficients_of_the_day(day):
    found = [day.alignment, day.alpha, day.ac2, day.fleiss, day.conger]

    assert [about(one) for one in (0.5, 0.046746, 0.239957, 0.096864, 0.165379)] == [value(one) for one in found]


def test_few_cases_make_a_coefficient_thin(day):
    assert (False, True, 6) == (day.alignment.thin, day.alpha.thin, day.alpha.cases)


def test_the_noise_of_the_day(day):
    assert (5, about(0.6), Remedy.DEFAULT, False) == (
        day.noise.cases,
        day.noise.corrected_level,
        day.noise.remedy,
        day.noise_thin,
    )


def test_every_two_managers_of_the_day(day):
    alike = {(pair.one, pair.other): (value(pair.similarity), pair.similarity.cases) for pair in day.pairs}

    assert ((about(5 / 6), 6), (about(13 / 15), 5), (about(2 / 5), 5)) == (
        alike["Ana", "Bo"],
        alike["Cy", "Di"],
        alike["Ana", "Di"],
    )
    assert 6 == len(alike)


def test_kappas_of_the_day_wait_for_20_cases(day):
    assert {Undefined.TOO_FEW} == {pair.kappa for pair in day.pairs}


def test_the_tilts_of_the_day_are_each_managers_own():
    story = worked()
    tilts = [summary.of_manager(story.state, story.seat(name)).tilt for name in MANAGERS]

    assert [about(one) for one in (-0.916667, -0.722222, 0.638889, 1.2)] == [value(one) for one in tilts]
    assert [(6, False)] * 3 + [(5, False)] == [(one.cases, one.thin) for one in tilts]


def test_the_change_counts_only_the_cases_that_were_voted_on_again(day):
    before, after = (1 / 6 + 0 + 1 / 2) / 3, (2 / 3 + 3 / 4 + 3 / 4) / 3

    assert (about(before), about(after), about(0.5), 3, True) == (
        day.change.before,
        day.change.after,
        day.change.difference.value,
        day.change.difference.cases,
        day.change.difference.thin,
    )


def test_three_second_votes_have_no_interval(day):
    assert (Undefined.TOO_FEW, Undefined.TOO_FEW) == (day.change.interval, day.change.by_chance)


def test_the_price_of_the_day_is_the_mean_over_its_cases():
    story = a_story(reps=0)
    for name, row in (("flash-1", (0, 0, 1, 1)), ("flash-2", (1, 1, 1, 1))):
        story.goes_to(Phase.RULE, name)
        rules_all(story, row)
        story.goes_to(Phase.SCORE)
    day = summary.of_day(story.state)

    # Costs 0, 0, 20, 20: four pairs of six differ by 20, and 20 from end to end; then nothing.
    assert (about(4 * 20 / 6 / 2), about(10), True) == (day.price_gap.value, day.price_range.value, day.price_gap.thin)


def test_who_decides_has_an_alignment_of_its_own():
    story = a_story(reps=0)
    story.goes_to(Phase.RULE)
    for authority, name in enumerate(MANAGERS):
        story.rules(name, 1, authority=authority)
    story.goes_to(Phase.SCORE)
    day = summary.of_day(story.state)

    assert (1, about(1 / 6)) == (day.alignment.value, day.authority.value)


# Before anything was played, and little


def test_before_the_first_round_nothing_is_told():
    day = summary.of_day(a_story().state)
    alone = [one for one in msgspec.to_builtins(day).values() if isinstance(one, dict) and "thin" in one]

    assert {("no_pair", 0, True)} == {(one["value"], one["cases"], one["thin"]) for one in alone if "value" in one}
    assert (Undefined.NO_PAIR, (), (), Undefined.NO_PAIR) == (day.noise, day.opposite, day.pairs, day.own.ruling)


def test_before_the_first_round_a_manager_is_told_nothing():
    story = a_story()
    own = msgspec.to_builtins(summary.of_manager(story.state, story.seat("Ana")))
    figures = [one for one in own.values() if isinstance(one, dict) and "value" in one]

    assert [{"value": "no_pair", "cases": 0, "thin": True}] * 6 == figures
    assert ((), {"cases": 0, "handed_over": 0}) == (own["twins"], own["must"])


def test_with_one_manager_nothing_is_compared():
    story = a_story(managers=("Ana",))
    story.plays({"Ana": 1})
    day = summary.of_day(story.state)

    assert {Undefined.NO_PAIR} == {value(one) for one in (day.alignment, day.alpha, day.ac2, day.price_gap)}
    assert Undefined.NO_PAIR is day.noise


def test_a_void_round_counts_for_nothing():
    story = a_story()
    story.plays({"Ana": 0, "Bo": 3, "Cy": 1, "Di": 1})
    story.leads(c.VoidRound(story.step, on=True))

    assert 0 == summary.of_day(story.state).alignment.cases


@pytest.mark.parametrize("phase", [Phase.RULE, Phase.PREDICT, Phase.CHAIR])
def test_a_running_round_counts_for_nothing_before_its_last_flip(phase):
    story = a_story()
    story.goes_to(Phase.RULE)
    rules_all(story, (0, 3, 1, 1))
    story.goes_to(phase)

    assert summary.of_day(a_story().state) == summary.of_day(story.state)


def test_an_open_second_vote_counts_for_nothing():
    story = a_story()
    story.plays({"Ana": 0, "Bo": 3, "Cy": 1, "Di": 1}, case="full-1", until=Phase.ALIGN)
    before = summary.of_day(story.state)
    for name in MANAGERS:
        story.revotes(name, 1)

    assert before == summary.of_day(story.state)
    assert Undefined.NO_PAIR is before.change.difference.value


# Reps


def predicted(reps: int = 5, own: int = 1) -> Story:
    """One round: Ana in the chair rules 2, all reps predict 1, and would have chosen `own` and passed it up."""
    story = a_story(reps)
    story.goes_to(Phase.READ)
    story.puts_in_chair("Ana")
    story.goes_to(Phase.RULE)
    rules_all(story, (2, 2, 2, 3))
    for name in REPS[:reps]:
        story.rules(name, own, 3)
    story.goes_to(Phase.PREDICT)
    for name in REPS[:reps]:
        story.predicts(name, 1)
    story.goes_to(Phase.SCORE)
    return story


def test_how_reps_read_the_chair():
    day = summary.of_day(predicted().state)

    assert (-1, about(2 / 3), Undefined.TOO_FEW) == (day.gap.value, day.readability.value, day.skill.value)


def test_how_reps_read_one_manager_is_for_that_manager():
    story = predicted()
    ana, bo = (summary.of_manager(story.state, story.seat(name)) for name in ("Ana", "Bo"))

    assert (-1, Undefined.NO_PAIR) == (ana.gap.value, bo.gap.value)
    assert (about(2 / 3), 1, True) == (ana.readability.value, ana.readability.cases, ana.readability.thin)


def test_reps_own_choices_stand_beside_the_managers_middle():
    own = summary.of_day(predicted().state).own

    assert (1, Sides(1, 0, -1), Sides(0, 1, 2), True) == (own.cases, own.ruling, own.authority, own.thin)


def test_where_the_law_decides_handing_over_is_the_target():
    story = Story(MANAGERS, pack=replace(cases_pack(full=1), cases=_law()))
    story.joins(*REPS)
    story.goes_to(Phase.RULE)
    rules_all(story, (2, 2, 2, 3))
    for name in REPS:
        story.rules(name, 2, 1)
    story.goes_to(Phase.SCORE)

    assert Sides(1, 0, -2) == summary.of_day(story.state).own.authority


def _law():
    return tuple(replace(one, must_escalate=True) for one in cases_pack(full=1).cases)


def test_nothing_is_told_of_four_reps():
    day = summary.of_day(predicted(reps=4).state)

    assert {Undefined.NO_PAIR} == {
        *(value(one) for one in (day.gap, day.readability, day.skill, day.projection)),
        day.own.ruling,
        day.own.authority,
    }


def test_nothing_is_told_to_a_manager_of_four_reps():
    story = predicted(reps=4)

    assert Undefined.NO_PAIR is summary.of_manager(story.state, story.seat("Ana")).gap.value


def test_no_difference_of_two_days_tells_on_four_reps():
    """A second round that four of five answered changes no figure on reps."""

    def days(level: int | None) -> summary.Measures:
        story = predicted()
        story.goes_to(Phase.READ)
        story.goes_to(Phase.RULE, story.state.step.case)
        rules_all(story, (2, 2, 2, 3))
        for name in REPS[:4] if level is not None else ():
            story.rules(name, level, 0)
        story.goes_to(Phase.PREDICT)
        for name in REPS[:4] if level is not None else ():
            story.predicts(name, level)
        story.goes_to(Phase.SCORE)
        return summary.of_day(story.state)

    silent, low, high = (
        (day.own, day.gap, day.readability, day.skill, day.projection) for day in (days(None), days(0), days(3))
    )

    assert silent == low == high


def test_projection_compares_those_who_chose_and_predicted():
    story = a_story()
    story.goes_to(Phase.RULE)
    rules_all(story, (2, 2, 2, 3))
    levels = (0, 1, 2, 3, 3)
    for name, level in zip(REPS, levels, strict=True):
        story.rules(name, level)
    story.goes_to(Phase.PREDICT)
    for name, level in zip(REPS, levels, strict=True):
        story.predicts(name, level)
    story.goes_to(Phase.SCORE)
    apart = sum(abs(one - other) for one in levels for other in levels) / 20

    assert about(apart / SPAN) == summary.of_day(story.state).projection.value


# What managers expect and why they rule


def expecting(*expected: int, disclosure: dict[str, Disclosure] | None = None) -> Story:
    """One case on which Ana and Bo rule 1, Cy and Di 2; everybody expects so many colleagues to agree."""
    story = a_story()
    for name, how in (disclosure or {}).items():
        story.discloses(name, how)
    story.goes_to(Phase.RULE)
    reasons = {"Ana": "reason1", "Bo": "reason2", "Cy": "reason3", "Di": "reason3"}
    for name, level in zip(MANAGERS, (1, 1, 2, 2), strict=True):
        story.rules(name, level, reasons=(reasons[name],))
    for name, count in zip(MANAGERS, expected, strict=False):
        story.does(story.actor(name), c.Expect(story.step, count))
    story.goes_to(Phase.SCORE)
    return story


def test_expected_company_is_told_for_the_house_and_to_each():
    story = expecting(3, 2, 1)
    own = [summary.of_manager(story.state, story.seat(name)).false_consensus.value for name in MANAGERS]

    assert about((2 + 1 + 0) / 9) == summary.of_day(story.state).false_consensus.value
    assert [about(2 / 3), about(1 / 3), 0, Undefined.NO_PAIR] == own


def test_the_house_does_not_know_who_expected_what():
    assert summary.of_day(expecting(3, 2, 1).state) == summary.of_day(expecting(1, 2, 3).state)


def test_with_two_who_expected_neither_can_work_out_the_other():
    assert Undefined.PRIVATE is summary.of_day(expecting(3, 2).state).false_consensus.value


def test_a_round_in_which_one_manager_expected_something_tells_on_nobody():
    figures = set()
    for count in (0, 3):
        story = expecting(3, 2, 1)
        story.goes_to(Phase.READ)
        story.goes_to(Phase.RULE)
        for name in MANAGERS:
            story.rules(name, 1)
        story.does(story.actor("Ana"), c.Expect(story.step, count))
        story.goes_to(Phase.SCORE)
        figures.add(summary.of_day(story.state).false_consensus)

    (figure,) = figures
    assert (about(1 / 3), 1) == (figure.value, figure.cases)


def test_reasons_overlap_among_those_who_rule_the_same():
    assert about(0.5) == summary.of_day(expecting().state).overlap.value


def test_a_case_is_named_where_no_reason_is_shared():
    story = expecting(disclosure={"Di": Disclosure.SUM})

    assert (story.state.pack.case(story.state.step.case).title,) == summary.of_day(story.state).opposite


def test_a_case_is_not_named_where_some_share_a_reason():
    assert () == summary.of_day(expecting().state).opposite


# What managers chose to show


def sums() -> tuple[Story, Story]:
    """The same day twice; only Di, who stands in sums only, gave other reasons."""
    stories = (a_story(), a_story())
    for story, reason in zip(stories, ("reason1", "reason2"), strict=True):
        story.discloses("Di", Disclosure.SUM)
        story.goes_to(Phase.RULE)
        for name in MANAGERS[:3]:
            story.rules(name, 1, reasons=("reason1",))
        story.rules("Di", 1, reasons=(reason,))
        story.goes_to(Phase.SCORE)
    return stories


def test_the_reasons_of_a_manager_in_sums_only_are_in_no_figure():
    one, other = sums()

    assert summary.of_day(one.state) == summary.of_day(other.state)


def test_a_manager_in_sums_only_is_in_no_pair():
    one, _ = sums()

    assert {"Ana", "Bo", "Cy"} == {name for pair in summary.of_day(one.state).pairs for name in (pair.one, pair.other)}


def test_a_manager_in_sums_only_is_in_the_sums():
    story = a_story()
    story.discloses("Di", Disclosure.SUM)
    story.plays({"Ana": 1, "Bo": 1, "Cy": 1, "Di": 3})

    assert about(1 - 6 / 12) == summary.of_day(story.state).alignment.value


def test_nobody_is_compared_with_a_manager_in_sums_only():
    tilts = []
    for level in (0, 3):
        story = a_story()
        story.discloses("Di", Disclosure.SUM)
        story.plays({"Ana": 1, "Bo": 2, "Cy": 2, "Di": level})
        tilts.append([summary.of_manager(story.state, story.seat(name)).tilt for name in ("Ana", "Di")])
    (low, own_low), (high, own_high) = tilts

    assert low == high == Figure(-1, 1, thin=True)
    assert (about(-5 / 3), about(4 / 3)) == (own_low.value, own_high.value)


def test_a_mask_stands_in_the_place_of_the_name():
    story = a_story()
    story.discloses("Bo", Disclosure.MASKED)
    story.plays({"Ana": 1, "Bo": 1, "Cy": 1, "Di": 3})
    names = {name for pair in summary.of_day(story.state).pairs for name in (pair.one, pair.other)}

    assert {"Ana", "Cy", "Di", story.state.seats[story.seat("Bo")].mask} == names


# Unseen cases


def test_cases_after_the_last_line_are_unseen():
    """A line is written in the middle of the afternoon; then a round ends without one."""
    story = a_story(reps=0)
    story.plays(dict(zip(MANAGERS, (0, 0, 3, 3), strict=True)), case="full-1", until=Phase.CAPTURE)
    story.leads(c.CloseCase(story.step, Closing.BAND, 1, 0, 2, 1, "Half back, once.", "Ana", "2027-03-01"))
    story.plays(dict(zip(MANAGERS, (1, 1, 2, 2), strict=True)), case="full-2")
    transfer = summary.of_day(story.state).transfer

    # Before: three flash rounds that all ruled alike, and the split one.
    assert ((about(3 / 4), 4), (about(2 / 3), 1)) == (
        (transfer.before.value, transfer.before.cases),
        (transfer.unseen.value, transfer.unseen.cases),
    )


def test_without_a_line_nothing_is_unseen(day):
    assert (Undefined.NO_PAIR, 6) == (day.transfer.unseen.value, day.transfer.before.cases)
