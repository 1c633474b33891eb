// @ts-check
// A case and what comes out of it: rulings, praise, awards, lines.

import { dated, day, list, money, t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";
import { Dial } from "./dial.js";
import { Mark, Strip } from "./strip.js";

/** The text and facts of a case. @param {{ round: any, open?: boolean }} props */
export function CaseText({ round, open = true }) {
  const { title, text, facts, turns, channel } = round.case;
  const body = html`
    <div class="stack-tight">
      <p class="case-text">${text}</p>
      ${turns.length > 0 &&
      html`<ol class="turns">
        ${turns.map(([speaker, line]) => html`<li><strong>${speaker}:</strong> ${line}</li>`)}
      </ol>`}
      <ul class="facts">
        ${facts.map((fact) => html`<li>${fact}</li>`)}
      </ul>
    </div>
  `;
  if (open) {
    return html`
      <section class="card case stack-tight">
        <p class="small muted">${t(`round.channel.${channel}`)}</p>
        <h2>${title}</h2>
        ${body}
      </section>
    `;
  }
  return html`<details class="card case"><summary>${title}</summary>${body}</details>`;
}

/** What was picked on a ladder. @param {{ options: any[], level: number | null }} props */
export function Picked({ options, level }) {
  const option = options.find((one) => one.level === level);
  if (!option) return html`<span class="muted">${t("round.nothing")}</span>`;
  return html`<span class="picked">
    <${Mark} level=${option.level} levels=${options.map((one) => one.level)} /> ${option.label}
  </span>`;
}

/** Who decides, in words. @param {{ round: any, level: number | null }} props */
export function Authority({ round, level }) {
  const rung = round.case.authority.find((one) => one.level === level);
  return html`<span>${rung ? rung.label : t("round.nothing")}</span>`;
}

/** The rulings shown so far, and the spread once it is settled. @param {{ round: any, currency?: string }} props */
export function Shown({ round }) {
  if (!round.tokens.length && !round.result) return null;
  return html`
    <section class="card stack">
      <${Strip} options=${round.case.options} tokens=${round.tokens}
        ghost=${round.result ? null : (round.read?.expected ?? null)} />
      ${round.result?.dial != null &&
      html`<div class="dial-holder"><${Dial} value=${round.result.dial} verdict=${round.result.verdict} /></div>`}
      ${round.must_escalate && html`<p class="cue">${t("round.must_escalate")}</p>`}
    </section>
  `;
}

/** @param {{ price: any, currency: string }} props */
export const Price = ({ price, currency }) =>
  html`${t("round.price", { low: money(price.lowest, currency), high: money(price.highest, currency) })}`;

/** Praise for all to see. @param {{ praise: any }} props */
export function PraiseCard({ praise }) {
  return html`
    <blockquote class="cue praise">
      <p class="praise-to">${praise.to}</p>
      <p>${praiseSentence(praise)}</p>
      <footer>${praise.by}</footer>
    </blockquote>
  `;
}

/** "When ..., you ..., so that ..." @param {any} praise */
export function praiseSentence({ when, did, so_that }) {
  const parts = [when && t("round.praise_when", { text: when }), t("round.praise_did", { text: did })];
  if (so_that) parts.push(t("round.praise_so", { text: so_that }));
  return parts.filter(Boolean).join(" ");
}

/** What an award is called: the pack's own words, else the program's. @param {{ award_words: any[] }} view @param {string} kind */
export const awardTitle = (view, kind) => ownWords(view, kind)?.title ?? t(`award.${kind}`);

/** @param {{ award_words: any[] }} view @param {string} kind */
export const awardFor = (view, kind) => ownWords(view, kind)?.praise ?? t(`award.${kind}_for`);

/** @param {{ award_words: any[] }} view @param {string} kind */
const ownWords = (view, kind) => view.award_words.find((one) => one.id === kind);

/** The awards of one person. @param {{ view: any, kinds: string[] }} props */
export const AwardCards = ({ view, kinds }) =>
  kinds.map((kind) => html`<div class="cue stack-tight arrive" key=${kind}><h2>${awardTitle(view, kind)}</h2><p>${awardFor(view, kind)}</p></div>`);

/** What the talk has before it. @param {{ round: any }} props */
export function Talk({ round }) {
  const talk = round.talk;
  if (!talk) return null;
  const conditions = talk.conditions.filter((one) => one.softer.length || one.firmer.length);
  const names = (/** @type {any[]} */ faces) => list(faces.map((face) => face.name));
  return html`
    <section class="stack">
      <div class="card stack-tight">
        <h2>${t("round.questions")}</h2>
        <ul class="stack-tight">
          ${talk.questions.map((question) => html`<li>${question}</li>`)}
        </ul>
      </div>
      ${conditions.length > 0 &&
      html`<div class="card stack-tight">
        <h2>${t("round.depends")}</h2>
        <ul class="plain-list stack-tight">
          ${conditions.map(
            (one) => html`<li>
              <strong>${one.text}</strong><br />
              ${one.softer.length > 0 && html`<span>${t("round.softer_by", { names: names(one.softer) })} </span>`}
              ${one.firmer.length > 0 && html`<span>${t("round.firmer_by", { names: names(one.firmer) })}</span>`}
            </li>`,
          )}
        </ul>
      </div>`}
      <${InWriting} talk=${talk} />
    </section>
  `;
}

/** What is in writing on this case, and whether it still holds. @param {{ talk: any }} props */
export const InWriting = ({ talk }) => html`
  ${talk.paper && html`<${Paper} paper=${talk.paper} stale=${talk.paper_stale} />`}
  ${talk.guidelines.map((/** @type {any} */ line) => html`<${Guideline} line=${line} key=${line.id} />`)}
`;

/** @param {{ paper: any, stale?: boolean }} props */
export const Paper = ({ paper, stale = false }) => html`
  <div class="card stack-tight paper">
    <h2>${t("round.paper_says")}</h2>
    <p>${paper.text}</p>
    <p class="small muted">${[paper.ref, dated(paper.dated)].filter(Boolean).join(" · ")}</p>
    ${stale && html`<p><span class="pill">${t("round.stale")}</span></p>`}
  </div>
`;

/** A line that is in force already. @param {{ line: any }} props */
const Guideline = ({ line }) => html`
  <div class="card stack-tight paper">
    <h2>${t("round.in_force")}</h2>
    <p>${line.text}</p>
    <p class="small muted">${[line.ref, line.owner].filter(Boolean).join(" · ")}</p>
    ${(line.stale || line.overdue) &&
    html`<p><span class="pill">${line.stale ? t("round.stale") : t("round.overdue", { day: day(line.review_on) })}</span></p>`}
  </div>
`;

/** A captured line, or what it was closed with instead. @param {{ round: any, line: any }} props */
export function LineCard({ round, line }) {
  const label = (/** @type {number | null} */ level) =>
    round.case.options.find((/** @type {any} */ one) => one.level === level)?.label ?? "";
  const rung = round.case.authority.find((/** @type {any} */ one) => one.level === line.authority);
  return html`
    <div class="card stack-tight line-card">
      <h2>${t(`round.closing.${line.closing}`)}</h2>
      ${line.wording && html`<p class="line-wording">${line.wording}</p>`}
      ${line.default !== null &&
      html`<dl class="pairs">
        <dt>${t("round.line_default")}</dt>
        <dd>${label(line.default)}</dd>
        ${line.low !== line.high &&
        html`<dt>${t("round.line_band")}</dt>
          <dd>${t("round.from_to", { from: label(line.low), to: label(line.high) })}</dd>`}
        <dt>${t("round.line_authority")}</dt>
        <dd>${rung?.label}</dd>
        <dt>${t("round.line_owner")}</dt>
        <dd>${line.owner}</dd>
      </dl>`}
      ${line.why && html`<p>${line.why}</p>`}
    </div>
  `;
}
