"""A private link is opened on another device: the console asks, in words, and one press answers."""

from playwright.sync_api import expect

from server.game.limits import STRANGE_DEVICES
from tests.support.screens import REFUSED, Console, Manager, Room, Screens, path_of, t


def asks_about(console: Console, name: str) -> None:
    alert = console.page.get_by_role("alert").filter(has_text=t("console.devices_theirs_note"))
    expect(alert.filter(has_text=name)).to_be_visible()


def fresh_link(console: Console, name: str) -> str:
    """Give a fresh link, and read it off the clipboard."""
    console.presses("console.devices_theirs_fresh")
    title = t("console.fresh_link", name=name)
    dialog = console.page.get_by_role("dialog", name=title)
    expect(dialog.get_by_role("img", name=title)).to_be_visible()
    dialog.get_by_role("button", name=t("console.copy")).click()
    link = console.page.evaluate_handle("navigator.clipboard.readText()").json_value()
    dialog.get_by_role("button", name=t("common.close")).click()
    return str(link)


def test_a_managers_link_on_another_device_is_asked_about_and_a_fresh_one_replaces_it(screens: Screens) -> None:
    room = Room(screens, "Karim", "Bo")
    console, stage = room.console(permissions=["clipboard-read", "clipboard-write"]), room.stage()
    phone, colleague = room.manager("Karim"), room.manager("Bo")
    phone.asks("manager.hello", name="Karim")
    phone.reloads()
    tab = screens.page(Manager, "Karim", phone.page.context.new_page()).goes_to("/manager")
    tab.asks("manager.hello", name="Karim")
    console.is_calm()

    other = room.manager("Karim", device="another phone")
    asks_about(console, "Karim")
    for screen in (stage, colleague, phone, other):
        screen.is_calm()
    console.page.reload()
    asks_about(console, "Karim")
    console.presses("console.devices_theirs_yes", name="Karim")
    console.is_calm()
    other.reloads()
    console.is_calm()

    stranger = room.manager("Karim", device="a stranger's phone")
    asks_about(console, "Karim")
    with screens.forgiving(REFUSED):
        link = fresh_link(console, "Karim")
        for cut_off in (tab, other, stranger):
            cut_off.asks("common.key_unknown")
    console.is_calm()
    screens.manager(link, "Karim").asks("manager.hello", name="Karim")
    console.is_calm()
    assert path_of(link) == path_of(console.shows_link(t("console.link_manager", name="Karim")))


def test_a_link_that_too_many_opened_waits_for_the_facilitator(screens: Screens) -> None:
    room = Room(screens, "Karim")
    console = room.console()
    for number in range(STRANGE_DEVICES + 1):
        room.manager("Karim", device=f"copy {number}").asks("manager.hello", name="Karim")
    late = room.manager("Karim", device="one more")
    late.asks("manager.many_devices")
    late.shows(t("manager.many_devices_note"))

    console.presses("console.devices_theirs_yes", name="Karim")
    late.asks("manager.hello", name="Karim")
    asks_about(console, "Karim")


def test_the_console_is_closed_everywhere_else_and_goes_on_here(screens: Screens) -> None:
    room = Room(screens, "Karim")
    console = room.console()
    console.is_calm()
    other = room.console(device="another laptop")
    console.alerts(t("console.devices_own_note"))

    other.presses("console.devices_own_yes")
    other.alerts(t("reason.strange_device"))
    with screens.forgiving(REFUSED):
        console.presses("console.devices_own_fresh")
        expect(other.main.get_by_role("heading", name=t("console.no_key"))).to_be_visible()
    console.is_calm()
    console.goes_on("next_step.welcome")
    console.page.reload()
    console.is_calm()
