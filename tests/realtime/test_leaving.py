"""The server goes and comes back: screens are told, what was acknowledged is there, nobody has to do anything."""

import asyncio
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from threading import Barrier, Event

import pytest
import socketio.exceptions

from tests.support.roaming import all_is_saved_once, goes_to_the_next_ruling, out_and_about, phones_of, to_the_end
from tests.support.server import PATIENCE, ROOT
from tests.support.table import Phone, Table

PHONES = 300
REPS = tuple(f"Rep{number}" for number in range(12))
GONE = (socketio.exceptions.SocketIOError, ValueError)
"""How a call ends while the server is away."""


@pytest.fixture
def table(server):
    with Table(server, reps=REPS) as table:
        table.goes_to("rule")
        yield table


def leaves(server) -> int:
    server.process.send_signal(signal.SIGTERM)
    return int(server.process.wait(PATIENCE))


def keeps_at_it(phone: Phone, fields: dict) -> None:
    """Send a command until it is saved, with the same id, as the pages do."""
    id = token_hex(16)
    while True:
        try:
            ack = phone.socket.call("command", {"id": id, **fields}, timeout=2)
        except GONE:
            phone.socket.sleep(0.1)
            continue
        if ack["ok"]:
            return
        assert ack["reason"] == "retry", ack
        phone.socket.sleep(0.25)


def test_phones_that_answer_during_a_restart_lose_nothing(server, table):
    """Each rep taps on through the restart; what stands at the end is the last tap."""
    back, last = Event(), {}
    begun = Barrier(len(REPS) + 1)
    step = table.step

    def answers(name: str) -> None:
        n = 0
        while not (back.is_set() and n % 4 == 3):
            n += 1
            if n == 3:
                begun.wait(PATIENCE)
            keeps_at_it(table[name], {"kind": "rule", "step": step, "level": n % 4, "authority": 1, "n": n})
        last[name] = n % 4

    with ThreadPoolExecutor(len(REPS)) as pool:
        tapping = [pool.submit(answers, name) for name in REPS]
        begun.wait(PATIENCE)
        code = leaves(server)
        server.stop()
        server.start()
        back.set()
        for one in tapping:
            one.result(PATIENCE * 4)
    stands = {}
    for name in REPS:
        with Phone(server.url, table[name].key) as again:
            again.sees(lambda one: bool(one.own), "its own part")
            stands[name] = again.own["choice"]["level"]

    assert (0, dict.fromkeys(REPS, 3), last) == (code, last, stands)


@pytest.mark.full
@pytest.mark.timeout(300)
def test_a_room_full_of_phones_comes_back_with_all_that_was_tapped(server):
    """The server ends in the middle of everybody's taps, with a goodbye."""
    opened = server.open_workshop("Ana", "Bo")
    phones = phones_of(opened, PHONES)

    async def plays(leader):
        async with out_and_about(phones.values()):
            await asyncio.to_thread(goes_to_the_next_ruling, leader)
            step = leader.place["step"]
            for phone in phones.values():
                await phone.sees(lambda one: (one.place["step"], one.place["phase"]) == (step, "rule"), "rulings")
            for phone in phones.values():
                phone.taps_on()
            await next(iter(phones.values())).is_answered()
            await asyncio.to_thread(server.stop)
            ended.append(server.process.returncode)
            await asyncio.to_thread(server.start)
            for phone in phones.values():
                await phone.sees(lambda one: one.lines > 1, "the server again")
                await phone.is_answered()

    ended = []
    with Phone(server.url, opened.key("facilitator")) as leader:
        to_the_end(plays(leader))

    assert ([0], []) == (ended, [ack for phone in phones.values() for ack in phone.refused])
    server.stop()
    all_is_saved_once(server, phones)


def test_every_screen_is_told_before_the_server_goes(server, table):
    assert 0 == leaves(server)

    for phone in table.people.values():
        phone.sees(lambda one: "going_away" in [event for event, _ in one.frames], "the goodbye")


def test_a_server_that_leaves_says_nothing_that_looks_like_a_fault(server, table):
    leaves(server)

    assert not any(word in server.output() for word in ("Traceback", "ERROR", "Error"))


STUBBORN = """
from server import engine
engine.patch()
import signal
def goodbye():
    print("leaving", flush=True)
    engine.sleep(3600)
def works():
    while True:
        engine.sleep(0.02)
with engine.until_told(signal.SIGTERM, first=goodbye, within=float({within})):
    print("here", flush=True)
    works()
print("left", flush=True)
"""


def stubborn(within: float) -> subprocess.Popen[str]:
    """A process whose goodbye never ends."""
    script = STUBBORN.format(within=within)
    return subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def says(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_signal_ends_at_once():
    with stubborn(within=3600) as process:
        assert "here" == says(process)
        process.send_signal(signal.SIGTERM)
        assert "leaving" == says(process)
        process.send_signal(signal.SIGTERM)

        assert (1, "") == (process.wait(PATIENCE), says(process))


def test_a_goodbye_that_takes_too_long_is_cut_short():
    with stubborn(within=0.05) as process:
        process.send_signal(signal.SIGTERM) if says(process) == "here" else None

        assert ("leaving", "left", 0) == (says(process), says(process), process.wait(PATIENCE))
