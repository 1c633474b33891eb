// @ts-check
// From praise to the written line.

import { Dial } from "../../../shared/components/dial.js";
import { Strip } from "../../../shared/components/strip.js";
import { praiseSentence } from "../../../shared/components/case.js";
import { list, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";
import { Kicker } from "./round.js";

const CARDS = 3;
const NOTES = 5;

/** @param {{ view: any }} props */
export const Praise = ({ view }) => html`
  <div class="scene">
    <h1 class="stage-display">${t("stage.praise")}</h1>
    <div class="praise-wall">
      ${view.round.praise.slice(-CARDS).map(
        (praise) => html`<blockquote class="stage-cue arrive" key=${praise.to + praise.did}>
          <p class="stage-body"><strong>${praise.to}</strong></p>
          <p class="stage-second">${praiseSentence(praise)}</p>
          <p class="stage-second">${praise.by}</p>
        </blockquote>`,
      )}
    </div>
    ${!view.round.praise.length && html`<p class="stage-headline">${t("stage.praise_wait")}</p>`}
  </div>
`;

/** @param {{ view: any }} props */
export const Impact = ({ view }) => html`
  <div class="scene">
    <h1 class="stage-display">${t("round.impact")}</h1>
    <ul class="notes">
      ${view.round.notes.slice(0, NOTES).map((note) => html`<li class="stage-second arrive" key=${note}>${note}</li>`)}
    </ul>
    ${!view.round.notes.length && html`<p class="stage-headline">${t(view.round.too_few_notes ? "round.few_notes" : "round.no_notes")}</p>`}
  </div>
`;

/** @param {{ view: any }} props */
export function Discuss({ view }) {
  const { talk, tokens, result, case: played } = view.round;
  const conditions = talk.conditions.filter((one) => one.softer.length || one.firmer.length).slice(0, 3);
  const names = (faces) => list(faces.map((face) => face.name));
  return html`
    <div class="scene">
      <${Kicker} view=${view} />
      <h1 class="stage-headline">${talk.tension || played.title}</h1>
      <div class="split">
        <${Strip} options=${played.options} tokens=${tokens} />
        ${result?.dial != null && html`<${Dial} value=${result.dial} verdict=${result.verdict} />`}
      </div>
      ${conditions.length > 0
        ? html`<ul class="conditions">
            ${conditions.map(
              (one) => html`<li class="stage-second">
                <strong>${one.text}</strong>
                ${one.softer.length > 0 && html` · ${t("round.softer_by", { names: names(one.softer) })}`}
                ${one.firmer.length > 0 && html` · ${t("round.firmer_by", { names: names(one.firmer) })}`}
              </li>`,
            )}
          </ul>`
        : html`<p class="stage-second">${t("round.one_two_all")}</p>`}
    </div>
  `;
}

/** @param {{ view: any }} props */
export const Align = ({ view }) => html`
  <div class="scene">
    <${Kicker} view=${view} />
    <h1 class="stage-display">${t("stage.align")}</h1>
    <div class="split">
      <div class="answered">
        <p class="answered-count">${view.answered ? t("stage.answered", { n: view.answered.done, m: view.answered.expected }) : ""}</p>
        <p class="stage-second">${t("stage.align_note")}</p>
      </div>
      ${view.round.result?.dial != null && html`<${Dial} value=${view.round.result.dial} verdict=${view.round.result.verdict} />`}
    </div>
  </div>
`;

/** The line as it grows: the draft, then what the room wrote. @param {{ view: any }} props */
export function Capture({ view }) {
  const { round } = view;
  const { line, draft, second, result, case: played } = round;
  const label = (level) => played.options.find((one) => one.level === level)?.label ?? "";
  const rung = (level) => played.authority.find((one) => one.level === level)?.label ?? "";
  const shown = line?.default != null ? line : draft;
  return html`
    <div class="scene">
      <${Kicker} view=${view} />
      <h1 class="stage-headline">${line ? t(`round.closing.${line.closing}`) : t("stage.capture")}</h1>
      ${line?.wording
        ? html`<p class="captured">${line.wording}</p>`
        : shown &&
          html`<dl class="draft">
            <dt>${t("round.line_default")}</dt>
            <dd>${label(shown.default)}</dd>
            ${shown.low !== shown.high &&
            html`<dt>${t("round.line_band")}</dt>
              <dd>${t("round.from_to", { from: label(shown.low), to: label(shown.high) })}</dd>`}
            <dt>${t("round.line_authority")}</dt>
            <dd>${rung(shown.authority)}</dd>
          </dl>`}
      ${line?.why && html`<p class="stage-body">${line.why}</p>`}
      ${line?.owner && html`<p class="stage-second">${t("round.line_owner")}: ${line.owner}</p>`}
      ${!line && second?.dial != null && html`<div class="split">
        <${Strip} options=${played.options} tokens=${second.tokens} />
        <${Dial} value=${second.dial} verdict=${second.verdict} before=${result?.dial ?? null} />
      </div>`}
    </div>
  `;
}
