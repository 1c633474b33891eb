"""Several workers serve one workshop, and it is as if there were one."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from secrets import token_hex

import pytest

from server.game.events import PredictionsClosed
from tests.support.counts import usually
from tests.support.crew import Crew, all_insist, insists
from tests.support.phones import WirePhone
from tests.support.raw import RawLine
from tests.support.redis import RunningRedis
from tests.support.roaming import out_and_about, phones_of, to_the_end
from tests.support.server import PATIENCE, ROOT, Refused, RunningServer, ask
from tests.support.table import Table, refusal

REPS = tuple(f"Rep {number}" for number in range(1, 1 + usually(6, full=30)))
TIMES = usually(12, full=40)
BURST = 12
"""So many taps of each phone are on their way when a worker dies: few enough to send them without a pause."""
KILLS = usually(2, full=50)
REMOVALS = usually(6, full=50)
COMING = 300

pytestmark = pytest.mark.timeout(usually(240, full=900))


@pytest.fixture(params=usually([3], full=[2, 3]))
def crew(request, tmp_path):
    with Crew(tmp_path, request.param) as crew:
        yield crew


@pytest.fixture
def table(crew):
    with Table(crew, reps=REPS) as table:
        table.goes_to("rule")
        yield table


def reps(table: Table) -> list[WirePhone]:
    return [table[name] for name in REPS]


def all_are_in(crew: Crew, acked: list[str]) -> None:
    """Every acknowledged command is in the log, once."""
    held = Counter(commit.id for commit in crew.log())

    assert dict.fromkeys(acked, 1) == {id: held[id] for id in acked}


def everybody_is_current(table: Table, done: int) -> None:
    """Every screen hears of what happens now."""
    table.counts(done)
    table.rules("Ana", "Bo")
    table.goes_to("predict")


@contextmanager
def _meanwhile(act: Callable[[], list[str]]) -> Iterator[Future[list[str]]]:
    """Do something while the block runs, and wait for it at the end."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(act)


# A round


def test_a_round_is_played_by_phones_on_all_workers(crew, table):
    table.rules("Ana", "Bo", *REPS)
    table.goes_to("predict")
    for name in REPS:
        table[name].does("predict", step=table.step, level=1, authority=1, certainty="sure", spread="same", n=1)
    table.counts(len(REPS))
    table.goes_to("chair")
    table["Ana"].does("reveal", step=table.step)
    table.stage.comes_to("chair", 1)

    assert ["Ana"] == [token["face"]["name"] for token in table.stage.shared["round"]["tokens"]]
    assert all(count > 0 for count in crew.proxy.given.values())


def test_whoever_is_connected_to_another_worker_counts(crew, table):
    table.console.sees(lambda phone: _here(phone) == set(table.seats.values()), "everybody here")
    table.rules("Ana", "Bo", *REPS)
    table.goes_to("predict")
    table.goes_to("chair")
    (closed,) = [e for commit in crew.log() for e in commit.events if isinstance(e, PredictionsClosed)]

    assert {table.seats[name] for name in REPS} == set(closed.counted)


def test_whoever_left_another_worker_is_lost_on_the_console(table):
    table.console.sees(lambda phone: _here(phone) == set(table.seats.values()), "everybody here")
    gone = REPS[:3]
    for name in gone:
        table[name].leaves()
    left = set(table.seats.values()) - {table.seats[name] for name in gone}
    table.console.sees(lambda phone: _here(phone) == left, "who left")


def _here(console: WirePhone) -> set[str]:
    """Who is connected, as the console was last told."""
    said = [data for event, data in console.frames if event == "presence"]
    return {seat for seat, lost in said[-1]["lost"].items() if lost is None} if said else set()


def test_a_device_that_one_worker_knows_is_known_to_all_and_a_new_one_is_asked_about_once(crew, table):
    key = table["Ana"].key
    for worker in crew.workers:
        assert [""] * 2 == [refusal(worker.url, {"key": key}) for _ in range(2)]
    marks = table.marks()
    for worker in crew.workers:
        assert [""] * 2 == [refusal(worker.url, {"key": key, "device": "tablet"}) for _ in range(2)]
    table.console.sees(lambda phone: bool(phone.shared["devices"]), "a question")
    told = [data for event, data in table.since(marks)["console"] if event == "view"]

    assert [("Ana", 1)] == [(one["name"], one["strange"]) for one in table.console.shared["devices"]]
    assert 1 == len(told)


@pytest.mark.full
def test_everybody_comes_in_whatever_worker_each_connection_is_given(crew):
    """The request for a seat and the line of its phone, and then all of them are shown the same."""
    workshop = crew.open_workshop("Ana", "Bo")
    phones = phones_of(workshop, COMING).values()

    async def come(console):
        async with out_and_about(phones):
            await asyncio.to_thread(insists, console, "next", expect=console.place["move"], confirmed=True)
            for phone in phones:
                await phone.sees(lambda one: one.place["phase"] == "welcome", "the welcome")

    with WirePhone(crew.url, workshop.key("facilitator")) as console:
        to_the_end(come(console))

    assert all(count >= COMING // len(crew.workers) for count in crew.proxy.given.values())


def test_whoever_is_shown_out_is_cut_off_on_every_worker(crew, table):
    """Seats that are removed, and links that are replaced by fresh ones."""
    for number in range(REMOVALS):
        if number % 2:
            seat, key = None, ask_for_a_link(table)
        else:
            told = table.workshop.take_seat(f"Guest {number}")
            seat, key = told["seat"], told["key"]
        with ExitStack() as opened:
            lines = [opened.enter_context(RawLine(worker.port, key)) for worker in crew.workers]
            if seat is None:
                ask_for_a_link(table)
            else:
                insists(table.console, "remove_seat", seat=seat)
            last = [[data for _, data in line.frames()][-1] for line in lines]

        assert [b"1"] * len(crew.workers) == last
        for worker in crew.workers:
            assert refusal(worker.url, {"key": key}) == ("removed" if seat else "not_seated")


def ask_for_a_link(table: Table) -> str:
    """A fresh link for Bo's phone; the ones before are worthless from now on."""
    wish = {"id": token_hex(16), "role": "manager", "seat": table.seats["Bo"], "fresh": True}
    key: str = ask(f"{table.server.url}/api/keys", wish, table.workshop.key("facilitator"))["key"]
    return key


# What goes wrong


def test_a_worker_that_is_killed_loses_nothing_acknowledged(crew, table):
    phones, acked = reps(table), []
    for number in range(KILLS):
        victim = crew.workers[number % len(crew.workers)]
        before = crew.saved()
        with _meanwhile(partial(all_insist, phones, BURST, table.step, number * BURST)) as burst:
            crew.saves_more_than(before)
            victim.kill()
        acked += burst.result()
        victim.start()
    all_are_in(crew, acked)
    for phone in table.people.values():
        phone.sees(lambda one: one.socket.connected, "a connection")
    everybody_is_current(table, len(REPS))


def test_a_restart_of_redis_loses_nothing_acknowledged(crew, table):
    phones = reps(table)
    before = crew.saved()
    with _meanwhile(partial(all_insist, phones, TIMES, table.step)) as burst:
        crew.saves_more_than(before)
        crew.redis.kill()
        time.sleep(usually(1, full=5))
        crew.redis.start()
    all_are_in(crew, burst.result())
    everybody_is_current(table, len(REPS))


def test_a_frozen_redis_is_answered_with_retry(crew, table):
    crew.redis.freeze()
    ack = table[REPS[0]].says("rule", step=table.step, level=1, authority=1, n=1)
    still_there = [worker.get("/healthz") for worker in crew.workers]
    crew.redis.thaw()

    assert ("retry", [{"ok": True}] * len(crew.workers)) == (ack["reason"], still_there)
    insists(table[REPS[0]], "rule", step=table.step, level=1, authority=1, n=1)
    table.counts(1)


def test_nobody_is_turned_away_while_redis_is_frozen(crew, table):
    """Whether a key is good may be known to another worker only."""
    crew.redis.freeze()
    turned_away = refusal(crew.url, {"key": "r_unknown"})
    with pytest.raises(Refused) as asked:
        crew.post("/api/recover", {"code": "2222-2222-2222"})
    crew.redis.thaw()

    assert ("retry", 503, "retry") == (turned_away, asked.value.status, asked.value.error["reason"])


def test_a_worker_that_was_frozen_goes_on_where_the_others_are(crew, table):
    """What it decides on an old state is refused by the log, and decided again."""
    table.rules("Ana", "Bo")
    console = _worker_of(crew, table.console)
    frozen = next(worker for worker in crew.workers if worker is not console)
    frozen.process.send_signal(signal.SIGSTOP)
    for phase in ("predict", "lock"):
        table.console.does("next", expect=table.console.place["move"], confirmed=True)
        table.console.comes_to(phase)
    frozen.process.send_signal(signal.SIGCONT)
    table.together()
    moves = [commit.id for commit in crew.log() if commit.id.startswith("time-up")]

    assert len(moves) == len(set(moves))


def _worker_of(crew: Crew, phone: WirePhone) -> RunningServer:
    """The worker that the proxy gave this phone's connection to."""
    port = crew.proxy.where[phone.socket.eio.ws.sock.getsockname()[1]]
    return next(worker for worker in crew.workers if worker.port == port)


# On one machine


@pytest.fixture
def redis(tmp_path):
    running = RunningRedis(tmp_path / "redis")
    yield running
    running.stop()


def workers_of(server: RunningServer) -> list[int]:
    pid = server.process.pid
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_workers_on_one_machine_share_a_port_and_are_started_again(redis, tmp_path):
    server = RunningServer(tmp_path / "data", "--workers", "2", environment={"UPTOYOU_STORE": redis.url})
    try:
        before = workers_of(server)
        with Table(server, reps=REPS[:4]) as table:
            table.goes_to("rule")
            for victim in before:
                os.kill(victim, signal.SIGKILL)
            acked = all_insist([table[name] for name in REPS[:4]], 2, table.step)
            table.counts(4)
        after = workers_of(server)
    finally:
        server.stop()

    assert (2, 2, 8, set()) == (len(before), len(after), len(acked), set(before) & set(after))
    assert 0 == server.process.returncode
    assert "Stopped. Everything is saved" in server.output()
    assert all(not Path(f"/proc/{pid}").exists() for pid in after)


@pytest.mark.parametrize("options", [(), ("--workers", "2")], ids=["one", "two"])
def test_a_history_that_was_put_back_is_told_anew_to_everybody(redis, tmp_path, options):
    server = RunningServer(tmp_path / "data", *options, environment={"UPTOYOU_STORE": redis.url})
    try:
        with Table(server, reps=REPS[:2]) as table:
            before = {phone.views[0]["epoch"] for phone in table.people.values()}
            redis.client.hset("uptoyou:about", "epoch", "of the copy")
            insists(table[REPS[0]], "hello")
            for phone in table.people.values():
                phone.sees(lambda one: one.views[-1]["epoch"] == "of the copy", "the other epoch")
        told = server.output()
    finally:
        server.stop()

    assert (1, 0) == (len(before), server.process.returncode)
    assert "Redis has lost or changed history" in told


def test_workers_end_with_the_process_that_started_them(redis, tmp_path):
    server = RunningServer(tmp_path / "data", "--workers", "2", environment={"UPTOYOU_STORE": redis.url})
    crew = workers_of(server)
    server.kill()
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in crew):
        assert time.monotonic() < deadline, "a worker lives on"
        time.sleep(0.02)

    assert 2 == len(crew)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--workers", "2"), "Several workers need a Redis to share. Add --store redis://HOST:6379/0"),
        (("--workers", "2", "--polling"), "Long polling keeps each phone at one process. Leave out --polling"),
        (("--store", "redis://127.0.0.1:1/0"), "Redis does not answer"),
        (("--store", "file:///tmp"), "The address of the store cannot be used"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_sentence(tmp_path, options, sentence):
    ended = subprocess.run(
        [sys.executable, "-m", "server", "--no-browser", "--data", str(tmp_path), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (1, True, 1) == (
        ended.returncode,
        bool(re.match(re.escape(sentence), ended.stderr)),
        len(ended.stderr.strip().splitlines()),
    )
