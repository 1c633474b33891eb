"""The server about itself: alive, ready, its figures and its log."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit
from secrets import token_hex

import pytest

from tests.support.asking import ask
from tests.support.server import RunningServer
from tests.support.table import Phone, Table, refusal

FIGURES = (
    "uptoyou_workshops",
    "uptoyou_sockets",
    "uptoyou_commands_total",
    "uptoyou_ack_seconds_count",
    "uptoyou_fanout_seconds_count",
    "uptoyou_append_seconds_count",
    "uptoyou_queue_length",
    "uptoyou_loop_lag_seconds_count",
)


def figure(server: RunningServer, name: str, **labels: str) -> float:
    """A figure as it is now; nothing counts as 0."""
    marks = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
    line = f"{name}{{{marks}}}" if marks else name
    text = ask(server, "/metrics").text
    return float(next((one.split()[-1] for one in text.splitlines() if one.startswith(f"{line} ")), 0))


@contextmanager
def full_disk(server: RunningServer) -> Iterator[None]:
    """No file of the server grows any more, until the end of the block."""
    sizes = [one.stat().st_size for one in server.data.glob("workshops*")]
    prlimit(server.process.pid, RLIMIT_FSIZE, (max(sizes), RLIM_INFINITY))
    try:
        yield
    finally:
        prlimit(server.process.pid, RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))


# Alive and ready


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_server_that_serves_is_alive_and_ready(shared_server, path):
    answer = ask(shared_server, path)

    assert (200, {"ok": True}) == (answer.status, answer.json)


def until_full(console: Phone) -> str:
    """Keep long notes, each sent once, until one is refused because nothing can be saved; gives the reason."""
    case = next(step["case"] for step in console.shared["agenda"] if step["case"])
    while True:
        ack = console.sends({"id": token_hex(16), "kind": "keep_note", "case": case, "text": "x" * 1900})
        if not ack["ok"]:
            console.sees(lambda one: ("saving", {"ok": False}) in one.frames, "that nothing can be saved")
            return str(ack["reason"])


def test_on_a_full_disk_nobody_is_told_saved_and_the_console_says_why(server):
    with Table(server) as table:
        with full_disk(server):
            assert "retry" == until_full(table.console)
            ready, alive = ask(server, "/readyz"), ask(server, "/healthz")
            late = table.sits("late", table.workshop.key("facilitator"))
            late.sees(lambda one: ("saving", {"ok": False}) in one.frames, "the same")
        table["Kim"].does("hello")

        assert (503, {"ok": False, "why": "cannot_save"}, 200) == (ready.status, ready.json, alive.status)
        for console in (table.console, late):
            console.sees(lambda one: [data for name, data in one.frames if name == "saving"][-1]["ok"], "all well")
        table.next()


def test_what_was_acknowledged_on_a_full_disk_is_there_after_a_kill(server):
    with Table(server) as table:
        with full_disk(server):
            until_full(table.console)
            acks = {name: table[name].sends({"id": token_hex(16), "kind": "hello"})["ok"] for name in ("Kim", "Lou")}
        code, key = table.workshop.code, table.workshop.key("facilitator")
    server.kill()
    server.start()
    with Phone(server.url, key) as console:
        hello = {seat["name"]: seat["hello"] for seat in console.shared["seats"] if seat["role"] == "rep"}

    assert code
    assert all(hello[name] for name, acknowledged in acks.items() if acknowledged)


# Figures


def test_the_figures_are_there(server):
    with Table(server) as table:
        table.next()
        table.goes_to("rule")
        table.rules("Kim", "Lou")
        text = ask(server, "/metrics").text

        assert [name for name in FIGURES if not re.search(rf"^{name}\b", text, re.MULTILINE)] == []
        assert (1, 2, 1, 2) == (
            figure(server, "uptoyou_workshops"),
            figure(server, "uptoyou_sockets", role="rep"),
            figure(server, "uptoyou_sockets", role="facilitator"),
            figure(server, "uptoyou_commands_total", kind="rule", outcome="applied"),
        )


def test_refusals_are_counted_as_such(server):
    with Table(server) as table:
        table["Kim"].refused("rule", step="s1", level=1, authority=1, n=1)

        assert 1 == figure(server, "uptoyou_commands_total", kind="rule", outcome="rejected")


def test_figures_are_for_the_host_alone(tmp_path_factory):
    server = RunningServer(tmp_path_factory.mktemp("data"), "--public-url", "https://play.example.org")
    key = json.loads((server.data / "server.json").read_text())["host_key"]
    stranger, host = ask(server, "/metrics"), ask(server, "/metrics", key=key)
    server.stop()

    assert (403, "host_only", 200) == (stranger.status, stranger.reason, host.status)


# Nothing about people


WORDS = {name: f"quixotic-{name}-zebra" for name in ("note", "praise", "thanks", "promise", "own", "line", "why")}
PEOPLE = ("Anastasia", "Bohumil", "Zebedee", "Yolanda")
FIELDS = {"at", "level", "logger", "text", "workshop", "command", "kind", "outcome", "version", "reason", "error"}


def plays(table: Table, until: str) -> None:
    """A day, up to a phase, in which everybody rules, predicts and writes."""
    ana, bo, zeb, yo = PEOPLE
    while table.phase != until:
        step, phase = table.step, table.phase
        if phase == "rule":
            for name in (zeb, yo):
                table[name].says("rule", step=step, level=1, authority=1, reasons=[], quotable=True, n=1)
        if phase == "predict":
            table[zeb].says("predict", step=step, level=1, authority=1, certainty="sure", spread="far", n=1)
            table[yo].says("write_note", step=step, text=WORDS["note"])
        if phase == "capture":
            table.console.says("close_case", step=step, closing="open", why=WORDS["why"], owner="Zebedee")
        if phase == "praise":
            table[ana].says("praise", to=table.seats[zeb], did=WORDS["praise"])
            table[yo].says("thank", to=table.seats[bo], text=WORDS["thanks"])
        if phase == "debrief":
            table[zeb].says("commit", text=WORDS["promise"])
        for seat in (ana, bo):
            table[seat].says("prepare", step=step, delivery="weather", line=WORDS["line"])
        table.goes_on()


@pytest.mark.parametrize(
    ("form", "until"), [pytest.param("plain", "closed", marks=pytest.mark.full), ("json", "score")]
)
@pytest.mark.timeout(240)
def test_nothing_of_what_people_are_called_say_or_hold_is_in_log_or_figures(tmp_path, form, until):
    server = RunningServer(tmp_path / "data", "--log", form, environment={"UPTOYOU_LOG_LEVEL": "DEBUG"})
    with Table(server, managers=PEOPLE[:2], reps=PEOPLE[2:]) as table:
        table.console.does("keep_note", case=table.console.shared["agenda"][2]["case"], text=WORDS["own"])
        plays(table, until)
        assert 400 == ask(server, "/api/workshops", raw=b'{"title": "' + WORDS["own"].encode()).status
        table[PEOPLE[2]].sends({"id": WORDS["own"], "kind": WORDS["own"], "text": WORDS["own"]})
        refused = refusal(server.url, {"key": f"r_{WORDS['own']}"})
        figures = ask(server, "/metrics").text
        keys = [one.key for one in table.people.values()]
    server.stop()
    log = server.output()
    secrets = (*PEOPLE, *WORDS.values(), *keys, table.workshop.recovery, table.workshop.code, "zebra")
    greeting, _, lines = log.partition("Everything is saved as it happens.")

    assert refused == "not_seated"
    assert "rule" in lines
    assert [one for one in secrets if one in lines or one in figures] == []
    if form == "json":
        told = [json.loads(line) for line in lines.splitlines() if line.startswith("{")]
        assert {name for one in told for name in one} - FIELDS == set()
        assert {"rule", "predict", "next"} <= {one.get("kind") for one in told}
    assert greeting
