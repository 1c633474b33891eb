// @ts-check
// The links of a workshop that was opened on this device. The server keeps only hashes of their keys.

/** @typedef {{ role: string, seat: string | null, name: string, key: string, url: string }} Link */
/** @typedef {{ title: string, recovery: string, links: Link[] }} Links */

const name = (/** @type {string} */ code) => `uptoyou.links.${code}`;

/** @param {string} code @returns {Links | null} */
export function linksOf(code) {
  try {
    return JSON.parse(localStorage.getItem(name(code)) ?? "null");
  } catch {
    return null;
  }
}

/** @param {string} code @param {Links} links */
export function keepLinks(code, links) {
  localStorage.setItem(name(code), JSON.stringify(links));
}

/** @param {string} code */
export function dropLinks(code) {
  localStorage.removeItem(name(code));
}

/** A link kept beside the others, in the place of an older one for the same seat. @param {string} code @param {Link} link */
export function keepLink(code, link) {
  const held = linksOf(code) ?? { title: "", recovery: "", links: [] };
  const others = held.links.filter((one) => one.role !== link.role || one.seat !== link.seat);
  keepLinks(code, { ...held, links: [...others, link] });
}

/** The same link at the address that phones use now. @param {string} url @param {string} base */
export const atAddress = (url, base) => (base ? base + url.slice(new URL(url).origin.length) : url);

/** Copies a text. Without HTTPS there is no clipboard interface, so a field is selected and copied the old way. */
export async function copy(/** @type {string} */ text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
