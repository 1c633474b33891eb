"""The facilitator's report: what was played, as far as everybody agreed to show it."""

import msgspec
import pytest

from server.game import commands as c
from server.game.case import Form
from server.game.measures import summary
from server.game.people import Role
from server.game.plan import Phase, StepKind
from server.game.state import Closing, Disclosure
from server.reports.debrief import ReportCase, report
from tests.support.given import Story
from tests.support.packs import case, cases_pack, pack

TODAY = "2027-03-02"
REPS = ("Kimberly", "Louise", "Maximilian", "Nia-Marie", "Oliver")
MANAGERS = ("Annabel", "Borislav", "Cyrilla")
WIDE = {"Annabel": 0, "Borislav": 3, "Cyrilla": 2}
BEFORE_THE_LAST_FLIP = (Phase.READ, Phase.RULE, Phase.PREDICT, Phase.LOCK, Phase.CROWD, Phase.CHAIR, Phase.PANEL)


def a_story(reps: int = 5, **more) -> Story:
    """A practice, a flash case and two full ones, with all reps here."""
    story = Story(MANAGERS, more.get("pack") or cases_pack(full=2, flash=1, practice=True))
    story.joins(*REPS[:reps])
    return story


def played(until: Phase = Phase.SCORE, reps: int = 5, **more) -> Story:
    """The first full case, ruled widely; every rep has chosen for themselves, and predicted."""
    story = a_story(reps, **more)
    story.goes_to(Phase.RULE, "full-1")
    for name in REPS[:reps]:
        story.rules(name, 1, reasons=("reason1",), quotable=True)
    for name, level in WIDE.items():
        story.rules(name, level)
    story.goes_to(Phase.PREDICT)
    for name in REPS[:reps]:
        story.predicts(name, 1)
    if until in (Phase.READ, Phase.RULE):
        while story.phase is not until:
            story.back()
    else:
        story.goes_to(until)
    return story


def of(story: Story, name: str = "full-1") -> ReportCase:
    """The part of the report on one case."""
    return next(one for one in report(story.state, TODAY).cases if one.title == f"Title of {name}")


def faces(story: Story) -> dict[str, int]:
    return {ruling.face.name: ruling.level for ruling in of(story).rulings}


def mask(story: Story, name: str) -> str:
    return story.state.seats[story.seat(name)].mask


def text(story: Story) -> str:
    return msgspec.json.encode(report(story.state, TODAY)).decode()


# The head


def test_the_report_names_the_workshop():
    whole = report(a_story().state, TODAY)

    assert ("Tuesday", "482913", "Test pack", "EUR") == (whole.title, whole.code, whole.pack, whole.currency)


def test_the_report_counts_the_reps_who_are_here():
    story = a_story()
    story.joins("Guest", role=Role.OBSERVER)
    story.leads(c.RemoveSeat(story.seat("Kimberly")))

    assert 4 == report(story.state, TODAY).reps


def test_every_case_of_the_agenda_is_in_the_report():
    titles = [one.title for one in report(a_story().state, TODAY).cases]

    assert ["Title of warm-up", "Title of flash-1", "Title of full-1", "Title of full-2"] == titles


def test_a_practice_and_a_flash_round_are_marked_as_such():
    marks = [(one.practice, one.flash) for one in report(a_story().state, TODAY).cases]

    assert [(True, True), (False, True), (False, False), (False, False)] == marks


def test_the_agenda_tells_what_began_and_what_was_cut():
    story = a_story()
    board = next(step for step in story.state.desk.agenda if step.kind is StepKind.BOARD)
    story.leads(c.CutStep(board.id, cut=True))
    story.next()
    agenda = {step.kind: step for step in report(story.state, TODAY).agenda}

    assert (story.now, None, True) == (
        agenda[StepKind.WELCOME].begun_at,
        agenda[StepKind.AWARDS].begun_at,
        agenda[StepKind.BOARD].cut,
    )


def test_the_report_is_the_same_each_time():
    story = played()

    assert report(story.state, TODAY) == report(story.state, TODAY)


def test_the_report_carries_the_measures_of_the_day():
    story = played()

    assert summary.of_day(story.state) == report(story.state, TODAY).measures


def test_a_figure_that_does_not_exist_leaves_the_server_as_its_reason():
    measures = msgspec.json.decode(text(played()))["measures"]

    assert ("too_few", 0.5) == (measures["skill"]["value"], measures["alignment"]["value"])


# Fates


def test_a_case_that_was_not_begun_is_to_come():
    assert ["to_come"] * 4 == [one.fate for one in report(a_story().state, TODAY).cases]


def test_a_case_is_played_once_its_rulings_are_on_the_table():
    assert "played" == of(played()).fate


@pytest.mark.parametrize("phase", BEFORE_THE_LAST_FLIP)
def test_a_running_case_is_not_played_before_the_last_flip(phase):
    assert "played" != of(played(until=phase)).fate


def test_a_case_that_was_left_before_its_reveal_was_broken_off():
    story = played(until=Phase.PREDICT)
    story.skip_step()

    assert "broken_off" == of(story).fate


def test_a_case_that_was_cut_is_left_out():
    story = a_story()
    last = [step for step in story.state.desk.agenda if step.is_round][-1]
    story.leads(c.CutStep(last.id, cut=True))

    assert "left_out" == of(story, "full-2").fate


def test_a_case_that_was_voided_is_void():
    story = played()
    story.leads(c.VoidRound(story.step, on=True))

    assert "void" == of(story).fate


def test_a_void_that_was_undone_is_played_again():
    story = played()
    story.leads(c.VoidRound(story.step, on=True))
    story.undo()

    assert "played" == of(story).fate


def test_a_case_that_was_broken_off_stays_so_when_it_is_voided():
    story = played(until=Phase.PREDICT)
    step = story.step
    story.skip_step()
    story.leads(c.VoidRound(step, on=True))

    assert "broken_off" == of(story).fate


# Rulings, as their managers agreed to show them


def test_a_manager_who_agreed_is_named():
    assert WIDE == faces(played())


def test_a_masked_manager_is_shown_under_the_mask():
    story = a_story()
    story.discloses("Borislav", Disclosure.MASKED)
    story.plays(WIDE, case="full-1")

    assert {"Annabel": 0, mask(story, "Borislav"): 3, "Cyrilla": 2} == faces(story)


def test_a_masked_manager_is_nowhere_named():
    story = a_story()
    story.discloses("Borislav", Disclosure.MASKED)
    story.plays(WIDE, case="full-1")

    assert (False, True) == ("Borislav" in text(story), mask(story, "Borislav") in text(story))


def test_a_manager_whom_the_facilitator_masked_is_nowhere_named():
    story = played()
    story.leads(c.Mask(story.seat("Borislav"), on=True))

    assert "Borislav" not in text(story)


@pytest.mark.parametrize("masked", MANAGERS)
def test_the_order_of_the_managers_does_not_tell_who_wears_a_mask(masked):
    """Faces in the order of their names: a mask that stood in its wearer's place would be none."""
    story = a_story()
    story.discloses(masked, Disclosure.MASKED)
    listed = [face.name for face in report(story.state, TODAY).managers]

    assert sorted(listed, key=str.casefold) == listed


def test_a_manager_in_sums_is_neither_named_nor_shown():
    story = a_story()
    story.discloses("Borislav", Disclosure.SUM)
    story.plays(WIDE, case="full-1")

    assert {"Annabel": 0, "Cyrilla": 2} == faces(story)
    assert not {"Borislav", mask(story, "Borislav")} & {*text(story).split('"')}


def test_a_manager_in_sums_is_counted():
    story = a_story()
    story.discloses("Borislav", Disclosure.SUM)
    story.plays(WIDE, case="full-1")

    assert (1, 1) == (report(story.state, TODAY).managers_in_sums, of(story).result.counted_only)


def test_a_ruling_in_sums_is_not_on_the_board():
    story = a_story()
    story.discloses("Borislav", Disclosure.SUM)
    story.plays(WIDE, case="full-1")
    (row,) = (row for row in report(story.state, TODAY).board.rows if row.title == "Title of full-1")

    assert (0, 2) == row.levels


def test_the_chair_is_marked():
    story = a_story()
    story.plays(WIDE, chair="Cyrilla", case="full-1")

    assert ["Cyrilla"] == [ruling.face.name for ruling in of(story).rulings if ruling.chair]


def test_a_ruling_comes_with_its_reasons():
    story = a_story()
    story.goes_to(Phase.RULE, "full-1")
    story.rules("Annabel", 0, reasons=("reason2", "reason3"))
    story.goes_to(Phase.SCORE)

    assert ("Reason 2", "Reason 3") == next(r.reasons for r in of(story).rulings if r.face.name == "Annabel")


def test_conditions_are_told_with_their_faces():
    story = a_story()
    story.discloses("Borislav", Disclosure.MASKED)
    story.discloses("Cyrilla", Disclosure.SUM)
    story.plays(WIDE, case="full-1", until=Phase.PREDICT)
    for name in MANAGERS:
        story.explains(name, softer=(0,))
    story.goes_to(Phase.SCORE)

    assert {"Annabel", mask(story, "Borislav")} == {face.name for face in of(story).conditions[0].softer}


# What the reps said themselves


def test_the_reps_own_choices_are_counted_from_five_on():
    own = of(played()).own

    assert (5, 5) == (own.total, dict(own.levels)[1])


def test_the_reps_own_choices_are_kept_private_below_five():
    assert of(played(reps=4)).own is None


def test_a_choice_that_was_not_finished_does_not_count():
    story = a_story()
    story.goes_to(Phase.RULE, "full-1")
    for name in REPS[:4]:
        story.rules(name, 1)
    story.rules("Oliver", 1, None)
    story.goes_to(Phase.SCORE)

    assert of(story).own is None


def test_no_rep_is_named_for_a_choice():
    story = played()

    assert [] == [name for name in REPS if name in text(story)]


def test_the_crowd_is_kept_private_below_five():
    assert (None, None) == (of(played(reps=4)).crowd, of(played(reps=4)).read)


# What people wrote


def noted(reps: int = 5) -> Story:
    """So many reps wrote a note, and the room has come to the second vote."""
    story = a_story()
    story.plays(WIDE, case="full-1", until=Phase.PREDICT)
    for name in REPS[:reps]:
        story.writes(name, f"a note of {name[:3].lower()}")
    story.goes_to(Phase.DISCUSS)
    return story


def test_a_note_that_was_not_released_is_not_in_the_report():
    assert () == of(noted()).notes


def test_a_note_that_was_released_is_in_the_report():
    story = noted()
    story.leads(c.ReleaseText(next(iter(story.state.texts))))

    assert ("a note of kim",) == of(story).notes


def test_a_note_that_was_set_aside_again_is_not_in_the_report():
    story = noted()
    first = next(iter(story.state.texts))
    story.leads(c.ReleaseText(first))
    story.leads(c.SetTextAside(first))

    assert () == of(story).notes


def test_notes_of_fewer_than_five_are_not_in_the_report():
    story = noted(reps=4)
    story.releases_all()

    assert () == of(story).notes


def test_no_rep_is_named_for_a_note():
    story = noted()
    story.releases_all()

    assert [] == [name for name in REPS if name in text(story)]


def test_praise_is_counted_once_it_is_released():
    story = played(until=Phase.PRAISE)
    for number, name in enumerate(("Kimberly", "Kimberly", "Louise")):
        story.praises("Annabel", name, ("named the fee", "kept calm", "asked twice")[number])
    counted = [(report(story.state, TODAY).praise_lines, report(story.state, TODAY).praised)]
    story.releases_all()
    counted.append((report(story.state, TODAY).praise_lines, report(story.state, TODAY).praised))

    assert [(0, 0), (3, 2)] == counted


def test_what_was_written_to_one_person_stays_out_of_the_report():
    story = played(until=Phase.PRAISE)
    story.praises("Annabel", "Kimberly", "praise-marker")
    story.thanks("Kimberly", "Annabel", "thanks-marker")
    story.leads(c.KeepNote(story.state.step.case, "keep-marker"))
    story.releases_all()
    story.goes_to(Phase.DEBRIEF)
    story.commits("Kimberly", "commitment-marker")

    assert [] == [word for word in ("praise", "thanks", "keep", "commitment") if f"{word}-marker" in text(story)]


def test_commitments_are_counted():
    story = a_story()
    story.goes_to(Phase.DEBRIEF)
    for name in ("Kimberly", "Annabel"):
        story.commits(name)

    assert 2 == report(story.state, TODAY).commitments


# The second vote


def voting() -> Story:
    """A second vote is open, and everybody has voted again."""
    story = played(until=Phase.ALIGN)
    for name in MANAGERS:
        story.revotes(name, 2)
    for name in REPS:
        story.revotes(name, 2)
    return story


def test_a_second_vote_is_told_once_it_is_closed():
    story = voting()
    story.goes_to(Phase.CAPTURE)

    assert {2} == {token.level for token in of(story).second.tokens}


def test_the_first_rulings_stay_beside_the_second():
    story = voting()
    story.goes_to(Phase.CAPTURE)

    assert WIDE == faces(story)


def test_an_open_second_vote_is_not_told():
    assert (None, None) == (of(voting()).second, of(voting()).own_after)


def test_an_open_second_vote_is_not_on_the_board():
    (row,) = (row for row in report(voting().state, TODAY).board.rows if row.title == "Title of full-1")

    assert (None, None) == (row.levels_after, row.dial_after)


def test_an_open_second_vote_moves_no_alignment():
    assert report(played(until=Phase.ALIGN).state, TODAY).alignment == report(voting().state, TODAY).alignment


def test_the_reps_second_thoughts_are_counted_once_the_vote_is_closed():
    story = voting()
    story.goes_to(Phase.CAPTURE)

    assert (5, 5) == (of(story).own_after.total, dict(of(story).own_after.levels)[2])


def test_the_board_shows_the_second_vote_once_it_is_closed():
    story = voting()
    story.goes_to(Phase.CAPTURE)
    (row,) = (row for row in report(story.state, TODAY).board.rows if row.title == "Title of full-1")

    assert (2, 2, 2) == row.levels_after


# A running round


@pytest.mark.parametrize("phase", BEFORE_THE_LAST_FLIP)
def test_nothing_of_a_running_round_is_told_before_the_last_flip(phase):
    story = played(until=Phase.PREDICT)
    for name in MANAGERS:
        story.explains(name, softer=(0,))
    for name in REPS:
        story.writes(name, f"a note of {name}")
    story.releases_all()
    while phase in (Phase.READ, Phase.RULE) and story.phase is not phase:
        story.back()
    story.goes_to(phase)
    running = of(story)

    assert ((), None, None, None, None, None, None, (), (), False) == (
        running.rulings,
        running.result,
        running.second,
        running.crowd,
        running.read,
        running.own,
        running.own_after,
        running.conditions,
        running.notes,
        running.must_escalate,
    )


def test_a_running_round_is_not_on_the_board():
    rows = report(played(until=Phase.PANEL).state, TODAY).board.rows

    assert "Title of full-1" not in {row.title for row in rows}


def test_rulings_of_a_case_that_was_broken_off_stay_sealed():
    story = played(until=Phase.PREDICT)
    story.skip_step()

    assert ((), None) == (of(story).rulings, of(story).own)


def test_a_case_where_the_law_decides_says_so_once_it_is_played():
    law = pack(
        case("warm-up", form=Form.PRACTICE, minutes=6),
        case("full-1", must_escalate=True),
    )
    told = [of(played(until=phase, pack=law)).must_escalate for phase in (Phase.PREDICT, Phase.SCORE)]

    assert [False, True] == told


# The end


def test_a_captured_line_is_in_the_report():
    story = played(until=Phase.CAPTURE)
    story.leads(c.CloseCase(story.step, Closing.BAND, 2, 0, 3, 1, "Once a year.", "Annabel", "2027-03-01"))
    line = of(story).line

    assert (Closing.BAND, 2, 0, 3, "Once a year.", "Annabel") == (
        line.closing,
        line.default,
        line.low,
        line.high,
        line.wording,
        line.owner,
    )


def test_a_line_that_was_not_written_says_why():
    story = played(until=Phase.CAPTURE)
    story.leaves_open("no time")

    assert (Closing.OPEN, "no time") == (of(story).line.closing, of(story).line.why)


def awarded(until: Phase) -> Story:
    story = a_story()
    for name in ("flash-1", "full-1", "full-2"):
        story.plays(WIDE, guesses=dict.fromkeys(REPS, 1), case=name)
    story.goes_to(until)
    return story


def test_awards_are_in_the_report_after_the_stage_has_shown_them():
    assert awarded(Phase.DEBRIEF).state.desk.awards
    assert [kind.kind for kind in awarded(Phase.DEBRIEF).state.desk.awards] == [
        award.kind for award in report(awarded(Phase.DEBRIEF).state, TODAY).awards
    ]


def test_awards_are_not_in_the_report_before():
    assert () == report(awarded(Phase.AWARDS).state, TODAY).awards


def test_the_report_tells_whether_the_workshop_is_closed():
    assert [False, True] == [report(awarded(phase).state, TODAY).closed for phase in (Phase.DEBRIEF, Phase.CLOSED)]


def test_a_manager_who_was_removed_is_no_manager_of_the_report():
    story = played()
    story.leads(c.RemoveSeat(story.seat("Cyrilla")))

    assert {"Annabel", "Borislav"} == {face.name for face in report(story.state, TODAY).managers}
