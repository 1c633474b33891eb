"""The server dies in the middle of a round, and is started again."""

from tests.support.screens import LOST_LINE, Room, Screens, looks_like, t
from tests.support.server import RunningServer

CASE = "third-overdraft"
KEEP, HALF = "Keep the fee, move her rent date with her", "Give back half, 17.50"
CHECK = "check the guideline"


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
