// @ts-check
// To print: a card for each table with the code to scan, a private card for each manager, and the recovery code.

import { api } from "../../shared/api.js";
import { Qr } from "../../shared/components/qr.js";
import { t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { atAddress, linksOf } from "../../shared/links.js";
import { start } from "../../shared/start.js";
import { html, signal } from "../../vendor/ui.mjs";

const TABLE_CARDS = 4;
const key = takeKey("console");
const asked = new URLSearchParams(location.search);
const code = asked.get("code") ?? "";
const scan = asked.get("scan") ?? "";
const base = signal("");
const fault = signal("");

async function load() {
  try {
    base.value = (await api("/api/address", { key })).url;
  } catch (/** @type {any} */ error) {
    fault.value = error.message;
  }
}

const grouped = `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`;

function Cards() {
  const held = linksOf(code);
  if (fault.value) return html`<main class="cards"><p role="alert">${fault.value}</p></main>`;
  if (!base.value) return html`<main class="cards"><p role="status">${t("common.connecting")}</p></main>`;
  const managers = held?.links.filter((link) => link.role === "manager") ?? [];
  return html`
    <main class="cards">
      <div class="no-print stack">
        <h1>${t("cards.title")}</h1>
        <p>${t("cards.note")}</p>
        <button class="primary" onClick=${() => print()}>${t("cards.print")}</button>
      </div>
      <h2 class="no-print">${t("cards.tables")}</h2>
      <div class="card-grid">
        ${Array.from({ length: TABLE_CARDS }, (_, place) => html`<${TableCard} key=${place} title=${held?.title ?? ""} />`)}
      </div>
      ${managers.length > 0
        ? html`<h2 class="no-print">${t("cards.managers")}</h2>
            <div class="card-grid managers-grid">
              ${managers.map((link) => html`<${ManagerCard} link=${link} key=${link.seat} />`)}
            </div>`
        : html`<p class="no-print">${t("cards.no_links")}</p>`}
      ${held?.recovery && html`<div class="print-card recovery-card"><h2>${t("cards.recovery")}</h2>
        <p class="big-code">${held.recovery}</p><p>${t("cards.recovery_note")}</p></div>`}
    </main>
  `;
}

/** @param {{ title: string }} props */
const TableCard = ({ title }) => html`
  <section class="print-card">
    <p class="card-brand">Up to You</p>
    <${Qr} text=${`${base.value}/${code}#${scan}`} credential=${key} label=${t("cards.scan")} />
    <p><strong>${t("cards.scan")}</strong></p>
    <p>${t("cards.or_type", { url: base.value.replace(/^https?:\/\//, "") })}</p>
    <p class="big-code">${grouped}</p>
    <p class="card-small">${t("cards.wifi")} ${title && `· ${title}`}</p>
  </section>
`;

/** @param {{ link: any }} props */
const ManagerCard = ({ link }) => html`
  <section class="print-card">
    <p class="card-brand">Up to You</p>
    <h2>${link.name}</h2>
    <${Qr} text=${atAddress(link.url, base.value)} credential=${key} label=${link.name} />
    <p>${t("cards.manager_note")}</p>
  </section>
`;

start(() => html`<${Cards} />`, { theme: "paper" });
load();
