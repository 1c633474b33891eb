// @ts-check
// Keys to seats, kept on this device. A key stands in the link behind the #; here it is taken out of the address bar.

const SEATS = "uptoyou.seats";
const MOST_SEATS = 12;

/**
 * The key of this page: from the link, from this tab, or from the last visit on this device.
 * @param {string} page
 * @returns {string | null}
 */
export function takeKey(page) {
  const given = new URLSearchParams(location.hash.slice(1)).get("key");
  if (given) {
    history.replaceState(null, "", location.pathname + location.search);
    keepKey(page, given);
  }
  const name = `uptoyou.key.${page}`;
  return given ?? sessionStorage.getItem(name) ?? localStorage.getItem(name);
}

/** A tab keeps its own key, so that two seats can be tried on one computer. @param {string} page @param {string} key */
export function keepKey(page, key) {
  sessionStorage.setItem(`uptoyou.key.${page}`, key);
  localStorage.setItem(`uptoyou.key.${page}`, key);
}

/** @param {string} page */
export function forgetKey(page) {
  sessionStorage.removeItem(`uptoyou.key.${page}`);
  localStorage.removeItem(`uptoyou.key.${page}`);
}

/** @typedef {{ code: string, key: string, page: string, name: string }} HeldSeat */

/** The seats that this device has taken, latest first. @returns {HeldSeat[]} */
export function heldSeats() {
  try {
    return JSON.parse(localStorage.getItem(SEATS) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {HeldSeat} seat */
export function holdSeat(seat) {
  const others = heldSeats().filter((one) => one.code !== seat.code || one.page !== seat.page);
  localStorage.setItem(SEATS, JSON.stringify([seat, ...others].slice(0, MOST_SEATS)));
}

/** @param {string} key */
export function dropSeat(key) {
  localStorage.setItem(SEATS, JSON.stringify(heldSeats().filter((one) => one.key !== key)));
}

/** 128 random bits, as a command id. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
