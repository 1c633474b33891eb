// @ts-check
// The figures of the day in plain words.

import {
  Change,
  Noise,
  Row,
  Transfer,
  coefficient,
  exists,
  hundredths,
  levels,
  plausible,
  said,
  signedHundredths,
} from "../../shared/components/figures.js";
import { list, money, t } from "../../shared/i18n.js";
import { html } from "../../vendor/ui.mjs";

/** Every figure of its own: in which chapter it stands, and how its number is written. */
const FIGURES = {
  apart: {
    alignment: hundredths,
    authority: hundredths,
    price_gap: (/** @type {number} */ value, /** @type {string} */ currency) => money(Math.round(value), currency),
    price_range: (/** @type {number} */ value, /** @type {string} */ currency) => money(Math.round(value), currency),
    alpha: coefficient,
    ac2: coefficient,
    false_consensus: signedHundredths,
    overlap: hundredths,
  },
  read: { gap: levels, readability: hundredths, skill: coefficient, projection: signedHundredths },
};

/** @param {{ measures: any, currency: string }} props */
export function Measures({ measures, currency }) {
  const figures = (/** @type {"apart" | "read"} */ chapter) =>
    Object.entries(FIGURES[chapter]).map(
      ([name, write]) => html`<${Row} name=${name} key=${name} ...${said(name, measures[name], (value) => write(value, currency))}
        more=${MORE[name]?.(measures)} />`,
    );
  return html`
    <section class="stack">
      <h2>${t("measure.title")}</h2>
      <div class="stack-tight">
        <h3>${t("measure.chapter.apart")}</h3>
        <dl class="measures">${figures("apart")}<${Noise} noise=${measures.noise} thin=${measures.noise_thin} /><${Pairs} pairs=${measures.pairs} /></dl>
      </div>
      <div class="stack-tight">
        <h3>${t("measure.chapter.read")}</h3>
        <dl class="measures">${figures("read")}<${Own} own=${measures.own} /></dl>
      </div>
      <div class="stack-tight">
        <h3>${t("measure.chapter.change")}</h3>
        <dl class="measures"><${Change} change=${measures.change} /><${Transfer} transfer=${measures.transfer} /></dl>
      </div>
    </section>
  `;
}

/** What stands beside a figure. @type {Record<string, (measures: any) => string | false>} */
const MORE = {
  alpha: ({ alpha_interval }) => plausible(alpha_interval, coefficient),
  overlap: ({ opposite }) => opposite.length > 0 && t("measure.opposite", { names: list(opposite) }),
};

/** @param {{ pairs: any[] }} props */
function Pairs({ pairs }) {
  const known = pairs.filter((pair) => exists(pair.similarity.value));
  if (!known.length) return html`<${Row} name="pairs" says=${t("measure.undefined.no_pair")} thin />`;
  return html`<div>
    <dt>${t("measure.pairs.name")}</dt>
    <dd>${known.map(
      ({ one, other, similarity }) => html`<div class=${similarity.thin ? "muted" : ""}>
        ${t("measure.pairs.says", { names: list([one, other]), value: hundredths(similarity.value) })}
        <span class="small muted"> ${t(similarity.thin ? "measure.thin" : "measure.cases", { n: similarity.cases })}</span>
      </div>`,
    )}</dd>
  </div>`;
}

/** @param {{ own: any }} props */
function Own({ own }) {
  if (!exists(own.ruling)) return html`<${Row} name="own" says=${t(`measure.undefined.${own.ruling}`)} thin />`;
  const shares = (/** @type {any} */ sides) => ({ below: hundredths(sides.below), above: hundredths(sides.above) });
  return html`<${Row} name="own" says=${t("measure.own.says", shares(own.ruling))} more=${t("measure.own.authority", shares(own.authority))}
    thin=${own.thin} cases=${own.cases} />`;
}
