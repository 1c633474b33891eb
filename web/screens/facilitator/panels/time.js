// @ts-check
// The plan against the clock. All in milliseconds, by the server's time.

const MINUTE = 60_000;

/**
 * When each step of the agenda is planned to begin, by its id. The plan is counted from the planned start, or from
 * when the lobby was left, less the time that the lobby was given.
 * @param {any} view @param {number} now
 * @returns {Record<string, number>}
 */
export function planned(view, now) {
  const steps = view.agenda.filter((/** @type {any} */ step) => !step.cut);
  const lobby = steps[0].minutes * MINUTE;
  const left = steps[1]?.begun_at;
  let at = view.starts_at ?? (left ? left - lobby : now);
  const times = /** @type {Record<string, number>} */ ({});
  for (const step of steps) {
    times[step.id] = at;
    at += step.minutes * MINUTE;
  }
  times.end = at;
  return times;
}

/**
 * Whole minutes behind the plan (negative: ahead), and when the workshop will end if all that is left takes its time.
 * @param {any} view @param {number} now
 */
export function drift(view, now) {
  const times = planned(view, now);
  const steps = view.agenda.filter((/** @type {any} */ step) => !step.cut);
  const place = steps.findIndex((/** @type {any} */ step) => step.id === view.place.step);
  const step = steps[place];
  if (!step) return { behind: 0, ends: times.end };
  const begun = step.begun_at ?? now;
  const runs = Math.max(now, begun + step.minutes * MINUTE);
  const later = steps.slice(place + 1).reduce((/** @type {number} */ sum, /** @type {any} */ one) => sum + one.minutes * MINUTE, 0);
  const ends = runs + later;
  const started = view.starts_at !== null || place > 0;
  return { behind: started ? Math.trunc((ends - times.end) / MINUTE) : 0, ends };
}
