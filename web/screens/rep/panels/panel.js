// @ts-check
// What every panel of the rep's phone gets, and the words for an answer's state.

import { t } from "../../../shared/i18n.js";
import { html } from "../../../shared/ui.js";

/**
 * @typedef {{ line: import("../../../shared/connection.js").Line,
 *   given: import("../../../shared/answers.js").Answers, shared: any, own: any }} PanelProps
 */

/** Two lines are kept free, so that nothing below moves when the words change. @param {{ answer: any }} props */
export function AnswerLine({ answer }) {
  const words = {
    none: "",
    sending: t("round.sending"),
    in: t("round.saved"),
    failed: t("round.failed", { why: answer.reason ? t(`reason.${answer.reason}`) : "" }),
  };
  const kind = answer.state === "in" ? "answer-in" : answer.state === "failed" ? "fault" : "";
  return html`<p class=${`answer-line ${kind}`} aria-live="polite">${words[answer.state]}</p>`;
}

/** Options of a case for a radio group. @param {any[]} options */
export const choices = (options) => options.map((option) => ({ value: option.level, label: option.label }));

/** For whoever came after rulings closed. @param {{ shared: any }} props */
export const JoinsNext = () => html`
  <div class="card stack-tight">
    <h2>${t("rep.joins_next")}</h2>
    <p>${t("rep.joins_next_note")}</p>
  </div>
`;
