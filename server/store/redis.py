"""The log in Redis, for several workers.

A stream for each workshop, whose entries are numbered by version, and a hash of its command ids; a script checks and
saves in one step. Each worker has one reader that waits on the streams it follows, so whoever appended, everybody
hears of it, in order and once: a place is kept for each stream, and what was told is not told again.

Redis keeps to what it said only with its append-only file, written before each answer, and without eviction. It may
still lose its last moments (a failover, an old copy put back). Such a history is known by the commit at our place being
gone or another one; then the epoch changes, and every worker starts again from what is there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path
from secrets import token_hex
from threading import Event as Signal
from threading import RLock, Thread
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

from server.game.ids import WorkshopId
from server.store import codec
from server.store.base import (
    CommandId,
    Commit,
    StoreFailed,
    StoreUnfit,
    StoreUnreadable,
    Tell,
    Unfollow,
    VersionConflict,
)
from server.store.followers import Followers

log = getLogger(__name__)

FORM = "1"
"""The form of the keys and entries. A log of a later form is not touched."""
ABOUT = "uptoyou:about"
OPENINGS = "uptoyou:openings"
"""A stream that names each workshop when it is opened."""
CONNECT = 0.5
ANSWER = 1.0
"""Seconds after which Redis is taken for away."""
NAP = 0.25
"""Seconds between two tries to reach it again."""
WAIT = 500
"""Milliseconds that the reader waits for news in one go."""
MOST_AT_ONCE = 1000
"""Entries of a stream read in one go."""

NEW_EPOCH = """
if redis.call('HGET', KEYS[1], 'epoch') == ARGV[1] then
  redis.call('HSET', KEYS[1], 'epoch', ARGV[2])
end
"""

LATE = (
    "Redis writes its append-only file a moment after it has answered. If it dies while the disk is busy, the last "
    "two seconds of acknowledged answers may go. Set: appendfsync always"
)

Entry = tuple[bytes, dict[bytes, bytes]]


def connect(url: str) -> Redis:
    """A client that gives up soon and tries nothing twice by itself. Raises StoreUnfit for an address that is none."""
    try:
        return Redis.from_url(
            url,
            socket_timeout=ANSWER,
            socket_connect_timeout=CONNECT,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
            driver_info=None,
        )
    except ValueError as error:
        raise StoreUnfit(f"The address of the store cannot be used ({error}). Write redis://HOST:6379/0") from None


@dataclass(slots=True)
class _Place:
    """How far the followers of a workshop were told. Without an id nothing is known of the commit there."""

    version: int
    id: str


class RedisLog:
    def __init__(self, url: str, lost: Callable[[], None] = lambda: None) -> None:
        """Connects. `lost` is called, once, when the history that was told is no longer the one in Redis.

        Raises StoreUnfit, StoreUnreadable or StoreFailed.
        """
        self._redis: Any = connect(url)
        self._append = self._redis.register_script(Path(__file__).with_name("append.lua").read_text(encoding="utf-8"))
        self._lost = lost
        self._lock = RLock()
        self._followers = Followers()
        self._places: dict[WorkshopId, _Place] = {}
        self._damaged: set[WorkshopId] = set()
        self._opening: Callable[[WorkshopId], None] = lambda _: None
        self._opened = b"0"
        self._reader: Thread | None = None
        self._over = Signal()
        with self._asking():
            self.epoch = self._prepare()

    def _prepare(self) -> str:
        for name, wanted, instead in (
            ("appendonly", "yes", "It forgets what it acknowledged when it dies. Set: appendonly yes"),
            (
                "maxmemory-policy",
                "noeviction",
                "It drops workshops to make room. Set: maxmemory-policy noeviction",
            ),
        ):
            try:
                held = self._redis.config_get(name).get(name)
            except ResponseError as error:
                raise StoreUnfit(f"This Redis does not tell its settings ({error}). Allow: CONFIG GET") from None
            if held != wanted:
                raise StoreUnfit(f"This Redis has {name} {held}. {instead}")
        if self._redis.config_get("appendfsync").get("appendfsync") != "always":
            log.warning(LATE)
        self._redis.hsetnx(ABOUT, "form", FORM)
        self._redis.hsetnx(ABOUT, "epoch", token_hex(8))
        form, epoch = self._redis.hmget(ABOUT, "form", "epoch")
        if form.decode() != FORM:
            raise StoreUnreadable(f"it was written by a later version of this program, form {form.decode()}")
        return str(epoch.decode())

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except (RedisError, OSError) as error:
            raise StoreFailed(str(error)) from error

    # Writing

    def append(self, commits: Sequence[Commit]) -> None:
        groups = {one: [c for c in commits if c.workshop == one] for one in {c.workshop: None for c in commits}}
        for workshop, group in groups.items():
            if workshop in self._damaged:
                raise StoreUnreadable(f"workshop {workshop}")
            _expect_in_order(group)
        if not groups:
            return
        keys = [ABOUT, OPENINGS, *(key for workshop in groups for key in (_stream(workshop), _ids(workshop)))]
        words = [self.epoch, *(word for group in groups.values() for word in self._words(group))]
        with self._asking():
            said = self._append(keys, words)
        if said == b"lost":
            self._give_up()
            raise StoreFailed("its history is another one")
        if said == b"conflict":
            for workshop in groups:
                self._catch_up(workshop)
            raise VersionConflict
        for group in groups.values():
            self._hear(group[0].workshop, group)
        if any(commit.replaces for commit in commits):
            self._forget_on_disk()

    def _forget_on_disk(self) -> None:
        """What was deleted stands in the append-only file until Redis has written it anew."""
        try:
            self._redis.bgrewriteaof()
        except (RedisError, OSError) as error:
            log.warning("Redis has not begun to write its append-only file anew: %s", error)

    def _words(self, group: Sequence[Commit]) -> list[str | bytes | int]:
        """What the script needs to know of the commits of one workshop."""
        first = group[0]
        place = self._places.get(first.workshop)
        before = place.id if place is not None and place.version == first.version - 1 else ""
        told: list[str | bytes | int] = [first.workshop, first.version - 1, before, len(group)]
        return [*told, *(word for commit in group for word in (commit.id, codec.write(commit), _replaces(commit)))]

    # Reading

    def workshops(self) -> Iterable[WorkshopId]:
        with self._asking():
            entries = self._redis.xrange(OPENINGS)
        return tuple(dict.fromkeys(map(_named, entries)))

    def read(self, workshop: WorkshopId, after: int = 0) -> Iterator[Commit]:
        entries = (entry for page in self._pages(workshop, after + 1) for entry in page)
        return (commit for commit in _in_order(workshop, after, entries) if commit.events)

    def commits(self, workshop: WorkshopId, after: int = 0) -> Sequence[Commit]:
        return tuple(self.read(workshop, after))

    def find(self, workshop: WorkshopId, command: CommandId) -> Commit | None:
        with self._asking():
            version = self._redis.hget(_ids(workshop), command)
        return next(self.read(workshop, int(version) - 1), None) if version else None

    def _pages(self, workshop: WorkshopId, first: int) -> Iterator[list[Entry]]:
        start = f"{first}-0"
        while True:
            with self._asking():
                page = self._redis.xrange(_stream(workshop), start, "+", MOST_AT_ONCE)
            yield page
            if len(page) < MOST_AT_ONCE:
                return
            start = f"({page[-1][0].decode()}"

    # Telling

    def follow(self, workshop: WorkshopId, tell: Tell, after: int = 0) -> Unfollow:
        with self._lock:
            known = self.commits(workshop, max(0, after - 1))
            before = tuple(commit for commit in known if commit.version > after)
            self._hear(workshop, before)
            for commit in before:
                tell(commit)
            last = known[-1] if known else None
            self._places.setdefault(workshop, _Place(last.version, last.id) if last else _Place(after, ""))
            unfollow = self._followers.add(workshop, tell)
            self._start()
        return unfollow

    def follow_openings(self, tell: Callable[[WorkshopId], None]) -> None:
        with self._lock:
            self._opening = tell
            self._start()

    def refresh(self) -> bool:
        return self._listen(None)

    def _hear(self, workshop: WorkshopId, commits: Sequence[Commit]) -> bool:
        """Tell what was not told yet. What leaves a gap is left to the reader, who reads from our place on."""
        fresh = False
        with self._lock:
            place = self._places.get(workshop)
            for commit in commits:
                if place is not None and _follows(commit, place.version):
                    fresh = True
                    place.version, place.id = commit.version, commit.id
                    if not commit.events:
                        del self._places[workshop]
                    self._followers.tell((commit,))
        return fresh

    def _hear_entries(self, workshop: WorkshopId, entries: Sequence[Entry]) -> bool:
        """As `_hear`. A workshop whose entries cannot be read stands still from then on, and the others go on."""
        with self._lock:
            place = self._places.get(workshop)
            if place is None:
                return False
            fresh = [entry for entry in entries if _version(entry) > place.version]
            try:
                return self._hear(workshop, tuple(_in_order(workshop, place.version, fresh)))
            except Exception as damage:  # (whatever an entry says, the reader must outlive it)
                self._damaged.add(workshop)
                log.critical("A workshop is damaged and stands still: %s. The others are in play.", damage)
                return False

    def _catch_up(self, workshop: WorkshopId) -> None:
        """Tell what was missed, after a look at whether our place is still the one that we know."""
        with self._lock:
            place = self._places.get(workshop)
            if place is None or workshop in self._damaged:
                return
            entries = [entry for page in self._pages(workshop, max(1, place.version)) for entry in page]
            is_ours = bool(entries) and entries[0][1].get(b"id") == place.id.encode()
            if place.id and not is_ours and not (entries and _takes_over(entries[0], place.version)):
                self._give_up()
                return
            self._hear_entries(workshop, entries)

    def check(self) -> None:
        with self._asking():
            self._redis.hset(ABOUT, "checked", token_hex(8))

    # The reader

    def _start(self) -> None:
        if self._reader is None:
            self._reader = Thread(target=self._read_on, name="log reader", daemon=True)
            self._reader.start()

    def _read_on(self) -> None:
        """Listen until closed. After an outage, first see what was missed."""
        away = False
        while not self._over.is_set():
            try:
                for workshop in tuple(self._places):
                    self._catch_up(workshop)
                self._listen(None)
                if away:
                    log.warning("the store is back")
                away = False
                while not self._over.is_set():
                    self._listen(WAIT)
            except Exception as error:  # (whatever happens, a worker goes on listening)
                if not away and not self._over.is_set():
                    log.warning("the store is away: %s", error)
                away = True
                self._over.wait(NAP)

    def _listen(self, wait: int | None) -> bool:
        """Read on from our places, and tell. True when there was something new."""
        places = {_stream(name).encode(): name for name in self._places if name not in self._damaged}
        since: dict[bytes | str, bytes | str] = {
            key: f"{place.version}-0" for key, name in places.items() if (place := self._places.get(name))
        }
        with self._asking():
            read = self._redis.xread({**since, OPENINGS: self._opened}, MOST_AT_ONCE, wait)
        fresh = False
        for key, entries in read:
            if key in places:
                fresh = self._hear_entries(places[key], entries) or fresh
        for key, entries in read:
            if key == OPENINGS.encode():
                fresh = self._hear_openings(entries) or fresh
        return fresh

    def _hear_openings(self, entries: Sequence[Entry]) -> bool:
        fresh = False
        for entry in entries:
            workshop = _named(entry)
            fresh = fresh or workshop not in self._places
            self._opening(workshop)
            self._opened = entry[0]
        return fresh

    # The end

    def _give_up(self) -> None:
        """Give the history that is there now an epoch of its own, whoever finds out first, and tell the owner."""
        with self._lock, self._asking():
            if self._over.is_set():
                return
            self._redis.eval(NEW_EPOCH, 1, ABOUT, self.epoch, token_hex(8))
            self._over.set()
        log.critical("Redis has lost or changed history that was told already. Starting again from what is there.")
        self._lost()

    def close(self) -> None:
        self._over.set()
        if self._reader is not None:
            self._reader.join(2 * ANSWER)
        self._redis.close()


def _stream(workshop: WorkshopId) -> str:
    return f"uptoyou:{{{workshop}}}:log"


def _ids(workshop: WorkshopId) -> str:
    return f"uptoyou:{{{workshop}}}:ids"


def _version(entry: Entry) -> int:
    return int(entry[0].partition(b"-")[0])


def _named(entry: Entry) -> WorkshopId:
    return WorkshopId(entry[1].get(b"workshop", b"").decode(errors="replace"))


def _expect_in_order(group: Sequence[Commit]) -> None:
    first = group[0].version
    if first < 1 or [one.version for one in group] != list(range(first, first + len(group))):
        raise VersionConflict
    if len({one.id for one in group}) < len(group):
        raise VersionConflict


def _replaces(commit: Commit) -> str:
    return ("anew" if commit.events else "end") if commit.replaces else ""


def _follows(commit: Commit, version: int) -> bool:
    """Whether this commit is the next one, or takes the place of all that might be missing."""
    return commit.version == version + 1 or (commit.replaces and commit.version > version)


def _takes_over(entry: Entry, version: int) -> bool:
    return bool(entry[1].get(b"replaces")) and _version(entry) > version


def _in_order(workshop: WorkshopId, after: int, entries: Iterable[Entry]) -> Iterator[Commit]:
    """The commits that these entries hold. Raises StoreUnreadable for one that is torn, missing or out of place."""
    for entry in entries:
        after = _version(entry) if _takes_over(entry, after) else after + 1
        yield _commit(workshop, after, entry)


def _commit(workshop: WorkshopId, version: int, entry: Entry) -> Commit:
    where = f"workshop {workshop}, version {version}"
    number, fields = entry
    try:
        commit = codec.read(fields[b"commit"])
    except (KeyError, StoreUnreadable) as error:
        raise StoreUnreadable(where) from error
    named = (f"{version}-0".encode(), workshop, version, fields.get(b"id"))
    if named != (number, commit.workshop, commit.version, commit.id.encode()):
        raise StoreUnreadable(where)
    return commit
