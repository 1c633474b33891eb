"""The server dies in the middle of a round, and is started again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.screens import LOST_LINE, Room, Screen, Screens, looks_like, t
from tests.support.server import ROOT, RunningServer

CASE = "third-overdraft"
KEEP, HALF = "Keep the fee, move her rent date with her", "Give back half, 17.50"
CHECK = "check the guideline"
OF_ANOTHER_WEB = (
    "from server import paths; from pathlib import Path; paths.WEB = Path({!r}); from server import cli; cli.main()"
)
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
