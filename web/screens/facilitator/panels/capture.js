// @ts-check
// How a case is closed: a line, a band, agreeing to differ, or not written and why.

import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";

const CLOSINGS = ["written", "band", "differ", "open"];
const MOST_WORDS = 60;
const REVIEW_DAYS = 90;

/** @param {{ view: any, act: import("./desk.js").Desk }} props */
export function Capture({ view, act }) {
  const { line, draft, options } = view.steering;
  const authority = view.stage.round?.case.authority ?? [];
  const [editing, edit] = useState(!line);
  const [form, fill] = useState(() => start(line, draft, options));
  const [fault, blame] = useState(/** @type {{ field?: string, words: string } | null} */ (null));
  if (!editing) {
    return html`
      <div class="stack-tight">
        <h2>${t("console.line_saved")}: ${t(`round.closing.${line.closing}`)}</h2>
        ${line.wording && html`<p>${line.wording}</p>`}
        ${line.why && html`<p>${line.why}</p>`}
        <button class="small-button" onClick=${() => edit(true)}>${t("console.line_edit")}</button>
      </div>
    `;
  }
  const set = (/** @type {string} */ name, convert = (/** @type {any} */ value) => value) => (/** @type {any} */ event) =>
    fill({ ...form, [name]: convert(event.target.value) });
  const binding = form.closing === "written" || form.closing === "band";
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ack = await act.send("close_case", { step: view.place.step, ...fields(form) });
    if (ack.ok) {
      blame(null);
      edit(false);
    } else blame({ field: ack.field, words: ack.text ?? "" });
  };
  const words = form.wording.trim() ? form.wording.trim().split(/\s+/).length : 0;
  const select = (/** @type {string} */ name, /** @type {any[]} */ among) => html`
    <div class="field">
      <label for=${`line-${name}`}>${t(`console.line_${name}`)}</label>
      <select id=${`line-${name}`} value=${form[/** @type {keyof typeof form} */ (name)]} onChange=${set(name, Number)}>
        ${among.map((one) => html`<option value=${one.level}>${one.label}</option>`)}
      </select>
    </div>
  `;
  return html`
    <form class="capture stack-tight" onSubmit=${save}>
      <fieldset class="options">
        <legend class="small-legend">${t("console.close_as")}</legend>
        <div class="row">
          ${CLOSINGS.map(
            (one) => html`<label class="check candidate" key=${one}>
              <input type="radio" name="closing" checked=${form.closing === one} onChange=${() => fill({ ...form, closing: one })} />
              ${t(`round.closing.${one}`)}
            </label>`,
          )}
        </div>
      </fieldset>
      ${binding &&
      html`<div class="capture-grid">
        ${select("default", options)} ${select("authority", authority)}
        ${form.closing === "band" && html`${select("low", options)} ${select("high", options)}`}
      </div>`}
      ${form.closing !== "open" &&
      html`<div class="field">
        <label for="line-wording">${t("console.line_wording")} <span class="muted small">${t("console.line_words", { n: words, m: MOST_WORDS })}</span></label>
        <textarea id="line-wording" maxlength="600" value=${form.wording} onInput=${set("wording")}></textarea>
      </div>`}
      ${binding &&
      html`<div class="capture-grid">
        <div class="field">
          <label for="line-owner">${t("console.line_owner")}</label>
          <input id="line-owner" list="owners" maxlength="80" value=${form.owner} onInput=${set("owner")} />
          <datalist id="owners">${view.seats.filter((/** @type {any} */ seat) => seat.role === "manager").map((/** @type {any} */ seat) => html`<option value=${seat.name} />`)}</datalist>
        </div>
        <div class="field">
          <label for="line-review">${t("console.line_review")}</label>
          <input id="line-review" type="date" value=${form.review_on} onInput=${set("review_on")} />
        </div>
      </div>`}
      ${form.closing === "open" &&
      html`<div class="field">
        <label for="line-why">${t("console.line_why")}</label>
        <input id="line-why" maxlength="280" value=${form.why} onInput=${set("why")} />
      </div>`}
      ${fault && html`<p class="fault" role="alert">${fault.words}</p>`}
      <button class="primary">${t("console.line_save")}</button>
    </form>
  `;
}

/** @param {any} line @param {any} draft @param {any[]} options */
function start(line, draft, options) {
  const levels = line?.default != null ? line : draft;
  const first = options[0].level;
  const review = new Date(Date.now() + REVIEW_DAYS * 86_400_000).toISOString().slice(0, 10);
  return {
    closing: line?.closing ?? (levels && levels.low !== levels.high ? "band" : "written"),
    default: levels?.default ?? first,
    low: levels?.low ?? first,
    high: levels?.high ?? first,
    authority: levels?.authority ?? 0,
    wording: line?.wording ?? "",
    owner: line?.owner ?? "",
    review_on: line?.review_on || review,
    why: line?.why ?? "",
  };
}

/** Only what this closing needs. @param {any} form */
function fields({ closing, default: usual, low, high, authority, wording, owner, review_on, why }) {
  if (closing === "open") return { closing, why };
  if (closing === "differ") return { closing, wording };
  const band = closing === "band" ? { low, high } : { low: usual, high: usual };
  return { closing, default: usual, ...band, authority, wording, owner, review_on };
}
