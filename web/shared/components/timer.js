// @ts-check
// Time left, by the server's clock. Silent for screen readers but for a few moments that matter (see `useTimerWords`).

import { t } from "../i18n.js";
import { html, signal, useEffect, useRef } from "../../vendor/ui.mjs";

const MOMENTS = [30, 10];

// One signal beats for all countdowns of a page.
export const beat = signal(0);
setInterval(() => (beat.value += 1), 250);

/**
 * Seconds left on the timer of a place, negative when it is over; null where no clock runs. While the room is paused
 * the clock stands.
 * @param {any} place
 * @param {() => number} now
 * @returns {number | null}
 */
export function secondsLeft(place, now) {
  if (!place?.timer) return null;
  beat.value;
  return Math.ceil((place.timer.ends - (place.paused_at ?? now())) / 1000);
}

/** "1:05". @param {number} seconds */
export function minutes(seconds) {
  const whole = Math.max(0, seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}


/** @param {{ place: any, now: () => number }} props */
export function Timer({ place, now }) {
  const left = secondsLeft(place, now);
  if (left === null) return null;
  const over = left <= 0;
  return html`
    <span class=${`timer ${over ? "timer-over" : left <= 10 ? "timer-low" : ""}`} role="timer">
      ${over ? t("round.time_over") : minutes(left)}
    </span>
  `;
}

/**
 * What a screen reader is told of the time: half of it, 30 s, 10 s, and its end.
 * @param {any} place @param {() => number} now @param {(words: string) => void} say
 */
export function useTimerWords(place, now, say) {
  const left = secondsLeft(place, now);
  const before = useRef(left);
  useEffect(() => {
    const was = before.current;
    before.current = left;
    if (left === null || was === null || left >= was) return;
    const half = Math.round(place.timer.length / 2000);
    const passed = [half, ...MOMENTS].find((moment) => was > moment && left <= moment);
    if (was > 0 && left <= 0) say(t("round.time_over"));
    else if (passed !== undefined) say(t("round.seconds_left", { n: passed }));
  }, [left]);
}
