"""A workshop in real browsers over several workers, with Redis behind a proxy that keeps nobody to one of them."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter, sleep

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.test_workshop import test_a_whole_day as a_whole_day
from tests.support.counts import usually
from tests.support.crew import Crew, all_insist, insists
from tests.support.screens import LOST_LINE, Room, Screen, Screens

CASE = "third-overdraft"
KEEP, CHECK = "Keep the fee, move her rent date with her", "check the guideline"
CROWD = ("Lou", "Max", "Nia", "Oli")
TIMES = usually(4, full=40)
OUTAGES: tuple[int, ...] = usually((1,), full=(0, 5, 15))
"""Seconds for which Redis is away."""

pytestmark = pytest.mark.timeout(usually(240, full=600))


@pytest.fixture(params=usually([2], full=[2, 3]))
def crew(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Crew]:
    with Crew(tmp_path, request.param) as crew:
        yield crew


@pytest.fixture
def screens(browser: Browser, crew: Crew) -> Iterator[Screens]:
    opened = Screens(browser, crew)  # type: ignore[arg-type]
    yield opened
    faults = opened.faults()
    opened.close()
    assert [] == faults


@pytest.mark.full
def test_a_whole_day_is_as_with_one_worker(screens: Screens) -> None:
    a_whole_day(screens)


def in_a_burst(crew: Crew, room: Room, after: int, happens: Callable[[], None]) -> None:
    """Something happens while everybody rules, again and again; what was acknowledged is in the log, once."""
    before = len(crew.log())
    with ThreadPoolExecutor(1) as pool:
        burst = pool.submit(all_insist, room.crowd.phones, TIMES, room.leader.place["step"], after)
        crew.saves_more_than(before)
        happens()
        acked = burst.result()
    held = Counter(commit.id for commit in crew.log())
    assert dict.fromkeys(acked, 1) == {id: held[id] for id in acked}


def test_every_screen_comes_through_dying_workers_and_an_absent_redis(screens: Screens, crew: Crew) -> None:
    room = Room(screens, "Ana", "Bo", crowd=CROWD)
    room.plays_only(CASE)
    for _ in range(3):
        move = room.leader.place["move"]
        room.leads("next")
        room.leader.sees(lambda one, move=move: one.place["move"] > move, "the next place")
    console, stage, ines, ana = room.console(), room.stage(), room.rep("Ines"), room.manager("Ana")
    everybody = [console, stage, ines, ana]
    ines.rules(KEEP, CHECK)
    ana.seals(KEEP, CHECK)
    stage.counts(2, 7)

    taps = 0
    with screens.forgiving(*LOST_LINE):
        for worker in crew.workers:
            in_a_burst(crew, room, taps, worker.kill)
            worker.start()
            taps += TIMES
        all_show_the_same_step(everybody, room, "the deaths of the workers")
        for away in OUTAGES:

            def leaves_and_comes_back(away: int = away) -> None:
                crew.redis.kill()
                sleep(away)
                crew.redis.start()

            in_a_burst(crew, room, taps, leaves_and_comes_back)
            taps += TIMES
            all_show_the_same_step(everybody, room, f"{away} s without Redis")

    stage.counts(6, 7)
    ines.has_ruled(KEEP, CHECK)
    ana.has_sealed(KEEP, CHECK)
    room.wired("Bo").does("rule", step=room.leader.place["step"], level=0, authority=1, n=1)
    stage.counts(7, 7)
    console.goes_on("next.predict", name="Ana")
    ines.asks("rep.will_rule", name="Ana")


def all_show_the_same_step(everybody: list[Screen], room: Room, after: str) -> None:
    """The facilitator goes back and on again; prints how long the last screen took to show it."""
    start = perf_counter()
    for kind, more in (("back", {}), ("next", {"confirmed": True})):
        move = room.leader.place["move"]
        insists(room.leader, kind, expect=move, **more)
        room.leader.sees(lambda one, move=move: one.place["move"] > move, "the next place")
    for screen in everybody:
        expect(screen.main).to_have_attribute("data-move", str(room.leader.place["move"]))
    print(f"every screen is current {perf_counter() - start:.2f} s after {after}")
