// @ts-check
// The lines that the room wrote, to find in a call: everything is in the page once it is open, so it goes on without
// a connection. For everybody who was there, and for whoever has the link.

import { LineSheet } from "../../shared/components/lines.js";
import { PrintButton, Sheet, SheetHead } from "../../shared/components/sheet.js";
import { fetched } from "../../shared/fetched.js";
import { day, t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { start } from "../../shared/start.js";
import { html, signal } from "../../vendor/ui.mjs";

const PAGES = /** @type {Record<string, string>} */ ({ play: "/play", manager: "/manager", console: "/console" });

const asked = new URLSearchParams(location.search).get("as") ?? "";
const home = PAGES[asked] ?? "";
const held = fetched("/api/lines", takeKey(home ? asked : "lines"));
const words = signal("");

/** Without case and accents, so that "fälle" finds "Falle". @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** All that can be looked for in a line. @param {any} entry */
function haystack({ title, text, line, options, softer, firmer }) {
  const labels = options.map((/** @type {any} */ one) => one.label);
  return plain([title, text, line.wording, line.say, line.hand_over_when, line.why, line.owner, ...labels, ...softer, ...firmer].join(" "));
}

/** @param {any[]} entries @param {string} query */
function found(entries, query) {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  return entries.filter((entry) => wanted.every((word) => haystack(entry).includes(word)));
}

const Lines = () => html`
  <${Sheet} held=${held} name="lines" title=${t("line.title")} back=${home} backTo=${t("line.back")}>
    ${(/** @type {any} */ data) => {
      const entries = data.entries.filter((/** @type {any} */ one) => one.line.closing !== "open");
      const shown = found(entries, words.value);
      return html`
        <${SheetHead} title=${t("line.title")} note=${`${data.title} · ${day(data.opened_at)}`}>
          <p class="muted no-print">${t("line.offline")}</p>
        <//>
        ${entries.length === 0
          ? html`<p>${t("line.none")}</p>`
          : html`
              <div class="field search no-print">
                <label for="search">${t("line.search")}</label>
                <input id="search" type="search" autocomplete="off" value=${words.value} onInput=${(/** @type {any} */ event) => (words.value = event.target.value)} />
                <p class="field-note" role="status">${t(shown.length ? "line.found" : "line.not_found", { n: shown.length })}</p>
              </div>
              <div class="stack">${shown.map((/** @type {any} */ entry) => html`<${LineSheet} entry=${entry} currency=${data.currency} key=${entry.step} />`)}</div>
              <p><${PrintButton} /></p>
            `}
      `;
    }}
  <//>
`;

start(() => html`<${Lines} />`);
held.load();
