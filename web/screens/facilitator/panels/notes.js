// @ts-check
// The private card of a step: the author's notes, one's own, and what comes next. Never mirrored.

import { t } from "../../../shared/i18n.js";
import { html, useEffect, useRef, useState } from "../../../vendor/ui.mjs";

const STILL = 700; // typing rests for so long before a note is kept

/** @param {{ view: any, act: import("./desk.js").Desk }} props */
export function Notes({ view, act }) {
  const [large, enlarge] = useState(false);
  const { notes, up_next: following, place } = view;
  return html`
    <div class=${`stack-tight ${large ? "notes-large" : ""}`}>
      <div class="row">
        <button class="small-button push" aria-pressed=${String(large)} onClick=${() => enlarge(!large)}>${t("console.larger")}</button>
      </div>
      ${notes
        ? html`<${Card} card=${notes} act=${act} key=${notes.case} />`
        : html`<div class="card stack-tight"><h3>${t(`phase.${place.kind}`)}</h3><p>${t(`console.script.${place.kind}`)}</p></div>`}
      ${following &&
      following.case !== notes?.case &&
      html`<details class="card"><summary>${t("console.up_next", { title: following.title })}</summary>
        <p>${following.pack_notes}</p></details>`}
    </div>
  `;
}

/** @param {{ card: any, act: import("./desk.js").Desk }} props */
function Card({ card, act }) {
  const [text, write] = useState(card.own);
  const waiting = useRef(0);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const type = (/** @type {any} */ event) => {
    const typed = event.target.value;
    write(typed);
    clearTimeout(waiting.current);
    waiting.current = setTimeout(() => act.send("keep_note", { case: card.case, text: typed }, `note ${card.case}`), STILL);
  };
  return html`
    <div class="card stack-tight">
      <h3>${card.title}</h3>
      ${card.tension && html`<p><strong>${card.tension}</strong></p>`}
      <p>${card.pack_notes}</p>
      <label for="own-note">${t("console.own_note")}</label>
      <textarea id="own-note" maxlength="2000" value=${text} onInput=${type}></textarea>
    </div>
  `;
}
