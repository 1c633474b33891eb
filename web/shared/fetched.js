// @ts-check
// What a page fetches once, with the key of its seat: the data, or why there is none.

import { api } from "./api.js";
import { signal } from "../vendor/ui.mjs";

/** @param {string} path @param {string | null} key */
export function fetched(path, key) {
  const data = signal(/** @type {any} */ (null));
  const fault = signal("");
  const load = async () => {
    try {
      data.value = await api(path, { key });
      fault.value = "";
      document.title = `${data.value.title} · Up to You`;
    } catch (/** @type {any} */ error) {
      fault.value = error.message;
    }
  };
  return { data, fault, load };
}

/** @typedef {ReturnType<typeof fetched>} Fetched */
