// @ts-check
// What the manager in the chair rules: one decision a screen.

import { Authority, CaseText, Picked } from "../../../shared/components/case.js";
import { AnswerLine, Options, choices } from "../../../shared/components/options.js";
import { PhaseTitle } from "../../../shared/components/status.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { Note } from "./note.js";
import { JoinsNext } from "./reveal.js";

const CERTAINTIES = ["hunch", "fairly", "sure"];
const SPREADS = ["same", "neighbours", "far"];

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Predict({ line, given, shared, own }) {
  const { round, place } = shared;
  const name = round.chair?.name ?? "";
  const answer = given.get("predict", place.step, own.prediction);
  const { level = null, authority = null, certainty = null, spread = null } = answer.fields;
  const held = { level, authority, certainty, spread };
  const questions = ["level", "authority", "certainty", ...(round.asks_spread ? ["spread"] : [])];
  const open = (/** @type {any} */ fields) => questions.find((question) => fields[question] === null) ?? "done";
  const [asked, ask] = useState(open(held));
  if (own.role === "observer") return html`<${Watching} round=${round} name=${name} />`;
  if (own.joins_next) return html`<${JoinsNext} shared=${shared} />`;

  const pick = (/** @type {string} */ question) => (/** @type {any} */ value) => {
    const fields = { ...held, [question]: value };
    given.give("predict", place.step, own.prediction, fields);
    ask(open(fields));
  };
  const stepBack = questions[questions.indexOf(asked) - 1];
  const back = stepBack && html`<button class="quiet" onClick=${() => ask(stepBack)}>${t("round.step_back")}</button>`;
  const count = t("round.n_of_m", { n: questions.indexOf(asked) + 1, m: questions.length });
  const legend = html`<span class="small muted">${count}</span>`;
  if (asked === "level") {
    return html`
      <${CaseText} round=${round} open=${false} />
      <${PhaseTitle} move="level">${t("rep.will_rule", { name })}<//>
      <${Options} name="p-level" legend=${legend} options=${choices(round.case.options)} value=${level}
        onPick=${pick("level")} />
    `;
  }
  if (asked === "authority") {
    return html`
      <${CaseText} round=${round} open=${false} />
      <${PhaseTitle} move="authority">${t("rep.will_decide", { name })}<//>
      <${Options} name="p-authority" legend=${legend} options=${choices(round.case.authority)} value=${authority}
        onPick=${pick("authority")} />
      ${back}
    `;
  }
  if (asked === "certainty") {
    return html`
      <${PhaseTitle} move="certainty">${t("rep.how_sure")}<//>
      <${Options} name="p-certainty" legend=${legend} value=${certainty} onPick=${pick("certainty")}
        options=${CERTAINTIES.map((one) => ({ value: one, label: t(`round.certainty.${one}`), note: t(`rep.certainty.${one}`) }))} />
      ${back}
    `;
  }
  if (asked === "spread") {
    return html`
      <${PhaseTitle} move="spread">${t("rep.how_far")}<//>
      <${Options} name="p-spread" legend=${legend} value=${spread} onPick=${pick("spread")}
        options=${SPREADS.map((one) => ({ value: one, label: t(`round.spread.${one}`), note: t(`rep.spread.${one}`) }))} />
      ${back}
    `;
  }
  return html`
    <${PhaseTitle} move="done">${t("rep.predicted", { name })}<//>
    <div class="card stack-tight">
      <p><${Picked} options=${round.case.options} level=${level} /></p>
      <p><${Authority} round=${round} level=${authority} /></p>
      <p>${t(`round.certainty.${certainty}`)}${spread && ` · ${t(`round.spread.${spread}`)}`}</p>
      <button onClick=${() => ask("level")}>${t("round.change")}</button>
    </div>
    <${AnswerLine} answer=${answer} />
    <${Note} line=${line} shared=${shared} own=${own} />
  `;
}

/** @param {{ round: any, name: string }} props */
const Watching = ({ round, name }) => html`
  <${PhaseTitle} move="watching">${t("rep.will_rule", { name })}<//>
  <${CaseText} round=${round} />
`;
