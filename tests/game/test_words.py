"""What people write: praise that says something, notes without a name, and the facilitator's gate before it all."""

import pytest

from server.game import commands as c
from server.game.errors import Reason
from server.game.people import FACILITATOR
from server.game.plan import Phase
from server.game.state import TextKind
from tests.support.given import Story
from tests.support.looks import encoded
from tests.support.packs import cases_pack, one_case

REPS = ("Kim", "Lou", "Max", "Nia", "Oli")
DID = "named the fee before the client did"


def a_round(until: Phase = Phase.PRAISE) -> Story:
    story = Story(pack=one_case())
    story.joins(*REPS)
    story.plays({"Ana": 0, "Bo": 1, "Cy": 3}, chair="Ana", guesses=dict.fromkeys(REPS, 1), until=until)
    return story


def no_praise(story: Story, did: str, by: str = "Ana", to: str = "Kim", **more: str) -> Reason:
    parts = {"when": "", "so_that": "", **more}
    return story.why_not(story.actor(by), c.Praise(story.seat(to), did=did, **parts))


# Praise says what somebody did


@pytest.mark.parametrize("did", ["", "   ", "\u200b", "!!!"])
def test_praise_needs_a_behaviour(did):
    assert Reason.BEHAVIOUR_MISSING == no_praise(a_round(), did, when="the client shouted", so_that="he stayed")


@pytest.mark.parametrize("did", ["great job", "Great job!", " GREAT  JOB ", "great-job", "Well done.", "great job 🎉"])
def test_vague_praise_is_refused(did):
    no = a_round()

    assert Reason.BEHAVIOUR_MISSING == no_praise(no, did)


def test_praise_with_a_vague_word_and_a_behaviour_is_praise():
    story = a_round()
    story.praises("Ana", "Kim", "did a great job of naming the fee first")

    assert ["did a great job of naming the fee first"] == [one.parts[1] for one in story.manager_phone("Ana").praise]


def test_praise_has_three_parts():
    story = a_round()
    story.praises("Ana", "Kim", DID, when="the client sighed", so_that="we kept her")

    assert ("the client sighed", DID, "we kept her") == story.manager_phone("Ana").praise[0].parts


@pytest.mark.parametrize("to", ["Lou", "Kim"])
@pytest.mark.parametrize("again", [DID, DID.upper(), f"{DID}!", "named the fee before your client did"])
def test_a_line_that_repeats_more_than_four_fifths_is_refused(again, to):
    story = a_round()
    story.praises("Ana", "Kim", DID)

    assert Reason.PRAISE_REPEATED == no_praise(story, again, to=to)


def test_a_different_line_is_welcome():
    story = a_round()
    story.praises("Ana", "Kim", DID)
    story.praises("Ana", "Lou", "asked what the second bill was for")

    assert ["Kim", "Lou"] == [one.to for one in story.manager_phone("Ana").praise]


def test_a_line_that_repeats_exactly_four_fifths_is_let_through():
    """Refused is *more* than 80 %: of ten signs, eight are the same here."""
    story = a_round()
    story.praises("Ana", "Kim", "cdef", when="ab", so_that="gh")
    story.praises("Ana", "Lou", "cdef", when="ab", so_that="XY")

    assert 2 == len(story.manager_phone("Ana").praise)


def test_another_managers_words_are_no_repetition():
    story = a_round()
    story.praises("Ana", "Kim", DID)
    story.praises("Bo", "Kim", DID)

    assert 1 == len(story.manager_phone("Bo").praise)


def test_managers_praise_reps_only():
    story = a_round()

    assert Reason.UNKNOWN_SEAT == story.why_not(story.actor("Ana"), c.Praise(story.seat("Bo"), "", DID, ""))


def test_nobody_praises_somebody_who_left():
    story = a_round()
    story.leads(c.RemoveSeat(story.seat("Kim")))

    assert Reason.UNKNOWN_SEAT == story.why_not(story.actor("Ana"), c.Praise(story.seat("Kim"), "", DID, ""))


def test_praise_may_draw_on_reasons_that_their_author_agreed_to_show():
    story = Story(pack=one_case())
    story.joins("Kim", "Lou")
    story.goes_to(Phase.RULE)
    story.rules("Kim", 1, reasons=("reason1",), quotable=True)
    story.rules("Lou", 1, reasons=("reason2",), quotable=False)
    story.goes_to(Phase.PRAISE)

    assert {"Kim": ("Reason 1",), "Lou": ()} == {row.name: row.reasons for row in story.managers_screen.ledger}


@pytest.mark.parametrize("phase", [Phase.RULE, Phase.PREDICT, Phase.LOCK])
def test_managers_see_no_reps_reasons_before_predictions_close(phase):
    story = Story(pack=one_case())
    story.joins("Kim")
    story.goes_to(Phase.RULE)
    story.rules("Kim", 1, reasons=("reason1",), quotable=True)
    story.goes_to(phase)

    assert all(row.reasons == () for row in story.managers_screen.ledger)


def test_the_ledger_lists_the_least_praised_first():
    story = a_round()
    story.praises("Ana", "Kim", DID)
    story.praises("Bo", "Lou", "asked what the second bill was for")

    assert ["Max", "Nia", "Oli", "Kim", "Lou"] == [row.name for row in story.managers_screen.ledger]


def test_the_coverage_of_praise_is_for_the_facilitator_alone():
    story = a_round()
    story.praises("Ana", "Kim", DID)
    story.releases_all()

    assert (1, 5) == (story.console.ledger.praised, story.console.ledger.reps)
    assert not hasattr(story.stage, "ledger")


# The gate


def written(story: Story, kind: TextKind, text: str) -> None:
    """Somebody writes something of this kind: Kim, or Ana where managers write."""
    match kind:
        case TextKind.NOTE:
            story.writes("Kim", text)
            for name in REPS[1:]:
                story.writes(name, f"Nothing from {name}.")
        case TextKind.PRAISE:
            story.praises("Ana", "Kim", text, when=f"when {text}", so_that=f"so that {text}")
        case TextKind.THANKS:
            story.thanks("Kim", "Ana", text)
        case TextKind.COMMITMENT:
            story.commits("Kim", text)


OWN = {TextKind.NOTE: {"p1"}, TextKind.PRAISE: {"m1"}, TextKind.THANKS: {"p1"}, TextKind.COMMITMENT: {"p1"}}
"""On whose phone the words stand before they are released: the author's."""


def screens_with(story: Story, text: str) -> set[str]:
    return {screen for screen, seen in encoded(story.state).items() if text.encode() in seen}


@pytest.mark.parametrize("kind", [TextKind.NOTE, TextKind.PRAISE, TextKind.THANKS])
def test_nothing_written_reaches_another_screen_before_its_release(kind):
    """But the facilitator's, who holds the gate."""
    story = a_round(Phase.PRAISE)
    written(story, kind, "quixotic zebra")
    seen = screens_with(story, "quixotic zebra")
    while story.phase is not Phase.CLOSED:
        story.goes_to(Phase.IMPACT) if story.phase is Phase.PRAISE else story.goes_to(Phase.CLOSED)
        seen |= screens_with(story, "quixotic zebra")

    assert OWN[kind] | {"facilitator"} == seen


@pytest.mark.parametrize(
    ("kind", "phase", "screens"),
    [
        (TextKind.NOTE, Phase.IMPACT, {"stage", "rep", "manager"}),
        (TextKind.PRAISE, Phase.PRAISE, {"stage", "rep", "manager", "p1"}),
        (TextKind.THANKS, Phase.PRAISE, {"m1"}),
    ],
)
def test_a_release_shows_it_to_those_it_is_for(kind, phase, screens):
    story = a_round(Phase.PRAISE)
    written(story, kind, "quixotic zebra")
    story.releases_all()
    story.goes_to(phase)

    assert OWN[kind] | {"facilitator"} | screens == screens_with(story, "quixotic zebra")


@pytest.mark.parametrize("kind", [TextKind.NOTE, TextKind.PRAISE, TextKind.THANKS])
def test_what_was_set_aside_after_its_release_is_gone_again(kind):
    story = a_round(Phase.PRAISE)
    written(story, kind, "quixotic zebra")
    story.releases_all()
    for text in story.state.texts:
        story.leads(c.SetTextAside(text))
    story.goes_to(Phase.IMPACT)

    assert OWN[kind] | {"facilitator"} == screens_with(story, "quixotic zebra")


def test_a_text_is_released_once():
    story = a_round()
    text = story.praises("Ana", "Kim", DID)
    story.leads(c.ReleaseText(text))

    assert Reason.UNKNOWN_TEXT == story.why_not(FACILITATOR, c.ReleaseText(text))


def test_a_text_that_is_not_there_is_not_released():
    story = a_round()
    story.praises("Ana", "Kim", DID)

    assert Reason.UNKNOWN_TEXT == story.why_not(FACILITATOR, c.ReleaseText("x99"))


def test_a_text_set_aside_can_still_be_released():
    story = a_round()
    text = story.praises("Ana", "Kim", DID)
    story.leads(c.SetTextAside(text))
    story.leads(c.ReleaseText(text))

    assert [DID] == [one.did for one in story.stage.round.praise]


def test_the_author_of_praise_sees_whether_it_was_released():
    story = a_round()
    story.praises("Ana", "Kim", DID)
    before = story.manager_phone("Ana").praise[0].released
    story.releases_all()

    assert (False, True) == (before, story.manager_phone("Ana").praise[0].released)


# Notes have no author


def noted(signed: bool) -> Story:
    story = a_round(Phase.PRAISE)
    story.writes("Kim", "quixotic zebra", signed)
    for name in REPS[1:]:
        story.writes(name, f"Nothing from us, {name[:1]}.")
    story.releases_all()
    story.goes_to(Phase.IMPACT)
    return story


@pytest.mark.parametrize("signed", [True, False])
def test_no_room_names_the_author_of_a_note(signed):
    """Two rooms in which another rep wrote the same show the same."""
    one, other = noted(signed), a_round(Phase.PRAISE)
    other.writes("Lou", "quixotic zebra", signed)
    for name in ("Kim", "Max", "Nia", "Oli"):
        other.writes(name, f"Nothing from us, {('Lou' if name == 'Kim' else name)[:1]}.")
    other.releases_all()
    other.goes_to(Phase.IMPACT)

    assert (one.stage, one.reps_screen, one.managers_screen) == (other.stage, other.reps_screen, other.managers_screen)


@pytest.mark.parametrize(("signed", "author"), [(True, "Kim"), (False, "")])
def test_the_facilitator_knows_the_author_of_a_signed_note_only(signed, author):
    story = noted(signed)

    assert [author] == [held.author for held in story.console.gate if "quixotic zebra" in held.parts]


def test_notes_stand_in_an_order_that_says_nothing_about_who_wrote_when():
    """In another workshop the same notes stand in another order."""
    orders = set()
    for seed in "abcdefgh":
        story = Story(pack=one_case(), seed=seed)
        story.joins(*REPS)
        story.plays({}, chair="Ana", guesses=dict.fromkeys(REPS, 1), until=Phase.PRAISE)
        for name in REPS:
            story.writes(name, f"Note of {name}")
        story.releases_all()
        story.goes_to(Phase.IMPACT)
        orders.add(story.stage.round.notes)

    assert len(orders) > 1


def test_an_author_sees_the_own_notes():
    story = a_round(Phase.IMPACT)
    story.writes("Kim", "quixotic zebra", signed=True)

    assert [("quixotic zebra", True)] == [(note.text, note.signed) for note in story.phone("Kim").notes]


def test_the_author_of_praise_and_of_thanks_is_named():
    story = a_round()
    story.praises("Ana", "Kim", DID)
    story.thanks("Kim", "Bo")

    assert ["Ana", "Kim"] == [held.author for held in story.console.gate]


# Thanks


def test_a_rep_thanks_a_manager():
    story = a_round()
    story.thanks("Kim", "Bo", "You said you once got it wrong.")
    story.releases_all()

    assert [("Kim", "You said you once got it wrong.")] == [
        (one.by, one.text) for one in story.manager_phone("Bo").thanks
    ]


def test_thanks_go_to_managers():
    story = a_round()

    assert Reason.UNKNOWN_SEAT == story.why_not(story.actor("Kim"), c.Thank(story.seat("Lou"), "Thank you."))


def test_thanks_are_nobody_elses():
    story = a_round()
    story.thanks("Kim", "Bo", "quixotic zebra")
    story.releases_all()

    assert {"facilitator", "m2", "p1"} == screens_with(story, "quixotic zebra")


# Commitments


def test_a_commitment_is_private():
    story = a_round(Phase.DEBRIEF)
    story.commits("Kim", "quixotic zebra")
    story.commits("Ana", "quixotic zebra too")
    seen = screens_with(story, "quixotic zebra")
    story.goes_to(Phase.CLOSED)

    assert {"m1", "p1"} == seen == screens_with(story, "quixotic zebra")


def test_the_facilitator_knows_how_many_commitments_there_are():
    story = a_round(Phase.DEBRIEF)
    story.commits("Kim")
    story.commits("Ana")

    assert (2, ()) == (story.console.commitments, story.console.gate)


def test_a_commitment_is_not_released():
    story = a_round(Phase.DEBRIEF)
    text = story.commits("Kim")

    assert story.refused(FACILITATOR, c.ReleaseText(text))


# Limits


@pytest.mark.parametrize(("signs", "fits"), [(280, True), (281, False)])
def test_a_note_has_at_most_280_signs(signs, fits):
    story = a_round(Phase.IMPACT)
    note = c.WriteNote(story.step, "n" * signs)

    if fits:
        story.does(story.actor("Kim"), note)
        assert "n" * signs == story.phone("Kim").notes[0].text
    else:
        assert Reason.TOO_LONG == story.why_not(story.actor("Kim"), note)


@pytest.mark.parametrize("part", ["when", "did", "so_that"])
def test_each_part_of_praise_has_at_most_140_signs(part):
    story = a_round()
    parts = {"when": "", "did": DID, "so_that": "", part: "n" * 141}

    no = story.refused(story.actor("Ana"), c.Praise(story.seat("Kim"), **parts))

    assert (Reason.TOO_LONG, part) == (no.reason, no.field)


@pytest.mark.parametrize("text", ["", "  ", "\u200b\u202e"])
def test_nothing_empty_is_written(text):
    story = a_round(Phase.IMPACT)

    assert Reason.EMPTY == story.why_not(story.actor("Kim"), c.WriteNote(story.step, text))
    assert Reason.EMPTY == story.why_not(story.actor("Kim"), c.Thank(story.seat("Ana"), text))


def test_what_is_written_stands_on_one_line_without_direction_marks():
    story = a_round(Phase.IMPACT)
    story.writes("Kim", "one\ntwo \u202e three\x00")

    assert "one two three" == story.phone("Kim").notes[0].text


def test_three_notes_a_round():
    story = Story(pack=cases_pack(full=2))
    story.joins("Kim")
    story.goes_to(Phase.IMPACT, "full-1")
    for number in range(3):
        story.writes("Kim", f"Note {number}")

    assert story.refused(story.actor("Kim"), c.WriteNote(story.step, "Note 4"))
    story.goes_to(Phase.IMPACT, "full-2")
    story.writes("Kim", "Note 4")


def test_three_commitments():
    story = a_round(Phase.DEBRIEF)
    for _ in range(3):
        story.commits("Kim")

    assert story.refused(story.actor("Kim"), c.Commit("one more"))


def test_ten_thanks():
    story = a_round()
    for number in range(10):
        story.thanks("Kim", "Ana", f"Thank you, {number}.")

    assert story.refused(story.actor("Kim"), c.Thank(story.seat("Ana"), "one more"))


def test_a_note_belongs_to_the_running_round():
    story = a_round(Phase.IMPACT)

    assert Reason.OTHER_ROUND == story.why_not(story.actor("Kim"), c.WriteNote("s1", "I dread the call."))


# The facilitator's notes


def test_the_facilitators_notes_are_on_the_console_only():
    story = a_round()
    story.leads(c.KeepNote(story.state.step.case, "quixotic zebra"))

    assert {"facilitator"} == screens_with(story, "quixotic zebra")


def test_the_packs_private_notes_are_on_the_console_only():
    assert {"facilitator"} == screens_with(a_round(), "Private notes on")


def test_a_note_is_on_a_case_of_the_pack():
    assert Reason.UNKNOWN_CASE == a_round().why_not(FACILITATOR, c.KeepNote("nowhere", "Ask Bo."))


def test_a_long_note_is_refused():
    story = a_round()

    assert Reason.TOO_LONG == story.why_not(FACILITATOR, c.KeepNote(story.state.step.case, "n" * 2001))


# The chair's line


def test_a_humour_line_has_at_most_160_signs():
    story = a_round(Phase.CHAIR)

    assert Reason.TOO_LONG == story.why_not(story.actor("Ana"), c.Prepare(story.step, "weather", "n" * 161))


def test_a_humour_line_reaches_no_other_screen_before_its_ruling():
    story = Story(pack=one_case())
    story.joins(*REPS)
    story.goes_to(Phase.RULE)
    story.prepares("Ana", "quixotic zebra")
    seen = screens_with(story, "quixotic zebra")
    while story.phase is not Phase.CHAIR:
        story.goes_to({Phase.RULE: Phase.PREDICT, Phase.PREDICT: Phase.LOCK, Phase.LOCK: Phase.CHAIR}[story.phase])
        seen |= screens_with(story, "quixotic zebra")

    assert {"m1"} == seen
    story.reveals("Ana")
    assert {"m1", "stage", "rep", "manager", "facilitator"} == screens_with(story, "quixotic zebra")
