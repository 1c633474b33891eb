// @ts-check
// What the pack is made of: its words for all cases, and the cases in the order of play.

import { has, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";
import { at, bench, cases, change, check, faults, files, form, head, isCase, isLeftOut, tongue } from "../bench.js";
import { blank, counterpart, slug } from "../values.js";

/** What a field is called. @param {any} spec */
export const label = (spec) => (has(`field.${spec.name}`) ? t(`field.${spec.name}`) : capital(spec.label));

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Where the form goes. @param {string} file @param {string} [part] */
export function show(file, part = "") {
  at.value = { file, part };
  check();
  requestAnimationFrame(() => document.getElementById("form-title")?.focus());
}

/** The parts of the head that have a page of their own: all but single numbers. @param {any} spec */
export const isPage = (spec) => spec.kind === "part" || spec.kind === "list";

/** @param {{ n: number }} props */
const Count = ({ n }) => n > 0 && html`<span class="outline-faults"><span aria-hidden="true">${n}</span><span class="sr-only">${t("editor.faults", { n })}</span></span>`;

/** @param {string} file @param {string} [part] */
const wrong = (file, part) =>
  faults().filter((one) => (tongue.value ? one.file === within(file) : counterpart(one.file) === file) && (!part || one.path === part || one.path.startsWith(`${part}.`))).length;

/** @param {string} file */
const within = (file) => (tongue.value ? `${tongue.value}/${file}` : file);

/** @param {{ file: string, part?: string, children: any }} props */
const Entry = ({ file, part = "", children }) => html`
  <li>
    <button class="outline-entry" aria-current=${at.value.file === file && at.value.part === part ? "true" : undefined}
      onClick=${() => show(file, part)}>${children}<${Count} n=${wrong(file, part)} /></button>
  </li>
`;

export function Outline() {
  const parts = (form.value?.head ?? []).filter(isPage);
  const placed = (/** @type {string} */ path) => (form.value?.head ?? []).some((/** @type {any} */ spec) => isPage(spec) && spec.name === path.split(".")[0]);
  const elsewhere = faults().filter(
    (one) => !files.value.some((file) => file.name === one.file) || (one.file === "pack.yaml" && !placed(one.path)),
  );
  return html`
    ${elsewhere.map((one) => html`<p class="fault small" lang="en">${one.sentence}</p>`)}
    <h2>${t("editor.pack_words")}</h2>
    <ul class="plain-list">
      ${parts.map((/** @type {any} */ spec) => html`<${Entry} file="pack.yaml" part=${spec.name} key=${spec.name}>${label(spec)}<//>`)}
    </ul>
    <h2>${t("editor.cases")}</h2>
    <ol class="plain-list">
      ${cases().map(
        (file, place) => html`<${Entry} file=${file.name} key=${file.name}>
          <span class=${isLeftOut(file.name) ? "outline-out" : ""}>${place + 1}. ${file.data.title || file.data.id || t("editor.untitled")}
            ${isLeftOut(file.name) && html`<span class="small muted"> ${t("editor.is_left_out")}</span>`}</span>
        <//>`,
      )}
    </ol>
    ${bench.value?.own && !tongue.value && html`<button class="wide small" onClick=${add}>${t("editor.new_case")}</button>`}
  `;
}

/** The ids that another part can point to. @param {string} to */
export const ids = (to) =>
  to === "cases"
    ? cases().map((file) => String(file.data.id ?? ""))
    : (head()[to] ?? []).map((/** @type {any} */ one) => String(one?.id ?? "")).filter((/** @type {string} */ id) => to !== "ladders" || id !== "authority");

/** A new case behind the one that is shown, or at the end. */
function add() {
  const data = Object.fromEntries(form.value.case.filter((/** @type {any} */ spec) => spec.needed).map((/** @type {any} */ spec) => [spec.name, blank(spec, ids)]));
  const id = slug("new-case", ids("cases"));
  data.id = id;
  if (Array.isArray(data.options)) data.options = data.options.map((/** @type {any} */ one, /** @type {number} */ level) => ({ ...one, level, cost: level }));
  insert({ name: `cases/99-${id}.yaml`, data, was: "" });
}

/** @param {import("../bench.js").File} file @param {string} [behind] */
export function insert(file, behind = at.value.file) {
  const all = files.value;
  const last = all.findLastIndex((one) => isCase(one.name));
  const place = isCase(behind) ? all.findIndex((one) => one.name === behind) : last;
  change([...all.slice(0, place + 1), file, ...all.slice(place + 1)]);
  show(file.name);
}
