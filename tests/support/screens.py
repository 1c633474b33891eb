"""Screens as people use them, in a real browser: what a person sees, taps and types, in verbs.

Texts come from the texts of the pages, so that wording may change. Every screen has a browser context of its own, and
remembers whatever went wrong on it.
"""

import json
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from secrets import token_hex
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, expect

from tests.support.phones import WirePhone
from tests.support.server import ROOT, RunningServer

PATIENCE = 15_000
CALM = 0.75
"""Seconds: the console takes presses that are closer together for one press, so a hand has to rest for so long."""

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL_PHONE: dict[str, Any] = {**PHONE, "viewport": {"width": 320, "height": 568}}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1366, "height": 768}}
PROJECTOR: dict[str, Any] = {"viewport": {"width": 1920, "height": 1080}}

BUNDLE = 0.3
"""Seconds: a little longer than the server holds back what it tells in bundles."""

DEVICE = "the laptop of the tests"
"""The mark of a device, which screens and wires share unless a test says otherwise."""

LOST_LINE = ("WebSocket connection to", "net::ERR_")
"""What a browser itself writes into the log when the server cannot be reached."""
REFUSED = "the server responded with a status of 4"
"""What a browser itself writes into the log when the server says no."""

TEXTS: dict[str, Any] = json.loads((ROOT / "web" / "i18n" / "en.json").read_text())

expect.set_options(timeout=PATIENCE)

S = TypeVar("S", bound="Screen")


def t(key: str, **slots: object) -> str:
    """A text of the pages, with its slots filled."""
    return re.sub(r"\{(\w+)\}", lambda slot: str(slots[slot[1]]), _form(key, slots))


def wording(key: str, **slots: object) -> re.Pattern[str]:
    """A text of the pages, whole, with anything in the slots that are not given."""
    parts = re.split(r"\{(\w+)\}", _form(key, slots))
    words = [re.escape(part) if place % 2 == 0 else _slot(part, slots) for place, part in enumerate(parts)]
    return re.compile(f"^{''.join(words)}$")


def _form(key: str, slots: dict[str, object]) -> str:
    text = TEXTS[key]
    return str(text if isinstance(text, str) else text["one" if slots.get("n") == 1 else "other"])


def _slot(name: str, slots: dict[str, object]) -> str:
    return re.escape(str(slots[name])) if name in slots else ".+"


def starting(words: str) -> re.Pattern[str]:
    """A name that begins with these words: a label may go on with a note."""
    return re.compile(rf"^{re.escape(words)}")


class Log:
    """What a developer would see of a page: errors, and requests to anybody else than this server."""

    def __init__(self, page: Page, home: str) -> None:
        self.faults: list[str] = []
        self.forgiven: tuple[str, ...] = ()
        self._home = home
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", self._follow)
        page.on("websocket", lambda socket: self._leads_home(socket.url))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(noise in message.text for noise in self.forgiven):
            self.faults.append(message.text)

    def _follow(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:", "about:")):
            self._leads_home(request.url)

    def _leads_home(self, url: str) -> None:
        if urlsplit(url).netloc != urlsplit(self._home).netloc:
            self.faults.append(f"asked another host: {url}")

    @contextmanager
    def forgiving(self, *noises: str) -> Iterator[None]:
        """For a while, these lines are to be expected."""
        held, self.forgiven = self.forgiven, (*self.forgiven, *noises)
        try:
            yield
        finally:
            self.forgiven = held


class Screen:
    """One page of one person."""

    def __init__(self, page: Page, home: str, who: str, log: Log | None = None) -> None:
        self.page = page
        self.home = home
        self.who = who
        self.log = log or Log(page, home)
        page.set_default_timeout(PATIENCE)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def goes_to(self, path: str) -> Self:
        self.page.goto(self.home + path)
        return self

    # What hands do; `ByKeyboard` does the same in another way

    def touches(self, target: Locator) -> None:
        target.click()

    def ticks(self, box: Locator) -> None:
        box.check()

    def types(self, field: Locator, text: str) -> None:
        field.fill(text)

    def chooses(self, field: Locator, label: str) -> None:
        field.select_option(label=label)

    # What every screen has

    def presses(self, key: str, **slots: object) -> None:
        """Press the button that says this."""
        self.touches(self.page.get_by_role("button", name=wording(key, **slots)))

    def shows(self, *words: str) -> None:
        for some in words:
            expect(self.main).to_contain_text(some)

    def hides(self, *words: str) -> None:
        for some in words:
            expect(self.main).not_to_contain_text(some)

    def alerts(self, words: str) -> None:
        expect(self.page.get_by_role("alert").filter(has_text=words)).to_be_visible()

    def is_calm(self) -> None:
        """Nothing is said in alarm."""
        expect(self.page.get_by_role("alert").filter(has_text=re.compile(r"\S"))).to_have_count(0)

    @property
    def move(self) -> str | None:
        """Which move of the workshop is shown, as the page says."""
        return self.main.get_attribute("data-move")

    def picture(self) -> str:
        """All that there is to see and to press, but for the running clock."""
        return _without_clock(self.main.aria_snapshot())

    def reloads(self) -> None:
        """Reload, and wait until the screen is as it was."""
        same_after_reload(self)


def same_after_reload(*screens: Screen) -> None:
    """Reload all at once; each comes back to the same picture."""
    together(*screens)
    before = _settled(screens)
    for screen in screens:
        screen.page.evaluate("window.old = true; location.reload()")
    for screen, was in zip(screens, before, strict=True):
        screen.page.wait_for_function("!window.old")
        expect(screen.main).not_to_have_text(t("common.connecting"))
        looks_like(screen, was)


def _settled(screens: Iterable[Screen]) -> list[str]:
    """What they show once nothing moves any more: counts come in bundles, a moment after what they count."""
    before: list[str] = []
    while (now := [screen.picture() for screen in screens]) != before:
        before = now
        time.sleep(BUNDLE)
    return before


def together(*screens: Screen) -> None:
    """Wait until all show the same move of the workshop."""
    deadline = time.monotonic() + PATIENCE / 1000
    while len(moves := {screen.move for screen in screens}) > 1:
        assert time.monotonic() < deadline, f"screens stay at different moves: {moves}"


def looks_like(screen: Screen, was: str) -> None:
    """Look again and again until the picture is this."""
    deadline = time.monotonic() + PATIENCE / 1000
    while (now := screen.picture()) != was:
        assert time.monotonic() < deadline, f"{screen.who} came back to another picture. Was:\n{was}\nIs:\n{now}"


def _without_clock(snapshot: str) -> str:
    return "\n".join(line for line in snapshot.splitlines() if "- timer" not in line)


class Door(Screen):
    """Where people come in."""

    def knocks(self, code: str) -> None:
        self.types(self.page.get_by_label(t("join.code")), code)
        self.presses("join.go")

    def says(self, name: str) -> None:
        self.types(self.page.get_by_label(t("join.name")), name)
        self.presses("join.join")


class Phone(Screen):
    """What the phones of reps and managers have in common."""

    def asks(self, key: str, **slots: object) -> None:
        """The heading of the phone asks or says this now."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(wording(key, **slots))

    def picks(self, option: str) -> None:
        self.touches(self.main.get_by_role("radio", name=starting(option)))

    def is_saved(self) -> None:
        self.shows(t("round.saved"))

    def banner(self, key: str) -> Locator:
        return self.page.get_by_role("alert").filter(has_text=t(key))

    def is_cut_off(self) -> None:
        expect(self.banner("common.reconnecting")).to_be_visible()

    def is_back(self) -> None:
        expect(self.banner("common.reconnecting")).to_be_hidden()

    def says_hello(self) -> None:
        self.presses("rep.hello")
        self.shows(t("rep.hello_done"))

    def commits(self, text: str) -> None:
        self.types(self.main.get_by_label(t("rep.commit")), text)
        self.presses("rep.commit_send")
        self.shows(text)


class Rep(Phone):
    def rules(self, give: str, decide: str) -> None:
        self.asks("rep.you_would")
        self.picks(give)
        self.asks("rep.who_decides")
        self.picks(decide)
        self.has_ruled(give, decide)

    def has_ruled(self, give: str, decide: str) -> None:
        self.asks("rep.ruled")
        self.shows(give, decide)
        self.is_saved()

    def gives_reasons(self, *reasons: str) -> None:
        for reason in reasons:
            self.touches(self.main.get_by_role("button", name=reason, exact=True))
        self.ticks(self.main.get_by_label(t("rep.quotable")))

    def predicts(self, give: str, decide: str, certainty: str = "sure", spread: str | None = "far") -> None:
        self.asks("rep.will_rule")
        self.picks(give)
        self.asks("rep.will_decide")
        self.picks(decide)
        self.asks("rep.how_sure")
        self.picks(t(f"round.certainty.{certainty}"))
        if spread:
            self.asks("rep.how_far")
            self.picks(t(f"round.spread.{spread}"))
        self.has_predicted(give, decide)

    def has_predicted(self, give: str, decide: str) -> None:
        self.asks("rep.predicted")
        self.shows(give, decide)
        self.is_saved()

    def votes_again(self, give: str, decide: str) -> None:
        self.asks("rep.now_would")
        self.picks(give)
        self.asks("rep.who_decides")
        self.picks(decide)
        self.asks("rep.second_in")
        self.shows(give, decide)

    def writes_note(self, text: str) -> None:
        self.types(self.main.get_by_role("textbox", name=t("rep.note_note")), text)
        self.presses("rep.note_send")
        self.shows(text)

    def thanks(self, manager: str, text: str) -> None:
        self.chooses(self.main.get_by_label(t("rep.thank_to")), manager)
        self.types(self.main.get_by_label(t("rep.thank_for")), text)
        self.presses("rep.thank_send")
        self.shows(text)


class Manager(Phone):
    def seals(self, give: str, decide: str, *reasons: str) -> None:
        self.asks("manager.rule")
        self.picks(give)
        self.asks("manager.authority")
        self.picks(decide)
        self.asks("manager.seal_title")
        for reason in reasons:
            self.touches(self.main.get_by_role("button", name=reason, exact=True))
        self.presses("manager.seal")
        self.has_sealed(give, decide)

    def has_sealed(self, give: str, decide: str) -> None:
        self.asks("manager.sealed")
        self.shows(give, decide)
        self.is_saved()

    def will_tell(self, delivery: str, line: str) -> None:
        self.chooses(self.main.get_by_label(t("manager.delivery")), delivery)
        self.types(self.main.get_by_label(t("manager.line"), exact=True), line)
        self.presses("manager.telling_keep")
        expect(self.main.get_by_role("button", name=t("manager.telling_kept"), exact=True)).to_be_disabled()

    def expects(self, colleagues: int) -> None:
        button = self.main.get_by_role("button", name=str(colleagues), exact=True)
        self.touches(button)
        expect(button).to_have_attribute("aria-pressed", "true")

    def is_softer_if(self, condition: str) -> None:
        button = self.main.get_by_role("button", name=re.compile(rf"^{t('manager.softer')} ?: {re.escape(condition)}"))
        self.touches(button)
        expect(button).to_have_attribute("aria-pressed", "true")

    def reveals(self) -> None:
        self.asks("manager.your_moment")
        self.presses("manager.reveal")
        self.asks("manager.done")

    def votes_again(self, give: str, decide: str) -> None:
        self.asks("manager.again")
        self.picks(give)
        self.asks("manager.authority")
        self.picks(decide)
        self.asks("manager.again_sealed")
        self.shows(give, decide)

    def praises(self, name: str, when: str, did: str, so_that: str) -> None:
        self.chooses(self.main.get_by_label(t("manager.praise_to")), self._in_ledger(name))
        self.types(self.main.get_by_label(t("manager.praise_when")), when)
        self.types(self.main.get_by_label(t("manager.praise_did")), did)
        self.types(self.main.get_by_label(t("manager.praise_so")), so_that)
        self.presses("manager.praise_send", name=name)
        expect(self.page.get_by_role("status")).to_have_text(t("manager.praise_sent", name=name))

    def _in_ledger(self, name: str) -> str:
        """How the list of people names somebody: with the team, and with how often they were praised."""
        options = self.main.get_by_label(t("manager.praise_to")).get_by_role("option").all_inner_texts()
        return next(one for one in options if one.split()[0] == name)


class Stage(Screen):
    """The big screen."""

    def counts(self, done: int, expected: int) -> None:
        self.shows(t("stage.answered", n=done, m=expected))

    def has_rulings(self, **rulings: str) -> None:
        """Whose rulings stand on the strip, and no others."""
        by_name = {name: re.compile(rf"\b{name}\b[^:]*: {re.escape(ruling)}(;|$)") for name, ruling in rulings.items()}
        strip = self.main.get_by_role("figure")
        for shown in by_name.values():
            expect(strip.and_(self.main.get_by_role("figure", name=shown))).to_be_visible()
        for name in {"Ana", "Bo", "Cy"} - set(rulings):
            expect(self.main.get_by_role("figure", name=re.compile(rf"\b{name}\b"))).to_be_hidden()

    def dial(self) -> Locator:
        return self.main.get_by_role("img", name=wording("round.dial_words"))


class Report(Screen):
    """What is left of the day."""

    def has_ruling(self, manager: str, ruling: str) -> None:
        row = self.main.get_by_role("row").filter(has=self.page.get_by_role("rowheader", name=starting(manager)))
        expect(row.filter(has_text=ruling).first).to_be_visible()


class Cards(Screen):
    """Cards to print."""

    def codes_to_scan(self) -> Locator:
        return self.main.get_by_role("img", name=t("cards.scan"))


class Start(Screen):
    """Where the host begins."""

    def opens(self, pack: str, *managers: str) -> None:
        """Three clicks: the pack, the first name, and open."""
        self.touches(self.page.get_by_role("radio", name=starting(pack)))
        for number, name in enumerate(managers, start=1):
            field = self.page.get_by_label(t("start.manager_n", n=number), exact=True)
            if number == 1:
                field.click()
            else:
                self.page.keyboard.press("Tab")
            expect(field).to_be_focused()
            self.page.keyboard.type(name)
        self.touches(self.page.get_by_role("button", name=t("start.go")))


class Console(Screen):
    """The facilitator's screen."""

    _pressed = 0.0

    @property
    def footer(self) -> Locator:
        return self.page.get_by_role("contentinfo")

    @property
    def side(self) -> Locator:
        return self.page.get_by_role("tabpanel")

    @property
    def code(self) -> str:
        shown = self.page.get_by_role("banner").get_by_text(re.compile(r"^\d{3,4} \d{3,4}$")).inner_text()
        return shown.replace(" ", "")

    def next(self, key: str, **slots: object) -> Locator:
        """The one big button, when it says this."""
        return self.footer.get_by_role("button", name=wording(f"console.{key}", **slots))

    def goes_on(self, key: str, **slots: object) -> None:
        """Press Next, once it says this: `next.rule`, `next_step.board`. It has then happened, or wants a second."""
        button = self.next(key, **slots)
        expect(button).to_be_enabled()
        self._calms_down()
        moved = self.page.locator(f"main:not([data-move='{self.move}'])")
        self.touches(button)
        self._pressed = time.monotonic()
        if key == "resume":
            expect(button).to_be_hidden()
        elif key == "press_again":
            expect(moved).to_be_visible()
        else:
            expect(moved.or_(self.next("press_again"))).to_be_visible()

    def reveals(self, key: str, **slots: object) -> None:
        """What reveals something wants a second press."""
        self.goes_on(key, **slots)
        self.goes_on("press_again")
        expect(self.next("press_again")).to_be_hidden()

    def slips(self, key: str, **slots: object) -> None:
        """Two presses of Next in one go, as a nervous hand does."""
        self._calms_down()
        self.next(key, **slots).dblclick()
        self._pressed = time.monotonic()

    def waits_for(self, count: int) -> None:
        self.shows(t("console.missing", n=count))

    def goes_on_until(self, key: str, end: str) -> None:
        """Press Next as long as it says this."""
        while True:
            expect(self.next(key).or_(self.next(end))).to_be_visible()
            if self.next(end).is_visible():
                return
            before = self.main.text_content() or ""
            self.goes_on(key)
            expect(self.main).not_to_have_text(before)

    def goes_back(self) -> None:
        self._calms_down()
        self.touches(self.footer.get_by_role("button", name=t("console.back"), exact=True))
        self._pressed = time.monotonic()

    def _calms_down(self) -> None:
        """Nothing on the screen says when a further press counts as one."""
        rest = self._pressed + CALM - time.monotonic()
        if rest > 0:
            self.page.wait_for_timeout(rest * 1000)

    def undoes(self, key: str, **slots: object) -> None:
        """Press Undo, when it says that it takes this back."""
        self.touches(self._undo(key, **slots))

    def may_undo(self, key: str, **slots: object) -> None:
        expect(self._undo(key, **slots)).to_be_visible()

    def _undo(self, key: str, **slots: object) -> Locator:
        what = t(f"console.did.{key}", **slots)
        return self.footer.get_by_role("button", name=t("console.undo_what", what=what), exact=True)

    def skips(self) -> None:
        self.touches(self.footer.get_by_role("button", name=t("console.skip"), exact=True))

    def pauses(self) -> None:
        self.touches(self.footer.get_by_role("button", name=t("console.pause"), exact=True))
        self.presses("console.pause_open")

    def resumes(self) -> None:
        self.goes_on("resume")

    def switches(self, key: str, on: bool) -> None:
        """Veil, hold the stage, lock the room; or let go of it."""
        switch = self.page.get_by_role("banner").get_by_role("button", name=t(f"console.{key}"), exact=True)
        self.touches(switch)
        expect(switch).to_have_attribute("aria-pressed", "true" if on else "false")

    def opens(self, tab: str) -> None:
        self.touches(self.page.get_by_role("tab", name=starting(t(f"console.tab_{tab}"))))

    def releases_all(self, count: int) -> None:
        self.opens("gate")
        self.touches(self.side.get_by_role("button", name=wording("console.release_all", n=count)))
        expect(self.side.get_by_text(t("console.gate_empty"))).to_be_visible()

    def releases(self, text: str) -> None:
        self.opens("gate")
        held = self.side.get_by_role("article").filter(has_text=text)
        self.touches(held.get_by_role("button", name=t("console.release"), exact=True))
        expect(held).to_be_hidden()

    def lets_in(self, name: str) -> None:
        claim = self.page.get_by_role("alert").filter(has_text=t("console.claim", name=name))
        self.touches(claim.get_by_role("button", name=t("console.claim_yes")))
        expect(claim).to_be_hidden()

    def unfolds(self, name: str) -> None:
        """What can be done for somebody."""
        self.opens("people")
        self.touches(self.side.get_by_role("button", name=starting(name)))

    def copies_link_for_new_phone(self, name: str) -> str:
        """The way back into a seat, as it goes to the clipboard."""
        self.unfolds(name)
        self.touches(self.side.get_by_role("button", name=t("console.new_phone")))
        dialog = self.page.get_by_role("dialog", name=t("console.rejoin", name=name))
        expect(dialog.get_by_role("img", name=t("console.rejoin", name=name))).to_be_visible()
        self.page.evaluate("navigator.clipboard.writeText('')")
        self.touches(dialog.get_by_role("button", name=t("console.copy")))
        link = self.page.evaluate_handle("navigator.clipboard.readText()").json_value()
        self.touches(dialog.get_by_role("button", name=t("common.close")))
        expect(dialog).to_be_hidden()
        return str(link)

    def shows_link(self, title: str) -> str:
        """A link that stands under the code to scan."""
        self.opens("links")
        card = self.side.locator("section").filter(has=self.page.get_by_role("heading", name=title, exact=True))
        self.touches(card.get_by_role("button", name=t("console.show_qr")))
        dialog = self.page.get_by_role("dialog", name=title)
        expect(dialog.get_by_role("img", name=title)).to_be_visible()
        link = dialog.get_by_text(re.compile(r"^https?://")).inner_text()
        self.touches(dialog.get_by_role("button", name=t("common.close")))
        return link

    def opens_stage(self) -> Page:
        self.opens("links")
        with self.page.expect_popup() as opened:
            self.touches(self.side.get_by_role("button", name=t("console.open_stage")))
        return opened.value

    def follows(self, key: str) -> Page:
        """A link that opens in another tab."""
        with self.page.expect_popup() as opened:
            self.touches(self.page.get_by_role("link", name=t(key)).first)
        return opened.value

    def cuts(self, *titles: str) -> None:
        """Take steps off the run sheet."""
        sheet = self.page.get_by_role("navigation", name=t("console.run_sheet"))
        self.touches(sheet.get_by_role("button", name=t("console.edit"), exact=True))
        for title in titles:
            step = sheet.get_by_role("listitem").filter(has_text=title)
            self.touches(step.get_by_role("button", name=t("console.cut"), exact=True))
            expect(step.get_by_role("button", name=t("console.uncut"), exact=True)).to_be_visible()
        self.touches(sheet.get_by_role("button", name=t("console.edit_done"), exact=True))

    def puts_into_chair(self, name: str) -> None:
        self.ticks(self.main.get_by_role("radio", name=starting(name)))

    def closes_case(self, closing: str, wording: str = "", owner: str = "", review_on: str = "") -> None:
        self.ticks(self.main.get_by_role("radio", name=t(f"round.closing.{closing}"), exact=True))
        self.types(self.main.get_by_label(t("line.form_wording")), wording)
        if owner:
            self.types(self.main.get_by_label(t("line.form_owner"), exact=True), owner)
        if review_on:
            self.types(self.main.get_by_label(t("line.form_review"), exact=True), review_on)
        self.presses("console.line_save")
        self.shows(t("console.line_saved"), wording)

    def picture(self) -> str:
        label = self.footer.get_by_role("button").all_inner_texts()
        small = re.sub(r"\b\d+:\d\d\b", "", self.main.inner_text())
        return "\n".join([super().picture(), small, *label])


class Crowd:
    """Reps on the wire, so that a group is large enough to be shown."""

    def __init__(self, phones: Iterable[WirePhone]) -> None:
        self.phones = list(phones)

    def __len__(self) -> int:
        return len(self.phones)

    def rules(self, *levels: int) -> None:
        for place, phone in enumerate(self._at("rule")):
            phone.does("rule", step=phone.place["step"], level=levels[place % len(levels)], authority=place % 3, n=1)

    def predicts(self, *levels: int) -> None:
        for place, phone in enumerate(self._at("predict")):
            rest = {"certainty": "fairly", "spread": "far", "n": 1}
            phone.does(
                "predict", step=phone.place["step"], level=levels[place % len(levels)], authority=place % 2, **rest
            )

    def writes_notes(self, *texts: str) -> None:
        for phone, text in zip(self.phones, texts, strict=False):
            phone.does("write_note", step=phone.place["step"], text=text, signed=False)

    def votes_again(self, *levels: int) -> None:
        for place, phone in enumerate(self._at("align")):
            phone.does("revote", step=phone.place["step"], level=levels[place % len(levels)], authority=1, n=1)

    def _at(self, phase: str) -> Iterator[WirePhone]:
        for phone in self.phones:
            phone.comes_to(phase)
            yield phone


class Screens:
    """All screens of one test."""

    def __init__(self, browser: Browser, server: RunningServer) -> None:
        self.browser = browser
        self.server = server
        self.open: list[Screen] = []
        self.wires: list[WirePhone] = []

    def context(self, device: str = DEVICE, **look: Any) -> BrowserContext:
        """A window of its own. To the server all are tabs of one device, unless another is named."""
        mark = {"name": "uptoyou.device", "value": device}
        kept = {"cookies": [], "origins": [{"origin": self.server.url, "localStorage": [mark]}]}
        return self.browser.new_context(**{"reduced_motion": "reduce", "storage_state": kept, **look})

    def page(self, kind: type[S], who: str, page: Page | None = None, **look: Any) -> S:
        """A screen of this kind; in a tab that is open already, or in a context of its own."""
        screen = kind(page or self.context(**look).new_page(), self.server.url, who)
        self.open.append(screen)
        return screen

    def start(self, **look: Any) -> Start:
        return self.page(Start, "start", **{**LAPTOP, **look}).goes_to(self.server.start_page)

    def console(self, key: str, **look: Any) -> Console:
        return self.page(Console, "console", **{**LAPTOP, **look}).goes_to(f"/console#key={key}")

    def stage(self, key: str, **look: Any) -> Stage:
        return self.page(Stage, "stage", **{**PROJECTOR, **look}).goes_to(f"/stage#key={key}")

    def stage_from(self, console: Console) -> Stage:
        """The stage in a window of its own, as the console opens it, dragged to the projector."""
        stage = self.page(Stage, "stage", console.opens_stage())
        stage.page.set_viewport_size(PROJECTOR["viewport"])
        console.page.bring_to_front()  # (two tabs of one window here, and the one behind would be slow)
        return stage

    def door(self, code: str = "", **look: Any) -> Door:
        return self.page(Door, "door", **{**PHONE, **look}).goes_to(f"/{code}")

    def rep(self, code: str, name: str, **look: Any) -> Rep:
        """Somebody scans the code, types a name, and is in."""
        door = self.door(code, **look)
        door.says(name)
        return self.enters(door, name)

    def enters(self, door: Door, name: str) -> Rep:
        """The same tab, once the door has opened."""
        door.page.wait_for_url("**/play")
        return self.becomes(door, Rep, name)

    def becomes(self, screen: Screen, kind: type[S], who: str) -> S:
        """Another page in the same tab."""
        now = kind(screen.page, screen.home, who, screen.log)
        self.open[self.open.index(screen)] = now
        return now

    def rep_by_link(self, link: str, name: str, **look: Any) -> Rep:
        return self.page(Rep, name, **{**PHONE, **look}).goes_to(path_of(link))

    def manager(self, link: str, name: str, **look: Any) -> Manager:
        """Somebody scans the private link."""
        return self.page(Manager, name, **{**PHONE, **look}).goes_to(path_of(link))

    def wire(self, key: str) -> WirePhone:
        """Somebody without a screen."""
        phone = WirePhone(self.server.url, key, device=DEVICE)
        self.wires.append(phone)
        return phone

    def crowd(self, code: str, *names: str) -> Crowd:
        seats = [{"id": token_hex(16), "name": name} for name in names]
        return Crowd(self.wire(self.server.post(f"/api/workshops/{code}/seats", seat)["key"]) for seat in seats)

    @contextmanager
    def forgiving(self, *noises: str) -> Iterator[None]:
        """For a while, these lines are to be expected in every log."""
        with ExitStack() as all_of_them:
            for screen in self.open:
                all_of_them.enter_context(screen.log.forgiving(*noises))
            yield

    def faults(self) -> list[str]:
        return [f"{screen.who}: {fault}" for screen in self.open for fault in screen.log.faults]

    def close(self) -> None:
        for wire in self.wires:
            wire.leaves()
        for context in self.browser.contexts:
            context.close()


class Room:
    """A workshop that is open, and who is in it: some on screens, the others on the wire."""

    def __init__(self, screens: Screens, *managers: str, crowd: Iterable[str] = (), pack: str = "retail-bank") -> None:
        self.screens = screens
        self.opened = screens.server.open_workshop(*managers, pack=pack)
        self.code = self.opened.code
        self.leader = screens.wire(self.opened.key("facilitator"))
        self.crowd = screens.crowd(self.code, *crowd)
        self._links = {link["name"]: link for link in self.opened.links if link["role"] == "manager"}

    def console(self, **look: Any) -> Console:
        return self.screens.console(self.opened.key("facilitator"), **look)

    def stage(self, **look: Any) -> Stage:
        return self.screens.stage(self.opened.key("stage"), **look)

    def rep(self, name: str, **look: Any) -> Rep:
        return self.screens.rep(self.code, name, **look)

    def manager(self, name: str, **look: Any) -> Manager:
        return self.screens.manager(self._links[name]["url"], name, **look)

    def wired(self, name: str) -> WirePhone:
        """A manager without a screen."""
        return self.screens.wire(self._links[name]["key"])

    def plays_only(self, *cases: str, then: Iterable[str] = ()) -> None:
        """Cut every other round; of boards and breaks keep these, and put them behind the rounds."""
        agenda = self.leader.shared["agenda"]
        kept = [step["id"] for step in agenda if step["case"] in cases]
        for kind in then:
            step = next(step["id"] for step in agenda if step["kind"] == kind)
            self.leader.does("move_step", step=step, after=kept[-1])
            kept.append(step)
        for step in agenda:
            if step["kind"] in ("practice", "case", "board", "break") and step["id"] not in kept:
                self.leader.does("cut_step", step=step["id"], cut=True)

    def leads(self, kind: str) -> None:
        """What the facilitator does from a place of their own, by the wire."""
        self.leader.does(kind, expect=self.leader.place["move"], confirmed=True)

    def goes_to(self, phase: str) -> None:
        """Press Next until this phase; the drum roll ends by itself."""
        while self.leader.place["phase"] != phase:
            move = self.leader.place["move"]
            if self.leader.place["phase"] != "lock":
                self.leads("next")
            self.leader.sees(lambda one, move=move: one.place["move"] > move, "the next place")


def path_of(link: str) -> str:
    """A link without its host: in tests the server listens at this machine alone."""
    parts = urlsplit(link)
    return f"{parts.path}#{parts.fragment}" if parts.fragment else parts.path
