// @ts-check
// The report for the bosses' bosses, to print and pass on: figures for all managers together, and names only once
// every one of them agreed.

import { Needle, differs, range } from "../../shared/components/board.js";
import { Downloads } from "../../shared/components/downloads.js";
import { Change, Noise, Row, Transfer, hundredths, said, signedHundredths } from "../../shared/components/figures.js";
import { PrintButton, Sheet, SheetHead } from "../../shared/components/sheet.js";
import { Stale } from "../../shared/components/stale.js";
import { fetched } from "../../shared/fetched.js";
import { day, money, t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { start } from "../../shared/start.js";
import { html } from "../../vendor/ui.mjs";

const key = takeKey("console");
const held = fetched("/api/upward", key);

const Upward = () => html`
  <${Sheet} held=${held} name="wide-sheet upward" title=${t("upward.title")} back="/report" backTo=${t("upward.back")}>
    ${(/** @type {any} */ report) => html`
      <${SheetHead} title=${report.title} note=${`${t("upward.title")} · ${report.pack} · ${day(report.opened_at)}`}>
        <p>${t("report.managers", { n: report.managers })} · ${t("report.people", { n: report.reps })}</p>
        <p class="muted">${t(report.named ? "upward.named" : "upward.sums")}</p>
        ${!report.closed && html`<p class="card">${t("report.so_far")}</p>`}
        <p class="row no-print"><${PrintButton} /></p>
        <${Downloads} seatKey=${key} title=${report.title} offers=${[{ file: "report-to-pass-on.pdf", label: t("paper.pdf") }]} />
      <//>
      ${report.left_out > 0 && html`<p class="card">${t("upward.left_out", { n: report.left_out })}</p>`}
      ${report.cases.length > 0 ? html`<${Agreement} report=${report} /><${Cases} report=${report} />` : html`<p>${t("upward.none")}</p>`}
      <${Outcomes} report=${report} />
      <${Stale} papers=${report.stale} />
      <section class="stack-tight">
        <h2>${t("report.method")}</h2>
        <p>${t("report.method_n", { n: report.cases.length, m: report.managers, k: report.reps })} ${t("upward.method")}</p>
        <p><a href="/method">${t("report.method_link")}</a></p>
      </section>
    `}
  <//>
`;

/** @param {{ report: any }} props */
function Agreement({ report: { measures, currency, ...report } }) {
  const whole = (/** @type {number} */ value) => money(Math.round(value), currency);
  const figure = (/** @type {string} */ name, /** @type {(value: number) => string} */ write) =>
    html`<${Row} name=${name} ...${said(name, measures[name], write)} />`;
  return html`
    <section class="stack-tight">
      <h2>${t("measure.chapter.apart")}</h2>
      <dl class="measures">
        ${figure("alignment", hundredths)} ${figure("authority", hundredths)} ${figure("price_gap", whole)} ${figure("price_range", whole)}
        <${Noise} noise=${measures.noise} thin=${measures.noise_thin} />
        ${figure("false_consensus", signedHundredths)}
      </dl>
      ${differs(report.price) && html`<p>${t("board.price_day", { low: money(report.price.lowest, currency), high: money(report.price.highest, currency) })}</p>`}
      <${Needle} board=${report} />
    </section>
    <section class="stack-tight">
      <h2>${t("measure.chapter.change")}</h2>
      <dl class="measures"><${Change} change=${measures.change} /><${Transfer} transfer=${measures.transfer} /></dl>
    </section>
  `;
}

/** The heat strip: a row a case, its spread in words, and no column that belongs to anybody. @param {{ report: any }} props */
const Cases = ({ report: { cases, currency } }) => html`
  <section class="stack-tight">
    <h2>${t("upward.cases")}</h2>
    <table class="heat">
      <thead>
        <tr><th scope="col">${t("board.case")}</th><th scope="col">${t("board.spread")}</th><th scope="col">${t("board.price")}</th></tr>
      </thead>
      <tbody>
        ${cases.map(
          (/** @type {any} */ one) => html`<tr key=${one.step}>
            <th scope="row">${one.title}</th>
            <td><${Heat} value=${one.dial} verdict=${one.verdict} />${one.dial_after !== null && html`<${Heat} value=${one.dial_after} verdict=${one.verdict_after} after />`}</td>
            <td>${one.price && range(one.price)}</td>
          </tr>
          ${one.rulings.length > 0 && html`<tr class="heat-names"><td colspan="3">${one.rulings.map(named).join(" · ")}</td></tr>`}`,
        )}
      </tbody>
    </table>
    <p class="small muted">${t("upward.heat_note")}</p>
  </section>
`;

/** @param {any} one */
const named = ({ name, ruling, second }) => `${name}: ${ruling}${second && second !== ruling ? ` → ${second}` : ""}`;

/** How close the managers are: a bar as long as the dial is high, and the words for it. */
const Heat = ({ value, verdict, after = false }) => html`
  <span class="heat-cell">
    <span class="heat-bar" aria-hidden="true"><span style=${{ width: `${value}%` }}></span></span>
    <span>${after && "→ "}<strong>${value}</strong> ${t(`round.verdict.${verdict}`)}</span>
  </span>
`;

/** @param {{ report: any }} props */
const Outcomes = ({ report: { written, open, praise } }) => html`
  <section class="stack-tight">
    <h2>${t("upward.outcomes")}</h2>
    <ul class="stack-tight">
      <li>${t("upward.written", { n: written })}</li>
      ${open.length > 0 &&
      html`<li>${t("report.open_title")}: ${open.map((/** @type {any} */ one) => `${one.title} (${t(`round.closing.${one.closing}`)})`).join(", ")}</li>`}
      ${praise && html`<li>${t("report.praise", { n: praise.lines, m: praise.praised, k: praise.reps })}</li>`}
    </ul>
  </section>
`;

start(() => html`<${Upward} />`, { theme: "paper" });
held.load();
