"""Another organisation brings its own words, ladders, unit of cost and rules, and plays with no change of code."""

import pytest

from server.content.loader import load
from server.game.ids import CaseId
from server.game.plan import Phase
from server.reports.debrief import report
from tests.support.given import Story
from tests.support.written_packs import HEAD, PACK, write

LADDERS = """\
ladders:
  - id: patience
    low_error: curt
    high_error: endless
    options:
      - {id: later, label: ring back}
      - {id: now, label: stay for a minute}
      - {id: long, label: stay as long as it takes}
      - {id: visit, label: drive there}
  - id: authority
    low_error: stood alone
    high_error: passed it round
    options:
      - {id: me, label: my shift}
      - {id: radio, label: ask over the radio}
      - {id: officer, label: the duty officer}
"""
MORE = """\
house_rules:
  - Nobody drives alone at night.
awards:
  - {id: mind_reader, title: The lighthouse, praise: for seeing them from afar}
guidelines:
  - id: night-calls
    cases: [exception]
    text: At night, ring back within ten minutes.
    owner: Night desk
    review_on: 2020-01-01
"""
CASE = """\
id: {id}
title: The {id} call
family: {family}
channel: phone
minutes: 13
form: {form}
text: Mr Ode rings a third time about the light on the pier.
facts:
  - It is ten past four.
ladder: patience
options:
  - {{level: 0, label: Ring back at five, cost: 2}}
  - {{level: 1, label: Listen for a minute, cost: 4}}
  - {{level: 3, label: Drive to the pier, cost: 55}}
tension: One voice, or the whole coast?
depends_on: [he rings every night, the weather is bad]
debrief: [What would he tell the harbour?]
"""


def house() -> dict[str, str | bytes]:
    """The files of a coast station: its costs are minutes, and its cases have three options on four steps."""
    words = HEAD[: HEAD.index("ladders:")] + LADDERS + "\n" + HEAD[HEAD.index("reasons:") :] + "\n" + MORE
    files: dict[str, str | bytes] = {"pack.yaml": words.replace("currency: EUR", "currency: minutes")}
    for name, text in PACK.items():
        if name != "pack.yaml":
            held = dict(line.split(": ", 1) for line in text.splitlines() if line.startswith(("id", "family", "form")))
            files[name] = CASE.format(**held)
    return files


@pytest.fixture
def story(tmp_path):
    story = Story(pack=load(write(tmp_path, house())).pack)
    story.joins("Kim", "Lou", "Max", "Nia", "Oli")
    return story


def test_its_pack_has_no_faults(tmp_path):
    assert () == load(write(tmp_path, house())).warnings


def test_its_words_are_on_every_screen(story):
    story.goes_to(Phase.READ, "exception")

    for view in (story.stage, story.reps_screen, story.managers_screen):
        case = view.round.case
        assert ("curt", "endless", ["my shift", "ask over the radio", "the duty officer"], "Drive to the pier") == (
            case.low_error,
            case.high_error,
            [rung.label for rung in case.authority],
            case.options[2].label,
        )


def test_a_round_is_played_on_its_ladder_and_priced_in_minutes(story):
    reps = dict.fromkeys(("Kim", "Lou", "Max", "Nia", "Oli"), 3)
    story.plays({"Ana": 0, "Bo": 1, "Cy": 3}, guesses=reps, case="exception", until=Phase.CAPTURE)
    result, draft = story.stage.round.result, story.stage.round.draft

    assert (0, 2.0, 55.0, "minutes") == (
        result.dial,
        result.price.lowest,
        result.price.highest,
        result.price.currency,
    )
    assert (1, 0, 3) == (draft.default, draft.low, draft.high)


def test_the_top_of_its_own_ladder_hands_the_case_over(story):
    assert 2 == story.state.pack.hand_over


def test_its_lines_in_force_reach_the_talk_and_the_report(story):
    story.plays({"Ana": 0, "Bo": 1, "Cy": 3}, case="exception", until=Phase.DISCUSS)

    assert [("At night, ring back within ten minutes.", True)] == [
        (line.text, line.overdue) for line in story.reps_screen.round.talk.guidelines
    ]
    assert ["Night desk"] == [paper.owner for paper in report(story.state, "2027-03-02").stale_papers]


def test_its_house_rules_and_awards_are_its_own(story):
    story.goes_to(Phase.WELCOME)

    assert (("Nobody drives alone at night.",), "The lighthouse") == (
        story.reps_screen.house_rules,
        story.state.pack.awards[0].title,
    )


def test_a_line_belongs_to_the_cases_that_it_names(story):
    assert ["night-calls"] == [line.id for line in story.state.pack.lines_on(CaseId("exception"))]
    assert () == story.state.pack.lines_on(CaseId("internal"))
