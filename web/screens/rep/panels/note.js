// @ts-check
// The impact note: what the difference does to my calls. Without a name, unless its author says otherwise.

import { say } from "../../../shared/components/status.js";
import { refusal } from "../../../shared/components/phone.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../shared/ui.js";

/** @param {{ line: import("../../../shared/connection.js").Line, shared: any, own: any }} props */
export function Note({ line, shared, own }) {
  const [text, write] = useState("");
  const [signed, sign] = useState(false);
  if (!own.can.includes("write_note")) return null;
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!text.trim()) return;
    const ack = await line.send("write_note", { step: shared.place.step, text, signed });
    if (ack.ok) {
      write("");
      say(t("rep.note_sent"));
    } else refusal.value = t(`reason.${ack.reason}`);
  };
  return html`
    <form class="card stack-tight note-form" onSubmit=${send}>
      <label for="note"><strong>${t("rep.note")}</strong></label>
      <p class="small muted" id="note-note">${t("rep.note_note")}</p>
      ${own.notes.map((note) => html`<p class="pill">${t("rep.note_kept")} ${note.text}</p>`)}
      <textarea id="note" maxlength="280" aria-describedby="note-note" value=${text}
        onInput=${(/** @type {any} */ event) => write(event.target.value)}></textarea>
      <label class="check">
        <input type="checkbox" checked=${signed} onChange=${(/** @type {any} */ event) => sign(event.target.checked)} />
        ${t("rep.note_sign")}
      </label>
      <button disabled=${!text.trim()}>${t("rep.note_send")}</button>
    </form>
  `;
}
