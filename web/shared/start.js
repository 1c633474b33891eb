// @ts-check
// How every page begins: the theme, the texts, then the first picture. Where the browser can, the screen stays on.

import { loadTexts } from "./i18n.js";
import { render } from "../vendor/ui.mjs";

/** Paper or ink, as the device prefers; a page can ask for one. @param {string} [theme] */
export function setTheme(theme) {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = theme ?? (dark ? "ink" : "paper");
  const colour = getComputedStyle(document.documentElement).getPropertyValue("--bg");
  document.querySelector('meta[name="theme-color"]')?.setAttribute("content", colour.trim());
}

/** @param {() => any} screen @param {{ theme?: string, awake?: boolean }} [options] */
export async function start(screen, { theme, awake = false } = {}) {
  setTheme(theme);
  if (awake) keepAwake();
  await loadTexts();
  render(screen(), /** @type {HTMLElement} */ (document.getElementById("app")));
}

// Whoever goes by the keyboard sees where the focus is, on headings too.
addEventListener("keydown", ({ key }) => key === "Tab" && document.documentElement.classList.add("by-keys"));
addEventListener("pointerdown", () => document.documentElement.classList.remove("by-keys"));

/** @type {any} */
let lock = null;
let wanted = false;

async function hold() {
  if (!wanted || lock || document.visibilityState === "hidden" || !("wakeLock" in navigator)) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
  } catch {
    // A low battery may refuse; the page works all the same.
    lock = null;
  }
}

/** From the first tap on, the screen stays on. */
function keepAwake() {
  wanted = true;
  addEventListener("pointerdown", hold);
  document.addEventListener("visibilitychange", hold);
}
