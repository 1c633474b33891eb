// @ts-check
// The frame of a rep's or a manager's phone.

import { clockTime, t } from "../i18n.js";
import { forgetKey, heldSeats, holdSeat, takeKey } from "../keys.js";
import { html, signal, useEffect } from "../../vendor/ui.mjs";
import { LanguageChoice } from "./language.js";
import { ConnectionBanner, StatusRegion, say } from "./status.js";
import { Timer, useTimerWords } from "./timer.js";

/**
 * What every panel of a phone gets.
 * @typedef {{ line: import("../connection.js").Line, given: import("../answers.js").Answers, shared: any, own: any }} PanelProps
 */

/** What a phone is told when a tap was not taken. */
export const refusal = signal("");

/**
 * The key of this page; without one, back to the door.
 * @param {string} page
 * @returns {string | null}
 */
export function keyOrDoor(page) {
  const key = takeKey(page);
  if (!key) location.replace("/");
  return key;
}

/**
 * @param {{ line: import("../connection.js").Line, page: string, children: any, tag?: any }} props
 */
export function Phone({ line, page, children, tag }) {
  const shared = line.shared.value;
  const own = line.own.value;
  const place = shared?.place;
  useTimerWords(place, line.now, say);
  useEffect(() => {
    if (own && shared) remember(line, page, shared.code, own.name);
  }, [own?.name, shared?.code]);
  if (line.state.value === "refused") return html`<${TurnedAway} line=${line} page=${page} />`;
  return html`
    <div class="phone">
      <div class="phone-top">
        <${ConnectionBanner} line=${line} />
        ${own &&
        html`<header class="phone-head">
          <strong class="phone-name">${own.name}</strong>
          ${tag}
          <span class="push"><${Timer} place=${place} now=${line.now} /></span>
        </header>`}
      </div>
      <main class="phone-main stack" data-move=${place?.move}>
        ${!own || !shared ? html`<p class="muted" role="status">${t("common.connecting")}</p>` : children}
      </main>
      <footer class="phone-foot"><${LanguageChoice} /></footer>
      ${place?.paused_at && html`<${Paused} place=${place} />`}
      ${refusal.value && html`<${Refusal} />`}
      <${StatusRegion} />
    </div>
  `;
}

/** @param {import("../connection.js").Line} line @param {string} page @param {string} code @param {string} name */
function remember(line, page, code, name) {
  const key = sessionStorage.getItem(`uptoyou.key.${page}`) ?? localStorage.getItem(`uptoyou.key.${page}`);
  const held = heldSeats().find((seat) => seat.key === key);
  if (key && (!held || held.name !== name)) holdSeat({ code, key, page, name });
}

/** The coffee break: everything waits, nothing is lost. @param {{ place: any }} props */
function Paused({ place }) {
  return html`<div class="pause-veil" role="alert">
    <div class="stack centre">
      <h1>${t("common.paused")}</h1>
      <p>${place.back_at ? t("common.back_at", { time: clockTime(place.back_at) }) : t("common.paused_note")}</p>
    </div>
  </div>`;
}

function Refusal() {
  return html`<div class="refusal card" role="alert">
    <p>${refusal.value}</p>
    <button onClick=${() => (refusal.value = "")}>${t("common.ok")}</button>
  </div>`;
}

/** Why a key opens nothing: what the phone says. @type {Record<string, [string, string]>} */
export const TURNED_AWAY = {
  not_seated: ["common.key_unknown", "common.key_unknown_note"],
  removed: ["common.removed", "common.removed_note"],
  deleted: ["common.deleted", "common.deleted_note"],
};

/** A key that opens nothing. @param {{ line: import("../connection.js").Line, page: string }} props */
function TurnedAway({ line, page }) {
  const [title, note] = TURNED_AWAY[line.refusal.value] ?? TURNED_AWAY.not_seated;
  return html`<main class="phone-main stack">
    <h1>${t(title)}</h1>
    <p>${t(note)}</p>
    <a class="button primary" href="/" onClick=${() => forgetKey(page)}>${t("common.to_door")}</a>
  </main>`;
}

/** Look up: nothing to do here just now. @param {{ title: string, note?: string, children?: any }} props */
export function LookUp({ title, note, children }) {
  return html`<div class="look-up stack centre">
    <p class="look-up-title">${title}</p>
    ${note && html`<p class="muted">${note}</p>`} ${children}
  </div>`;
}
