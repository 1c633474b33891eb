// @ts-check
// The sealed ruling: both parts, then sealed as one.

import { Authority, CaseText, Picked } from "../../../shared/components/case.js";
import { AnswerLine, Options, choices } from "../../../shared/components/options.js";
import { refusal } from "../../../shared/components/phone.js";
import { PhaseTitle } from "../../../shared/components/status.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";

/** @typedef {import("../../../shared/components/phone.js").PanelProps} PanelProps */

/** @param {PanelProps} props */
export const Read = ({ line, shared, own }) => html`
  <${PhaseTitle} move=${shared.place.step}>${t("rep.read")}<//>
  <${ChairNote} shared=${shared} own=${own} />
  <${CaseText} round=${shared.round} />
  <${PassButton} line=${line} shared=${shared} own=${own} />
`;

/** @param {{ shared: any, own: any }} props */
export function ChairNote({ shared, own }) {
  if (own.passed) return html`<p class="card">${t("manager.passed")}</p>`;
  if (own.in_chair) return html`<p class="cue">${t("manager.you_chair")}</p>`;
  return shared.round.chair && html`<p class="muted">${t("round.in_chair", { name: shared.round.chair.name })}</p>`;
}

/** @param {PanelProps} props */
export function Rule({ line, given, shared, own }) {
  const { round, place } = shared;
  const answer = given.get("rule", place.step, own.ruling);
  const held = answer.fields;
  const [draft, sketch] = useState({ level: held.level ?? null, authority: held.authority ?? null, reasons: held.reasons ?? [] });
  const sealed = answer.state !== "none" && answer.state !== "failed" && !own.by_proxy;
  const [asked, ask] = useState(sealed ? "done" : "level");
  if (own.passed) return html`<${Read} line=${line} shared=${shared} own=${own} />`;

  const set = (/** @type {object} */ change, /** @type {string} */ next) => {
    sketch({ ...draft, ...change });
    ask(next);
  };
  const seal = async () => {
    ask("done");
    const ack = await given.give("rule", place.step, own.ruling, draft);
    if (!ack.ok) refusal.value = ack.text ?? "";
  };
  if (asked === "level") {
    return html`
      <${ChairNote} shared=${shared} own=${own} />
      <${CaseText} round=${round} />
      <${PhaseTitle} move="level">${t("manager.rule")}<//>
      <${Options} name="level" legend=${html`<span class="small muted">${t("round.one_of_two")}</span>`}
        options=${choices(round.case.options)} value=${draft.level}
        onPick=${(/** @type {number} */ level) => set({ level }, "authority")} />
      <${PassButton} line=${line} shared=${shared} own=${own} />
    `;
  }
  if (asked === "authority") {
    return html`
      <${CaseText} round=${round} open=${false} />
      <${PhaseTitle} move="authority">${t("manager.authority")}<//>
      <${Options} name="authority" legend=${html`<span class="small muted">${t("round.two_of_two")}</span>`}
        options=${choices(round.case.authority)} value=${draft.authority}
        onPick=${(/** @type {number} */ authority) => set({ authority }, "seal")} />
      <button class="quiet" onClick=${() => ask("level")}>${t("round.step_back")}</button>
    `;
  }
  if (asked === "seal") {
    return html`
      <${PhaseTitle} move="seal">${t("manager.seal_title")}<//>
      <${Summary} round=${round} ruling=${draft} />
      <${Reasons} all=${shared.reasons} picked=${draft.reasons}
        onChange=${(/** @type {string[]} */ reasons) => sketch({ ...draft, reasons })} />
      <button class="primary wide tall" onClick=${seal}>${t("manager.seal")}</button>
      <button class="quiet" onClick=${() => ask("level")}>${t("round.change")}</button>
    `;
  }
  return html`
    <${PhaseTitle} move="done">${t("manager.sealed")}<//>
    <${Summary} round=${round} ruling=${answer.state === "none" ? draft : held} />
    <${AnswerLine} answer=${answer} />
    <p class="muted">${t("manager.sealed_note")}</p>
    ${own.can.includes("rule") && html`<button onClick=${() => ask("level")}>${t("round.change")}</button>`}
    <${CaseText} round=${round} open=${false} />
  `;
}

/** @param {{ round: any, ruling: any }} props */
export const Summary = ({ round, ruling }) => html`
  <div class="card stack-tight">
    <p><${Picked} options=${round.case.options} level=${ruling.level} /></p>
    <p><${Authority} round=${round} level=${ruling.authority} /></p>
  </div>
`;

/** @param {{ all: any[], picked: string[], onChange: (reasons: string[]) => void }} props */
function Reasons({ all, picked, onChange }) {
  const toggle = (/** @type {string} */ id) => {
    const kept = picked.filter((one) => one !== id);
    onChange(kept.length < picked.length ? kept : [...kept, id].slice(-2));
  };
  return html`
    <section class="stack-tight">
      <h2>${t("manager.reasons")}</h2>
      <p class="small muted">${t("manager.reasons_note")}</p>
      <div class="chips">
        ${all.map(
          (reason) => html`<button class="chip" key=${reason.id} aria-pressed=${String(picked.includes(reason.id))}
            onClick=${() => toggle(reason.id)}>${reason.label}</button>`,
        )}
      </div>
    </section>
  `;
}

/** Once in a workshop, unexplained. @param {{ line: any, shared: any, own: any }} props */
function PassButton({ line, shared, own }) {
  const [sure, ask] = useState(false);
  if (!own.can.includes("pass")) return null;
  const pass = async () => {
    const ack = await line.send("pass", { step: shared.place.step });
    if (!ack.ok) refusal.value = ack.text ?? "";
  };
  return sure
    ? html`<div class="card stack-tight">
        <p>${t("manager.pass_sure")}</p>
        <div class="row">
          <button onClick=${pass}>${t("manager.pass_yes")}</button>
          <button class="quiet" onClick=${() => ask(false)}>${t("common.no")}</button>
        </div>
      </div>`
    : html`<button class="quiet" onClick=${() => ask(true)}>${t("manager.pass")}</button>`;
}
