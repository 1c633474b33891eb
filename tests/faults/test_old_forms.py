"""What an earlier version saved is read as it stands: there is no migration that could be cut off in the middle."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

import msgspec
import pytest

from server.game.people import Role
from server.game.views import shared_view
from server.store import codec
from server.store.sqlite import SqliteLog
from tests.support.counts import usually
from tests.support.given import Story
from tests.support.log_contract import commit, every_event, stories
from tests.support.phones import WirePhone
from tests.support.server import ROOT, RunningServer, free_port

KILLS = usually(5, full=50)


def bare(value: Any) -> Any:
    """A fact as it was before any of its fields with a default was thought of."""
    if is_dataclass(value):
        return {one.name: bare(now) for one in fields(value) if (now := getattr(value, one.name)) != _default(one)}
    if isinstance(value, Mapping):
        return {key: bare(one) for key, one in value.items()}
    if isinstance(value, tuple | frozenset):
        return [bare(one) for one in value]
    return value


def _default(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def old_form(event: Any) -> str:
    return json.dumps([[codec.kind(type(event)), bare(event)]])


@pytest.mark.parametrize("event", every_event(), ids=lambda event: type(event).__name__)
def test_a_fact_without_its_later_fields_is_read_as_it_was_meant(event):
    assert (event,) == codec.decode(old_form(event))


def an_old_file(folder: Path, story: Story) -> list[Any]:
    """A file as an earlier version would have left it; gives its rows."""
    folder.mkdir()
    with closing(SqliteLog(folder / "workshops.sqlite3")) as log:
        log.append([commit(version, events=(event,)) for version, event in enumerate(story.log, start=1)])
    with closing(sqlite3.connect(folder / "workshops.sqlite3")) as db:
        for version, event in enumerate(story.log, start=1):
            db.execute("UPDATE commits SET events = ? WHERE version = ?", (old_form(event), version))
        db.commit()
    return rows(folder)


def rows(folder: Path) -> list[Any]:
    with closing(sqlite3.connect(folder / "workshops.sqlite3")) as db:
        return db.execute("SELECT * FROM commits ORDER BY version").fetchall()


def killed_while_it_starts(folder: Path, after: float) -> None:
    command = [sys.executable, "-m", "server", "--no-browser", "--host", "127.0.0.1", "--port", str(free_port())]
    with subprocess.Popen([*command, "--data", str(folder)], cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        sleep(after)
        process.kill()


@pytest.mark.timeout(60 + 5 * KILLS)
def test_a_file_of_an_earlier_version_opens_however_often_the_start_is_cut_off(tmp_path):
    story, chance = stories()[1], Random(14)
    before = an_old_file(tmp_path / "data", story)
    for _ in range(KILLS):
        killed_while_it_starts(tmp_path / "data", chance.uniform(0.0, 1.5))
    server = RunningServer(tmp_path / "data")
    try:
        with WirePhone(server.url, "facilitator") as console:
            view = msgspec.json.encode(shared_view(story.state, Role.FACILITATOR))
            asked = {part: console.shared[part] for part in ("devices", "can")}  # about this very console, a new device
            assert {**msgspec.json.decode(view), **asked} == console.shared
    finally:
        server.stop()

    assert before == rows(tmp_path / "data")[: len(before)]
