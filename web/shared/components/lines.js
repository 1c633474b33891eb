// @ts-check
// A line that lives on: what usually holds, its limits, what to say, who looks after it, and every version before.

import { day, list, money, t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";

/** The closings that bind. */
export const BINDING = ["written", "band"];

/** @param {any[]} options @param {number | null} level */
const label = (options, level) => options.find((one) => one.level === level)?.label ?? "";

/** @param {{ entry: any, currency: string, heading?: string }} props */
export function LineSheet({ entry, currency, heading = "h2" }) {
  const { line, earlier, expired } = entry;
  return html`
    <article class="card stack-tight line-sheet" data-step=${entry.step}>
      <${heading}>${entry.title}<//>
      ${!BINDING.includes(line.closing) && html`<p class="pill">${t(`round.closing.${line.closing}`)}</p>`}
      ${expired && html`<p class="cue">${t("line.expired", { day: day(line.review_on), name: line.owner })}</p>`}
      ${entry.must_escalate && html`<p class="cue">${t("round.must_escalate")}</p>`}
      ${line.wording && html`<p class="line-wording">${line.wording}</p>`}
      ${line.why && html`<p>${line.why}</p>`}
      <dl class="pairs">
        ${BINDING.includes(line.closing) && Binding({ entry, currency })}
        ${Pair(t("line.softer"), list(entry.softer))} ${Pair(t("line.firmer"), list(entry.firmer))}
      </dl>
      <p class="small muted">${versionNote(line)} ${evidence(entry)}</p>
      ${earlier.length > 0 &&
      html`<details>
        <summary>${t("line.earlier", { n: earlier.length })}</summary>
        <ol class="versions stack-tight">
          ${earlier.map((/** @type {any} */ one) => html`<li class="stack-tight"><p class="small muted">${versionNote(one)}</p><p>${oneLine(entry, one)}</p></li>`)}
        </ol>
      </details>`}
    </article>
  `;
}

/** @param {{ entry: any, currency: string }} props */
function Binding({ entry: { line, options, authority, limit }, currency }) {
  const band = line.low !== line.high && t("round.from_to", { from: label(options, line.low), to: label(options, line.high) });
  return [
    Pair(t("round.line_default"), label(options, line.default)),
    Pair(t("round.line_band"), band),
    Pair(t("line.limit"), limit > 0 && money(limit, currency)),
    Pair(t("round.line_authority"), label(authority, line.authority)),
    Pair(t("line.hand_over"), line.hand_over_when),
    Pair(t("line.say"), line.say && `“${line.say}”`),
    Pair(t("round.line_owner"), line.owner),
    Pair(t("line.review"), day(line.review_on)),
  ];
}

/** @param {string} name @param {any} value */
const Pair = (name, value) => value && html`<dt>${name}</dt><dd>${value}</dd>`;

/** @param {any} line */
function versionNote(line) {
  const when = line.at ? day(line.at) : "";
  if (line.version === 1) return t("line.first", { day: when });
  return t("line.version", { n: line.version, day: when, name: line.by, why: line.because });
}

/** @param {any} entry */
function evidence({ dial, dial_after, rulings }) {
  if (dial === null) return "";
  return t("line.evidence", { value: dial_after === null ? dial : `${dial} → ${dial_after}`, n: rulings });
}

/** A version before, in one line. @param {any} entry @param {any} line */
function oneLine({ options, authority }, line) {
  const parts = [t(`round.closing.${line.closing}`), label(options, line.default), label(authority, line.authority), line.wording, line.why, line.owner];
  return parts.filter(Boolean).join(" · ");
}
