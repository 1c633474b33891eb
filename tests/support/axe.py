"""What axe finds on screens: its rules of WCAG and its best practices, once nothing moves any more."""

import json
from collections.abc import Iterable

from axe_playwright_python.base import AXE_SCRIPT

from tests.support.screens import Screen

BEGIN = """options => {
  const still = Promise.allSettled(document.getAnimations().map((one) => one.finished));
  window.found = still.then(() => axe.run(document, options)).then((results) => results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} at ${node.target}: ${node.html.slice(0, 160)} | ${node.failureSummary}`)));
}"""


def violations(screens: Iterable[Screen], *rules: str) -> list[str]:
    """What is wrong on these screens now, looked for on all of them at once; by these rules, or by all."""
    looking = list(screens)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    for screen in looking:
        if not screen.page.evaluate("'axe' in window"):
            screen.page.evaluate(AXE_SCRIPT)
        screen.page.evaluate(BEGIN, options)
    return [f"{screen.who}: {json.dumps(one)}" for screen in looking for one in screen.page.evaluate("window.found")]
