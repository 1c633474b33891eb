// @ts-check
// What the facilitator does, and the care taken with it: no double steps, a second press before anything is revealed.

import { t } from "../../../shared/i18n.js";
import { signal } from "../../../vendor/ui.mjs";

const CALM = 700; // presses closer together than this count once
const ARMED = 5000; // a reveal waits so long for its second press
export const SHORTCUTS = "uptoyou.shortcuts";

/**
 * @param {import("../../../shared/connection.js").Line} line
 * @param {(words: string) => void} say
 */
export function desk(line, say) {
  const toast = signal("");
  const armed = signal(-1); // the move whose reveal waits for its second press
  const help = signal(false);
  const settings = signal(false);
  const pausing = signal(false);
  let pressed = 0;
  let armedAt = 0;

  /** @param {string} kind @param {Record<string, unknown>} [fields] @param {string} [replaces] */
  async function send(kind, fields, replaces) {
    const ack = await line.send(kind, fields, replaces);
    if (!ack.ok && ack.reason !== "stale") {
      toast.value = [ack.text, ack.hint].filter(Boolean).join(" ");
    } else if (ack.ok) toast.value = "";
    return ack;
  }

  const place = () => line.shared.value.place;

  return {
    toast,
    armed,
    help,
    settings,
    send,
    /** Go on. What reveals something is armed first and done by the second press. */
    next() {
      const view = line.shared.value;
      const now = Date.now();
      if (!view || now - pressed < CALM) return;
      if (place().paused_at) return send("resume");
      if (!view.next || view.next.why_not) {
        toast.value = view.next ? t(`reason.${view.next.why_not}`) : t("reason.nothing_ahead");
        return;
      }
      if (view.next.reveals && armed.value !== place().move) {
        armed.value = place().move;
        armedAt = pressed = now;
        say(t("console.press_again"));
        setTimeout(() => Date.now() - armedAt >= ARMED && (armed.value = -1), ARMED);
        return;
      }
      pressed = now;
      armed.value = -1;
      return send("next", { expect: place().move, confirmed: view.next.reveals });
    },
    back() {
      const now = Date.now();
      if (now - pressed < CALM || !line.shared.value?.back) return;
      pressed = now;
      return send("back", { expect: place().move });
    },
    skip: () => send("skip", { expect: place().move, confirmed: true }),
    skipStep: () => send("skip_step", { expect: place().move, confirmed: true }),
    undo: () => line.shared.value?.undo?.possible && send("undo"),
    pausing,
    /** Stop all clocks; with minutes, every screen says when it goes on. @param {number} [minutes] */
    pause(minutes) {
      pausing.value = false;
      const back_at = minutes ? line.now() + minutes * 60_000 : null;
      return send("pause_room", { back_at });
    },
    /** Ask for how long, or go on. */
    pauseOrGoOn() {
      if (place().paused_at) return send("resume");
      pausing.value = true;
    },
    veil: () => send("veil", { on: !line.shared.value.veiled }),
    hold: () => send("hold_stage", { on: !line.shared.value.held }),
  };
}

/** @typedef {ReturnType<typeof desk>} Desk */

/** Whether single keys do something; some people need them not to. */
export const shortcuts = signal(localStorage.getItem(SHORTCUTS) !== "off");

/** @param {boolean} on */
export function switchShortcuts(on) {
  shortcuts.value = on;
  localStorage.setItem(SHORTCUTS, on ? "on" : "off");
}

/** @param {import("../../../shared/connection.js").Line} line @param {Desk} act */
export function listenForKeys(line, act) {
  const keys = {
    " ": act.next,
    ArrowRight: act.next,
    PageDown: act.next,
    ArrowLeft: act.back,
    PageUp: act.back,
    p: act.pauseOrGoOn,
    v: act.veil,
    h: act.hold,
    u: act.undo,
    "?": () => (act.help.value = true),
  };
  addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.closest("input, textarea, select, dialog");
    const onControl = event.key === " " && target.closest("button, a, summary, label");
    if (typing || onControl || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const clicker = event.key === "PageDown" || event.key === "PageUp";
    if (!shortcuts.value && !clicker) return;
    const does = keys[/** @type {keyof typeof keys} */ (event.key)];
    if (!does || !line.shared.value) return;
    event.preventDefault();
    does();
  });
}
