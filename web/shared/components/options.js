// @ts-check
// One decision: a question and its options, as real radio buttons the size of a thumb; and what became of the answer.

import { html } from "../../vendor/ui.mjs";
import { t } from "../i18n.js";

/**
 * @param {{ name: string, legend: any, options: { value: any, label: string, note?: string }[], value: any,
 *   onPick: (value: any) => void, status?: any }} props
 */
export function Options({ name, legend, options, value, onPick, status }) {
  return html`
    <fieldset class="options">
      <legend>${legend}</legend>
      <div class="options-list" onKeyDown=${walk}>
        ${options.map(
          (option) => html`
            <label class=${`option ${option.value === value ? "option-picked" : ""}`} key=${option.value}>
              <input
                type="radio"
                name=${name}
                checked=${option.value === value}
                onChange=${() => onPick(option.value)}
                onClick=${() => option.value === value && onPick(option.value)}
              />
              <span class="option-label">
                ${option.label}
                ${option.note && html`<span class="option-note">${option.note}</span>`}
              </span>
              ${option.value === value && status && html`<span class="option-status">${status}</span>`}
            </label>
          `,
        )}
      </div>
    </fieldset>
  `;
}

/** Arrows only walk: an answer goes on to the next question, so it wants Space or Enter. @param {KeyboardEvent} event */
function walk(event) {
  const here = /** @type {HTMLInputElement} */ (event.target);
  const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (event.key === "Enter") here.click();
  if (!by) return;
  event.preventDefault();
  const all = [.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("input")];
  all[(all.indexOf(here) + by + all.length) % all.length].focus();
}

/** Two lines are kept free, so that nothing below moves when the words change. @param {{ answer: any }} props */
export function AnswerLine({ answer }) {
  const words = {
    none: "",
    sending: t("round.sending"),
    in: t("round.saved"),
    failed: t("round.failed", { why: answer.why ?? "" }),
  };
  const kind = answer.state === "in" ? "answer-in" : answer.state === "failed" ? "fault" : "";
  return html`<p class=${`answer-line ${kind}`} aria-live="polite">${words[answer.state]}</p>`;
}

/** Options of a case for a radio group. @param {any[]} options */
export const choices = (options) => options.map((option) => ({ value: option.level, label: option.label }));
