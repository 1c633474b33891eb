// @ts-check
// The chair's moment, and the others' turn.

import { Shown } from "../../../shared/components/case.js";
import { LookUp, refusal } from "../../../shared/components/phone.js";
import { PhaseTitle } from "../../../shared/components/status.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { Telling } from "./prepare.js";
import { Praise } from "./praise.js";
import { Summary } from "./rule.js";

/** @param {import("./rule.js").PanelProps} props */
export const Lock = ({ own }) => html`
  <${PhaseTitle} move="lock">${t("rep.locked")}<//>
  <${LookUp} title=${t(own.in_chair ? "manager.your_moment" : "rep.look_up")} note=${t("rep.drum")} />
`;

/** @param {import("./rule.js").PanelProps} props */
export const Crowd = ({ shared, own }) => html`
  <${PhaseTitle} move="crowd">${t("rep.crowd", { name: shared.round.chair?.name })}<//>
  <${LookUp} title=${t("rep.look_up")} />
  ${own.in_chair ? html`<${CueCards} cues=${shared.cues} />` : html`<${Turn} own=${own} />`}
`;

/** @param {import("./rule.js").PanelProps} props */
export function Chair({ line, shared, own }) {
  const { place, round } = shared;
  if (!own.in_chair) {
    return html`
      <${PhaseTitle} move=${`chair-${place.beat}`}>${t("rep.chair_turn", { name: round.chair?.name })}<//>
      <${LookUp} title=${t("rep.look_up")} />
      <${Turn} own=${own} />
    `;
  }
  if (place.beat > 0) {
    return html`
      <${PhaseTitle} move="chair-1">${t("manager.done")}<//>
      <${LookUp} title=${t("manager.applause")} />
      <${CueCards} cues=${shared.cues} kinds=${["bridge", "rescue", "opener"]} />
    `;
  }
  const reveal = async () => {
    const ack = await line.send("reveal", { step: place.step });
    if (!ack.ok) refusal.value = ack.text ?? "";
  };
  return html`
    <${PhaseTitle} move="chair-0">${t("manager.your_moment")}<//>
    ${own.telling?.line && html`<blockquote class="cue cue-text">${own.telling.line}</blockquote>`}
    ${own.ruling && html`<${Summary} round=${round} ruling=${own.ruling} />`}
    ${round.read === null && round.crowd && html`<p>${t("manager.crowd_fact", { n: round.crowd.total })}</p>`}
    <button class="primary wide tall" disabled=${!own.can.includes("reveal")} onClick=${reveal}>${t("manager.reveal")}</button>
    <${CueCards} cues=${shared.cues} kinds=${["opener", "joke"]} />
    <details class="card">
      <summary>${t("manager.change_line")}</summary>
      <${Telling} line=${line} shared=${shared} own=${own} />
    </details>
  `;
}

/** @param {import("./rule.js").PanelProps} props */
export const Panel = ({ line, shared, own }) => html`
  <${PhaseTitle} move="panel">${t("rep.others_flip")}<//>
  <${Turn} own=${own} />
  <${Shown} round=${shared.round} />
  <${Praise} line=${line} shared=${shared} own=${own} />
`;

/** When it is this manager's turn to be shown. @param {{ own: any }} props */
function Turn({ own }) {
  if (own.passed) return html`<p class="card">${t("manager.passed")}</p>`;
  if (own.disclosure === "sum") return html`<p class="card">${t("manager.in_sums")}</p>`;
  if (own.told) return html`<p class="card">${t("manager.shown")}</p>`;
  return own.turn && html`<p class="card">${t("manager.turn", { n: own.turn })}</p>`;
}

/** Words to borrow, one card at a time. @param {{ cues: any[], kinds?: string[] }} props */
export function CueCards({ cues, kinds }) {
  const cards = kinds ? cues.filter((one) => kinds.includes(one.kind)) : cues;
  const [place, turn] = useState(0);
  if (!cards.length) return null;
  const card = cards[place % cards.length];
  return html`
    <section class="cue stack-tight">
      <p class="cue-kind">${t(`manager.cue.${card.kind}`)}</p>
      <p class="cue-text" aria-live="polite">${card.text}</p>
      <button onClick=${() => turn(place + 1)}>${t("manager.cue_other")}</button>
    </section>
  `;
}
