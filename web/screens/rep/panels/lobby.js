// @ts-check
import { PhaseTitle, say } from "../../../shared/components/status.js";
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Lobby({ line, shared, own }) {
  const hello = async () => {
    await line.send("hello");
    say(t("rep.hello_done"));
  };
  return html`
    <${PhaseTitle} move=${shared.place.step}>${t("rep.in")}<//>
    <p class="hello">${own.name}</p>
    ${own.role === "observer"
      ? html`<p>${t("rep.observer")}</p>`
      : own.hello
        ? html`<p class="card"><strong>${t("rep.hello_done")}</strong><br />${t("rep.hello_look")}</p>`
        : html`<button class="marigold wide tall" onClick=${hello}>${t("rep.hello")}</button>
            <p class="muted">${t("rep.hello_note")}</p>`}
    <${Contract} shared=${shared} />
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Welcome({ shared, own }) {
  return html`
    <${PhaseTitle} move=${shared.place.step}>${t("rep.welcome")}<//>
    ${own.team && html`<p>${t("rep.your_team")} <strong>${own.team}</strong></p>`}
    <${Contract} shared=${shared} />
    <section class="card stack-tight">
      <h2>${t("rep.how")}</h2>
      <ol class="stack-tight">
        <li>${t("rep.how_1")}</li>
        <li>${t("rep.how_2")}</li>
        <li>${t("rep.how_3")}</li>
      </ol>
    </section>
  `;
}

/** What people promise each other, the rules of the house, and its words. @param {{ shared: any }} props */
export const Contract = ({ shared }) => html`
  <${Lines} title=${t("round.contract")} lines=${shared.contract} />
  ${shared.house_rules.length > 0 && html`<${Lines} title=${t("round.house_rules")} lines=${shared.house_rules} />`}
  ${shared.glossary.length > 0 &&
  html`<details class="card">
    <summary>${t("round.glossary")}</summary>
    <dl class="pairs">
      ${shared.glossary.map((/** @type {any} */ one) => html`<dt>${one.term}</dt><dd>${one.meaning}</dd>`)}
    </dl>
  </details>`}
`;

/** @param {{ title: string, lines: string[] }} props */
const Lines = ({ title, lines }) => html`
  <section class="card stack-tight">
    <h2>${title}</h2>
    <ul class="stack-tight">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>
`;
