// @ts-check
// Everybody, and what can be done for them.

import { api } from "../../../shared/api.js";
import { t } from "../../../shared/i18n.js";
import { newId } from "../../../shared/keys.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { LinkDialog } from "./link-dialog.js";
import { Lost } from "./steering.js";

const ROLES = ["manager", "rep", "observer"];

/** @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk, credential: string | null }} props */
export function People({ line, view, act, credential }) {
  const [open, unfold] = useState("");
  const [rejoin, show] = useState(/** @type {any} */ (null));
  const here = view.seats.filter((/** @type {any} */ seat) => !seat.removed);
  const gone = view.seats.filter((/** @type {any} */ seat) => seat.removed);
  const giveKey = async (/** @type {any} */ seat) => {
    const body = { id: newId(), role: seat.role, seat: seat.id };
    show(await api("/api/keys", { body, key: credential }));
  };
  return html`
    ${ROLES.map((role) => {
      const group = here.filter((/** @type {any} */ seat) => seat.role === role);
      if (!group.length) return null;
      return html`<section class="stack-tight" key=${role}>
        <h3>${t(`console.role_${role}`, { n: group.length })}</h3>
        <ul class="plain-list people">
          ${group.map(
            (/** @type {any} */ seat) => html`<${Person} seat=${seat} view=${view} act=${act} line=${line} key=${seat.id}
              open=${open === seat.id} onOpen=${() => unfold(open === seat.id ? "" : seat.id)} onKey=${() => giveKey(seat)} />`,
          )}
        </ul>
      </section>`;
    })}
    ${!here.some((/** @type {any} */ seat) => seat.role === "rep") && html`<p class="muted">${t("console.nobody")}</p>`}
    <${AddManager} act=${act} />
    <${Teams} view=${view} act=${act} />
    ${gone.length > 0 &&
    html`<section class="stack-tight">
      <h3>${t("console.removed")}</h3>
      ${gone.map((/** @type {any} */ seat) => html`<p class="row" key=${seat.id}>${seat.name}
        <button class="small-button push" onClick=${() => act.send("restore_seat", { seat: seat.id })}>${t("console.restore")}</button></p>`)}
    </section>`}
    ${rejoin &&
    html`<${LinkDialog} title=${t("console.rejoin", rejoin)} note=${t("console.rejoin_note")} link=${rejoin}
      line=${line} credential=${credential} onClose=${() => show(null)} />`}
  `;
}

function Person({ seat, view, act, line, open, onOpen, onKey }) {
  const lost = line.presence.value[seat.id];
  const team = view.teams.find((/** @type {any} */ one) => one.id === seat.team);
  const notes = [
    team?.name,
    seat.passed && t("console.passed"),
    seat.absent && t("console.absent"),
    seat.disclosure === "sum" && t("console.in_sums"),
    (seat.disclosure === "masked" || seat.masked) && t("console.masked"),
    seat.answered === true && t("console.answered"),
  ].filter(Boolean);
  return html`
    <li class="person">
      <button class="person-row" aria-expanded=${String(open)} onClick=${onOpen}>
        <span class=${`dot ${lost === null ? "dot-here" : ""}`} aria-hidden="true"></span>
        <span class="person-name">${seat.name} <span class="small muted">${notes.join(" · ")}</span></span>
        <${Lost} since=${lost} now=${line.now()} />
      </button>
      ${open && html`<${PersonActions} seat=${seat} view=${view} act=${act} onKey=${onKey} />`}
    </li>
  `;
}

function PersonActions({ seat, view, act, onKey }) {
  const [name, write] = useState(seat.name);
  const [sure, ask] = useState(false);
  const manager = seat.role === "manager";
  const standIn = manager && view.can.includes("proxy_rule") && view.steering?.stand_ins.includes(seat.id);
  const rename = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (name !== seat.name) act.send("rename", { seat: seat.id, name });
  };
  return html`
    <div class="person-actions stack-tight">
      <form class="row" onSubmit=${rename}>
        <input aria-label=${t("console.rename")} maxlength="60" value=${name} onInput=${(/** @type {any} */ event) => write(event.target.value)} />
        <button class="small-button">${t("console.rename")}</button>
      </form>
      <div class="row">
        <button class="small-button" onClick=${onKey}>${t("console.new_phone")}</button>
        ${manager &&
        html`<button class="small-button" onClick=${() => act.send("mark_absent", { seat: seat.id, absent: !seat.absent })}>
            ${t(seat.absent ? "console.is_back" : "console.is_absent")}</button>
          <button class="small-button" onClick=${() => act.send("mask", { seat: seat.id, on: !seat.masked })}>
            ${t(seat.masked ? "console.unmask" : "console.mask")}</button>`}
        ${sure
          ? html`<button class="small-button danger" onClick=${() => act.send("remove_seat", { seat: seat.id })}>${t("console.remove_sure")}</button>
              <button class="small-button" onClick=${() => ask(false)}>${t("common.no")}</button>`
          : html`<button class="small-button" onClick=${() => ask(true)}>${t("console.remove")}</button>`}
      </div>
      ${seat.role === "rep" && view.teams.length > 0 &&
      html`<div class="row">
        <label for=${`team-${seat.id}`}>${t("console.team")}</label>
        <select id=${`team-${seat.id}`} value=${seat.team ?? ""} onChange=${(/** @type {any} */ event) => act.send("move_seat", { seat: seat.id, team: event.target.value })}>
          ${!seat.team && html`<option value="">–</option>`}
          ${view.teams.map((/** @type {any} */ team) => html`<option value=${team.id}>${team.name} (${team.size})</option>`)}
        </select>
      </div>`}
      ${standIn && html`<${Proxy} seat=${seat} view=${view} act=${act} />`}
    </div>
  `;
}

/** A ruling for a phone that is dead; it is marked as entered here. */
function Proxy({ seat, view, act }) {
  const { options } = view.steering;
  const rungs = view.stage.round?.case.authority ?? [];
  const [level, pick] = useState(options[0].level);
  const [authority, choose] = useState(0);
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    act.send("proxy_rule", { step: view.place.step, seat: seat.id, level, authority });
  };
  return html`
    <form class="stack-tight" onSubmit=${send}>
      <p class="small muted">${t("console.proxy_note")}</p>
      <select aria-label=${t("console.proxy_level")} value=${level} onChange=${(/** @type {any} */ event) => pick(Number(event.target.value))}>
        ${options.map((/** @type {any} */ one) => html`<option value=${one.level}>${one.label}</option>`)}
      </select>
      <select aria-label=${t("console.proxy_authority")} value=${authority} onChange=${(/** @type {any} */ event) => choose(Number(event.target.value))}>
        ${rungs.map((/** @type {any} */ one) => html`<option value=${one.level}>${one.label}</option>`)}
      </select>
      <button class="small-button">${t("console.proxy", { name: seat.name })}</button>
    </form>
  `;
}

function AddManager({ act }) {
  const [name, write] = useState("");
  const add = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ack = await act.send("add_manager", { name });
    if (ack.ok) write("");
  };
  return html`
    <form class="row" onSubmit=${add}>
      <input aria-label=${t("console.add_manager")} placeholder=${t("console.add_manager")} maxlength="60" value=${name}
        onInput=${(/** @type {any} */ event) => write(event.target.value)} />
      <button class="small-button" disabled=${!name.trim()}>${t("console.add_go")}</button>
    </form>
  `;
}

function Teams({ view, act }) {
  const reps = view.seats.filter((/** @type {any} */ seat) => seat.role === "rep" && !seat.removed).length;
  const [count, set] = useState("");
  if (!view.can.includes("draw_teams")) return null;
  const draw = (/** @type {Event} */ event) => {
    event.preventDefault();
    act.send("draw_teams", { count: Number(count) });
  };
  return html`
    <section class="stack-tight">
      <h3>${t("console.teams")}</h3>
      <p class="small">${view.teams.map((/** @type {any} */ team) => `${team.name} ${team.size}`).join(" · ") || t("console.teams_later")}</p>
      <form class="row" onSubmit=${draw}>
        <input type="number" min="1" max=${reps} aria-label=${t("console.teams_count")} placeholder=${t("console.teams_count")} value=${count}
          onInput=${(/** @type {any} */ event) => set(event.target.value)} />
        <button class="small-button" disabled=${!count}>${t("console.teams_draw")}</button>
      </form>
    </section>
  `;
}
