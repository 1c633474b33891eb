// @ts-check
// The language of a screen: the browser's, until somebody chooses another one.

import { chooseLanguage, language, languages, t } from "../i18n.js";
import { html } from "../../vendor/ui.mjs";

/** What a language calls itself. @param {string} code */
const name = (code) => new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;

export const LanguageChoice = () => html`
  <label class="language">
    <span class="sr-only">${t("common.language")}</span>
    <select onChange=${(/** @type {any} */ event) => chooseLanguage(event.target.value)}>
      ${languages.map((code) => html`<option value=${code} lang=${code} selected=${code === language}>${name(code)}</option>`)}
    </select>
  </label>
`;
