// @ts-check
// The facilitator's report: what was played, how far apart the rulings were, and how each case was closed.

import { awardTitle } from "../../shared/awards.js";
import { api } from "../../shared/api.js";
import { BoardTable } from "../../shared/components/board.js";
import { LineCard, Paper } from "../../shared/components/case.js";
import { Dial } from "../../shared/components/dial.js";
import { Strip } from "../../shared/components/strip.js";
import { clockTime, day, list, money, t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { start } from "../../shared/start.js";
import { html, signal } from "../../vendor/ui.mjs";
import { ToTakeAlong } from "./downloads.js";
import { Measures } from "./measures.js";

const key = takeKey("console");
const report = signal(/** @type {any} */ (null));
const fault = signal("");

async function load() {
  try {
    report.value = await api("/api/report", { key });
    document.title = `${report.value.title} · Up to You`;
  } catch (/** @type {any} */ error) {
    fault.value = error.message;
  }
}

function Report() {
  const held = report.value;
  if (fault.value) {
    return html`<main class="report stack"><h1>${t("report.title")}</h1><p role="alert">${fault.value}</p><a href="/console">${t("report.to_console")}</a></main>`;
  }
  if (!held) return html`<main class="report"><p role="status">${t("common.connecting")}</p></main>`;
  const closings = held.cases.filter((one) => one.line);
  const open = held.cases.filter((one) => one.fate === "played" && one.line && ["open", "differ"].includes(one.line.closing));
  return html`
    <main class="report stack">
      <header class="stack-tight">
        <p class="muted">Up to You · ${held.pack}</p>
        <h1>${held.title}</h1>
        <p>${day(held.opened_at)} · ${t("report.people", { n: held.reps })} · ${t("report.managers", { n: held.managers.length + held.managers_in_sums })}</p>
        ${!held.closed && html`<p class="cue">${t("report.so_far")}</p>`}
        <p class="no-print row"><button onClick=${() => print()}>${t("common.print")}</button> <a href="/console">${t("report.to_console")}</a></p>
      </header>

      <${ToTakeAlong} seatKey=${key} title=${held.title} />

      <section class="stack-tight">
        <h2>${t("report.summary")}</h2>
        <${Summary} held=${held} />
      </section>

      <section class="stack-tight">
        <h2>${t("report.lines", { n: closings.length })}</h2>
        ${!closings.length && html`<p>${t("report.no_lines")}</p>`}
        ${closings.map(
          (one) => html`<div class="stack-tight report-line" key=${one.step}>
            <h3>${one.title}</h3>
            <${LineCard} round=${asRound(one)} line=${one.line} />
            ${one.line.review_on && html`<p class="small muted">${t("report.review", { day: day(one.line.review_on) })}</p>`}
          </div>`,
        )}
        ${open.length > 0 && html`<p>${t("report.open", { names: list(open.map((one) => one.title)) })}</p>`}
      </section>

      <section class="stack-tight">
        <h2>${t("round.board")}</h2>
        <${BoardTable} board=${held.board} />
      </section>

      ${held.cases.some((one) => one.fate === "played") && html`<${Measures} measures=${held.measures} currency=${held.currency} />`}

      ${held.cases.filter((one) => !UNPLAYED.includes(one.fate)).map((one) => html`<${Case} one=${one} currency=${held.currency} key=${one.step} />`)}
      ${held.stale_papers.length > 0 &&
      html`<section class="stack-tight">
        <h2>${t("report.stale")}</h2>
        <p class="small muted">${t("report.stale_note")}</p>
        <ul>${held.stale_papers.map((paper) => html`<li key=${paper.text}>${paper.text}<br /><span class="small muted">${staleness(paper)}</span></li>`)}</ul>
      </section>`}
      ${held.awards.length > 0 &&
      html`<section class="stack-tight">
        <h2>${t("round.awards")}</h2>
        <ul>${held.awards.map((award) => html`<li><strong>${awardTitle(held, award.kind)}</strong>: ${list(award.names)}</li>`)}</ul>
      </section>`}
      <section class="stack-tight">
        <h2>${t("report.day")}</h2>
        <ol class="report-day">
          ${held.agenda.map(
            (step) => html`<li class=${step.cut ? "muted" : ""}>
              <span class="nowrap">${step.begun_at ? clockTime(step.begun_at) : "–"}</span>
              <span>${step.title || t(`phase.${step.kind}`)} · ${t("report.minutes", { n: step.minutes })}${step.cut && ` · ${t("report.cut")}`}</span>
            </li>`,
          )}
        </ol>
      </section>
      <section class="stack-tight">
        <h2>${t("report.method")}</h2>
        <p>${t("report.method_private")}</p>
        <p><a href="/method">${t("report.method_link")}</a></p>
      </section>
    </main>
  `;
}

/** Cases that nobody saw stand in the course of the day, and nowhere else. */
const UNPLAYED = ["left_out", "to_come"];

/** What somebody with two minutes reads. @param {{ held: any }} props */
function Summary({ held }) {
  const { before, after, cases, thin } = held.alignment;
  const prices = held.cases.filter((one) => one.result?.price).map((one) => one.result.price);
  const widest = prices.reduce((best, one) => (!best || one.highest - one.lowest > best.highest - best.lowest ? one : best), null);
  return html`
    <ul class="stack-tight">
      ${before !== null
        ? html`<li>${t("report.alignment", { before, n: cases })}${after !== null && after !== before && ` ${t("report.alignment_after", { after })}`}
            ${thin && html` <span class="muted">${t("board.alignment_thin")}</span>`}</li>`
        : html`<li>${t("report.no_alignment")}</li>`}
      ${widest && html`<li>${t("report.widest", { low: money(widest.lowest, held.currency), high: money(widest.highest, held.currency) })}</li>`}
      <li>${t("report.praise", { n: held.praise_lines, m: held.praised, k: held.reps })}</li>
      <li>${t("report.commitments", { n: held.commitments })}</li>
    </ul>
  `;
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

/** Where a paper stands, and what is wrong with it. @param {any} paper */
const staleness = (paper) =>
  [
    paper.ref,
    paper.dated,
    paper.owner,
    paper.flagged && t("round.stale"),
    paper.overdue && t("round.overdue", { day: day(paper.review_on) }),
  ]
    .filter(Boolean)
    .join(" · ");

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
    ${result.price && html`<p>${t("report.price", { low: money(result.price.lowest, currency), high: money(result.price.highest, currency), gap: money(Math.round(result.price.gap), currency) })}</p>`}
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
load();
