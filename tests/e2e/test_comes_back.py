"""The server dies in the middle of a round, and is started again."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from random import Random
from time import sleep

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocketRoute, expect

from server.game.events import ChoiceMade
from server.store.sqlite import SqliteLog
from tests.support.counts import usually
from tests.support.screens import LOST_LINE, Room, Screen, Screens, looks_like, t
from tests.support.server import ROOT, RunningServer

CASE = "third-overdraft"
KEEP, HALF = "Keep the fee, move her rent date with her", "Give back half, 17.50"
CHECK = "check the guideline"
OF_ANOTHER_WEB = (
    "from server import paths; from pathlib import Path; paths.WEB = Path({!r}); from server import cli; cli.main()"
)
TICKS_OFTEN = "from server.realtime import fanout; fanout.TICK = 0.1; from server import cli; cli.main()"
RELOADS = usually(5, full=200)
MISSED = usually(8, full=1_000)
THIS_ONE = ("-m", "server")


def test_every_screen_comes_back_by_itself(screens: Screens, server: RunningServer) -> None:
    room = Room(screens, "Ana", "Bo", crowd=("Lou", "Max"))
    room.plays_only(CASE)
    console, stage, ines, ana = room.console(), room.stage(), room.rep("Ines"), room.manager("Ana")
    for key in ("next_step.welcome", "next_step.case", "next.rule"):
        console.goes_on(key)
    ines.rules(HALF, CHECK)
    ana.seals(HALF, CHECK)
    room.crowd.rules(1)
    stage.counts(4, 5)
    console.waits_for(1)
    before = {screen: screen.picture() for screen in (console, stage, ana)}

    with screens.forgiving(*LOST_LINE):
        server.kill()
        for screen in (console, ines, ana):
            screen.alerts(t("common.reconnecting"))
        stage.page.get_by_role("alert").filter(has_text=t("stage.lost")).wait_for()
        stage.counts(4, 5)
        ines.presses("round.change")
        ines.picks(KEEP)
        ines.shows(KEEP, t("round.sending"))
        server.start()
        ines.has_ruled(KEEP, CHECK)
        for screen, picture in before.items():
            looks_like(screen, picture)
        for screen in (console, stage, ines, ana):
            screen.is_calm()

    ines.reloads()
    ines.has_ruled(KEEP, CHECK)
    room.wired("Bo").does("rule", step=room.leader.place["step"], level=0, authority=1, n=1)
    stage.counts(5, 5)
    console.goes_on("next.predict", name="Ana")
    ines.asks("rep.will_rule", name="Ana")


# A page that is loaded anew, and one that missed something


@pytest.mark.timeout(usually(180, full=1_200))
def test_at_whatever_moment_a_page_is_loaded_anew_its_answer_arrives_once(
    screens: Screens, server: RunningServer
) -> None:
    """Before it is sent, on its way, or just before the page would hear that it is saved."""
    chance, room = Random(17), Room(screens, "Ana")
    room.plays_only(CASE)
    for _ in range(3):
        room.leads("next")
    ines = room.rep("Ines")
    ines.rules(HALF, CHECK)
    with screens.forgiving(*LOST_LINE):
        for number in range(RELOADS):
            now = (KEEP, HALF)[number % 2]
            ines.presses("round.change")
            ines.picks(now)
            sleep(chance.choice((0, 0.002, 0.01, 0.03)))
            ines.page.reload(wait_until="commit")
            ines.has_ruled(now, CHECK)

    server.stop()
    with closing(SqliteLog(server.data / "workshops.sqlite3")) as log:
        (workshop,) = log.workshops()
        taps = [e.choice.n for one in log.commits(workshop) for e in one.events if isinstance(e, ChoiceMade)]
    assert sorted(set(taps)) == taps
    assert 2 + RELOADS == len(taps)


def test_whoever_is_told_at_the_door_that_it_was_not_saved_comes_in_all_the_same(screens: Screens) -> None:
    """The page tries again by itself, as it says, and with the same id: so it takes one seat and no other."""
    room, ids = Room(screens, "Ana"), []
    door = screens.door(room.code)

    def not_saved_twice(route: Route) -> None:
        ids.append(route.request.post_data_json["id"])
        refused = {"error": {"reason": "retry", "text": t("reason.retry")}}
        route.fulfill(status=503, json=refused) if len(ids) < 3 else route.continue_()

    door.page.route("**/seats", not_saved_twice)
    with screens.forgiving("503"):
        door.says("Ines")
        screens.enters(door, "Ines").shows("Ines")

    assert (3, 1) == (len(ids), len(set(ids)))


class Leaky:
    """A network to one page that can lose a view."""

    def __init__(self, page: Page) -> None:
        self.loses = False
        self.lost = 0
        page.route_web_socket(re.compile("/socket.io/"), self._stands_between)

    def _stands_between(self, line: WebSocketRoute) -> None:
        server = line.connect_to_server()

        def hear(said: str | bytes) -> None:
            if self.loses and isinstance(said, str) and said.startswith('42["view"'):
                self.loses, self.lost = False, self.lost + 1
            else:
                line.send(said)

        server.on_message(hear)


@pytest.fixture
def ticking(tmp_path: Path) -> Iterator[RunningServer]:
    """A server that says which versions there are fifty times as often."""
    running = RunningServer(tmp_path, program=("-c", TICKS_OFTEN))
    yield running
    running.stop()


@pytest.mark.timeout(usually(180, full=1_200))
def test_a_screen_that_missed_a_view_finds_out_and_shows_what_is(browser: Browser, ticking: RunningServer) -> None:
    screens = Screens(browser, ticking)
    room = Room(screens, "Ana", "Bo")
    room.plays_only(CASE)
    for _ in range(2):
        room.leads("next")
    shown = [room.console(), room.stage(), room.rep("Ines"), room.manager("Ana")]
    networks = [Leaky(screen.page) for screen in shown]
    for screen in shown:
        screen.page.reload()
    ways = cycle((("next", {"confirmed": True}), ("back", {})))
    while sum(network.lost for network in networks) < MISSED:
        for network in networks:
            network.loses = True
        move = room.leader.place["move"]
        kind, more = next(ways)
        room.leader.does(kind, expect=move, **more)
        room.leader.sees(lambda one, move=move: one.place["move"] > move, "the next place")
        for screen in shown:
            expect(screen.main).to_have_attribute("data-move", str(room.leader.place["move"]))

    assert all(network.lost >= MISSED // len(shown) - 1 for network in networks)
    assert [] == screens.faults()
    screens.close()


# Another build of the pages


@pytest.fixture
def older(tmp_path: Path) -> Iterator[RunningServer]:
    """A server of last week: its pages differ in one line of one script."""
    web = tmp_path / "web"
    shutil.copytree(ROOT / "web", web)
    with (web / "shared" / "answers.js").open("a") as script:
        script.write("\nconst ofLastWeek = true;\n")
    running = RunningServer(tmp_path / "data", program=("-c", OF_ANOTHER_WEB.format(str(web))))
    yield running
    running.stop()


def build_of(screen: Screen) -> str:
    return str(screen.page.evaluate("document.querySelector('script[src]').src.split('/')[4]"))


def test_an_old_page_loads_itself_anew_once_and_keeps_what_was_tapped(browser: Browser, older: RunningServer) -> None:
    screens = Screens(browser, older)
    room = Room(screens, "Ana")
    room.plays_only(CASE)
    for _ in range(3):
        room.leads("next")
    ines, ana = room.rep("Ines"), room.manager("Ana")
    ines.rules(HALF, CHECK)
    before, loads = build_of(ines), []
    ines.page.on("load", lambda page: loads.append(page.url))
    with screens.forgiving(*LOST_LINE):
        older.kill()
        ines.is_cut_off()
        ines.presses("round.change")
        ines.picks(KEEP)
        ines.shows(KEEP, t("round.sending"))
        older.program = THIS_ONE
        with ines.page.expect_event("load"):
            older.start()
        ines.has_ruled(KEEP, CHECK)
        ana.asks("manager.rule")
    after = build_of(ines)
    ines.reloads()

    assert (before != after, after) == (True, build_of(ines))
    assert 2 == len(loads)
    assert [] == screens.faults()
    screens.close()


def test_whoever_is_typing_may_finish_before_the_page_loads_itself_anew(browser: Browser, older: RunningServer) -> None:
    screens = Screens(browser, older)
    room = Room(screens, "Ana")
    room.plays_only(CASE)
    for _ in range(3):
        room.leads("next")
    ana = room.wired("Ana")
    ines = room.rep("Ines")
    ines.rules(HALF, CHECK)
    ana.does("rule", step=room.leader.place["step"], level=0, authority=1, n=1)
    room.leads("next")
    ines.predicts(HALF, CHECK, spread=None)
    note = ines.main.get_by_role("textbox", name=t("rep.note_note"))
    note.fill("I dread")
    with screens.forgiving(*LOST_LINE):
        older.kill()
        ines.is_cut_off()
        older.program = THIS_ONE
        older.start()
        ines.is_back()
        expect(note).to_have_value("I dread")
        note.press_sequentially(" the call.")
        with ines.page.expect_event("load"):
            ines.presses("rep.note_send")
    ines.shows("I dread the call.")
    assert [] == screens.faults()
    screens.close()
