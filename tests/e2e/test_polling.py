"""A real browser in a network that forbids WebSockets."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.test_trust import finding
from tests.support.proxy import NoUpgrade
from tests.support.screens import PHONE, Rep, t
from tests.support.server import RunningServer
from tests.support.table import Table


@pytest.fixture(scope="module")
def polling_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    running = RunningServer(tmp_path_factory.mktemp("polling"), "--polling")
    yield running
    running.stop()


@pytest.fixture
def network(polling_server):
    """Between phones and the server."""
    between = NoUpgrade([polling_server.port])
    yield between
    between.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(**PHONE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def test_a_phone_that_gets_no_websocket_plays_all_the_same(page, network, polling_server):
    with Table(polling_server) as table:
        seat = table.workshop.take_seat("Pia")
        pia = Rep(page, network.url, "Pia").goes_to(f"/play#key={seat['key']}")
        pia.says_hello()
        table.goes_to("rule")
        for question in ("rep.you_would", "rep.who_decides"):
            pia.asks(question)
            pia.touches(pia.main.get_by_role("radio").first)
        pia.is_saved()
        table.counts(done=1)

        sockets = []
        page.on("websocket", lambda socket: sockets.append(socket.url))
        table.goes_on()
        pia.asks("rep.will_rule")
        assert [] == sockets


def test_the_check_says_that_phones_ask_again_and_again(page, network):
    page.goto(f"{network.url}/check")

    expect(page.get_by_role("status")).to_have_text(t("check.verdict_fair"))
    expect(finding(page, "socket")).to_contain_text(t("check.polling_advice"))


def test_a_phone_that_gets_a_websocket_does_not_poll(page, polling_server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    key = polling_server.open_workshop("Ana").take_seat("Pia")["key"]
    Rep(page, polling_server.url, "Pia").goes_to(f"/play#key={key}").says_hello()

    assert [] == [url for url in asked if "transport=polling" in url]
