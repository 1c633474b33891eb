// @ts-check
// Time left, by the server's clock. One signal beats for all countdowns of a page.

import { signal } from "./ui.js";

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
