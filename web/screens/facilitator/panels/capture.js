// @ts-check
// How a case is closed while its round runs.

import { LineForm } from "../../../shared/components/line-form.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";

/** @param {{ view: any, act: import("./desk.js").Desk }} props */
export function Capture({ view, act }) {
  const { line, draft, options } = view.steering;
  const [editing, edit] = useState(!line);
  if (!editing) {
    return html`
      <div class="stack-tight">
        <h2>${t("console.line_saved")}: ${t(`round.closing.${line.closing}`)}</h2>
        ${line.wording && html`<p>${line.wording}</p>`}
        ${line.why && html`<p>${line.why}</p>`}
        <button class="small-button" onClick=${() => edit(true)}>${t("console.line_edit")}</button>
      </div>
    `;
  }
  const send = async (/** @type {any} */ fields) => {
    const ack = await act.send("close_case", { step: view.place.step, ...fields });
    if (ack.ok) edit(false);
    return ack;
  };
  const managers = view.seats.filter((/** @type {any} */ seat) => seat.role === "manager");
  return html`<${LineForm} line=${line} draft=${draft} options=${options} authority=${view.stage.round?.case.authority ?? []}
    owners=${managers.map((/** @type {any} */ seat) => seat.name)} label=${t("console.line_save")} send=${send} />`;
}
