// @ts-check
// Figures in plain words: one row each, grey where they are thin; where there is none, the reason why.

import { number, signed, t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";

export const hundredths = (/** @type {number} */ share) => number(Math.floor(share * 100 + 0.5));
export const signedHundredths = (/** @type {number} */ share) => signed(Math.round(share * 100));
export const coefficient = (/** @type {number} */ value) => number(value, 2);
export const levels = (/** @type {number} */ value) => signed(value, 1);

/** The reason in the place of a figure is a word. @param {unknown} value */
export const exists = (value) => typeof value !== "string";

/**
 * The sentence of a figure, and whether it is thin.
 * @param {string} name @param {any} figure @param {(value: number) => string} write
 */
export function said(name, figure, write) {
  if (!exists(figure.value)) return { says: t(`measure.undefined.${figure.value}`), thin: true };
  return { says: t(`measure.${name}.says`, { value: write(figure.value) }), thin: figure.thin, cases: figure.cases };
}

/** @param {{ name: string, says: any, thin?: boolean, cases?: number, more?: string | false }} props */
export function Row({ name, says, thin = false, cases, more }) {
  return html`<div>
    <dt>${t(`measure.${name}.name`)}</dt>
    <dd class=${thin ? "muted" : ""}>
      ${says}${more && ` ${more}`}
      ${cases !== undefined && html` <span class="small muted">${t(thin ? "measure.thin" : "measure.cases", { n: cases })}</span>`}
    </dd>
  </div>`;
}

/** @param {any} interval @param {(value: number) => string} write */
export const plausible = (interval, write) => exists(interval) && t("measure.interval", { low: write(interval.low), high: write(interval.high) });

/** @param {{ noise: any, thin: boolean }} props */
export function Noise({ noise, thin }) {
  if (!exists(noise)) return html`<${Row} name="noise" says=${t(`measure.undefined.${noise}`)} thin />`;
  const slots = { value: hundredths(noise.level_share), corrected: hundredths(noise.corrected_share) };
  return html`<${Row} name="noise" says=${t("measure.noise.says", slots)} more=${t(`measure.remedy.${noise.remedy}`)} thin=${thin} cases=${noise.cases} />`;
}

/** @param {{ change: any }} props */
export function Change({ change }) {
  const { before, after, difference, interval, by_chance } = change;
  if (!exists(difference.value)) return html`<${Row} name="change" says=${t("measure.change.none")} thin />`;
  const slots = { before: hundredths(before), after: hundredths(after), value: signedHundredths(difference.value) };
  const sure = plausible(interval, signedHundredths);
  const chance = exists(by_chance) && t("measure.change.by_chance", { value: hundredths(by_chance) });
  return html`<${Row} name="change" says=${t("measure.change.says", slots)} more=${[sure, chance].filter(Boolean).join(" ")}
    thin=${difference.thin} cases=${difference.cases} />`;
}

/** @param {{ transfer: any }} props */
export function Transfer({ transfer: { before, unseen } }) {
  if (!exists(unseen.value) || !exists(before.value)) return html`<${Row} name="transfer" says=${t("measure.transfer.none")} thin />`;
  const slots = { before: hundredths(before.value), value: hundredths(unseen.value) };
  return html`<${Row} name="transfer" says=${t("measure.transfer.says", slots)} thin=${before.thin || unseen.thin} cases=${unseen.cases} />`;
}
