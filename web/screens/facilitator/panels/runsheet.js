// @ts-check
// The run sheet: planned times, where we are, and what can still be moved, cut, lengthened or added.

import { Icon } from "../../../shared/components/icon.js";
import { beat } from "../../../shared/components/timer.js";
import { clockTime, t } from "../../../shared/i18n.js";
import { html, useEffect, useRef, useState } from "../../../vendor/ui.mjs";
import { planned } from "./time.js";

/** @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk }} props */
export function RunSheet({ line, view, act }) {
  beat.value;
  const [editing, edit] = useState(false);
  const times = planned(view, line.now());
  const here = view.agenda.findIndex((/** @type {any} */ step) => step.id === view.place.step);
  return html`
    <div class="row">
      <h2>${t("console.run_sheet")}</h2>
      <button class="small-button push" aria-pressed=${String(editing)} onClick=${() => edit(!editing)}>
        <${Icon} name="pencil" /> ${t(editing ? "console.edit_done" : "console.edit")}
      </button>
    </div>
    <ol class="run-sheet">
      ${view.agenda.map((/** @type {any} */ step, /** @type {number} */ place) => {
        const state = place < here ? "done" : place === here ? "now" : "ahead";
        return html`<${Step} step=${step} place=${place} here=${here} state=${state} time=${times[step.id]} view=${view}
          act=${act} editing=${editing && !step.kind.startsWith("close")} key=${step.id} />`;
      })}
    </ol>
    <p class="small muted">${t("console.planned_end", { time: clockTime(times.end) })}</p>
    ${editing && html`<${AddStep} view=${view} act=${act} />`}
  `;
}

function Step({ step, place, here, state, time, view, act, editing }) {
  const row = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (state === "now") row.current?.scrollIntoView({ block: "center" });
  }, [state]);
  const title = step.title || t(`phase.${step.kind}`);
  const upcoming = state === "ahead";
  return html`
    <li ref=${row} class=${`run-step run-${state} ${step.cut ? "run-cut" : ""}`} aria-current=${state === "now" ? "step" : null}>
      <span class="run-time">${step.cut ? "–" : clockTime(step.begun_at ?? time)}</span>
      <span class="run-title">
        ${title}
        <span class="run-note">
          ${[
            t("console.minutes", { n: step.minutes }),
            step.kind === "case" ? t(step.flash ? "console.flash" : "console.full") : "",
            step.cut ? t("console.is_cut") : step.may_cut && upcoming ? t("console.may_cut") : "",
            step.voided ? t("console.is_void") : "",
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      ${state === "done" && !step.cut && html`<${Icon} name="check" />`}
      ${editing && (upcoming || state === "now") && html`<${StepEdit} step=${step} place=${place} here=${here} view=${view} act=${act} />`}
      ${editing && state === "done" && step.can_void &&
      html`<button class="small-button" onClick=${() => act.send("void_round", { step: step.id, on: !step.voided })}>
        ${t(step.voided ? "console.unvoid" : "console.void")}</button>`}
    </li>
  `;
}

function StepEdit({ step, place, here, view, act }) {
  const agenda = view.agenda;
  const upcoming = place > here;
  const change = (/** @type {object} */ fields) =>
    act.send("change_step", { step: step.id, minutes: step.minutes, flash: step.flash, ...fields });
  const move = (/** @type {number} */ by) => act.send("move_step", { step: step.id, after: agenda[place + by].id });
  const title = step.title || t(`phase.${step.kind}`);
  return html`
    <span class="run-edit row">
      <button class="small-button" disabled=${!upcoming || place - 1 <= here} onClick=${() => move(-2)} aria-label=${t("console.earlier", { title })}>
        <${Icon} name="arrow-up" />
      </button>
      <button class="small-button" disabled=${!upcoming || agenda[place + 1]?.kind === "close"} onClick=${() => move(1)} aria-label=${t("console.later", { title })}>
        <${Icon} name="arrow-down" />
      </button>
      <button class="small-button" disabled=${step.minutes <= 1} onClick=${() => change({ minutes: step.minutes - 1 })} aria-label=${t("console.shorter", { title })}>−1</button>
      <button class="small-button" onClick=${() => change({ minutes: step.minutes + 1 })} aria-label=${t("console.longer", { title })}>+1</button>
      ${upcoming && step.kind === "case" &&
      html`<button class="small-button" onClick=${() => change({ flash: !step.flash, minutes: step.flash ? 13 : 6 })}>
        ${t(step.flash ? "console.make_full" : "console.make_flash")}</button>`}
      ${upcoming && html`<button class="small-button" onClick=${() => act.send("cut_step", { step: step.id, cut: !step.cut })}>
        ${t(step.cut ? "console.uncut" : "console.cut")}</button>`}
      ${!upcoming && html`<button class="small-button" disabled=${!view.can.includes("skip_step")} onClick=${act.skipStep}>${t("console.skip_step")}</button>`}
    </span>
  `;
}

/** One more round, board or break, directly after this step. */
function AddStep({ view, act }) {
  const free = view.cases.filter((/** @type {any} */ one) => !one.played);
  const [what, choose] = useState("");
  const add = () => {
    const after = view.place.step;
    if (what === "board" || what === "break") return act.send("add_step", { what, minutes: what === "board" ? 8 : 10, after });
    const one = view.cases.find((/** @type {any} */ held) => held.id === what);
    if (one) act.send("add_step", { what: "case", case: one.id, minutes: one.minutes, flash: one.minutes < 13, after });
  };
  return html`
    <div class="stack-tight add-step">
      <label for="add-step">${t("console.add")}</label>
      <div class="row">
        <select id="add-step" value=${what} onChange=${(/** @type {any} */ event) => choose(event.target.value)}>
          <option value="">${t("console.add_choose")}</option>
          ${free.map((/** @type {any} */ one) => html`<option value=${one.id}>${one.title} (${one.minutes})</option>`)}
          <option value="board">${t("phase.board")}</option>
          <option value="break">${t("phase.break")}</option>
        </select>
        <button class="small-button" disabled=${!what} onClick=${add}>${t("console.add_go")}</button>
      </div>
    </div>
  `;
}
