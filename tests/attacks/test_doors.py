"""What stands before the room: codes, keys, connections, and what the server gives away about itself.

| Row | Attack | Test |
|---|---|---|
| A11 | guessing room codes | `test_guessing_codes_is_slow`, and the unit tests of `Tries` below |
| A12 | a false address of origin | `test_a_forwarded_address_gives_no_further_guesses` |
| A13 | a hundred honest phones at once | `test_a_hundred_phones_of_one_address_come_in_at_once` |
| A13 | a flood of bots while honest phones come in | `test_a_flood_of_typed_codes_keeps_nobody_out_who_scans` |
| A26 | silent and dripping connections | `test_whoever_does_not_come_to_the_point_is_hung_up_on` |
| A27, A28 | too many sockets | `test_one_address_opens_only_so_many_sockets`, `test_a_full_server_says_so` |
| A26 | thousands of them | `test_thousands_who_do_not_come_to_the_point_keep_nobody_out` |
| A26 | more connections than open files | `test_more_connections_than_files_do_not_end_the_server` |
| A36, A37 | keys in logs and errors | `test_no_log_names_a_key` |
| A43 | device names and odd paths | `test_an_odd_path_leads_nowhere` |
| A48 | debug pages, test switches | `test_there_is_nothing_to_debug_with` |
| A50 | private pages kept by caches | `test_what_is_private_is_kept_by_no_cache` |
| A52 | old versions | `test_no_library_is_older_than_its_last_known_hole` |

Hosts, origins and forged forms are in `routes/test_trust.py`.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from importlib.metadata import version
from resource import RLIMIT_NOFILE, getrlimit, setrlimit
from types import SimpleNamespace

import pytest
from packaging.version import Version

from server.game.rush import AT_ONCE
from server.realtime import transport
from server.realtime.transport import MOST_LINES, MOST_STRANGERS, Changed, Transport
from server.service.pace import FEW, Pace, Paces
from server.service.tries import CODES, CODES_IN_ALL, KEYS, PATIENCE, Tries
from tests.support.asking import ask
from tests.support.counts import usually
from tests.support.raw import RawLine, text
from tests.support.server import RunningServer
from tests.support.table import Phone, refusal

BOTS, PHONES = usually((200, 20), full=(1_000, 100))
CONNECTS = usually(200, full=1_000)
DRIPS = usually(300, full=5_000)

# Codes and keys


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


def test_wrong_codes_of_one_address_are_looked_at_only_so_often(clock):
    tries, looked = Tries(clock.sleep, clock), 0
    while clock.now < 60:
        if tries.may_guess("10.0.0.9"):
            looked += 1
            tries.wrong_code("10.0.0.9")

    assert CODES < looked <= 2 * CODES + 1


def test_wrong_codes_are_looked_at_only_so_often_wherever_they_come_from(clock):
    tries, looked = Tries(clock.sleep, clock), 0
    for number in range(10_000):
        if tries.may_guess(f"10.0.0.{number % 50}"):
            looked += 1
            tries.wrong_code(f"10.0.0.{number % 50}")

    assert looked <= CODES_IN_ALL + clock.now * CODES_IN_ALL / 60 + 1


def test_right_codes_are_never_counted(clock):
    tries = Tries(clock.sleep, clock)

    assert [True] * 500 == [tries.may_guess("10.0.0.9") for _ in range(500)]
    assert 0.0 == clock.now


def test_the_guesses_of_one_address_do_not_shut_out_another(clock):
    tries = Tries(clock.sleep, clock)
    for _ in range(CODES):
        tries.wrong_code("10.0.0.9")
    assert tries.may_guess("10.0.0.1")

    assert 0.0 == clock.now


def test_whoever_guessed_too_often_waits_and_may_then_again(clock):
    tries = Tries(clock.sleep, clock)
    for _ in range(CODES):
        tries.wrong_code("10.0.0.9")

    assert tries.may_guess("10.0.0.9")
    assert 60 / CODES <= clock.now <= PATIENCE + 1


def test_wrong_keys_take_longer_and_longer_to_try(clock):
    tries = Tries(clock.sleep, clock)
    for _ in range(KEYS):
        tries.wrong_key("10.0.0.9")
    assert 0.0 == clock.now
    tries.wrong_key("10.0.0.9")

    assert 1.0 == clock.now


def test_a_pace_that_rested_is_full_and_no_fuller(clock):
    pace = Pace(2, 10, clock)
    clock.sleep(1000)

    assert [True] * 10 + [False] == [pace.take() for _ in range(11)]
    clock.sleep(1)
    assert [True, True, False] == [pace.take() for _ in range(3)]


def test_who_rested_is_forgotten_and_who_has_not_is_remembered(clock):
    paces = Paces(1, 10, clock)
    busy = paces["busy"]
    for who in range(1000):
        busy.take()
        paces[who].take()
        clock.sleep(1)

    assert len(paces) <= FEW
    assert paces["busy"] is busy


def test_guessing_codes_is_slow(server):
    """Told after the limit: wait. The door does not even look, so that a right code gets the same answer."""
    right = server.open_workshop("Ana").code
    wrong = [code for code in (f"{number:06}" for number in range(200)) if code != right]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda code: ask(server, f"/api/workshops/{code}"), wrong[:60]))

    reasons = [answer.reason for answer in answers]
    assert {"unknown_code", "slow_down"} == set(reasons)
    assert CODES <= reasons.count("unknown_code") <= 2 * CODES
    assert {429} == {answer.status for answer in answers if answer.reason == "slow_down"}


def test_a_forwarded_address_gives_no_further_guesses(server):
    headers = ("x_forwarded_for", "forwarded", "x_real_ip", "client_ip", "true_client_ip")
    with ThreadPoolExecutor(16) as pool:
        answers = pool.map(
            lambda n: ask(server, f"/api/workshops/{n:06}", **{headers[n % 5]: f"10.0.0.{n}"}), range(2 * CODES + 5)
        )

        assert "slow_down" in {answer.reason for answer in answers}


def test_many_wrong_keys_keep_no_right_one_out(server):
    workshop = server.open_workshop("Ana")
    for number in range(KEYS):
        assert "not_seated" == refusal(server.url, {"key": f"r_{number}"})
    with Phone(server.url, workshop.key("facilitator")) as console:
        assert console.place["phase"] == "lobby"


def test_a_hundred_phones_of_one_address_come_in_at_once(server):
    workshop = server.open_workshop("Ana")
    with ExitStack() as opened, ThreadPoolExecutor(32) as pool:

        def comes(number):
            return opened.enter_context(RawLine(server.port, workshop.take_seat(f"Rep {number}")["key"]))

        lines = list(pool.map(comes, range(100)))
        assert 100 == len(lines)


def test_a_flood_of_typed_codes_keeps_nobody_out_who_scans(server):
    """The bots know the code, not what is to be scanned. The facilitator is told, and sends them away at once."""
    workshop = server.open_workshop("Ana")
    with Phone(server.url, workshop.key("facilitator")) as console, ThreadPoolExecutor(16) as pool:
        path = f"/api/workshops/{workshop.code}/seats"
        wishes = [{"id": f"bot-{number:016}", "name": f"Bot {number}"} for number in range(BOTS)]
        flood = [pool.submit(ask, server, path, wish) for wish in wishes]
        phones = [workshop.take_seat(f"Rep {number}")["name"] for number in range(PHONES)]
        console.sees(lambda one: one.shared["rush"] is not None, "the rush")
        answers = [one.result() for one in flood]
        came = sum(answer.status == 201 for answer in answers)
        assert {"rush"} == {answer.reason for answer in answers if answer.status != 201}
        assert came <= 2 * (AT_ONCE + 1)
        console.does("answer_rush", ours=False)
        console.sees(lambda one: one.shared["rush"] is None, "the end of it")
        here = {seat["name"] for seat in console.shared["seats"] if not seat["removed"]}

    assert {"Ana", *phones} == here
    assert PHONES == len(phones)


# Connections


@pytest.mark.parametrize("what", ["silence", "half a head", "half a body", "silence after an answer"])
def test_whoever_does_not_come_to_the_point_is_hung_up_on(shared_server, what):
    head = f"POST /api/workshops HTTP/1.1\r\nHost: 127.0.0.1:{shared_server.port}\r\nContent-Type: application/json\r\n"
    said = {
        "silence": b"",
        "half a head": head.encode(),
        "half a body": f"{head}Content-Length: 100\r\n\r\n{{".encode(),
        "silence after an answer": f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{shared_server.port}\r\n\r\n".encode(),
    }
    with RawLine(shared_server.port, upgrade=False, patience=60) as line:
        line.sends(said[what])

        assert (what in ("silence", "half a head")) == (line.everything() == b"")


@pytest.mark.timeout(300)
def test_thousands_who_do_not_come_to_the_point_keep_nobody_out(shared_server):
    """Silent ones, half heads and half bodies. All are hung up on, and whoever is in a hurry comes in meanwhile."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    setrlimit(RLIMIT_NOFILE, (max(soft, 2 * DRIPS), hard))
    workshop, port = shared_server.open_workshop("Ana"), shared_server.port
    try:
        head = f"POST /api/workshops HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        said = (b"", head.encode(), f"{head}Content-Length: 100\r\n\r\n{{".encode())

        def drips(number):
            line = RawLine(port, upgrade=False, source=f"127.0.{1 + number % 50}.9", patience=60)
            line.sends(said[number % 3])
            return line

        with ExitStack() as opened, ThreadPoolExecutor(16) as pool:
            lines = [opened.enter_context(line) for line in pool.map(drips, range(DRIPS))]
            for number in range(10):
                with Phone(shared_server.url, workshop.take_seat(f"Rep {number}")["key"]) as phone:
                    phone.does("hello")
            ended = [bool(line.everything()) for line in lines]
    finally:
        setrlimit(RLIMIT_NOFILE, (soft, hard))

    assert [number % 3 == 2 for number in range(DRIPS)] == ended  # (who had said what they want is told that it failed)


def test_one_address_opens_only_so_many_sockets(server):
    """Of those that no key has seated. Who has a seat is no longer counted, and other addresses come in."""
    workshop = server.open_workshop("Ana")
    with ExitStack() as opened:
        for _ in range(MOST_STRANGERS):
            line = opened.enter_context(RawLine(server.port, source="127.0.0.9"))
            assert "101" in line.answer
        refused = opened.enter_context(RawLine(server.port, source="127.0.0.9"))
        assert "503" in refused.answer.splitlines()[0]
        opened.enter_context(RawLine(server.port, workshop.key("facilitator")))
        line.sends(text('40{"key":"' + workshop.key("stage") + '"}'))
        line.hears('42["view"')
        again = opened.enter_context(RawLine(server.port, source="127.0.0.9"))
        assert "101" in again.answer


def test_endless_connects_of_one_address_keep_nobody_else_out(server):
    workshop = server.open_workshop("Ana")

    def connects(_):
        with RawLine(server.port, upgrade=False, source="127.0.0.9"):
            pass

    with ThreadPoolExecutor(16) as pool:
        flood = [pool.submit(connects, number) for number in range(CONNECTS)]
        for number in range(10):
            with Phone(server.url, workshop.take_seat(f"Rep {number}")["key"]) as phone:
                phone.does("hello")
        for one in flood:
            one.result()


@pytest.mark.parametrize(("lines", "status"), [(MOST_LINES - 1, "200"), (MOST_LINES, "503")])
def test_a_full_server_says_so(lines, status):
    wire = Transport(SimpleNamespace(), ())
    wire._server = SimpleNamespace(eio=SimpleNamespace(sockets=dict.fromkeys(range(lines))))
    heard = []
    app = wire.guarded(lambda environ, start: start("200 OK", []), lambda environ: "")
    asks = {"HTTP_UPGRADE": "websocket", "HTTP_SEC_WEBSOCKET_VERSION": "13", "HTTP_SEC_WEBSOCKET_KEY": "x"}
    app(asks, lambda status, _: heard.append(status))

    assert [status] == [one[:3] for one in heard]


def test_more_connections_than_files_do_not_end_the_server(tmp_path):
    most = 200
    running = RunningServer(tmp_path, files=most)
    try:
        with ExitStack() as opened:
            for _ in range(most + 50):
                opened.enter_context(RawLine(running.port, upgrade=False))
        assert {"ok": True} == running.get("/healthz")
    finally:
        running.stop()


# What is given away


def test_no_log_names_a_key(tmp_path, monkeypatch):
    """At the most talkative setting there is, with faults on the way."""
    talkative = (
        "from server import cli; import logging; logging.basicConfig(level=1);"
        "[logging.getLogger(name).setLevel(1) for name in ('engineio.server', 'socketio.server')]; cli.main()"
    )
    running = RunningServer(tmp_path, program=("-c", talkative))
    try:
        workshop = running.open_workshop("Ana")
        seat = workshop.take_seat("Kim")
        with Phone(running.url, seat["key"]) as kim, Phone(running.url, workshop.key("facilitator")):
            kim.socket.call("command", {"kind": "no such kind", "key": seat["key"]})
            assert "not_seated" == refusal(running.url, {"key": f"{seat['key']}x"})
            with RawLine(running.port, seat["key"]) as line:
                line.sends(text('42["' + seat["key"] + '"]'))
                line.ends()
        ask(running, "/api/me", key=seat["key"])
        ask(running, "/api/recover", {"code": workshop.recovery})
        ask(running, f"/socket.io/?EIO=3&transport=polling&key={seat['key']}")
        ask(running, "/api/recover", raw=b"{" + workshop.recovery.encode())
        said = running.output()
        secrets = [seat["key"], workshop.recovery, *(link["key"] for link in workshop.links)]

        assert [] == [secret for secret in secrets if secret in said]
    finally:
        running.stop()


def test_what_is_on_the_disk_opens_nothing(server):
    """Keys and recovery codes are kept as hashes. The host key is for whoever owns the folder."""
    workshop = server.open_workshop("Ana")
    seat = workshop.take_seat("Kim")
    with Phone(server.url, seat["key"]) as kim:
        kim.does("hello")
    server.kill()
    kept = b"".join(file.read_bytes() for file in server.data.glob("workshops.sqlite3*"))
    secrets = [seat["key"], workshop.recovery, *(link["key"] for link in workshop.links)]

    assert b"Kim" in kept
    assert [] == [secret for secret in secrets if secret.encode() in kept]
    assert [] == [secret for secret in secrets if secret.removeprefix("r_").encode() in kept]


DEVICES = ("CON", "nul", "AUX", "PRN", "COM1", "lpt9", "CONIN$", "con.html", "NUL.css", "AUX%20.js")
UPWARDS = ("../", "..%2f", "..%5c", "%2e%2e/", "%2e%2e%2f", "....%5c/", "..;/", ".%2e/", "%252e%252e%252f", "..%c0%af")
ODD_PATHS = (
    *(f"{folder}/{name}" for folder in ("", "/static", "/api", "/static/0") for name in DEVICES),
    *(
        f"{folder}/{up * 3}{file}"
        for folder in ("/static", "/static/0")
        for up in UPWARDS
        for file in ("etc/passwd", "x.py")
    ),
    *(
        "/play%00.html",
        "/play.",
        "/play;/x",
        "/play%20",
        "/play/",
        "/C:/x",
        "//etc/passwd",
        "/..%5c..%5cpyproject.toml",
    ),
    *("/%2e%2e/%2e%2e/etc/passwd", "/static/0/%2e%2e/%2e%2e/x", "/~root", "/.git/config", "/.env", "/server/app.py"),
    *(
        "/static/%00",
        "/static/%5c%5cetc%5cpasswd",
        "/static/C:%5cx",
        "/static/file:%5c%5cetc%5cpasswd",
        "/static/./.",
        "/%u002e",
    ),
)


def test_there_are_a_hundred_odd_paths():
    assert 100 <= len(set(ODD_PATHS))


def test_an_odd_path_leads_nowhere(shared_server):
    answers = {path: ask(shared_server, path) for path in ODD_PATHS}

    assert {} == {path: one.status for path, one in answers.items() if (one.status, one.reason) != (404, "not_found")}


@pytest.mark.parametrize(
    "path", ["/console?__debugger__=yes&cmd=resource&f=style.css", "/admin", "/debug", "/socket.io/admin"]
)
def test_there_is_nothing_to_debug_with(shared_server, path):
    answer = ask(shared_server, path)

    assert b"debugger" not in answer.plain.lower()
    assert answer.status in (400, 404) or path.startswith("/console")


@pytest.mark.parametrize("path", ["/api/me", "/api/report", "/api/address", "/api/workshops", "/api/packs", "/console"])
def test_what_is_private_is_kept_by_no_cache(shared_server, path):
    workshop = shared_server.open_workshop("Ana")
    answer = ask(shared_server, path, key=workshop.key("facilitator"))

    assert (200, "no-store") == (answer.status, answer.headers["cache-control"])


FLOORS = {
    "python-socketio": "5.16.2",
    "python-engineio": "4.13.2",
    "eventlet": "0.40.3",
    "flask": "3.1.3",
    "werkzeug": "3.1.6",
    "marshmallow": "4.1.2",
}


@pytest.mark.parametrize("name", FLOORS)
def test_no_library_is_older_than_its_last_known_hole(name):
    assert Version(version(name)) >= Version(FLOORS[name])


# The libraries beneath


def test_a_library_that_changed_stops_the_start(monkeypatch):
    monkeypatch.setattr(transport, "EXPECTED", ((transport.engineio.socket.Socket.send, "(self, pkt, more)"),))

    with pytest.raises(Changed, match=r"Socket\.send"):
        transport._check(SimpleNamespace(), ("websocket",))


def test_unmasking_is_the_exclusive_or_of_each_byte():
    mask = b"\x01\x80\xff\x7e"
    for size in range(9):
        data = bytes(range(7, 7 + size))

        assert bytes(one ^ mask[at % 4] for at, one in enumerate(data)) == transport.unmask(data, mask)
