// @ts-check
// The manager's phone: rule, tell, praise. Nobody else ever sees this page.

import { answers } from "../../shared/answers.js";
import { Phone, TURNED_AWAY, keyOrDoor } from "../../shared/components/phone.js";
import { connect } from "../../shared/connection.js";
import { deviceMark } from "../../shared/device.js";
import { t } from "../../shared/i18n.js";
import { start } from "../../shared/start.js";
import { html } from "../../vendor/ui.mjs";
import { Awards, Break, Closed, Debrief, Lobby, Welcome } from "./panels/between.js";
import { Predict } from "./panels/prepare.js";
import { Chair, Crowd, Lock, Panel } from "./panels/reveal.js";
import { Read, Rule } from "./panels/rule.js";
import { Align, Capture, Discuss, Impact, PraisePhase, Score } from "./panels/talk.js";

const PANELS = {
  lobby: Lobby,
  welcome: Welcome,
  read: Read,
  rule: Rule,
  predict: Predict,
  lock: Lock,
  crowd: Crowd,
  chair: Chair,
  panel: Panel,
  praise: PraisePhase,
  impact: Impact,
  discuss: Discuss,
  align: Align,
  capture: Capture,
  score: Score,
  board: Break,
  break: Break,
  awards: Awards,
  debrief: Debrief,
  closed: Closed,
};

TURNED_AWAY.many_devices = ["manager.many_devices", "manager.many_devices_note"];

const key = keyOrDoor("manager");
if (key) {
  const line = connect(key, deviceMark(key));
  const given = answers(line);

  const Manager = () => {
    const shared = line.shared.value;
    const own = line.own.value;
    const Phase = PANELS[/** @type {keyof typeof PANELS} */ (shared?.place.phase)];
    const tag = own?.in_chair
      ? html`<span class="pill chair-pill">${t("manager.in_chair")}</span>`
      : own?.disclosure === "masked"
        ? html`<span class="pill">${own.face}</span>`
        : null;
    return html`
      <${Phone} line=${line} page="manager" tag=${tag}>
        ${Phase && own && html`<${Phase} line=${line} given=${given} shared=${shared} own=${own} />`}
      <//>
    `;
  };
  start(() => html`<${Manager} />`, { awake: true });
}
