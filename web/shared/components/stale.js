// @ts-check
// Papers that no longer carry what people do, and whether the room wrote a line in their place.

import { t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";

/** @param {{ papers: any[] }} props */
export function Stale({ papers }) {
  if (!papers.length) return null;
  return html`
    <section class="stack-tight">
      <h2>${t("report.stale_title")}</h2>
      <ul class="stack-tight">
        ${papers.map(
          ({ title, paper, why, replaced }) => html`<li>
            <strong>${title}</strong>: “${paper.text}” <span class="muted">${[paper.ref, paper.dated].filter(Boolean).join(" · ")}</span><br />
            ${t(`report.stale_${why}`)} ${t(replaced ? "report.stale_replaced" : "report.stale_open")}
          </li>`,
        )}
      </ul>
    </section>
  `;
}
