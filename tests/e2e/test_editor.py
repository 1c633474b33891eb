"""A pack that somebody writes in the editor, with hands and with keys, and that is then played."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import expect

from server.content import archive
from tests.support import books
from tests.support.asking import ask
from tests.support.axe import violations
from tests.support.screens import LAPTOP, PHONE, Room, Screen, Screens, t
from tests.support.server import RunningServer
from tests.support.written_packs import FIRST, PACK

CASE = "first-pet"
"""A flash case of the pack that is copied."""


class Editor(Screen):
    """Somebody who writes a pack."""

    def copies(self, title: str, name: str) -> None:
        self.touches(self.page.get_by_role("button", name=t("editor.copy_pack", title=title)))
        self.types(self.page.get_by_label(t("editor.copy_title")), name)
        self.presses("editor.copy_go")
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()

    def opens(self, entry: str) -> None:
        self.touches(self.page.get_by_role("navigation").get_by_role("button", name=entry))
        expect(self.page.get_by_role("heading", name=entry.partition(". ")[2] or entry, level=2).last).to_be_visible()

    def field(self, *path: str | int):
        return self.page.locator(f"#f-{'-'.join(map(str, path))}")

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=words).first).to_be_visible()

    def saves(self) -> None:
        self.presses("editor.save")
        self.is_told(t("editor.all_saved"))

    def speaks(self, language: str) -> None:
        self.chooses(self.page.get_by_label(t("editor.language")), language)


@pytest.fixture
def editor(screens: Screens) -> Editor:
    return screens.page(Editor, "editor", **LAPTOP).goes_to("/editor")


@pytest.fixture
def ours(editor: Editor) -> Editor:
    """A fresh copy, open in the editor."""
    editor.copies("Any service team", "Our desk")
    return editor


def held(server: RunningServer, pack: str = "our-desk") -> list[dict]:
    return ask(server, f"/api/packs/{pack}").json["files"]


@pytest.mark.timeout(180)
def test_a_pack_from_the_editor_is_played_in_two_languages_at_once(
    screens: Screens, server: RunningServer, ours: Editor
):
    case = next(file for file in held(server) if file["data"].get("id") == CASE)
    ours.opens(f"2. {case['data']['title']}")
    ours.types(ours.field("title"), "The last tram")
    ours.types(ours.field("text"), "It is twenty to ten, and the last tram goes at ten.")
    ours.types(ours.field("options", 0, "label"), "Send everybody home")
    ours.speaks("French")
    ours.types(ours.field("title"), "Le dernier tram")
    ours.types(ours.field("text"), "Il est dix heures moins vingt, et le dernier tram part à dix heures.")
    ours.types(ours.field("options", 0, "label"), "Renvoyer tout le monde")
    expect(ours.page.get_by_label(t("editor.look")).get_by_text("Renvoyer tout le monde").first).to_be_visible()
    ours.saves()

    room = Room(screens, "Ana", "Bo", pack="our-desk")
    room.plays_only(CASE)
    stage, ana = room.stage(), room.manager("Ana")
    kim = room.rep("Kim")
    luc = screens.rep_by_link(f"/play#key={room.opened.take_seat('Luc')['key']}", "Luc", locale="fr-FR")
    room.goes_to("rule")
    for screen, title, option in (
        (kim, "The last tram", "Send everybody home"),
        (ana, "The last tram", "Send everybody home"),
        (luc, "Le dernier tram", "Renvoyer tout le monde"),
    ):
        screen.shows(title, option)
    stage.shows("The last tram", "Send everybody home")

    for manager in ("Ana", "Bo"):
        room.wired(manager).does("rule", step=room.leader.place["step"], level=0, authority=1, n=1)
    room.goes_to("discuss")
    for screen, option in (
        (kim, "Send everybody home"),
        (luc, "Renvoyer tout le monde"),
        (stage, "Send everybody home"),
    ):
        screen.shows(option)


def test_a_pack_learns_another_language(editor: Editor, server: RunningServer):
    editor.copies("Hotel", "Our house")
    case = next(file for file in held(server, "our-house") if file["name"].startswith("cases/"))
    editor.opens(f"1. {case['data']['title']}")
    editor.speaks(t("editor.more_language"))
    editor.chooses(editor.page.get_by_label(t("editor.new_language")), "Spanish")
    editor.types(editor.field("title"), "Un huevo")
    editor.saves()

    assert {f"es/{case['name']}": {"id": case["data"]["id"], "title": "Un huevo"}} == {
        file["name"]: file["data"] for file in held(server, "our-house") if file["name"].startswith("es/")
    }


def test_the_check_speaks_at_the_field_while_one_types(ours: Editor):
    ours.opens("1. Five past five")
    ours.types(ours.field("minutes"), "six")

    expect(ours.page.get_by_text("Write a whole number, for example: 13")).to_be_visible()
    expect(ours.field("minutes")).to_have_attribute("aria-invalid", "true")
    ours.is_told(t("editor.faults", n=1))
    ours.types(ours.field("minutes"), "6")
    ours.is_told(t("editor.playable"))


def test_a_field_that_nobody_knows_can_be_taken_out(screens: Screens, server: RunningServer):
    files = {name: text.encode() for name, text in PACK.items()}
    files[FIRST] += b"colour: blue\n"
    raw = base64.b64encode(archive.packed("small-shop", files)).decode()
    ask(server, "/api/packs/upload", {"name": "small-shop.zip", "raw": raw})
    editor = screens.page(Editor, "editor", **LAPTOP).goes_to("/editor?pack=small-shop")
    editor.opens("2. The exception case")
    expect(editor.page.get_by_text("There is no such field here.")).to_be_visible()
    editor.presses("editor.take_out_part", title="colour")
    editor.is_told(t("editor.playable"))
    editor.saves()

    assert PACK[FIRST].encode() == archive.unpacked(ask(server, "/api/packs/small-shop/zip").body)[FIRST]


def test_what_was_changed_can_be_taken_back_and_done_again(ours: Editor):
    ours.opens("1. Five past five")
    ours.types(ours.field("title"), "Six past six")
    ours.page.keyboard.press("Control+z")
    expect(ours.field("title")).to_have_value("Five past five")
    ours.presses("editor.redo")
    expect(ours.field("title")).to_have_value("Six past six")


def test_cases_move_double_and_are_left_out(ours: Editor, server: RunningServer):
    before = [file["data"]["id"] for file in held(server) if file["name"].startswith("cases/")]
    ours.opens("2. The name of your first pet")
    ours.presses("editor.later")
    ours.presses("editor.duplicate")
    ours.opens("1. Five past five")
    ours.presses("editor.leave_out")
    ours.saves()
    cases = [file for file in held(server) if file["name"].startswith("cases/")]

    assert [before[0], before[2], before[1], f"{before[1]}-2", *before[3:]] == [file["data"]["id"] for file in cases]
    assert cases[0]["name"].startswith("cases/_01-")


def test_entries_come_go_and_move_by_keys_alone(ours: Editor, server: RunningServer):
    ours.opens("1. Five past five")
    facts = ours.page.get_by_role("group", name=t("field.facts"), exact=True).first
    first, second = ours.field("facts", 0).input_value(), ours.field("facts", 1).input_value()
    facts.get_by_role("button", name=t("editor.down")).first.focus()
    ours.page.keyboard.press("Enter")
    expect(ours.field("facts", 0)).to_have_value(second)
    expect(ours.field("facts", 1)).to_be_focused()
    facts.get_by_role("button", name=t("editor.add", title=t("field.facts"))).focus()
    ours.page.keyboard.press("Enter")
    ours.page.keyboard.type("A new fact.")
    ours.page.keyboard.press("Control+s")
    ours.is_told(t("editor.all_saved"))
    told = held(server)[1]["data"]["facts"]

    assert ([second, first], "A new fact.") == (told[:2], told[-1])


def test_an_older_version_comes_back(ours: Editor):
    ours.opens("1. Five past five")
    ours.types(ours.field("title"), "Six past six")
    ours.saves()
    ours.presses("editor.versions")
    ours.touches(ours.page.get_by_role("dialog").get_by_role("button", name=t("editor.back_to", n=1)))

    expect(ours.field("title")).to_have_value("Five past five")


def test_what_was_not_saved_is_here_again_after_a_crash(ours: Editor):
    ours.opens("1. Five past five")
    ours.types(ours.field("title"), "Six past six")
    ours.is_told(t("editor.unsaved"))
    ours.page.once("dialog", lambda dialog: dialog.accept())
    ours.page.reload()
    ours.opens("1. Six past six")

    expect(ours.field("title")).to_have_value("Six past six")


def test_a_pack_goes_out_as_a_file_and_comes_in_again(ours: Editor, server: RunningServer, tmp_path: Path):
    ours.presses("editor.files")
    with ours.page.expect_download() as out:
        ours.presses("editor.get_zip")
    file = tmp_path / "our-desk.zip"
    out.value.save_as(file)
    assert "pack.yaml" in archive.unpacked(file.read_bytes())
    ours.touches(ours.page.get_by_role("dialog").get_by_role("button", name=t("common.close")))
    ours.presses("editor.all_packs")
    ours.page.get_by_label(t("editor.upload")).set_input_files(file)
    expect(ours.page.get_by_role("heading", name="Our desk")).to_be_visible()

    assert 2 == len(ask(server, "/api/packs/our-desk").json["versions"])


def test_a_workbook_comes_in_once_every_cell_is_right(ours: Editor, server: RunningServer, tmp_path: Path):
    given = books.grids(ask(server, "/api/packs/our-desk/xlsx").body)
    file = tmp_path / "ours.xlsx"
    given["Options"][1][3] = "ten"
    file.write_bytes(books.xlsx(given))
    ours.presses("editor.files")
    ours.presses("editor.take_sheet")
    dialog = ours.page.get_by_role("dialog")
    dialog.get_by_label(t("editor.choose_sheet")).set_input_files(file)
    expect(dialog.get_by_role("row").filter(has_text="Options D2")).to_be_visible()
    expect(dialog.get_by_role("button", name=t("editor.sheet_take"))).to_have_count(0)
    given["Options"][1][2:4] = ["Something new", 10]
    file.write_bytes(books.xlsx(given))
    dialog.get_by_label(t("editor.choose_sheet")).set_input_files(file)
    ours.presses("editor.sheet_take")
    ours.opens("1. Five past five")

    expect(ours.field("options", 0, "label")).to_have_value("Something new")
    ours.is_told(t("editor.unsaved"))


def test_a_stranger_is_told_who_writes_packs(screens: Screens, server: RunningServer):
    stranger = screens.page(Editor, "stranger", **LAPTOP)
    stranger.page.set_extra_http_headers({"X-Forwarded-For": "10.0.0.9"})
    with stranger.log.forgiving("the server responded with a status of 4"):
        stranger.goes_to("/editor")
        stranger.shows(t("editor.stranger_note"))


@pytest.mark.parametrize(
    "look",
    [LAPTOP, PHONE, pytest.param({**LAPTOP, "color_scheme": "dark"}, marks=pytest.mark.full)],
    ids=["laptop", "phone", "dark"],
)
def test_everybody_can_write_and_nothing_is_cut_off(screens: Screens, look: dict):
    editor = screens.page(Editor, "editor", **look).goes_to("/editor")
    editor.page.wait_for_selector(".pack-row")
    found = violations([editor])
    editor.copies("Any service team", "Our desk")
    editor.opens("8. Who was first?")
    editor.types(editor.field("minutes"), "six")
    expect(editor.field("minutes")).to_have_attribute("aria-invalid", "true")
    found += violations([editor])
    for name in ("versions", "files"):
        editor.presses(f"editor.{name}")
        editor.page.wait_for_selector("dialog[open]")
        found += violations([editor])
        editor.presses("common.close")

    assert [] == found
    assert editor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
