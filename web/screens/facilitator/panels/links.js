// @ts-check
// Every way in: for phones, the stage, each manager, a co-facilitator; and the way back by the recovery code.

import { api } from "../../../shared/api.js";
import { Dialog } from "../../../shared/components/dialog.js";
import { Downloads } from "../../../shared/components/downloads.js";
import { Qr } from "../../../shared/components/qr.js";
import { t } from "../../../shared/i18n.js";
import { newId } from "../../../shared/keys.js";
import { atAddress, copy, dropLinks, keepLink, linksOf } from "../../../shared/links.js";
import { html, signal, useState } from "../../../vendor/ui.mjs";
import { grouped } from "../../stage/scene.js";

const kept = signal(0);

/** Keep a link that was just made, and show it with the others. @param {string} code @param {import("../../../shared/links.js").Link} link */
export function keepMade(code, link) {
  keepLink(code, link);
  kept.value += 1;
}

/** @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk, credential: string | null }} props */
export function Links({ line, view, act, credential }) {
  kept.value;
  const held = linksOf(view.code);
  const url = line.place.value;
  const managers = view.seats.filter((/** @type {any} */ seat) => seat.role === "manager" && !seat.removed);
  const find = (/** @type {string} */ role, /** @type {string | null} */ seat) =>
    held?.links.find((one) => one.role === role && one.seat === seat);
  const make = async (/** @type {string} */ role, /** @type {string | null} */ seat) => {
    const link = await api("/api/keys", { body: { id: newId(), role, seat }, key: credential });
    keepMade(view.code, link);
    return link;
  };
  const common = { url, credential, make };
  return html`
    <section class="card stack-tight">
      <h3>${t("console.link_join")}</h3>
      <p class="link-url">${url}/${view.code}</p>
      <p class="top-code">${grouped(view.code)}</p>
      <${Buttons} text=${`${url}/${view.code}#${view.stage.scan}`} credential=${credential} label=${t("console.link_join")} />
    </section>
    <${LinkCard} ...${common} title=${t("console.link_stage")} role="stage" seat=${null} link=${find("stage", null)} open=${true} />
    ${managers.map((/** @type {any} */ seat) => html`<${LinkCard} ...${common} key=${seat.id} title=${t("console.link_manager", { name: seat.name })}
      role="manager" seat=${seat.id} link=${find("manager", seat.id)} />`)}
    <${LinkCard} ...${common} title=${t("console.lines_link")} note=${t("console.lines_link_note")} role="reader" seat=${null} link=${find("reader", null)} />
    <section class="card stack-tight">
      <h3>${t("console.link_console")}</h3>
      <p class="small muted">${t("console.link_console_note")}</p>
      <${Cofacilitator} ...${common} />
      ${held?.recovery && html`<p>${t("console.recovery")} <strong class="recovery">${held.recovery}</strong></p>`}
    </section>
    <section class="card stack-tight">
      <h3>${t("console.check")}</h3>
      <p class="small muted">${t("console.check_note")}</p>
      <${Buttons} text=${`${url}/check`} credential=${credential} label=${t("console.check")} />
    </section>
    <p class="row">
      <a class="button small-button" href=${`/cards?code=${view.code}&scan=${view.stage.scan}`} target="_blank">${t("console.print")}</a>
      <a class="button small-button" href="/report" target="_blank">${t("console.report")}</a>
    </p>
    <section class="card stack-tight">
      <h3>${t("paper.downloads")}</h3>
      <${Downloads} seatKey=${credential} title=${view.title} offers=${[
        { file: "work-aid.pdf", label: t("paper.work_aid_pdf") },
        { file: "workshop-report.pdf", label: t("paper.report_pdf") },
      ]} />
    </section>
    <${AddressChoice} credential=${credential} act=${act} />
    <${Deletion} code=${view.code} credential=${credential} />
  `;
}

/** The end of everything, with a second question. */
function Deletion({ code, credential }) {
  const [asked, ask] = useState(false);
  const [fault, blame] = useState("");
  const go = async () => {
    try {
      await api(`/api/workshops/${code}/delete`, { body: {}, key: credential });
      dropLinks(code);
    } catch (/** @type {any} */ error) {
      blame(error.message);
    }
  };
  return html`
    <section class="card stack-tight">
      <h3>${t("console.delete")}</h3>
      <p class="small muted">${t("console.delete_note")} <a href="/kept" target="_blank">${t("common.kept")}</a></p>
      <button class="small-button danger" onClick=${() => ask(true)}>${t("console.delete_open")}</button>
    </section>
    ${asked &&
    html`<${Dialog} title=${t("console.delete_title")} onClose=${() => ask(false)}>
      <p>${t("console.delete_what")}</p>
      <p>${t("console.delete_first")} <a href="/report" target="_blank">${t("console.report")}</a></p>
      <p class="fault" role="alert">${fault}</p>
      <button class="danger" onClick=${go}>${t("console.delete_go")}</button>
    <//>`}
  `;
}

function LinkCard({ title, note = "", role, seat, link, url, credential, make, open = false }) {
  const text = link && atAddress(link.url, url);
  const openStage = async () => {
    const given = link ?? (await make(role, seat));
    window.open(new URL(given.url).pathname + new URL(given.url).hash, "uptoyou-stage");
  };
  return html`
    <section class="card stack-tight">
      <h3>${title}</h3>
      ${note && html`<p class="small muted">${note}</p>`}
      ${open && html`<button class="primary" onClick=${openStage}>${t("console.open_stage")}</button>`}
      ${text
        ? html`<${Buttons} text=${text} credential=${credential} label=${title} />`
        : html`<button class="small-button" onClick=${() => make(role, seat)}>${t("console.make_link")}</button>`}
    </section>
  `;
}

/** A second console for somebody who helps. */
function Cofacilitator({ url, credential, make }) {
  const [link, set] = useState(/** @type {any} */ (null));
  if (link) return html`<${Buttons} text=${atAddress(link.url, url)} credential=${credential} label=${t("console.link_console")} />`;
  return html`<button class="small-button" onClick=${async () => set(await make("facilitator", null))}>${t("console.make_link")}</button>`;
}

/** Copy it, or show it as a code to scan. @param {{ text: string, credential: string | null, label: string }} props */
function Buttons({ text, credential, label }) {
  const [shown, show] = useState(false);
  const [copied, mark] = useState(false);
  const take = async () => {
    await copy(text);
    mark(true);
    setTimeout(() => mark(false), 2000);
  };
  return html`
    <div class="row">
      <button class="small-button" onClick=${take}>${t(copied ? "console.copied" : "console.copy")}</button>
      <button class="small-button" onClick=${() => show(true)}>${t("console.show_qr")}</button>
      <a class="button small-button" href=${`mailto:?subject=${encodeURIComponent("Up to You")}&body=${encodeURIComponent(text)}`}>${t("console.send")}</a>
    </div>
    ${shown && html`<${Dialog} title=${label} onClose=${() => show(false)}><${Qr} text=${text} credential=${credential} label=${label} /><p class="link-url">${text}</p><//>`}
  `;
}

/** When the laptop is on several networks: which one the phones are on. */
function AddressChoice({ credential, act }) {
  const [held, set] = useState(/** @type {any} */ (null));
  const look = async () => set(await api("/api/address", { key: credential }));
  const choose = async (/** @type {any} */ event) => {
    set(await api("/api/address", { body: { ip: event.target.value }, key: credential }));
    act.toast.value = "";
  };
  if (!held) return html`<button class="quiet" onClick=${look}>${t("console.address")}</button>`;
  return html`
    <div class="field">
      <label for="address">${t("console.address_choose")}</label>
      <select id="address" value=${held.ip} onChange=${choose} disabled=${held.public}>
        ${held.choices.map((/** @type {any} */ one) => html`<option value=${one.ip}>${one.ip} (${one.adapter})</option>`)}
      </select>
      <p class="field-note">${held.url}</p>
    </div>
  `;
}
