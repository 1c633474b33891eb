// @ts-check
// A round up to its last flip.

import { Dial } from "../../../shared/components/dial.js";
import { Strip } from "../../../shared/components/strip.js";
import { t } from "../../../shared/i18n.js";
import { html, useEffect, useState } from "../../../vendor/ui.mjs";
import { price } from "./words.js";

const BREATH = 2400; // between the humour line and the ruling

/** Which case of how many, above the headline. @param {{ view: any }} props */
export function Kicker({ view }) {
  const { place, round } = view;
  const words = round.practice ? t("phase.practice") : t("stage.case_of", { n: place.number, m: place.of });
  return html`<p class="kicker">${words} · ${t(`stage.family.${round.case.family}`)}</p>`;
}

/** @param {{ view: any }} props */
export const Read = ({ view }) => html`
  <div class="scene">
    <${Kicker} view=${view} />
    <h1 class="stage-display">${view.round.case.title}</h1>
    <ul class="stage-facts">
      ${view.round.case.facts.map((fact) => html`<li>${fact}</li>`)}
    </ul>
    <p class="stage-second">${t("stage.read")}</p>
    <${Strip} options=${view.round.case.options} tokens=${[]} label=${t("stage.options")} />
  </div>
`;

/** Rulings and predictions coming in: how many, and nothing else. @param {{ view: any }} props */
export function Answering({ view }) {
  const { round, place, answered } = view;
  const name = round.chair?.name;
  return html`
    <div class="scene">
      <${Kicker} view=${view} />
      <h1 class="stage-display">${place.phase === "rule" ? t("stage.rule") : t("stage.predict", { name })}</h1>
      <p class="stage-second">${round.case.title}</p>
      <div class="answered">
        <p class="answered-count">${answered ? t("stage.answered", { n: answered.done, m: answered.expected }) : ""}</p>
        <progress max=${answered?.expected ?? 1} value=${answered?.done ?? 0} aria-label=${t("stage.answered_label")}></progress>
      </div>
      <${Strip} options=${round.case.options} tokens=${[]} label=${t("stage.options")} />
    </div>
  `;
}

/** @param {{ view: any }} props */
export const Lock = ({ view }) => html`
  <div class="scene scene-middle">
    <h1 class="stage-display drum">${t("stage.lock")}</h1>
    <p class="stage-headline">${view.round.chair && t("stage.lock_chair", { name: view.round.chair.name })}</p>
  </div>
`;

/** @param {{ view: any }} props */
export const Crowd = ({ view }) => html`
  <div class="scene">
    <${Kicker} view=${view} />
    <h1 class="stage-display">${t("stage.crowd", { name: view.round.chair?.name })}</h1>
    ${view.round.crowd &&
    html`<${Strip} options=${view.round.case.options} tokens=${[]} crowd=${view.round.crowd.levels}
      label=${crowdWords(view.round)} />`}
  </div>
`;

/** @param {any} round */
const crowdWords = (round) =>
  round.crowd.levels
    .map(([level, count]) => `${round.case.options.find((one) => one.level === level).label}: ${count}`)
    .join("; ");

/** The chair: the delivery first, then the line, and after a breath the ruling. @param {{ view: any }} props */
export function Chair({ view }) {
  const { round, place } = view;
  const name = round.chair?.name;
  const line = round.telling?.line;
  const [landed, land] = useState(place.beat > 0 && !line);
  useEffect(() => {
    if (place.beat === 0) return land(false);
    const pause = setTimeout(() => land(true), line ? BREATH : 0);
    return () => clearTimeout(pause);
  }, [place.beat, line]);
  return html`
    <div class="scene">
      <${Kicker} view=${view} />
      <h1 class="chair-name">${name}</h1>
      ${place.beat === 0
        ? html`<p class="delivery">${round.telling ? round.telling.delivery : t("stage.chair_wait")}</p>`
        : line && html`<blockquote class="stage-line">${line}</blockquote>`}
      <${Strip} options=${round.case.options} tokens=${landed ? round.tokens : []} ghost=${round.read?.expected ?? null} />
      ${landed && round.must_escalate && html`<p class="stage-cue">${t("round.must_escalate")}</p>`}
    </div>
  `;
}

/** The others flip one by one; the dial settles last. @param {{ view: any }} props */
export function Panel({ view }) {
  const { round } = view;
  const result = round.result;
  return html`
    <div class="scene">
      <${Kicker} view=${view} />
      <h1 class="stage-display">${result ? round.case.title : t("stage.panel")}</h1>
      <div class="split">
        <${Strip} options=${round.case.options} tokens=${round.tokens} />
        ${result?.dial != null && html`<${Dial} value=${result.dial} verdict=${result.verdict} />`}
      </div>
      ${result && html`<${Facts} round=${round} />`}
    </div>
  `;
}

/** What the spread comes to: the price of the draw, and crowd against chair. @param {{ round: any }} props */
function Facts({ round }) {
  const { result, read, case: played } = round;
  const label = (level) => played.options.find((one) => one.level === level)?.label;
  return html`
    <div class="facts-row">
      ${result.price && html`<p class="stage-body"><strong>${price(result.price)}</strong></p>`}
      ${read && html`<p class="stage-second">${t("stage.crowd_vs", { expected: label(read.expected), n: read.hits, m: read.total })}</p>`}
      ${result.counted_only > 0 && html`<p class="stage-second">${t("stage.counted_only", { n: result.counted_only })}</p>`}
      ${round.must_escalate && html`<p class="stage-second">${t("round.must_escalate")}</p>`}
    </div>
  `;
}
