// @ts-check
// Before the first round, between rounds, and at the end.

import { AwardCards } from "../../../shared/components/case.js";
import { LookUp, refusal } from "../../../shared/components/phone.js";
import { PhaseTitle, say } from "../../../shared/components/status.js";
import { clockTime, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";
import { Commitment } from "../../rep/panels/closing.js";
import { Contract } from "../../rep/panels/lobby.js";
import { Praise } from "./praise.js";

/** @typedef {import("./rule.js").PanelProps} PanelProps */

/** @param {PanelProps} props */
export function Lobby({ line, shared, own }) {
  const hello = async () => {
    await line.send("hello");
    say(t("rep.hello_done"));
  };
  return html`
    <${PhaseTitle} move=${shared.place.step}>${t("manager.hello", { name: own.name })}<//>
    ${own.hello
      ? html`<p class="card"><strong>${t("rep.hello_done")}</strong></p>`
      : html`<button class="marigold wide tall" onClick=${hello}>${t("rep.hello")}</button>`}
    <${Disclosure} line=${line} shared=${shared} own=${own} />
    <section class="card stack-tight">
      <h2>${t("manager.how")}</h2>
      <ol class="stack-tight">
        <li>${t("manager.how_1")}</li>
        <li>${t("manager.how_2")}</li>
        <li>${t("manager.how_3")}</li>
        <li>${t("manager.how_4")}</li>
      </ol>
    </section>
    <${Contract} shared=${shared} />
  `;
}

/** @param {PanelProps} props */
export const Welcome = ({ line, shared, own }) => html`
  <${PhaseTitle} move=${shared.place.step}>${t("rep.welcome")}<//>
  <${Disclosure} line=${line} shared=${shared} own=${own} />
  <${Contract} shared=${shared} />
`;

/** Named, masked, or in sums only. @param {PanelProps} props */
function Disclosure({ line, shared, own }) {
  const choose = async (/** @type {string} */ disclosure) => {
    const ack = await line.send("disclose", { disclosure });
    if (!ack.ok) refusal.value = ack.text ?? "";
  };
  return html`
    <fieldset class="options disclosure">
      <legend>${t("manager.disclosure")}</legend>
      <div class="stack-tight">
        ${["named", "masked", "sum"].map(
          (one) => html`<label class="check" key=${one}>
            <input type="radio" name="disclosure" checked=${own.disclosure === one} onChange=${() => choose(one)}
              disabled=${!own.can.includes("disclose")} />
            <span>${t(`manager.disclosure_${one}`, { mask: own.mask })}</span>
          </label>`,
        )}
        ${own.disclosure !== "named" && shared.few_managers && html`<p class="small">${t("manager.thin_mask")}</p>`}
      </div>
    </fieldset>
  `;
}

/** @param {PanelProps} props */
export const Break = ({ line, shared, own }) => html`
  <${PhaseTitle} move=${shared.place.phase}>${t(`round.${shared.place.phase}`)}<//>
  ${shared.place.phase === "break" && shared.place.timer
    ? html`<p class="points">${clockTime(shared.place.timer.ends)}</p><p>${t("round.break_until")}</p>`
    : html`<${LookUp} title=${t("rep.look_up")} />`}
  <${Thanks} own=${own} />
  <${Praise} line=${line} shared=${shared} own=${own} />
  <${Disclosure} line=${line} shared=${shared} own=${own} />
`;

/** What reps wrote to this manager. @param {{ own: any }} props */
function Thanks({ own }) {
  if (!own.thanks.length) return null;
  return html`<section class="stack-tight">
    <h2>${t("manager.thanks")}</h2>
    ${own.thanks.map((/** @type {any} */ one) => html`<p class="cue"><strong>${one.by}</strong>: ${one.text}</p>`)}
  </section>`;
}

/** @param {PanelProps} props */
export const Awards = ({ own, line, shared }) => html`
  <${PhaseTitle} move=${`awards-${own.awards.length}`}>${t(own.awards.length ? "rep.award_mine" : "round.awards")}<//>
  <${AwardCards} view=${shared} kinds=${own.awards} />
  ${!own.awards.length && html`<${LookUp} title=${t("rep.look_up")} />`}
  <${Praise} line=${line} shared=${shared} own=${own} />
`;

/** @param {PanelProps} props */
export const Debrief = ({ line, shared, own }) => html`
  <${PhaseTitle} move=${`debrief-${shared.place.beat}`}>${t(`round.debrief.${shared.place.beat}`)}<//>
  <p class="muted">${t("round.n_of_m", { n: shared.place.beat + 1, m: 6 })}</p>
  <${Commitment} line=${line} own=${own} />
  <${TakeHome} />
`;

/** What goes home stands on pages of its own. */
const TakeHome = () => html`
  <a class="button marigold wide tall" href="/my-page">${t("manager.page_open")}</a>
  <p class="muted">${t("manager.page_note")}</p>
  <a class="button wide" href="/lines?as=manager">${t("manager.lines_open")}</a>
`;

/** @param {PanelProps} props */
export const Closed = ({ line, own, shared }) => html`
  <${PhaseTitle} move="closed">${t("manager.closed", { name: own.name })}<//>
  <${AwardCards} view=${shared} kinds=${own.awards} />
  <${TakeHome} />
  <p class="card">${t("manager.closed_praise", { n: own.praise.length })}</p>
  <${Thanks} own=${own} />
  <${Commitment} line=${line} own=${own} />
`;
