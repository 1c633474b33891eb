"""Taking files along: one press each, with the key in no address; and a sentence where it cannot be done."""

import json

import pytest

from tests.support.screens import LAPTOP, Report, Screens, t

BEGINS = {"work-aid.pdf": b"%PDF", "workshop-report.pdf": b"%PDF", "workshop.xlsx": b"PK", "workshop.zip": b"PK"}
BUTTONS = {
    "paper.work_aid_pdf": "work-aid.pdf",
    "paper.report_pdf": "workshop-report.pdf",
    "paper.workbook": "workshop.xlsx",
    "paper.csv": "workshop.zip",
    "paper.json": "workshop.json",
}


@pytest.fixture
def report(screens: Screens) -> Report:
    opened = screens.server.open_workshop("Ana", "Bo", title="Tuesday")
    page = screens.page(Report, "report", **LAPTOP).goes_to(f"/report#key={opened.key('facilitator')}")
    page.shows("Tuesday", t("paper.downloads"))
    return page


def test_the_facilitator_takes_papers_and_tables_along(report: Report) -> None:
    asked: list[str] = []
    report.page.on("request", lambda request: asked.append(request.url))
    for button, file in BUTTONS.items():
        with report.page.expect_download() as waiting:
            report.presses(button)
        body = waiting.value.path().read_bytes()
        assert f"Tuesday - {file}" == waiting.value.suggested_filename
        assert body.startswith(BEGINS.get(file, b"{"))
        report.shows(t("paper.saved", name=file))
    report.page.get_by_text(t("paper.single")).click()
    with report.page.expect_download() as waiting:
        report.page.get_by_role("button", name="rulings", exact=True).click()

    assert waiting.value.path().read_bytes().startswith(b"\xef\xbb\xbfcase,")
    assert [] == [url for url in asked if "key" in url]


def test_where_no_pdf_can_be_made_the_page_says_what_to_do(report: Report) -> None:
    told = {"error": {"reason": "no_press", "text": t("reason.no_press")}}
    report.page.route("**/api/downloads/*", lambda route: route.fulfill(status=501, body=json.dumps(told)))
    with report.log.forgiving("status of 501"):
        report.presses("paper.work_aid_pdf")
        report.shows(t("reason.no_press"))
    assert report.page.get_by_role("button", name=t("common.print"), exact=True).is_visible()
