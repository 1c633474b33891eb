// @ts-check
// All cases at a glance: rulings sorted, so that no column belongs to anybody; the spread in words and by the dial.

import { money, t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";
import { Mark } from "./strip.js";

const MARKS = 5; // so many rulings stand one beside the other; more are counted for each level

/**
 * A row a case. On the stage it says the latest spread alone, large; on paper both votes stand in it.
 * @param {{ board: any, stage?: boolean }} props
 */
export function BoardTable({ board, stage = false }) {
  if (!board.rows.length) return html`<p>${t("board.empty")}</p>`;
  const priced = board.rows.some((row) => row.price);
  return html`
    <table class="board">
      <thead>
        <tr>
          <th scope="col">${t("board.case")}</th>
          <th scope="col">${t("board.rulings")}</th>
          <th scope="col">${t("board.spread")}</th>
          ${priced && html`<th scope="col">${t("board.price")}</th>`}
        </tr>
      </thead>
      <tbody>
        ${board.rows.map((row) => html`<${Row} row=${row} priced=${priced} stage=${stage} key=${row.title} />`)}
      </tbody>
    </table>
  `;
}

function Row({ row, priced, stage }) {
  return html`
    <tr>
      <th scope="row">${row.title}</th>
      <td class="board-marks">
        <${Marks} levels=${row.levels} options=${row.options} />
        ${!stage && row.levels_after && html`<span class="board-after">→ <${Marks} levels=${row.levels_after} options=${row.options} /></span>`}
      </td>
      <td>
        ${row.dial === null
          ? t("board.no_spread")
          : html`<strong>${t(`round.verdict.${row.verdict_after ?? row.verdict}`)}</strong>
              <span class="board-dial">${row.dial}${row.dial_after !== null && ` → ${row.dial_after}`}</span>`}
      </td>
      ${priced && html`<td class="board-price">${row.price && range(row.price)}</td>`}
    </tr>
  `;
}

/** Rulings in the order of the ladder: each a mark and its step as a number; of many, how many on each step. */
function Marks({ levels, options }) {
  const ladder = options.map((option) => option.level);
  const steps = levels.length > MARKS ? [...new Set(levels)] : levels;
  const count = (level) => levels.filter((one) => one === level).length;
  return html`<span>
    ${steps.map(
      (level) => html`<span class="board-cell">
        <${Mark} level=${level} levels=${ladder} />
        ${levels.length > MARKS ? html`<span class="board-count">×${count(level)}</span>` : html`<span class="board-level" aria-hidden="true">${level + 1}</span>`}
        <span class="sr-only">${options.find((one) => one.level === level)?.label}, </span>
      </span>`,
    )}
  </span>`;
}

/** From the cheapest ruling to the dearest; one amount where all cost the same. @param {any} price */
export const range = ({ lowest, highest, currency }) =>
  lowest === highest ? money(lowest, currency) : `${money(lowest, currency)} – ${money(highest, currency)}`;

/** Where the house stands as a whole, between its two ways to err. @param {{ board: any }} props */
export function Needle({ board }) {
  if (board.needle === null) return null;
  return html`
    <div class="needle" role="img" aria-label=${t("board.needle_words", { value: board.needle, low: board.low_error, high: board.high_error })}>
      <span>${board.low_error}</span>
      <span class="needle-bar"><span class="needle-point" style=${{ left: `${board.needle}%` }}></span></span>
      <span>${board.high_error}</span>
    </div>
  `;
}

const LEAN = 0.25; // steps of the ladder, from which on the crowd is said to lean

/** Which way the crowd was off, over the day: the end of a text's key. @param {number} steps */
export const leaning = (steps) => (steps >= LEAN ? "crowd_high" : steps <= -LEAN ? "crowd_low" : "crowd_even");

/** Whether it matters who picks up. @param {any} price */
export const differs = (price) => Boolean(price) && price.highest > price.lowest;
