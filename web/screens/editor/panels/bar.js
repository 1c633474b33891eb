// @ts-check
// Along the top: where we are, undo, save, and what can be done with the pack as a whole.

import { Dialog } from "../../../shared/components/dialog.js";
import { Icon } from "../../../shared/components/icon.js";
import { clockTime, day, t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { bench, busy, download, faults, future, goBack, goTo, head, isChanged, past, problems, redo, save, undo } from "../bench.js";
import { CopyDialog } from "./packs.js";
import { SheetDialog } from "./sheet.js";

/** What the pack is worth now, in one line. */
function state() {
  const wrong = faults().length;
  if (!bench.value?.own) return t("editor.shipped");
  const kept = isChanged() ? t("editor.unsaved") : t("editor.all_saved");
  return `${kept} ${wrong ? t("editor.faults", { n: wrong }) : t("editor.playable")}`;
}

export function Bar() {
  const [open, show] = useState("");
  const pack = bench.value;
  if (!pack) return null;
  const close = () => show("");
  const tool = (/** @type {string} */ name) => html`<button class="small" onClick=${() => show(name)}>${t(`editor.${name}`)}</button>`;
  return html`
    <header class="bench-bar">
      <div class="row">
        <button class="quiet" onClick=${() => goTo()}><${Icon} name="arrow-left" /> ${t("editor.all_packs")}</button>
        <div class="bench-name">
          <h1>${head().pack?.title || pack.id}</h1>
          <p class="small muted" role="status">${state()}</p>
        </div>
      </div>
      <div class="row push">
        ${pack.own
          ? html`<button class="small" disabled=${!past.value.length} onClick=${undo}><${Icon} name="undo-2" /> ${t("editor.undo")}</button>
              <button class="small" disabled=${!future.value.length} onClick=${redo}>${t("editor.redo")}</button>
              ${tool("versions")} ${tool("files")}
              <button class="primary" disabled=${!isChanged() || busy.value} onClick=${() => save("")}>${t("editor.save")}</button>`
          : html`${tool("files")} <button class="primary" onClick=${() => show("copy")}>${t("editor.copy")}</button>`}
      </div>
      ${open === "versions" && html`<${Versions} onClose=${close} />`}
      ${open === "files" && html`<${Files} onClose=${close} onSheet=${() => show("sheet")} />`}
      ${open === "sheet" && html`<${SheetDialog} onClose=${close} />`}
      ${open === "copy" && html`<${CopyDialog} of=${pack.id} title=${head().pack?.title ?? ""} onClose=${close} />`}
    </header>
    ${!problems.value.length ? null : html`<p class="sr-only" aria-live="polite">${t("editor.faults", { n: faults().length })}</p>`}
  `;
}

/** Every save, and the way back to one. @param {{ onClose: () => void }} props */
function Versions({ onClose }) {
  const versions = bench.value?.versions ?? [];
  const back = async (/** @type {any} */ version) => {
    await goBack(version);
    onClose();
  };
  return html`
    <${Dialog} title=${t("editor.versions")} onClose=${onClose}>
      <p>${t("editor.versions_note")}</p>
      <ul class="plain-list stack-tight">
        ${versions.map(
          (version, place) => html`<li class="row version" key=${version.number}>
            <span><strong>${t("editor.version_n", { n: version.number })}</strong> ${day(version.at)}, ${clockTime(version.at)}
              ${version.note && html`<br /><span class="small muted">${version.note}</span>`}</span>
            ${place > 0 && html`<button class="push small" disabled=${busy.value} onClick=${() => back(version)}
              aria-label=${t("editor.back_to", { n: version.number })}>${t("editor.go_back")}</button>`}
          </li>`,
        )}
      </ul>
    <//>
  `;
}

/** The pack as a file. @param {{ onClose: () => void, onSheet: () => void }} props */
function Files({ onClose, onSheet }) {
  const id = bench.value?.id ?? "";
  return html`
    <${Dialog} title=${t("editor.files")} onClose=${onClose}>
      ${isChanged() && html`<p class="cue">${t("editor.files_unsaved")}</p>`}
      <div class="stack-tight">
        <button onClick=${() => download(`/api/packs/${id}/zip`, `${id}.zip`)}>${t("editor.get_zip")}</button>
        <p class="small muted">${t("editor.get_zip_note")}</p>
        <button onClick=${() => download(`/api/packs/${id}/xlsx`, `${id}.xlsx`)}>${t("editor.get_sheet")}</button>
        <p class="small muted">${t("editor.get_sheet_note")}</p>
        ${bench.value?.own &&
        html`<button onClick=${onSheet}>${t("editor.take_sheet")}</button>
          <p class="small muted">${t("editor.take_sheet_note")}</p>`}
      </div>
    <//>
  `;
}
