// @ts-check
// Points, board, break, awards, debrief, end.

import { BoardTable, Needle, differs, leaning } from "../../../shared/components/board.js";
import { awardFor, awardTitle } from "../../../shared/components/case.js";
import { clockTime, list, money, number, t } from "../../../shared/i18n.js";
import { html, useEffect, useState } from "../../../vendor/ui.mjs";

/** @param {{ view: any }} props */
export function Score({ view }) {
  const { top, climber } = view.scores;
  return html`
    <div class="scene">
      <h1 class="stage-display">${t("stage.score")}</h1>
      ${view.round?.practice
        ? html`<p class="stage-headline">${t("stage.practice_score")}</p>`
        : html`<ol class="top-teams">
            ${top.map((team) => html`<li key=${team.name}><span>${team.name}</span><strong>${number(team.score)}</strong></li>`)}
          </ol>`}
      ${climber && !view.round?.practice && html`<p class="stage-body">${t("stage.climber", { name: climber.name, gain: number(climber.gain) })}</p>`}
      <${Meter} alignment=${view.alignment} />
    </div>
  `;
}

/** What the whole room raises: the managers' alignment, before and after. @param {{ alignment: any }} props */
export function Meter({ alignment }) {
  if (!alignment || alignment.before === null) return null;
  const { before, after, thin } = alignment;
  return html`
    <div class="meter">
      <p class="stage-body">
        ${t("round.alignment")} <strong>${before}</strong>
        ${after !== null && html` → <strong>${after}</strong>`}
      </p>
      <div class="meter-bar" role="img" aria-label=${t("board.alignment_words", { before, after: after ?? before })}>
        ${after !== null && html`<span class="meter-after" style=${{ width: `${after}%` }}></span>`}
        <span class="meter-before" style=${{ width: `${before}%` }}></span>
      </div>
      ${thin && html`<p class="stage-second">${t("board.alignment_thin")}</p>`}
    </div>
  `;
}

const ALONE = 2; // so many cases fit beside the figures of the day, in letters for the back row
const ROWS = 4;
const TURN = 12_000;

/** All cases, then the day as a whole. What does not fit at once turns its pages by itself; P holds it. @param {{ view: any }} props */
export function Board({ view }) {
  const { board } = view;
  const pages = board.rows.length <= ALONE ? 1 : Math.ceil(board.rows.length / ROWS) + 1;
  const page = usePages(pages);
  const rows = pages === 1 ? board.rows : board.rows.slice(page * ROWS, (page + 1) * ROWS);
  const last = page === pages - 1;
  return html`
    <div class="scene">
      <h1 class="stage-headline">${t("round.board")}${pages > 1 && html`<span class="board-page"> ${t("round.n_of_m", { n: page + 1, m: pages })}</span>`}</h1>
      ${(rows.length > 0 || !board.rows.length) && html`<${BoardTable} board=${{ ...board, rows }} stage />`}
      ${last && board.rows.length > 0 && html`<${Day} board=${board} />`}
    </div>
  `;
}

/** Which page is up; it turns by itself unless somebody holds it. @param {number} pages */
function usePages(pages) {
  const [page, turn] = useState(0);
  const [on, hold] = useState(true);
  useEffect(() => {
    const press = (/** @type {KeyboardEvent} */ { key }) => key.toLowerCase() === "p" && localStorage.getItem("uptoyou.shortcuts") !== "off" && hold((was) => !was);
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
  useEffect(() => {
    const clock = on && pages > 1 ? setInterval(() => turn((was) => (was + 1) % pages), TURN) : 0;
    return () => clearInterval(clock);
  }, [on, pages]);
  return Math.min(page, pages - 1);
}

/** The day as a whole: its price, the crowd against the chair, where the house stands, and the alignment. @param {{ board: any }} props */
const Day = ({ board: { price, crowd, alignment, ...board } }) => html`
  <ul class="day-facts">
    ${differs(price) && html`<li class="stage-body">${t("board.price_day", { low: money(price.lowest, price.currency), high: money(price.highest, price.currency) })}</li>`}
    ${crowd && html`<li class="stage-body">${t("board.crowd_day", { hits: crowd.hits, n: crowd.total })} ${t(`board.${leaning(crowd.leaning)}`)}</li>`}
  </ul>
  <${Needle} board=${board} />
  <${Meter} alignment=${alignment} />
`;

/** @param {{ view: any }} props */
export const Break = ({ view }) => html`
  <div class="scene scene-middle">
    <h1 class="stage-display">${t("round.break")}</h1>
    ${view.place.timer && html`<p class="big-time">${clockTime(view.place.timer.ends)}</p>`}
    <p class="stage-headline">${t("round.break_until")}</p>
  </div>
`;

/** @param {{ view: any }} props */
export function Awards({ view }) {
  const latest = view.awards.at(-1);
  const before = view.awards.slice(0, -1);
  if (!latest) {
    return html`<div class="scene scene-middle">
      <h1 class="stage-display">${t("round.awards")}</h1>
      <p class="stage-headline">${t(view.awards_left ? "stage.awards_wait" : "stage.awards_none")}</p>
    </div>`;
  }
  return html`
    <div class="scene scene-middle">
      <p class="award-kind">${awardTitle(view, latest.kind)}</p>
      <h1 class="award-names arrive" key=${latest.kind}>${list(latest.names)}</h1>
      <p class="stage-body">${awardFor(view, latest.kind)}</p>
      <ul class="awards-before">
        ${before.slice(-6).map((award) => html`<li class="stage-second">${awardTitle(view, award.kind)}: ${list(award.names)}</li>`)}
      </ul>
    </div>
  `;
}

/** @param {{ view: any }} props */
export const Debrief = ({ view }) => html`
  <div class="scene scene-middle">
    <p class="kicker">${t("round.n_of_m", { n: view.place.beat + 1, m: 6 })}</p>
    <h1 class="stage-display">${t(`round.debrief.${view.place.beat}`)}</h1>
  </div>
`;

/** @param {{ view: any }} props */
export const Closed = ({ view }) => html`
  <div class="scene scene-middle">
    <h1 class="stage-display">${t("stage.closed")}</h1>
    <p class="stage-headline">${t("stage.closed_note")}</p>
    <${Meter} alignment=${view.alignment} />
  </div>
`;
