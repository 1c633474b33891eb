"""A workshop that nobody needs is let go, and whoever comes finds it as it was. Here it rests at once."""

import time
from collections.abc import Callable
from urllib.request import Request, urlopen

import pytest

from tests.support.crew import HOST_KEY, Crew
from tests.support.phones import WirePhone
from tests.support.server import PATIENCE, RunningServer
from tests.support.table import Table, refusal

RESTLESS = (
    "from server import cli, app; from server.service import live;"
    "live.REST_AFTER = 0; app.REST_EVERY = 0.02; cli.main()"
)


@pytest.fixture
def server(tmp_path):
    server = RunningServer(tmp_path, program=("-c", RESTLESS))
    yield server
    server.stop()


@pytest.fixture
def crew(tmp_path):
    with Crew(tmp_path, 2, program=("-c", RESTLESS)) as crew:
        yield crew


def in_play(server: RunningServer) -> int:
    request = Request(f"{server.url}/metrics", headers={"Authorization": f"Bearer {HOST_KEY}"})
    with urlopen(request, timeout=PATIENCE) as answer:
        figures = answer.read().decode()
    return next(int(float(line.split()[1])) for line in figures.splitlines() if line.startswith("uptoyou_workshops "))


def waits_until(so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline, f"never saw {what}"
        time.sleep(0.02)


def comes_to_rest(server: RunningServer) -> None:
    waits_until(lambda: not in_play(server), "it at rest")


def test_phones_that_come_back_find_the_workshop_as_they_left_it(server):
    with Table(server, reps=("Kim", "Lou")) as table:
        table.goes_to("rule")
        table["Kim"].does("rule", step=table.step, level=1, authority=1, n=1)
        table.counts(1)
        keys = {name: phone.key for name, phone in table.people.items()}
        stage = table.stage.shared
        assert 1 == in_play(server)
    comes_to_rest(server)

    with WirePhone(server.url, keys["Kim"]) as kim, WirePhone(server.url, keys["stage"]) as again:
        assert (1, stage) == (kim.own["choice"]["level"], again.shared)
        kim.does("rule", step=kim.place["step"], level=2, authority=1, n=2)


def test_a_room_code_a_recovery_code_and_the_hosts_list_lead_back(server):
    workshop = server.open_workshop("Ana", "Bo", title="Tuesday")
    comes_to_rest(server)

    assert ["Tuesday"] == [one["title"] for one in server.get("/api/workshops")]
    assert 0 == in_play(server)
    assert "Kim" == workshop.take_seat("Kim")["name"]
    comes_to_rest(server)
    key = server.post("/api/recover", {"code": workshop.recovery})["key"]
    comes_to_rest(server)
    with WirePhone(server.url, key) as console:
        assert ["Ana", "Bo", "Kim"] == sorted(seat["name"] for seat in console.shared["seats"])


def test_a_wrong_key_wakes_nobody_and_a_right_one_opens_after_a_restart(server):
    workshop = server.open_workshop("Ana", "Bo")
    server.kill()
    server.start()
    comes_to_rest(server)

    assert "not_seated" == refusal(server.url, {"key": "r_wrong"})
    assert 0 == in_play(server)
    with WirePhone(server.url, workshop.key("manager", "m1")) as phone:
        assert "lobby" == phone.place["phase"]


def test_a_drum_roll_ends_though_everybody_left(server):
    with Table(server) as table:
        while table.phase != "lock":
            table.goes_on()
    comes_to_rest(server)
    waits_until(lambda: server.get("/api/workshops")[0]["phase"] == "chair", "the end of the drum roll")


def test_a_worker_at_rest_hears_what_happens_at_another(crew):
    """The second lets the workshop go again and again while it is played at the first."""
    first, second = crew.workers
    opened = crew.open_workshop("Ana", "Bo")
    with WirePhone(first.url, opened.key("facilitator")) as console:
        for number in range(8):
            seat = opened.take_seat(f"Rep {number}")
            with WirePhone(second.url, seat["key"]) as phone:
                phone.does("hello")
            console.sees(lambda one, count=number + 3: len(one.shared["seats"]) == count, "everybody so far")
    comes_to_rest(first)
    comes_to_rest(second)
