// @ts-check
// A private link that was just made: to be scanned, or copied.

import { Dialog } from "../../../shared/components/dialog.js";
import { Qr } from "../../../shared/components/qr.js";
import { t } from "../../../shared/i18n.js";
import { atAddress, copy } from "../../../shared/links.js";
import { html } from "../../../vendor/ui.mjs";

/**
 * @param {{ title: string, note: string, link: import("../../../shared/links.js").Link, credential: string | null,
 *   line: import("../../../shared/connection.js").Line, onClose: () => void }} props
 */
export function LinkDialog({ title, note, link, line, credential, onClose }) {
  const text = atAddress(link.url, line.place.value);
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <p>${note}</p>
    <${Qr} text=${text} credential=${credential} label=${title} />
    <button onClick=${() => copy(text)}>${t("console.copy")}</button>
  <//>`;
}
