// @ts-check
// The dot strip: rulings on the ordered ladder. Place carries the meaning; shape and colour repeat it. Marks that
// share a level stack upwards, each with its name.

import { t, list } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";

/**
 * @typedef {{ level: number, label: string }} Option
 * @typedef {{ face: { name: string, masked: boolean }, level: number, authority: number, chair: boolean }} Token
 */

/**
 * @param {{ options: Option[], tokens: Token[], ghost?: number | null, crowd?: [number, number][] | null,
 *   field?: "level" | "authority", label?: string }} props
 */
export function Strip({ options, tokens, ghost = null, crowd = null, field = "level", label = "" }) {
  const levels = options.map((option) => option.level);
  const tallest = Math.max(1, ...levels.map((level) => tokens.filter((token) => token[field] === level).length));
  const longest = Math.max(1, ...tokens.flatMap(({ face }) => face.name.split(" ").map((word) => word.length)));
  const most = Math.max(1, ...(crowd ?? []).map(([, count]) => count));
  return html`
    <figure class="strip" style=${{ "--columns": options.length, "--tallest": tallest, "--longest": longest }} aria-label=${label || inWords(options, tokens, field)}>
      ${options.map((option) => {
        const here = tokens.filter((token) => token[field] === option.level);
        const guessed = (crowd ?? []).find(([level]) => level === option.level)?.[1] ?? 0;
        return html`
          <div class="strip-column" key=${option.level}>
            <div class="strip-stack">
              ${crowd &&
              html`<div class="crowd-bar">
                <span class="crowd-count">${guessed}</span>
                <span class="crowd-fill" style=${{ height: `${(guessed / most) * 100}%` }}></span>
              </div>`}
              ${here.map(
                (token) => html`
                  <div class=${`token ${token.chair ? "token-chair" : ""}`} key=${token.face.name}>
                    <${Mark} level=${option.level} levels=${levels} />
                    <span class="token-name">${token.face.name}</span>
                  </div>
                `,
              )}
              ${ghost === option.level &&
              html`<div class="token token-ghost">
                <${GhostMark} level=${option.level} levels=${levels} />
                <span class="token-name">${t("round.ghost")}</span>
              </div>`}
            </div>
            <div class="strip-foot">
              <span class=${`strip-tick tick-${levels.indexOf(option.level)}`}></span>
              <span class="strip-label">${option.label}</span>
            </div>
          </div>
        `;
      })}
    </figure>
  `;
}

/**
 * The strip for those who do not see it.
 * @param {Option[]} options @param {Token[]} tokens @param {"level" | "authority"} field
 */
export function inWords(options, tokens, field = "level") {
  const parts = options
    .map((option) => ({ option, names: tokens.filter((one) => one[field] === option.level).map((one) => one.face.name) }))
    .filter(({ names }) => names.length)
    .map(({ option, names }) => `${list(names)}: ${option.label}`);
  return parts.join("; ") || t("round.no_rulings_yet");
}

// The mark of a ruling: a shape for its place on the ladder, and a colour third. A scale of two uses the outer two.

const SHAPES = [
  html`<rect x="3" y="3" width="18" height="18" rx="2" />`,
  html`<path d="M2.5 4.5h19L12 21z" />`,
  html`<path d="M12 1.8 22.2 12 12 22.2 1.8 12z" />`,
  html`<path d="M12 3l9.5 16.5h-19z" />`,
  html`<circle cx="12" cy="12" r="9.5" />`,
];

/**
 * Which of the five marks a level has among the levels of its case, from 1.
 * @param {number} level
 * @param {number[]} levels
 */
export function slot(level, levels) {
  const low = Math.min(...levels);
  const span = Math.max(...levels) - low;
  return span === 0 ? 3 : Math.round(((level - low) / span) * 4) + 1;
}

/** @param {{ level: number, levels: number[] }} props */
export function Mark({ level, levels }) {
  const place = slot(level, levels);
  return html`<svg class=${`mark mark-${place}`} viewBox="0 0 24 24" aria-hidden="true">${SHAPES[place - 1]}</svg>`;
}

/** The outline of the crowd's guess. @param {{ level: number, levels: number[] }} props */
export function GhostMark({ level, levels }) {
  const place = slot(level, levels);
  return html`<svg class="mark mark-ghost" viewBox="0 0 24 24" aria-hidden="true">${SHAPES[place - 1]}</svg>`;
}
