// @ts-check
// The pack that is worked on: its files as values, what was undone, what is wrong, and what it looks like.

import { Refused, api } from "../../shared/api.js";
import { say } from "../../shared/components/status.js";
import { language, t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { batch, signal } from "../../vendor/ui.mjs";
import { counterpart, follows, put, within } from "./values.js";

/** @typedef {{ name: string, data: any, was: string }} File */
/** @typedef {{ file: string, path: string, field: string, sentence: string, warning: boolean }} Problem */
/** @typedef {{ number: number, at: number, note: string }} Version */
/** @typedef {{ files: File[], at: { file: string, part: string } }} Moment */

const REST = 400; // milliseconds without typing, before the pack is checked
const ONE_CHANGE = 1200; // milliseconds within which typing in one field is undone together
const MOST_STEPS = 300;

const key = takeKey("host");
export const packs = signal(/** @type {any[] | null} */ (null));
export const form = signal(/** @type {any} */ (null));
export const stranger = signal(false);
export const fault = signal("");

/** What is open: its id, and its versions with the latest first; without any, it came with the program. */
export const bench = signal(/** @type {{ id: string, own: boolean, versions: Version[] } | null} */ (null));
export const files = signal(/** @type {File[]} */ ([]));
export const problems = signal(/** @type {Problem[]} */ ([]));
export const views = signal(/** @type {any} */ (null));
/** Which file is shown, and of the head which of its parts. */
export const at = signal({ file: "pack.yaml", part: "pack" });
/** The language whose texts are shown; empty for the one that the pack is written in. */
export const tongue = signal("");
export const moment = signal("rule");
export const past = signal(/** @type {Moment[]} */ ([]));
export const future = signal(/** @type {Moment[]} */ ([]));
export const saved = signal(/** @type {File[]} */ ([]));
export const busy = signal(false);

export const isChanged = () => files.value !== saved.value;
export const isCase = (/** @type {string} */ name) => name.startsWith("cases/");
export const isLeftOut = (/** @type {string} */ name) => name.includes("/_");
export const cases = () => files.value.filter((file) => isCase(file.name));
export const fileOf = (/** @type {string} */ name) => files.value.find((file) => file.name === name);
export const head = () => fileOf("pack.yaml")?.data ?? {};

/** Languages that stand beside the one that the pack is written in. */
export const tongues = () =>
  [...new Set(files.value.map((file) => file.name.match(/^([a-z]{2})\//)?.[1]).filter(Boolean))].sort();

/** @param {string} path @param {unknown} [body] */
export const ask = (path, body) => api(path, { key, body });

/** @param {any} error */
export function tell(error) {
  if (error.reason === "host_only") stranger.value = true;
  else fault.value = [error.message, error.hint].filter(Boolean).join(" ");
}

/** Do something with the server; what goes wrong is told, and gives undefined. @template T @param {() => Promise<T>} work */
export async function tried(work) {
  busy.value = true;
  fault.value = "";
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    tell(error);
  } finally {
    busy.value = false;
  }
}

export const load = () =>
  tried(async () => {
    [packs.value, form.value] = await Promise.all([ask("/api/packs"), ask("/api/packs/fields")]);
  });

/** @param {string} pack */
export const open = (pack) =>
  tried(async () => {
    const told = await ask(`/api/packs/${encodeURIComponent(pack)}`);
    begin(told);
    const kept = remembered();
    if (kept) {
      change(kept);
      say(t("editor.restored"));
      fault.value = t("editor.restored");
    }
  });

/** A pack as the server holds it. @param {any} told */
function begin(told) {
  batch(() => {
    bench.value = { id: told.id, own: told.own, versions: told.versions };
    files.value = saved.value = told.files;
    [past.value, future.value, problems.value] = [[], [], []];
    if (!fileOf(at.value.file)) at.value = { file: "pack.yaml", part: "pack" };
    if (!tongues().includes(tongue.value)) tongue.value = "";
  });
  check();
}

export function leave() {
  bench.value = null;
  load();
}

/** Go to a pack, or with none to the list of all. @param {string} [pack] */
export function goTo(pack) {
  if (isChanged() && bench.value && !confirm(t("editor.leave_sure"))) return;
  forget();
  saved.value = files.value;
  history.pushState(null, "", pack ? `/editor?pack=${encodeURIComponent(pack)}` : "/editor");
  if (pack) open(pack);
  else leave();
}

// Changing

let lastPlace = "";
let lastTime = 0;

/**
 * New values for all files. What is typed into one place without a rest is undone together.
 * @param {File[]} now @param {string} [place]
 */
export function change(now, place = "") {
  const goesOn = place && place === lastPlace && Date.now() - lastTime < ONE_CHANGE;
  [lastPlace, lastTime] = [place, Date.now()];
  batch(() => {
    if (!goesOn) past.value = [...past.value, { files: files.value, at: at.value }].slice(-MOST_STEPS);
    future.value = [];
    files.value = now;
  });
  checkSoon();
}

/** @param {string} name @param {(data: any) => any} edit @param {string} [place] */
const edited = (name, edit, place) =>
  change(files.value.map((file) => (file.name === name ? { ...file, data: edit(file.data) } : file)), place);

/**
 * A value at a place; undefined takes it out.
 * @param {string} name @param {(string | number)[]} path @param {any} value
 */
export const set = (name, path, value) => edited(name, (data) => put(data, path, value), `${name} ${path.join(".")}`);

/**
 * An entry of a list comes, goes or moves, in the other languages too, where they follow by place.
 * @param {string} name @param {(string | number)[]} path @param {(list: any[], blank: any) => any[]} edit
 */
export function rearrange(name, path, edit) {
  const blank = (/** @type {string} */ here) => (here === name ? undefined : null);
  const same = (/** @type {string} */ here) => here === name || counterpart(here) === name;
  change(
    files.value.map((file) => {
      const list = same(file.name) ? within(file.data, path) : undefined;
      if (file.name !== name && (!Array.isArray(list) || !follows(within(fileOf(name)?.data, path), list))) return file;
      return same(file.name) ? { ...file, data: put(file.data, path, edit(list ?? [], blank(file.name))) } : file;
    }),
  );
}

/**
 * A text in another language. Its file begins with the first one.
 * @param {string} name @param {any} data
 */
export function translate(name, data) {
  const there = files.value.some((file) => file.name === name);
  const now = files.value.map((file) => (file.name === name ? { ...file, data } : file));
  change(there ? now : [...files.value, { name, data, was: "" }], name);
}

// Undoing

/** @param {import("../../vendor/ui.mjs").Signal<Moment[]>} from @param {import("../../vendor/ui.mjs").Signal<Moment[]>} to */
function step(from, to) {
  const before = from.value.at(-1);
  if (!before) return;
  batch(() => {
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, { files: files.value, at: at.value }];
    files.value = before.files;
    at.value = fileOf(before.at.file) ? before.at : { file: "pack.yaml", part: "pack" };
  });
  lastPlace = "";
  checkSoon();
}

export const undo = () => step(past, future);
export const redo = () => step(future, past);

// Checking

let timer = 0;
let asked = 0;

export function checkSoon() {
  clearTimeout(timer);
  timer = setTimeout(check, REST);
  remember();
}

export async function check() {
  clearTimeout(timer);
  const pack = bench.value;
  if (!pack) return;
  const mine = ++asked;
  const shown = fileOf(at.value.file);
  const look = {
    case: shown && isCase(shown.name) ? String(shown.data.id ?? "") : null,
    moment: shown && isCase(shown.name) ? moment.value : "welcome",
    language: tongue.value,
  };
  try {
    const told = await ask("/api/packs/check", { id: pack.id, files: files.value, look });
    if (mine !== asked) return;
    problems.value = told.problems;
    if (told.views || !faults().length) views.value = told.views;
  } catch (error) {
    if (mine === asked) tell(error);
  }
}

/** What keeps the pack from being played. */
export const faults = () => problems.value.filter((one) => !one.warning);

// Keeping

/** @param {string} note */
export const save = (note) =>
  tried(async () => {
    const pack = bench.value;
    if (!pack?.own) return;
    const given = files.value;
    const told = await ask(`/api/packs/${pack.id}/versions`, { after: pack.versions[0].number, files: given, note });
    forget();
    batch(() => {
      bench.value = { ...pack, versions: told.versions };
      const selected = given.findIndex((file) => file.name === at.value.file);
      const untouched = files.value === given;
      saved.value = told.files;
      files.value = untouched ? told.files : renamed(given, told.files);
      const steps = [past.value, future.value].map((steps) => steps.map((one) => ({ ...one, files: renamed(given, told.files, one.files) })));
      [past.value, future.value] = steps;
      const now = told.files.filter((/** @type {File} */ file) => isCase(file.name))[given.filter((file) => isCase(file.name)).findIndex((file) => file.name === at.value.file)];
      if (selected >= 0 && now) at.value = { ...at.value, file: now.name };
    });
    say(t("editor.saved"));
    check();
    return true;
  });

/**
 * Files under the names that a save has given them, so that the next one goes on from there.
 * @param {File[]} given @param {File[]} told @param {File[]} [which]
 */
function renamed(given, told, which = files.value) {
  const names = new Map();
  const order = (/** @type {File[]} */ list) => list.filter((file) => isCase(file.name));
  order(given).forEach((file, place) => names.set(file.name, order(told)[place]?.name));
  const there = new Set(told.map((file) => file.name));
  return which.map((file) => {
    const base = isCase(file.name) ? names.get(file.name) : file.name;
    const name = base ?? file.name;
    return { ...file, name, was: there.has(name) ? name : file.was && there.has(file.was) ? file.was : "" };
  });
}

/** @param {Version} version */
export const goBack = (version) =>
  tried(async () => {
    const pack = bench.value;
    if (!pack) return;
    const note = t("editor.back_note", { n: version.number });
    const told = await ask(`/api/packs/${pack.id}/back`, { version: version.number, after: pack.versions[0].number, note });
    forget();
    begin(told);
    say(t("editor.went_back", { n: version.number }));
  });

// What is not saved yet stays in this browser, so that a closed tab loses nothing.

const place = () => `uptoyou.draft.${bench.value?.id}`;

function remember() {
  try {
    if (!bench.value?.own) return;
    const held = { after: bench.value.versions[0].number, files: files.value };
    localStorage.setItem(place(), JSON.stringify(held));
  } catch {
    // (a full or closed store: then only this tab holds them)
  }
}

function remembered() {
  try {
    const held = JSON.parse(localStorage.getItem(place()) ?? "null");
    return held && held.after === bench.value?.versions[0]?.number ? held.files : null;
  } catch {
    return null;
  }
}

function forget() {
  try {
    localStorage.removeItem(place());
  } catch {
    // as above
  }
}

// Keys, and the way out

/** Ctrl+Z and Ctrl+S everywhere, fields too: they know of all fields. */
export function listen() {
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (!bench.value || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const pressed = event.key.toLowerCase();
    const act = { z: event.shiftKey ? redo : undo, y: redo, s: () => isChanged() && bench.value?.own && save("") }[pressed];
    if (!act || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  };
  const leaving = (/** @type {BeforeUnloadEvent} */ event) => {
    if (bench.value && isChanged()) event.preventDefault();
  };
  addEventListener("keydown", keys);
  addEventListener("beforeunload", leaving);
  return () => (removeEventListener("keydown", keys), removeEventListener("beforeunload", leaving));
}

/** A file from the server to the disk: the key goes with the request, not into an address. @param {string} path @param {string} name */
export const download = (path, name) =>
  tried(async () => {
    const headers = /** @type {Record<string, string>} */ ({ "Accept-Language": language });
    if (key) headers.Authorization = `Bearer ${key}`;
    const answer = await fetch(path, { headers });
    if (!answer.ok) throw new Refused(answer.status, (await answer.json()).error);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });

/** A chosen file in base64. @param {globalThis.File} file @returns {Promise<string>} */
export const rawOf = (file) =>
  new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result).replace(/^.*?,/, ""));
    reader.onerror = () => failed(new Refused(0, { reason: "unread", text: t("editor.unread") }));
    reader.readAsDataURL(file);
  });
