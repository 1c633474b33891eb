"""The log in one SQLite file: what is true of the file itself, beyond what every log must do."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from resource import RLIMIT_FSIZE, getrlimit, setrlimit
from shutil import copy
from typing import Any

import pytest

from server.game.events import NoteKept
from server.game.ids import CaseId, WorkshopId
from server.store.base import CommandId, Commit, StoreFailed, StoreUnreadable
from server.store.sqlite import FORM, SqliteLog, StoreBusy
from tests.support.counts import usually
from tests.support.log_contract import LogContract, anew, commit, commits, end
from tests.support.server import ROOT

W1 = WorkshopId("w1")
KILLS = usually(2, full=200)
TORN = usually(50, full=500)


class TestSqliteLog(LogContract):
    @pytest.fixture
    def log(self, tmp_path):
        with closing(SqliteLog(tmp_path / "log.sqlite3")) as log:
            yield log


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


@pytest.fixture
def log(file: Path) -> Iterator[SqliteLog]:
    with closing(SqliteLog(file)) as log:
        yield log


def written(file: Path, count: int = 3) -> None:
    """A log on the disk, closed."""
    with closing(SqliteLog(file)) as log:
        log.append(commits(count))


def by_hand(file: Path, *statements: str) -> None:
    """Change a closed file behind the log's back."""
    with closing(sqlite3.connect(file)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def content(file: Path) -> list[str]:
    """Everything that stands in the file, read from a copy so that nobody's lock is in the way."""
    aside = file.with_name("copy.sqlite3")
    for part in ("", "-wal"):
        if file.with_name(file.name + part).exists():
            copy(file.with_name(file.name + part), aside.with_name(aside.name + part))
    with closing(sqlite3.connect(aside)) as db:
        return list(db.iterdump())


def versions(file: Path) -> list[int]:
    with closing(SqliteLog(file)) as log:
        return [one.version for one in log.commits(W1)]


# Coming back


def test_what_was_appended_survives_closing(file):
    written(file, 5)

    with closing(SqliteLog(file)) as log:
        assert commits(5) == tuple(log.commits(W1))


def test_a_command_is_still_known_after_closing(file):
    written(file)

    with closing(SqliteLog(file)) as log:
        assert commit(2) == log.find(W1, CommandId("command-2"))


def test_the_log_goes_on_after_closing(file):
    written(file, 2)
    with closing(SqliteLog(file)) as log:
        log.append(commits(2, after=2))

    assert [1, 2, 3, 4] == versions(file)


def test_the_epoch_survives_closing(log, file):
    before = log.epoch
    log.close()

    with closing(SqliteLog(file)) as again:
        assert before == again.epoch


def test_two_files_have_two_epochs(tmp_path):
    with closing(SqliteLog(tmp_path / "a")) as first, closing(SqliteLog(tmp_path / "b")) as second:
        assert first.epoch != second.epoch


def test_an_empty_file_is_a_new_log(file):
    file.touch()

    assert [] == versions(file)


# One process


def test_a_second_opener_is_told_that_the_file_is_held(log, file):
    with pytest.raises(StoreBusy):
        SqliteLog(file)


def test_another_process_is_told_that_the_file_is_held(log, file):
    script = f"""
from pathlib import Path
from server.store.sqlite import SqliteLog, StoreBusy
try:
    SqliteLog(Path({str(file)!r}))
except StoreBusy:
    print("busy")
"""
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "busy" == told.stdout.strip()


def test_a_second_opener_harms_nothing(log, file):
    with pytest.raises(StoreBusy):
        SqliteLog(file)
    log.append(commits(2))

    assert commits(2) == tuple(log.commits(W1))


def test_a_closed_file_is_free_for_the_next(log, file):
    log.close()

    with closing(SqliteLog(file)) as again:
        again.append(commits(1))


# How it keeps


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("locking_mode", "exclusive")],
    ids=["write-ahead log", "flushed at each commit", "deleted rows overwritten", "held for one process"],
)
def test_the_file_is_kept_as_documented(log, pragma, value):
    assert (value,) == log._db.execute(f"PRAGMA {pragma}").fetchone()


def test_whatever_waits_for_the_disk_goes_through_native(file):
    ran: list[Callable[..., Any]] = []

    def native(call: Callable[..., Any], *args: Any) -> Any:
        ran.append(call)
        return call(*args)

    with closing(SqliteLog(file, native)) as log:
        before = len(ran)
        log.append(commits(3))

        assert 1 == len(ran) - before


# What is gone is gone

SECRET = "quixotic zebra "


def on_the_disk(file: Path, what: str) -> int:
    """How often a text stands in any file of the folder."""
    return sum(one.read_bytes().count(what.encode()) for one in file.parent.iterdir() if one.is_file())


def told(version: int, workshop: str = "w1", times: int = 1) -> Commit:
    return commit(version, workshop, events=(NoteKept(CaseId("one"), SECRET * times),))


@pytest.mark.parametrize("last", [anew, end])
@pytest.mark.parametrize("times", [1, 500], ids=["in a page", "over many pages"])
@pytest.mark.parametrize("closed", [False, True], ids=["still open", "opened again since"])
def test_what_was_replaced_is_nowhere_on_the_disk(file, last, times, closed):
    log = SqliteLog(file)
    for version in range(1, 200):
        log.append([told(version, times=times), commit(version, "w2")])
    if closed:
        log.close()
        log = SqliteLog(file)
    assert on_the_disk(file, SECRET) >= 199

    log.append([last(200)])

    assert 0 == on_the_disk(file, SECRET)
    assert commits(199, "w2") == tuple(log.commits(WorkshopId("w2")))
    log.close()


def test_what_was_replaced_on_a_full_disk_goes_with_the_next_append(log, file):
    log.append([told(1)])
    with full_disk(file), suppress(StoreFailed):
        log.append([end(2)])
    if log.commits(W1):
        log.append([end(2)])
    log.append([commit(1, "w2")])

    assert 0 == on_the_disk(file, SECRET)


KILLED_AT_ONCE = """
import os, sys
from pathlib import Path
from server.store.sqlite import SqliteLog
from tests.store.test_sqlite import told
from tests.support.log_contract import end
log = SqliteLog(Path(sys.argv[1]))
log.append([told(1)])
log._empty_wal = lambda: os._exit(9)
log.append([end(2)])
"""


def test_what_a_killed_process_left_in_the_write_ahead_log_goes_at_the_next_start(file):
    subprocess.run([sys.executable, "-c", KILLED_AT_ONCE, str(file)], cwd=ROOT, check=False)
    assert on_the_disk(file, SECRET) > 0

    with closing(SqliteLog(file)) as log:
        assert (0, ()) == (on_the_disk(file, SECRET), tuple(log.workshops()))


# Damage


def test_a_file_that_is_no_database_is_unreadable(file):
    file.write_bytes(b"Dear diary, " * 500)

    with pytest.raises(StoreUnreadable):
        SqliteLog(file)


def test_a_file_with_damaged_pages_is_unreadable(file):
    written(file, 300)
    pages = bytearray(file.read_bytes())
    pages[4096 * 2 : 4096 * 8] = b"\xa5" * (4096 * 6)
    file.write_bytes(pages)

    with pytest.raises(StoreUnreadable):
        SqliteLog(file)


def test_a_file_that_was_cut_off_is_unreadable(file):
    written(file, 300)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(StoreUnreadable):
        SqliteLog(file)


@pytest.mark.parametrize(
    "events",
    ['[["stage_veiled",{"on":', '[["nobody_knows_this",{}]]', '[["stage_veiled",{"on":"perhaps"}]]', '{"on":true}'],
    ids=["broken off", "unknown event", "wrong type", "no list"],
)
def test_a_damaged_row_is_named_and_never_passed_over(file, events):
    written(file)
    by_hand(file, f"UPDATE commits SET events = '{events}' WHERE version = 2")

    with closing(SqliteLog(file)) as log, pytest.raises(StoreUnreadable, match=r"w1.*2"):
        log.commits(W1)


def test_a_file_of_a_later_form_is_refused(file):
    written(file)
    by_hand(file, f"UPDATE about SET value = '{int(FORM) + 1}' WHERE name = 'form'")

    with pytest.raises(StoreUnreadable):
        SqliteLog(file)


def test_a_file_of_a_later_form_is_not_touched(file):
    written(file)
    by_hand(
        file,
        "ALTER TABLE commits RENAME TO facts",
        "DELETE FROM about WHERE name = 'epoch'",
        f"UPDATE about SET value = '{int(FORM) + 1}' WHERE name = 'form'",
    )
    before = content(file)
    with pytest.raises(StoreUnreadable):
        SqliteLog(file)

    assert before == content(file)


def test_a_file_that_is_refused_is_let_go(file):
    written(file)
    by_hand(file, f"UPDATE about SET value = '{int(FORM) + 1}' WHERE name = 'form'")
    with pytest.raises(StoreUnreadable) as refusal:
        SqliteLog(file)

    with closing(sqlite3.connect(file, timeout=0)) as db:
        assert [(3,)] == db.execute("SELECT count(*) FROM commits").fetchall()
    del refusal


# Disks that fail


@contextmanager
def full_disk(file: Path) -> Iterator[None]:
    """No file of this process grows beyond what the log's files have now."""
    soft, hard = getrlimit(RLIMIT_FSIZE)
    size = max(one.stat().st_size for one in file.parent.glob(f"{file.name}*"))
    setrlimit(RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))


@contextmanager
def full_database(log: SqliteLog) -> Iterator[None]:
    (pages,) = log._db.execute("PRAGMA page_count").fetchone()
    log._db.execute(f"PRAGMA max_page_count = {pages}")
    try:
        yield
    finally:
        log._db.execute(f"PRAGMA max_page_count = {2**30}")


def large(version: int) -> Commit:
    """A commit that needs pages of its own."""
    return commit(version, events=(NoteKept(CaseId("one"), "x" * 40_000),))


def test_on_a_full_disk_an_append_fails(log, file):
    log.append(commits(1))

    with full_disk(file), pytest.raises(StoreFailed):
        log.append([large(2)])


def test_in_a_full_database_an_append_fails(log):
    log.append(commits(1))

    with full_database(log), pytest.raises(StoreFailed):
        log.append([large(2)])


def checked_often(log: SqliteLog) -> None:
    """As often as it takes to fill a page that was still free."""
    for _ in range(1_000):
        log.check()


def test_on_a_full_disk_the_check_fails_and_with_room_again_it_passes(log, file):
    log.append([large(1)])
    with full_disk(file), pytest.raises(StoreFailed):
        checked_often(log)
    log.check()

    assert [large(1)] == list(log.commits(W1))


def test_what_did_not_fit_is_not_there(log, file):
    log.append(commits(1))
    with full_disk(file), pytest.raises(StoreFailed):
        log.append([commit(2), large(3)])

    assert commits(1) == tuple(log.commits(W1))


def test_what_did_not_fit_is_told_to_nobody(log, file):
    told: list[Commit] = []
    log.follow(W1, told.append)
    with full_disk(file), pytest.raises(StoreFailed):
        log.append([large(1)])

    assert [] == told


def test_what_was_saved_can_be_read_while_the_disk_is_full(log, file):
    log.append(commits(2))

    with full_disk(file):
        assert commits(2) == tuple(log.commits(W1))


def test_with_room_again_the_same_append_works(log, file):
    log.append(commits(1))
    with full_disk(file), pytest.raises(StoreFailed):
        log.append([large(2)])

    log.append([large(2)])

    assert [commit(1), large(2)] == list(log.commits(W1))


def test_after_a_full_disk_everything_is_still_there_for_the_next(log, file):
    log.append(commits(1))
    with full_disk(file), pytest.raises(StoreFailed):
        log.append([large(2)])
    log.append(commits(2, after=1))
    log.close()

    assert [1, 2, 3] == versions(file)


@pytest.mark.parametrize("where", ["missing/log.sqlite3", "."], ids=["no such folder", "a folder"])
def test_a_place_that_cannot_be_written_is_said_at_the_start(tmp_path, where):
    with pytest.raises(OSError, match="unable to open"):
        SqliteLog(tmp_path / where)


# Power and kills


WRITER = """
import sys
from pathlib import Path
from server.store.sqlite import SqliteLog
from tests.support.log_contract import commit
log = SqliteLog(Path(sys.argv[1]))
held = log.commits("w1")
for version in range(len(held) + 1, 100_000):
    log.append([commit(version)])
    print(version, flush=True)
"""


def killed_after(file: Path, acknowledged: int) -> int:
    """A process that appends is killed once it has acknowledged so many; gives the last version that it said."""
    command = [sys.executable, "-c", WRITER, str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(acknowledged)]
        writer.send_signal(signal.SIGKILL)
        said += [int(line) for line in writer.stdout if line.endswith("\n")]
        writer.wait()
    return said[-1]


@pytest.mark.timeout(600)
def test_after_a_kill_every_acknowledged_append_is_there(file):
    """However often, and the next writer goes on where the one before was cut off."""
    chance = Random(1)
    for _ in range(KILLS):
        last = killed_after(file, chance.randint(1, 60))
        found = versions(file)

        assert list(range(1, len(found) + 1)) == found
        assert last <= len(found)


def test_a_torn_write_ahead_log_costs_its_end_only(tmp_path):
    whole = tmp_path / "whole" / "log.sqlite3"
    whole.parent.mkdir()
    last = killed_after(whole, 60)
    tail = whole.with_name("log.sqlite3-wal").read_bytes()
    chance = Random(6)
    kept: list[int] = []
    for number in range(TORN):
        torn = tmp_path / f"torn-{number}.sqlite3"
        copy(whole, torn)
        torn.with_name(f"{torn.name}-wal").write_bytes(tail[: chance.randrange(len(tail))])
        found = versions(torn)
        assert list(range(1, len(found) + 1)) == found
        kept.append(len(found))

    assert 0 < max(kept) <= last + 1
