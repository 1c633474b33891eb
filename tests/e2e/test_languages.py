"""One workshop in four languages: every screen speaks its own, and nothing is too long for the smallest phone."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from server.content.loader import load
from server.game.ids import CaseId
from tests.support.screens import SMALL_PHONE, Console, Manager, Phone, Rep, Room, Screen, Screens, Stage
from tests.support.server import ROOT

HELD = load(ROOT / "game_content" / "retail-bank")
FEE = CaseId("third-overdraft")
CROWD = ("Lou", "Max", "Nia", "Oli", "Pam")
QUESTIONS = 6
"""Of the debrief."""
LANGUAGES = ("de", "es", "fr", "nl")

TOO_LONG = """() => {
  const page = document.documentElement;
  const faults = page.scrollWidth > page.clientWidth ? [`page: ${page.scrollWidth} > ${page.clientWidth}`] : [];
  const lines = (node, from, to) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.bottom))).size;
  };
  for (const part of document.querySelectorAll("button, a.button, select, h1, h2, .option, .pill, .look-up-title")) {
    if (!part.checkVisibility() || part.closest(".mini-frame")) continue;
    const { left, right } = part.getBoundingClientRect();
    const words = part.textContent.trim().replace(/\\s+/g, " ");
    const inline = getComputedStyle(part).display === "inline";
    if (!inline && part.scrollWidth > part.clientWidth) faults.push(`cut off: ${words}`);
    if (left < 0 || right > page.clientWidth) faults.push(`outside: ${words}`);
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
        if (lines(texts.currentNode, word.index, word.index + word[0].length) > 1) faults.push(`broken: ${word[0]}`);
      }
    }
  }
  return faults;
}"""
"""What a reader sees cut off, standing out of the page, or broken in the midst of a word."""


class Words:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self._texts: dict[str, Any] = json.loads((ROOT / "web" / "i18n" / f"{language}.json").read_text())

    def __call__(self, key: str, **slots: object) -> str:
        text = self._texts[key]
        form = str(text if isinstance(text, str) else text["one" if slots.get("n") == 1 else "other"])
        return form.format(**slots) if slots else form


class Babel:
    """Phones, stage and console of one workshop, each in another language."""

    def __init__(self, screens: Screens, *languages: str) -> None:
        phones, stage, console, other = languages
        self.room = Room(screens, "Ana", "Bo", "Cy", crowd=CROWD)
        self.room.plays_only(FEE, then=("board", "break"))
        seat = self.room.opened.take_seat("Ines")
        self.rep: Rep = screens.rep_by_link(f"/play#key={seat['key']}", "Ines", locale=phones, **SMALL_PHONE)
        self.ana: Manager = self.room.manager("Ana", locale=phones, **SMALL_PHONE)
        self.bo: Manager = self.room.manager("Bo", locale=other)
        self.stage: Stage = self.room.stage(locale=stage)
        self.console: Console = self.room.console(locale=console)
        self.speaks: dict[Screen, str] = {
            self.rep: phones,
            self.ana: phones,
            self.bo: other,
            self.stage: stage,
            self.console: console,
        }
        self.says = {screen: Words(language) for screen, language in self.speaks.items()}

    def phones(self) -> tuple[Phone, ...]:
        return self.rep, self.ana, self.bo

    def shows_the_case(self, *screens: Screen) -> None:
        """The case stands on these screens, each time in the language of the screen."""
        for screen in screens:
            pack, _ = HELD.said_in(self.speaks[screen])
            screen.shows(pack.case(FEE).title)

    def leads(self, kind: str, phase: str, beat: int | None = None) -> None:
        self.room.leads(kind)
        self.room.leader.comes_to(phase, beat)

    def head(self, *phones: Phone, key: str, **slots: object) -> None:
        """This stands at the top of these phones, in the language of each."""
        for phone in phones:
            expect(phone.page.get_by_role("heading", level=1)).to_have_text(self.says[phone](key, **slots))

    def up(self, key: str, **slots: object) -> None:
        """The stage says this."""
        self.stage.shows(self.says[self.stage](key, **slots))

    def next(self, key: str, **slots: object) -> None:
        """What the one big button of the console says."""
        expect(self.console.footer).to_contain_text(self.says[self.console](f"console.{key}", **slots))

    def presses(self, phone: Phone, key: str) -> None:
        phone.page.get_by_role("button", name=self.says[phone](key), exact=True).click()

    def picks_first(self, phone: Phone, *keys: str, see: Callable[[], None], **slots: object) -> None:
        """Answer one question after the other with its first option; after each, this stands at the top."""
        for key in keys:
            phone.main.get_by_role("radio").first.click()
            self.head(phone, key=key, **slots)
            see()


def play(babel: Babel, see: Callable[[], None]) -> None:
    """A full round and what comes after it; `see` looks at all screens in between."""
    rep, ana, bo, crowd, room = babel.rep, babel.ana, babel.bo, babel.room.crowd, babel.room
    cy = room.wired("Cy")
    babel.head(rep, key="rep.in")
    babel.head(ana, key="manager.hello", name="Ana")
    babel.up("stage.scan_or")
    babel.next("next_step.welcome")
    see()
    for phone in babel.phones():
        babel.presses(phone, "rep.hello")
        phone.shows(babel.says[phone]("rep.hello_done"))
    see()
    babel.leads("next", "welcome")
    babel.head(*babel.phones(), key="rep.welcome")
    babel.up("stage.welcome")
    see()
    babel.leads("next", "read")
    babel.head(rep, ana, bo, key="rep.read")
    babel.shows_the_case(rep, ana, bo, babel.stage)
    see()

    babel.leads("next", "rule")
    babel.head(rep, key="rep.you_would")
    babel.head(ana, bo, key="manager.rule")
    babel.up("stage.rule")
    babel.next("next.predict", name="Ana")
    see()
    babel.picks_first(rep, "rep.who_decides", "rep.ruled", see=see)
    for manager in (ana, bo):
        babel.picks_first(manager, "manager.authority", "manager.seal_title", see=see)
        babel.presses(manager, "manager.seal")
        babel.head(manager, key="manager.sealed")
    crowd.rules(0, 1, 2)
    cy.does("rule", step=cy.place["step"], level=2, authority=1, n=1)
    see()
    babel.leads("next", "predict")
    babel.head(ana, key="manager.they_predict_you")
    babel.head(bo, key="manager.they_predict", name="Ana")
    babel.head(rep, key="rep.will_rule", name="Ana")
    babel.up("stage.predict", name="Ana")
    see()
    questions = ("rep.will_decide", "rep.how_sure", "rep.how_far", "rep.predicted")
    babel.picks_first(rep, *questions, see=see, name="Ana")
    crowd.predicts(0, 1, 2)
    crowd.writes_notes(*(f"The clients of {name} ring twice." for name in CROWD))
    babel.leads("next", "lock")
    babel.head(rep, ana, bo, key="rep.locked")
    babel.up("stage.lock")
    see()
    babel.leads("next", "crowd")
    babel.head(rep, ana, bo, key="rep.crowd", name="Ana")
    babel.up("stage.crowd", name="Ana")
    see()
    babel.leads("next", "chair", 0)
    babel.head(ana, key="manager.your_moment")
    babel.head(rep, bo, key="rep.chair_turn", name="Ana")
    see()
    babel.presses(ana, "manager.reveal")
    babel.head(ana, key="manager.done")
    babel.head(rep, key="rep.chair_ruled", name="Ana")
    see()
    babel.leads("next", "panel", 0)
    babel.head(rep, ana, bo, key="rep.others_flip")
    babel.up("stage.panel")
    for _ in "Bo", "Cy":
        room.leads("next")
    expect(babel.stage.main.locator(".dial")).to_be_visible()
    see()

    babel.leads("next", "praise")
    babel.head(ana, bo, key="manager.praise_title")
    babel.head(rep, key="rep.praise")
    see()
    babel.leads("next", "impact")
    babel.head(rep, ana, bo, key="round.impact")
    see()
    babel.leads("next", "discuss")
    babel.head(rep, ana, bo, key="rep.discuss")
    see()
    babel.leads("next", "align")
    babel.head(ana, bo, key="manager.again")
    babel.head(rep, key="rep.now_would")
    babel.up("stage.align")
    see()
    babel.picks_first(rep, "rep.who_decides", "rep.second_in", see=see)
    babel.picks_first(ana, "manager.authority", "manager.again_sealed", see=see)
    babel.leads("next", "capture")
    babel.head(rep, ana, bo, key="rep.capture")
    babel.up("stage.capture")
    see()
    line = {
        "default": 0,
        "low": 0,
        "high": 1,
        "authority": 1,
        "wording": "Half, and why.",
        "owner": "Ana",
        "review_on": "2031-03-01",
    }
    room.leader.does("close_case", step=room.leader.place["step"], closing="written", **line)
    rep.shows("Half, and why.", babel.says[rep]("round.line_owner"))
    see()
    babel.leads("next", "score")
    babel.head(rep, ana, bo, key="rep.score")
    see()

    babel.leads("next", "board")
    babel.head(rep, ana, bo, key="round.board")
    babel.up("board.rulings")
    see()
    babel.leads("next", "break")
    babel.head(rep, ana, bo, key="round.break")
    see()
    babel.leads("next", "awards")
    babel.head(rep, key="round.awards")
    see()
    babel.leads("skip_step", "debrief")
    for question in range(QUESTIONS):
        babel.head(rep, ana, bo, key=f"round.debrief.{question}")
        see()
        room.leads("next")
    room.leader.comes_to("closed")
    babel.head(rep, key="rep.closed", name="Ines")
    babel.head(ana, key="manager.closed", name="Ana")
    babel.up("stage.closed")
    see()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("first", [0, *(pytest.param(one, marks=pytest.mark.full) for one in range(1, len(LANGUAGES)))])
def test_four_languages_in_one_workshop(screens: Screens, first: int) -> None:
    babel = Babel(screens, *LANGUAGES[first:], *LANGUAGES[:first])
    faults: set[tuple[str, str]] = set()

    def see() -> None:
        for screen in (*babel.phones(), babel.console):
            faults.update((screen.who, fault) for fault in screen.page.evaluate(TOO_LONG))

    play(babel, see)

    assert set() == faults


def chooses(screen: Screen, language: str) -> None:
    screen.page.locator(".language select").select_option(value=language)
    expect(screen.page.locator("html")).to_have_attribute("lang", language)


def test_a_screen_stays_in_the_language_that_somebody_chose(screens: Screens) -> None:
    room = Room(screens, "Ana")
    door = screens.door(room.code)
    expect(door.page.get_by_role("heading", level=1)).to_have_text(Words("en")("join.who"))

    chooses(door, "nl")
    expect(door.page.get_by_role("heading", level=1)).to_have_text(Words("nl")("join.who"))
    door.page.get_by_label(Words("nl")("join.name")).fill("Ines")
    door.page.get_by_role("button", name=Words("nl")("join.join"), exact=True).click()

    rep = screens.enters(door, "Ines")
    expect(rep.page.get_by_role("heading", level=1)).to_have_text(Words("nl")("rep.in"))
    chooses(rep, "es")
    expect(rep.page.get_by_role("heading", level=1)).to_have_text(Words("es")("rep.in"))
    expect(rep.page).to_have_title(f"{Words('es')('page.rep')} · Up to You")


def test_the_stage_keeps_a_language_of_its_own(screens: Screens) -> None:
    room = Room(screens, "Ana")
    console = room.console()
    stage = screens.stage_from(console)

    chooses(stage, "fr")
    stage.shows(Words("fr")("stage.scan_or"))
    console.page.reload()
    console.next("next_step.welcome")
    console.presses("console.settings")
    chooses(console, "de")

    expect(console.footer).to_contain_text(Words("de")("console.next_step.welcome"))
    stage.reloads()
    stage.shows(Words("fr")("stage.scan_or"))


def test_a_refusal_comes_in_the_language_of_the_screen(screens: Screens) -> None:
    room = Room(screens, "Ana")
    room.leader.does("lock_room", on=True)
    door = screens.door(room.code, locale="fr")
    words = Words("fr")

    door.page.get_by_label(words("join.name")).fill("Ines")
    with screens.forgiving("the server responded with a status of 4"):
        door.page.get_by_role("button", name=words("join.join"), exact=True).click()
        door.alerts(words("reason.locked"))


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_forms_that_the_texts_have_are_those_that_the_browser_asks_for(screens: Screens, language: str) -> None:
    door = screens.door(locale=language)
    forms = door.page.evaluate("new Intl.PluralRules(document.documentElement.lang).resolvedOptions().pluralCategories")

    assert {"one", "other"} == set(forms) - {"many"}
