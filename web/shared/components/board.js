// @ts-check
// All cases at a glance: rulings sorted, so that no column belongs to anybody; the spread in words and by the dial.

import { money, t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";
import { Mark } from "./strip.js";

/** @param {{ board: any }} props */
export function BoardTable({ board }) {
  if (!board.rows.length) return html`<p>${t("board.empty")}</p>`;
  const priced = board.rows.some((row) => row.price);
  return html`
    <table class=${`board ${board.rows.length < 5 ? "board-few" : ""}`}>
      <thead>
        <tr>
          <th scope="col">${t("board.case")}</th>
          <th scope="col">${t("board.rulings")}</th>
          <th scope="col">${t("board.spread")}</th>
          ${priced && html`<th scope="col">${t("board.price")}</th>`}
        </tr>
      </thead>
      <tbody>
        ${board.rows.map((row) => html`<${Row} row=${row} priced=${priced} key=${row.title} />`)}
      </tbody>
    </table>
    ${board.needle !== null && html`<${Needle} board=${board} />`}
  `;
}

function Row({ row, priced }) {
  const levels = row.options.map((option) => option.level);
  return html`
    <tr>
      <th scope="row">${row.title}</th>
      <td class="board-marks">
        <span>${row.levels.map((level) => html`<${Cell} level=${level} levels=${levels} options=${row.options} />`)}</span>
        ${row.levels_after &&
        html`<span class="board-after">→ ${row.levels_after.map((level) => html`<${Cell} level=${level} levels=${levels} options=${row.options} />`)}</span>`}
      </td>
      <td>
        ${row.dial === null
          ? t("board.no_spread")
          : html`<strong>${row.dial}</strong>${row.dial_after !== null && html` → <strong>${row.dial_after}</strong>`}
              <span class="board-words">${t(`round.verdict.${row.verdict}`)}</span>`}
      </td>
      ${priced && html`<td>${row.price && range(row.price)}</td>`}
    </tr>
  `;
}

/** One ruling: its mark, and its level as a number beside it. */
const Cell = ({ level, levels, options }) => html`
  <span class="board-cell">
    <${Mark} level=${level} levels=${levels} /><span class="board-level" aria-hidden="true">${level + 1}</span>
    <span class="sr-only">${options.find((one) => one.level === level)?.label}, </span>
  </span>
`;

const range = ({ lowest, highest, currency }) =>
  lowest === highest ? money(lowest, currency) : `${money(lowest, currency)} – ${money(highest, currency)}`;

/** Where the house stands as a whole, between its two ways to err. @param {{ board: any }} props */
function Needle({ board }) {
  return html`
    <div class="needle" role="img" aria-label=${t("board.needle_words", { value: board.needle, low: board.low_error, high: board.high_error })}>
      <span>${board.low_error}</span>
      <span class="needle-bar"><span class="needle-point" style=${{ left: `${board.needle}%` }}></span></span>
      <span>${board.high_error}</span>
    </div>
  `;
}
