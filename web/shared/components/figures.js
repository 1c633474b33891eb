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
