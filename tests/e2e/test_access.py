"""Nothing that a program can find stands in anybody's way: axe on every screen in every phase, in light and in dark."""

import pytest

from tests.support.axe import violations
from tests.support.day import Day
from tests.support.screens import LAPTOP, Cards, Report, Screens, starting, t

CASE = "third-overdraft"
COLOURS = ("color-contrast", "link-in-text-block")
"""Rules whose verdict depends on the colour scheme."""
REPS = ("Ines", "Jo", "Kim", "Lou", "Max", "Nia", "Oli")


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("scheme", "rules"), [("light", ()), pytest.param("dark", COLOURS, marks=pytest.mark.full)])
def test_axe_finds_nothing(screens: Screens, scheme: str, rules: tuple[str, ...]) -> None:
    found: list[str] = []
    look = {"color_scheme": scheme}
    start, door = screens.start(**look), screens.door(**look)
    start.page.wait_for_selector("input[name=pack]")
    day = Day(screens, CASE, ("Ana", "Bo", "Cy"), REPS)
    named = screens.door(day.room.code, **look)
    named.page.wait_for_selector("#name")
    found += [f"start: {one}" for one in violations([start, door, named], *rules)]
    for screen in (start, door, named):
        screen.page.close()
    stage, console = day.stage(**look), day.console(**look)
    if scheme == "dark":
        stage.page.keyboard.press("d")
    ines, ana = day.rep("Ines", **look), day.manager("Ana", **look)
    tabs = ("people", "gate", "links", "notes")
    for number, moment in enumerate(day.moments()):
        console.opens(tabs[number % len(tabs)])
        found += [f"{moment}: {one}" for one in violations(day.looking, *rules)]
    for dialog in ("settings", "help"):
        console.presses(f"console.{dialog}")
        console.page.wait_for_selector("dialog[open]")
        found += [f"{dialog}: {one}" for one in violations([console], *rules)]
        console.presses("common.close")

    key = day.room.opened.key("facilitator")
    report = screens.page(Report, "report", **LAPTOP, **look).goes_to(f"/report#key={key}")
    cards = screens.page(Cards, "cards", **LAPTOP, **look).goes_to(f"/cards?code={day.room.code}#key={key}")
    report.page.wait_for_selector("h2")
    report.touches(report.page.get_by_role("button", name=starting(t("line.change"))).first)
    report.page.wait_for_selector("form")
    cards.page.wait_for_selector("h2")
    ines.goes_to("/my-card")
    ana.goes_to("/my-page")
    for screen in (ines, ana):
        screen.page.wait_for_selector("h2")
    found += [f"papers: {one}" for one in violations([report, cards, ines, ana], *rules)]
    for screen, path in ((report, "/upward"), (cards, "/method"), (ines, "/lines?as=play"), (ana, "/lines?as=manager")):
        screen.goes_to(path)
        screen.page.wait_for_selector("h2")
    found += [f"more papers: {one}" for one in violations([report, cards, ines, ana], *rules)]
    assert [] == found
