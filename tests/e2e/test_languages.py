"""One workshop in four languages at once: every screen speaks its own, and nothing is too long for the smallest phone."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_workshop import CROWD, FEE, NOTES
from tests.support.screens import PHONE, SMALL_PHONE, Manager, Phone, Rep, Room, Screen, Screens
from tests.support.server import ROOT

ENDS_PRACTICE = 6
"""Questions of the debrief."""
TOO_WIDE = """() => {
  const page = document.documentElement;
  const faults = page.scrollWidth > page.clientWidth ? [`page: ${page.scrollWidth} > ${page.clientWidth}`] : [];
  const lines = (node, from, to) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.bottom))).size;
  };
  for (const part of document.querySelectorAll("button, a.button, select, h1, h2, .option, .pill")) {
    if (!part.checkVisibility()) continue;
    const { left, right } = part.getBoundingClientRect();
    const words = part.textContent.trim().replace(/\\s+/g, " ");
    if (part.scrollWidth > part.clientWidth) faults.push(`cut off: ${words}`);
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
        form = text if isinstance(text, str) else text["one" if slots.get("n") == 1 else "other"]
        return form.format(**slots) if slots else form


DE, ES, FR, NL = (Words(language) for language in ("de", "es", "fr", "nl"))


def heading(screen: Screen, words: str) -> None:
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(words)
