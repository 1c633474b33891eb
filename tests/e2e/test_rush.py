"""Bots type the room code as fast as they can, while people come in."""

from secrets import token_hex

from playwright.sync_api import expect

from server.game.rush import AT_ONCE
from tests.support.asking import ask
from tests.support.screens import REFUSED, Room, Screens, t


def test_whoever_scans_the_stage_comes_in_while_bots_type_the_code(screens: Screens) -> None:
    room = Room(screens, "Ana", "Bo")
    console, stage = room.console(), room.stage()
    for number in range(AT_ONCE + 1):
        ask(screens.server, f"/api/workshops/{room.code}/seats", {"id": token_hex(16), "name": f"Bot {number}"})
    console.alerts(t("console.rush", n=AT_ONCE + 1))
    stage.shows(t("stage.people", n=AT_ONCE + 1))

    typed = screens.door(room.code)
    with typed.log.forgiving(REFUSED):
        typed.says("Kim")
        typed.alerts(t("reason.rush"))
    ines = screens.rep(f"{room.code}#{room.opened.scan}", "Ines")
    ines.says_hello()
    console.shows(t("console.lobby_reps", n=AT_ONCE + 2, lit=1))

    console.presses("console.rush_not_ours", n=AT_ONCE + 1)
    expect(console.page.get_by_role("alert").filter(has_text=t("console.rush", n=AT_ONCE + 1))).to_have_count(0)
    stage.shows("Ines", t("stage.people", n=1))
