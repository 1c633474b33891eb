// @ts-check
// Answers of this phone: what was tapped shows at once, and says whether the server has it.

import { signal } from "../vendor/ui.mjs";

/** @typedef {{ fields: any, n: number, state: "sending" | "in" | "failed", why?: string }} Local */

/** @param {import("./connection.js").Line} line */
export function answers(line) {
  const local = signal(/** @type {Record<string, Local>} */ ({}));

  /** @param {string} name @param {Partial<Local>} change @param {number} n */
  const mark = (name, change, n) => {
    if (local.value[name]?.n === n) local.value = { ...local.value, [name]: { ...local.value[name], ...change } };
  };

  return {
    /**
     * An answer as it stands: the tap of this phone, or what the server told, whichever is later.
     * @param {string} kind @param {string} step @param {any} told
     * @returns {{ fields: any, state: "none" | "sending" | "in" | "failed", why?: string }}
     */
    get(kind, step, told) {
      const mine = local.value[`${kind} ${step}`];
      if (mine && (!told || mine.n >= told.n)) return mine;
      return told ? { fields: told, state: "in" } : { fields: {}, state: "none" };
    },
    /**
     * Gives a whole answer. A later tap replaces an earlier one that is still on its way.
     * @param {string} kind @param {string} step @param {any} told @param {any} fields
     */
    async give(kind, step, told, fields) {
      const name = `${kind} ${step}`;
      const n = Math.max(told?.n ?? 0, local.value[name]?.n ?? 0) + 1;
      local.value = { ...local.value, [name]: { fields, n, state: "sending" } };
      const ack = await line.send(kind, { step, ...fields, n }, name);
      mark(name, ack.ok ? { state: "in" } : { state: "failed", why: ack.text }, n);
      if (ack.ok) navigator.vibrate?.(10);
      return ack;
    },
  };
}

/** @typedef {ReturnType<typeof answers>} Answers */
