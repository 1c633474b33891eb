// @ts-check
// The rep's phone: renders the view, sends what is tapped, and remembers nothing else.

import { answers } from "../../shared/answers.js";
import { Phone, keyOrDoor } from "../../shared/components/phone.js";
import { connect } from "../../shared/connection.js";
import { start } from "../../shared/start.js";
import { html } from "../../vendor/ui.mjs";
import { Awards, Board, Break, Closed, Debrief } from "./panels/closing.js";
import { Lobby, Welcome } from "./panels/lobby.js";
import { Predict } from "./panels/predict.js";
import { Align, Capture, Discuss, Impact, Praise, Score } from "./panels/talk.js";
import { Chair, Crowd, Lock, Panel } from "./panels/reveal.js";
import { Read, Rule } from "./panels/rule.js";

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
  praise: Praise,
  impact: Impact,
  discuss: Discuss,
  align: Align,
  capture: Capture,
  score: Score,
  board: Board,
  break: Break,
  awards: Awards,
  debrief: Debrief,
  closed: Closed,
};

const key = keyOrDoor("play");
if (key) {
  const line = connect(key);
  const given = answers(line);

  const Rep = () => {
    const shared = line.shared.value;
    const own = line.own.value;
    const Phase = PANELS[/** @type {keyof typeof PANELS} */ (shared?.place.phase)];
    const tag = own?.team && html`<span class="pill">${own.team}</span>`;
    return html`
      <${Phone} line=${line} page="play" tag=${tag}>
        ${Phase && own && html`<${Phase} line=${line} given=${given} shared=${shared} own=${own} />`}
      <//>
    `;
  };
  start(() => html`<${Rep} />`, { awake: true });
}
