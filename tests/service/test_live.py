"""The workshops that a process holds in memory."""

import sqlite3
from contextlib import closing

import pytest

from server.game.ids import WorkshopId
from server.game.people import DOOR
from server.game.plan import Phase
from server.service.live import Live
from server.store.base import CommandId, Commit
from server.store.sqlite import SqliteLog
from tests.support.given import opening
from tests.support.heart import W1, Heart

W2 = WorkshopId("w2")


@pytest.fixture
def heart():
    with Heart() as heart:
        heart.opens()
        heart.joins("Kim")
        heart.goes_to(Phase.PREDICT)
        yield heart


def test_a_restart_comes_to_the_same_state(heart):
    with Heart(heart.log) as again:
        assert heart.state == again.state


def test_a_restart_brings_every_workshop_back(heart):
    heart.opens(workshop=W2)

    with Heart(heart.log) as again:
        assert 2 == len(list(again.live))


def test_a_restart_goes_on_with_the_next_version(heart):
    with Heart(heart.log) as again:
        assert len(heart.commits) + 1 == again.joins("Lou").commit.version


def test_loading_tells_every_commit_in_order(heart):
    with Heart(heart.log) as again:
        assert list(heart.commits) == [commit for commit, _ in again.told]


def test_a_workshop_that_is_not_here_is_unknown(heart):
    with pytest.raises(KeyError):
        heart.workshops.state(W2)


def test_a_commit_that_was_told_twice_counts_once(heart):
    live = Live(heart.log, lambda *_: None)
    live.load()
    heart.log._followers.tell(heart.commits[-2:])

    assert heart.state == live[W1].state


def test_a_workshop_whose_log_cannot_be_read_leaves_the_others_in_play(tmp_path):
    file = tmp_path / "log.sqlite3"
    with closing(SqliteLog(file)) as log:
        for workshop in (W2, W1):
            log.append([Commit(workshop, 1, CommandId("open"), "", DOOR, 0, opening())])
    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE commits SET events = '[[' WHERE workshop = 'w2'")
        db.commit()
    with closing(SqliteLog(file)) as log, Heart(log) as heart:
        assert 2 == heart.joins("Kim").commit.version
