"""Screens whose people never touch a mouse or a glass: Tab, arrows, Space and Enter alone."""

import re

from playwright.sync_api import Locator, expect

from tests.support.screens import Console, Manager, Rep, Screen

FARTHEST = 120
"""So many stops of Tab are more than any screen has."""
FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  const marked = at.closest(".option") ?? at;
  const { outlineStyle, outlineWidth } = getComputedStyle(marked);
  const name = at.outerHTML.slice(0, 120);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return `no ring around ${name}`;
  const box = marked.getBoundingClientRect();
  const x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2;
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const there = document.elementFromPoint(x, y);
  return there && (marked.contains(there) || there.contains(marked)) ? "" : `out of sight: ${name}`;
}"""


class ByKeyboard(Screen):
    """Does what hands do, by keys; wherever the focus rests, it must be seen."""

    def touches(self, target: Locator) -> None:
        """Go there, then press it as its kind is pressed."""
        expect(target).to_be_enabled()
        self._goes_to(target)
        self.page.keyboard.press("Space")

    def ticks(self, box: Locator) -> None:
        if not box.is_checked():
            self.touches(box)

    def types(self, field: Locator, text: str) -> None:
        self._goes_to(field)
        self.page.keyboard.type(text)

    def chooses(self, field: Locator, label: str) -> None:
        self._goes_to(field)
        labels = field.get_by_role("option").all_inner_texts()
        self.page.keyboard.press("Home")
        for _ in range(labels.index(label)):
            self.page.keyboard.press("ArrowDown")
        expect(field.get_by_role("option", name=label, exact=True)).to_have_attribute("value", field.input_value())

    def sees_focus(self) -> None:
        assert "" == self.page.evaluate(FOCUS), self.who

    def is_at_its_heading(self) -> None:
        """The focus has come to what the screen now asks."""
        expect(self.page.get_by_role("heading", level=1)).to_be_focused()
        self.sees_focus()

    def _goes_to(self, target: Locator) -> None:
        """By Tab, and by arrows within its group. A new question may take the focus to its heading meanwhile."""
        for _ in range(FARTHEST):
            if _has_focus(target):
                return self.sees_focus()
            self.page.keyboard.press("ArrowDown" if self._is_within_group(target) else "Tab")
            self.sees_focus()
        raise AssertionError(f"{self.who} never came to {target}")

    def _is_within_group(self, target: Locator) -> bool:
        """Whether the focus is at a button of the same group: Tab stops once in each."""
        return bool(
            target.evaluate(
                "one => one.type === 'radio' && document.activeElement.type === 'radio'"
                " && document.activeElement.name === one.name"
            )
        )


def _has_focus(target: Locator) -> bool:
    return bool(target.evaluate("one => one === document.activeElement"))


class KeyRep(ByKeyboard, Rep):
    def asks(self, key: str, **slots: object) -> None:
        super().asks(key, **slots)
        self.sees_focus()


class KeyManager(ByKeyboard, Manager):
    def asks(self, key: str, **slots: object) -> None:
        super().asks(key, **slots)
        self.sees_focus()


class KeyConsole(ByKeyboard, Console):
    def opens(self, tab: str) -> None:
        """Tabs are walked with arrows from the one that is open."""
        self._goes_to(self.page.get_by_role("tab", selected=True))
        wanted = self.page.get_by_role("tab", name=re.compile(tab, re.IGNORECASE))
        while not _has_focus(wanted):
            self.page.keyboard.press("ArrowRight")
            self.sees_focus()
        expect(wanted).to_have_attribute("aria-selected", "true")
