// @ts-check
// The dial: how close the managers are on one case, from 0 (as split as can be) to 100 (in tune).

import { t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";

/** @param {{ value: number, verdict: string, before?: number | null }} props */
export function Dial({ value, verdict, before = null }) {
  const words = t(`round.verdict.${verdict}`);
  return html`
    <figure class="dial" role="img" aria-label=${t("round.dial_words", { value, words })}>
      <svg viewBox="0 0 200 118" aria-hidden="true">
        <path class="dial-arc" d="M16 102 A84 84 0 0 1 184 102" />
        ${[25, 50, 75].map((at) => html`<path class="dial-notch" d="M100 18v10" transform=${turn(at)} />`)}
        ${before !== null && html`<path class="dial-before" d="M100 102V36" transform=${turn(before)} />`}
        <g class="dial-needle" transform=${turn(value)}><path d="M100 102V24" /></g>
        <circle class="dial-hub" cx="100" cy="102" r="8" />
      </svg>
      <figcaption>
        <span class="dial-value">${value}</span>
        <span class="dial-words">${words}</span>
      </figcaption>
    </figure>
  `;
}

/** @param {number} value */
const turn = (value) => `rotate(${(value - 50) * 1.72} 100 102)`;
