"""The pages about trust: what is kept, whether a phone will stay in touch, and deleting."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.screens import LOST_LINE, PHONE, REFUSED, Screens, t
from tests.support.server import RunningServer


@pytest.fixture
def phone(browser, server):
    """A bare page of a phone."""
    context = browser.new_context(**PHONE)
    yield context.new_page()
    context.close()


def finding(phone: Any, name: str) -> Any:
    return phone.get_by_role("listitem").filter(has=phone.get_by_role("heading", name=t(f"check.{name}")))


def test_a_phone_in_the_room_is_told_that_it_is_ready(phone, server):
    phone.goto(f"{server.url}/check")

    expect(phone.get_by_role("status")).to_have_text(t("check.verdict_good"))
    for name in ("reach", "socket", "speed", "awake", "storage", "clock"):
        expect(finding(phone, name)).to_contain_text(t("check.outcome_good"))


def test_a_phone_whose_network_blocks_the_live_line_is_told_what_to_do(phone, server):
    phone.route_web_socket("**/socket.io/**", lambda line: line.close())
    phone.goto(f"{server.url}/check")

    expect(phone.get_by_role("status")).to_have_text(t("check.verdict_bad"))
    expect(finding(phone, "socket")).to_contain_text(t("check.socket_advice"))
    expect(finding(phone, "reach")).to_contain_text(t("check.outcome_good"))


def test_a_phone_that_may_keep_nothing_is_told_so(phone, server):
    phone.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no') }")
    phone.goto(f"{server.url}/check")

    expect(phone.get_by_role("status")).to_have_text(t("check.verdict_fair"))
    expect(finding(phone, "storage")).to_contain_text(t("check.storage_advice"))


def test_the_page_of_what_is_kept_tells_the_periods_of_this_server(phone, tmp_path):
    settings = {"UPTOYOU_KEEP_NAMES_HOURS": "5", "UPTOYOU_KEEP_DAYS": "9"}
    server = RunningServer(tmp_path / "other", environment=settings)
    phone.goto(server.url)
    phone.get_by_role("link", name=t("common.kept")).click()

    for period in (t("kept.hours", n=5), t("kept.days", n=9)):
        expect(phone.get_by_role("term").filter(has_text=period)).to_be_visible()
    server.stop()


def test_a_workshop_that_is_deleted_at_the_console_is_gone_for_everybody(screens: Screens, server: RunningServer):
    opened = server.open_workshop("Ana", title="Tuesday")
    console = screens.console(opened.key("facilitator"))
    kim = screens.rep(opened.code, "Kim")
    with console.log.forgiving(*LOST_LINE, REFUSED), kim.log.forgiving(*LOST_LINE, REFUSED):
        console.page.get_by_role("tab", name=t("console.tab_links")).click()
        console.page.get_by_role("button", name=t("console.delete_open")).click()
        console.page.get_by_role("dialog").get_by_role("button", name=t("console.delete_go")).click()
        for screen in (console, kim):
            expect(screen.page.get_by_role("heading", name=t("common.deleted"))).to_be_visible()

    assert [] == server.get("/api/workshops")


def test_the_host_deletes_a_workshop_on_the_start_page_after_a_second_question(screens: Screens, server: RunningServer):
    server.open_workshop("Ana", title="Tuesday")
    start = screens.start()
    start.page.get_by_role("button", name=t("start.delete", title="Tuesday")).click()
    start.page.get_by_role("dialog").get_by_role("button", name=t("common.close")).click()
    assert 1 == len(server.get("/api/workshops"))
    start.page.get_by_role("button", name=t("start.delete", title="Tuesday")).click()
    start.page.get_by_role("dialog").get_by_role("button", name=t("start.delete_go")).click()

    expect(start.page.get_by_text(t("start.none"))).to_be_visible()
    assert [] == server.get("/api/workshops")


def test_screens_come_back_by_themselves_after_a_restart(screens: Screens, server: RunningServer):
    opened = server.open_workshop("Ana")
    kim = screens.rep(opened.code, "Kim")
    with kim.log.forgiving(*LOST_LINE, REFUSED):
        server.stop()
        expect(kim.page.get_by_role("alert").filter(has_text=t("common.reconnecting"))).to_be_visible()
        server.start()
        expect(kim.page.get_by_role("alert").filter(has_text=t("common.reconnecting"))).to_be_hidden()
