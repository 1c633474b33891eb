"""A copy is made while people play, and another server goes on from it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from server.game.events import ChoiceMade
from server.store import carry
from tests.support.asking import ask
from tests.support.counts import usually
from tests.support.phones import StubbornPhone, WirePhone
from tests.support.server import ROOT, RunningServer

BACKUPS = usually(3, full=20)
REPS = 6


def run(*arguments: str | Path) -> str:
    """A command of the server, which must end well; gives what it says."""
    command = [sys.executable, "-m", "server", *map(str, arguments)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert 0 == ended.returncode, ended.stderr
    return ended.stdout


@pytest.fixture
def phones(server: RunningServer) -> Iterator[list[StubbornPhone]]:
    opened = server.open_workshop("Ana", "Bo")
    with ExitStack() as leaving, WirePhone(server.url, opened.key("facilitator")) as leader:
        seats = [opened.take_seat(f"Rep {number}") for number in range(REPS)]
        phones = [leaving.enter_context(StubbornPhone(server.url, seat["key"])) for seat in seats]
        while leader.place["phase"] != "rule":
            move = leader.place["move"]
            leader.does("next", expect=move, confirmed=True)
            leader.sees(lambda phone, move=move: phone.place["move"] > move, "the next place")
        for phone in phones:
            phone.comes_to("rule")
        yield phones


@pytest.mark.timeout(60 + 20 * BACKUPS)
def test_a_copy_made_during_play_holds_what_was_acknowledged_and_play_goes_on_from_it(
    server: RunningServer, phones: list[StubbornPhone], tmp_path: Path
) -> None:
    for number in range(BACKUPS):
        for phone in phones:
            phone.taps_on()
        for phone in phones:
            phone.is_answered()
        acknowledged = [phone.taps for phone in phones]
        file = tmp_path / f"copy-{number}"
        for phone in phones:
            phone.taps_on()
        run("export", "--data", server.data, file)
        with file.open("rb") as text:
            ((*commits,),) = carry.workshops(text)
        held = [event for commit in commits for event in commit.events if isinstance(event, ChoiceMade)]
        last = {event.seat: event.choice.n for event in held}
        assert all(last[f"p{place}"] >= taps for place, taps in enumerate(acknowledged, start=1))
        assert 0o600 == file.stat().st_mode & 0o777
        for phone in phones:
            phone.is_answered()

    server.kill()
    server.data = tmp_path / "elsewhere"
    run("import", "--data", server.data, file)
    server.start()
    for phone in phones:
        phone.sees(lambda one: one.connected_before == 2, "the other server")
        phone.taps_on()
        phone.is_answered()
    for phone in phones:
        with WirePhone(server.url, phone.key) as fresh:
            fresh.sees(lambda one: bool(one.own), "a part of its own")
            phone.sees(lambda one, fresh=fresh: (one.shared, one.own) == (fresh.shared, fresh.own), "the same")
        assert phone.taps == fresh.own["choice"]["n"]
        assert [] == phone.refused


def test_the_log_is_handed_over_to_the_host_key_alone(server: RunningServer) -> None:
    """Whoever sits at the machine may open workshops by a click. Every ruling wants more than a click."""
    opened = server.open_workshop("Ana")
    path = f"/api/workshops/{opened.code}/export"
    keys = ["", *(link["key"] for link in opened.links), opened.take_seat("Kim")["key"], "h_wrong"]
    host_key = server.output().partition("#key=")[2].split()[0]

    answers = [ask(server, path, key=key) for key in keys]
    assert {(403, "host_only")} == {(answer.status, answer.reason) for answer in answers}
    assert 200 == ask(server, path, key=host_key).status
