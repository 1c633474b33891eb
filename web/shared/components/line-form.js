// @ts-check
// How a case is closed: a line, a band, agreeing to differ, or not written and why.

import { t } from "../i18n.js";
import { html, useState } from "../../vendor/ui.mjs";

const CLOSINGS = ["written", "band", "differ", "open"];
const MOST_WORDS = 60;
const REVIEW_DAYS = 90;

/**
 * The form for a line. `send` gets what this closing needs, and gives the server's answer. A line that stands already
 * is `amended`: that takes a name and a reason. `of` tells the forms of one page apart.
 * @param {{ line: any, draft?: any, options: any[], authority: any[], owners: string[], amended?: boolean, label: string,
 *   of?: string, send: (fields: any) => Promise<import("../connection.js").Ack> }} props
 */
export function LineForm({ line, draft, options, authority, owners, amended = false, label, send, of = "" }) {
  const [form, fill] = useState(() => start(line, draft, options));
  const [fault, blame] = useState("");
  const id = (/** @type {string} */ name) => `line${of}-${name}`;
  const set = (/** @type {string} */ name, convert = (/** @type {any} */ value) => value) => (/** @type {any} */ event) =>
    fill({ ...form, [name]: convert(event.target.value) });
  const binding = form.closing === "written" || form.closing === "band";
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ack = await send(fields(form, amended));
    blame(ack.ok ? "" : (ack.text ?? ""));
  };
  const words = form.wording.trim() ? form.wording.trim().split(/\s+/).length : 0;
  const select = (/** @type {string} */ name, /** @type {any[]} */ among) => html`
    <div class="field">
      <label for=${id(name)}>${t(`line.form_${name}`)}</label>
      <select id=${id(name)} value=${form[/** @type {keyof typeof form} */ (name)]} onChange=${set(name, Number)}>
        ${among.map((one) => html`<option value=${one.level}>${one.label}</option>`)}
      </select>
    </div>
  `;
  const input = (/** @type {string} */ name, /** @type {number} */ longest) => html`
    <div class="field">
      <label for=${id(name)}>${t(`line.form_${name}`)}</label>
      <input id=${id(name)} maxlength=${longest} value=${form[/** @type {keyof typeof form} */ (name)]} onInput=${set(name)} />
    </div>
  `;
  return html`
    <form class="capture stack-tight" onSubmit=${save}>
      <fieldset class="options">
        <legend class="small-legend">${t("line.form_closing")}</legend>
        <div class="row">
          ${CLOSINGS.map(
            (one) => html`<label class="check candidate" key=${one}>
              <input type="radio" name=${id("closing")} checked=${form.closing === one} onChange=${() => fill({ ...form, closing: one })} />
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
        <label for=${id("wording")}>${t("line.form_wording")} <span class="muted small">${t("line.form_words", { n: words, m: MOST_WORDS })}</span></label>
        <textarea id=${id("wording")} maxlength="600" value=${form.wording} onInput=${set("wording")}></textarea>
      </div>`}
      ${binding &&
      html`<div class="capture-grid">
        <div class="field">
          <label for=${id("owner")}>${t("line.form_owner")}</label>
          <input id=${id("owner")} list=${id("owners")} maxlength="80" value=${form.owner} onInput=${set("owner")} />
          <datalist id=${id("owners")}>${owners.map((name) => html`<option value=${name} />`)}</datalist>
        </div>
        <div class="field">
          <label for=${id("review")}>${t("line.form_review")}</label>
          <input id=${id("review")} type="date" value=${form.review_on} onInput=${set("review_on")} />
        </div>
        ${input("hand_over_when", 280)} ${input("say", 280)}
      </div>`}
      ${form.closing === "open" && input("why", 280)}
      ${amended && html`<div class="capture-grid">${input("by", 80)} ${input("because", 280)}</div>`}
      ${fault && html`<p class="fault" role="alert">${fault}</p>`}
      <button class="primary">${label}</button>
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
    say: line?.say ?? "",
    hand_over_when: line?.hand_over_when ?? "",
    by: "",
    because: "",
  };
}

/** Only what this closing needs. @param {any} form @param {boolean} amended */
function fields({ closing, default: usual, low, high, authority, wording, owner, review_on, why, say, hand_over_when, by, because }, amended) {
  const change = amended ? { by, because } : {};
  if (closing === "open") return { closing, why, ...change };
  if (closing === "differ") return { closing, wording, ...change };
  const band = closing === "band" ? { low, high } : { low: usual, high: usual };
  return { closing, default: usual, ...band, authority, wording, owner, review_on, say, hand_over_when, ...change };
}
