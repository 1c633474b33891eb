// @ts-check
// The line to the server: whole views in, commands out. What was tapped is kept here until the server has saved it.

import { io } from "../vendor/socket.io.mjs";
import { language } from "./i18n.js";
import { newId } from "./keys.js";
import { batch, signal } from "../vendor/ui.mjs";

// No word for so long (ticks come every 5 s) means that the line is dead.
const SILENCE = 12_000;
// An unanswered command is sent again after this long.
const AGAIN = 2_500;
// Refused for now: it stays in the outbox and is sent again.
const KEPT = new Set(["retry", "paused"]);
// When the server stops, screens come back within this time.
const RETURN = 2_000;
const OUTBOX = "uptoyou.outbox.";
const BUILD = "uptoyou.build";

/**
 * @typedef {{ ok: boolean, reason?: string, text?: string, field?: string, hint?: string }} Ack
 * @typedef {{ id: string, kind: string, [field: string]: unknown }} Command
 * @typedef {"connecting" | "live" | "lost" | "refused"} LineState
 */

/**
 * Opens a line with a seat's key.
 * @param {string} key
 * @param {string} [device] this device's mark, where the link is watched
 */
export function connect(key, device) {
  const shared = signal(/** @type {any} */ (null));
  const own = signal(/** @type {any} */ (null));
  const presence = signal(/** @type {Record<string, number | null>} */ ({}));
  const place = signal("");
  const state = signal(/** @type {LineState} */ ("connecting"));
  const refusal = signal("");
  const saving = signal(true);
  const lostSince = signal(0);
  const versions = { epoch: "", shared: 0, own: 0 };
  const outbox = new Outbox(OUTBOX + key.slice(-12));
  const waiting = signal(outbox.all().length);
  let offset = 0;
  let heard = Date.now();
  // Once a way has led to the server, it is kept to.
  let reached = false;
  // The workshop is gone, and nobody comes back.
  let over = false;

  const socket = io({
    transports: "polling" in document.documentElement.dataset ? ["websocket", "polling"] : ["websocket"],
    extraHeaders: { authorization: key },
    auth: { key, language, device },
    reconnectionDelay: 250,
    reconnectionDelayMax: 2000,
    randomizationFactor: 0.9,
    timeout: 5000,
  });

  /** @param {number} now */
  const hear = (now) => {
    heard = Date.now();
    offset = now - heard;
  };

  const lost = () => {
    if (state.value === "live") lostSince.value = Date.now();
    if (state.value !== "refused") state.value = "lost";
  };

  socket.io.on("open", () => (reached = true));
  socket.on("connect", () => {
    versions.shared = versions.own = 0;
    heard = Date.now();
    state.value = "live";
    for (const entry of outbox.all()) deliver(entry);
  });
  socket.on("build", (/** @type {any} */ word) => keepUpWith(word.digest));
  // The server stops for a moment: leave, and come back at a moment of one's own, so that not all come at once.
  socket.on("going_away", () => {
    socket.disconnect();
    lost();
    setTimeout(() => socket.connect(), Math.random() * RETURN);
  });
  socket.on("deleted", () => {
    refusal.value = "deleted";
    state.value = "refused";
    over = true;
    socket.disconnect();
    outbox.clear();
  });
  socket.on("saving", (/** @type {any} */ word) => {
    saving.value = word.ok;
  });
  socket.on("disconnect", (/** @type {string} */ reason) => {
    if (over) return;
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), 500);
    lost();
  });
  socket.on("connect_error", (/** @type {Error} */ error) => {
    if (["not_seated", "removed", "many_devices"].includes(error.message)) {
      refusal.value = error.message;
      state.value = "refused";
      setTimeout(() => socket.connect(), 3000);
    } else {
      lost();
      if (!reached) socket.io.opts.transports?.reverse();
      if (error.message === "retry") setTimeout(() => socket.connect(), 1000);
    }
  });
  socket.on("view", (/** @type {any} */ frame) => {
    hear(frame.now);
    if (frame.epoch !== versions.epoch) Object.assign(versions, { epoch: frame.epoch, shared: 0, own: 0 });
    batch(() => {
      if (state.value === "refused") state.value = "live";
      if (frame.shared?.version > versions.shared) {
        versions.shared = frame.shared.version;
        shared.value = frame.shared.body;
      }
      if (frame.own?.version > versions.own) {
        versions.own = frame.own.version;
        own.value = frame.own.body;
      }
    });
  });
  socket.on("tick", (/** @type {any} */ tick) => {
    hear(tick.now);
    const behind = tick.shared > versions.shared || tick.own > versions.own;
    if (tick.epoch !== versions.epoch || behind) socket.emit("resync");
  });
  socket.on("presence", (/** @type {any} */ word) => {
    presence.value = word.lost;
  });
  socket.on("place", (/** @type {any} */ word) => {
    place.value = word.url;
  });

  // A phone that slept may hold a line that only looks open: do not wait for it to find out.
  const wake = () => {
    if (over || document.visibilityState === "hidden") return;
    if (!socket.connected) socket.connect();
    else if (Date.now() - heard > SILENCE) socket.disconnect().connect();
  };
  document.addEventListener("visibilitychange", wake);
  addEventListener("pageshow", wake);
  addEventListener("online", wake);
  setInterval(wake, 3000);

  /** @param {Entry} entry */
  async function deliver(entry) {
    if (!socket.connected || entry.sending) return;
    entry.sending = true;
    try {
      const ack = await socket.timeout(AGAIN).emitWithAck("command", entry.command);
      entry.sending = false;
      if (KEPT.has(ack.reason)) setTimeout(() => deliver(entry), AGAIN * (0.5 + Math.random()));
      else settle(entry, ack);
    } catch {
      entry.sending = false;
      deliver(entry);
    }
  }

  /** @param {Entry} entry @param {Ack} ack */
  function settle(entry, ack) {
    outbox.drop(entry);
    waiting.value = outbox.all().length;
    entry.done(ack);
  }

  return {
    shared,
    own,
    presence,
    place,
    state,
    refusal,
    saving,
    lostSince,
    /** How many commands are not yet answered, those of an earlier visit too. */
    waiting,
    /** The server's time now, in milliseconds. */
    now: () => Date.now() + offset,
    /**
     * Sends a command and resolves with the server's answer, however long that takes. `replaces` names an answer
     * whose older taps need not be sent any more.
     * @param {string} kind
     * @param {Record<string, unknown>} [fields]
     * @param {string} [replaces]
     * @returns {Promise<Ack>}
     */
    send(kind, fields = {}, replaces = "") {
      return new Promise((resolve) => {
        const entry = { command: { id: newId(), kind, ...fields }, replaces, sending: false, done: resolve };
        outbox.add(entry);
        waiting.value = outbox.all().length;
        deliver(entry);
      });
    },
    /** Tries at once, with no wait between attempts. */
    retry() {
      socket.disconnect().connect();
    },
    close() {
      socket.disconnect();
    },
  };
}

/**
 * A page that is older than the server loads itself anew, once; whoever is typing may finish. The outbox stays.
 * @param {string} build the digest in the addresses of the server's own files
 */
function keepUpWith(build) {
  try {
    if (import.meta.url.includes(build) || sessionStorage.getItem(BUILD) === build) return;
    sessionStorage.setItem(BUILD, build);
  } catch {
    return; // where nothing can be kept, nothing would end the reloading
  }
  setInterval(() => document.activeElement?.matches("textarea, input:not([type=radio])") || location.reload(), 1000);
}

/** @typedef {ReturnType<typeof connect>} Line */
/** @typedef {{ command: Command, replaces: string, sending: boolean, done: (ack: Ack) => void }} Entry */

/** What was tapped and is not yet saved. It outlives a reload, and goes out again with the same ids. */
class Outbox {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    /** @type {Entry[]} */
    this.entries = this.read().map((held) => ({ ...held, sending: false, done: () => {} }));
  }

  /** @returns {{ command: Command, replaces: string }[]} */
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.name) ?? "[]");
    } catch {
      return [];
    }
  }

  all() {
    return [...this.entries];
  }

  /** @param {Entry} entry */
  add(entry) {
    const stale = this.entries.filter((one) => entry.replaces && one.replaces === entry.replaces && !one.sending);
    for (const one of stale) one.done({ ok: true });
    this.entries = [...this.entries.filter((one) => !stale.includes(one)), entry];
    this.write();
  }

  /** @param {Entry} entry */
  drop(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    this.write();
  }

  clear() {
    this.entries = [];
    this.write();
  }

  write() {
    const kept = this.entries.map(({ command, replaces }) => ({ command, replaces }));
    try {
      if (kept.length) localStorage.setItem(this.name, JSON.stringify(kept));
      else localStorage.removeItem(this.name);
    } catch {
      // A full or forbidden storage costs the reload, not the answer.
    }
  }
}
