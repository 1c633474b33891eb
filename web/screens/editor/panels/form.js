// @ts-check
// A form for one part of the pack, drawn from the schema: a new field of the schema is here without a line of code.

import { Icon } from "../../../shared/components/icon.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { at, bench, cases, change, check, fileOf, files, form, head, isCase, isLeftOut, problems, rearrange, set, tongue, tongues, translate } from "../bench.js";
import { blank, counterpart, moved, placeIn, say, slug, within } from "../values.js";
import { ids, insert, label, show } from "./outline.js";

/** @typedef {(string | number)[]} Path */

export function Form() {
  const file = fileOf(at.value.file);
  if (!file || !form.value) return null;
  const specs = isCase(file.name) ? form.value.case : form.value.head.filter((/** @type {any} */ spec) => spec.name === at.value.part);
  const title = isCase(file.name) ? file.data.title || t("editor.untitled") : label(specs[0] ?? { name: at.value.part, label: at.value.part });
  return html`
    <div class="stack" key=${`${file.name} ${at.value.part} ${tongue.value}`}>
      <div class="row">
        <h2 id="form-title" class="form-title" tabindex="-1">${title}</h2>
        <${Tongues} />
      </div>
      ${!bench.value?.own && html`<p class="cue">${t("editor.read_only")}</p>`}
      ${isCase(file.name) && bench.value?.own && !tongue.value && html`<${CaseTools} file=${file} />`}
      <${Said} file=${shownName(file.name)} path="" />
      <${Elsewhere} file=${file.name} />
      <fieldset class="form-fields stack" disabled=${!bench.value?.own}>
        <legend class="sr-only">${title}</legend>
        ${specs.map((/** @type {any} */ spec) => html`<${Field} file=${file.name} spec=${spec} path=${[spec.name]} key=${spec.name} />`)}
        ${(isCase(file.name) || at.value.part === "pack") &&
        html`<${Unknown} file=${file.name} path=${[]} known=${isCase(file.name) ? form.value.case : form.value.head} />`}
      </fieldset>
    </div>
  `;
}

/** The file whose values are shown. @param {string} name */
const shownName = (name) => (tongue.value ? `${tongue.value}/${name}` : name);

/** Which language is written. */
function Tongues() {
  const main = head().pack?.locale ?? "en";
  const [adding, add] = useState(false);
  const name = (/** @type {string} */ code) => {
    try {
      return new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(code) ?? code;
    } catch {
      return code; // a locale that is still being typed
    }
  };
  const pick = (/** @type {any} */ event) => {
    if (event.target.value === "+") return add(true);
    tongue.value = event.target.value;
    check();
  };
  const others = ["de", "en", "es", "fr", "it", "nl", "pt"].filter((code) => code !== main && !tongues().includes(code));
  const begin = (/** @type {any} */ event) => {
    if (!event.target.value) return;
    tongue.value = event.target.value;
    translate(`${tongue.value}/pack.yaml`, {});
    add(false);
  };
  if (adding) {
    return html`<label class="push row small">${t("editor.new_language")}
      <select onChange=${begin}><option value="">–</option>${others.map((code) => html`<option value=${code}>${name(code)}</option>`)}</select></label>`;
  }
  return html`<label class="push row small">${t("editor.language")}
    <select class="tongue" value=${tongue.value} onChange=${pick}>
      <option value="">${t("editor.main_language", { language: name(main) })}</option>
      ${tongues().map((code) => html`<option value=${code}>${name(String(code))}</option>`)}
      ${bench.value?.own && html`<option value="+">${t("editor.more_language")}</option>`}
    </select></label>`;
}

/** What can be done with a case as a whole. @param {{ file: import("../bench.js").File }} props */
function CaseTools({ file }) {
  const place = cases().findIndex((one) => one.name === file.name);
  const reorder = (/** @type {number} */ by) => {
    const all = files.value;
    const from = all.findIndex((one) => one.name === file.name);
    const to = all.findIndex((one) => one.name === cases()[place + by].name);
    change(moved(all, from, to));
  };
  const leaveOut = () => {
    const name = (/** @type {string} */ one) => (isLeftOut(one) ? one.replace("/_", "/") : one.replace(/\/(?=[^/]*$)/, "/_"));
    change(files.value.map((one) => (counterpart(one.name) === file.name ? { ...one, name: name(one.name) } : one)));
    at.value = { file: name(file.name), part: "" };
  };
  const copy = () => {
    const id = slug(String(file.data.id ?? "case"), ids("cases"));
    const name = `cases/${file.name.replace(/^cases\/_?/, "").replace(/\.yaml$/, "")}-${id.slice(-8)}.yaml`.replace(/[^\w./-]/g, "");
    const title = t("editor.copy_of", { title: file.data.title ?? "" }).slice(0, 60);
    insert({ name: unused(name), data: { ...structuredClone(file.data), id, title }, was: file.was }, file.name);
  };
  const remove = () => {
    const next = cases()[place + 1] ?? cases()[place - 1];
    change(files.value.filter((one) => counterpart(one.name) !== file.name));
    show(next?.name ?? "pack.yaml", next ? "" : "pack");
  };
  return html`
    <div class="row case-tools" role="group" aria-label=${t("editor.case_tools")}>
      <button class="small" disabled=${place === 0} onClick=${() => reorder(-1)}><${Icon} name="arrow-up" /> ${t("editor.earlier")}</button>
      <button class="small" disabled=${place === cases().length - 1} onClick=${() => reorder(1)}><${Icon} name="arrow-down" /> ${t("editor.later")}</button>
      <button class="small" onClick=${copy}>${t("editor.duplicate")}</button>
      <button class="small" aria-pressed=${String(isLeftOut(file.name))} onClick=${leaveOut}>${t(isLeftOut(file.name) ? "editor.play_again" : "editor.leave_out")}</button>
      <button class="small danger" onClick=${remove}>${t("editor.delete")}</button>
    </div>
  `;
}

/** @param {string} name */
function unused(name) {
  let free = name;
  for (let n = 2; files.value.some((file) => file.name === free); n++) free = name.replace(/\.yaml$/, `-${n}.yaml`);
  return free;
}

/** Faults and hints at a place. @param {{ file: string, path: string, id?: string }} props */
function Said({ file, path, id }) {
  const here = problems.value.filter((one) => one.file === file && one.path === path);
  return html`<div id=${id} class=${here.length ? "stack-tight" : "nothing"} aria-live="polite">
    ${here.map((one) => html`<p class=${one.warning ? "hint" : "fault"} lang="en">${one.sentence}</p>`)}
  </div>`;
}

/** What is wrong with this part in the languages that are not shown. @param {{ file: string }} props */
const Elsewhere = ({ file }) =>
  problems.value
    .filter((one) => !one.warning && !tongue.value && one.file !== file && counterpart(one.file) === file)
    .filter((one) => isCase(file) || one.path.split(".")[0] === at.value.part)
    .map((one) => html`<p class="fault" lang="en">${one.file.slice(0, 2)}, ${one.field}: ${one.sentence}</p>`);

/** Values that no field is for, as an older or a foreign pack may have them. @param {{ file: string, path: Path, known: any[] }} props */
function Unknown({ file, path, known }) {
  const held = within(fileOf(file)?.data, path);
  const names = tongue.value || !held ? [] : Object.keys(held).filter((name) => !known.some((spec) => spec.name === name));
  return names.map(
    (name) => html`<div class="row" key=${name}>
      <code>${name}</code> <${Said} file=${file} path=${[...path, name].join(".")} />
      <button class="small" onClick=${() => set(file, [...path, name], undefined)}>${t("editor.take_out_part", { title: name })}</button>
    </div>`,
  );
}

/**
 * Where a value is read and written: the main file, or the same place in another language.
 * @param {string} name @param {Path} path
 */
function place(name, path) {
  const main = fileOf(name)?.data;
  if (!tongue.value) return { file: name, path: path.join("."), value: within(main, path), write: (/** @type {any} */ value) => set(name, path, value) };
  const file = `${tongue.value}/${name}`;
  const own = fileOf(file)?.data ?? (isCase(name) ? { id: main?.id } : {});
  const there = placeIn(main, own, path);
  const value = there ? within(own, there) : undefined;
  return { file, path: (there ?? path).join("."), value, write: (/** @type {any} */ now) => translate(file, say(main, own, path, now)) };
}

/** Whether there is anything to translate in a field. @param {any} spec @returns {boolean} */
const speaks = (spec) => (spec.kind === "part" ? spec.parts.some(speaks) : spec.kind === "list" ? spec.free || speaks(spec.of) : spec.text);

/** @param {{ file: string, spec: any, path: Path, name?: string }} props */
function Field({ file, spec, path, name }) {
  const main = within(fileOf(file)?.data, path);
  if (tongue.value && (!speaks(spec) || (main === undefined && !spec.free))) return null;
  const own = { file, spec, path, title: name ?? label(spec) };
  if (spec.kind === "list") return html`<${List} ...${own} />`;
  if (spec.kind === "part") return html`<${Part} ...${own} />`;
  return html`<${Leaf} ...${own} />`;
}

/** @param {Path} path */
const idOf = (path) => `f-${path.join("-")}`;

/** One value. @param {{ file: string, spec: any, path: Path, title: string }} props */
function Leaf({ file, spec, path, title }) {
  const here = place(file, path);
  const id = idOf(path);
  const wrong = problems.value.some((one) => !one.warning && one.file === here.file && one.path === here.path);
  const inList = typeof path.at(-1) === "number";
  const about = {
    id,
    "aria-describedby": `${inList ? "" : `${id}-doc `}${id}-said`,
    "aria-invalid": wrong ? "true" : undefined,
    readOnly: path.join(".") === "pack.id", // the address of the pack, given when it was copied
    "aria-required": spec.needed && !inList ? "true" : undefined,
  };
  const original = tongue.value ? within(fileOf(file)?.data, path) : null;
  const note = !inList && html`<p class="field-note" id=${`${id}-doc`} lang="en">${spec.doc}${spec.example && html` <em>${spec.example}</em>`}</p>`;
  const box = html`<${Input} spec=${spec} value=${here.value} write=${here.write} about=${about} />`;
  if (spec.kind === "switch") {
    return html`<div class="field"><label class="check">${box} ${title}</label>${note}<${Said} file=${here.file} path=${here.path} id=${`${id}-said`} /></div>`;
  }
  return html`
    <div class="field">
      <label for=${id} class=${inList ? "sr-only" : ""}>${title}${!spec.needed && !inList && html` <span class="muted small">${t("editor.optional")}</span>`}</label>
      ${note}
      ${original && html`<p class="original" lang=${head().pack?.locale}>${String(original)}</p>`}
      ${box}
      <${Said} file=${here.file} path=${here.path} id=${`${id}-said`} />
    </div>
  `;
}

/** @param {{ spec: any, value: any, write: (value: any) => void, about: any }} props */
function Input({ spec, value, write, about }) {
  const text = value === undefined || value === null ? "" : String(value);
  const typed = (/** @type {any} */ event) => write(event.target.value);
  if (spec.kind === "switch") {
    return html`<input type="checkbox" ...${about} checked=${value === true} onChange=${(/** @type {any} */ event) => write(event.target.checked)} />`;
  }
  const choices = spec.choices ?? (spec.to && ids(spec.to));
  if (choices) {
    const known = choices.includes(text);
    return html`<select ...${about} value=${text} onChange=${typed}>
      ${(!spec.needed || !text) && html`<option value="">–</option>`}
      ${!known && text && html`<option value=${text}>${text}</option>`}
      ${choices.map((/** @type {string} */ one) => html`<option value=${one}>${one.replaceAll("_", " ")}</option>`)}
    </select>`;
  }
  if (spec.kind === "long") return html`<textarea ...${about} rows="2" value=${text} onInput=${typed}></textarea>`;
  if (spec.kind === "whole" || spec.kind === "amount") {
    return html`<input ...${about} class="short" inputmode=${spec.kind === "whole" ? "numeric" : "decimal"} autocomplete="off" value=${text}
      onInput=${(/** @type {any} */ event) => write(number(event.target.value))} />`;
  }
  if (spec.kind === "day") return html`<input ...${about} class="short" type="date" value=${text} onInput=${typed} />`;
  return html`<input ...${about} autocomplete="off" value=${text} onInput=${typed} />`;
}

/** A number as it was typed; what is none stays a text, for the check to tell. @param {string} text */
function number(text) {
  const plain = text.trim().replace(",", ".");
  return /^-?\d+(\.\d*[1-9])?$/.test(plain) ? Number(plain) : text;
}

/** @param {{ file: string, spec: any, path: Path, title: string }} props */
function Part({ file, spec, path, title }) {
  const here = place(file, path);
  const main = within(fileOf(file)?.data, path);
  const inList = typeof path.at(-1) === "number";
  const there = main !== undefined && main !== null;
  const begin = () => set(file, path, blank(spec, ids));
  const fields = spec.parts.map(
    (/** @type {any} */ part) => html`<${Field} file=${file} spec=${part} path=${[...path, part.name]} key=${part.name} />`,
  );
  fields.push(html`<${Unknown} file=${file} path=${path} known=${spec.parts} key="?" />`);
  if (inList || (path.length === 1 && !isCase(file))) return html`<div class="stack-tight">${fields}<${Said} file=${here.file} path=${here.path} /></div>`;
  return html`
    <fieldset class="part stack-tight" id=${idOf(path)} tabindex="-1">
      <legend>${title}${!spec.needed && html` <span class="muted small">${t("editor.optional")}</span>`}</legend>
      <p class="field-note" lang="en">${spec.doc}</p>
      <${Said} file=${here.file} path=${here.path} />
      ${there ? fields : html`<button class="small" onClick=${begin}>${t("editor.write_it")}</button>`}
      ${there && !spec.needed && !tongue.value && html`<button class="small quiet" onClick=${() => set(file, path, undefined)}>${t("editor.take_out_part", { title })}</button>`}
    </fieldset>
  `;
}

/** @param {{ file: string, spec: any, path: Path, title: string }} props */
function List({ file, spec, path, title }) {
  const here = place(file, path);
  const main = within(fileOf(file)?.data, path);
  const shown = tongue.value && spec.free ? here.value : main;
  const entries = Array.isArray(shown) ? shown : [];
  const mayArrange = !tongue.value || spec.free;
  const arrange = (/** @type {(list: any[], blank: any) => any[]} */ edit) =>
    tongue.value ? here.write(edit(entries, "")) : rearrange(file, path, edit);
  const focus = (/** @type {number} */ entry) =>
    requestAnimationFrame(() => {
      const box = document.getElementById(`${idOf([...path, entry])}-entry`);
      /** @type {HTMLElement | null} */ (box?.querySelector("input, textarea, select") ?? document.getElementById(`${idOf(path)}-add`))?.focus();
    });
  const add = () => {
    const fresh = next(spec.of, entries);
    arrange((list, empty) => [...list, empty === undefined ? fresh : empty]);
    focus(entries.length);
  };
  const remove = (/** @type {number} */ entry) => {
    arrange((list) => list.filter((_, at) => at !== entry));
    focus(Math.min(entry, entries.length - 2));
  };
  const move = (/** @type {number} */ entry, /** @type {number} */ by) => {
    arrange((list) => moved(list, entry, entry + by));
    focus(entry + by);
  };
  const texts = spec.of.kind !== "part";
  return html`
    <fieldset class="part stack-tight" id=${idOf(path)} tabindex="-1">
      <legend>${title}${!spec.needed && html` <span class="muted small">${t("editor.optional")}</span>`}</legend>
      <p class="field-note" lang="en">${spec.doc}${spec.of.example && html` <em>${spec.of.example}</em>`}</p>
      <${Said} file=${here.file} path=${here.path} />
      <ol class="entries plain-list stack-tight">
        ${entries.map(
          (_, entry) => html`<li class=${`entry ${texts ? "entry-text" : "entry-part"}`} id=${`${idOf([...path, entry])}-entry`} key=${entry}>
            <${Field} file=${file} spec=${{ ...spec.of, name: spec.name, label: spec.label, free: spec.free }} path=${[...path, entry]}
              name=${t("editor.entry_n", { title, n: entry + 1 })} />
            ${mayArrange &&
            html`<div class="entry-tools" role="group" aria-label=${t("editor.entry_n", { title, n: entry + 1 })}>
              <button class="tool" disabled=${entry === 0} onClick=${() => move(entry, -1)}><${Icon} name="arrow-up" /><span class="sr-only">${t("editor.up")}</span></button>
              <button class="tool" disabled=${entry === entries.length - 1} onClick=${() => move(entry, 1)}><${Icon} name="arrow-down" /><span class="sr-only">${t("editor.down")}</span></button>
              <button class="tool" onClick=${() => remove(entry)}><span aria-hidden="true">×</span><span class="sr-only">${t("editor.take_out")}</span></button>
            </div>`}
          </li>`,
        )}
      </ol>
      ${mayArrange && entries.length < (spec.most ?? Infinity) && html`<button class="small" id=${`${idOf(path)}-add`} onClick=${add}>${t("editor.add", { title })}</button>`}
    </fieldset>
  `;
}

/** A further entry: a level goes on from the one before. @param {any} spec @param {any[]} entries */
function next(spec, entries) {
  const fresh = blank(spec, ids);
  if (fresh && typeof fresh.level === "number") fresh.level = entries.length ? Number(entries.at(-1)?.level ?? -1) + 1 : 0;
  return fresh;
}
