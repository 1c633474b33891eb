// @ts-check
// The bar below: one Next, always in the same place, that says what will happen.

import { Dialog } from "../../../shared/components/dialog.js";
import { Icon } from "../../../shared/components/icon.js";
import { Timer, secondsLeft } from "../../../shared/components/timer.js";
import { has, t } from "../../../shared/i18n.js";
import { html, useEffect, useRef, useState } from "../../../vendor/ui.mjs";

const NEARLY_ALL = 0.8;
const PATIENCE = 10_000;

/** @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk }} props */
export function Controls({ line, view, act }) {
  const { place, next, undo } = view;
  const paused = Boolean(place.paused_at);
  const armed = act.armed.value === place.move;
  const hint = useHint(line, view);
  const label = paused ? t("console.resume") : armed ? t("console.press_again") : nextLabel(view);
  const blocked = !paused && (!next || next.why_not);
  return html`
    ${act.pausing.value && html`<${PauseChoice} act=${act} />`}
    <div class="controls">
      <div class="controls-time">
        <span class="big-timer"><${Timer} place=${place} now=${line.now} />${!place.timer && html`<span class="muted">–</span>`}</span>
        <button class="small-button" disabled=${!view.can.includes("add_time")} onClick=${() => act.send("add_time")}>${t("console.add_time")}</button>
        <button class="small-button" disabled=${!view.can.includes("end_time")} onClick=${() => act.send("end_time")}>${t("console.end_time")}</button>
        <button class="small-button" disabled=${paused} onClick=${act.pauseOrGoOn}><${Icon} name="pause" /> ${t("console.pause")}</button>
      </div>
      <button class="small-button" disabled=${!view.back} onClick=${act.back}><${Icon} name="arrow-left" /> ${t("console.back")}</button>
      <div class="next-holder">
        <p class=${`next-hint ${next?.why_not ? "next-why" : ""}`} id="next-hint">
          ${blocked ? t(`reason.${next?.why_not ?? "nothing_ahead"}`) : hint.words}
        </p>
        <button class=${`next ${armed ? "marigold" : "primary"} ${hint.ready ? "next-ready" : ""}`} aria-disabled=${String(Boolean(blocked))}
          aria-describedby="next-hint" onClick=${act.next}>
          ${label}
        </button>
      </div>
      <button class="small-button" disabled=${!view.can.includes("skip")} onClick=${act.skip}>
        <${Icon} name="skip-forward" /> ${t("console.skip")}
      </button>
      <button class="small-button undo" disabled=${!undo?.possible} onClick=${act.undo}>
        <${Icon} name="undo-2" /> <span>${undo ? undoLabel(undo) : t("console.undo")}</span>
      </button>
    </div>
  `;
}

const BREAKS = [5, 10, 15, 20];

/** How long the pause shall be. @param {{ act: import("./desk.js").Desk }} props */
const PauseChoice = ({ act }) => html`
  <${Dialog} title=${t("console.pause")} onClose=${() => (act.pausing.value = false)}>
    <p>${t("console.pause_note")}</p>
    <button class="primary" onClick=${() => act.pause()}>${t("console.pause_open")}</button>
    <div class="row">
      ${BREAKS.map((minutes) => html`<button onClick=${() => act.pause(minutes)} key=${minutes}>${t("console.minutes", { n: minutes })}</button>`)}
    </div>
  <//>
`;

/** What Next will do. @param {any} view */
export function nextLabel({ next }) {
  if (!next) return t("console.the_end");
  const slots = { name: next.face?.name ?? "", title: next.title, n: next.beat };
  if (!next.same_step) return t(`console.next_step.${next.kind}`, slots);
  const withBeat = `console.next.${next.phase}_${next.beat ? "more" : "first"}`;
  if (next.phase === "panel" && next.beat && !next.face) return t("console.next.panel_dial");
  return t(has(withBeat) ? withBeat : `console.next.${next.phase}`, slots);
}

/** @param {{ what: string, about: string }} undo */
function undoLabel({ what, about }) {
  const phase = has(`phase.${about}`) ? t(`phase.${about}`) : about;
  return t("console.undo_what", { what: t(`console.did.${what}`, { about: phase }) });
}

/**
 * When Next should stand out: all in, most in for a while, or time over. Nothing moves by itself.
 * @param {import("../../../shared/connection.js").Line} line @param {any} view
 */
function useHint(line, view) {
  const answered = view.stage.answered;
  const [since, wait] = useState(0);
  const move = useRef(view.place.move);
  const most = Boolean(answered) && answered.done >= NEARLY_ALL * answered.expected;
  useEffect(() => {
    if (move.current !== view.place.move || !most) wait(0);
    if (most) wait((was) => was || Date.now());
    move.current = view.place.move;
  }, [most, view.place.move]);
  const left = secondsLeft(view.place, line.now);
  if (answered && answered.done >= answered.expected) return { ready: true, words: t("console.all_in") };
  if (left !== null && left <= 0) return { ready: true, words: t("console.time_over") };
  if (most && since && Date.now() - since > PATIENCE) return { ready: true, words: t("console.most_in", counts(answered)) };
  return { ready: false, words: answered ? t("console.some_in", counts(answered)) : "" };
}

/** @param {any} answered */
const counts = (answered) => ({ n: answered.done, m: answered.expected });
