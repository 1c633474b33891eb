"""Small phones, large letters, long names, a full room: everything can be read, and nothing scrolls sideways."""

from typing import Any

import pytest

from tests.support.day import Day
from tests.support.fits import misfits
from tests.support.screens import PHONE, SMALL_PHONE, Report, Screen, Screens

CASE = "third-overdraft"
WIDE = "W" * 24
WIDE_TOO = "M" * 24
MANAGERS = ("Ana", WIDE, "محمد عبد الرحمن", "🚀 Zoë 🚀", "Maximiliane-Friederike", "Bo", "Cy", "Dee")
REPS = ("Ines", WIDE_TOO, "عبد العزيز بن محمد", "🎉🎉 Zé 🎉🎉", *(f"Bartholomäus {number}" for number in range(36)))


@pytest.mark.timeout(180)
def test_everything_fits(screens: Screens) -> None:
    day = Day(screens, CASE, MANAGERS, REPS)
    day.stage()
    console = day.console()
    doors = [screens.door(day.room.code, **SMALL_PHONE), _enlarged(screens.door(day.room.code, **PHONE))]
    for door in doors:
        door.page.wait_for_selector("#name")
    found = [fault for door in doors for fault in misfits(door)]
    day.rep("Ines", **SMALL_PHONE)
    _enlarged(day.rep(WIDE_TOO, **PHONE))
    day.manager("Ana", **SMALL_PHONE)
    _enlarged(day.manager(WIDE, **PHONE))
    tabs = ("people", "gate", "links", "notes")
    for number, moment in enumerate(day.moments()):
        console.opens(tabs[number % len(tabs)])
        found += [f"{moment}, {fault}" for screen in day.looking for fault in misfits(screen)]
    report = screens.page(Report, "report", **SMALL_PHONE).goes_to(f"/report#key={day.room.opened.key('facilitator')}")
    report.page.wait_for_selector("h2")
    found += misfits(report)
    assert [] == found


def _enlarged(screen: Any) -> Any:
    """For somebody who has set the letters of the browser to twice their size."""
    assert isinstance(screen, Screen)
    screen.page.evaluate("document.documentElement.style.fontSize = '200%'")
    return screen
