"""Files to take along: who may have which, over a real server. What stands in them is tested in `reports/`."""

import io
from os import urandom
from zipfile import ZipFile

import pytest

from server.reports.files import FILES
from tests.support.asking import ask

FACILITATORS = [name for name, file in FILES.items() if file.role == "facilitator"]
BEGINS = {
    ".pdf": b"%PDF-1.7",
    ".xlsx": b"PK\x03\x04",
    ".zip": b"PK\x03\x04",
    ".json": b'{"format"',
    ".csv": b"\xef\xbb\xbf",
}


@pytest.fixture(scope="module")
def workshop(shared_server):
    opened = shared_server.open_workshop("Ana", "Bo", title="Tuesday")
    opened.rep = opened.take_seat("Kim")["key"]
    opened.observer = opened.take_seat("Guest", "observer")["key"]
    return opened


@pytest.fixture(scope="module")
def keys(workshop):
    return {
        "facilitator": workshop.key("facilitator"),
        "stage": workshop.key("stage"),
        "manager": workshop.key("manager", "m1"),
        "rep": workshop.rep,
        "observer": workshop.observer,
        "nobody": "",
        "stranger": "r." + urandom(32).hex(),
    }


def download(workshop, name, key, **headers):
    return ask(workshop.server, f"/api/downloads/{name}", key=key, **headers)


@pytest.mark.parametrize("name", FACILITATORS)
def test_the_facilitator_gets_every_file_of_the_room(workshop, keys, name):
    told = download(workshop, name, keys["facilitator"])
    ending = name[name.rindex(".") :]

    assert (200, FILES[name].kind) == (told.status, told.headers["content-type"].partition(";")[0])
    assert told.body.startswith(BEGINS[ending])
    assert f'attachment; filename="{name}"' == told.headers["content-disposition"]
    assert "no-store" == told.headers["cache-control"]


@pytest.mark.parametrize("role", ["stage", "manager", "rep", "observer", "nobody", "stranger"])
def test_nobody_else_gets_a_file_of_the_room(workshop, keys, role):
    told = {name: download(workshop, name, keys[role]) for name in FACILITATORS}

    assert {401 if role in ("nobody", "stranger") else 403} == {one.status for one in told.values()}
    assert {"not_yours", "not_seated"} >= {one.reason for one in told.values()}


def test_a_rep_gets_their_own_card_and_nobody_elses_key_does(workshop, keys):
    told = {role: download(workshop, "my-card.pdf", key).status for role, key in keys.items()}

    assert dict.fromkeys(keys, 403) | {"rep": 200, "nobody": 401, "stranger": 401} == told


def test_a_manager_gets_their_own_page_once_its_coaching_card_is_filled(workshop, keys):
    told = download(workshop, "my-page.pdf", keys["manager"])

    assert (409, "not_complete") == (told.status, told.reason)


def test_nobody_elses_key_opens_a_managers_page(workshop, keys):
    others = {role: key for role, key in keys.items() if role != "manager"}
    told = {role: download(workshop, "my-page.pdf", key).status for role, key in others.items()}

    assert dict.fromkeys(others, 403) | {"nobody": 401, "stranger": 401} == told


def test_a_key_in_the_address_opens_nothing(workshop, keys):
    told = ask(workshop.server, f"/api/downloads/workshop-report.pdf?key={keys['facilitator']}")

    assert (401, "not_seated") == (told.status, told.reason)


@pytest.mark.parametrize("name", ["nothing.pdf", "..%2Fserver.json", "workshop", "workshop-report.pdf%00", ""])
def test_another_name_is_no_file(workshop, keys, name):
    assert (404, "not_found") == ((told := download(workshop, name, keys["facilitator"])).status, told.reason)


@pytest.mark.parametrize("zone", ["120", "-720", "99999999", "x", "1e9", ""])
def test_whatever_zone_is_asked_for_there_is_a_file(workshop, keys, zone):
    assert 200 == download(workshop, f"agenda.csv?zone={zone}", keys["facilitator"]).status


def test_a_paper_comes_in_the_language_of_the_page_that_asks(workshop, keys):
    def language(tag: str) -> bytes:
        body = download(workshop, "work-aid.pdf", keys["facilitator"], accept_language=tag).body
        return body.partition(b"/Lang")[2][:8]

    assert [b"(de)", b"(nl)", b"(en)"] == [language(tag)[:6].strip()[:4] for tag in ("de-CH,en", "nl", "tlh")]


def test_the_zip_is_whole(workshop, keys):
    with ZipFile(io.BytesIO(download(workshop, "workshop.zip", keys["facilitator"]).body)) as packed:
        assert packed.testzip() is None
        assert "README.txt" in packed.namelist()
