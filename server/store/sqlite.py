"""The log in one SQLite file, for one process.

One connection and an exclusive lock: a second server on the same file is told so at once, and nothing that another
program does can make this one wait. A commit is on the disk before `append` returns (WAL, synchronous FULL). A deleted
row is overwritten (secure_delete), and then the write-ahead log, which still holds it, is emptied.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Any

import msgspec

from server.game.ids import Millis, WorkshopId
from server.store import codec
from server.store.base import CommandId, Commit, StoreFailed, StoreUnreadable, Tell, Unfollow, VersionConflict
from server.store.followers import Followers

_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS commits (
    workshop TEXT NOT NULL,
    version INTEGER NOT NULL,
    id TEXT NOT NULL,
    digest TEXT NOT NULL,
    role TEXT NOT NULL,
    seat TEXT,
    at INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (workshop, version),
    UNIQUE (workshop, id)
) WITHOUT ROWID;
"""
FORM = "1"
"""The form of the tables. A file of a later form is not touched."""
PAGE = 1000
"""Commits read in one go; between two such goes others have their turn."""

Native = Callable[..., Any]
"""Calls a function with its arguments, in a native thread or right here, and gives its result."""


def here(call: Callable[..., Any], *args: Any) -> Any:
    return call(*args)


_Row = tuple[str, int, str, str, str, str | None, int, str]


class StoreBusy(Exception):
    """Another server holds this file."""


class SqliteLog:
    def __init__(self, file: Path, native: Native = here) -> None:
        """Opens or makes the file. `native` runs what waits for the disk while others go on.

        Raises StoreBusy, StoreUnreadable or OSError.
        """
        self._native = native
        self._lock = Lock()
        self._followers = Followers()
        self._has_remains = False
        with ExitStack() as undo:
            try:
                self._db = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
                undo.callback(self._db.close)
                self.epoch = self._prepare()
            except sqlite3.OperationalError as error:
                if "locked" in str(error):
                    raise StoreBusy(file) from error
                raise OSError(str(error)) from error
            except sqlite3.DatabaseError as error:
                raise StoreUnreadable(file) from error
            undo.pop_all()

    def _prepare(self) -> str:
        run = self._db.execute
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            run(f"PRAGMA {pragma}")
        run("BEGIN EXCLUSIVE")
        run("COMMIT")
        if run("PRAGMA quick_check").fetchone() != ("ok",):
            raise StoreUnreadable
        is_new = run("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone() is None
        if not is_new and run("SELECT value FROM about WHERE name = 'form'").fetchone() not in (None, (FORM,)):
            raise StoreUnreadable
        self._db.executescript(_SCHEMA)
        run("INSERT OR IGNORE INTO about VALUES ('form', ?), ('epoch', ?)", (FORM, token_hex(8)))
        self._empty_wal()
        (epoch,) = run("SELECT value FROM about WHERE name = 'epoch'").fetchone()
        return str(epoch)

    def append(self, commits: Sequence[Commit]) -> None:
        rows = [
            (
                commit.workshop,
                commit.version,
                commit.id,
                commit.digest,
                commit.actor.role.value,
                commit.actor.seat,
                commit.at,
                codec.encode(commit.events).decode(),
            )
            for commit in commits
            if commit.events
        ]
        with self._lock:
            self._native(self._write, commits, rows)
        self._followers.tell(commits)

    def _write(self, commits: Sequence[Commit], rows: Sequence[tuple[object, ...]]) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for workshop in {commit.workshop: None for commit in commits}:
                self._expect(workshop, [commit.version for commit in commits if commit.workshop == workshop])
            self._db.executemany("INSERT INTO commits VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
            replacing = [(commit.workshop, commit.version) for commit in commits if commit.replaces]
            self._db.executemany("DELETE FROM commits WHERE workshop = ? AND version < ?", replacing)
            self._db.execute("COMMIT")
            self._has_remains |= any(version > 1 for _, version in replacing)
            if self._has_remains:
                self._empty_wal()
        except sqlite3.IntegrityError as error:
            self._give_up()
            raise VersionConflict from error
        except VersionConflict:
            self._give_up()
            raise
        except sqlite3.Error as error:
            self._give_up()
            raise StoreFailed(str(error)) from error

    def _empty_wal(self) -> None:
        """Deleted rows stand in the write-ahead log until it is cut. On a full disk the next append tries again."""
        with suppress(sqlite3.OperationalError):
            (busy, *_) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._has_remains = bool(busy)

    def check(self) -> None:
        with self._lock:
            self._native(self._try)

    def _try(self) -> None:
        try:
            self._db.execute("INSERT OR REPLACE INTO about VALUES ('checked', ?)", (token_hex(8),))
        except sqlite3.Error as error:
            raise StoreFailed(str(error)) from error

    def _expect(self, workshop: WorkshopId, versions: Sequence[int]) -> None:
        (last,) = self._db.execute(
            "SELECT coalesce(max(version), 0) FROM commits WHERE workshop = ?", (workshop,)
        ).fetchone()
        if list(versions) != list(range(last + 1, last + 1 + len(versions))):
            raise VersionConflict

    def _give_up(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def workshops(self) -> Iterable[WorkshopId]:
        with self._lock:
            rows = self._db.execute("SELECT workshop FROM commits GROUP BY workshop ORDER BY min(at)").fetchall()
        return tuple(WorkshopId(workshop) for (workshop,) in rows)

    def read(self, workshop: WorkshopId, after: int = 0) -> Iterator[Commit]:
        while rows := self._page(workshop, after):
            for row in rows:
                yield (commit := _commit(row))
                after = commit.version

    def _page(self, workshop: WorkshopId, after: int) -> list[_Row]:
        query = "SELECT * FROM commits WHERE workshop = ? AND version > ? ORDER BY version LIMIT ?"
        try:
            with self._lock:
                return list(self._native(lambda: self._db.execute(query, (workshop, after, PAGE)).fetchall()))
        except sqlite3.OperationalError as error:
            raise StoreFailed(str(error)) from error
        except sqlite3.DatabaseError as error:
            raise StoreUnreadable(f"workshop {workshop}") from error

    def commits(self, workshop: WorkshopId, after: int = 0) -> Sequence[Commit]:
        return tuple(self.read(workshop, after))

    def find(self, workshop: WorkshopId, command: CommandId) -> Commit | None:
        with self._lock:
            query = "SELECT * FROM commits WHERE workshop = ? AND id = ?"
            row = self._db.execute(query, (workshop, command)).fetchone()
        return None if row is None else _commit(row)

    def follow(self, workshop: WorkshopId, tell: Tell, after: int = 0) -> Unfollow:
        for commit in self.commits(workshop, after):
            tell(commit)
        return self._followers.add(workshop, tell)

    def follow_openings(self, tell: Callable[[WorkshopId], None]) -> None:
        """Nobody else writes here."""

    def refresh(self) -> bool:
        return False

    def close(self) -> None:
        with self._lock:
            self._db.close()


def _commit(row: _Row) -> Commit:
    """A row as a commit. Raises StoreUnreadable when it cannot be read."""
    workshop, version, command, digest, role, seat, at, events = row
    try:
        facts, actor = codec.decode(events), codec.actor(role, seat)
    except (msgspec.DecodeError, KeyError, ValueError) as error:
        raise StoreUnreadable(f"workshop {workshop}, version {version}") from error
    return Commit(WorkshopId(workshop), version, CommandId(command), digest, actor, Millis(at), facts)
