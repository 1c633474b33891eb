"""The log in Redis: what is true of it beyond what every log must do."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from shutil import copytree, rmtree
from threading import Event as Signal
from threading import Thread

import pytest

from server.game import commands as c
from server.game.ids import WorkshopId
from server.game.people import DOOR, Role
from server.game.plan import Phase
from server.service.live import Live
from server.store import codec
from server.store.base import CommandId, Commit, StoreFailed, StoreUnfit, StoreUnreadable, VersionConflict
from server.store.redis import FORM, RedisLog
from tests.support.counts import usually
from tests.support.given import START, key, opening
from tests.support.heart import Heart
from tests.support.log_contract import AT, LogContract, commit, commits
from tests.support.redis import RunningRedis, needs_redis
from tests.support.server import PATIENCE, ROOT, free_port

W1, W2 = WorkshopId("w1"), WorkshopId("w2")
STREAM = "uptoyou:{w1}:log"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    redis = RunningRedis(tmp_path_factory.mktemp("redis"))
    yield redis
    redis.stop()


@pytest.fixture
def url(running):
    """A Redis for all tests of this file, emptied for each."""
    running.client.flushall()
    return running.url


@pytest.fixture
def own(tmp_path):
    """A Redis of one's own, to do harm to."""
    redis = RunningRedis(tmp_path / "redis")
    yield redis
    redis.stop()


@pytest.fixture
def log(url):
    with closing(RedisLog(url)) as log:
        yield log


@pytest.fixture
def other(url):
    """The log as another worker has it."""
    with closing(RedisLog(url)) as other:
        yield other


class TestRedisLog(LogContract):
    @pytest.fixture
    def log(self, url):
        with closing(RedisLog(url)) as log:
            yield log


def waits_until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(0.005)


# Coming back


def test_another_connection_finds_what_was_appended(log, other):
    log.append(commits(5))

    assert (commits(5), (W1,), commit(2)) == (
        tuple(other.commits(W1)),
        other.workshops(),
        other.find(W1, CommandId("command-2")),
    )


def test_all_workers_know_the_same_epoch(log, other):
    assert log.epoch == other.epoch


def test_more_commits_than_are_read_in_one_go_come_back(log):
    log.append(commits(2500))

    assert [*range(1, 2501)] == [one.version for one in log.commits(W1)]


# Refusing to start


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({"appendonly": "no"}, "Set: appendonly yes"),
        ({"maxmemory-policy": "allkeys-lru"}, "Set: maxmemory-policy noeviction"),
        ({"maxmemory-policy": "volatile-ttl"}, "Set: maxmemory-policy noeviction"),
    ],
)
def test_a_redis_that_may_forget_is_refused_with_what_to_set(tmp_path, settings, wanted):
    redis = RunningRedis(tmp_path, **settings)
    try:
        with pytest.raises(StoreUnfit, match=wanted):
            RedisLog(redis.url)
    finally:
        redis.stop()


@pytest.mark.parametrize(("fsync", "warned"), [("everysec", True), ("no", True), ("always", False)])
def test_a_redis_that_writes_after_it_has_answered_is_warned_of(running, url, caplog, fsync, warned):
    running.client.config_set("appendfsync", fsync)
    try:
        RedisLog(url).close()
    finally:
        running.client.config_set("appendfsync", "always")

    assert warned is ("Set: appendfsync always" in caplog.text)


def test_an_address_that_is_none_is_refused():
    with pytest.raises(StoreUnfit, match="redis://HOST"):
        RedisLog("mysql://somewhere")


def test_a_redis_that_is_not_there_is_told():
    needs_redis()
    with pytest.raises(StoreFailed):
        RedisLog(f"redis://127.0.0.1:{free_port()}/0")


def test_a_log_of_a_later_form_is_not_touched(running, url):
    running.client.hset("uptoyou:about", "form", int(FORM) + 1)

    with pytest.raises(StoreUnreadable):
        RedisLog(url)


# Other workers


def test_what_another_worker_appends_is_told_in_order_and_once(log, other):
    told: list[Commit] = []
    log.follow(W1, told.append)
    for version in range(1, 51):
        (log if version % 3 == 0 else other).append([commit(version)])
        waits_until(lambda version=version: len(told) >= version, f"version {version}")

    assert commits(50) == tuple(told)


def test_what_another_process_appends_is_told_in_order_and_once(log, url):
    told: list[Commit] = []
    log.follow(W1, told.append)
    writes = (
        "import sys; from server.store.redis import RedisLog; from tests.support.log_contract import commits\n"
        "log = RedisLog(sys.argv[1])\n"
        "for place in range(40): log.append(commits(5, after=5 * place))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", writes, url], cwd=ROOT, env=environment, check=True, timeout=PATIENCE)
    waits_until(lambda: len(told) >= 200, "the last commit")

    assert commits(200) == tuple(told)


def test_after_a_conflict_the_followers_know_what_was_first(log, other):
    told: list[Commit] = []
    log.follow(W1, told.append)
    other.append(commits(3))
    with pytest.raises(VersionConflict):
        log.append([commit(1, id="too-late")])

    assert commits(3) == tuple(told)


def test_looking_again_tells_at_once_what_another_worker_appended(log, other):
    told: list[Commit] = []
    log.follow(W1, told.append)
    for version in range(1, 30):
        other.append([commit(version)])
        log.refresh()
        assert version == len(told)


def test_a_workshop_that_another_worker_opens_becomes_known(log, other):
    opened: list[WorkshopId] = []
    log.follow_openings(opened.append)
    other.append([commit(1, "w2")])
    waits_until(lambda: W2 in opened, "the opening")

    assert [W2] == opened


def test_two_workers_that_write_at_once_leave_no_gap_and_lose_nothing(log, other):
    """Each sends every command twice, as a phone does whose answer was lost."""
    count = usually(150, full=2_000)

    def writes(mine: RedisLog, name: str) -> None:
        for number in range(count):
            for _ in range(2):
                id = CommandId(f"{name}-{number}")
                while mine.find(W1, id) is None:
                    try:
                        mine.append([commit(len(mine.commits(W1, last[name])) + last[name] + 1, id=id)])
                    except VersionConflict:
                        continue
                held = mine.find(W1, id)
                assert held is not None
                last[name] = held.version

    last = {"a": 0, "b": 0}
    threads = [Thread(target=writes, args=pair) for pair in ((log, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = log.commits(W1)

    assert [*range(1, 2 * count + 1)] == [one.version for one in held]
    assert {f"{name}-{number}" for name in "ab" for number in range(count)} == {one.id for one in held}


def test_the_deadline_of_two_workers_is_rung_once(log, other):
    with Heart(log) as first:
        first.opens()
        with Heart(other) as second:
            first.joins("Kim")
            first.goes_to(Phase.LOCK)
            waits_until(lambda: second.state == first.state, "the same state")
            clocks = [first.clock(), second.clock()]
            for heart in (first, second):
                heart.wait(3600)
            before = len(first.commits)
            threads = [Thread(target=clock.tick) for clock in clocks]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            waits_until(lambda: second.state == first.state, "the same state")

            assert before + 1 == len(first.commits)


# Damage


@pytest.fixture
def two(log):
    """Two workshops that were opened, w2 first."""
    for workshop in (W2, W1):
        log.append([Commit(workshop, 1, CommandId("open"), "", DOOR, START, opening())])
    return log


def forged(version: int, text: bytes, id: str = "forged") -> dict[str, object]:
    return {"name": STREAM, "id": f"{version}-0", "fields": {"id": id, "commit": text}}


FORGERIES = {
    "no commit": b"",
    "torn": codec.write(commit(2, id="forged"))[:-9],
    "no text": b"\xff\xfe\x00",
    "of another workshop": codec.write(commit(2, "w2", "forged")),
    "of another version": codec.write(commit(3, id="forged")),
    "of another command": codec.write(commit(2, id="else")),
    "an unknown fact": codec.write(commit(2, id="forged")).replace(b"stage_veiled", b"stage_burned"),
}


@pytest.mark.parametrize("text", FORGERIES.values(), ids=FORGERIES)
def test_an_entry_that_cannot_be_read_is_refused_by_name(running, log, text):
    log.append(commits(1))
    running.client.xadd(**forged(2, text))

    with pytest.raises(StoreUnreadable, match="workshop w1, version 2"):
        log.commits(W1)


def test_an_entry_that_is_missing_is_refused_by_name(running, log):
    log.append(commits(3))
    running.client.xdel(STREAM, "2-0")

    with pytest.raises(StoreUnreadable, match="workshop w1, version 2"):
        log.commits(W1)


@pytest.mark.parametrize("text", FORGERIES.values(), ids=FORGERIES)
def test_a_damaged_workshop_leaves_the_others_in_play_at_the_start(running, two, other, text):
    running.client.xadd(**forged(2, text))
    live = Live(other, lambda _: None, lambda _: None, lambda: AT)
    live.load()

    assert [W2] == [known.id for known in live]


@pytest.mark.parametrize("text", FORGERIES.values(), ids=FORGERIES)
def test_an_entry_that_is_forged_during_play_stops_its_workshop_alone(running, two, other, text):
    told: list[Commit] = []
    two.follow(W1, told.append)
    two.follow(W2, told.append)
    running.client.xadd(**forged(2, text))
    waits_until(lambda: W1 in two._damaged, "the alarm")
    other.append([commit(2, "w2")])
    waits_until(lambda: len(told) == 3, "the other workshop's news")

    assert [(W1, 1), (W2, 1), (W2, 2)] == [(one.workshop, one.version) for one in told]
    with pytest.raises(StoreUnreadable, match="w1"):
        two.append([commit(3)])


def test_commands_to_a_damaged_workshop_do_not_take_others_with_them(running, two):
    with Heart(two, running=False) as heart:
        running.client.xadd(**forged(2, b""))
        waits_until(lambda: W1 in two._damaged, "the alarm")
        outcomes = heart.together(
            lambda: _fails(lambda: heart.joins("Kim")),
            lambda: heart.asks(DOOR, c.TakeSeat(Role.REP, "Lou", key("Lou")), workshop=W2),
        )

        assert ["StoreUnreadable", "applied"] == [getattr(one, "status", one) for one in outcomes]


def _fails(ask):
    try:
        return ask()
    except StoreUnreadable as error:
        return type(error).__name__


# Outages


class Burst:
    """A writer that sends each command until it is acknowledged, and a follower beside it."""

    def __init__(self, url: str) -> None:
        self.log = RedisLog(url)
        self.follower = RedisLog(url)
        self.acked: list[CommandId] = []
        self.told: list[Commit] = []
        self.failed = 0
        self._over = Signal()
        self.log.follow(W1, lambda _: None)
        self.follower.follow(W1, self.told.append)
        self._thread = Thread(target=self._write)
        self._thread.start()

    def _write(self) -> None:
        while not self._over.is_set():
            one = commit(len(self.acked) + 1)
            try:
                self.log.append([one])
            except StoreFailed:
                self.failed += 1
            except VersionConflict:
                assert self.log.find(W1, one.id) == one
                self.acked.append(one.id)
            else:
                self.acked.append(one.id)

    def has(self, more: int) -> None:
        """Wait for so many more acknowledged commands."""
        goal = len(self.acked) + more
        waits_until(lambda: len(self.acked) >= goal, f"{goal} acknowledged")

    def fails(self) -> None:
        goal = self.failed + 1
        waits_until(lambda: self.failed >= goal, "a failure")

    def ends(self) -> None:
        self._over.set()
        self._thread.join()
        waits_until(lambda: len(self.told) >= len(self.acked), "the last commit at the follower")
        self.log.close()
        self.follower.close()

    def lost_nothing(self, url: str) -> None:
        with closing(RedisLog(url)) as again:
            held = again.commits(W1)
        assert [*range(1, len(held) + 1)] == [one.version for one in held]
        assert self.acked == [one.id for one in held[: len(self.acked)]]
        assert tuple(held) == tuple(self.told)


@pytest.mark.parametrize("seconds", usually((0, 5), full=(0, 5, 15, 60)))
def test_a_restart_of_redis_loses_nothing_acknowledged_and_is_read_on(own, seconds):
    burst = Burst(own.url)
    burst.has(50)
    own.stop()
    burst.fails()
    time.sleep(seconds)
    own.start()
    burst.has(50)
    burst.ends()

    burst.lost_nothing(own.url)


@pytest.mark.timeout(600)
def test_a_redis_that_is_killed_loses_nothing_acknowledged(own):
    burst = Burst(own.url)
    for _ in range(usually(8, full=100)):
        burst.has(30)
        own.kill()
        own.start()
    burst.has(30)
    burst.ends()

    burst.lost_nothing(own.url)


def test_a_frozen_redis_is_given_up_and_found_again(own):
    burst = Burst(own.url)
    burst.has(50)
    own.freeze()
    burst.fails()
    burst.fails()
    own.thaw()
    burst.has(50)
    burst.ends()

    burst.lost_nothing(own.url)


# History that was lost


def test_an_older_copy_put_back_gets_another_epoch_and_all_workers_are_told(own, tmp_path):
    lost = [Signal(), Signal()]
    with closing(RedisLog(own.url)) as log:
        log.append(commits(3))
    own.stop()
    copytree(own.folder, tmp_path / "copy")
    own.start()
    with (
        closing(RedisLog(own.url, lost[0].set)) as first,
        closing(RedisLog(own.url, lost[1].set)) as second,
    ):
        for one in (first, second):
            one.follow(W1, lambda _: None)
        first.append(commits(2, after=3))
        second.refresh()
        own.kill()
        rmtree(own.folder)
        copytree(tmp_path / "copy", own.folder)
        own.start()

        assert [True, True] == [one.wait(PATIENCE) for one in lost]
        with pytest.raises(StoreFailed):
            first.append([commit(6)])
        with closing(RedisLog(own.url)) as again:
            assert first.epoch != again.epoch
            assert commits(3) == tuple(again.commits(W1))


def test_another_history_of_the_same_length_is_seen(running, log):
    lost = Signal()
    log._lost = lost.set
    log.follow(W1, lambda _: None)
    log.append(commits(3))
    running.client.delete(STREAM, "uptoyou:{w1}:ids")
    for one in (commit(1), commit(2), commit(3, id="else")):
        running.client.xadd(STREAM, {"id": one.id, "commit": codec.write(one)}, id=f"{one.version}-0")

    with pytest.raises((VersionConflict, StoreFailed)):  # (whether the writer or the reader is first to see it)
        log.append([commit(4)])
    assert lost.wait(PATIENCE)


def test_a_redis_that_was_emptied_is_seen(running, log):
    lost = Signal()
    log._lost = lost.set
    log.append(commits(3))
    running.client.flushall()

    with pytest.raises(StoreFailed):
        log.append([commit(4)])
    assert lost.is_set()
