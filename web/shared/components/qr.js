// @ts-check
// A QR code drawn from the server's path: dark on white in every theme, with its quiet zone.

import { api } from "../api.js";
import { html, useEffect, useState } from "../../vendor/ui.mjs";

const QUIET = 4;

/** @param {{ text: string, credential: string | null, label: string }} props */
export function Qr({ text, credential, label }) {
  const [code, draw] = useState(/** @type {{ size: number, path: string } | null} */ (null));
  useEffect(() => {
    let wanted = true;
    api("/api/qr", { body: { text }, key: credential })
      .then((drawn) => wanted && draw(drawn))
      .catch(() => wanted && draw(null));
    return () => {
      wanted = false;
    };
  }, [text]);
  if (!code) return html`<div class="qr"></div>`;
  const size = code.size + 2 * QUIET;
  return html`
    <svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label}>
      <rect width=${size} height=${size} fill="#fff" />
      <g transform=${`translate(${QUIET} ${QUIET})`}><path d=${code.path} stroke="#1b1f27" /></g>
    </svg>
  `;
}
