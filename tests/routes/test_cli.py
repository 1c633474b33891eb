"""The command line, as a process of its own: what it says, and how it ends."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.support import books
from tests.support.asking import ask
from tests.support.counts import usually
from tests.support.phones import WirePhone
from tests.support.server import PATIENCE, ROOT, RunningServer, free_port
from tests.support.written_packs import FIRST, LAST, PACK, changed, write

STOPPED = "Stopped. Everything is saved; the same command brings every workshop back."


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    return subprocess.run(
        [sys.executable, "-m", "server", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def hosts(data: Path, *options: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A server that is expected to refuse its service."""
    return run("--no-browser", "--host", "127.0.0.1", "--data", data, *options, **environment)


def sentences(ended: subprocess.CompletedProcess[str]) -> list[str]:
    """What it said as an error, line by line."""
    return ended.stderr.strip().splitlines()


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


# Checking a pack


def test_the_shipped_pack_is_ready_to_play():
    checked = run("check", "retail-bank")

    assert (0, "Retail bank: 14 cases in en, de, es, fr, nl, ready to play.\n", "") == (
        checked.returncode,
        checked.stdout,
        checked.stderr,
    )


def test_a_pack_of_ones_own_is_checked_where_it_lies(tmp_path):
    checked = run("check", write(tmp_path))

    assert (0, "Small shop: 7 cases in en, ready to play.\n") == (checked.returncode, checked.stdout)


def test_a_broken_pack_is_told_with_file_line_and_sentence(tmp_path):
    checked = run("check", write(tmp_path, changed(FIRST, "minutes: 6", "minutes: six")))

    assert (1, "cases/01-exception.yaml line 5, column 10: minutes: Write a whole number, for example: 13\n") == (
        checked.returncode,
        checked.stdout,
    )
    assert ["1 fault. Nothing can be played until they are mended."] == [
        re.sub("it is", "they are", one) for one in sentences(checked)
    ]


def test_all_faults_of_a_pack_are_told_at_once(tmp_path):
    files = {
        **changed(FIRST, "minutes: 6", "minutes: six"),
        LAST: PACK[LAST].replace("channel: counter", "channel: fax"),
    }
    checked = run("check", write(tmp_path, files))

    assert (1, 2) == (checked.returncode, len(checked.stdout.splitlines()))
    assert "2 faults." in checked.stderr


def test_a_dull_pack_is_ready_with_a_warning(tmp_path):
    checked = run("check", write(tmp_path, changed(FIRST, "tension:", "paper_says:\n  text: Once.\ntension:")))

    assert (0, True, True) == (
        checked.returncode,
        "Say from when the paper is" in checked.stdout.splitlines()[0],
        checked.stdout.endswith("Small shop: 7 cases in en, ready to play.\n"),
    )


@pytest.mark.parametrize("pack", ["no-such-pack", "/no/such/folder"])
def test_a_pack_that_is_not_there_is_told_in_a_sentence(pack):
    checked = run("check", pack)

    assert (1, [f"There is no pack at {pack}. Give the name of a pack or the path of its folder."]) == (
        checked.returncode,
        sentences(checked),
    )


def test_a_pack_never_ends_in_a_stack_trace(tmp_path):
    checked = run("check", write(tmp_path, changed("pack.yaml", "2026-03-31", "2026-02-30")))

    assert (1, False) == (checked.returncode, "Traceback" in checked.stderr)


# A pack as a workbook


def test_a_pack_goes_to_a_workbook_and_back_and_nothing_is_different(tmp_path):
    folder, book = write(tmp_path), tmp_path / "out.xlsx"
    assert 0 == run("sheet", folder, book).returncode
    back = run("sheet", book, "--into", folder)

    assert (0, "Nothing is different.\n", "") == (back.returncode, back.stdout, back.stderr)


def test_a_workbook_alone_becomes_a_pack(tmp_path):
    book, folder = tmp_path / "out.xlsx", tmp_path / "new" / "small-shop"
    run("sheet", write(tmp_path), book)
    assert 0 == run("sheet", book, "--into", folder).returncode

    assert "Small shop: 7 cases in en, ready to play.\n" == run("check", folder).stdout


def test_a_workbook_with_a_fault_is_told_at_its_cell_and_changes_nothing(tmp_path):
    folder, book = write(tmp_path), tmp_path / "out.xlsx"
    run("sheet", folder, book)
    grids = books.grids(book.read_bytes())
    grids["Options"][1][2:4] = ["Something new", "ten"]
    book.write_bytes(books.xlsx(grids))
    told = run("sheet", book, "--into", folder)

    assert (1, ["Options D2: option 1, cost: Write a number without a currency sign, for example: 35"]) == (
        told.returncode,
        told.stdout.splitlines(),
    )
    assert ["1 fault. Nothing was taken in."] == sentences(told)
    assert PACK == {name: (folder / name).read_text() for name in PACK}


def test_one_can_look_what_would_change(tmp_path):
    folder, book = write(tmp_path), tmp_path / "out.xlsx"
    run("sheet", folder, book)
    grids = books.grids(book.read_bytes())
    grids["Reasons"][1][1] = "the years with us"
    book.write_bytes(books.xlsx(grids))

    assert "Changed: pack.yaml\n" == run("sheet", book, "--into", folder, "--look").stdout
    assert PACK["pack.yaml"] == (folder / "pack.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nowhere", "out.xlsx"), "There is no pack at nowhere. Give the name of a pack or the path of its folder."),
        (
            ("starter",),
            "Name a file to write, such as out.xlsx, or with --into the folder that the spreadsheet goes into.",
        ),
        (("pyproject.toml", "--into", "x"), "This is no spreadsheet that can be read. Save it as .xlsx, .ods or .csv."),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_in_words(arguments, sentence):
    assert [sentence] == sentences(run("sheet", *arguments))


# Refusing to start


def test_a_port_in_use_is_told_in_a_sentence(data):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = hosts(data, "--port", port)

    assert (1, [f"Port {port} is in use. Choose another one with --port, or leave it out."]) == (
        ended.returncode,
        sentences(ended),
    )


@pytest.mark.parametrize("port", ["0", "-1", "65536", "eighty"])
def test_a_port_that_is_none_is_refused(data, port):
    ended = hosts(data, "--port", port)

    assert (2, False) == (ended.returncode, "Traceback" in ended.stderr)


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "data"
    ended = hosts(folder, "--port", free_port())
    (sentence,) = sentences(ended)

    assert (1, True) == (ended.returncode, sentence.startswith(f"The folder {folder} cannot be written ("))
    assert sentence.endswith("Choose another one with --data.")


def test_a_folder_that_another_server_holds_is_told_in_a_sentence(shared_server):
    folder = shared_server.data
    ended = hosts(folder, "--port", free_port())

    assert (
        1,
        [f"Another server is running on the folder {folder}. Stop it, or choose another folder with --data."],
    ) == (ended.returncode, sentences(ended))


def test_a_server_that_was_refused_leaves_the_first_one_well(shared_server):
    for _ in range(usually(1, full=20)):
        ended = hosts(shared_server.data, "--port", free_port())

        assert 1 == ended.returncode
        assert [200] * 5 == [ask(shared_server, "/healthz").status for _ in range(5)]
    assert shared_server.open_workshop("Ana").code


def test_workshops_that_cannot_be_read_are_told_in_a_sentence(data):
    data.mkdir()
    (data / "workshops.sqlite3").write_bytes(b"Dear diary, " * 500)
    ended = hosts(data, "--port", free_port())
    (sentence,) = sentences(ended)

    assert (1, True) == (ended.returncode, sentence.startswith(f"The workshops in {data} cannot be read ("))


def test_workshops_that_cannot_be_read_are_left_as_they_are(data):
    data.mkdir()
    (data / "workshops.sqlite3").write_bytes(b"Dear diary, " * 500)
    hosts(data, "--port", free_port())

    assert b"Dear diary, " * 500 == (data / "workshops.sqlite3").read_bytes()


def test_a_damaged_workshop_is_told_and_leaves_the_others_in_play(tmp_path):
    """One row of one workshop is damaged; the server starts and plays the other one."""
    server = RunningServer(tmp_path)
    damaged, sound = server.open_workshop("Ana"), server.open_workshop("Bo")
    server.stop()
    with closing(sqlite3.connect(tmp_path / "workshops.sqlite3")) as db:
        db.execute("UPDATE commits SET events = '[[' WHERE events LIKE ?", (f'%"{damaged.code}"%',))
        db.commit()
    try:
        server.start()
        assert "Kim" == sound.take_seat("Kim")["name"]
    finally:
        server.stop()


def test_a_setting_that_is_none_is_told_without_a_stack_trace(data):
    ended = hosts(data, UPTOYOU_PORT="eighty")

    assert (True, False) == (ended.returncode != 0, "Traceback" in ended.stderr)


# Starting


@contextmanager
def greeting(data: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start a server, with a port or without; gives what it says first, and the server."""
    with subprocess.Popen(
        [sys.executable, "-m", "server", "--no-browser", "--host", "127.0.0.1", "--data", str(data), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if "Stop with Ctrl-C" in line:
                break
        try:
            yield said, process
        finally:
            process.kill()


def ended(process: subprocess.Popen[str], sign: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
    """Stop a server; gives its exit code and what it said last."""
    process.send_signal(sign)
    said, _ = process.communicate(timeout=PATIENCE)
    return process.returncode, said.strip()


def remember(data: Path, **settings: object) -> None:
    data.mkdir(exist_ok=True)
    (data / "server.json").write_text(json.dumps(settings))


def test_the_greeting_says_where_to_go(data):
    port = free_port()
    with greeting(data, "--port", str(port)) as (said, _):
        key = json.loads((data / "server.json").read_text())["host_key"]

    assert [True, True] == [
        f"http://127.0.0.1:{port}/start\n" in said,
        re.search(rf"http://[\d.]+:{port}/start#key={key}\n", said) is not None,
    ]


def test_the_port_of_last_time_is_used_again(data):
    port = free_port()
    with greeting(data, "--port", str(port)) as (_, first):
        ended(first)
    with greeting(data) as (said, _):
        assert f"http://127.0.0.1:{port}/start\n" in said


@pytest.mark.parametrize("port", ["a port", "99999", "-5"])
def test_a_memory_that_holds_no_port_does_not_keep_the_server_from_starting(data, port):
    remember(data, port=port)
    with greeting(data) as (said, _):
        assert "Up to You is running." in said


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[]"], ids=repr)
def test_a_damaged_memory_does_not_keep_the_server_from_starting(data, content):
    data.mkdir()
    (data / "server.json").write_bytes(content)
    with greeting(data, "--port", str(free_port())) as (said, _):
        assert "Up to You is running." in said


# Stopping


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=["a deploy", "Ctrl-C"])
def test_a_server_that_is_stopped_says_so_and_ends_well(data, sign):
    with greeting(data, "--port", str(free_port())) as (_, process):
        assert (0, STOPPED) == ended(process, sign)


def test_a_server_that_is_stopped_in_the_middle_of_play_ends_well(data):
    server = RunningServer(data)
    workshop = server.open_workshop("Ana")
    key = workshop.key("manager", "m1")
    with WirePhone(server.url, key) as phone, WirePhone(server.url, workshop.key("facilitator")):
        for _ in range(50):
            phone.socket.emit("command", {"id": os.urandom(16).hex(), "kind": "hello"})
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(PATIENCE)
    server.stop()

    assert (0, True, False) == (code, STOPPED in server.output(), "Traceback" in server.output())


def test_what_was_acknowledged_before_the_stop_is_there_after_it(data):
    server = RunningServer(data)
    workshop = server.open_workshop("Ana")
    names = [workshop.take_seat(f"Rep {number}")["name"] for number in range(20)]
    server.stop()
    server.start()
    with WirePhone(server.url, workshop.key("facilitator")) as console:
        seated = [seat["name"] for seat in console.shared["seats"] if seat["role"] == "rep"]
    server.stop()

    assert names == seated
