"""Packs of one's own over HTTP: for the host alone, and nothing is lost or overwritten."""

import base64

import pytest

from server.content import archive, draft, sheet
from tests.support import books
from tests.support.asking import ask
from tests.support.written_packs import PACK

STRANGER = {"x_forwarded_for": "10.0.0.9"}
"""What a proxy would add: then nobody sits at this machine."""
names = iter(f"pack-{number}" for number in range(1000))


def as_raw(raw):
    return base64.b64encode(raw).decode()


@pytest.fixture
def mine(shared_server):
    """The id of a fresh copy of a shipped pack."""
    id = next(names)
    assert 201 == ask(shared_server, "/api/packs", {"of": "starter", "id": id, "title": "Ours"}).status
    return id


def files_of(server, pack):
    return ask(server, f"/api/packs/{pack}").json["files"]


def retitled(server, pack, title="Other words"):
    files = files_of(server, pack)
    files[1]["data"]["title"] = title
    return files


def save(server, pack, after, files):
    return ask(server, f"/api/packs/{pack}/versions", {"after": after, "files": files, "note": "why"})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/packs/fields", None),
        ("/api/packs/starter", None),
        ("/api/packs/starter/zip", None),
        ("/api/packs/starter/xlsx", None),
        ("/api/packs", {"of": "starter", "id": "x"}),
        ("/api/packs/check", {"id": "x", "files": []}),
        ("/api/packs/x/versions", {"after": 1, "files": []}),
        ("/api/packs/x/back", {"after": 1, "version": 1}),
        ("/api/packs/x/delete", {}),
        ("/api/packs/upload", {"name": "x", "raw": ""}),
        ("/api/packs/sheet", {"name": "x", "raw": "", "files": []}),
    ],
)
def test_packs_are_for_the_host_alone(shared_server, path, body):
    answer = ask(shared_server, path, body, **STRANGER)

    assert (403, "host_only") == (answer.status, answer.reason)


def test_a_page_of_another_site_changes_nothing(shared_server, mine):
    answer = ask(shared_server, f"/api/packs/{mine}/delete", {}, origin="http://evil.example")

    assert (403, "foreign_page") == (answer.status, answer.reason)


def test_a_copy_is_offered_and_can_be_played(shared_server, mine):
    opened = ask(shared_server, "/api/workshops", {"pack": mine, "managers": ["Ana"]})

    assert (201, "Ours") == (opened.status, opened.json["pack"])
    assert (mine, True) in {(one["id"], one["own"]) for one in ask(shared_server, "/api/packs").json}


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        ({"of": "nowhere"}, 404, "unknown_pack"),
        ({"of": "../starter"}, 404, "unknown_pack"),
        ({"id": "starter"}, 409, "pack_exists"),
        ({"id": "Not a name"}, 400, "bad_pack_id"),
        ({"id": "../up"}, 400, "bad_pack_id"),
        ({"id": "mine\n"}, 400, "bad_pack_id"),
    ],
)
def test_a_copy_that_cannot_be_is_refused(shared_server, body, status, reason):
    answer = ask(shared_server, "/api/packs", {"of": "starter", "id": "fine", **body})

    assert (status, reason) == (answer.status, answer.reason)


def test_a_save_is_a_further_version_and_changes_only_what_was_edited(shared_server, mine):
    before = archive.unpacked(ask(shared_server, f"/api/packs/{mine}/zip").body)
    answer = save(shared_server, mine, 1, retitled(shared_server, mine))
    after = archive.unpacked(ask(shared_server, f"/api/packs/{mine}/zip").body)

    assert (201, 2, [(2, "why"), (1, "")]) == (
        answer.status,
        answer.json["version"],
        [(one["number"], one["note"]) for one in answer.json["versions"]],
    )
    assert [files_of(shared_server, mine)[1]["name"]] == [name for name in after if after[name] != before[name]]


def test_who_saves_an_older_state_is_told_so(shared_server, mine):
    save(shared_server, mine, 1, retitled(shared_server, mine))
    answer = save(shared_server, mine, 1, retitled(shared_server, mine, "Third words"))

    assert (409, "saved_meanwhile") == (answer.status, answer.reason)


def test_a_shipped_pack_is_never_written(shared_server):
    answer = save(shared_server, "starter", 0, files_of(shared_server, "starter"))

    assert (404, "unknown_pack") == (answer.status, answer.reason)


def test_an_older_version_comes_back_as_the_latest(shared_server, mine):
    first = files_of(shared_server, mine)
    save(shared_server, mine, 1, retitled(shared_server, mine))
    back = ask(shared_server, f"/api/packs/{mine}/back", {"version": 1, "after": 2, "note": "back"}).json

    assert (first, [3, 2, 1]) == (back["files"], [one["number"] for one in back["versions"]])
    assert first == ask(shared_server, f"/api/packs/{mine}/versions/1").json["files"]


def test_a_workshop_that_runs_is_not_touched_by_a_save(shared_server, mine):
    opened = ask(shared_server, "/api/workshops", {"pack": mine, "managers": ["Ana"]}).json
    files = files_of(shared_server, mine)
    files[0]["data"]["pack"]["title"] = "Changed"
    save(shared_server, mine, 1, files)
    running = {one["code"]: one["pack"] for one in ask(shared_server, "/api/workshops").json}

    assert "Ours" == running[opened["code"]]


def test_a_pack_can_be_deleted(shared_server, mine):
    assert {"deleted": True} == ask(shared_server, f"/api/packs/{mine}/delete", {}).json
    assert 404 == ask(shared_server, f"/api/packs/{mine}").status


# The check as one types


def checked(server, files, **look):
    return ask(server, "/api/packs/check", {"id": "starter", "files": files, "look": look or None}).json


def test_the_check_says_what_the_command_line_says(shared_server):
    files = files_of(shared_server, "starter")
    files[1]["data"]["minutes"] = "six"
    problems = checked(shared_server, files, moment="rule")

    assert {"views": None, "problems": problems["problems"]} == problems
    assert [(files[1]["name"], "minutes", "Write a whole number, for example: 13", False)] == [
        (one["file"], one["path"], one["sentence"], one["warning"]) for one in problems["problems"]
    ]


@pytest.mark.parametrize("moment", ["welcome", "read", "rule", "predict", "chair", "panel", "discuss"])
def test_a_case_is_shown_as_it_will_be_on_every_screen(shared_server, moment):
    files = files_of(shared_server, "starter")
    files[2]["data"]["title"] = "A word of ours"
    views = checked(shared_server, files, moment=moment, case=files[2]["data"]["id"])["views"]

    assert moment == views["phase"] == views["stage"]["place"]["phase"]
    if moment != "welcome":
        told = (views["stage"]["round"], views["rep"]["shared"]["round"], views["manager"]["shared"]["round"])
        assert {"A word of ours"} == {one["case"]["title"] for one in told}


def test_a_case_that_is_left_out_has_no_picture(shared_server):
    files = files_of(shared_server, "starter")
    files[2]["name"] = files[2]["name"].replace("/", "/_")

    assert checked(shared_server, files, moment="rule", case=files[2]["data"]["id"])["views"] is None


def deep(levels):
    return {"a": deep(levels - 1)} if levels else "x"


@pytest.mark.parametrize(
    "files",
    [
        [],
        [{"name": "cases/01-a.yaml", "data": {}}],
        [{"name": "pack.yaml", "data": []}],
        [{"name": "../pack.yaml", "data": {}}, {"name": "pack.yaml", "data": {}}],
        [{"name": "pack.yaml", "data": deep(21)}],
        ["pack.yaml"],
    ],
)
def test_files_that_are_no_pack_are_refused(shared_server, files):
    answer = ask(shared_server, "/api/packs/check", {"id": "x", "files": files})

    assert (400, "bad_message", "files") == (answer.status, answer.reason, answer.json["error"]["field"])


# Files, out and in


def test_a_pack_goes_out_as_one_file_and_comes_back(shared_server, mine):
    raw = ask(shared_server, f"/api/packs/{mine}/zip").body
    id = next(names)
    answer = ask(shared_server, "/api/packs/upload", {"name": "ours.zip", "raw": as_raw(raw), "id": id})
    back = archive.unpacked(ask(shared_server, f"/api/packs/{id}/zip").body)

    assert {"id": id, "version": 1} == answer.json
    assert ["pack.yaml"] == [name for name, text in archive.unpacked(raw).items() if back[name] != text]


def test_an_upload_of_a_pack_that_is_there_is_a_further_version(shared_server, mine):
    raw = ask(shared_server, f"/api/packs/{mine}/zip").body

    assert 2 == ask(shared_server, "/api/packs/upload", {"name": "ours.zip", "raw": as_raw(raw)}).json["version"]


def test_an_upload_does_not_take_the_place_of_a_shipped_pack(shared_server):
    raw = ask(shared_server, "/api/packs/starter/zip").body
    answer = ask(shared_server, "/api/packs/upload", {"name": "starter.zip", "raw": as_raw(raw)})

    assert (409, "pack_exists") == (answer.status, answer.reason)


def test_an_upload_that_is_no_pack_is_refused_in_words(shared_server):
    answer = ask(shared_server, "/api/packs/upload", {"name": "x.zip", "raw": as_raw(b"junk"), "id": "x"})

    assert (409, "not_taken_in") == (answer.status, answer.reason)
    assert "zip" in answer.json["error"]["hint"]


def test_a_workbook_is_read_into_the_pack_that_is_worked_on_and_nothing_is_saved(shared_server, mine):
    given = books.grids(ask(shared_server, f"/api/packs/{mine}/xlsx").body)
    given["Options"][1][2] = "Something new"
    body = {"name": "pack.xlsx", "raw": as_raw(books.xlsx(given)), "files": files_of(shared_server, mine)}
    answer = ask(shared_server, "/api/packs/sheet", body).json

    assert [] == answer["faults"]
    assert "Something new" == answer["files"][1]["data"]["options"][0]["label"]
    assert "Something new" != files_of(shared_server, mine)[1]["data"]["options"][0]["label"]


def test_faults_of_a_workbook_are_told_at_their_cells(shared_server):
    files = draft.opened({name: text.encode() for name, text in PACK.items()})
    given = books.grids(sheet.write(files))
    given["Options"][1][3] = "ten"
    whole = [{"name": file.name, "data": file.data, "was": file.was} for file in files]
    body = {"name": "pack.xlsx", "raw": as_raw(books.xlsx(given)), "files": whole}

    assert [("Options", "D2")] == [
        (one["sheet"], one["cell"]) for one in ask(shared_server, "/api/packs/sheet", body).json["faults"]
    ]
