// @ts-check
import { t } from "../../../shared/i18n.js";
import { html } from "../../../vendor/ui.mjs";
import { grouped, qrOf } from "../scene.js";

const NAMES_SHOWN = 60;
const NAMED_TEAMS = 5;

/** @param {{ view: any, url: string }} props */
export function Lobby({ view, url }) {
  const { title, code, scan, guests, managers, locked } = view;
  const address = url.replace(/^https?:\/\//, "");
  const shown = guests.slice(-NAMES_SHOWN);
  return html`
    <div class="lobby">
      ${locked
        ? html`<p class="stage-headline lobby-locked">${t("stage.locked")}</p>`
        : html`<img class="lobby-qr" src=${qrOf(code, scan, address)}
            alt=${t("stage.qr", { address, code })} />`}
      <div class="lobby-words">
        <h1 class="stage-display">${title}</h1>
        <p class="stage-body">${t("stage.scan_or")} <strong class="lobby-address">${address}</strong></p>
        <p class="lobby-code">${grouped(code)}</p>
        <p class="stage-second">${t("stage.same_wifi")} · ${t("stage.late_welcome")}</p>
        <p class="stage-second">${t("stage.people", { n: guests.length })}</p>
      </div>
      <ul class="lobby-names">
        ${managers.map((guest) => html`<${Name} guest=${guest} manager=${true} key=${`m${guest.name}`} />`)}
        ${shown.map((guest) => html`<${Name} guest=${guest} key=${guest.name} />`)}
      </ul>
    </div>
  `;
}

/** A name; lit when its phone said hello. @param {{ guest: any, manager?: boolean }} props */
const Name = ({ guest, manager = false }) => html`
  <li class=${`lobby-name ${guest.lit ? "lobby-lit" : ""} ${manager ? "lobby-manager" : ""}`}>${guest.name}</li>
`;

/** @param {{ view: any }} props */
export function Welcome({ view }) {
  return html`
    <div class="scene">
      <h1 class="stage-display">${t("stage.welcome")}</h1>
      <div class="split">
        <ul class="contract">
          ${view.contract.map((line) => html`<li>${line}</li>`)}
        </ul>
        ${view.teams.length > 0 &&
        html`<div class="teams">
          ${view.teams.map(
            (team) => html`<p key=${team.name}>
              <strong>${team.name}</strong>
              ${view.teams.length <= NAMED_TEAMS ? html`<br />${team.members.join(", ")}` : ` ${team.members.length}`}
            </p>`,
          )}
        </div>`}
      </div>
    </div>
  `;
}
