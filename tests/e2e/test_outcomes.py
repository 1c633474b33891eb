"""What people keep, on their screens: lines and their versions, a manager's own page, the report that goes up."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.screens import LAPTOP, PHONE, SMALL_PHONE, Report, Room, Screen, Screens, path_of, starting, t

CASE = "third-overdraft"
MANAGERS = ("Ana", "Bo", "Cy")
CROWD = ("Kim", "Lou", "Max", "Nia", "Oli")
WORDING = "Once a year we give back half, and say why."


@pytest.fixture
def room(screens: Screens) -> Room:
    """A short day over the wire: one case with its line, to the close."""
    room = Room(screens, *MANAGERS, crowd=CROWD)
    room.plays_only(CASE)
    leader = room.leader
    managers = [room.wired(name) for name in MANAGERS]
    acts: dict[str, Callable[[str], None]] = {
        "rule": lambda step: [
            phone.does("rule", step=step, level=place, authority=1, n=1) for place, phone in enumerate(managers)
        ],
        "capture": lambda step: leader.does("close_case", step=step, closing="written", **a_line()),
    }
    while leader.place["phase"] != "closed":
        place = leader.place
        for phone in managers:
            phone.sees(lambda one, move=place["move"]: one.place["move"] >= move, "this place")
        acts.get(place["phase"], lambda step: None)(place["step"])
        if place["phase"] != "lock":
            room.leads("next")
        leader.sees(lambda phone, move=place["move"]: phone.place["move"] > move, "the next place")
    return room


def a_line(**more: object) -> dict[str, object]:
    levels = {"default": 1, "low": 1, "high": 1, "authority": 1}
    return {**levels, "wording": WORDING, "owner": "Bo", "review_on": "2031-03-01", **more}


def report(screens: Screens, room: Room) -> Report:
    key = room.opened.key("facilitator")
    return screens.page(Report, "report", **LAPTOP).goes_to(f"/report#key={key}")


def the_lines(screens: Screens, room: Room, **look: object) -> Screen:
    """The phone of somebody who was given the link."""
    told = room.opened.server.post("/api/keys", {"id": "a" * 32, "role": "reader"}, room.opened.key("facilitator"))
    return screens.page(Screen, "reader", **{**PHONE, **look}).goes_to(path_of(told["url"]))


def test_a_line_lives_on_after_the_day(screens: Screens, room: Room) -> None:
    paper, phone = report(screens, room), the_lines(screens, room)
    phone.shows(WORDING, t("round.line_owner"), "Bo")
    paper.touches(paper.page.get_by_role("button", name=starting(t("line.change"))))
    paper.types(paper.main.get_by_label(t("line.form_wording")), "Twice a year, and say why.")
    paper.types(paper.main.get_by_label(t("line.form_owner"), exact=True), "Ana")
    paper.types(paper.main.get_by_label(t("line.form_review"), exact=True), "2020-01-31")
    paper.presses("line.change_save")
    paper.alerts(t("reason.empty"))
    paper.types(paper.main.get_by_label(t("line.form_by"), exact=True), "Ana")
    paper.types(paper.main.get_by_label(t("line.form_because"), exact=True), "the fee went up")
    paper.presses("line.change_save")

    paper.shows("Twice a year, and say why.", "the fee went up", t("line.earlier", n=1))
    paper.touches(paper.main.get_by_text(t("line.earlier", n=1)))
    expect(paper.main.locator(".versions").get_by_text(WORDING)).to_be_visible()
    phone.page.reload()
    phone.shows("Twice a year, and say why.", "January 31, 2020")
    phone.hides(t("line.change"))


def test_the_phone_card_is_searched_without_a_connection(screens: Screens, room: Room) -> None:
    phone = the_lines(screens, room, **SMALL_PHONE)
    phone.shows(WORDING)
    phone.page.context.set_offline(True)
    search = phone.page.get_by_role("searchbox", name=t("line.search"))
    search.fill("OVERDRAFT hálf")
    expect(phone.page.get_by_role("status").filter(has_text=t("line.found", n=1))).to_be_visible()
    phone.shows(WORDING)
    search.fill("umbrella")
    phone.shows(t("line.not_found"))
    phone.hides(WORDING)
    assert fits(phone.page)


def fits(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return wide


def test_a_manager_fills_the_card_and_lets_the_name_go_up(screens: Screens, room: Room) -> None:
    for name in MANAGERS:
        phone = room.manager(name)
        phone.asks("manager.closed", name=name)
        phone.touches(phone.page.get_by_role("link", name=t("manager.page_open")))
        phone.shows(t("mine.beside"), t("mine.incomplete"))
        expect(phone.page.get_by_role("button", name=t("common.print"))).to_have_count(0)
        for box in ("happened", "mattered", "alternative", "next_call"):
            phone.types(phone.main.get_by_label(t(f"mine.box_{box}"), exact=True), f"{box} by {name}")
        phone.presses("mine.keep")
        phone.shows(t("mine.complete"))
        expect(phone.page.get_by_role("button", name=t("common.print"))).to_be_visible()
        up = screens.page(Screen, "up", **LAPTOP).goes_to(f"/upward#key={room.opened.key('facilitator')}")
        up.shows(t("upward.sums"))
        up.hides("Ana", "Bo", "Cy", "happened by")
        phone.ticks(phone.page.get_by_label(t("mine.release")))
        expect(phone.page.get_by_role("status").filter(has_text=t("mine.kept"))).to_have_count(1)
        phone.page.reload()
        phone.shows(f"next_call by {name}", t("mine.complete"))
        expect(phone.page.get_by_label(t("mine.release"))).to_be_checked()
    up.page.reload()
    up.shows(t("upward.named"), *MANAGERS)
    up.hides("happened by")
