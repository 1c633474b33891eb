// @ts-check
// The frame of a phone: a line above for the connection, one status region for screen readers, and a slot between.

import { beat } from "./timer.js";
import { t } from "../i18n.js";
import { html, signal } from "../../vendor/ui.mjs";

const PATIENCE = 20_000;

/** What the one status region of this page says now. */
export const spoken = signal("");

/** @param {string} words */
export const say = (words) => (spoken.value = words);

export const StatusRegion = () => html`<p class="sr-only" role="status">${spoken.value}</p>`;

/** Told when the line is lost, in a place kept free for it. @param {{ line: import("../connection.js").Line }} props */
export function ConnectionBanner({ line }) {
  beat.value;
  if (line.state.value === "live") return null;
  const waited = Date.now() - line.lostSince.value;
  const first = line.state.value === "connecting";
  const key = first ? "common.connecting" : waited > PATIENCE ? "common.ask_wifi" : "common.reconnecting";
  return html`
    <div class="banner" role="alert">
      <span>${t(key)}</span>
      ${!first && html`<button class="quiet" onClick=${line.retry}>${t("common.try_now")}</button>`}
    </div>
  `;
}

// The heading before this one, of whichever panel.
let shown = /** @type {number | string | null} */ (null);

/**
 * The heading of a phase. When the phase changes, the focus comes here, so that keyboards and screen readers follow:
 * at once, before anybody can press a key at the new picture.
 * @param {{ move: number | string, children: any }} props
 */
export function PhaseTitle({ move, children }) {
  const comes = (/** @type {HTMLElement | null} */ title) => {
    if (!title || shown === move) return;
    if (shown !== null) {
      title.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    shown = move;
  };
  return html`<h1 ref=${comes} tabindex="-1">${children}</h1>`;
}
