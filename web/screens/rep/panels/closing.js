// @ts-check
// Between rounds and at the end: board, break, awards, debrief, and what goes home.

import { AwardCards } from "../../../shared/components/case.js";
import { LookUp, refusal } from "../../../shared/components/phone.js";
import { PhaseTitle, say } from "../../../shared/components/status.js";
import { clockTime, number, t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { Thanks } from "./talk.js";

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Board = ({ line, shared, own }) => html`
  <${PhaseTitle} move="board">${t("round.board")}<//>
  <${LookUp} title=${t("rep.look_up")} />
  ${shared.alignment?.before !== null && html`<p class="card">${t("round.alignment")} <strong>${shared.alignment.before}</strong></p>`}
  ${own.score !== null && html`<p class="card">${t("rep.so_far")} <strong>${number(own.score)}</strong></p>`}
  <${Thanks} line=${line} shared=${shared} own=${own} />
`;

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Break = ({ line, shared, own }) => html`
  <${PhaseTitle} move="break">${t("round.break")}<//>
  ${shared.place.timer && html`<p class="points">${clockTime(shared.place.timer.ends)}</p>
    <p>${t("round.break_until")}</p>`}
  <p class="muted">${t("rep.break_note")}</p>
  <${Thanks} line=${line} shared=${shared} own=${own} />
`;

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Awards({ shared, own }) {
  const latest = own.awards.at(-1);
  return html`
    <${PhaseTitle} move=${`awards-${own.awards.length}`}>${t(latest ? "rep.award_mine" : "round.awards")}<//>
    <${AwardCards} view=${shared} kinds=${own.awards} />
    ${!latest && html`<${LookUp} title=${t("rep.look_up")} />`}
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Debrief = ({ line, shared, own }) => html`
  <${PhaseTitle} move=${`debrief-${shared.place.beat}`}>${t(`round.debrief.${shared.place.beat}`)}<//>
  <p class="muted">${t("round.n_of_m", { n: shared.place.beat + 1, m: 6 })}</p>
  <${Commitment} line=${line} own=${own} />
  <${TakeHome} own=${own} />
`;

/** "If ..., then I ...": private, on the card that goes home. @param {{ line: any, own: any }} props */
export function Commitment({ line, own }) {
  const [text, write] = useState("");
  if (!own.can.includes("commit")) return null;
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ack = await line.send("commit", { text });
    if (ack.ok) {
      write("");
      say(t("rep.commit_done"));
    } else refusal.value = ack.text ?? "";
  };
  return html`
    <form class="card stack-tight" onSubmit=${send}>
      <label for="commit"><strong>${t("rep.commit")}</strong></label>
      <p class="small muted" id="commit-note">${t("rep.commit_note")}</p>
      ${own.commitments.map((/** @type {string} */ one) => html`<p class="pill">${one}</p>`)}
      <textarea id="commit" maxlength="280" aria-describedby="commit-note" value=${text}
        placeholder=${t("rep.commit_example")}
        onInput=${(/** @type {any} */ event) => write(event.target.value)}></textarea>
      <button class="primary" disabled=${!text.trim()}>${t("rep.commit_send")}</button>
    </form>
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Closed = ({ line, own }) => html`
  <${PhaseTitle} move="closed">${t("rep.closed", { name: own.name })}<//>
  <${TakeHome} own=${own} />
  <${Commitment} line=${line} own=${own} />
`;

/** What goes home stands on pages of its own. @param {{ own: any }} props */
const TakeHome = ({ own }) => html`
  ${own.role === "rep" && html`<a class="button marigold wide tall" href="/my-card">${t("rep.card_open")}</a><p class="muted">${t("rep.card_note")}</p>`}
  <a class="button wide" href="/lines?as=play">${t("rep.lines_open")}</a>
`;
