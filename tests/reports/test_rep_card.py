"""A rep's own card: what this rep read, said and would have done, and nobody else's."""

import msgspec
import pytest

from server.game import commands as c
from server.game.case import Form
from server.game.measures.undefined import Undefined
from server.game.plan import Phase
from server.game.state import Certainty, Disclosure
from server.reports.rep_card import RepCard, rep_card
from tests.support.given import Story
from tests.support.packs import case, cases_pack, pack

REPS = ("Kim", "Lou", "Max", "Nia", "Oli")
SURE, HUNCH = Certainty.SURE, Certainty.HUNCH


def a_story(cases: int = 3, **more) -> Story:
    story = Story(("Ana", "Bo", "Cy"), more.get("pack") or cases_pack(full=cases))
    story.joins(*REPS)
    return story


def a_round(
    story: Story,
    rulings: dict[str, int],
    *,
    chair: str = "Ana",
    own: tuple[int, int] | None = None,
    predicts: tuple[int, Certainty] | None = None,
) -> None:
    """The next round; Kim would have ruled and decided so, and predicts so."""
    story.goes_to(Phase.READ)
    story.puts_in_chair(chair)
    story.goes_to(Phase.RULE)
    for name, level in rulings.items():
        story.rules(name, level)
    if own:
        story.rules("Kim", *own)
    story.goes_to(Phase.PREDICT)
    if predicts:
        level, certainty = predicts
        story.predicts("Kim", level, certainty=certainty)
    story.goes_to(Phase.SCORE)


def card(story: Story, name: str = "Kim") -> RepCard:
    return rep_card(story.state, story.seat(name))


@pytest.fixture
def day() -> Story:
    """Three rounds: Kim reads Ana exactly, Bo far off, Ana nearly."""
    story = a_story()
    a_round(story, {"Ana": 1, "Bo": 2, "Cy": 3}, chair="Ana", own=(0, 0), predicts=(1, SURE))
    a_round(story, {"Ana": 1, "Bo": 0, "Cy": 1}, chair="Bo", own=(3, 3), predicts=(3, SURE))
    a_round(story, {"Ana": 2, "Bo": 2, "Cy": 2}, chair="Ana", own=(2, 1), predicts=(1, HUNCH))
    return story


def test_the_manager_read_best_and_the_one_who_is_still_a_puzzle(day):
    assert ("Ana", 83, 2, "Bo", 0, 1) == (
        card(day).best.face,
        card(day).best.closeness,
        card(day).best.rounds,
        card(day).puzzle.face,
        card(day).puzzle.closeness,
        card(day).puzzle.rounds,
    )


def test_one_manager_alone_is_no_puzzle():
    story = a_story()
    a_round(story, {"Ana": 1, "Bo": 2, "Cy": 3}, predicts=(0, SURE))

    assert ("Ana", None) == (card(story).best.face, card(story).puzzle)


def test_managers_who_were_read_alike_are_no_puzzle():
    story = a_story()
    a_round(story, {"Ana": 1, "Bo": 1, "Cy": 1}, chair="Ana", predicts=(1, SURE))
    a_round(story, {"Ana": 1, "Bo": 1, "Cy": 1}, chair="Bo", predicts=(1, SURE))

    assert card(story).puzzle is None


def test_a_mask_stands_in_the_place_of_the_name(day):
    day.leads(c.Mask(day.seat("Ana"), on=True))

    assert day.state.seats[day.seat("Ana")].mask == card(day).best.face


def test_how_often_each_certainty_was_right(day):
    assert [(HUNCH, 1, 0), (Certainty.FAIRLY, 0, 0), (SURE, 2, 1)] == [
        (one.certainty, one.said, one.hits) for one in card(day).habits
    ]


def test_own_choices_beside_the_managers_middle(day):
    """Middles 2, 1 and 2; own 0, 3 and 2: one below, one above, tilt (-2 + 2 + 0) / 3."""
    ruling = card(day).measures.own.ruling

    assert (pytest.approx(1 / 3), pytest.approx(1 / 3), 0) == (ruling.below, ruling.above, ruling.tilt)


def test_what_was_kept_and_what_was_passed_up(day):
    """All managers would check the guideline (1); own 0, 3 and 1."""
    authority = card(day).measures.own.authority

    assert (1, 1) == (card(day).measures.kept, card(day).measures.passed_up)
    assert (pytest.approx(1 / 3), pytest.approx(1 / 3)) == (authority.below, authority.above)


def test_where_the_law_decides_handing_over_is_the_target():
    story = a_story(pack=pack(case("warm-up", form=Form.PRACTICE, minutes=6), case("full-1", must_escalate=True)))
    story.goes_to(Phase.READ, "full-1")
    a_round(story, {"Ana": 1, "Bo": 1, "Cy": 1}, own=(1, 1))

    assert 1 == card(story).measures.own.authority.below


def test_a_ruling_in_sums_only_is_no_target():
    """With one manager shown, a middle of two would give the other one's ruling away."""
    story = a_story()
    story.discloses("Bo", Disclosure.SUM)
    story.discloses("Cy", Disclosure.SUM)
    a_round(story, {"Ana": 1, "Bo": 3, "Cy": 3}, own=(1, 1))

    assert 0 == card(story).measures.own.ruling.tilt


@pytest.mark.parametrize(("rounds", "thin"), [(2, True), (3, False)])
def test_fewer_than_three_rounds_are_thin(rounds, thin):
    story = a_story()
    for _ in range(rounds):
        a_round(story, {"Ana": 1, "Bo": 1, "Cy": 1}, own=(1, 1), predicts=(1, SURE))

    assert (thin, thin) == (card(story).thin, card(story).measures.own.thin)


def test_a_round_without_an_answer_makes_nothing_less_thin(day):
    assert (3, True, None, Undefined.NO_PAIR) == (
        card(day, "Lou").rounds,
        card(day, "Lou").thin,
        card(day, "Lou").score,
        card(day, "Lou").measures.own.ruling,
    )


def test_a_void_round_counts_for_nothing(day):
    day.leads(c.VoidRound(day.step, on=True))

    assert (2, 2) == (card(day).rounds, card(day).measures.own.cases)


def test_plans_and_praise_stand_on_the_card(day):
    day.praises("Ana", "Kim", "named the fee before the client did")
    day.releases_all()
    day.goes_to(Phase.DEBRIEF)
    day.commits("Kim", "If a fee is disputed, then I name the rule first.")

    assert ("If a fee is disputed, then I name the rule first.",) == card(day).plans
    assert ["named the fee before the client did"] == [one.did for one in card(day).praise]


def test_praise_that_waits_at_the_gate_is_not_on_the_card(day):
    day.praises("Ana", "Kim", "named the fee before the client did")

    assert () == card(day).praise


def test_nothing_of_anybody_else_is_on_the_card(day):
    """The same card, whatever the other reps chose, predicted, wrote and planned."""
    quiet = msgspec.json.encode(card(day))
    loud = a_story()
    for chair, rulings, own, guess in (
        ("Ana", {"Ana": 1, "Bo": 2, "Cy": 3}, (0, 0), (1, SURE)),
        ("Bo", {"Ana": 1, "Bo": 0, "Cy": 1}, (3, 3), (3, SURE)),
        ("Ana", {"Ana": 2, "Bo": 2, "Cy": 2}, (2, 1), (1, HUNCH)),
    ):
        loud.goes_to(Phase.READ)
        loud.puts_in_chair(chair)
        loud.goes_to(Phase.RULE)
        for name, level in rulings.items():
            loud.rules(name, level)
        for name in REPS[1:]:
            loud.rules(name, 3, 3)
        loud.rules("Kim", *own)
        loud.goes_to(Phase.PREDICT)
        for name in REPS[1:]:
            loud.predicts(name, 0)
            loud.writes(name, f"a note of {name}")
        loud.predicts("Kim", guess[0], certainty=guess[1])
        loud.goes_to(Phase.SCORE)

    assert quiet == msgspec.json.encode(card(loud))
