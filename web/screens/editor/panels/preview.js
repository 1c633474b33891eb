// @ts-check
// The case as a rep, the manager in the chair and the stage will see it: the real screens, with specimens in the seats.

import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";
import * as managerBetween from "../../manager/panels/between.js";
import * as managerPrepare from "../../manager/panels/prepare.js";
import * as managerReveal from "../../manager/panels/reveal.js";
import * as managerRule from "../../manager/panels/rule.js";
import * as managerTalk from "../../manager/panels/talk.js";
import * as repLobby from "../../rep/panels/lobby.js";
import * as repPredict from "../../rep/panels/predict.js";
import * as repReveal from "../../rep/panels/reveal.js";
import * as repRule from "../../rep/panels/rule.js";
import * as repTalk from "../../rep/panels/talk.js";
import { Scene } from "../../stage/scene.js";
import { at, check, faults, form, isCase, isLeftOut, moment, views } from "../bench.js";

/** @type {Record<string, any>} */
const REP = { ...repLobby, ...repRule, ...repPredict, ...repReveal, ...repTalk };
/** @type {Record<string, any>} */
const MANAGER = { ...managerBetween, ...managerRule, ...managerPrepare, ...managerReveal, ...managerTalk };

/** The panel of a phase, by its name. @param {Record<string, any>} panels @param {string} phase */
const panelOf = (panels, phase) => panels[phase[0].toUpperCase() + phase.slice(1)];

const GIVEN = { get: () => ({ fields: {}, state: "none" }), give: async () => ({ ok: true }) };
const LINE = { send: async () => ({ ok: true }), now: () => 0, state: { value: "live" }, shared: {}, own: {}, place: {} };

export function Preview() {
  const shown = views.value;
  const inCase = isCase(at.value.file);
  const pick = (/** @type {any} */ event) => {
    moment.value = event.target.value;
    check();
  };
  const moments = (form.value?.moments ?? []).filter((/** @type {string} */ one) => one !== "welcome");
  return html`
    <div class="row">
      <h2>${t("editor.look")}</h2>
      ${inCase &&
      html`<label class="push row small"><span class="sr-only">${t("editor.moment")}</span>
        <select value=${moment.value} onChange=${pick}>${moments.map((/** @type {string} */ one) => html`<option value=${one}>${t(`phase.${one}`)}</option>`)}</select></label>`}
    </div>
    ${inCase && isLeftOut(at.value.file) && html`<p class="hint">${t("editor.left_out_note")}</p>`}
    ${faults().length > 0 && html`<p class="hint">${t("editor.look_waits")}</p>`}
    ${shown && html`<${Screens} shown=${shown} />`}
  `;
}

/** @param {{ shown: any }} props */
function Screens({ shown }) {
  const Rep = panelOf(REP, shown.phase);
  const Manager = panelOf(MANAGER, shown.phase);
  return html`
    <figure class="look-stage">
      <figcaption class="small">${t("editor.on_stage")}</figcaption>
      <div class="look-frame" aria-hidden="true" inert data-theme="paper">
        <${Scene} view=${shown.stage} url="" now=${LINE.now} rail=${false} small=${true} key=${shown.phase} />
      </div>
    </figure>
    <div class="look-phones">
      <${Handset} title=${t("editor.on_rep")} name=${shown.rep.own.name} key=${`rep ${shown.phase}`}>
        ${Rep && html`<${Rep} line=${LINE} given=${GIVEN} shared=${shown.rep.shared} own=${shown.rep.own} />`}
      <//>
      <${Handset} title=${t("editor.on_manager")} name=${shown.manager.own.name} key=${`manager ${shown.phase}`}>
        ${Manager && html`<${Manager} line=${LINE} given=${GIVEN} shared=${shown.manager.shared} own=${shown.manager.own} />`}
      <//>
    </div>
  `;
}

/** @param {{ title: string, name: string, children: any }} props */
const Handset = ({ title, name, children }) => html`
  <figure class="look-phone">
    <figcaption class="small">${title}</figcaption>
    <div class="look-glass" aria-hidden="true" inert>
      <div class="phone">
        <div class="phone-head"><strong class="phone-name">${name}</strong></div>
        <div class="phone-main stack">${children}</div>
      </div>
    </div>
  </figure>
`;
