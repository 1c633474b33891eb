"""The packs that come with the program."""

import pytest

from server import paths
from server.content.loader import load, packs
from server.game import plan
from server.game.case import Form
from server.store import codec
from tests.support.given import opening

SHIPPED = tuple(packs(paths.CONTENT))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_pack_has_neither_faults_nor_warnings(folder):
    assert () == load(folder).warnings


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_pack_fills_two_hours(folder):
    agenda = plan.two_hours(load(folder).pack)

    assert (6, 1) == (
        sum(step.kind is plan.StepKind.CASE for step in agenda),
        sum(step.kind is plan.StepKind.PRACTICE for step in agenda),
    )


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_pack_goes_into_the_log_and_comes_back(folder):
    events = opening(pack=load(folder).pack)

    assert events == codec.decode(codec.encode(events))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_a_shipped_pack_begins_with_something_to_practise_on(folder):
    assert 1 == sum(case.form is Form.PRACTICE for case in load(folder).pack.cases)


def test_there_is_a_pack_to_play():
    assert "retail-bank" in {folder.name for folder in SHIPPED}
