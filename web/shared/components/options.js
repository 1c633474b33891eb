// @ts-check
// One decision: a question and its options, as real radio buttons the size of a thumb.

import { html } from "../ui.js";

/**
 * @param {{ name: string, legend: any, options: { value: any, label: string, note?: string }[], value: any,
 *   onPick: (value: any) => void, status?: any }} props
 */
export function Options({ name, legend, options, value, onPick, status }) {
  return html`
    <fieldset class="options">
      <legend>${legend}</legend>
      <div class="options-list">
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
