"""Whether all that stands on a screen can be read and pressed: nothing cut off, nothing on top of anything else."""

from pathlib import Path

from tests.support.screens import Screen

LOOK = Path(__file__).with_suffix(".js").read_text()


def misfits(screen: Screen) -> list[str]:
    """What does not fit on this screen now."""
    return [f"{screen.who}: {fault}" for fault in screen.page.evaluate(LOOK)]
