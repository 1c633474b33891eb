// @ts-check
// The mark of a ruling: a shape for its place on the ladder, and a colour third. A scale of two uses the outer two.

import { html } from "../ui.js";

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
