// @ts-check
// From the drum roll to the last flip: look up, and see privately how the prediction went.

import { Authority, Picked, Shown } from "../../../shared/components/case.js";
import { LookUp } from "../../../shared/components/phone.js";
import { PhaseTitle } from "../../../shared/components/status.js";
import { number, t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Lock = ({ shared }) => html`
  <${PhaseTitle} move="lock">${t("rep.locked")}<//>
  <${LookUp} title=${t("rep.look_up")} note=${t("rep.drum")} />
`;

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Crowd = ({ shared, own }) => html`
  <${PhaseTitle} move="crowd">${t("rep.crowd", { name: shared.round.chair?.name })}<//>
  <${LookUp} title=${t("rep.look_up")} />
  <${Mine} shared=${shared} own=${own} />
`;

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Chair({ shared, own }) {
  const { round, place } = shared;
  const name = round.chair?.name;
  if (place.beat === 0) {
    return html`
      <${PhaseTitle} move="chair-0">${t("rep.chair_turn", { name })}<//>
      <${LookUp} title=${t("rep.look_up")} />
      <${Mine} shared=${shared} own=${own} />
    `;
  }
  const token = round.tokens[0];
  return html`
    <${PhaseTitle} move="chair-1">${t("rep.chair_ruled", { name })}<//>
    <div class="card stack-tight">
      <p><${Picked} options=${round.case.options} level=${token?.level} /></p>
      <p><${Authority} round=${round} level=${token?.authority} /></p>
      ${round.must_escalate && html`<p class="cue">${t("round.must_escalate")}</p>`}
    </div>
    <${Points} shared=${shared} own=${own} />
    <${Mine} shared=${shared} own=${own} />
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export const Panel = ({ shared, own }) => html`
  <${PhaseTitle} move="panel">${t("rep.others_flip")}<//>
  <${Shown} round=${shared.round} />
  <${Points} shared=${shared} own=${own} />
`;

/** What I predicted. @param {{ shared: any, own: any }} props */
function Mine({ shared, own }) {
  if (own.joins_next) return html`<${JoinsNext} shared=${shared} />`;
  if (own.role === "observer") return null;
  if (!own.prediction || own.prediction.level === null) return html`<p class="muted">${t("rep.closed_before")}</p>`;
  return html`
    <div class="stack-tight">
      <h2>${t("rep.you_predicted")}</h2>
      <p><${Picked} options=${shared.round.case.options} level=${own.prediction.level} /></p>
      <p class="muted"><${Authority} round=${shared.round} level=${own.prediction.authority} /></p>
    </div>
  `;
}

/** My points, part by part; nobody else sees them. @param {{ shared: any, own: any }} props */
export function Points({ shared, own }) {
  const points = own.points;
  if (!points) return null;
  const practice = shared.round.practice;
  return html`
    <section class="card stack-tight arrive">
      <h2>${points.hit ? t("rep.hit") : t("rep.your_points")}</h2>
      <p class="points">${number(points.total)}</p>
      <dl class="pairs small">
        <dt>${t("rep.part_closeness")}</dt>
        <dd>${points.closeness}</dd>
        <dt>${t("rep.part_certainty")}</dt>
        <dd>${points.certainty}</dd>
        <dt>${t("rep.part_authority")}</dt>
        <dd>${points.authority}</dd>
        ${points.spread !== null && html`<dt>${t("rep.part_spread")}</dt><dd>${points.spread}</dd>`}
      </dl>
      <p class="small muted">${t(practice ? "rep.practice_points" : "rep.points_private")}</p>
    </section>
  `;
}

/** For whoever came after rulings closed. @param {{ shared: any }} props */
export const JoinsNext = () => html`
  <div class="card stack-tight">
    <h2>${t("rep.joins_next")}</h2>
    <p>${t("rep.joins_next_note")}</p>
  </div>
`;
