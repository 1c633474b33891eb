// @ts-check
// The console: one obvious next step, everything else within reach, nothing that cannot be taken back.

import { api } from "../../shared/api.js";
import { StatusRegion, say } from "../../shared/components/status.js";
import { connect } from "../../shared/connection.js";
import { deviceMark } from "../../shared/device.js";
import { t } from "../../shared/i18n.js";
import { forgetKey, keepKey, takeKey } from "../../shared/keys.js";
import { start } from "../../shared/start.js";
import { html, signal, useState } from "../../vendor/ui.mjs";
import { Controls } from "./panels/controls.js";
import { desk, listenForKeys } from "./panels/desk.js";
import { RunSheet } from "./panels/runsheet.js";
import { Side } from "./panels/side.js";
import { Steering } from "./panels/steering.js";
import { Mini } from "./panels/mini.js";
import { TopBar } from "./panels/topbar.js";

const key = signal(takeKey("console"));

/** Without a key: the recovery code, or the start page. */
function Recover() {
  const [code, type] = useState("");
  const [fault, blame] = useState("");
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const given = await api("/api/recover", { body: { code } });
      keepKey("console", given.key);
      location.assign("/console");
    } catch (/** @type {any} */ error) {
      blame(error.message);
    }
  };
  return html`
    <main class="recover stack">
      <h1>${t("console.no_key")}</h1>
      <form class="card stack-tight" onSubmit=${submit}>
        <label for="recovery">${t("console.recovery")}</label>
        <input id="recovery" autocomplete="off" value=${code} onInput=${(/** @type {any} */ event) => type(event.target.value)} />
        <p class="fault" role="alert">${fault}</p>
        <button class="primary">${t("console.recover_go")}</button>
      </form>
      <a href="/start">${t("console.to_start")}</a>
    </main>
  `;
}

const Deleted = () => html`
  <main class="recover stack">
    <h1>${t("common.deleted")}</h1>
    <p>${t("common.deleted_note")}</p>
    <a class="button" href="/start" onClick=${() => forgetKey("console")}>${t("console.to_start")}</a>
  </main>
`;

/** @param {{ line: import("../../shared/connection.js").Line, act: import("./panels/desk.js").Desk }} props */
function Console({ line, act }) {
  const view = line.shared.value;
  if (line.refusal.value === "deleted") return html`<${Deleted} />`;
  if (line.state.value === "refused") return html`<${Recover} />`;
  if (!view) return html`<main class="recover"><p role="status">${t("common.connecting")}</p></main>`;
  return html`
    <div class="console">
      <${TopBar} line=${line} view=${view} act=${act} />
      <nav class="console-left" aria-label=${t("console.run_sheet")}><${RunSheet} line=${line} view=${view} act=${act} /></nav>
      <main class=${`console-middle console-${view.place.phase}`} data-move=${view.place.move}>
        <${Mini} line=${line} view=${view} />
        <${Steering} line=${line} view=${view} act=${act} />
      </main>
      <aside class="console-right"><${Side} line=${line} view=${view} act=${act} credential=${key.value} /></aside>
      <footer class="console-foot"><${Controls} line=${line} view=${view} act=${act} /></footer>
      ${act.toast.value && html`<p class="toast" role="alert">${act.toast.value}
        <button class="quiet" onClick=${() => (act.toast.value = "")}>${t("common.ok")}</button></p>`}
      <${StatusRegion} />
    </div>
  `;
}

if (key.value) {
  const line = connect(key.value, deviceMark(key.value));
  const act = desk(line, say);
  listenForKeys(line, act);
  start(() => html`<${Console} line=${line} act=${act} />`, { awake: true });
} else {
  start(() => html`<${Recover} />`);
}
