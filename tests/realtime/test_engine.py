"""One setting chooses what the green threads run on. These hold for each engine; all other tests run on either.

``UPTOYOU_ENGINE=gevent python3 tests tests/realtime`` runs a folder on the other one; CI does so with a part of them.
"""

import os
import subprocess
import sys

import pytest

from tests.support.raw import RawLine
from tests.support.server import ROOT, RunningServer
from tests.support.table import Table

NAMES = ("eventlet", "gevent")


def runs(script: str, name: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "UPTOYOU_ENGINE": name}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module", params=NAMES)
def on_each(request, tmp_path_factory):
    running = RunningServer(tmp_path_factory.mktemp("engine"), environment={"UPTOYOU_ENGINE": request.param})
    yield running
    running.stop()


@pytest.mark.parametrize(("name", "other"), [NAMES, NAMES[::-1]])
def test_only_the_engine_that_was_chosen_is_loaded(name, other):
    script = f"import sys; from server import cli; print({name!r} in sys.modules, {other!r} in sys.modules)"
    said = runs(script, name)

    assert ("True False\n", "") == (said.stdout, said.stderr)


def test_an_engine_that_does_not_exist_is_refused_with_a_sentence():
    said = runs("from server import engine", "diesel")

    assert (1, "There is no engine diesel. Set UPTOYOU_ENGINE to eventlet or gevent, or leave it out.\n") == (
        said.returncode,
        said.stderr,
    )


def test_an_engine_that_is_not_installed_is_refused_with_what_to_type():
    said = runs("import sys; sys.modules['gevent'] = None; from server import engine", "gevent")

    assert 1 == said.returncode
    assert said.stderr.endswith("-m pip install gevent\n")


def test_while_eventlet_has_a_name_looked_up_everything_else_goes_on():
    script = """
import socket
from _thread import allocate_lock
found = allocate_lock()
found.acquire()
socket.getaddrinfo = lambda *_: found.acquire(timeout=20)
from server import engine
engine.patch()
engine.spawn(found.release)
print(socket.getaddrinfo("redis.example", 6379))
"""
    said = runs(script, "eventlet")

    assert ("True\n", "") == (said.stdout, said.stderr)


def test_an_answer_is_saved(on_each):
    with Table(on_each) as table:
        table.goes_to("rule")
        table["Kim"].does("rule", step=table.step, level=1, authority=1, n=1)

        table["Kim"].resyncs()
        table["Kim"].sees(lambda phone: bool(phone.own["choice"]), "its answer")


@pytest.mark.parametrize(("lines", "status"), [(7, "200"), (9, "400")])
def test_a_head_that_is_too_long_is_refused_as_a_whole(on_each, lines, status):
    """However short each of its lines is: 64 kB in all."""
    many = "".join(f"X-{number}: {'x' * 8000}\r\n" for number in range(lines))
    with RawLine(on_each.port, upgrade=False) as line:
        line.sends(
            f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{on_each.port}\r\nConnection: close\r\n{many}\r\n".encode()
        )

        assert status == line.everything().decode().split()[1]


def test_whoever_asks_and_never_reads_is_hung_up_on(on_each):
    """Page after page is asked for, until the buffers are full."""
    ask = f"GET /console HTTP/1.1\r\nHost: 127.0.0.1:{on_each.port}\r\n\r\n".encode()
    with RawLine(on_each.port, upgrade=False, buffer=4096, patience=60) as line, pytest.raises(ConnectionError):
        line.sends_for_ever(ask)


def test_a_websocket_needs_a_key_to_shake_hands(on_each):
    with RawLine(on_each.port, sec_websocket_key="") as line:
        assert "400" in line.answer.splitlines()[0]
