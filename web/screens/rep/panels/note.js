// @ts-check
// The impact note: what the difference does to my calls. Without a name, unless its author says otherwise.

import { say } from "../../../shared/components/status.js";
import { refusal } from "../../../shared/components/phone.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";

// The server takes no more from one person in a round.
const MOST = 3;

/** @param {{ line: import("../../../shared/connection.js").Line, shared: any, own: any }} props */
export function Note({ line, shared, own }) {
  const [text, write] = useState("");
  const [signed, sign] = useState(false);
  if (!own.can.includes("write_note")) return null;
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ack = await line.send("write_note", { step: shared.place.step, text, signed });
    if (ack.ok) {
      write("");
      say(t("rep.note_sent"));
    } else refusal.value = ack.text ?? "";
  };
  return html`
    <form class="card stack-tight" onSubmit=${send}>
      <h2>${t("rep.note")}</h2>
      ${own.notes.map((/** @type {any} */ note) => html`<p class="small">${t("rep.note_kept")} <em>${note.text}</em></p>`)}
      ${own.notes.length < MOST &&
      html`
        <div class="field">
          <label for="note" class="small muted">${t("rep.note_note")}</label>
          <textarea id="note" maxlength="280" value=${text} onInput=${(/** @type {any} */ event) => write(event.target.value)}></textarea>
        </div>
        <label class="check">
          <input type="checkbox" checked=${signed} onChange=${(/** @type {any} */ event) => sign(event.target.checked)} />
          ${t("rep.note_sign")}
        </label>
        <button disabled=${!text.trim()}>${t("rep.note_send")}</button>
      `}
    </form>
  `;
}
