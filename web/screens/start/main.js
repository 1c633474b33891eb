// @ts-check
// Where a facilitator begins: the workshops on this server, and a new one in three clicks.

import { api } from "../../shared/api.js";
import { Dialog } from "../../shared/components/dialog.js";
import { LanguageChoice } from "../../shared/components/language.js";
import { Qr } from "../../shared/components/qr.js";
import { clockTime, day, language, languageName, list, t } from "../../shared/i18n.js";
import { keepKey, takeKey } from "../../shared/keys.js";
import { dropLinks, keepLinks } from "../../shared/links.js";
import { start } from "../../shared/start.js";
import { html, signal, useState } from "../../vendor/ui.mjs";

const hostKey = takeKey("host");
const packs = signal(/** @type {any[] | null} */ (null));
const workshops = signal(/** @type {any[]} */ ([]));
const address = signal(/** @type {any} */ (null));
const stranger = signal(false);
const fault = signal("");
const busy = signal(false);
const doomed = signal(/** @type {any} */ (null)); // the workshop that the host is about to delete

/** @param {any} error */
function tell(error) {
  fault.value = [error.message, error.hint].filter(Boolean).join(" ");
}

async function load() {
  try {
    const told = await Promise.all(["/api/packs", "/api/workshops", "/api/address"].map((path) => api(path, { key: hostKey })));
    [packs.value, workshops.value, address.value] = told;
  } catch (/** @type {any} */ error) {
    if (error.reason === "host_only") stranger.value = true;
    else tell(error);
  }
}

/** @param {{ pack: string, title: string, managers: string[] }} wish */
async function open(wish) {
  busy.value = true;
  fault.value = "";
  try {
    const opened = await api("/api/workshops", { body: wish, key: hostKey });
    const console = opened.links.find((/** @type {any} */ one) => one.role === "facilitator");
    keepLinks(opened.code, { title: opened.title, recovery: opened.recovery, links: opened.links });
    keepKey("console", console.key);
    location.assign("/console?links");
  } catch (error) {
    tell(error);
    busy.value = false;
  }
}

/** @param {string} code */
async function goTo(code) {
  try {
    const link = await api(`/api/workshops/${code}/console`, { body: {}, key: hostKey });
    keepKey("console", link.key);
    location.assign("/console");
  } catch (error) {
    tell(error);
  }
}

/** @param {string} code */
async function remove(code) {
  doomed.value = null;
  try {
    await api(`/api/workshops/${code}/delete`, { body: {}, key: hostKey });
    dropLinks(code);
    await load();
  } catch (error) {
    tell(error);
  }
}

/** @param {string} code */
async function recover(code) {
  fault.value = "";
  try {
    const given = await api("/api/recover", { body: { code } });
    keepKey("console", given.key);
    location.assign("/console");
  } catch (error) {
    tell(error);
  }
}

const Fault = () => html`<p class="fault" role="alert">${fault.value}</p>`;

function NewWorkshop() {
  const ready = (packs.value ?? []).filter((pack) => !pack.problems.length);
  const [picked, pick] = useState("");
  const [title, name] = useState("");
  const [managers, list] = useState(["", "", ""]);
  const pack = picked || ready[0]?.id || "";
  const set = (/** @type {number} */ place) => (/** @type {any} */ event) =>
    list(managers.map((one, at) => (at === place ? event.target.value : one)));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    open({ pack, title, managers: managers.filter((one) => one.trim()) });
  };
  return html`
    <form class="stack card" onSubmit=${submit}>
      <h2>${t("start.new")}</h2>
      <fieldset class="options">
        <legend class="step-legend">1. ${t("start.pack")}</legend>
        <div class="options-list packs">
          ${(packs.value ?? []).map((one) => html`<${Pack} pack=${one} picked=${one.id === pack} onPick=${() => pick(one.id)} key=${one.id} />`)}
          ${packs.value?.length === 0 && html`<p>${t("start.no_packs")}</p>`}
        </div>
        <p><a href="/editor">${t("start.editor")}</a></p>
      </fieldset>
      <fieldset class="options">
        <legend class="step-legend">2. ${t("start.managers")}</legend>
        <p class="field-note">${t("start.managers_note")}</p>
        <div class="manager-names">
          ${managers.map(
            (one, place) => html`<input key=${place} value=${one} onInput=${set(place)} maxlength="60" autocomplete="off"
              aria-label=${t("start.manager_n", { n: place + 1 })} placeholder=${t("start.manager_n", { n: place + 1 })} />`,
          )}
        </div>
        ${managers.length < 8 && html`<button type="button" class="quiet" onClick=${() => list([...managers, ""])}>${t("start.one_more")}</button>`}
      </fieldset>
      <details>
        <summary>${t("start.title_open")}</summary>
        <div class="field">
          <label for="title">${t("start.title")}</label>
          <input id="title" maxlength="60" value=${title} onInput=${(/** @type {any} */ event) => name(event.target.value)} />
        </div>
      </details>
      <${Fault} />
      <button class="primary wide tall" disabled=${busy.value || !pack || !managers.some((one) => one.trim())}>
        3. ${t("start.go")}
      </button>
    </form>
  `;
}

function Pack({ pack, picked, onPick }) {
  const broken = pack.problems.length > 0;
  return html`
    <label class=${`option ${picked ? "option-picked" : ""}`}>
      <input type="radio" name="pack" checked=${picked} disabled=${broken} onChange=${onPick} />
      <span class="option-label">
        ${pack.title}
        <span class="option-note">${broken ? t("start.broken", { n: pack.problems.length, pack: pack.id }) : pack.summary}</span>
        ${broken && html`<span class="option-note fault">${pack.problems[0]}</span>`}
        ${pack.languages.some((/** @type {string} */ one) => one !== language) && html`<span class="option-note pack-languages">${list(pack.languages.map(languageName))}</span>`}
      </span>
      ${!broken && html`<span class="pill">${t("start.cases", { n: pack.cases })}</span>`}
    </label>
  `;
}

const Running = () => html`
  <section class="stack-tight card">
    <h2>${t("start.running")}</h2>
    ${workshops.value.length === 0 && html`<p class="muted">${t("start.none")}</p>`}
    <ul class="plain-list stack-tight">
      ${workshops.value.map(
        (one) => html`<li key=${one.code}>
          <button class="wide workshop" onClick=${() => goTo(one.code)}>
            <span><strong>${one.title}</strong><br />
              <span class="small muted">${day(one.opened_at)}, ${clockTime(one.opened_at)} · ${t("start.people", { n: one.people })}</span></span>
            <span class="pill">${t(`phase.${one.phase}`)}</span>
          </button>
          <button class="quiet small" onClick=${() => (doomed.value = one)}>${t("start.delete", { title: one.title })}</button>
        </li>`,
      )}
    </ul>
    ${doomed.value && html`<${Deletion} workshop=${doomed.value} />`}
  </section>
`;

/** What goes, and a second question. @param {{ workshop: any }} props */
const Deletion = ({ workshop }) => html`
  <${Dialog} title=${t("start.delete_title", { title: workshop.title })} onClose=${() => (doomed.value = null)}>
    <p>${t("start.delete_note")}</p>
    <button class="danger" onClick=${() => remove(workshop.code)}>${t("start.delete_go")}</button>
  <//>
`;

/** Whether phones get here: a page for one of them to open. */
function PhoneCheck() {
  if (!address.value) return null;
  const url = `${address.value.url}/check`;
  return html`
    <section class="stack-tight card">
      <h2>${t("start.check")}</h2>
      <p>${t("start.check_note")}</p>
      <div class="start-check"><${Qr} text=${url} credential=${hostKey} label=${url} /></div>
      <p class="link-url">${url}</p>
      <p class="small muted">${t("start.check_none")}</p>
      <p><a href="/check" target="_blank">${t("start.check_open")}</a></p>
    </section>
  `;
}

function Recovery() {
  const [code, type] = useState("");
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    recover(code);
  };
  return html`
    <form class="stack-tight card" onSubmit=${submit}>
      <h2>${t("start.recover")}</h2>
      <p class="small muted">${t("start.recover_note")}</p>
      <div class="field">
        <label for="recovery">${t("start.recovery_code")}</label>
        <input id="recovery" autocomplete="off" autocapitalize="characters" value=${code} maxlength="40"
          onInput=${(/** @type {any} */ event) => type(event.target.value)} />
      </div>
      ${stranger.value && html`<${Fault} />`}
      <button disabled=${code.trim().length < 12}>${t("start.recover_go")}</button>
    </form>
  `;
}

function Address() {
  const held = address.value;
  if (!held || held.public) return null;
  const choose = async (/** @type {any} */ event) => {
    address.value = await api("/api/address", { body: { ip: event.target.value }, key: hostKey });
  };
  return html`
    <section class="stack-tight card">
      <h2>${t("start.address")}</h2>
      ${held.choices.length === 0
        ? html`<p>${t("start.no_network")}</p>`
        : html`<p>${t("start.address_note")} <strong>${held.url}</strong></p>`}
      ${held.choices.length > 1 &&
      html`<div class="field">
        <label for="address">${t("start.address_choose")}</label>
        <select id="address" value=${held.ip} onChange=${choose}>
          ${held.choices.map((one) => html`<option value=${one.ip}>${one.ip} (${one.adapter})</option>`)}
        </select>
      </div>`}
    </section>
  `;
}

const Start = () => html`
  <main class="start">
    <header class="row">
      <h1>Up to You</h1>
      <span class="push row"><a href="/">${t("start.join")}</a> <${LanguageChoice} /></span>
    </header>
    ${stranger.value
      ? html`<section class="card stack-tight"><h2>${t("start.stranger")}</h2><p>${t("start.stranger_note")}</p></section>
          <${Recovery} />`
      : html`<div class="start-columns">
          <${NewWorkshop} />
          <div class="stack"><${Running} /><${Address} /><${PhoneCheck} /><${Recovery} /></div>
        </div>`}
    <footer class="small"><a href="/kept">${t("common.kept")}</a></footer>
  </main>
`;

start(() => html`<${Start} />`);
load();
