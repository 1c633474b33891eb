"""A server that polls holds those who poll to the same limits, and lets nobody use another's line.

| Row | Attack | Test |
|---|---|---|
| A29 | polling where it is off | `realtime/test_polling.py` |
| A29 | a line's number that somebody else learned | `test_a_line_is_nothing_without_the_key_that_opened_it` |
| A29 | JSONP, another transport for a line, odd addresses | `test_nobody_polls_in_another_way` |
| A19, A21, A30 | what is too large, or no message | `test_what_is_no_message_ends_the_line` |
| A22, A23 | floods | `test_a_flood_ends_the_line_of_the_flooder` |
| A27 | lines that never show a key | `test_a_line_without_a_key_is_closed` |
| A27, A28 | too many lines | `test_one_address_opens_only_so_many_lines`, `test_a_polled_line_counts_as_two` |
| A32, A33 | pages and names of others | `test_a_page_of_another_site_opens_no_line` |
| F37 | a screen that does not fetch | `test_whoever_does_not_fetch_is_hung_up_on` |
"""

import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from server.realtime.polling import Polling
from server.realtime.transport import FRAMES_AT_ONCE, LARGEST, MOST_LINES, MOST_STRANGERS
from tests.support.asking import ask
from tests.support.poller import Poller
from tests.support.raw import RawLine
from tests.support.server import RunningServer

POLL = "/socket.io/?EIO=4&transport=polling"
NO_COMMAND = '42["command",{}]'


@pytest.fixture(scope="module")
def polling_server(tmp_path_factory):
    running = RunningServer(tmp_path_factory.mktemp("polling"), "--polling")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def workshop(polling_server):
    return polling_server.open_workshop("Ana")


@pytest.fixture(scope="module")
def keys(workshop):
    return {name: workshop.take_seat(name)["key"] for name in ("Mallory", "Kim", "Lou")}


@pytest.fixture
def attacker(polling_server, keys):
    """Somebody with a seat. Another seat plays on, whatever they do."""
    line, other = [Poller(polling_server, keys[name]) for name in ("Mallory", "Kim")]
    yield line
    assert {"ok": True} == other.does("hello")
    assert "Traceback" not in polling_server.output()


# Whose line it is


@pytest.mark.parametrize("shown", ["", "r_wrong", "another seat's"])
def test_a_line_is_nothing_without_the_key_that_opened_it(polling_server, keys, attacker, shown):
    victim = Poller(polling_server, keys["Lou"])
    key = attacker.key if shown == "another seat's" else shown
    stolen = [
        ask(polling_server, victim.path, key=key),
        ask(polling_server, victim.path, raw=b"1", key=key),
        ask(polling_server, victim.path, raw=NO_COMMAND.encode(), key=key),
    ]

    assert [400] * 3 == [answer.status for answer in stolen]
    assert {"ok": True} == victim.does("hello")


def test_the_line_of_a_websocket_is_not_polled(polling_server, workshop):
    with RawLine(polling_server.port) as line:
        sid = json.loads(line.hears("0")[1:])["sid"]
        key = workshop.key("stage")

        assert [400, 400] == [ask(polling_server, f"{POLL}&sid={sid}", raw=raw, key=key).status for raw in (None, b"1")]


ODD = ["&j=0", "&j=x", "&j=", "&b64=1", "&sid=x&sid=y", "&transport=websocket", "&EIO=3", "&key=x"]


@pytest.mark.parametrize("more", ODD)
def test_nobody_polls_in_another_way(polling_server, attacker, more):
    assert 400 == ask(polling_server, POLL + more, key=attacker.key).status
    assert 400 == ask(polling_server, attacker.path + more, key=attacker.key).status or more == "&EIO=3"
    assert attacker.is_open


def test_a_polled_line_becomes_no_websocket(polling_server, attacker):
    path = attacker.path.replace("polling", "websocket")
    shaking = {
        "upgrade": "websocket",
        "connection": "Upgrade",
        "sec_websocket_version": "13",
        "sec_websocket_key": "eA==",
    }

    assert 400 == ask(polling_server, path, key=attacker.key, **shaking).status
    assert attacker.is_open


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_page_of_another_site_opens_no_line(polling_server, attacker, origin):
    assert 400 == ask(polling_server, POLL, key=attacker.key, origin=origin).status
    assert 400 == attacker.fetches(origin=origin).status
    assert 400 == attacker.posts(NO_COMMAND, origin=origin).status
    assert 421 == attacker.fetches(host="evil.example").status
    assert attacker.is_open


# Limits


NONE = {
    "too large": "4" + "x" * LARGEST,
    "nothing": "",
    "nothing between": f"{NO_COMMAND}\x1e\x1e{NO_COMMAND}",
    "binary": "bAAAA",
    "attachments": '459999999999-["command",{}]',
    "unknown event": '42["message",1]',
    "another namespace": '42/admin,["command",{}]',
    "probe": "2probe",
    "upgrade": "5",
    "deep": "42" + "[" * 7000,
    "half a word": '421["command",{"level":tru}]',
    "surrogate": '421["command",{"level":"\\ud800"}]',
}


@pytest.mark.parametrize("said", NONE)
def test_what_is_no_message_ends_the_line(attacker, said):
    assert 400 == attacker.posts(NONE[said]).status
    assert not attacker.is_open


@pytest.mark.parametrize("length", ["", "-1", "1e3", "99999999999", "+5"])
def test_a_body_says_how_long_it_is(polling_server, attacker, length):
    with RawLine(polling_server.port, upgrade=False) as line:
        head = f"POST {attacker.path} HTTP/1.1\r\nHost: 127.0.0.1:{polling_server.port}\r\nConnection: close\r\n"
        line.sends(f"{head}Authorization: Bearer {attacker.key}\r\nContent-Length: {length}\r\n\r\n".encode())

        assert b"400" in line.everything().splitlines()[0]


def test_packets_in_one_body_count_one_by_one(attacker):
    assert 400 == attacker.posts(*[NO_COMMAND] * (FRAMES_AT_ONCE + 1)).status
    assert not attacker.is_open


@pytest.mark.parametrize("said", ["3", NO_COMMAND, '42["resync"]', '42["command","' + "x" * 12_000 + '"]'])
def test_a_flood_ends_the_line_of_the_flooder(attacker, said):
    answers = (attacker.posts(said).status for _ in range(50 * FRAMES_AT_ONCE))

    assert 400 == next(status for status in answers if status != 200)


def test_a_line_is_fetched_by_one_request_at_a_time(polling_server, attacker):
    """Two at once leave open which of them has what was waiting."""
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: attacker.fetches().status, range(8)))

    assert 400 in answers
    assert not attacker.is_open


def test_one_request_at_a_time_says_something(polling_server, attacker):
    with RawLine(polling_server.port, upgrade=False) as line:
        head = f"POST {attacker.path} HTTP/1.1\r\nHost: 127.0.0.1:{polling_server.port}\r\n"
        line.sends(f"{head}Authorization: Bearer {attacker.key}\r\nContent-Length: 100\r\n\r\n4".encode())
        answers = (attacker.posts("3").status for _ in range(FRAMES_AT_ONCE))

        assert 400 == next(status for status in answers if status != 200)


def test_a_line_without_a_key_is_closed(polling_server):
    line = Poller(polling_server, "r_never", joins=False)

    assert "1" == line.hears("1")
    assert not line.is_open


def test_one_address_opens_only_so_many_lines(tmp_path):
    """Until they show a key, or are closed because they did not."""
    running = RunningServer(tmp_path, "--polling")
    try:
        with ThreadPoolExecutor(16) as pool:
            answers = list(pool.map(lambda _: ask(running, POLL, key="r_x").status, range(MOST_STRANGERS + 20)))
        assert {200, 503} == set(answers)
    finally:
        running.stop()


@pytest.mark.parametrize(("polled", "status"), [(MOST_LINES // 2 - 1, "200"), (MOST_LINES // 2, "503")])
def test_a_polled_line_counts_as_two(polled, status):
    """For it has one connection that waits, and one that says something."""
    wire = Polling(SimpleNamespace(), ())
    wire._polled = set(map(str, range(polled)))
    wire._server = SimpleNamespace(eio=SimpleNamespace(sockets=dict.fromkeys(wire._polled)))
    heard = []
    app = wire.guarded(lambda environ, start: start("200 OK", []) or [b""], lambda environ: "")
    asks = {"PATH_INFO": "/socket.io/", "QUERY_STRING": "EIO=4&transport=polling", "HTTP_AUTHORIZATION": "Bearer x"}
    app(asks, lambda status, _: heard.append(status))

    assert [status] == [one[:3] for one in heard]


def test_whoever_does_not_fetch_is_hung_up_on(polling_server, workshop):
    """A second console asks for its whole view as often as it may, and fetches nothing."""
    line = Poller(polling_server, workshop.key("facilitator"))
    for _ in range(FRAMES_AT_ONCE - 5):
        if line.posts('42["resync"]').status != 200:
            break

    assert not line.is_open
