// @ts-check
// A drawing beside a word. Never alone: the word is what a screen reader says.

import icons from "../../vendor/icons.mjs";
import { h } from "../../vendor/ui.mjs";

/** @param {{ name: string }} props */
export function Icon({ name }) {
  const parts = /** @type {[string, object][]} */ (icons[name] ?? []);
  const line = { fill: "none", stroke: "currentColor", "stroke-width": 2 };
  const ends = { "stroke-linecap": "round", "stroke-linejoin": "round" };
  const frame = { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", ...line, ...ends };
  return h(
    "svg",
    frame,
    parts.map(([tag, attributes]) => h(tag, attributes)),
  );
}
