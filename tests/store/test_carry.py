"""Whole workshops from one log to another, by way of a file."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from server.game.events import SaidHello
from server.game.ids import SeatId, WorkshopId
from server.game.people import DOOR
from server.store import carry, codec
from server.store.base import CommandId, Commit, EventLog, StoreUnreadable
from server.store.memory import MemoryLog
from server.store.redis import RedisLog
from server.store.sqlite import SqliteLog
from tests.support.heart import W1, Heart
from tests.support.log_contract import every_event
from tests.support.redis import RunningRedis
from tests.support.server import ROOT

LONG = 90
"""Seconds for a command that is started on a busy machine."""


def run(*arguments: object) -> tuple[int, str, str]:
    """What a command answers, says, and says as an error."""
    ended = subprocess.run(
        [sys.executable, "-m", "server", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=LONG,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def everything(log: EventLog) -> dict[WorkshopId, tuple[Commit, ...]]:
    return {workshop: tuple(log.commits(workshop)) for workshop in log.workshops()}


def in_folder(folder: Path) -> dict[WorkshopId, tuple[Commit, ...]]:
    with closing(SqliteLog(folder / "workshops.sqlite3")) as log:
        return everything(log)


def played(log: EventLog) -> None:
    """A workshop with the code 482913, in which a little has happened."""
    with Heart(log) as heart:
        heart.opens()
        heart.joins("Zoë")


@pytest.fixture
def log():
    log = MemoryLog()
    played(log)
    return log


def test_every_fact_is_carried_as_it_was():
    commits = [Commit(W1, n, CommandId(f"c{n}"), "d", DOOR, n, (event,)) for n, event in enumerate(every_event(), 1)]

    assert commits == [codec.read(codec.write(commit)) for commit in commits]


@pytest.mark.parametrize("name", ["482913", "w1"], ids=["room code", "id"])
def test_a_workshop_is_chosen_by_name(log, name):
    whole, _ = carry.held(log)

    assert [log.commits(W1)] == carry.chosen(whole, [name, name])


def test_all_workshops_are_chosen_when_none_is_named(log):
    whole, damaged = carry.held(log)

    assert ([log.commits(W1)], []) == (carry.chosen(whole, []), damaged)


def test_a_workshop_that_is_not_there_cannot_be_chosen(log):
    with pytest.raises(carry.Unknown, match="000000"):
        carry.chosen(carry.held(log)[0], ["w1", "000000"])


def test_a_damaged_workshop_leaves_the_others_to_be_carried(log):
    log.append([Commit(WorkshopId("w2"), 1, CommandId("odd"), "", DOOR, 0, (every_event()[1],))])
    whole, damaged = carry.held(log)

    assert ([W1], True) == ([*whole], "w2" in damaged[0])


def _of_nobody(line: bytes) -> bytes:
    """A commit in which somebody says hello who never took a seat."""
    return codec.write(replace(codec.read(line), events=(SaidHello(SeatId("p9")),)))


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda lines: [lines[0][:-20], *lines[1:]], "line 1: "),
        (lambda lines: [lines[0], lines[0]], "line 2: version 2"),
        (lambda lines: lines[1:], "line 1: version 1"),
        (lambda lines: [lines[0], b"{}"], "line 2: "),
        (lambda lines: [lines[0].replace(b'"workshop":"w1"', b'"workshop":"w2"')], "does not begin with its opening"),
        (lambda lines: [lines[0], _of_nobody(lines[1])], "cannot be replayed"),
    ],
    ids=["torn", "twice", "headless", "foreign", "renamed", "impossible"],
)
def test_a_spoilt_file_is_refused_with_the_place(log, spoil, sentence):
    lines = [*carry.lines(log.commits(W1))]

    with pytest.raises(StoreUnreadable, match=sentence):
        carry.workshops(spoil(lines))


@pytest.mark.timeout(6 * LONG)
def test_by_the_command_line_from_a_file_to_redis_and_back_nothing_is_another(tmp_path):
    data, unused, again, one, two = (tmp_path / name for name in ("data", "unused", "again", "one", "two"))
    data.mkdir()
    with closing(SqliteLog(data / "workshops.sqlite3")) as log:
        played(log)
    redis = RunningRedis(tmp_path / "redis")
    try:
        told = [
            run("export", "--data", data, "482913", one),
            run("import", "--data", unused, "--store", redis.url, one),
            run("import", "--data", unused, "--store", redis.url, one),
            run("export", "--data", unused, "--store", redis.url, two),
            run("import", "--data", again, two),
        ]
        with closing(RedisLog(redis.url)) as log:
            between = everything(log)
    finally:
        redis.stop()

    workshop = "482913 (Tuesday)"
    assert [
        (0, f"Written: {workshop}, 2 commits.\n", ""),
        (0, f"Taken in: {workshop}, 2 commits.\n", ""),
        (1, "", f"Refused, because it is here already: {workshop}.\n"),
        (0, f"Written: {workshop}, 2 commits.\n", ""),
        (0, f"Taken in: {workshop}, 2 commits.\n", ""),
    ] == told
    assert (in_folder(data), in_folder(data)) == (between, in_folder(again))
    assert one.read_bytes() == two.read_bytes()
    assert 0o600 == one.stat().st_mode & 0o777
