"""Files that mean harm: refused in words, in a process of their own, while everybody else goes on."""

import base64
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest

from tests.support.asking import ask
from tests.support.bombs import LOL, WIDE, bomb, pack_zip, spreadsheet

PACKS = {
    "aliases": pack_zip(LOL),
    "python tags": pack_zip("pack: !!python/object/apply:os.system ['true']\n"),
    "3,000 deep": pack_zip("a: " + "[" * 3000 + "]" * 3000),
    "60,000 keys": pack_zip(WIDE),
    "a key twice": pack_zip("pack: x\npack: y\n"),
    "no text": pack_zip(b"\xff\xfe\x00\xd8".decode("latin-1").encode("utf-16").decode("latin-1")),
    "up and away": pack_zip(**{"../../evil.yaml": "x"}),
    "a bomb": pack_zip(**{"more.bin": b"\0" * 6_000_000}),
}
SHEETS = {
    "a million rows": ("bomb.ods", spreadsheet(1_000_000)),
    "a workbook that is a bomb": ("bomb.xlsx", bomb()),
    "endless csv": ("a.csv", b'id;title\n"' + b"x" * 200_000),
    "a line without end": ("a.csv", b"id,title\n" + b"x," * 100_000),
    "too large": ("a.csv", b"id,title\n" + b"x" * 300_000),
}


def upload(server, raw, id="harmful"):
    body = {"name": "pack.zip", "raw": base64.b64encode(raw).decode(), "id": id}
    return ask(server, "/api/packs/upload", body)


def read_sheet(server, name, raw, files):
    body = {"name": name, "raw": base64.b64encode(raw).decode(), "files": files}
    return ask(server, "/api/packs/sheet", body)


@pytest.mark.parametrize("name", PACKS)
def test_a_harmful_pack_is_refused_and_nothing_is_kept(shared_server, name):
    answer = upload(shared_server, PACKS[name])

    assert (409, "not_taken_in") == (answer.status, answer.reason)
    assert "harmful" not in {one["id"] for one in ask(shared_server, "/api/packs").json}


@pytest.mark.parametrize("name", SHEETS)
def test_a_harmful_spreadsheet_is_refused_or_full_of_faults(shared_server, name):
    files = ask(shared_server, "/api/packs/starter").json["files"]
    answer = read_sheet(shared_server, *SHEETS[name], files)

    assert answer.status == 409 or any(not fault["warning"] for fault in answer.json["faults"])


def test_everybody_goes_on_while_twenty_are_taken_in(shared_server):
    files = ask(shared_server, "/api/packs/starter").json["files"]
    harm = [spreadsheet(1_000_000), bomb(), pack_zip(LOL)]
    with ThreadPoolExecutor(24) as crowd:
        imports = [
            crowd.submit(read_sheet, shared_server, "bomb.ods", raw, files)
            for raw, _ in zip(cycle(harm), range(20), strict=False)
        ]
        served = 0
        while not all(one.done() for one in imports):
            assert ask(shared_server, "/healthz").json == {"ok": True}
            served += 1
    refused = {(one.result().status, one.result().reason) for one in imports}

    assert (409, "not_taken_in") in refused
    assert refused <= {(409, "not_taken_in"), (503, "reading_others")}
    assert served
