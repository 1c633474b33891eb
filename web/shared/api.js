// @ts-check
// The JSON interface. A refusal comes as `Refused`, with a reason and a text to show.

import { deviceMark } from "./device.js";
import { language, t } from "./i18n.js";

// What could not be saved just yet is asked again, this often and with such a pause.
const TRIES = 30;
const PAUSE = 1_000;

export class Refused extends Error {
  /** @param {number} status @param {{reason: string, text: string, field?: string, hint?: string}} error */
  constructor(status, error) {
    super(error.text);
    this.status = status;
    this.reason = error.reason;
    this.field = error.field;
    this.hint = error.hint;
  }
}

/** Who asks, and on which device. @param {string} key */
export function credentials(key) {
  return { Authorization: `Bearer ${key}`, Device: deviceMark(key) };
}

/**
 * @param {string} path
 * @param {{ body?: unknown, key?: string | null }} [options]
 * @returns {Promise<any>}
 */
export async function api(path, options = {}) {
  for (let tries = 1; ; tries++) {
    try {
      return await ask(path, options);
    } catch (/** @type {any} */ error) {
      if (error.reason !== "retry" || tries === TRIES) throw error;
      await new Promise((go) => setTimeout(go, PAUSE * (0.5 + Math.random())));
    }
  }
}

/**
 * @param {string} path
 * @param {{ body?: unknown, key?: string | null }} options
 * @returns {Promise<any>}
 */
async function ask(path, { body, key }) {
  const headers = /** @type {Record<string, string>} */ ({ "Accept-Language": language });
  if (key) Object.assign(headers, credentials(key));
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, { reason: "no_connection", text: t("common.no_connection") });
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, data.error ?? { reason: "server_error", text: t("common.no_connection") });
  return data;
}
