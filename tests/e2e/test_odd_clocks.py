"""A phone whose clock is wrong, and a stage in a tab that nobody sees."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.support.screens import Room, Screens, t

CASE = "third-overdraft"
DAY = 86_400_000


@pytest.mark.parametrize("shift", [DAY, -DAY], ids=["a day ahead", "a day behind"])
def test_a_phone_with_a_wrong_clock_counts_down_as_the_others_do(screens: Screens, shift: int) -> None:
    room = Room(screens, "Ana")
    room.plays_only(CASE)
    for _ in range(3):
        room.leads("next")
    right, wrong = room.rep("Ines"), room.rep("Jo")
    wrong.page.add_init_script(f"{{ const truly = Date.now; Date.now = () => truly() + {shift}; }}")
    wrong.page.reload()
    timers = [screen.page.get_by_role("timer") for screen in (right, wrong)]
    for timer in timers:
        expect(timer).to_have_text(re.compile(r"^\d:\d\d$"))
    deadline = time.monotonic() + 15
    while len(told := {timer.inner_text() for timer in timers}) > 1:  # (the two do not turn at the same instant)
        assert time.monotonic() < deadline, told
    assert abs(shift) - 60_000 < abs(wrong.page.evaluate("Date.now()") - right.page.evaluate("Date.now()"))


def test_a_stage_that_was_hidden_shows_what_is_when_it_is_seen_again(screens: Screens) -> None:
    room = Room(screens, "Ana")
    room.plays_only(CASE)
    stage = room.stage()
    stage.shows(t("stage.scan_or"))
    tab = stage.page.context.new_cdp_session(stage.page)
    tab.send("Page.setWebLifecycleState", {"state": "frozen"})
    for _ in range(3):
        room.leads("next")
    hidden = room.leader.place["move"]
    tab.send("Page.setWebLifecycleState", {"state": "active"})

    expect(stage.page.locator("main.stage-rule")).to_have_attribute("data-move", str(hidden))
