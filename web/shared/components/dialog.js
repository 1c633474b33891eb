// @ts-check
// A dialog over the page, closed by Escape, by its button, or by whatever it was for.

import { t } from "../i18n.js";
import { html, useEffect, useRef } from "../../vendor/ui.mjs";

/** @param {{ title: string, onClose: () => void, children: any, wide?: boolean }} props */
export function Dialog({ title, onClose, children, wide = false }) {
  const box = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => {
    box.current?.showModal();
  }, []);
  return html`
    <dialog ref=${box} class=${`dialog ${wide ? "dialog-wide" : ""}`} onClose=${onClose} aria-labelledby="dialog-title">
      <div class="stack">
        <div class="row">
          <h2 id="dialog-title">${title}</h2>
          <button class="push" onClick=${() => box.current?.close()}>${t("common.close")}</button>
        </div>
        ${children}
      </div>
    </dialog>
  `;
}
