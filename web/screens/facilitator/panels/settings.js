// @ts-check
// Seldom needed: clocks, automatic closing, planned start, address, keys.

import { Dialog } from "../../../shared/components/dialog.js";
import { LanguageChoice } from "../../../shared/components/language.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";
import { shortcuts, switchShortcuts } from "./desk.js";

/** @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk }} props */
export function Settings({ line, view, act }) {
  const setStart = (/** @type {any} */ event) => {
    const [hour, minute] = event.target.value.split(":").map(Number);
    const at = new Date(line.now());
    at.setHours(hour, minute, 0, 0);
    if (event.target.value) act.send("set_start", { at: at.getTime() });
  };
  const starts = view.starts_at ? new Date(view.starts_at).toTimeString().slice(0, 5) : "";
  return html`
    <${Dialog} title=${t("console.settings")} onClose=${() => (act.settings.value = false)}>
      <label class="check">
        <input type="checkbox" checked=${view.timed} onChange=${() => act.send("set_timed", { on: !view.timed })} />
        <span>${t("console.timed")}<br /><span class="small muted">${t("console.timed_note")}</span></span>
      </label>
      <label class="check">
        <input type="checkbox" checked=${view.automatic} onChange=${() => act.send("set_automatic", { on: !view.automatic })} />
        <span>${t("console.automatic")}<br /><span class="small muted">${t("console.automatic_note")}</span></span>
      </label>
      <label class="check">
        <input type="checkbox" checked=${shortcuts.value} onChange=${() => switchShortcuts(!shortcuts.value)} />
        <span>${t("console.shortcuts")}<br /><span class="small muted">${t("console.shortcuts_note")}</span></span>
      </label>
      <div class="field">
        <label for="starts">${t("console.starts")}</label>
        <input id="starts" type="time" value=${starts} onChange=${setStart} />
        <p class="field-note">${t("console.starts_note")}</p>
      </div>
      <${LanguageChoice} />
    <//>
  `;
}

const KEYS = [
  ["Space, →, PageDown", "console.key_next"],
  ["←, PageUp", "console.key_back"],
  ["U", "console.key_undo"],
  ["P", "console.key_pause"],
  ["V", "console.key_veil"],
  ["H", "console.key_hold"],
  ["D, J, M, B, F", "console.key_stage"],
];

/** @param {{ act: import("./desk.js").Desk }} props */
export const Help = ({ act }) => html`
  <${Dialog} title=${t("console.help_title")} onClose=${() => (act.help.value = false)}>
    <p>${t("console.help_1")}</p>
    <p>${t("console.help_2")}</p>
    <dl class="pairs">
      ${KEYS.map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${t(words)}</dd>`)}
    </dl>
  <//>
`;
