// @ts-check
// The editor: packs of one's own, written in forms, checked while one types, and looked at as they will be played.

import { StatusRegion } from "../../shared/components/status.js";
import { t } from "../../shared/i18n.js";
import { start } from "../../shared/start.js";
import { html, useEffect } from "../../vendor/ui.mjs";
import { bench, fault, leave, listen, load, open, stranger } from "./bench.js";
import { Bar } from "./panels/bar.js";
import { Form } from "./panels/form.js";
import { Outline } from "./panels/outline.js";
import { Packs } from "./panels/packs.js";
import { Preview } from "./panels/preview.js";

const Stranger = () => html`
  <main class="packs-page stack">
    <h1>${t("editor.title")}</h1>
    <section class="card stack-tight"><h2>${t("editor.stranger")}</h2><p>${t("editor.stranger_note")}</p></section>
    <p><a href="/start">${t("editor.to_start")}</a></p>
  </main>
`;

const Bench = () => html`
  <div class="bench">
    <${Bar} />
    <nav class="bench-outline" aria-label=${t("editor.outline")}><${Outline} /></nav>
    <main class="bench-form"><${Form} /></main>
    <aside class="bench-look" aria-label=${t("editor.look")}><${Preview} /></aside>
  </div>
`;

function Editor() {
  useEffect(listen, []);
  return html`
    ${stranger.value ? html`<${Stranger} />` : bench.value ? html`<${Bench} />` : html`<${Packs} />`}
    ${fault.value && html`<p class="toast" role="alert">${fault.value}
      <button class="quiet" onClick=${() => (fault.value = "")}>${t("common.ok")}</button></p>`}
    <${StatusRegion} />
  `;
}

/** The address names the pack, so that Back, a reload and a bookmark lead to it. */
function follow() {
  const pack = new URL(location.href).searchParams.get("pack");
  if (pack) open(pack);
  else leave();
}

addEventListener("popstate", follow);
start(() => html`<${Editor} />`);
load();
follow();
