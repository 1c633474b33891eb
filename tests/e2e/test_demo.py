"""The demo: a whole workshop that plays itself."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.screens import LAPTOP, Report, Screens, path_of, t
from tests.support.server import RunningServer

LONGEST = 150.0
"""Seconds that the play may take on a slow machine."""


@pytest.mark.full
@pytest.mark.timeout(180)
def test_the_demo_plays_to_its_end_and_leaves_a_report(browser: Browser, tmp_path: Path) -> None:
    server = RunningServer(tmp_path / "data", "--demo", "--pace", "0.1")
    try:
        assert "/console#key=" in server.prints(r"Watch the console here: +(\S+)", LONGEST)
        assert "/stage#key=" in server.prints(r"Watch the stage here: +(\S+)", LONGEST)
        report = server.prints(r"The demo is over\. Its report: +(\S+)", LONGEST)

        screens = Screens(browser, server)
        screen = screens.page(Report, "report", **LAPTOP).goes_to(path_of(report))
        screen.shows("Demo")
        expect(screen.main.locator(".report-case")).to_have_count(7)
        expect(screen.main.locator(".report-line")).not_to_have_count(0)
        awards = screen.main.locator("section").filter(
            has=screen.page.get_by_role("heading", name=t("round.awards"), exact=True)
        )
        expect(awards.get_by_role("listitem")).not_to_have_count(0)
        screen.hides(t("report.so_far"))
        assert [] == screens.faults()
        screens.close()
    finally:
        server.stop()
    assert 0 == server.process.returncode
    assert "Traceback" not in server.output()
    assert server.output().rstrip().endswith("the same command brings every workshop back.")
