// @ts-check
// What is kept, for how long, where, and who sees what: in plain words, with the periods of this server.

import { api } from "../../shared/api.js";
import { t } from "../../shared/i18n.js";
import { start } from "../../shared/start.js";
import { html, signal } from "../../vendor/ui.mjs";

const periods = signal(/** @type {{ names_hours: number, days: number } | null} */ (null));
const fault = signal("");

async function load() {
  try {
    periods.value = await api("/api/kept");
  } catch (/** @type {any} */ error) {
    fault.value = error.message;
  }
}

/** @param {{ title: string, children: any }} props */
const Part = ({ title, children }) => html`<section class="card stack-tight"><h2>${title}</h2>${children}</section>`;

/** Hours as people say them. @param {number} hours */
const span = (hours) => (hours && hours % 24 === 0 ? t("kept.days", { n: hours / 24 }) : t("kept.hours", { n: hours }));

const Kept = () => html`
  <main class="kept stack">
    <header class="row">
      <p class="brand">Up to You</p>
      <a class="push" href="/">${t("kept.to_door")}</a>
    </header>
    <h1>${t("kept.title")}</h1>
    <p>${t("kept.lead")}</p>
    <p class="fault" role="alert">${fault.value}</p>
    ${periods.value &&
    html`<dl class="kept-periods card">
      <dt>${span(periods.value.names_hours)}</dt>
      <dd>${t("kept.names")}</dd>
      <dt>${t("kept.days", { n: periods.value.days })}</dt>
      <dd>${t("kept.everything")}</dd>
    </dl>`}
    <p class="small muted">${t("kept.counted")}</p>
    <${Part} title=${t("kept.what")}>
      <ul>
        <li>${t("kept.what_names")}</li>
        <li>${t("kept.what_answers")}</li>
        <li>${t("kept.what_texts")}</li>
        <li>${t("kept.what_keys")}</li>
        <li>${t("kept.what_devices")}</li>
      </ul>
      <p>${t("kept.what_not")}</p>
    <//>
    <${Part} title=${t("kept.where")}><p>${t("kept.where_note")}</p><p>${t("kept.where_phone")}</p><//>
    <${Part} title=${t("kept.who")}>
      <ul>
        <li>${t("kept.who_ruling")}</li>
        <li>${t("kept.who_rep")}</li>
        <li>${t("kept.who_text")}</li>
        <li>${t("kept.who_host")}</li>
      </ul>
    <//>
    <${Part} title=${t("kept.sooner")}><p>${t("kept.sooner_note")}</p><//>
  </main>
`;

start(() => html`<${Kept} />`);
load();
