// @ts-check
// The gate: nothing that people write reaches another screen before it is released here.

import { praiseSentence } from "../../../shared/components/case.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";

/** @param {{ view: any, act: import("./desk.js").Desk }} props */
export function Gate({ view, act }) {
  const [all, showAll] = useState(false);
  const waiting = view.gate.filter((/** @type {any} */ text) => !text.released && !text.set_aside);
  const done = view.gate.filter((/** @type {any} */ text) => text.released || text.set_aside).reverse();
  return html`
    <p class="small muted">${t("console.gate_note")}</p>
    ${!waiting.length && html`<p>${t("console.gate_empty")}</p>`}
    ${waiting.length > 1 &&
    html`<button class="small-button" onClick=${() => releaseAll(waiting, act)}>
      ${t("console.release_all", { n: waiting.length })}</button>`}
    ${waiting.map((/** @type {any} */ text) => html`<${Held} text=${text} act=${act} key=${text.id} />`)}
    ${done.length > 0 && html`<button class="quiet" onClick=${() => showAll(!all)} aria-expanded=${String(all)}>${t("console.gate_done", { n: done.length })}</button>`}
    ${all && done.map((/** @type {any} */ text) => html`<${Held} text=${text} act=${act} key=${text.id} />`)}
  `;
}

/** @param {{ text: any, act: import("./desk.js").Desk }} props */
function Held({ text, act }) {
  const [when, did, so_that] = text.parts;
  const words = text.kind === "praise" ? praiseSentence({ when, did, so_that }) : text.parts[0];
  const from = [text.author, text.to && `→ ${text.to}`].filter(Boolean).join(" ");
  return html`
    <article class="card stack-tight held">
      <p class="small muted">${t(`console.text.${text.kind}`)}${from && html` · ${from}`}</p>
      <p>${words}</p>
      <div class="row">
        ${!text.released && html`<button class="small-button" onClick=${() => act.send("release_text", { text: text.id })}>${t("console.release")}</button>`}
        ${!text.set_aside && html`<button class="small-button" onClick=${() => act.send("set_text_aside", { text: text.id })}>${t(text.released ? "console.take_back" : "console.set_aside")}</button>`}
      </div>
    </article>
  `;
}

/** One after the other: so many at once would look like an attack. @param {any[]} waiting @param {any} act */
async function releaseAll(waiting, act) {
  for (const text of waiting) await act.send("release_text", { text: text.id });
}
