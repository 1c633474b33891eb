// @ts-check
// The way in: digits or a scanned code, a first name, and in.

import { api } from "../../shared/api.js";
import { LanguageChoice } from "../../shared/components/language.js";
import { t } from "../../shared/i18n.js";
import { dropSeat, heldSeats, holdSeat, keepKey, newId } from "../../shared/keys.js";
import { start } from "../../shared/start.js";
import { html, signal, useEffect, useRef } from "../../vendor/ui.mjs";

const digits = (/** @type {string} */ text) => text.replace(/\D/g, "");
const grouped = (/** @type {string} */ code) => `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`;

const code = signal(digits(location.pathname));
const scan = location.hash.slice(1); // only in the code on the stage: whoever brings it never waits at the door
const door = signal(/** @type {{ title: string, locked: boolean, closed: boolean } | null} */ (null));
const name = signal("");
const watching = signal(false);
const fault = signal("");
const taken = signal(/** @type {string | null} */ (null));
const asking = signal(/** @type {{ key: string, page: string, name: string } | null} */ (null));
const busy = signal(false);
const held = signal(heldSeats());
let attempt = newId();

/** @param {any} error */
function tell(error) {
  fault.value = error.message;
}

/** @param {string} typed */
async function knock(typed) {
  fault.value = "";
  if (typed.length < 6) {
    fault.value = t("join.code_short");
    return;
  }
  busy.value = true;
  try {
    door.value = await api(`/api/workshops/${typed}`);
    code.value = typed;
    history.replaceState(null, "", `/${typed}${location.hash}`);
  } catch (error) {
    tell(error);
  } finally {
    busy.value = false;
  }
}

async function takeSeat() {
  fault.value = "";
  taken.value = null;
  busy.value = true;
  try {
    const body = { id: attempt, name: name.value, role: watching.value ? "observer" : "rep", scan };
    const seat = await api(`/api/workshops/${code.value}/seats`, { body });
    enter({ key: seat.key, page: "play", name: seat.name });
  } catch (/** @type {any} */ error) {
    if (error.reason === "name_taken") taken.value = error.hint;
    else tell(error);
    if (error.status && error.reason !== "retry") attempt = newId();
  } finally {
    busy.value = false;
  }
}

async function claimSeat() {
  busy.value = true;
  try {
    const body = { id: newId(), name: name.value };
    asking.value = await api(`/api/workshops/${code.value}/claims`, { body });
    taken.value = null;
  } catch (error) {
    tell(error);
  } finally {
    busy.value = false;
  }
}

/** @param {{ key: string, page: string, name: string }} seat */
function enter(seat) {
  keepKey(seat.page, seat.key);
  holdSeat({ code: code.value, key: seat.key, page: seat.page, name: seat.name });
  location.assign(`/${seat.page}`);
}

/** @param {import("../../shared/keys.js").HeldSeat} seat */
async function goOn(seat) {
  try {
    await api("/api/me", { key: seat.key });
    keepKey(seat.page, seat.key);
    location.assign(`/${seat.page}`);
  } catch (/** @type {any} */ error) {
    if (error.status === 401) {
      dropSeat(seat.key);
      held.value = heldSeats();
    }
    tell(error);
  }
}

function Code() {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    knock(digits(field.current?.value ?? ""));
  };
  return html`
    <form class="stack" onSubmit=${submit} novalidate>
      <h1>${t("join.title")}</h1>
      <div class="field">
        <label for="code">${t("join.code")}</label>
        <input id="code" ref=${field} class="code" inputmode="numeric" autocomplete="off" maxlength="12"
          value=${code.value} aria-describedby="code-note" autofocus />
        <p id="code-note" class="field-note">${t("join.code_note")}</p>
      </div>
      <${Fault} />
      <button class="primary wide tall" disabled=${busy.value}>${t("join.go")}</button>
      ${held.value.length > 0 &&
      html`
        <section class="stack-tight">
          <h2>${t("join.back_as")}</h2>
          ${held.value.map(
            (seat) => html`
              <button class="wide" onClick=${() => goOn(seat)} type="button" key=${seat.key}>
                ${seat.name || t("join.somebody")} <span class="muted">${grouped(seat.code)}</span>
              </button>
            `,
          )}
        </section>
      `}
      <p class="small"><a href="/start">${t("join.host")}</a> · <a href="/kept">${t("common.kept")}</a></p>
    </form>
  `;
}

function Name() {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => field.current?.focus(), []);
  const here = held.value.filter((seat) => seat.code === code.value);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    name.value = field.current?.value ?? "";
    takeSeat();
  };
  return html`
    <form class="stack" onSubmit=${submit} novalidate>
      <p class="muted">${door.value?.title} · ${grouped(code.value)}</p>
      ${here.map(
        (seat) => html`
          <button class="primary wide tall" type="button" onClick=${() => goOn(seat)} key=${seat.key}>
            ${t("join.continue_as", { name: seat.name || t("join.somebody") })}
          </button>
        `,
      )}
      <h1>${here.length ? t("join.or_new") : t("join.who")}</h1>
      ${door.value?.locked && html`<p class="card">${t("join.locked")}</p>`}
      <div class="field">
        <label for="name">${t("join.name")}</label>
        <input id="name" ref=${field} autocomplete="given-name" maxlength="60" enterkeyhint="go"
          value=${name.value} aria-describedby="name-note" />
        <p id="name-note" class="field-note">${t("join.name_note")}</p>
      </div>
      <${Fault} />
      <${Taken} />
      <button class=${`${here.length ? "" : "primary "}wide tall`} disabled=${busy.value}>
        ${watching.value ? t("join.watch_go") : t("join.join")}
      </button>
      <label class="check">
        <input type="checkbox" checked=${watching.value}
          onChange=${(/** @type {any} */ event) => (watching.value = event.target.checked)} />
        ${t("join.watch")}
      </label>
      <button class="quiet" type="button" onClick=${() => ((door.value = null), (fault.value = ""))}>
        ${t("join.other_code")}
      </button>
      <p class="small"><a href="/kept">${t("common.kept")}</a></p>
    </form>
  `;
}

const Fault = () => html`<p class="fault" role="alert">${fault.value}</p>`;

function Taken() {
  const free = taken.value;
  if (free === null) return null;
  const takeFree = () => {
    name.value = free;
    takeSeat();
  };
  return html`
    <div class="card stack-tight arrive" role="alert">
      <h2>${t("join.taken", { name: name.value })}</h2>
      <button class="primary wide" type="button" onClick=${takeFree}>${t("join.take_free", { name: free })}</button>
      <button class="wide" type="button" onClick=${claimSeat}>${t("join.that_is_me", { name: name.value })}</button>
    </div>
  `;
}

function Waiting() {
  const seat = asking.value;
  useEffect(() => {
    const knockAgain = setInterval(async () => {
      try {
        await api("/api/me", { key: seat?.key });
        clearInterval(knockAgain);
        if (seat) enter(seat);
      } catch {
        // not yet: the facilitator has not answered
      }
    }, 1500);
    return () => clearInterval(knockAgain);
  }, []);
  return html`
    <div class="stack">
      <h1>${t("join.asking", { name: seat?.name })}</h1>
      <p>${t("join.asking_note")}</p>
      <button onClick=${() => (asking.value = null)}>${t("join.asking_stop")}</button>
    </div>
  `;
}

const Join = () => html`
  <main class="door">
    <p class="brand">Up to You</p>
    ${asking.value ? html`<${Waiting} />` : door.value ? html`<${Name} />` : html`<${Code} />`}
  </main>
  <footer class="door-foot"><${LanguageChoice} /></footer>
`;

start(() => html`<${Join} />`);
if (code.value) knock(code.value);
