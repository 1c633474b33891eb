// @ts-check
// The praise composer and its ledger: when ..., you ..., so that ...

import { refusal } from "../../../shared/components/phone.js";
import { say } from "../../../shared/components/status.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";

/** @param {{ line: import("../../../shared/connection.js").Line, shared: any, own: any }} props */
export function Praise({ line, shared, own }) {
  const [to, choose] = useState("");
  const [parts, write] = useState({ when: "", did: "", so_that: "" });
  const [fault, blame] = useState("");
  if (!own.can.includes("praise") || !shared.ledger.length) return null;
  const seat = to || shared.ledger[0].id;
  const person = shared.ledger.find((/** @type {any} */ one) => one.id === seat) ?? shared.ledger[0];
  const set = (/** @type {string} */ part) => (/** @type {any} */ event) => {
    blame("");
    write({ ...parts, [part]: event.target.value });
  };
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const ack = await line.send("praise", { to: person.id, ...parts });
    if (ack.ok) {
      write({ when: "", did: "", so_that: "" });
      choose("");
      say(t("manager.praise_sent", { name: person.name }));
    } else if (ack.field === "did") blame(ack.text ?? "");
    else refusal.value = ack.text ?? "";
  };
  const waiting = shared.ledger.filter((/** @type {any} */ one) => one.praised === 0).length;
  return html`
    <form class="card stack-tight" onSubmit=${send}>
      <h2>${t("manager.praise")}</h2>
      <p class="small muted">${waiting ? t("manager.praise_waiting", { n: waiting }) : t("manager.praise_all")}</p>
      <div class="field">
        <label for="praise-to">${t("manager.praise_to")}</label>
        <select id="praise-to" value=${seat} onChange=${(/** @type {any} */ event) => choose(event.target.value)}>
          ${shared.ledger.map((/** @type {any} */ one) => html`<option value=${one.id}>${option(one)}</option>`)}
        </select>
      </div>
      ${person.reasons.length > 0 && html`<p class="small">${t("manager.praise_reasons", { name: person.name })} ${person.reasons.join(", ")}</p>`}
      <div class="field">
        <label for="praise-when">${t("manager.praise_when")}</label>
        <input id="praise-when" maxlength="140" value=${parts.when} onInput=${set("when")} />
      </div>
      <div class="field">
        <label for="praise-did">${t("manager.praise_did")}</label>
        <input id="praise-did" maxlength="140" value=${parts.did} onInput=${set("did")} aria-describedby="praise-fault" />
        <p id="praise-fault" class="fault" role="alert">${fault}</p>
      </div>
      <div class="field">
        <label for="praise-so">${t("manager.praise_so")}</label>
        <input id="praise-so" maxlength="140" value=${parts.so_that} onInput=${set("so_that")} />
      </div>
      <button class="primary" disabled=${!parts.did.trim()}>${t("manager.praise_send", { name: person.name })}</button>
      ${own.praise.length > 0 &&
      html`<details>
        <summary>${t("manager.praise_mine", { n: own.praise.length })}</summary>
        <ul class="stack-tight">
          ${own.praise.map(
            (/** @type {any} */ one) => html`<li><strong>${one.to}</strong>: ${one.parts[1]}
              <span class="small muted"> ${t(one.released ? "manager.praise_out" : "manager.praise_held")}</span></li>`,
          )}
        </ul>
      </details>`}
    </form>
  `;
}

/** @param {any} person */
const option = (person) => [person.name, person.team, person.praised ? `· ${person.praised}` : ""].filter(Boolean).join(" ");
