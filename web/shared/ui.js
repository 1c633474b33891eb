// @ts-check
// One place to import the libraries from: Preact, its hooks, signals and htm.
import { h } from "../vendor/preact.mjs";
import htm from "../vendor/htm.mjs";

export { h, render, Fragment } from "../vendor/preact.mjs";
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/preact-hooks.mjs";
export { signal, computed, effect, batch } from "../vendor/signals.mjs";
export const html = htm.bind(h);
