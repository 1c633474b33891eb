"""Papers: what stands on them, in every language, with every kind of name; set by typst, which checks PDF/UA itself."""

import re
from datetime import UTC, date, datetime

import msgspec
import pytest
import typst

from server.game import commands as c
from server.game.case import AwardWords
from server.game.plan import Phase
from server.game.state import Disclosure
from server.reports.debrief import report
from server.reports.manager_page import manager_page
from server.reports.papers import press
from server.reports.papers.full_report import FullReport, full_report
from server.reports.papers.marks import mark
from server.reports.papers.own import OwnPaper, awards
from server.reports.papers.own_card import own_card
from server.reports.papers.own_page import own_page
from server.reports.papers.up_report import UpReport, up_report
from server.reports.papers.work_aid import WorkAid, work_aid
from server.reports.rep_card import rep_card
from server.reports.upward import upward
from tests.support.days import AWKWARD, AWKWARD_MANAGERS, Day
from tests.support.texts import LANGUAGES, words

MADE_AT = datetime(2027, 1, 15, 9, 30, 12, 345678, tzinfo=UTC)
OPENED, EARLY, LATE = date(2027, 1, 15), date(2027, 1, 20), date(2027, 3, 1)


@pytest.fixture(scope="module")
def day():
    return Day(4).plays_all()


@pytest.fixture(scope="module")
def odd_day():
    return Day(4, AWKWARD, AWKWARD_MANAGERS).plays_all()


def an_aid(day: Day, today: date = EARLY, language: str = "en") -> WorkAid:
    return work_aid(report(day.state, today.isoformat()), words(language), OPENED, today)


def a_report(day: Day, language: str = "en") -> FullReport:
    return full_report(report(day.state, EARLY.isoformat()), words(language), UTC, EARLY)


def text(paper: object) -> str:
    return msgspec.json.encode(paper).decode()


def aids(paper: WorkAid):
    return [aid for group in paper.groups for aid in group.aids]


def a_card(day: Day, language: str = "en") -> OwnPaper:
    card = rep_card(day.state, day.seat(day.reps[0]))
    return own_card(card, day.state.pack.awards, words(language), OPENED)


def a_page(day: Day, language: str = "en") -> OwnPaper:
    page = manager_page(day.state, day.seat(day.managers[0]))
    return own_page(page, day.state.pack.awards, words(language), OPENED)


def a_report_to_pass_on(day: Day, language: str = "en") -> UpReport:
    return up_report(upward(day.state, EARLY.isoformat()), words(language), OPENED)


PAPERS = {"work_aid": an_aid, "report": a_report, "upward": a_report_to_pass_on}
OWN = {"card": a_card, "page": a_page}
TEMPLATES = {
    **{name: (name, make) for name, make in PAPERS.items()},
    **{name: ("own", make) for name, make in OWN.items()},
}


# The work aid


def test_lines_stand_under_their_situation(day):
    shown = [(group.title, len(group.aids)) for group in an_aid(day).groups]

    assert 3 == sum(count for _, count in shown)
    assert len(shown) == len({title for title, _ in shown})


def test_a_line_tells_the_usual_ruling_its_band_and_its_keeper(day):
    band = next(aid for aid in aids(an_aid(day)) if aid.wording.startswith("Line 1"))
    name = band.situation.removeprefix("Title of ")

    assert [False, True, False, False] == [step.usual for step in band.steps]
    assert [True] * 4 == [step.within for step in band.steps]
    assert {"Usually": f"Option 1 of {name}", "Who decides": "Authority step 1"}.items() <= {
        fact.name: fact.says for fact in band.facts
    }.items()
    assert [("Owner", "Bo"), ("Review by", "March 1, 2027")] == [(fact.name, fact.says) for fact in band.keeper]


@pytest.mark.parametrize(("today", "flagged"), [(LATE, 0), (date(2027, 3, 2), 2), (date(2028, 1, 1), 2)])
def test_a_line_is_flagged_once_its_review_date_has_passed(day, today, flagged):
    assert flagged == sum(aid.overdue != "" for aid in aids(an_aid(day, today)))


def test_where_the_room_agreed_to_differ_each_manager_is_told_who_gave_a_name():
    day = Day(4, disclosures={"Bo": Disclosure.MASKED, "Cy": Disclosure.SUM}).plays_all()
    differ = next(aid for aid in aids(an_aid(day)) if aid.expectations)

    assert (["Ana"], "2 more managers: ask.") == ([one.name for one in differ.expectations], differ.others)


def test_a_case_that_was_not_written_says_why(day):
    assert ["We need the lawyer first."] == [one.says for one in an_aid(day).open]


def test_a_void_round_leaves_no_line():
    day = Day(1)
    day.plays_case()
    written = len(aids(an_aid(day)))
    day.leads(c.VoidRound(day.step, on=True))

    assert (1, 0) == (written, len(aids(an_aid(day))))


def test_a_workshop_without_lines_says_so():
    assert ("No line was written yet.", ()) == ((paper := an_aid(Day(1))).empty, paper.groups)


# The report


def test_the_report_tells_every_case_that_was_seen_in_the_order_of_the_day(day):
    titles = [one.title for one in a_report(day).cases]

    assert [day.state.pack.case(step.case).title for step in day.state.desk.agenda if step.is_round] == titles


def test_a_void_round_stands_in_the_report_as_such():
    day = Day(1)
    day.plays_case()
    day.leads(c.VoidRound(day.step, on=True))
    (one,) = a_report(day).cases

    assert one.kind.endswith("void, not counted")


def test_both_votes_stand_in_the_report_with_their_dials_in_words(day):
    first, second = a_report(day).cases[0].votes

    assert (None, first.dial.value) == (first.dial.before, second.dial.before)
    assert [f"Dial at {vote.dial.value} of 100: {vote.dial.verdict}" for vote in (first, second)] == [
        vote.dial.alt for vote in (first, second)
    ]
    assert set(day.managers) == {name for step in first.tokens for name in step}


def test_papers_that_the_room_called_out_of_date_stand_in_the_report():
    day = Day(1)
    case = day.state.pack.cases[0].id
    day.plays_case()
    day.leads(c.FlagPaper(case, on=True))
    (paper,) = a_report(day).stale

    assert f"Title of {case}" == paper.name
    assert f"Paper on {case} (Manual 1 · 2019) The room says: out of date." in paper.says


# The report to pass on


def test_no_manager_is_named_in_the_report_to_pass_on_until_all_agreed():
    day = Day(1, managers=("Annabel", "Borislav", "Cyrilla"))
    day.plays_case()
    before = text(a_report_to_pass_on(day))
    for name in day.managers:
        day.does(day.actor(name), c.ReleaseName(on=True))
    after = text(a_report_to_pass_on(day))

    assert ([], 3) == (
        re.findall("Annabel|Borislav|Cyrilla", before),
        len(set(re.findall("Annabel|Borislav|Cyrilla", after))),
    )


# A card and a page of one's own


def test_a_card_has_room_for_a_plan_until_there_is_one():
    day = Day(1)
    day.goes_to(Phase.DEBRIEF)
    empty = a_card(day).sections[0]
    day.commits("Kim", "If it gets loud, then I ask one question.")
    full = a_card(day).sections[0]

    assert (3, ()) == (empty.lines, empty.says)
    assert (0, ("If it gets loud, then I ask one question.",)) == (full.lines, full.says)


def test_praise_stands_on_the_card_of_whom_it_reached(day):
    cues = {
        name: own_card(rep_card(day.state, day.seat(name)), (), words(), OPENED).sections[-1].cues for name in day.reps
    }

    assert 12 == sum(len(held) for held in cues.values())
    assert all(
        cue.says.startswith("When it got loud, you ") and cue.by in day.managers
        for held in cues.values()
        for cue in held
    )


def test_a_managers_page_holds_the_four_boxes_of_the_coaching_card():
    day = Day(1)
    day.does(day.actor("Ana"), c.KeepCoaching("one", "two", "three", "four"))

    assert ["one", "two", "three", "four"] == [box.says for box in a_page(day).sections[0].boxes]


def test_an_award_is_called_as_the_pack_calls_it():
    own = (AwardWords("open_book", "Glass Door", "hid nothing"),)
    called = awards(("open_book", "plot_twist"), own, words())

    assert [("Glass Door", "hid nothing"), ("Plot Twist", "kept the room guessing to the end")] == [
        (one.name, one.says) for one in called
    ]


# Who is named


@pytest.mark.parametrize("paper", PAPERS)
def test_no_rep_is_named(paper):
    day = Day(4, reps=AWKWARD).plays_all()

    assert [] == [name for name in AWKWARD if msgspec.json.encode(name).decode()[1:-1] in text(PAPERS[paper](day))]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_masked_manager_and_one_in_sums_are_nowhere_named(paper):
    hidden = {"Borislav": Disclosure.MASKED, "Cyrilla": Disclosure.SUM}
    day = Day(1, managers=("Ana", "Borislav", "Cyrilla"), disclosures=hidden)
    day.plays_case()

    assert [] == re.findall("Borislav|Cyrilla", text(PAPERS[paper](day)))


@pytest.mark.parametrize("paper", PAPERS)
def test_what_people_wrote_to_one_another_is_on_no_paper(day, paper):
    private = [part for held in day.state.texts.values() if held.kind != "note" for part in held.parts]

    assert private
    assert [] == [part for part in private if part in text(PAPERS[paper](day))]


def test_what_is_counted_in_the_report_is_counted_from_five_on():
    few = Day(1, reps=("Kim", "Lou", "Max", "Nia")).plays_all()

    assert [()] == [one.counted for one in a_report(few).cases]


# Set in type


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", TEMPLATES)
def test_a_paper_is_accessible_in_every_language(day, paper, language):
    template, make = TEMPLATES[paper]
    made = press.pdf(template, make(day, language=language), MADE_AT)

    assert made.startswith(b"%PDF-1.7")
    assert b"pdfuaid" in made
    assert f"/Lang({language})".encode() in made.replace(b" ", b"")


@pytest.mark.parametrize("paper", TEMPLATES)
def test_a_paper_carries_every_kind_of_name(odd_day, paper):
    template, make = TEMPLATES[paper]

    assert press.pdf(template, make(odd_day), MADE_AT).startswith(b"%PDF")


@pytest.mark.parametrize("paper", TEMPLATES)
def test_a_paper_of_a_workshop_that_has_not_begun_can_be_made(paper):
    template, make = TEMPLATES[paper]

    assert press.pdf(template, make(Day(2)), MADE_AT).startswith(b"%PDF")


def test_the_same_paper_is_the_same_file(day):
    assert press.pdf("work_aid", an_aid(day), MADE_AT) == press.pdf("work_aid", an_aid(day), MADE_AT)


def test_what_people_typed_is_never_markup():
    """Each of these would stop typst, or set something else, if it were read."""
    names = ("#panic()", "$x^2", "#import", "*bold _it", "@label", "`raw", "\\u{41}", "= Head", "<lbl>", "// no")
    day = Day(1, managers=names[:8])
    day.plays_case()

    assert press.pdf("report", a_report(day), MADE_AT).startswith(b"%PDF")


def test_a_paper_reads_no_file_of_this_machine(tmp_path):
    template = press.HERE / "parts.typ"
    press_of = typst.Compiler(b'#read("/etc/hostname")', root=template.parent)

    with pytest.raises(typst.TypstError):
        press_of.compile(format="pdf")


def test_without_a_typesetter_there_is_no_paper(day, monkeypatch):
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(press, "import_module", missing)

    with pytest.raises(press.NoPress):
        press.pdf("work_aid", an_aid(day), MADE_AT)


def test_every_ladder_uses_marks_from_end_to_end():
    ladders = [
        tuple(mark(level, levels) for level in levels)
        for levels in ((1,), (0, 1), (0, 1, 2), (0, 1, 2, 3), (0, 1, 2, 3, 4))
    ]

    assert [(3,), (1, 5), (1, 3, 5), (1, 2, 4, 5), (1, 2, 3, 4, 5)] == ladders
