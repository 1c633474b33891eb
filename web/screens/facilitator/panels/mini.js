// @ts-check
// The stage as it is, small.

import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";
import { Scene } from "../../stage/scene.js";

/** @param {{ line: import("../../../shared/connection.js").Line, view: any }} props */
export const Mini = ({ line, view }) => html`
  <section class="mini" aria-label=${t("console.mini")}>
    <div class="mini-frame" aria-hidden="true" inert>
      <${Scene} view=${view.stage} url=${line.place.value} now=${line.now} small=${true} />
    </div>
    ${view.held && html`<p class="mini-note">${t("console.held")}</p>`}
    ${view.veiled && html`<p class="mini-note">${t("console.veiled")}</p>`}
  </section>
`;
