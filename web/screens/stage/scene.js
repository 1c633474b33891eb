// @ts-check
// One picture of the stage from one view. The console draws the same picture small. All sizes are in em: one em is a
// twentieth of the stage's height.

import { clockTime, t } from "../../shared/i18n.js";
import { html, useEffect, useRef } from "../../vendor/ui.mjs";
import { Timer } from "../../shared/components/timer.js";
import { Awards, Board, Break, Closed, Debrief, Score } from "./scenes/between.js";
import { Lobby, Welcome } from "./scenes/lobby.js";
import { Align, Capture, Discuss, Impact, Praise } from "./scenes/talk.js";
import { Answering, Chair, Crowd, Lock, Panel, Read } from "./scenes/round.js";

const SCENES = {
  lobby: Lobby,
  welcome: Welcome,
  read: Read,
  rule: Answering,
  predict: Answering,
  lock: Lock,
  crowd: Crowd,
  chair: Chair,
  panel: Panel,
  praise: Praise,
  impact: Impact,
  discuss: Discuss,
  align: Align,
  capture: Capture,
  score: Score,
  board: Board,
  break: Break,
  awards: Awards,
  debrief: Debrief,
  closed: Closed,
};

/**
 * @param {{ view: any, url: string, now: () => number, rail?: boolean, blank?: boolean, small?: boolean }} props
 */
export function Scene({ view, url, now, rail = true, blank = false, small = false }) {
  const { place } = view;
  const tag = small ? "div" : "main";
  if (view.veiled || blank) {
    return html`<${tag} class="stage stage-veil"><p class="stage-brand">Up to You</p><//>`;
  }
  if (place.paused_at) {
    return html`<${tag} class="stage stage-middle">
      <h1 class="stage-display">${t("common.paused")}</h1>
      <p class="stage-headline">
        ${place.back_at ? t("common.back_at", { time: clockTime(place.back_at) }) : t("stage.paused_note")}
      </p>
    <//>`;
  }
  const Phase = SCENES[/** @type {keyof typeof SCENES} */ (place.phase)];
  const inLobby = place.phase === "lobby";
  return html`
    <${tag} class=${`stage stage-${place.phase}`} data-move=${place.move} key=${place.phase}>
      <${Picture}><${Phase} view=${view} url=${url} now=${now} /><//>
      ${rail && !inLobby && html`<${Rail} view=${view} url=${url} now=${now} />`}
    <//>
  `;
}

const SMALLEST = 0.5;
const STEP = 0.05;

/** Many names or long notes make all letters of a picture smaller, until nothing is cut off. @param {{ children: any }} props */
function Picture({ children }) {
  const frame = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const held = /** @type {HTMLElement} */ (frame.current);
    const fit = () => shrink(held);
    const size = new ResizeObserver(fit);
    const words = new MutationObserver(fit);
    size.observe(held);
    words.observe(held, { childList: true, characterData: true, subtree: true });
    document.fonts.ready.then(fit);
    return () => (size.disconnect(), words.disconnect());
  }, []);
  return html`<div class="stage-picture" ref=${frame}>${children}</div>`;
}

/** @param {HTMLElement} picture */
function shrink(picture) {
  for (let size = 1; size >= SMALLEST; size -= STEP) {
    picture.style.fontSize = `${size}em`;
    if (fits(/** @type {HTMLElement} */ (picture.firstElementChild))) return;
  }
}

/** @param {HTMLElement} scene */
const fits = (scene) => scene.scrollHeight <= scene.clientHeight + 1 && scene.scrollWidth <= scene.clientWidth + 1;

/** Always there: the way in for whoever comes late, how many are here, and the time. */
function Rail({ view, url, now }) {
  const { code, scan, people, locked, place } = view;
  const address = url.replace(/^https?:\/\//, "");
  return html`
    <footer class="rail">
      ${locked
        ? html`<p>${t("stage.locked")}</p>`
        : html`
            <img class="rail-qr" src=${qrOf(code, scan, address)} alt=${t("stage.qr", { address, code })} />
            <p><span class="rail-address">${address}</span><br /><span class="rail-note">${t("stage.same_wifi")}</span></p>
            <p class="rail-code">${grouped(code)}</p>
          `}
      <p class="rail-people">${t("stage.people", { n: people })}</p>
      <p class="rail-time"><${Timer} place=${place} now=${now} /></p>
    </footer>
  `;
}

/** The way in as a picture; drawn anew when the address changes. @param {string} code @param {string} scan @param {string} address */
export const qrOf = (code, scan, address) => `/qr/${code}.svg?scan=${scan}&at=${encodeURIComponent(address)}`;

/** "482 913". @param {string} code */
export const grouped = (code) => `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`;
