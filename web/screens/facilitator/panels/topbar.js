// @ts-check
// Title, way in, time of day and drift, and the switches of the room.

import { ConnectionBanner } from "../../../shared/components/status.js";
import { Icon } from "../../../shared/components/icon.js";
import { beat } from "../../../shared/components/timer.js";
import { clockTime, t } from "../../../shared/i18n.js";
import { html, useEffect, useRef } from "../../../vendor/ui.mjs";
import { grouped } from "../../stage/scene.js";
import { Settings, Help } from "./settings.js";
import { drift } from "./time.js";

/** @param {{ line: import("../../../shared/connection.js").Line, view: any, act: import("./desk.js").Desk }} props */
export function TopBar({ line, view, act }) {
  const url = line.place.value;
  const known = useRef(url);
  useEffect(() => {
    if (known.current && url && known.current !== url) act.toast.value = t("console.moved", { url });
    if (url) known.current = url;
  }, [url]);
  return html`
    <header class="console-top">
      <${ConnectionBanner} line=${line} />
      ${!line.saving.value && html`<p class="banner" role="alert">${t("console.cannot_save")}</p>`}
      <div class="top-row">
        <h1 class="top-title">${view.title}</h1>
        <span class="pill top-code">${grouped(view.code)}</span>
        <${Clock} line=${line} view=${view} />
        <span class="push row top-switches">
          <${Switch} icon="eye-off" on=${view.veiled} onClick=${act.veil}>${t("console.veil")}<//>
          <${Switch} icon="hand" on=${view.held} onClick=${act.hold}>${t("console.hold")}<//>
          <${Switch} icon=${view.locked ? "lock" : "lock-open"} on=${view.locked}
            onClick=${() => act.send("lock_room", { on: !view.locked })}>${t("console.lock")}<//>
          <button class="small-button" onClick=${() => (act.settings.value = true)}>${t("console.settings")}</button>
          <button class="small-button" onClick=${() => (act.help.value = true)}>${t("console.help")}</button>
        </span>
      </div>
      ${act.settings.value && html`<${Settings} line=${line} view=${view} act=${act} />`}
      ${act.help.value && html`<${Help} act=${act} />`}
    </header>
  `;
}

/** @param {{ icon: string, on: boolean, onClick: () => void, children: any }} props */
const Switch = ({ icon, on, onClick, children }) => html`
  <button class="small-button switch" aria-pressed=${String(on)} onClick=${onClick}><${Icon} name=${icon} /> ${children}</button>
`;

/** The time, how far behind, and when it will end. @param {{ line: import("../../../shared/connection.js").Line, view: any }} props */
function Clock({ line, view }) {
  beat.value;
  const now = line.now();
  const { behind, ends } = drift(view, now);
  const words = view.place.phase === "lobby" ? t("console.ends_if_now", { time: clockTime(ends) }) : driftWords(behind, ends);
  return html`<span class="top-clock"><strong>${clockTime(now)}</strong> <span class="muted">${words}</span></span>`;
}

/** @param {number} behind @param {number} ends */
function driftWords(behind, ends) {
  const time = clockTime(ends);
  if (behind >= 1) return t("console.behind", { n: behind, time });
  if (behind <= -1) return t("console.ahead", { n: -behind, time });
  return t("console.on_time", { time });
}
