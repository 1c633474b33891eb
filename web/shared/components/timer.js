// @ts-check
// The countdown. Silent for screen readers but for a few moments that matter (see `useTimerWords`).

import { minutes, secondsLeft } from "../clock.js";
import { t } from "../i18n.js";
import { html, useEffect, useRef } from "../ui.js";

const MOMENTS = [30, 10];

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
