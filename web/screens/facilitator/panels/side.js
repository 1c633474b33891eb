// @ts-check
// The right-hand side: people, the gate for free text, private notes, links.

import { clockTime, t } from "../../../shared/i18n.js";
import { html, useRef, useState } from "../../../vendor/ui.mjs";
import { Devices } from "./devices.js";
import { Gate } from "./gate.js";
import { Links } from "./links.js";
import { Notes } from "./notes.js";
import { People } from "./people.js";

const TABS = { notes: Notes, people: People, gate: Gate, links: Links };

/**
 * @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk,
 *   credential: string | null }} props
 */
export function Side({ line, view, act, credential }) {
  const opening = location.search === "?links" ? "links" : "notes";
  const [tab, open] = useState(/** @type {keyof typeof TABS} */ (opening));
  const buttons = useRef(/** @type {Record<string, HTMLElement | null>} */ ({}));
  const waiting = view.gate.filter((/** @type {any} */ text) => !text.released && !text.set_aside).length;
  const names = /** @type {(keyof typeof TABS)[]} */ (Object.keys(TABS));
  const turn = (/** @type {KeyboardEvent} */ event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const to = names[(names.indexOf(tab) + by + names.length) % names.length];
    open(to);
    buttons.current[to]?.focus();
  };
  const Panel = TABS[tab];
  return html`
    ${view.rush && html`<${Rush} rush=${view.rush} act=${act} />`}
    ${view.claims.map((/** @type {any} */ claim) => html`<${Claim} claim=${claim} act=${act} key=${claim.id} />`)}
    <${Devices} line=${line} view=${view} act=${act} credential=${credential} />
    <div class="tabs" role="tablist" aria-label=${t("console.side")} onKeyDown=${turn}>
      ${names.map(
        (name) => html`<button key=${name} role="tab" id=${`tab-${name}`} aria-selected=${String(tab === name)} aria-controls="side-panel"
          tabindex=${tab === name ? 0 : -1} class="tab" onClick=${() => open(name)}
          ref=${(/** @type {HTMLElement | null} */ node) => (buttons.current[name] = node)}>
          ${t(`console.tab_${name}`)}${name === "gate" && waiting > 0 && html` <span class="count">${waiting}</span>`}
        </button>`,
      )}
    </div>
    <div class="side-panel stack-tight" role="tabpanel" id="side-panel" aria-labelledby=${`tab-${tab}`} tabindex="0">
      <${Panel} line=${line} view=${view} act=${act} credential=${credential} />
    </div>
  `;
}

/** Too many typed the room code at once. @param {{ rush: any, act: import("./desk.js").Desk }} props */
const Rush = ({ rush, act }) => html`
  <div class="cue stack-tight" role="alert">
    <p><strong>${t("console.rush", { n: rush.came })}</strong></p>
    <p class="small">${t("console.rush_note", { time: clockTime(rush.until) })}</p>
    <div class="row">
      <button onClick=${() => act.send("answer_rush", { ours: true })}>${t("console.rush_ours")}</button>
      <button class="danger" onClick=${() => act.send("answer_rush", { ours: false })}>${t("console.rush_not_ours", { n: rush.idle })}</button>
    </div>
  </div>
`;

/** Somebody with a new phone says who they are. @param {{ claim: any, act: import("./desk.js").Desk }} props */
const Claim = ({ claim, act }) => html`
  <div class="cue stack-tight" role="alert">
    <p><strong>${t("console.claim", { name: claim.name })}</strong></p>
    <div class="row">
      <button class="primary" onClick=${() => act.send("answer_claim", { claim: claim.id, allow: true })}>${t("console.claim_yes")}</button>
      <button onClick=${() => act.send("answer_claim", { claim: claim.id, allow: false })}>${t("console.claim_no")}</button>
    </div>
  </div>
`;
