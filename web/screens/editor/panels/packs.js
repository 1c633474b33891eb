// @ts-check
// Every pack: one's own to go on with, those that came with the program to copy.

import { Dialog } from "../../../shared/components/dialog.js";
import { LanguageChoice } from "../../../shared/components/language.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { ask, busy, goTo, load, packs, rawOf, tried } from "../bench.js";
import { slug } from "../values.js";

export function Packs() {
  const [copied, copy] = useState(/** @type {any} */ (null));
  const [doomed, doom] = useState(/** @type {any} */ (null));
  const all = packs.value ?? [];
  const own = all.filter((one) => one.own);
  const remove = () =>
    tried(async () => {
      await ask(`/api/packs/${doomed.id}/delete`, {});
      doom(null);
      await load();
    });
  return html`
    <main class="packs-page stack">
      <header class="row">
        <h1>${t("editor.title")}</h1>
        <span class="push row"><a href="/start">${t("editor.to_start")}</a> <${LanguageChoice} /></span>
      </header>
      <p>${t("editor.lead")}</p>
      <div class="packs-columns">
        <section class="card stack-tight">
          <h2>${t("editor.own_packs")}</h2>
          ${packs.value && !own.length && html`<p class="muted">${t("editor.no_own")}</p>`}
          <ul class="plain-list stack-tight">
            ${own.map(
              (one) => html`<li class="pack-row" key=${one.id}>
                <button class="pack-open" onClick=${() => goTo(one.id)}>
                  <span><strong>${one.title}</strong><br /><span class="small muted">${
                    one.problems.length ? t("editor.faults", { n: one.problems.length }) : one.summary
                  }</span></span>
                </button>
                <button class="quiet small" onClick=${() => doom(one)} aria-label=${t("editor.delete_pack", { title: one.title })}>${t("editor.delete")}</button>
              </li>`,
            )}
          </ul>
          <${Upload} />
        </section>
        <section class="card stack-tight">
          <h2>${t("editor.shipped_packs")}</h2>
          <p class="small muted">${t("editor.shipped_note")}</p>
          <ul class="plain-list stack-tight">
            ${all.filter((one) => !one.own).map(
              (one) => html`<li class="pack-row" key=${one.id}>
                <span class="pack-about"><strong>${one.title}</strong><br /><span class="small muted">${one.summary}</span></span>
                <button class="small" onClick=${() => copy(one)} aria-label=${t("editor.copy_pack", { title: one.title })}>${t("editor.copy_short")}</button>
                <button class="quiet small" onClick=${() => goTo(one.id)} aria-label=${t("editor.read_pack", { title: one.title })}>${t("editor.read")}</button>
              </li>`,
            )}
          </ul>
        </section>
      </div>
      ${copied && html`<${CopyDialog} of=${copied.id} title=${copied.title} onClose=${() => copy(null)} />`}
      ${doomed &&
      html`<${Dialog} title=${t("editor.delete_pack", { title: doomed.title })} onClose=${() => doom(null)}>
        <p>${t("editor.delete_note")}</p>
        <button class="danger" disabled=${busy.value} onClick=${remove}>${t("editor.delete_go")}</button>
      <//>`}
    </main>
  `;
}

/** A name for a copy. @param {{ of: string, title: string, onClose: () => void }} props */
export function CopyDialog({ of, title, onClose }) {
  const [name, call] = useState(t("editor.copy_of", { title }).slice(0, 60));
  const taken = (packs.value ?? []).map((one) => one.id);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    tried(async () => {
      const made = await ask("/api/packs", { of, id: slug(name, taken), title: name });
      goTo(made.id);
      onClose();
    });
  };
  return html`
    <${Dialog} title=${t("editor.copy_pack", { title })} onClose=${onClose}>
      <form class="stack" onSubmit=${submit}>
        <div class="field">
          <label for="copy-title">${t("editor.copy_title")}</label>
          <input id="copy-title" maxlength="60" required value=${name} onInput=${(/** @type {any} */ event) => call(event.target.value)} />
        </div>
        <button class="primary" disabled=${busy.value || !name.trim()}>${t("editor.copy_go")}</button>
      </form>
    <//>
  `;
}

/** A pack that somebody has downloaded. */
function Upload() {
  const choose = (/** @type {any} */ event) =>
    tried(async () => {
      const file = event.target.files[0];
      if (!file) return;
      const raw = await rawOf(file);
      event.target.value = "";
      const told = await ask("/api/packs/upload", { name: file.name, raw });
      goTo(told.id);
    });
  return html`
    <div class="field">
      <label for="upload">${t("editor.upload")}</label>
      <p class="field-note" id="upload-note">${t("editor.upload_note")}</p>
      <input id="upload" type="file" accept=".zip" aria-describedby="upload-note" disabled=${busy.value} onChange=${choose} />
    </div>
  `;
}
