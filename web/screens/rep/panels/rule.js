// @ts-check
// What I would do: never scored, never shown by name.

import { Authority, CaseText, Picked } from "../../../shared/components/case.js";
import { AnswerLine, Options, choices } from "../../../shared/components/options.js";
import { PhaseTitle } from "../../../shared/components/status.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Read({ shared }) {
  const round = shared.round;
  return html`
    <${PhaseTitle} move=${shared.place.step}>${t("rep.read")}<//>
    <${CaseText} round=${round} />
    ${round.chair && html`<p class="muted">${t("round.in_chair", { name: round.chair.name })}</p>`}
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Rule({ given, shared, own }) {
  const { round, place } = shared;
  const answer = given.get("rule", place.step, own.choice);
  const { level = null, authority = null, reasons = [], quotable = false } = answer.fields;
  const [asked, ask] = useState(firstOpen(level, authority));
  if (own.role === "observer") return html`<${Read} shared=${shared} />`;

  /** @param {object} change @param {string} next */
  const give = (change, next) => {
    given.give("rule", place.step, own.choice, { level, authority, reasons, quotable, ...change });
    ask(next);
  };
  const again = (/** @type {string} */ question) => () => ask(question);
  if (asked === "level") {
    return html`
      <${CaseText} round=${round} />
      <${PhaseTitle} move="level">${t("rep.you_would")}<//>
      <${Options} name="level" legend=${html`<span class="small muted">${t("round.one_of_two")}</span>`}
        options=${choices(round.case.options)} value=${level}
        onPick=${(/** @type {number} */ picked) => give({ level: picked }, authority === null ? "authority" : "done")} />
    `;
  }
  if (asked === "authority") {
    return html`
      <${CaseText} round=${round} open=${false} />
      <${PhaseTitle} move="authority">${t("rep.who_decides")}<//>
      <${Options} name="authority" legend=${html`<span class="small muted">${t("round.two_of_two")}</span>`}
        options=${choices(round.case.authority)} value=${authority}
        onPick=${(/** @type {number} */ picked) => give({ authority: picked }, level === null ? "level" : "done")} />
      <button class="quiet" onClick=${again("level")}>${t("round.step_back")}</button>
    `;
  }
  return html`
    <${PhaseTitle} move="done">${t("rep.ruled")}<//>
    <div class="card stack-tight">
      <p><${Picked} options=${round.case.options} level=${level} /></p>
      <p><${Authority} round=${round} level=${authority} /></p>
      <button onClick=${again("level")}>${t("round.change")}</button>
    </div>
    <${AnswerLine} answer=${answer} />
    <${Reasons} all=${shared.reasons} picked=${reasons} quotable=${quotable}
      onChange=${(/** @type {object} */ change) => give(change, "done")} />
    <${CaseText} round=${round} open=${false} />
  `;
}

/** @param {number | null} level @param {number | null} authority */
const firstOpen = (level, authority) => (level === null ? "level" : authority === null ? "authority" : "done");

/**
 * Up to two reasons; a third takes the place of the first.
 * @param {{ all: any[], picked: string[], quotable: boolean, onChange: (change: object) => void }} props
 */
function Reasons({ all, picked, quotable, onChange }) {
  const toggle = (/** @type {string} */ id) => {
    const kept = picked.filter((one) => one !== id);
    onChange({ reasons: kept.length < picked.length ? kept : [...kept, id].slice(-2) });
  };
  return html`
    <section class="stack-tight">
      <h2>${t("rep.reasons")}</h2>
      <p class="small muted">${t("rep.reasons_note")}</p>
      <div class="chips">
        ${all.map(
          (reason) => html`<button class="chip" key=${reason.id} aria-pressed=${String(picked.includes(reason.id))}
            onClick=${() => toggle(reason.id)}>${reason.label}</button>`,
        )}
      </div>
      <label class="check">
        <input type="checkbox" checked=${quotable}
          onChange=${(/** @type {any} */ event) => onChange({ quotable: event.target.checked })} />
        ${t("rep.quotable")}
      </label>
    </section>
  `;
}
