// @ts-check
// Keeps the screen awake where the browser can (on HTTPS). Asked for inside a tap, and again after every return.

/** @type {any} */
let lock = null;
let wanted = false;

async function hold() {
  if (!wanted || lock || document.visibilityState === "hidden" || !("wakeLock" in navigator)) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => (lock = null));
  } catch {
    lock = null; // a low battery may refuse; the page works all the same
  }
}

/** From the first tap on, the screen stays on. */
export function keepAwake() {
  wanted = true;
  addEventListener("pointerdown", hold);
  document.addEventListener("visibilitychange", hold);
}
