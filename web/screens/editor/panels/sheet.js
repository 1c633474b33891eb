// @ts-check
// A spreadsheet into the pack: first what is wrong with it, cell by cell; only one without faults comes in.

import { Dialog } from "../../../shared/components/dialog.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { ask, at, busy, change, files, fileOf, isCase, rawOf, tried } from "../bench.js";

/** @param {any} one */
const same = (one) => JSON.stringify([one.name, one.data]) === JSON.stringify([fileOf(one.name)?.name, fileOf(one.name)?.data]);

/** @param {{ onClose: () => void }} props */
export function SheetDialog({ onClose }) {
  const [told, hear] = useState(/** @type {any} */ (null));
  const choose = (/** @type {any} */ event) =>
    tried(async () => {
      hear(null);
      const file = event.target.files[0];
      if (!file) return;
      const raw = await rawOf(file);
      event.target.value = ""; // the same file can be chosen again, once it was mended
      hear({ name: file.name, ...(await ask("/api/packs/sheet", { name: file.name, raw, files: files.value })) });
    });
  const take = () => {
    change(told.files);
    if (!fileOf(at.value.file)) at.value = { file: "pack.yaml", part: "pack" };
    onClose();
  };
  const wrong = told?.faults.filter((/** @type {any} */ one) => !one.warning) ?? [];
  return html`
    <${Dialog} title=${t("editor.take_sheet")} onClose=${onClose} wide=${true}>
      <div class="field">
        <label for="sheet">${t("editor.choose_sheet")}</label>
        <p class="field-note" id="sheet-note">${t("editor.choose_sheet_note")}</p>
        <input id="sheet" type="file" accept=".xlsx,.ods,.csv" aria-describedby="sheet-note" onChange=${choose} />
      </div>
      <div aria-live="polite" class="stack">
        ${busy.value && html`<p class="muted">${t("editor.reading")}</p>`}
        ${told && html`<h3>${told.name}</h3>`}
        ${told && html`<${Faults} faults=${told.faults} />`}
        ${told && wrong.length > 0 && html`<p>${t("editor.sheet_wrong", { n: wrong.length })}</p>`}
        ${told && !wrong.length && html`<${Changes} now=${told.files} onTake=${take} />`}
      </div>
    <//>
  `;
}

/** @param {{ faults: any[] }} props */
const Faults = ({ faults }) =>
  faults.length > 0 &&
  html`<div class="sheet-faults" tabindex="0" role="region" aria-label=${t("editor.sheet_faults")}>
    <table>
      <thead><tr><th scope="col">${t("editor.cell")}</th><th scope="col">${t("editor.what_to_do")}</th></tr></thead>
      <tbody>
        ${faults.map(
          (one) => html`<tr class=${one.warning ? "" : "fault"}>
            <td class="nowrap">${one.sheet} ${one.cell}</td>
            <td lang="en">${one.field && html`<strong>${one.field}:</strong> `}${one.sentence}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;

/** What would be different. @param {{ now: any[], onTake: () => void }} props */
function Changes({ now, onTake }) {
  const title = (/** @type {any} */ file) => (isCase(file.name) ? file.data.title || file.data.id : t("editor.pack_words"));
  const changed = now.filter((file) => !same(file));
  const gone = files.value.filter((file) => isCase(file.name) && !now.some((one) => one.data.id === file.data.id));
  if (!changed.length && !gone.length) return html`<p>${t("editor.sheet_same")}</p>`;
  return html`
    <p>${t("editor.sheet_changes")}</p>
    <ul>
      ${changed.map((file) => html`<li>${title(file)}</li>`)}
      ${gone.map((file) => html`<li>${t("editor.sheet_gone", { title: title(file) })}</li>`)}
    </ul>
    <button class="primary" onClick=${onTake}>${t("editor.sheet_take")}</button>
    <p class="small muted">${t("editor.sheet_take_note")}</p>
  `;
}
