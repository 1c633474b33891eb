// @ts-check
// Values of a pack: reading and writing at a place, never in place.

/** @typedef {(string | number)[]} Path */

/** @param {any} data @param {Path} path @returns {any} */
export const within = (data, path) => path.reduce((held, key) => held?.[key], data);

/**
 * The same values with another one at a place. What is undefined or an empty text is left out.
 * @param {any} data @param {Path} path @param {any} value @returns {any}
 */
export function put(data, path, value) {
  if (!path.length) return value;
  const [key, ...rest] = path;
  if (typeof key === "number") {
    const list = Array.isArray(data) ? [...data] : [];
    list[key] = put(list[key], rest, value);
    return list;
  }
  const held = { ...data };
  const inner = put(held[key], rest, value);
  if (inner === undefined || inner === "") delete held[key];
  else held[key] = inner;
  return held;
}

/** The main file of a translation. @param {string} name */
export const counterpart = (name) => name.replace(/^[a-z]{2}\//, "");

/** Whether a list in another language goes by place, and not by the ids of its parts. @param {any} main @param {any[]} list */
export const follows = (main, list) => Array.isArray(main) && main.length === list.length && !main.some((one) => one?.id);

/**
 * Where in another language a value stands that the main file has at a path. Parts with an id are found by it.
 * @param {any} main @param {any} own @param {Path} path @returns {Path | null} null where there is no such part yet
 */
export function placeIn(main, own, path) {
  const found = /** @type {Path} */ ([]);
  for (const key of path) {
    const id = typeof key === "number" ? main?.[key]?.id : undefined;
    const there = id === undefined ? key : Array.isArray(own) ? own.findIndex((one) => one?.id === id) : -1;
    if (there === -1) return null;
    found.push(there);
    [main, own] = [main?.[key], own?.[there]];
  }
  return found;
}

/**
 * A file of another language with one text in it. Parts that it lacks come with their ids.
 * @param {any} main @param {any} own @param {Path} path @param {any} value @returns {any}
 */
export function say(main, own, path, value) {
  if (!path.length) return value;
  const [key, ...rest] = path;
  if (typeof key !== "number") return put(own ?? {}, [key], say(main?.[key], own?.[key], rest, value));
  const list = Array.isArray(own) ? [...own] : [];
  const id = main?.[key]?.id;
  if (id === undefined) {
    const whole = Array.from({ length: Math.max(main?.length ?? 0, key + 1) }, (_, place) => list[place] ?? null);
    whole[key] = say(main?.[key], whole[key], rest, value) || null;
    return whole;
  }
  const there = list.findIndex((one) => one?.id === id);
  const part = say(main[key], there < 0 ? { id } : list[there], rest, value);
  return there < 0 ? [...list, part] : list.map((one, place) => (place === there ? part : one));
}

/**
 * What a new entry begins with: choices as they come, all else blank.
 * @param {any} spec @param {(to: string) => string[]} ids
 * @returns {any}
 */
export function blank(spec, ids) {
  if (spec.kind === "part") {
    const parts = spec.parts.filter((/** @type {any} */ part) => part.needed);
    return Object.fromEntries(parts.map((/** @type {any} */ part) => [part.name, blank(part, ids)]));
  }
  if (spec.kind === "list") return Array.from({ length: spec.least ?? 0 }, () => blank(spec.of, ids));
  if (spec.kind === "choice") return spec.choices[0];
  if (spec.kind === "whole") return Number(spec.example) || spec.least || 0;
  if (spec.to) return ids(spec.to)[0] ?? "";
  return "";
}

/** @template T @param {T[]} list @param {number} from @param {number} to */
export function moved(list, from, to) {
  const rest = list.filter((_, place) => place !== from);
  return [...rest.slice(0, to), list[from], ...rest.slice(to)];
}

/** A short name out of words. @param {string} words @param {string[]} taken */
export function slug(words, taken) {
  const plain = words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const base = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 36) || "case";
  let name = base;
  for (let n = 2; taken.includes(name); n++) name = `${base}-${n}`;
  return name;
}
