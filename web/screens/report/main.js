// @ts-check
// The facilitator's report: what was played, how far apart the rulings were, how each case was closed, and how the
// lines live on.

import { BoardTable, Needle, differs, leaning } from "../../shared/components/board.js";
import { LineCard, Paper, awardTitle } from "../../shared/components/case.js";
import { LineForm } from "../../shared/components/line-form.js";
import { BINDING, LineSheet } from "../../shared/components/lines.js";
import { Dial } from "../../shared/components/dial.js";
import { Stale } from "../../shared/components/stale.js";
import { Strip } from "../../shared/components/strip.js";
import { clockTime, day, list, money, t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { start } from "../../shared/start.js";
import { connect } from "../../shared/connection.js";
import { fetched } from "../../shared/fetched.js";
import { html, useState } from "../../vendor/ui.mjs";
import { ToTakeAlong } from "./downloads.js";
import { Measures } from "./measures.js";

const key = takeKey("console");
const held = fetched("/api/report", key);

/** The line to the server, from the first change on. @type {import("../../shared/connection.js").Line | null} */
let line = null;

function Report() {
  const report = held.data.value;
  if (!report && held.fault.value) {
    return html`<main class="report stack"><h1>${t("report.title")}</h1><p role="alert">${held.fault.value}</p><a href="/console">${t("report.to_console")}</a></main>`;
  }
  if (!report) return html`<main class="report"><p role="status">${t("common.connecting")}</p></main>`;
  return html`
    <main class="report stack">
      <header class="stack-tight">
        <p class="muted">Up to You · ${report.pack}</p>
        <h1>${report.title}</h1>
        <p>${day(report.opened_at)} · ${t("report.people", { n: report.reps })} · ${t("report.managers", { n: report.managers.length + report.managers_in_sums })}</p>
        ${!report.closed && html`<p class="cue">${t("report.so_far")}</p>`}
        <p class="no-print row"><button onClick=${() => print()}>${t("common.print")}</button> <a class="button" href="/upward">${t("report.upward")}</a> <a href="/console">${t("report.to_console")}</a></p>
      </header>

      <${ToTakeAlong} seatKey=${key} title=${report.title} />

      <section class="stack-tight">
        <h2>${t("report.summary")}</h2>
        <${Summary} report=${report} />
      </section>

      <${Lines} report=${report} />
      <${Open} entries=${report.lines.entries} />
      <${Stale} papers=${report.stale_papers} />

      <section class="stack-tight">
        <h2>${t("round.board")}</h2>
        <${BoardTable} board=${report.board} />
        <${Needle} board=${report.board} />
      </section>

      ${report.cases.some((one) => one.fate === "played") && html`<${Measures} measures=${report.measures} currency=${report.currency} />`}

      ${report.cases.filter((one) => !UNPLAYED.includes(one.fate)).map((one) => html`<${Case} one=${one} currency=${report.currency} key=${one.step} />`)}
      ${report.awards.length > 0 &&
      html`<section class="stack-tight">
        <h2>${t("round.awards")}</h2>
        <ul>${report.awards.map((award) => html`<li><strong>${awardTitle(report, award.kind)}</strong>: ${list(award.names)}</li>`)}</ul>
      </section>`}
      <section class="stack-tight">
        <h2>${t("report.day")}</h2>
        <${NotCounted} cases=${report.cases} />
        <ol class="report-day">
          ${report.agenda.map(
            (step) => html`<li class=${step.cut ? "muted" : ""}>
              <span class="nowrap">${step.begun_at ? clockTime(step.begun_at) : "–"}</span>
              <span>${step.title || t(`phase.${step.kind}`)} · ${t("report.minutes", { n: step.minutes })}${step.cut && ` · ${t("report.cut")}`}</span>
            </li>`,
          )}
        </ol>
      </section>
      <section class="stack-tight">
        <h2>${t("report.method")}</h2>
        <p>${t("report.method_n", { n: report.board.rows.length, m: report.managers.length + report.managers_in_sums, k: report.reps })}</p>
        <p>${t("report.method_private")}</p>
        <p><a href="/method">${t("report.method_link")}</a></p>
      </section>
    </main>
  `;
}

/** Cases that nobody saw stand in the course of the day, and nowhere else. */
const UNPLAYED = ["left_out", "to_come"];

/** What somebody with two minutes reads. @param {{ report: any }} props */
function Summary({ report }) {
  const { before, after, cases, thin } = report.alignment;
  const { price, crowd } = report.board;
  const prices = report.cases.map((one) => one.result?.price).filter(differs);
  const widest = prices.reduce((best, one) => (!best || one.highest - one.lowest > best.highest - best.lowest ? one : best), null);
  return html`
    <ul class="stack-tight">
      ${before !== null
        ? html`<li>${t("report.alignment", { before, n: cases })}${after !== null && after !== before && ` ${t("report.alignment_after", { after })}`}
            ${thin && html` <span class="muted">${t("board.alignment_thin")}</span>`}</li>`
        : html`<li>${t("report.no_alignment")}</li>`}
      ${widest && html`<li>${t("report.widest", { low: money(widest.lowest, report.currency), high: money(widest.highest, report.currency) })}</li>`}
      ${differs(price) && html`<li>${t("board.price_day", { low: money(price.lowest, price.currency), high: money(price.highest, price.currency) })}</li>`}
      ${crowd && html`<li>${t("board.crowd_day", { hits: crowd.hits, n: crowd.total })} ${t(`board.${leaning(crowd.leaning)}`)}</li>`}
      <li>${t("report.praise", { n: report.praise_lines, m: report.praised, k: report.reps })}</li>
      <li>${t("report.commitments", { n: report.commitments })}</li>
    </ul>
  `;
}

/** The lines as they stand, each with its versions and a way to change it. @param {{ report: any }} props */
function Lines({ report }) {
  const { entries, currency } = report.lines;
  const owners = report.managers.map((/** @type {any} */ face) => face.name);
  return html`
    <section class="stack">
      <h2>${t("report.lines", { n: entries.length })}</h2>
      ${!entries.length && html`<p>${t("report.no_lines")}</p>`}
      ${entries.map((/** @type {any} */ entry) => html`<${LiveLine} entry=${entry} currency=${currency} owners=${owners} key=${entry.step} />`)}
    </section>
  `;
}

/** @param {{ entry: any, currency: string, owners: string[] }} props */
function LiveLine({ entry, currency, owners }) {
  const [editing, edit] = useState(false);
  const send = async (/** @type {any} */ fields) => {
    line ??= connect(/** @type {string} */ (key));
    const ack = await line.send("amend_line", { step: entry.step, ...fields });
    if (ack.ok) {
      await held.load();
      edit(false);
    }
    return ack;
  };
  return html`
    <div class="stack-tight report-line">
      <${LineSheet} entry=${entry} currency=${currency} heading="h3" />
      ${editing
        ? html`<div class="card no-print stack-tight">
            <p><strong>${t("line.change_title", { n: entry.line.version + 1 })}</strong></p>
            <${LineForm} line=${entry.line} options=${entry.options} authority=${entry.authority} owners=${owners} amended label=${t("line.change_save")} of=${entry.step} send=${send} />
            <button class="quiet" onClick=${() => edit(false)}>${t("common.close")}</button>
          </div>`
        : html`<p class="no-print"><button class="small-button" onClick=${() => edit(true)}>${t("line.change")}<span class="sr-only">: ${entry.title}</span></button></p>`}
    </div>
  `;
}

/** What is not agreed is a result too. @param {{ entries: any[] }} props */
function Open({ entries }) {
  const open = entries.filter((one) => !BINDING.includes(one.line.closing));
  if (!open.length) return null;
  return html`
    <section class="stack-tight">
      <h2>${t("report.open_title")}</h2>
      <ul>${open.map((one) => html`<li><strong>${one.title}</strong>: ${t(`round.closing.${one.line.closing}`)}. ${one.line.wording || one.line.why}</li>`)}</ul>
    </section>
  `;
}

/** Rounds that count nowhere are named all the same. @param {{ cases: any[] }} props */
function NotCounted({ cases }) {
  const out = cases.filter((one) => ["void", "broken_off", "left_out"].includes(one.fate));
  if (!out.length) return null;
  return html`<p>${t("report.not_counted")} ${list(out.map((one) => `${one.title} (${t(`report.fate.${one.fate}`)})`))}.</p>`;
}

/** @param {any} one */
const asRound = (one) => ({ case: { options: one.options, authority: one.authority } });

/** @param {{ one: any, currency: string }} props */
function Case({ one, currency }) {
  const kind = one.practice ? t("phase.practice") : t(one.flash ? "report.flash" : "report.full");
  return html`
    <section class="stack report-case">
      <div>
        <p class="small muted">${kind}${one.fate !== "played" && ` · ${t(`report.fate.${one.fate}`)}`}</p>
        <h2>${one.title}</h2>
      </div>
      <p>${one.text}</p>
      <ul class="small">${one.facts.map((fact) => html`<li>${fact}</li>`)}</ul>
      ${one.result && html`<${Rulings} one=${one} currency=${currency} />`}
      ${one.crowd && html`<div class="stack-tight"><h3>${t("report.predictions", { n: one.crowd.total })}</h3>
        <${Strip} options=${one.options} tokens=${[]} crowd=${one.crowd.levels} label=${counts(one.options, one.crowd.levels)} />
        ${one.read && html`<p>${t("report.read", { hits: one.read.hits, n: one.read.total })}</p>`}</div>`}
      ${one.own && html`<div class="stack-tight"><h3>${t("report.own", { n: one.own.total })}</h3>
        <${Strip} options=${one.options} tokens=${[]} crowd=${one.own.levels} label=${counts(one.options, one.own.levels)} /></div>`}
      <${Depends} conditions=${one.conditions} />
      ${one.notes.length > 0 && html`<div class="stack-tight"><h3>${t("round.impact")}</h3><ul>${one.notes.map((note) => html`<li>${note}</li>`)}</ul></div>`}
      ${one.paper && html`<${Paper} paper=${one.paper} />`}
      ${one.line && html`<${LineCard} round=${asRound(one)} line=${one.line} />`}
    </section>
  `;
}


/** @param {any[]} options @param {[number, number][]} levels */
const counts = (options, levels) => levels.map(([level, count]) => `${options.find((one) => one.level === level)?.label}: ${count}`).join("; ");

function Rulings({ one, currency }) {
  const { result, second } = one;
  return html`
    <div class="report-rulings">
      <div class="stack-tight">
        <h3>${t("report.rulings")}</h3>
        <${Strip} options=${one.options} tokens=${one.rulings} />
      </div>
      ${result.dial !== null && html`<${Dial} value=${result.dial} verdict=${result.verdict} />`}
    </div>
    <table class="report-table">
      <thead><tr><th scope="col">${t("report.who")}</th><th scope="col">${t("report.what")}</th><th scope="col">${t("round.line_authority")}</th><th scope="col">${t("report.why")}</th></tr></thead>
      <tbody>
        ${one.rulings.map(
          (ruling) => html`<tr>
            <th scope="row">${ruling.face.name}${ruling.chair && html` <span class="pill">${t("report.chair")}</span>`}</th>
            <td>${label(one.options, ruling.level)}</td>
            <td>${label(one.authority, ruling.authority)}</td>
            <td>${ruling.reasons.join(", ")}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    ${result.counted_only > 0 && html`<p class="small">${t("stage.counted_only", { n: result.counted_only })}</p>`}
    ${one.must_escalate && html`<p class="cue">${t("round.must_escalate")}</p>`}
    ${differs(result.price) && html`<p>${t("report.price", { low: money(result.price.lowest, currency), high: money(result.price.highest, currency), gap: money(Math.round(result.price.gap), currency) })}</p>`}
    ${second &&
    html`<div class="report-rulings">
      <div class="stack-tight"><h3>${t("report.second")}</h3><${Strip} options=${one.options} tokens=${second.tokens} /></div>
      ${second.dial !== null && html`<${Dial} value=${second.dial} verdict=${second.verdict} before=${result.dial} />`}
    </div>`}
  `;
}

const label = (options, level) => options.find((one) => one.level === level)?.label ?? "";

function Depends({ conditions }) {
  const named = conditions.filter((one) => one.softer.length || one.firmer.length);
  if (!named.length) return null;
  const names = (faces) => list(faces.map((face) => face.name));
  return html`
    <div class="stack-tight">
      <h3>${t("round.depends")}</h3>
      <ul>
        ${named.map((one) => html`<li><strong>${one.text}</strong>
          ${one.softer.length > 0 && ` ${t("round.softer_by", { names: names(one.softer) })}`}
          ${one.firmer.length > 0 && ` ${t("round.firmer_by", { names: names(one.firmer) })}`}</li>`)}
      </ul>
    </div>
  `;
}

start(() => html`<${Report} />`, { theme: "paper" });
held.load();
