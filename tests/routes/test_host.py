"""For the host: packs to choose from, opening a workshop, coming back to it, and where phones find us."""

import re

import pytest

from server.service.seats import RECOVERY_SIGNS
from tests.support.asking import ask
from tests.support.server import RunningServer
from tests.support.written_packs import FIRST, PACK, changed, write


def opening(server, **body):
    return ask(server, "/api/workshops", {"pack": "retail-bank", "managers": ["Ana", "Bo"], **body})


# Packs


def test_the_shipped_packs_are_offered_without_faults(shared_server):
    offers = {one["id"]: one for one in ask(shared_server, "/api/packs").json}

    assert ("Retail bank", 13, []) == tuple(offers["retail-bank"][field] for field in ("title", "cases", "problems"))


@pytest.fixture(scope="module")
def own_packs(tmp_path_factory):
    """A server with one pack that can be played and one that cannot."""
    folder = tmp_path_factory.mktemp("packs")
    write(folder / "aside", changed(FIRST, "minutes: 6", "minutes: six")).rename(folder / "broken")
    (folder / "aside").rmdir()
    write(folder, PACK)
    running = RunningServer(tmp_path_factory.mktemp("data"), environment={"UPTOYOU_CONTENT": str(folder)})
    yield running
    running.stop()


def test_a_pack_of_ones_own_can_be_played(own_packs):
    assert "Small shop" == opening(own_packs, pack="small-shop").json["pack"]


def test_a_broken_pack_is_refused_with_its_first_fault(own_packs):
    answer = opening(own_packs, pack="broken")

    assert (409, "broken_pack", "pack", "cases/01-exception.yaml line 5, column 10") == (
        answer.status,
        answer.reason,
        answer.json["error"]["field"],
        answer.json["error"]["hint"].partition(":")[0],
    )


@pytest.mark.parametrize("pack", ["nowhere", "..", "../retail-bank", "retail-bank/", "RETAIL-BANK", "_template"])
def test_a_pack_that_is_not_there_is_refused(shared_server, pack):
    answer = opening(shared_server, pack=pack)

    assert (404, "unknown_pack", "pack") == (answer.status, answer.reason, answer.json["error"]["field"])


# Opening


def test_a_workshop_opens_with_a_link_for_the_console_the_stage_and_each_manager(shared_server):
    links = opening(shared_server).json["links"]

    assert [
        ("facilitator", None, ""),
        ("stage", None, ""),
        ("manager", "m1", "Ana"),
        ("manager", "m2", "Bo"),
    ] == [(link["role"], link["seat"], link["name"]) for link in links]


def test_a_link_carries_its_key_behind_the_hash(shared_server):
    told = opening(shared_server).json

    assert [
        f"{told['url']}/{page}#key={link['key']}"
        for page, link in zip(("console", "stage", "manager", "manager"), told["links"], strict=True)
    ] == [link["url"] for link in told["links"]]


def test_every_key_opens_what_it_is_for(shared_server):
    told = opening(shared_server, title="Tuesday").json
    seen = [ask(shared_server, "/api/me", key=link["key"]).json for link in told["links"]]

    assert [
        ("facilitator", "console", ""),
        ("stage", "stage", ""),
        ("manager", "manager", "Ana"),
        ("manager", "manager", "Bo"),
    ] == [(one["role"], one["page"], one["name"]) for one in seen]
    assert {("Tuesday", told["code"], True)} == {(one["title"], one["code"], one["here"]) for one in seen}


def test_a_workshop_opens_with_a_code_and_a_recovery_code(shared_server):
    told = opening(shared_server).json

    assert re.fullmatch(r"\d{6}", told["code"])
    assert re.fullmatch(rf"(?:[{RECOVERY_SIGNS}]{{4}}-){{2}}[{RECOVERY_SIGNS}]{{4}}", told["recovery"])


def test_a_workshop_without_a_title_goes_by_its_pack(shared_server):
    assert "Retail bank" == opening(shared_server).json["title"]


def test_a_workshop_begins_in_the_lobby_with_nobody(shared_server):
    told = opening(shared_server).json

    assert ("lobby", 0, ["Ana", "Bo"]) == (told["phase"], told["people"], told["managers"])


def test_blank_lines_among_the_managers_are_passed_over(shared_server):
    assert ["Ana", "Bo"] == opening(shared_server, managers=["", "Ana", "  ", "Bo"]).json["managers"]


@pytest.mark.parametrize(
    ("body", "status", "reason", "field"),
    [
        ({"managers": []}, 400, "bad_message", "managers"),
        ({"managers": ["A"] * 9}, 400, "bad_message", "managers"),
        ({"managers": ["", " "]}, 409, "empty", "managers"),
        ({"managers": ["Ana", "ANA"]}, 409, "name_taken", "managers"),
        ({"managers": ["Ana", "Ａｎａ"]}, 409, "name_taken", "managers"),
        ({"managers": ["x" * 25]}, 409, "name_long", "managers"),
        ({"managers": ["!!!"]}, 409, "name_empty", "managers"),
        ({"title": "x" * 61}, 409, "too_long", "title"),
    ],
    ids=["nobody", "nine", "blank", "the same twice", "the same, wide", "too long", "no letter", "long title"],
)
def test_an_opening_that_cannot_be_is_refused(shared_server, body, status, reason, field):
    answer = opening(shared_server, **body)

    assert (status, reason, field) == (answer.status, answer.reason, answer.json["error"]["field"])


def test_a_refused_opening_leaves_no_workshop(shared_server):
    before = ask(shared_server, "/api/workshops").json
    opening(shared_server, managers=["Ana", "Ana"])

    assert before == ask(shared_server, "/api/workshops").json


# Coming back


def test_the_workshops_are_listed_latest_first(shared_server):
    codes = [opening(shared_server).json["code"] for _ in range(3)]
    listed = ask(shared_server, "/api/workshops").json

    assert codes[::-1] == [one["code"] for one in listed][:3]


def test_the_list_tells_no_keys_and_no_recovery_codes(shared_server):
    told = opening(shared_server).json
    text = ask(shared_server, "/api/workshops").text

    assert [] == [secret for secret in (told["recovery"], *(link["key"] for link in told["links"])) if secret in text]


def test_the_host_comes_back_to_a_console(shared_server):
    told = opening(shared_server).json
    link = ask(shared_server, f"/api/workshops/{told['code']}/console", method="POST").json
    me = ask(shared_server, "/api/me", key=link["key"]).json

    assert ("facilitator", "console", told["code"]) == (me["role"], me["page"], me["code"])


def test_coming_back_leaves_the_old_console_its_key(shared_server):
    told = opening(shared_server).json
    ask(shared_server, f"/api/workshops/{told['code']}/console", method="POST")

    assert 200 == ask(shared_server, "/api/me", key=told["links"][0]["key"]).status


def test_workshops_and_their_keys_come_back_with_the_server(tmp_path):
    server = RunningServer(tmp_path)
    told = opening(server, title="Tuesday").json
    server.kill()
    server.start()
    me = ask(server, "/api/me", key=told["links"][2]["key"]).json
    server.stop()

    assert ("Tuesday", "Ana", told["code"]) == (me["title"], me["name"], me["code"])


# Where phones find us


def test_the_address_is_told_with_what_else_there_is(shared_server):
    told = ask(shared_server, "/api/address").json

    assert (f"http://{told['ip']}:{shared_server.port}", False) == (told["url"], told["public"])


def test_an_address_of_this_machine_can_be_chosen(shared_server):
    for choice in ask(shared_server, "/api/address").json["choices"]:
        assert choice["ip"] == ask(shared_server, "/api/address", {"ip": choice["ip"]}).json["ip"]


@pytest.mark.parametrize("ip", ["203.0.113.7", "evil.example", "", "127.0.0.1"])
def test_an_address_of_another_machine_cannot_be_chosen(shared_server, ip):
    answer = ask(shared_server, "/api/address", {"ip": ip})

    assert (409, "unknown_address", "ip") == (answer.status, answer.reason, answer.json["error"]["field"])


def test_a_facilitator_may_see_the_address(shared_server):
    told = opening(shared_server).json

    answer = ask(shared_server, "/api/address", key=told["links"][0]["key"], x_forwarded_for="10.0.0.1")

    assert 200 == answer.status


@pytest.mark.parametrize("place", [1, 2])
def test_nobody_else_in_a_workshop_may_see_the_address(shared_server, place):
    told = opening(shared_server).json

    answer = ask(shared_server, "/api/address", key=told["links"][place]["key"], x_forwarded_for="10.0.0.1")

    assert "not_yours" == answer.reason


def test_the_server_is_well(shared_server):
    assert {"ok": True} == ask(shared_server, "/healthz").json
