// @ts-check
// A page that somebody keeps: fetched once, readable on a phone, and on paper.

import { t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";
import { LanguageChoice } from "./language.js";

/**
 * @param {{ held: import("../fetched.js").Fetched, name: string, title: string, back: string, backTo: string,
 *   children: (data: any) => any }} props
 */
export function Sheet({ held, name, title, back, backTo, children }) {
  const data = held.data.value;
  const fault = held.fault.value;
  return html`
    <main class=${`sheet stack ${name}`}>
      ${!data &&
      html`<h1>${title}</h1>
        ${fault ? html`<p role="alert">${fault}</p><p><button onClick=${held.load}>${t("common.try_now")}</button></p>` : html`<p role="status">${t("common.connecting")}</p>`}`}
      ${data && children(data)}
      <p class="no-print row sheet-foot">
        ${back && html`<a class="button" href=${back}>${backTo}</a>`}
        <span class="push"><${LanguageChoice} /></span>
      </p>
    </main>
  `;
}

/** The line above a sheet's title, and the button that prints it. @param {{ title: string, note?: any, children: any }} props */
export const SheetHead = ({ title, note, children }) => html`
  <header class="stack-tight">
    <p class="muted">${note}</p>
    <h1>${title}</h1>
    ${children}
  </header>
`;

export const PrintButton = () => html`<button class="no-print" onClick=${() => print()}>${t("common.print")}</button>`;
