// @ts-check
// Sounds of the stage, made on the spot: a triangle wave with a soft start. Never the only sign of anything.

/** Notes in hertz, and how long each sounds in seconds. */
const TUNES = {
  join: [[660], 0.16],
  lock: [[523, 784], 0.15],
  reveal: [[392, 494, 587, 784], 0.16],
  settle: [[330, 311], 0.14],
  award: [[523, 659, 784, 1046], 0.14],
};
const LOUDNESS = 0.22;
const ATTACK = 0.008;

/** @type {AudioContext | null} */
let context = null;
let muted = false;

export const sounds = {
  /** Browsers hold sound back until a click. */
  allow() {
    context ??= new AudioContext();
    context.resume();
  },
  mute() {
    muted = !muted;
  },
  /** @param {keyof typeof TUNES | null} name */
  play(name) {
    if (!name || !context || muted || context.state !== "running") return;
    const [notes, length] = /** @type {[number[], number]} */ (TUNES[name]);
    notes.forEach((note, place) => strike(/** @type {AudioContext} */ (context), note, place * length * 0.8, length));
  },
};

/** @param {AudioContext} audio @param {number} note @param {number} after @param {number} length */
function strike(audio, note, after, length) {
  const at = audio.currentTime + after;
  const wave = new OscillatorNode(audio, { type: "triangle", frequency: note });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + ATTACK);
  volume.gain.exponentialRampToValueAtTime(0.001, at + length);
  wave.connect(volume).connect(audio.destination);
  wave.start(at);
  wave.stop(at + length);
}

/** The sound of the place that was just entered. @param {any} view @returns {keyof typeof TUNES | null} */
export function soundFor({ place, round }) {
  if (place.phase === "lock") return "lock";
  if (place.phase === "chair" && place.beat > 0) return "reveal";
  if (place.phase === "panel" && place.beat > 0) return round?.result ? "settle" : "join";
  if (place.phase === "awards" && place.beat > 0) return "award";
  return null;
}
