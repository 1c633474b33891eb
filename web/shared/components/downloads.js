// @ts-check
// Files to take along. The key goes in a header, as everywhere, so a file is fetched first and then saved.

import { Refused, credentials } from "../api.js";
import { language, t } from "../i18n.js";
import { html, useState } from "../../vendor/ui.mjs";

/** @typedef {{ file: string, label: string }} Offer */

/**
 * Buttons that save files. Says what became of it, to the eye and to a screen reader.
 * @param {{ offers: Offer[], seatKey: string | null, title: string, children?: any }} props
 */
export function Downloads({ offers, seatKey, title, children }) {
  const [says, say] = useState("");
  const [fault, blame] = useState("");
  const take = async (/** @type {Offer} */ { file }) => {
    blame("");
    say(t("paper.making"));
    try {
      save(await fetched(file, seatKey), `${title} - ${file}`);
      say(t("paper.saved", { name: file }));
    } catch (/** @type {any} */ error) {
      say("");
      blame(error.message);
    }
  };
  return html`
    <div class="stack-tight no-print">
      <div class="row">${offers.map((offer) => html`<button key=${offer.file} onClick=${() => take(offer)}>${offer.label}</button>`)}</div>
      ${children}
      <p class="small" role="status">${says}</p>
      ${fault && html`<p class="fault" role="alert">${fault}</p>`}
    </div>
  `;
}

/** @param {string} file @param {string | null} key @returns {Promise<Blob>} */
async function fetched(file, key) {
  const zone = -new Date().getTimezoneOffset();
  let answer;
  try {
    const headers = { "Accept-Language": language, ...credentials(key ?? "") };
    answer = await fetch(`/api/downloads/${file}?zone=${zone}`, { headers });
  } catch {
    throw new Refused(0, { reason: "no_connection", text: t("common.no_connection") });
  }
  if (answer.ok) return answer.blob();
  const data = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, data.error ?? { reason: "server_error", text: t("common.no_connection") });
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // (some browsers read it only after the click)
}
