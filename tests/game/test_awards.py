"""Awards: all flattering, each with a formula, a minimum and a tie rule. They stand beside the code in `awards.py`."""

from collections.abc import Mapping, Sequence

import pytest

from server.game import awards
from server.game import commands as c
from server.game.case import CasePack, Family
from server.game.plan import Phase
from server.game.state import Certainty, Disclosure, Spread
from tests.support.given import Story
from tests.support.packs import case, cases_pack, pack

HUNCH, FAIRLY, SURE = Certainty.HUNCH, Certainty.FAIRLY, Certainty.SURE
SAME, NEIGHBOURS, FAR = Spread.SAME, Spread.NEIGHBOURS, Spread.FAR
MANAGERS = ("Ana", "Bo", "Cy")
REPS = ("Kim", "Lou", "Max", "Nia", "Oli")

Guess = tuple[int, int, Certainty, Spread]
RIGHT: Guess = (1, 1, SURE, SAME)
NEAR: Guess = (2, 2, FAIRLY, NEIGHBOURS)
FAR_OFF: Guess = (3, 3, SURE, FAR)


def workshop(
    *rounds: Mapping[str, Guess],
    managers: Sequence[str] = MANAGERS,
    reps: Sequence[str] = REPS,
    cases: CasePack | None = None,
) -> Story:
    """These rounds are played one after the other: Ana in the chair, all managers rule 1 and 1, and reps guess so."""
    story = Story(managers, pack=cases or cases_pack(flash=6))
    story.joins(*reps)
    for guesses in rounds:
        plays(story, guesses)
    return story


def plays(
    story: Story, guesses: Mapping[str, Guess], rulings: Mapping[str, int] | None = None, chair: str = "Ana"
) -> None:
    story.goes_to(Phase.READ)
    story.puts_in_chair(chair)
    story.goes_to(Phase.RULE)
    for name, level in (rulings or {}).items():
        story.rules(name, level)
    story.goes_to(Phase.PREDICT)
    for name, guess in guesses.items():
        story.predicts(name, *guess)
    story.goes_to(Phase.SCORE)


def figures(story: Story, award: str) -> dict[str, float]:
    """What each candidate for an award brings."""
    kind = next(one for one in awards.KINDS if one.name == award)
    return {story.state.seats[seat].name: round(figure, 6) for seat, figure in kind.figures(story.state).items()}


def given(story: Story) -> dict[str, list[str]]:
    """Who gets what if the workshop now goes on to the awards."""
    while story.phase is not Phase.AWARDS:
        story.skip_step()
    return {one.kind: [story.state.seats[seat].name for seat in one.seats] for one in story.state.desk.awards}


# What is measured round by round


@pytest.mark.parametrize(
    ("award", "part"),
    [
        ("mind_reader", {"Kim": 36, "Lou": 24}),
        ("best_compass", {"Kim": 24, "Lou": 6}),
        ("steady_hands", {"Kim": 30, "Lou": 22}),
        ("split_sniffer", {"Kim": 10, "Lou": 4}),
    ],
)
def test_it_is_the_mean_of_one_part_of_the_points(award, part):
    story = workshop({"Kim": RIGHT, "Lou": NEAR}, {"Kim": RIGHT, "Lou": NEAR})

    assert part == figures(story, award)


@pytest.mark.parametrize("award", ["mind_reader", "best_compass", "steady_hands", "split_sniffer"])
def test_it_takes_two_rounds(award):
    assert {} == figures(workshop({"Kim": RIGHT}), award)


@pytest.mark.parametrize("award", ["mind_reader", "best_compass", "steady_hands", "split_sniffer"])
def test_it_takes_half_of_the_rounds(award):
    both, one = {"Kim": RIGHT, "Lou": RIGHT}, {"Kim": RIGHT}
    story = workshop(both, both, one, one, one)

    assert {"Kim"} == figures(story, award).keys()


@pytest.mark.parametrize("award", ["mind_reader", "best_compass", "steady_hands", "split_sniffer"])
def test_exactly_half_of_the_rounds_is_enough(award):
    both, one = {"Kim": RIGHT, "Lou": RIGHT}, {"Kim": RIGHT}
    story = workshop(both, both, one, one)

    assert {"Kim", "Lou"} == figures(story, award).keys()


def test_rounds_without_an_answer_do_not_weigh_on_the_mean():
    story = workshop({"Kim": RIGHT}, {"Kim": RIGHT}, {"Lou": RIGHT})

    assert {"Kim": 36} == figures(story, "mind_reader")


def test_nobody_sniffs_a_split_without_a_right_call():
    wrong: Guess = (1, 1, SURE, FAR)
    story = workshop({"Kim": wrong}, {"Kim": wrong})

    assert {} == figures(story, "split_sniffer")


# Climber


def test_the_climber_rose_from_the_first_half_to_the_second():
    low, high = {"Kim": FAR_OFF}, {"Kim": RIGHT}
    story = workshop(low, low, high, high)

    assert {"Kim": 100 - (12 + 14)} == figures(story, "climber")


def test_of_five_rounds_the_middle_one_stands_in_neither_half():
    low, high = {"Kim": FAR_OFF}, {"Kim": RIGHT}
    story = workshop(low, low, low, high, high)

    assert {"Kim": 100 - (12 + 14)} == figures(story, "climber")


def test_it_takes_four_rounds_to_climb():
    low, high = {"Kim": FAR_OFF}, {"Kim": RIGHT}

    assert {} == figures(workshop(low, high, high), "climber")


@pytest.mark.parametrize("last", [FAR_OFF, NEAR])
def test_nobody_climbs_down(last):
    first, then = {"Kim": NEAR}, {"Kim": last}

    assert {} == figures(workshop(first, first, then, then), "climber")


# Golden Ear


def commercial(*families: Family) -> CasePack:
    return pack(*(case(f"case-{n}", minutes=6, family=family) for n, family in enumerate(families)))


def test_the_golden_ear_hears_commercial_cases():
    cases = commercial(Family.COMMERCIAL, Family.EXCEPTION, Family.COMMERCIAL)
    story = workshop({"Kim": RIGHT, "Lou": RIGHT}, {"Lou": RIGHT}, {"Kim": NEAR, "Lou": RIGHT}, cases=cases)

    assert {"Kim": 30, "Lou": 36} == figures(story, "golden_ear")


def test_the_golden_ear_has_an_exact_hit():
    story = workshop({"Kim": NEAR}, cases=commercial(Family.COMMERCIAL))

    assert {} == figures(story, "golden_ear")


def test_a_hit_elsewhere_is_no_golden_ear():
    cases = commercial(Family.EXCEPTION, Family.COMMERCIAL)

    assert {} == figures(workshop({"Kim": RIGHT}, {"Kim": NEAR}, cases=cases), "golden_ear")


def test_awards_need_half_of_the_rounds_the_golden_ear_too():
    """game.md 2.4, Late rep."""
    cases = commercial(*[Family.COMMERCIAL] * 5)
    late = {"Kim": NEAR, "Pia": RIGHT}
    story = workshop(*[{"Kim": RIGHT}] * 4, late, cases=cases, reps=(*REPS, "Pia"))

    assert {"Kim"} == figures(story, "golden_ear").keys()


# Voice of the Queue


def noted(*notes: tuple[str, bool], release: bool = True) -> Story:
    story = workshop({})
    story.goes_to(Phase.IMPACT)
    for number, (name, signed) in enumerate(notes):
        story.writes(name, f"Note {number}", signed)
    if release:
        story.releases_all()
    return story


def test_the_voice_of_the_queue_is_counted_in_notes():
    story = noted(("Kim", True), ("Kim", True), ("Lou", True))

    assert {"Kim": 2, "Lou": 1} == figures(story, "voice_of_the_queue")


def test_an_award_never_names_the_author_of_an_unsigned_note():
    story = noted(("Kim", False), ("Kim", False), ("Lou", True))

    assert {"Lou": 1} == figures(story, "voice_of_the_queue")


def test_a_note_that_was_not_released_wins_nothing():
    assert {} == figures(noted(("Kim", True), release=False), "voice_of_the_queue")


def test_praise_and_thanks_are_no_notes():
    story = workshop({})
    story.thanks("Kim", "Ana")
    story.praises("Ana", "Kim", "named the fee before the client did")
    story.releases_all()

    assert {} == figures(story, "voice_of_the_queue")


# Open Book and Plot Twist


def read_by_all(story: Story, chair: str, guess: Guess = RIGHT, reps: Sequence[str] = REPS) -> None:
    plays(story, dict.fromkeys(reps, guess), chair=chair)


def test_the_open_book_is_read_most_closely():
    story = workshop()
    read_by_all(story, "Ana", RIGHT)
    read_by_all(story, "Bo", NEAR)
    read_by_all(story, "Ana", NEAR)

    assert {"Ana": 30, "Bo": 24} == figures(story, "open_book")


def test_the_plot_twist_surprised_the_room_most():
    story = workshop()
    read_by_all(story, "Ana", RIGHT)
    read_by_all(story, "Bo", NEAR)

    assert {"Bo": 12} == figures(story, "plot_twist")


def test_one_manager_alone_is_no_plot_twist():
    story = workshop()
    read_by_all(story, "Ana", NEAR)

    assert {} == figures(story, "plot_twist")


@pytest.mark.parametrize("award", ["open_book", "plot_twist"])
def test_it_takes_five_predictions(award):
    story = workshop()
    read_by_all(story, "Ana", NEAR, REPS[:4])
    read_by_all(story, "Bo", NEAR, REPS[:4])

    assert {} == figures(story, award)


# Praise Fountain


def praised(*to: str, release: bool = True) -> Story:
    story = workshop({})
    for place, name in enumerate(to):
        story.praises("Ana", name, f"{'abcdefgh'[place] * 20}")
    if release:
        story.releases_all()
    return story


def test_the_praise_fountain_praised_different_reps():
    assert {"Ana": 3} == figures(praised("Kim", "Lou", "Max", "Kim"), "praise_fountain")


def test_two_reps_make_no_fountain():
    assert {} == figures(praised("Kim", "Lou", "Kim", "Lou"), "praise_fountain")


def test_praise_that_was_not_released_is_no_fountain():
    assert {} == figures(praised("Kim", "Lou", "Max", release=False), "praise_fountain")


# Bravest Re-think


def rethought(**second: int) -> Story:
    """Full round, ruled 0 and 3; then these second votes."""
    story = Story(MANAGERS, pack=cases_pack(full=3))
    story.joins(*REPS)
    story.plays({"Ana": 0, "Bo": 3, "Cy": 3}, chair="Ana", until=Phase.ALIGN)
    for name, level in second.items():
        story.revotes(name, level)
    story.goes_to(Phase.SCORE)
    return story


def test_the_bravest_rethink_is_counted_in_levels_moved():
    assert {"Ana": 2, "Bo": 1} == figures(rethought(Ana=2, Bo=2, Cy=3), "bravest_rethink")


def test_voting_the_same_again_is_no_rethink():
    assert {} == figures(rethought(Ana=0, Bo=3), "bravest_rethink")


# Bridge Builder


def bridged(**conditions: tuple[tuple[int, ...], tuple[int, ...]]) -> Story:
    story = workshop()
    story.goes_to(Phase.RULE)
    story.seals_missing()
    story.goes_to(Phase.DISCUSS)
    for name, (softer, firmer) in conditions.items():
        story.explains(name, softer, firmer)
    story.goes_to(Phase.SCORE)
    return story


def test_the_bridge_builder_named_conditions():
    assert {"Ana": 3, "Bo": 2} == figures(bridged(Ana=((0, 1), (2,)), Bo=((0,), (1,)), Cy=((0,), ())), "bridge_builder")


def test_conditions_of_a_round_that_does_not_count_build_no_bridge():
    story = bridged(Ana=((0, 1), (2,)))
    (step,) = [step for step, held in story.state.rounds.items() if held.conditions]
    story.leads(c.VoidRound(step, on=True))

    assert {} == figures(story, "bridge_builder")


def test_one_condition_is_no_bridge():
    assert {} == figures(bridged(Ana=((0,), ())), "bridge_builder")


# Stage Presence


def told(line: str = "Scattered waivers.", delivery: str = "weather", by: str = "Ana", hush: bool = False) -> Story:
    story = workshop()
    story.goes_to(Phase.READ)
    story.puts_in_chair("Ana")
    story.goes_to(Phase.RULE)
    if by == "Ana":
        story.prepares("Ana", line, delivery)
    story.goes_to(Phase.SCORE)
    if hush:
        story.leads(c.HushLine(story.step, on=True))
    return story


def test_stage_presence_is_telling_with_a_line_of_ones_own():
    assert {"Ana": 1} == figures(told(), "stage_presence")


@pytest.mark.parametrize("less", [{"line": ""}, {"delivery": "plain"}, {"hush": True}, {"by": "nobody"}], ids=str)
def test_without_a_line_of_ones_own_there_is_no_stage_presence(less):
    assert {} == figures(told(**less), "stage_presence")


# Telepathic Pair


def alike(*rounds: dict[str, int], managers: Sequence[str] = MANAGERS) -> Story:
    story = Story(managers, pack=cases_pack(flash=6))
    story.joins(*REPS)
    for rulings in rounds:
        story.plays(rulings)
    return story


def test_the_telepathic_pair_rules_most_alike():
    story = alike(*[{"Ana": 0, "Bo": 3, "Cy": 2}] * 3)

    assert ["Bo", "Cy"] == given(story)["telepathic_pair"]


def test_its_figure_is_one_minus_the_mean_distance():
    story = alike(*[{"Ana": 0, "Bo": 3, "Cy": 2}] * 3)
    given(story)
    (pair,) = [one for one in story.state.desk.awards if one.kind == "telepathic_pair"]

    assert round(1 - 1 / 3, 6) == round(pair.of, 6)


def test_it_takes_three_cases_that_both_ruled_on():
    assert "telepathic_pair" not in given(alike(*[{"Ana": 0, "Bo": 3, "Cy": 2}] * 2))


def test_a_case_that_one_passed_is_none_that_both_ruled_on():
    story = alike(*[{"Ana": 0, "Bo": 3}] * 2, managers=("Ana", "Bo"))
    story.next()
    story.passes("Bo")
    story.goes_to(Phase.SCORE)

    assert "telepathic_pair" not in given(story)


def test_the_first_pair_wins_a_tie():
    assert ["Ana", "Bo"] == given(alike(*[{"Ana": 1, "Bo": 1, "Cy": 1}] * 3))["telepathic_pair"]


# What counts


def test_without_data_there_is_no_award():
    assert {} == given(Story())


def test_a_void_round_wins_nothing():
    story = workshop({"Kim": RIGHT}, {"Kim": RIGHT})
    story.leads(c.VoidRound(story.step, on=True))

    assert {} == figures(story, "mind_reader")


def test_practice_wins_nothing():
    story = workshop({"Kim": RIGHT}, {"Kim": RIGHT}, cases=cases_pack(flash=2, practice=True))

    assert {} == figures(story, "mind_reader")


def test_whoever_left_wins_nothing():
    story = workshop({"Kim": RIGHT, "Lou": NEAR}, {"Kim": RIGHT, "Lou": NEAR})
    story.leads(c.RemoveSeat(story.seat("Kim")))

    assert "Kim" not in {name for names in given(story).values() for name in names}


def in_sums(story: Story, name: str) -> Story:
    story.discloses(name, Disclosure.SUM)
    return story


@pytest.mark.parametrize(
    ("award", "story"),
    [
        ("bravest_rethink", lambda: rethought(Ana=2)),
        ("bridge_builder", lambda: bridged(Ana=((0, 1), (2,)))),
        ("stage_presence", told),
        ("open_book", lambda: workshop(dict.fromkeys(REPS, RIGHT))),
    ],
    ids=["bravest_rethink", "bridge_builder", "stage_presence", "open_book"],
)
def test_a_manager_in_sums_only_is_in_no_award_that_speaks_of_rulings(award, story):
    assert {"Ana"} == figures(story(), award).keys()
    assert {} == figures(in_sums(story(), "Ana"), award)


def test_a_manager_in_sums_only_is_half_of_no_pair():
    story = alike(*[{"Ana": 0, "Bo": 3, "Cy": 3}] * 3)

    assert ["Ana", "Cy"] == given(in_sums(story, "Bo"))["telepathic_pair"]


def test_a_manager_in_sums_only_may_be_a_praise_fountain():
    assert {"Ana": 3} == figures(in_sums(praised("Kim", "Lou", "Max"), "Ana"), "praise_fountain")


# Who wins


def a_draw(*rounds: Mapping[str, Guess], teams: int = 1) -> dict[str, list[str]]:
    story = workshop(*rounds, reps=("Kim", "Lou", "Max", "Nia"))
    story.leads(c.DrawTeams(teams))
    return given(story)


def test_the_highest_figure_wins():
    calls = {"Kim": (3, 3, SURE, NEIGHBOURS), "Lou": (3, 3, SURE, SAME), "Max": (3, 3, SURE, FAR)}

    assert ["Lou"] == a_draw(calls, calls)["split_sniffer"]


def test_a_tie_goes_to_more_exact_hits():
    calls = {"Kim": (3, 3, HUNCH, SAME), "Lou": (1, 3, HUNCH, SAME)}

    assert ["Lou"] == a_draw(calls, calls)["split_sniffer"]


def test_then_to_more_points_for_certainty():
    calls = {"Kim": (1, 3, HUNCH, SAME), "Lou": (1, 3, SURE, SAME)}

    assert ["Lou"] == a_draw(calls, calls)["split_sniffer"]


def test_then_they_share():
    calls = {"Kim": RIGHT, "Lou": RIGHT}

    assert ["Kim", "Lou"] == a_draw(calls, calls)["split_sniffer"]


def test_no_more_than_three_share():
    calls = dict.fromkeys(("Kim", "Lou", "Max", "Nia"), RIGHT)

    assert 3 == len(a_draw(calls, calls)["split_sniffer"])


def one_team_each() -> Story:
    """Two teams; Kim is best at everything, Lou of the other team and Max of Kim's follow."""
    calls = {"Kim": RIGHT, "Lou": NEAR, "Max": NEAR}
    story = workshop(calls, calls, reps=("Kim", "Lou", "Max"))
    story.leads(c.DrawTeams(2))
    for name, team in (("Kim", "t1"), ("Max", "t1"), ("Lou", "t2")):
        story.leads(c.MoveSeat(story.seat(name), team))
    return story


def test_every_team_gets_an_award_before_anybody_gets_a_second():
    won = given(one_team_each())

    assert (["Kim"], ["Lou"]) == (won["split_sniffer"], won["steady_hands"])


def test_nobody_gets_a_second_award_while_somebody_has_none():
    won = given(one_team_each())

    assert ["Max"] == won["best_compass"]


def test_once_all_have_one_the_best_gets_a_second():
    assert ["Kim"] == given(one_team_each())["mind_reader"]


def test_each_manager_wins_at_most_one_award_and_the_pair():
    story = workshop()
    for chair in ("Ana", "Bo", "Cy", "Ana"):
        read_by_all(story, chair, NEAR)
    won = [name for kind, names in given(story).items() for name in names if kind in _MANAGERS_OWN]

    assert won
    assert len(set(won)) == len(won)


_MANAGERS_OWN = {"praise_fountain", "bravest_rethink", "bridge_builder", "stage_presence", "plot_twist", "open_book"}


# How they are shown


def test_awards_are_shown_one_by_one():
    story = workshop({"Kim": RIGHT, "Lou": NEAR}, {"Kim": RIGHT, "Lou": NEAR})
    given(story)
    all_of_them = len(story.state.desk.awards)
    seen = [(len(story.stage.awards), story.stage.awards_left)]
    for _ in range(all_of_them):
        story.next()
        seen.append((len(story.stage.awards), story.stage.awards_left))

    assert [(shown, all_of_them - shown) for shown in range(all_of_them + 1)] == seen


def test_nobodys_phone_knows_an_award_before_the_stage_has_shown_it():
    story = workshop({"Kim": RIGHT}, {"Kim": RIGHT})
    given(story)
    before = story.phone("Kim").awards
    story.next()

    assert ((), ("split_sniffer",)) == (before, story.phone("Kim").awards)


def test_a_look_back_draws_no_new_awards():
    story = workshop({"Kim": RIGHT}, {"Kim": RIGHT})
    given(story)
    story.skip_step()
    before = story.state.desk.awards
    story.leads(c.VoidRound("s3", on=True))
    story.back()

    assert before == story.state.desk.awards


@pytest.mark.parametrize(
    ("award", "story"),
    [
        ("bravest_rethink", lambda: rethought(Ana=2)),
        ("bridge_builder", lambda: bridged(Ana=((0, 1), (2,)))),
        ("stage_presence", told),
        ("open_book", lambda: workshop(dict.fromkeys(REPS, RIGHT))),
    ],
    ids=["bravest_rethink", "bridge_builder", "stage_presence", "open_book"],
)
def test_an_award_for_a_ruling_goes_to_the_face_that_ruled(award, story):
    played = story()
    played.discloses("Ana", Disclosure.MASKED)
    given(played)
    while played.stage.awards_left:
        played.next()
    (names,) = [one.names for one in played.stage.awards if one.kind == award]

    assert (played.manager_phone("Ana").mask,) == names


def test_an_award_for_praise_goes_to_the_name():
    story = praised("Kim", "Lou", "Max")
    story.discloses("Ana", Disclosure.MASKED)
    given(story)
    while story.stage.awards_left:
        story.next()

    assert ("Ana",) in [one.names for one in story.stage.awards if one.kind == "praise_fountain"]
