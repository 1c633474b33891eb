// @ts-check
// While reps predict: pick a delivery and a line, say how many will agree, name conditions, write praise.

import { CaseText } from "../../../shared/components/case.js";
import { refusal } from "../../../shared/components/phone.js";
import { PhaseTitle, say } from "../../../shared/components/status.js";
import { t } from "../../../shared/i18n.js";
import { html, useState } from "../../../vendor/ui.mjs";
import { Praise } from "./praise.js";
import { Rule, Summary } from "./rule.js";

/** @param {import("./rule.js").PanelProps} props */
export function Predict(props) {
  const { line, shared, own } = props;
  if (!own.ruling && !own.passed && own.can.includes("rule")) {
    return html`<p class="cue">${t("manager.late")}</p><${Rule} ...${props} />`;
  }
  return html`
    <${PhaseTitle} move=${`predict-${shared.place.step}`}>
      ${t(own.in_chair ? "manager.they_predict_you" : "manager.they_predict", { name: shared.round.chair?.name })}
    <//>
    ${own.outranked && html`<p class="card"><strong>${t("manager.outranked")}</strong><br />${t("manager.outranked_note")}</p>`}
    ${own.in_chair && html`<${Telling} line=${line} shared=${shared} own=${own} />`}
    <${Expected} line=${line} shared=${shared} own=${own} />
    <${Conditions} line=${line} shared=${shared} own=${own} />
    <${Praise} line=${line} shared=${shared} own=${own} />
    ${own.ruling && html`<${Summary} round=${shared.round} ruling=${own.ruling} />`}
    <${CaseText} round=${shared.round} open=${false} />
  `;
}

/** @param {any} ack @param {string} words */
export function tell(ack, words) {
  if (ack.ok) say(words);
  else refusal.value = ack.text ?? "";
}

/** The delivery and the line: a preview before anybody hears it. */
export function Telling({ line, shared, own }) {
  const first = own.telling ?? { delivery: "plain", line: "" };
  const [delivery, choose] = useState(first.delivery);
  const [words, write] = useState(first.line);
  if (!own.can.includes("prepare")) return null;
  const picked = shared.deliveries.find((/** @type {any} */ one) => one.id === delivery) ?? shared.deliveries[0];
  const keep = async (/** @type {string} */ id, /** @type {string} */ text) => {
    choose(id);
    write(text);
    tell(await line.send("prepare", { step: shared.place.step, delivery: id, line: text }, "prepare"), t("manager.telling_kept"));
  };
  const saved = own.telling?.delivery === delivery && own.telling?.line === words.trim();
  return html`
    <section class="cue stack-tight">
      <h2>${t("manager.telling")}</h2>
      ${shared.deliveries.length > 1
        ? html`<label for="delivery">${t("manager.delivery")}</label>
            <select id="delivery" value=${delivery} onChange=${(/** @type {any} */ event) => keep(event.target.value, words)}>
              ${shared.deliveries.map((/** @type {any} */ one) => html`<option value=${one.id}>${one.title}</option>`)}
            </select>`
        : html`<p>${t("manager.plain_only")}</p>`}
      <p>${picked.hint}</p>
      ${picked.openers.map(
        (/** @type {string} */ opener) => html`<button class="opener" onClick=${() => keep(delivery, opener)} key=${opener}>“${opener}”</button>`,
      )}
      <label for="line">${t("manager.line")}</label>
      <textarea id="line" maxlength="160" value=${words} onInput=${(/** @type {any} */ event) => write(event.target.value)}></textarea>
      <p class="small">${t("manager.line_guard")}</p>
      <button class="primary" disabled=${saved} onClick=${() => keep(delivery, words)}>
        ${saved ? t("manager.telling_kept") : t("manager.telling_keep")}
      </button>
    </section>
  `;
}

/** How many colleagues will rule the same. */
function Expected({ line, shared, own }) {
  if (!own.can.includes("expect") || shared.colleagues < 1) return null;
  const counts = Array.from({ length: shared.colleagues + 1 }, (_, count) => count);
  const expect = async (/** @type {number} */ count) =>
    tell(await line.send("expect", { step: shared.place.step, count }, "expect"), t("round.saved"));
  return html`
    <section class="card stack-tight">
      <h2>${t("manager.expected", { n: shared.colleagues })}</h2>
      <div class="chips">
        ${counts.map(
          (count) => html`<button class="chip" key=${count} aria-pressed=${String(own.expected === count)} onClick=${() => expect(count)}>${count}</button>`,
        )}
      </div>
    </section>
  `;
}

/** It depends on ...: one step softer if, one step firmer if. */
export function Conditions({ line, shared, own }) {
  if (!own.can.includes("explain")) return null;
  const { softer = [], firmer = [] } = own.conditions ?? {};
  const send = async (/** @type {object} */ fields) =>
    tell(await line.send("explain", { step: shared.place.step, softer, firmer, ...fields }, "explain"), t("round.saved"));
  const move = (/** @type {number} */ place, /** @type {string} */ way) => {
    const less = (/** @type {number[]} */ list) => list.filter((one) => one !== place);
    const was = way === "softer" ? softer : firmer;
    const to = was.includes(place) ? less(was) : [...less(was), place];
    send(way === "softer" ? { softer: to, firmer: less(firmer) } : { firmer: to, softer: less(softer) });
  };
  return html`
    <section class="card stack-tight">
      <h2>${t("round.depends")}</h2>
      <p class="small muted">${t("manager.depends_note")}</p>
      <ul class="plain-list stack-tight">
        ${shared.depends_on.map(
          (/** @type {string} */ text, /** @type {number} */ place) => html`<li class="stack-tight" key=${text}>
            <span>${text}</span>
            <span class="chips">
              <button class="chip" aria-pressed=${String(softer.includes(place))} onClick=${() => move(place, "softer")}>
                ${t("manager.softer")}<span class="sr-only">: ${text}</span>
              </button>
              <button class="chip" aria-pressed=${String(firmer.includes(place))} onClick=${() => move(place, "firmer")}>
                ${t("manager.firmer")}<span class="sr-only">: ${text}</span>
              </button>
            </span>
          </li>`,
        )}
      </ul>
    </section>
  `;
}
