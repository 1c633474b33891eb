// @ts-check
// After the reveal: praise, impact, talk, second votes, the line, the points.

import { Authority, CaseText, InWriting, LineCard, Picked, PraiseCard, Shown, Talk } from "../../../shared/components/case.js";
import { AnswerLine, Options, choices } from "../../../shared/components/options.js";
import { LookUp, refusal } from "../../../shared/components/phone.js";
import { PhaseTitle, say } from "../../../shared/components/status.js";
import { number, t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { Note } from "./note.js";
import { Points } from "./reveal.js";

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Praise({ line, shared, own }) {
  const mine = shared.round.praise.filter((/** @type {any} */ one) => one.to === own.name);
  return html`
    <${PhaseTitle} move="praise">${t(mine.length ? "rep.praise_mine" : "rep.praise")}<//>
    ${mine.map((/** @type {any} */ one) => html`<${PraiseCard} praise=${one} />`)}
    ${!mine.length && html`<${LookUp} title=${t("rep.look_up")} />`}
    <${Thanks} line=${line} shared=${shared} own=${own} />
    <${Note} line=${line} shared=${shared} own=${own} />
  `;
}

/** Thanks go both ways. @param {{ line: import("../../../shared/connection.js").Line, shared: any, own: any }} props */
export function Thanks({ line, shared, own }) {
  const [to, choose] = useState("");
  const [text, write] = useState("");
  if (!own.can.includes("thank")) return null;
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ack = await line.send("thank", { to: to || shared.managers[0].id, text });
    if (ack.ok) {
      write("");
      say(t("rep.thanks_sent"));
    } else refusal.value = ack.text ?? "";
  };
  return html`
    <form class="card stack-tight" onSubmit=${send}>
      <h2>${t("rep.thank")}</h2>
      ${own.thanked.map((/** @type {string} */ one) => html`<p class="pill">${t("rep.note_kept")} ${one}</p>`)}
      <div class="field">
        <label for="thank-to">${t("rep.thank_to")}</label>
        <select id="thank-to" value=${to || shared.managers[0]?.id} onChange=${(/** @type {any} */ event) => choose(event.target.value)}>
          ${shared.managers.map((/** @type {any} */ one) => html`<option value=${one.id}>${one.name}</option>`)}
        </select>
      </div>
      <div class="field">
        <label for="thank-text">${t("rep.thank_for")}</label>
        <input id="thank-text" maxlength="280" value=${text}
          onInput=${(/** @type {any} */ event) => write(event.target.value)} />
      </div>
      <button disabled=${!text.trim()}>${t("rep.thank_send")}</button>
    </form>
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Impact = ({ line, shared, own }) => html`
  <${PhaseTitle} move="impact">${t("round.impact")}<//>
  ${shared.round.notes.map((/** @type {string} */ note) => html`<p class="card">${note}</p>`)}
  ${!shared.round.notes.length && html`<p class="muted">${t(shared.round.too_few_notes ? "round.few_notes" : "round.no_notes")}</p>`}
  <${Note} line=${line} shared=${shared} own=${own} />
`;

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Discuss = ({ shared }) => html`
  <${PhaseTitle} move="discuss">${t("rep.discuss")}<//>
  <p>${t("round.one_two_all")}</p>
  <${Talk} round=${shared.round} />
  <${Shown} round=${shared.round} />
  <${CaseText} round=${shared.round} open=${false} />
`;

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Align({ given, shared, own }) {
  const { round, place } = shared;
  const answer = given.get("revote", place.step, own.second);
  const { level = null, authority = null } = answer.fields;
  const [draft, sketch] = useState({ level, authority });
  const [asked, ask] = useState(level === null ? "level" : "done");
  if (!own.can.includes("revote")) return html`<${LookUp} title=${t("rep.managers_vote")} />`;
  const pickLevel = (/** @type {number} */ picked) => {
    sketch({ ...draft, level: picked });
    ask("authority");
  };
  const pickAuthority = (/** @type {number} */ picked) => {
    const fields = { ...draft, authority: picked };
    sketch(fields);
    given.give("revote", place.step, own.second, fields);
    ask("done");
  };
  if (asked === "level") {
    return html`
      <${PhaseTitle} move="a-level">${t("rep.now_would")}<//>
      <p class="muted">${t("rep.second_note")}</p>
      <${Options} name="a-level" legend=${html`<span class="small muted">${t("round.one_of_two")}</span>`}
        options=${choices(round.case.options)} value=${draft.level} onPick=${pickLevel} />
    `;
  }
  if (asked === "authority") {
    return html`
      <${PhaseTitle} move="a-authority">${t("rep.who_decides")}<//>
      <${Options} name="a-authority" legend=${html`<span class="small muted">${t("round.two_of_two")}</span>`}
        options=${choices(round.case.authority)} value=${draft.authority} onPick=${pickAuthority} />
      <button class="quiet" onClick=${() => ask("level")}>${t("round.step_back")}</button>
    `;
  }
  return html`
    <${PhaseTitle} move="a-done">${t("rep.second_in")}<//>
    <div class="card stack-tight">
      <p><${Picked} options=${round.case.options} level=${draft.level ?? level} /></p>
      <p><${Authority} round=${round} level=${draft.authority ?? authority} /></p>
      <button onClick=${() => ask("level")}>${t("round.change")}</button>
    </div>
    <${AnswerLine} answer=${answer} />
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Capture({ shared }) {
  const { round } = shared;
  return html`
    <${PhaseTitle} move="capture">${t("rep.capture")}<//>
    ${round.line
      ? html`<${LineCard} round=${round} line=${round.line} />`
      : html`<${LookUp} title=${t("rep.look_up")} note=${t("rep.capture_note")} />`}
    ${round.talk && html`<${InWriting} talk=${round.talk} />`}
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Score({ shared, own }) {
  return html`
    <${PhaseTitle} move="score">${t("rep.score")}<//>
    <${Points} shared=${shared} own=${own} />
    ${own.score !== null && html`<p class="card">${t("rep.so_far")} <strong>${number(own.score)}</strong></p>`}
    ${shared.round?.line && html`<${LineCard} round=${shared.round} line=${shared.round.line} />`}
  `;
}
