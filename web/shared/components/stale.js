// @ts-check
// Papers that no longer carry what people do, and whether the room wrote a line in their place.

import { dated, day, t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";

/** @param {{ papers: any[] }} props */
export function Stale({ papers }) {
  if (!papers.length) return null;
  return html`
    <section class="stack-tight">
      <h2>${t("report.stale")}</h2>
      <p class="small muted">${t("report.stale_note")}</p>
      <ul class="stack-tight">
        ${papers.map(
          (paper) => html`<li key=${paper.text}>
            ${paper.title && html`<strong>${paper.title}</strong>: `}“${paper.text}”
            <span class="muted"> ${[paper.ref, dated(paper.dated), paper.owner].filter(Boolean).join(" · ")}</span><br />
            ${reasons(paper)}
          </li>`,
        )}
      </ul>
    </section>
  `;
}

/** @param {any} paper */
function reasons({ flagged, why, review_on, replaced }) {
  const parts = [flagged && `${t("round.stale")}.`, why && (why === "overdue" ? `${t("round.overdue", { day: day(review_on) })}.` : t(`report.stale_${why}`))];
  return [...parts, t(replaced ? "report.stale_replaced" : "report.stale_open")].filter(Boolean).join(" ");
}
