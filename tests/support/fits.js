// Runs in a page; gives what does not fit on it: text cut off, written over other text, controls on top of each other.
() => {
  const faults = [];
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !one.closest(".sr-only");
  const clips = (one) => one.matches(".stage-picture") || ["hidden", "clip"].includes(getComputedStyle(one).overflowX);
  const scrolls = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowY);
  const above = function* (one) { for (let at = one; at && at !== document.body; at = at.parentElement) yield at; };
  const home = (one) => [...above(one)].find((at) => scrolls(at) || getComputedStyle(at).position === "sticky") ?? document.body;
  const kind = (one) => `${one.tagName.toLowerCase()}.${one.className.baseVal ?? one.className}`;
  const name = (one) => `${kind(one)} "${one.textContent.trim().slice(0, 30)}"`;
  const inner = ({ left, right, top, bottom }, by) => ({ left: left + 1.5, right: right - 1.5, top: top + by, bottom: bottom - by });
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  for (const one of [document.documentElement, ...document.querySelectorAll("body *")]) {
    const frame = one === document.documentElement || scrolls(one);
    if (frame && one.scrollWidth > one.clientWidth + 1) faults.push(`scrolls sideways: ${name(one)}`);
  }

  const lines = [];
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const parent = words.currentNode.parentElement;
    if (!words.currentNode.data.trim() || !seen(parent) || parent.closest("option, select, script")) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const rects = [...range.getClientRects()].filter((rect) => rect.width && rect.height);
    let limits = [{ left: 0, right: innerWidth, top: -1e6, bottom: 1e6 }];
    let shortened = false;
    for (const at of above(parent)) {
      if (scrolls(at)) break;
      if (getComputedStyle(at).textOverflow === "ellipsis") shortened = true;
      if (clips(at)) limits.push(at.getBoundingClientRect());
    }
    if (shortened) continue;
    for (const rect of rects) {
      const { left, right, top, bottom } = inner(rect, rect.height * 0.1);
      if (limits.some((box) => left < box.left || right > box.right || top < box.top || bottom > box.bottom)) {
        faults.push(`cut off: ${name(parent)}`);
      }
      lines.push({ parent, home: home(parent), box: inner(rect, rect.height * 0.25) });
    }
  }
  lines.forEach((one, place) => lines.slice(place + 1).forEach((other) => {
    if (one.parent !== other.parent && one.home === other.home && meet(one.box, other.box)) {
      faults.push(`written over each other: ${name(one.parent)} and ${name(other.parent)}`);
    }
  }));

  const controls = [...document.querySelectorAll("button, .option, .check, select, textarea, input, summary, a.button")].filter(seen);
  controls.forEach((one, place) => controls.slice(place + 1).forEach((other) => {
    if (one.contains(other) || other.contains(one) || home(one) !== home(other) || one.closest(".toast, .stage-open")) return;
    if (meet(inner(one.getBoundingClientRect(), 1.5), inner(other.getBoundingClientRect(), 1.5))) {
      faults.push(`on top of each other: ${name(one)} and ${name(other)}`);
    }
  }));
  return [...new Set(faults)];
}
