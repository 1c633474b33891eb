// @ts-check
// A manager's own page: how they rule beside their colleagues, and a coaching card to fill. Nobody else ever sees it.

import { AwardCards, Picked } from "../../shared/components/case.js";
import { Row, coefficient, hundredths, levels, said, signedHundredths } from "../../shared/components/figures.js";
import { Downloads } from "../../shared/components/downloads.js";
import { PrintButton, Sheet, SheetHead } from "../../shared/components/sheet.js";
import { StatusRegion, say } from "../../shared/components/status.js";
import { connect } from "../../shared/connection.js";
import { fetched } from "../../shared/fetched.js";
import { day, signed, t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { start } from "../../shared/start.js";
import { html, useState } from "../../vendor/ui.mjs";

const BOXES = /** @type {const} */ (["happened", "mattered", "alternative", "next_call"]);
const LONGEST = 280;

const key = takeKey("manager");
const held = fetched("/api/manager-page", key);
const line = key ? connect(key) : null;

/** @param {string} kind @param {Record<string, unknown>} fields */
async function keep(kind, fields) {
  const ack = await line?.send(kind, fields, kind);
  if (ack?.ok) say(t("mine.kept"));
  return ack;
}

const Page = () => html`
  <${Sheet} held=${held} name="my-page" title=${t("mine.title")} back="/manager" backTo=${t("card.back")}>
    ${(/** @type {any} */ page) => html`
      <${SheetHead} title=${page.name} note=${`${t("mine.title")} · ${page.title} · ${day(page.opened_at)}`}>
        <p class="muted">${t("mine.only_you")}</p>
        ${!page.closed && html`<p class="card">${t("mine.so_far")}</p>`}
        ${page.complete
          ? html`<p><${PrintButton} /></p>
              <${Downloads} seatKey=${key} title=${page.title} offers=${[{ file: "my-page.pdf", label: t("paper.pdf") }]} />`
          : html`<p class="small no-print">${t("mine.print_when")}</p>`}
      <//>
      <${AwardCards} view=${page} kinds=${page.awards} />
      <${Figures} page=${page} />
      <${Rulings} rulings=${page.rulings} />
      <${Praise} page=${page} />
      <${Coaching} card=${page.coaching} complete=${page.complete} />
      ${page.plans.length > 0 &&
      html`<section class="card stack-tight"><h2>${t("card.plan")}</h2>${page.plans.map((/** @type {string} */ plan) => html`<p><strong>${plan}</strong></p>`)}</section>`}
      <${Release} page=${page} />
      <p class="small muted no-print">${t("card.keep")} <a href="/kept">${t("common.kept")}</a> · <a href="/method">${t("card.method")}</a></p>
      <${StatusRegion} />
    `}
  <//>
`;

/** @param {{ page: any }} props */
function Figures({ page: { measures, low_error, high_error, rulings } }) {
  const figure = (/** @type {string} */ name, /** @type {any} */ one, /** @type {(value: number) => string} */ write) =>
    html`<${Row} name=${name} ...${said(name, one, write)} />`;
  return html`
    <section class="card stack-tight">
      <h2>${t("mine.beside")}</h2>
      <p class="small muted">${t("mine.ends", { low: low_error, high: high_error })}</p>
      <dl class="measures">
        ${figure("tilt", measures.tilt, levels)} ${figure("who_tilt", measures.authority, levels)}
        ${figure("own_consensus", measures.false_consensus, signedHundredths)}
        <${Row} name="must" says=${measures.must.cases ? t("measure.must.says", { value: measures.must.handed_over, n: measures.must.cases }) : t("measure.must.none")} thin=${!measures.must.cases} />
        <${Row} name="twins" says=${twins(measures.twins, rulings)} thin=${!measures.twins.length} />
      </dl>
    </section>
    <section class="card stack-tight">
      <h2>${t("mine.read")}</h2>
      <dl class="measures">
        ${figure("gap", measures.gap, levels)} ${figure("readability", measures.readability, hundredths)}
        ${figure("skill", measures.skill, coefficient)}
      </dl>
    </section>
  `;
}

/** @param {any[]} pairs @param {any[]} rulings */
function twins(pairs, rulings) {
  if (!pairs.length) return t("measure.twins.none");
  const title = (/** @type {string} */ step) => rulings.find((one) => one.step === step)?.title ?? "";
  return pairs.map(({ first, second, moved }) => {
    const slots = { one: title(first), other: title(second), value: signed(moved) };
    return html`<span class="twin">${t(moved ? "measure.twins.says" : "measure.twins.same", slots)} </span>`;
  });
}

/** @param {{ rulings: any[] }} props */
const Rulings = ({ rulings }) => html`
  <section class="card stack-tight">
    <h2>${t("mine.rulings")}</h2>
    ${!rulings.length && html`<p>${t("mine.no_rulings")}</p>`}
    <ul class="facts-list">
      ${rulings.map(
        (one) => html`<li class="stack-tight" key=${one.step}>
          <strong>${one.title}</strong>
          <${Picked} options=${one.options} level=${one.level} />
          ${one.second !== null && one.second !== one.level && html`<span>→ <${Picked} options=${one.options} level=${one.second} /></span>`}
          <span class="small">${t("round.line_authority")}: ${one.authority_options.find((/** @type {any} */ rung) => rung.level === one.authority)?.label}</span>
          ${one.dial !== null && html`<span class="small muted">${t("mine.dial", { value: one.dial_after === null ? one.dial : `${one.dial} → ${one.dial_after}` })}</span>`}
        </li>`,
      )}
    </ul>
  </section>
`;

/** @param {{ page: any }} props */
const Praise = ({ page: { praise, thanks } }) => html`
  <section class="card stack-tight">
    <h2>${t("mine.praise")}</h2>
    <p>${t("mine.praise_given", { n: praise.lines, m: praise.people, k: praise.reps })}</p>
    ${thanks.map((/** @type {any} */ one) => html`<p class="cue"><strong>${one.by}</strong>: ${one.text}</p>`)}
  </section>
`;

/** Four boxes, for one's own use. @param {{ card: any, complete: boolean }} props */
function Coaching({ card, complete }) {
  const [form, fill] = useState(card);
  const [fault, blame] = useState("");
  const changed = BOXES.some((box) => form[box].trim() !== card[box]);
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ack = await keep("keep_coaching", Object.fromEntries(BOXES.map((box) => [box, form[box]])));
    blame(ack?.ok ? "" : (ack?.text ?? ""));
  };
  return html`
    <form class="card stack coaching" onSubmit=${save}>
      <div class="stack-tight">
        <h2>${t("mine.coaching")}</h2>
        <p class="small muted">${t("mine.coaching_note")}</p>
      </div>
      ${BOXES.map(
        (box) => html`<div class="field" key=${box}>
          <label for=${box}>${t(`mine.box_${box}`)}</label>
          <textarea id=${box} class="no-print" maxlength=${LONGEST} value=${form[box]} onInput=${(/** @type {any} */ event) => fill({ ...form, [box]: event.target.value })}></textarea>
          <p class="print-only">${card[box]}</p>
        </div>`,
      )}
      <div class="row no-print">
        <button class="primary" disabled=${!changed}>${t("mine.keep")}</button>
        <span class=${changed || !complete ? "muted" : "answer-in"}>${t(changed ? "mine.not_kept" : complete ? "mine.complete" : "mine.incomplete")}</span>
      </div>
      ${fault && html`<p class="fault" role="alert">${fault}</p>`}
    </form>
  `;
}

/** The tick that lets the own name go further up. @param {{ page: any }} props */
function Release({ page: { can_go_up, goes_up } }) {
  const tick = (/** @type {any} */ event) => keep("release_name", { on: event.target.checked });
  return html`
    <section class="card stack-tight no-print">
      <h2>${t("mine.upward")}</h2>
      ${can_go_up
        ? html`<label class="check"><input type="checkbox" checked=${goes_up} onChange=${tick} /><span>${t("mine.release")}</span></label>`
        : html`<p>${t("mine.release_none")}</p>`}
      <p class="small muted">${t("mine.release_note")}</p>
    </section>
  `;
}

start(() => html`<${Page} />`);
// Once all is answered, what an earlier visit left to send too, the page shows what came of it.
line?.waiting.subscribe((/** @type {number} */ left) => left || held.load());
if (!line || line.waiting.peek()) held.load();
