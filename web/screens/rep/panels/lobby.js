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
    <${Contract} lines=${shared.contract} />
  `;
}

/** @param {import("../../../shared/components/phone.js").PanelProps} props */
export function Welcome({ shared, own }) {
  return html`
    <${PhaseTitle} move=${shared.place.step}>${t("rep.welcome")}<//>
    ${own.team && html`<p>${t("rep.your_team")} <strong>${own.team}</strong></p>`}
    <${Contract} lines=${shared.contract} />
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

/** @param {{ lines: string[] }} props */
export const Contract = ({ lines }) => html`
  <section class="card stack-tight">
    <h2>${t("round.contract")}</h2>
    <ul class="stack-tight">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>
`;
