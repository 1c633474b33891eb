// @ts-check
// After the flips: praise, impact, talk, second vote, line, points.

import { Authority, CaseText, LineCard, Picked, PraiseCard, Shown, Talk } from "../../../shared/components/case.js";
import { AnswerLine, Options, choices } from "../../../shared/components/options.js";
import { LookUp, refusal } from "../../../shared/components/phone.js";
import { PhaseTitle } from "../../../shared/components/status.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { Conditions } from "./prepare.js";
import { Praise } from "./praise.js";
import { CueCards } from "./reveal.js";

/** @param {import("./rule.js").PanelProps} props */
export const PraisePhase = ({ line, shared, own }) => html`
  <${PhaseTitle} move="praise">${t("manager.praise_title")}<//>
  <${Praise} line=${line} shared=${shared} own=${own} />
  ${shared.round.praise.map((/** @type {any} */ one) => html`<${PraiseCard} praise=${one} />`)}
`;

/** Reps speak first: managers read, and do not explain yet. @param {import("./rule.js").PanelProps} props */
export const Impact = ({ shared }) => html`
  <${PhaseTitle} move="impact">${t("round.impact")}<//>
  <p class="cue">${t("manager.listen")}</p>
  ${shared.round.notes.map((/** @type {string} */ note) => html`<p class="card">${note}</p>`)}
  ${!shared.round.notes.length && html`<p class="muted">${t(shared.round.too_few_notes ? "round.few_notes" : "round.no_notes")}</p>`}
`;

/** @param {import("./rule.js").PanelProps} props */
export const Discuss = ({ line, shared, own }) => html`
  <${PhaseTitle} move="discuss">${t("rep.discuss")}<//>
  <${CueCards} cues=${shared.cues} kinds=${["bridge", "rescue"]} />
  <${Conditions} line=${line} shared=${shared} own=${own} />
  <${Talk} round=${shared.round} />
  <${Shown} round=${shared.round} />
`;

/** @param {import("./rule.js").PanelProps} props */
export function Align({ given, shared, own }) {
  const { round, place } = shared;
  const answer = given.get("revote", place.step, own.revote);
  const [draft, sketch] = useState({ level: answer.fields.level ?? null, authority: answer.fields.authority ?? null });
  const [asked, ask] = useState(answer.state === "none" ? "level" : "done");
  if (!own.can.includes("revote")) return html`<${LookUp} title=${t("rep.managers_vote")} />`;
  const give = async (/** @type {number} */ authority) => {
    const fields = { level: draft.level, authority };
    sketch(fields);
    ask("done");
    const ack = await given.give("revote", place.step, own.revote, fields);
    if (!ack.ok) refusal.value = ack.text ?? "";
  };
  if (asked === "level") {
    return html`
      <${PhaseTitle} move="a-level">${t("manager.again")}<//>
      <p class="muted">${t("manager.again_note")}</p>
      <${Options} name="a-level" legend=${html`<span class="small muted">${t("round.one_of_two")}</span>`}
        options=${choices(round.case.options)} value=${draft.level ?? own.ruling?.level}
        onPick=${(/** @type {number} */ level) => (sketch({ ...draft, level }), ask("authority"))} />
    `;
  }
  if (asked === "authority") {
    return html`
      <${PhaseTitle} move="a-authority">${t("manager.authority")}<//>
      <${Options} name="a-authority" legend=${html`<span class="small muted">${t("round.two_of_two")}</span>`}
        options=${choices(round.case.authority)} value=${draft.authority} onPick=${give} />
      <button class="quiet" onClick=${() => ask("level")}>${t("round.step_back")}</button>
    `;
  }
  const held = answer.state === "none" ? draft : answer.fields;
  return html`
    <${PhaseTitle} move="a-done">${t("manager.again_sealed")}<//>
    <div class="card stack-tight">
      <p><${Picked} options=${round.case.options} level=${held.level} /></p>
      <p><${Authority} round=${round} level=${held.authority} /></p>
    </div>
    <${AnswerLine} answer=${answer} />
    <button onClick=${() => ask("level")}>${t("round.change")}</button>
  `;
}

/** @param {import("./rule.js").PanelProps} props */
export const Capture = ({ shared }) => html`
  <${PhaseTitle} move="capture">${t("rep.capture")}<//>
  ${shared.round.line
    ? html`<${LineCard} round=${shared.round} line=${shared.round.line} />`
    : html`<${LookUp} title=${t("rep.look_up")} note=${t("rep.capture_note")} />`}
`;

/** @param {import("./rule.js").PanelProps} props */
export const Score = ({ line, shared, own }) => html`
  <${PhaseTitle} move="score">${t("rep.score")}<//>
  <${LookUp} title=${t("rep.look_up")} />
  <${Praise} line=${line} shared=${shared} own=${own} />
  <${CaseText} round=${shared.round} open=${false} />
`;
