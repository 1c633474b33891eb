// @ts-check
// A mark of this device's own, so that the console can be told when a link is opened on another one. Drawn by chance.

import { newId } from "./keys.js";

const NAME = "uptoyou.device";
// Whose links are watched: facilitators' and managers'.
const WATCHED = /^[fm]_/;

/**
 * The mark to show with this key. Every tab of this browser has the same; two that begin together agree on the last.
 * @param {string | null | undefined} key
 */
export function deviceMark(key) {
  if (!key || !WATCHED.test(key)) return "";
  if (!localStorage.getItem(NAME)) localStorage.setItem(NAME, newId());
  return localStorage.getItem(NAME) ?? "";
}
