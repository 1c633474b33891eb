"""Deleting now, and what is left on the disk; over a real server."""

import json
from pathlib import Path

import pytest

from tests.support.asking import ask
from tests.support.phones import WirePhone
from tests.support.server import RunningServer
from tests.support.table import Table, refusal

NAME = "Zebedee Quix"
NOTE = "Quixotic zebras dance at the counter."


def on_the_disk(data: Path, *words: str) -> list[str]:
    """The words that stand in any file of the server's folder."""
    files = {one: one.read_bytes() for one in data.rglob("*") if one.is_file()}
    return [f"{word} in {one.name}" for one, content in files.items() for word in words if word.encode() in content]


@pytest.fixture
def table(server):
    with Table(server, managers=("Anastasia Q", "Bo"), reps=(NAME, "Lou")) as table:
        yield table


def test_deleting_leaves_nothing_of_a_workshop_on_the_disk(server, table):
    table.console.does("keep_note", case=table.console.shared["agenda"][2]["case"], text=NOTE)
    words = (NAME, "Anastasia Q", NOTE, table.workshop.code)
    assert len({one.partition(" in ")[0] for one in on_the_disk(server.data, *words)}) == len(words)

    server.post(f"/api/workshops/{table.workshop.code}/delete", {}, table.workshop.key("facilitator"))

    assert on_the_disk(server.data, *words, *(one.key for one in table.people.values())) == []
    server.stop()
    server.start()
    assert (ask(server, "/api/workshops").json, on_the_disk(server.data, *words)) == ([], [])


def test_everybody_is_told_of_a_deletion_and_cut_off(server, table):
    ask(server, f"/api/workshops/{table.workshop.code}/delete", {}, key=table.workshop.key("facilitator"))

    for phone in table.people.values():
        phone.sees(lambda one: "deleted" in [event for event, _ in one.frames], "that it was deleted")
        assert phone.was_cut_off()
    assert {refusal(server.url, {"key": one.key}) for one in table.people.values()} == {"not_seated"}


def test_a_deletion_leaves_other_workshops_alone(server, table):
    with Table(server) as other:
        ask(server, f"/api/workshops/{table.workshop.code}/delete", {}, key=table.workshop.key("facilitator"))
        other.next()

        assert [other.workshop.code] == [one["code"] for one in ask(server, "/api/workshops").json]


def test_the_host_can_delete_without_a_key(server):
    opened = server.open_workshop("Ana")

    assert {"deleted": True} == ask(server, f"/api/workshops/{opened.code}/delete", {}).json
    assert "unknown_code" == ask(server, f"/api/workshops/{opened.code}").reason


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    """A server behind a proxy: who sits at its machine is nobody special."""
    running = RunningServer(tmp_path_factory.mktemp("data"), "--public-url", "https://play.example.org")
    yield running
    running.stop()


def opened_by_host(server: RunningServer) -> dict:
    key = json.loads((server.data / "server.json").read_text())["host_key"]
    return server.post("/api/workshops", {"pack": "retail-bank", "managers": ["Ana"]}, key)


@pytest.mark.parametrize("role", ["manager", "stage", None])
def test_nobody_else_can_delete(public, role):
    told = opened_by_host(public)
    key = next((link["key"] for link in told["links"] if link["role"] == role), "")
    answer = ask(public, f"/api/workshops/{told['code']}/delete", {}, key=key)

    assert answer.status in (401, 403)
    assert 200 == ask(public, f"/api/workshops/{told['code']}").status


def test_the_facilitator_of_another_workshop_cannot_delete(public):
    told, other = opened_by_host(public), opened_by_host(public)
    answer = ask(public, f"/api/workshops/{told['code']}/delete", {}, key=other["links"][0]["key"])

    assert (403, "not_yours") == (answer.status, answer.reason)


@pytest.fixture
def hasty(tmp_path):
    """A server that forgets at once what was closed, and everything a day later."""
    periods = {"UPTOYOU_KEEP_NAMES_HOURS": "0", "UPTOYOU_KEEP_DAYS": "1"}
    running = RunningServer(tmp_path / "data", environment={**periods, "UPTOYOU_LOG_LEVEL": "INFO"})
    yield running
    running.stop()


@pytest.mark.timeout(180)
def test_after_the_close_no_name_text_or_key_is_on_the_disk_and_the_report_stays(hasty):
    with Table(hasty, managers=("Anastasia Q", "Bo"), reps=(NAME, "Lou")) as table:
        words = [NAME, "Anastasia Q", NOTE]
        table.console.does("keep_note", case=table.console.shared["agenda"][2]["case"], text=NOTE)
        while table.phase != "closed":
            table.goes_on()
        code = table.workshop.code
        before = ask(hasty, "/api/report", key=table.workshop.key("facilitator")).json
    hasty.stop()
    hasty.start()
    hasty.prints("(holds no names any more)")
    key = ask(hasty, f"/api/workshops/{code}/console", {}).json["key"]

    with WirePhone(hasty.url, key) as console:
        console.sees(lambda one: "Rep 1" in [seat["name"] for seat in one.shared["seats"]], "a nameless room")
    assert on_the_disk(hasty.data, *words) == []
    report = ask(hasty, "/api/report", key=key).json
    assert (before["alignment"], before["board"]) == (report["alignment"], report["board"])
    assert (True, 2) == (report["closed"], report["reps"])


def test_the_periods_are_told_to_everybody(hasty, shared_server):
    assert {"names_hours": 0, "days": 1} == ask(hasty, "/api/kept").json
    assert {"names_hours": 24, "days": 30} == ask(shared_server, "/api/kept").json
