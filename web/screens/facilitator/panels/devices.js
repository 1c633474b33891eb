// @ts-check
// A link was opened on another device: whose is it? One press says so, another makes the old link worthless.

import { api } from "../../../shared/api.js";
import { clockTime, t } from "../../../shared/i18n.js";
import { keepKey, newId } from "../../../shared/keys.js";
import { keepLink } from "../../../shared/links.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { LinkDialog } from "./link-dialog.js";
import { keepMade } from "./links.js";

/**
 * @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk,
 *   credential: string | null }} props
 */
export function Devices({ line, view, act, credential }) {
  const [fresh, show] = useState(/** @type {import("../../../shared/links.js").Link | null} */ (null));
  const ask = (/** @type {object} */ wish, key = credential) => api("/api/keys", { body: { id: newId(), ...wish }, key });
  const giveFresh = async (/** @type {any} */ { role, seat }) => {
    const link = await ask({ role, seat, fresh: true });
    keepMade(view.code, link);
    show(link);
  };
  // First this console gets a key of its own and keeps it, and only then are the others closed: whichever answer is
  // lost, the way back in is not.
  const closeOthers = async () => {
    const mine = await ask({ role: "facilitator" });
    keepKey("console", mine.key);
    keepLink(view.code, mine);
    await ask({ role: "facilitator", fresh: true }, mine.key);
    location.reload();
  };
  const cut = (/** @type {any} */ opened) =>
    (opened.seat ? giveFresh(opened) : closeOthers()).catch((/** @type {Error} */ error) => {
      act.toast.value = error.message;
    });
  return html`
    ${view.devices.map((/** @type {any} */ one) => html`<${Opened} opened=${one} act=${act} onCut=${() => cut(one)} key=${one.seat} />`)}
    ${fresh &&
    html`<${LinkDialog} title=${t("console.fresh_link", fresh)} note=${t("console.fresh_link_note", fresh)} link=${fresh}
      line=${line} credential=${credential} onClose=${() => show(null)} />`}
  `;
}

/** @param {{ opened: any, act: import("./desk.js").Desk, onCut: () => void }} props */
function Opened({ opened, act, onCut }) {
  const { role, seat, name, strange, at } = opened;
  const whose = seat ? "theirs" : "own";
  return html`
    <div class="cue stack-tight" role="alert">
      <p><strong>${t(`console.devices_${whose}`, { name, n: strange, time: clockTime(at) })}</strong></p>
      <p class="small">${t(`console.devices_${whose}_note`)}</p>
      <div class="row">
        <button class="small-button" onClick=${() => act.send("trust_devices", { role, seat, expect: strange })}>
          ${t(`console.devices_${whose}_yes`, { name })}</button>
        <button class="small-button" onClick=${onCut}>${t(`console.devices_${whose}_fresh`)}</button>
      </div>
    </div>
  `;
}
