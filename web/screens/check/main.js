// @ts-check
// Before the day: does a phone reach this server, and will it stay in touch? Each test says what to do about it.

import { api } from "../../shared/api.js";
import { number, t } from "../../shared/i18n.js";
import { start } from "../../shared/start.js";
import { html, signal } from "../../vendor/ui.mjs";

const PINGS = 10;
const SLOW = 300; // milliseconds there and back; above this people notice
const APART = 60_000; // milliseconds between two clocks that somebody may wonder about
const PATIENCE = 8_000;

/**
 * @typedef {"running" | "good" | "fair" | "bad"} Outcome
 * @typedef {{ outcome: Outcome, words: string, advice?: string, more?: string }} Finding
 */

/** @type {Finding} */
const RUNNING = { outcome: "running", words: "" };
const MARKS = { running: "…", good: "✓", fair: "!", bad: "×" };

/** The server answers a plain request. @returns {Promise<Finding>} */
async function reach() {
  try {
    await api("/healthz");
    return { outcome: "good", words: t("check.reach_good", { host: location.host }) };
  } catch {
    return { outcome: "bad", words: t("check.reach_bad"), advice: t("check.reach_advice") };
  }
}

/** The live line, in one of the ways that this server knows. @returns {Promise<Finding>} */
async function line() {
  const found = await socket();
  if (found.outcome === "good") return found;
  const polls = "polling" in document.documentElement.dataset;
  return polls ? polling(found) : { ...found, more: t("check.polling_off", { option: "-\u2060-\u2060polling" }) };
}

/** A WebSocket opens and the server speaks first. @returns {Promise<Finding>} */
function socket() {
  const began = performance.now();
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const line = new WebSocket(`${scheme}://${location.host}/socket.io/?EIO=4&transport=websocket`);
  return new Promise((resolve) => {
    const fail = () => resolve({ outcome: "bad", words: t("check.socket_bad"), advice: t("check.socket_advice") });
    const patience = setTimeout(() => (fail(), line.close()), PATIENCE);
    line.onerror = fail;
    line.onclose = fail;
    line.onmessage = () => {
      clearTimeout(patience);
      resolve({ outcome: "good", words: t("check.socket_good", { ms: number(performance.now() - began) }) });
      line.close();
    };
  });
}

/** Without a WebSocket: the server opens a line for plain requests. @param {Finding} otherwise @returns {Promise<Finding>} */
async function polling(otherwise) {
  const headers = { authorization: "Bearer check" };
  const path = "/socket.io/?EIO=4&transport=polling";
  try {
    const began = performance.now();
    const opened = await fetch(path, { headers });
    const words = t("check.polling_fair", { ms: number(performance.now() - began) });
    const { sid } = JSON.parse((await opened.text()).slice(1));
    await fetch(`${path}&sid=${sid}`, { method: "POST", headers, body: "1" });
    return { outcome: "fair", words, advice: t("check.polling_advice") };
  } catch {
    return otherwise;
  }
}

/** Ten times there and back; and how far the two clocks are apart, from the fastest of them. */
async function pings() {
  const trips = [];
  for (let ping = 0; ping < PINGS; ping++) {
    const began = performance.now();
    const { now } = await api("/api/now");
    const ms = performance.now() - began;
    trips.push({ ms, apart: Date.now() - ms / 2 - now });
  }
  return trips.sort((a, b) => a.ms - b.ms);
}

/** @param {{ ms: number }[]} trips @returns {Finding} */
function speed(trips) {
  const ms = number(trips[trips.length / 2 - 1].ms);
  if (trips[trips.length / 2 - 1].ms <= SLOW) return { outcome: "good", words: t("check.speed_good", { ms }) };
  return { outcome: "fair", words: t("check.speed_fair", { ms }), advice: t("check.speed_advice") };
}

/** @param {{ apart: number }[]} trips @returns {Finding} */
function clock([{ apart }]) {
  const seconds = number(Math.abs(apart) / 1000, Math.abs(apart) < 10_000 ? 1 : 0);
  if (Math.abs(apart) <= APART) return { outcome: "good", words: t("check.clock_good", { seconds }) };
  return { outcome: "fair", words: t("check.clock_fair", { seconds }), advice: t("check.clock_advice") };
}

/** @returns {Promise<Finding>} */
async function awake() {
  try {
    const lock = await navigator.wakeLock.request("screen");
    await lock.release();
    return { outcome: "good", words: t("check.awake_good") };
  } catch {
    return { outcome: "fair", words: t("check.awake_fair"), advice: t("check.awake_advice") };
  }
}

/** @returns {Finding} */
function storage() {
  try {
    localStorage.setItem("uptoyou.check", "1");
    localStorage.removeItem("uptoyou.check");
    return { outcome: "good", words: t("check.storage_good") };
  } catch {
    return { outcome: "fair", words: t("check.storage_fair"), advice: t("check.storage_advice") };
  }
}

/** The tests in their order. */
const findings = Object.fromEntries(["reach", "socket", "speed", "awake", "storage", "clock"].map((name) => [name, signal(/** @type {Finding} */ (RUNNING))]));

async function run() {
  for (const one of Object.values(findings)) one.value = RUNNING;
  findings.storage.value = storage();
  findings.reach.value = await reach();
  findings.socket.value = await line();
  try {
    const trips = await pings();
    findings.speed.value = speed(trips);
    findings.clock.value = clock(trips);
  } catch {
    findings.speed.value = { outcome: "bad", words: t("check.speed_bad"), advice: t("check.reach_advice") };
    findings.clock.value = { outcome: "fair", words: t("check.clock_unknown") };
  }
  findings.awake.value = await awake();
}

/** @param {{ name: string }} props */
function Test({ name }) {
  const { outcome, words, advice, more } = findings[name].value;
  return html`
    <li class=${`check-test check-${outcome}`}>
      <span class="check-mark" aria-hidden="true">${MARKS[outcome]}</span>
      <div>
        <h2>${t(`check.${name}`)} <span class="sr-only">${t(`check.outcome_${outcome}`)}</span></h2>
        ${words && html`<p>${words}</p>`}
        ${advice && html`<p class="check-advice">${advice}</p>`}
        ${more && html`<p class="check-advice">${more}</p>`}
      </div>
    </li>
  `;
}

function Verdict() {
  const outcomes = Object.values(findings).map((one) => one.value.outcome);
  const key = outcomes.includes("running") ? "running" : (["bad", "fair"].find((one) => outcomes.includes(/** @type {Outcome} */ (one))) ?? "good");
  return html`<p class=${`check-verdict card check-${key}`} role="status">${t(`check.verdict_${key}`)}</p>`;
}

const Check = () => html`
  <main class="check-page stack">
    <p class="brand">Up to You</p>
    <h1>${t("check.title")}</h1>
    <${Verdict} />
    <ul class="plain-list stack-tight">${Object.keys(findings).map((name) => html`<${Test} name=${name} key=${name} />`)}</ul>
    <button class="wide" onClick=${run}>${t("check.again")}</button>
    <details class="card">
      <summary>${t("check.help")}</summary>
      <ul class="check-help">
        ${["isolation", "vpn", "portal", "hotspot"].map((one) => html`<li key=${one}>${t(`check.help_${one}`)}</li>`)}
      </ul>
    </details>
    <p class="small"><a href="/">${t("check.to_door")}</a> · <a href="/kept">${t("common.kept")}</a></p>
  </main>
`;

start(() => html`<${Check} />`).then(run);
