// @ts-check
// The stage: looks, never acts. The console decides what it shows; keys here only dress it.

import { connect } from "../../shared/connection.js";
import { LanguageChoice } from "../../shared/components/language.js";
import { t } from "../../shared/i18n.js";
import { takeKey } from "../../shared/keys.js";
import { setTheme, start } from "../../shared/start.js";
import { html, signal, useEffect } from "../../vendor/ui.mjs";
import { Scene } from "./scene.js";
import { soundFor, sounds } from "./sound.js";

const THEME = "uptoyou.stage.theme";
const QUIET_CURSOR = 3000;

const key = takeKey("stage");
const blank = signal(false);
const rail = signal(true);
const opened = signal(false);
const theme = signal(localStorage.getItem(THEME) ?? "paper");

/** @param {string} name */
function dress(name) {
  theme.value = name;
  localStorage.setItem(THEME, name);
  setTheme(name);
}

async function open() {
  opened.value = true;
  sounds.allow();
  try {
    await document.documentElement.requestFullscreen();
  } catch {
    // Some browsers have no full screen; the picture is the same.
  }
}

const KEYS = {
  d: () => dress(theme.value === "paper" ? "ink" : "paper"),
  j: () => (rail.value = !rail.value),
  b: () => (blank.value = !blank.value),
  m: () => sounds.mute(),
  f: open,
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("uptoyou.shortcuts") === "off") return;
  KEYS[/** @type {keyof typeof KEYS} */ (event.key.toLowerCase())]?.();
});

let cursor = 0;
addEventListener("pointermove", () => {
  document.body.classList.remove("no-cursor");
  clearTimeout(cursor);
  cursor = setTimeout(() => document.body.classList.add("no-cursor"), QUIET_CURSOR);
});

const Lost = () => html`<main class="stage"><h1 class="stage-display">${t("stage.no_key")}</h1></main>`;
const Deleted = () => html`<main class="stage"><h1 class="stage-display">${t("common.deleted")}</h1></main>`;

if (key) {
  const line = connect(key);

  const Stage = () => {
    const view = line.shared.value;
    useEffect(() => {
      if (view) sounds.play(soundFor(view));
    }, [view?.place.move, view?.place.phase, view?.place.beat]);
    if (line.refusal.value === "deleted") return html`<${Deleted} />`;
    if (line.state.value === "refused") return html`<${Lost} />`;
    if (!view) return html`<main class="stage"><p class="stage-display">${t("common.connecting")}</p></main>`;
    return html`
      <${Scene} view=${view} url=${line.place.value} now=${line.now} rail=${rail.value} blank=${blank.value} />
      ${line.state.value !== "live" && html`<p class="stage-lost" role="alert">${t("stage.lost")}</p>`}
      ${!opened.value && html`<aside class="stage-open" aria-label=${t("stage.open")}>
        <${LanguageChoice} /><button onClick=${open}>${t("stage.open")}</button>
      </aside>`}
    `;
  };
  start(() => html`<${Stage} />`, { theme: theme.value, awake: true });
} else {
  start(() => html`<${Lost} />`, { theme: theme.value });
}
