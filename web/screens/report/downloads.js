// @ts-check
// What the facilitator can take along: papers to print, and tables for further work.

import { Downloads } from "../../shared/components/downloads.js";
import { t } from "../../shared/i18n.js";
import { html } from "../../vendor/ui.mjs";

const TABLES = ["workshop", "cases", "rulings", "predictions", "own_rulings", "conditions", "lines", "measures", "pairs", "agenda"];

/** @param {{ seatKey: string | null, title: string }} props */
export const ToTakeAlong = ({ seatKey, title }) => html`
  <section class="stack-tight no-print">
    <h2>${t("paper.downloads")}</h2>
    <${Downloads} seatKey=${seatKey} title=${title} offers=${[
      { file: "work-aid.pdf", label: t("paper.work_aid_pdf") },
      { file: "workshop-report.pdf", label: t("paper.report_pdf") },
      { file: "workshop.xlsx", label: t("paper.workbook") },
      { file: "workshop.zip", label: t("paper.csv") },
      { file: "workshop.json", label: t("paper.json") },
    ]} />
    <details class="small">
      <summary>${t("paper.single")}</summary>
      <${Downloads} seatKey=${seatKey} title=${title} offers=${TABLES.map((name) => ({ file: `${name}.csv`, label: name }))} />
    </details>
    <p class="small muted">${t("paper.downloads_note")}</p>
  </section>
`;
