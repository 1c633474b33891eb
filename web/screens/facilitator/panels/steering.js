// @ts-check
// What can be arranged in the phase that runs, and who is missing. Private.

import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";
import { Capture } from "./capture.js";

const CHOOSING = ["read", "rule"];
const FLIPPING = ["crowd", "chair", "panel"];

/** @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk }} props */
export function Steering({ line, view, act }) {
  const { phase } = view.place;
  const steering = view.steering;
  return html`
    <section class="steering stack-tight">
      <${Missing} line=${line} view=${view} />
      ${phase === "lobby" && html`<${LobbyCheck} view=${view} />`}
      ${steering && CHOOSING.includes(phase) && html`<${Chair} view=${view} act=${act} />`}
      ${steering && FLIPPING.includes(phase) && html`<${Order} view=${view} act=${act} />`}
      ${steering?.telling && html`<${Line} view=${view} act=${act} />`}
      ${steering?.must_escalate && html`<p class="small">${t("console.must_escalate")}</p>`}
      ${steering?.papers.length > 0 && html`<${Papers} papers=${steering.papers} act=${act} />`}
      ${phase === "praise" && html`<${Coverage} ledger=${view.ledger} />`}
      ${(phase === "capture" || (phase === "score" && steering?.line)) && html`<${Capture} view=${view} act=${act} key=${view.place.step} />`}
      ${phase === "closed" && html`<p><a class="button primary" href="/report" target="_blank">${t("console.report")}</a></p>`}
    </section>
  `;
}

/** Chips of those who have not answered, and those who are offline. @param {{ line: any, view: any }} props */
function Missing({ line, view }) {
  const asked = view.seats.filter((/** @type {any} */ seat) => seat.answered !== null && !seat.removed);
  if (!asked.length) return null;
  const waiting = asked.filter((/** @type {any} */ seat) => !seat.answered);
  const lost = line.presence.value;
  return html`
    <div class="missing">
      <h2>${waiting.length ? t("console.missing", { n: waiting.length }) : t("console.all_in")}</h2>
      <ul class="chips plain-list">
        ${waiting.slice(0, 24).map((/** @type {any} */ seat) => html`<li class=${`pill ${seat.role === "manager" ? "pill-manager" : ""}`} key=${seat.id}>
          ${seat.name}${seat.passed ? ` (${t("console.passed")})` : ""}<${Lost} since=${lost[seat.id]} now=${line.now()} />
        </li>`)}
        ${waiting.length > 24 && html`<li class="pill">+${waiting.length - 24}</li>`}
      </ul>
    </div>
  `;
}

/** @param {{ since: number | null | undefined, now: number }} props */
export const Lost = ({ since, now }) => {
  if (since === null) return null;
  const words = since === undefined ? t("console.never_here") : t("console.offline", { n: Math.max(1, Math.round((now - since) / 1000)) });
  return html` <span class="offline">${words}</span>`;
};

/** Before the start: what is ready. @param {{ view: any }} props */
function LobbyCheck({ view }) {
  const reps = view.seats.filter((/** @type {any} */ seat) => seat.role === "rep" && !seat.removed);
  const managers = view.seats.filter((/** @type {any} */ seat) => seat.role === "manager" && !seat.removed);
  const lit = (/** @type {any[]} */ seats) => seats.filter((seat) => seat.hello).length;
  return html`
    <div class="stack-tight">
      <h2>${t("console.lobby")}</h2>
      <p>${t("console.lobby_reps", { n: reps.length, lit: lit(reps) })}</p>
      <p>${t("console.lobby_managers", { n: managers.length, lit: lit(managers) })}</p>
      <p class="small muted">${t("console.lobby_note")}</p>
    </div>
  `;
}

/** Who sits in the chair, and who has sealed. @param {{ view: any, act: import("./desk.js").Desk }} props */
function Chair({ view, act }) {
  const { chair, candidates } = view.steering;
  const step = view.place.step;
  return html`
    <fieldset class="options">
      <legend class="small-legend">${t("console.chair")}</legend>
      <div class="row">
        ${candidates.map(
          (/** @type {any} */ one) => html`<label class="check candidate" key=${one.seat}>
            <input type="radio" name="chair" checked=${one.seat === chair}
              disabled=${!view.can.includes("choose_chair")}
              onChange=${() => act.send("choose_chair", { step, seat: one.seat })} />
            ${one.face.name} <span class="muted">${t(one.sealed ? "console.sealed" : "console.not_sealed")}</span>
          </label>`,
        )}
      </div>
    </fieldset>
    ${!candidates.length && html`<p class="small">${t("console.no_chair")}</p>`}
  `;
}

/** In which order the others flip. @param {{ view: any, act: import("./desk.js").Desk }} props */
function Order({ view, act }) {
  const { order, flipped } = view.steering;
  if (order.length < 2) return null;
  const up = (/** @type {number} */ place) => {
    const seats = order.map((/** @type {any} */ one) => one.seat);
    seats.splice(place - 1, 0, ...seats.splice(place, 1));
    act.send("choose_order", { step: view.place.step, order: seats });
  };
  return html`
    <div class="stack-tight">
      <h2>${t("console.order")}</h2>
      <ol class="flip-order">
        ${order.map(
          (/** @type {any} */ one, /** @type {number} */ place) => html`<li key=${one.seat} class=${place < flipped ? "muted" : ""}>
            ${one.face.name} ${place < flipped && html`<span class="small">${t("console.flipped")}</span>`}
            ${place > flipped && html`<button class="small-button" onClick=${() => up(place)}>${t("console.sooner")}<span class="sr-only">: ${one.face.name}</span></button>`}
          </li>`,
        )}
      </ol>
    </div>
  `;
}

/** The humour line that came with the reveal. @param {{ view: any, act: import("./desk.js").Desk }} props */
function Line({ view, act }) {
  const { telling, hushed } = view.steering;
  if (view.place.phase === "chair" && view.place.beat === 0) return html`<p class="small muted">${telling.delivery}</p>`;
  if (!telling.line && !hushed) return null;
  return html`
    <div class="row">
      <span class="small">${telling.delivery}${telling.line && html`: “${telling.line}”`}</span>
      <button class="small-button" onClick=${() => act.send("hush_line", { step: view.place.step, on: !hushed })}>
        ${t(hushed ? "console.unhush" : "console.hush")}</button>
    </div>
  `;
}

/** What is in writing, and whether the room says that it is out of date. @param {{ papers: any[], act: import("./desk.js").Desk }} props */
const Papers = ({ papers, act }) => html`
  <fieldset class="options">
    <legend class="small-legend">${t("console.papers")}</legend>
    <div class="stack-tight">
      ${papers.map(
        (one) => html`<label class="check" key=${one.id}>
          <input type="checkbox" checked=${one.stale} onChange=${() => act.send("flag_paper", { paper: one.id, on: !one.stale })} />
          <span>${one.text}</span>
        </label>`,
      )}
    </div>
  </fieldset>
`;

/** @param {{ ledger: any }} props */
const Coverage = ({ ledger }) => html`
  <p>${t("console.coverage", { n: ledger.praised, m: ledger.reps })} <span class="small muted">${t("console.coverage_note")}</span></p>
`;
