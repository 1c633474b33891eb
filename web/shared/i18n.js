// @ts-check
// Texts by key. A text with `{name}` slots is filled; one with plural forms is chosen by `n`.

/** @type {Record<string, string | Record<string, string>>} */
let texts = {};
export const language = document.documentElement.lang || "en";
const link = /** @type {HTMLLinkElement} */ (document.getElementById("texts"));
export const languages = (link.dataset.languages ?? language).split(" ");
const plural = new Intl.PluralRules(language);

/** Loads the texts that the page named. Resolves when `t` can be used. */
export async function loadTexts() {
  const answer = await fetch(link.href);
  texts = await answer.json();
}

/**
 * @param {string} key
 * @param {Record<string, unknown>} [slots]
 * @returns {string}
 */
export function t(key, slots = {}) {
  const text = texts[key];
  if (text === undefined) return key;
  const form = typeof text === "string" ? text : (text[plural.select(Number(slots.n))] ?? text.other);
  return form.replace(/\{(\w+)\}/g, (_, name) => String(slots[name] ?? ""));
}

/**
 * Keeps a language on this device, and comes back in it. The stage keeps its own, for it speaks to the whole room.
 * @param {string} chosen
 */
export function chooseLanguage(chosen) {
  const path = location.pathname === "/stage" ? "/stage" : "/";
  document.cookie = `language=${chosen}; path=${path}; max-age=31536000; samesite=lax`;
  const page = new URL(location.href);
  page.searchParams.delete("lang");
  page.hash = "";
  location.replace(page);
}

/** Whether there is a text for a key. @param {string} key */
export const has = (key) => key in texts;

/** An amount of money; of time, where a pack counts in minutes. @param {number} amount @param {string} currency */
export function money(amount, currency) {
  if (currency === "minutes") {
    const style = { style: "unit", unit: "minute", unitDisplay: "long", maximumFractionDigits: 1 };
    return new Intl.NumberFormat(language, /** @type {Intl.NumberFormatOptions} */ (style)).format(amount);
  }
  const digits = Number.isInteger(amount) ? 0 : 2;
  const style = { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(language, /** @type {Intl.NumberFormatOptions} */ (style)).format(amount);
}

/** @param {number} value @param {number} [digits] */
export const number = (value, digits = 0) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);

/** With its sign, unless it is 0. @param {number} value @param {number} [digits] */
export const signed = (value, digits = 0) =>
  new Intl.NumberFormat(language, { maximumFractionDigits: digits, signDisplay: "exceptZero" }).format(value);

/** A time of day. @param {number} millis */
export const clockTime = (millis) =>
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(millis));

/** A day. @param {number | string} when */
export const day = (when) => new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(when));

/** What a language is called in this one. @param {string} code */
export const languageName = (code) => new Intl.DisplayNames([language], { type: "language" }).of(code) ?? code;

/** A date as exact as it was written: a day, a month or a year; anything else as it stands. @param {string} written */
export function dated(written) {
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(written)) return written;
  if (written.length > 7) return day(written);
  return new Intl.DateTimeFormat(language, { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(written));
}

/** "Ana, Bo and Cy". @param {string[]} names */
export const list = (names) => new Intl.ListFormat(language, { type: "conjunction" }).format(names);
