"""The packs that come with the program."""

import shutil
from collections import Counter

import pytest

from server import paths
from server.content.errors import ContentError
from server.content.loader import load, packs
from server.game import plan
from server.game.case import Family, Form
from server.store import codec
from tests.support.given import opening

SHIPPED = tuple(packs(paths.CONTENT))
TEMPLATE = paths.CONTENT / "_template"

each = pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
each_and_template = pytest.mark.parametrize("folder", [*SHIPPED, TEMPLATE], ids=lambda folder: folder.name)


@each_and_template
def test_a_shipped_pack_has_neither_faults_nor_warnings(folder):
    assert () == load(folder).warnings


@each
def test_a_shipped_pack_fills_two_hours(folder):
    agenda = plan.two_hours(load(folder).pack)

    assert (6, 1) == (
        sum(step.kind is plan.StepKind.CASE for step in agenda),
        sum(step.kind is plan.StepKind.PRACTICE for step in agenda),
    )


@each
def test_two_hours_from_a_shipped_pack_show_at_least_four_families(folder):
    pack = load(folder).pack
    played = [step.case for step in plan.two_hours(pack) if step.kind is plan.StepKind.CASE]

    assert len({pack.case(case).family for case in played}) >= 4


@each_and_template
def test_a_shipped_pack_goes_into_the_log_and_comes_back(folder):
    events = opening(pack=load(folder).pack)

    assert events == codec.decode(codec.encode(events))


@each_and_template
def test_a_shipped_pack_begins_with_something_to_practise_on(folder):
    cases = load(folder).pack.cases

    assert [cases[0]] == [case for case in cases if case.form is Form.PRACTICE]


@each
def test_a_shipped_pack_has_something_of_everything(folder):
    cases = load(folder).pack.cases

    assert len(cases) >= 8
    assert set(Family) == {case.family for case in cases}
    assert any(case.must_escalate for case in cases)
    assert any(case.sensitive for case in cases)
    assert any(case.twin_of for case in cases)
    assert {3, 4} <= {len(case.options) for case in cases}
    assert sum(case.roleplay is not None for case in cases) >= 2


@each
def test_where_the_law_may_decide_the_facilitator_is_told_to_check_it(folder):
    """No pack can know the law of the place where it is played."""
    silent = [case.id for case in load(folder).pack.cases if case.must_escalate and "law" not in case.notes]

    assert [] == silent


@pytest.mark.parametrize(
    "lines",
    [
        lambda pack: [case.id for case in pack.cases],
        lambda pack: [case.title for case in pack.cases],
        lambda pack: [case.text for case in pack.cases],
        lambda pack: [opener for delivery in pack.deliveries for opener in delivery.openers],
        lambda pack: [cue.text for cue in pack.cues],
    ],
    ids=["case ids", "case titles", "case texts", "delivery lines", "cue cards"],
)
def test_no_line_is_told_twice(lines):
    """Neither within a pack nor in two packs: who plays a second one meets nothing again."""
    told = Counter(line for folder in [*SHIPPED, TEMPLATE] for line in lines(load(folder).pack))

    assert [] == [line for line, times in told.items() if times > 1]


def test_a_copy_of_the_template_only_lacks_its_new_name(tmp_path):
    shutil.copytree(TEMPLATE, tmp_path / "my-pack")

    with pytest.raises(ContentError) as error:
        load(tmp_path / "my-pack")

    assert ["The id and the folder differ. Call it my-pack, or rename the folder."] == [
        problem.sentence for problem in error.value.problems
    ]


def test_the_template_is_not_offered():
    assert TEMPLATE not in SHIPPED


def test_there_is_a_pack_to_play():
    assert {"airline", "retail-bank", "starter", "telecom", "utilities"} <= {folder.name for folder in SHIPPED}
