// @ts-check
// How every page begins: the theme, the texts, then the first picture.

import { loadTexts } from "./i18n.js";
import { render } from "./ui.js";

/** Paper or ink, as the device prefers; a page can ask for one. @param {string} [theme] */
export function setTheme(theme) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = theme ?? (dark ? "ink" : "paper");
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--bg");
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", colour.trim());
}

/** @param {() => any} screen @param {{ theme?: string }} [options] */
export async function start(screen, { theme } = {}) {
  setTheme(theme);
  await loadTexts();
  render(screen(), /** @type {HTMLElement} */ (document.getElementById("app")));
}
