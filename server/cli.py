"""The command line: ``python3 server`` hosts; ``check`` reads a pack, ``sheet`` turns one into a workbook and back."""

# The engine goes first: it makes the standard library green before anything else takes hold of it.
from server import engine

engine.patch()

import json  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import webbrowser  # noqa: E402
from collections.abc import Iterator, Sequence  # noqa: E402
from contextlib import ExitStack, contextmanager, suppress  # noqa: E402
from dataclasses import replace  # noqa: E402
from http.client import HTTPException  # noqa: E402
from pathlib import Path  # noqa: E402
from secrets import token_urlsafe  # noqa: E402
from typing import Any, NoReturn, TextIO  # noqa: E402
from urllib.error import HTTPError  # noqa: E402
from urllib.request import Request, urlopen  # noqa: E402

import click  # noqa: E402
import segno  # noqa: E402

from server import config, logs, workers  # noqa: E402
from server.config import MOST_WORKERS, BadSetting, Config  # noqa: E402
from server.content import draft, loader, sheet  # noqa: E402
from server.content.errors import ContentError  # noqa: E402
from server.content.own import OwnPacks  # noqa: E402
from server.game.ids import WorkshopId  # noqa: E402
from server.service.address import Address, Memory  # noqa: E402
from server.store import carry  # noqa: E402
from server.store.base import Commit, EventLog, StoreFailed, StoreUnfit, StoreUnreadable, VersionConflict  # noqa: E402
from server.store.board import Board, Exchange  # noqa: E402
from server.store.redis import RedisLog  # noqa: E402
from server.store.sqlite import SqliteLog, StoreBusy  # noqa: E402

OPEN_ANEW = 30
"""Ports that are tried when the one of last time is taken."""
FIRST_PORT = 8420
LONGEST_ANSWER = 60.0
"""Seconds for a running server to hand over one workshop."""
LONGEST_GOODBYE = 4.0
"""Seconds to save what waits and to tell the screens, once the server is told to stop."""


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", help="Listen on this address only. By default on all, so that phones come in.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port. By default the one of last time.")
@click.option("--data", type=click.Path(path_type=Path), help="Keep workshops in this folder.")
@click.option("--public-url", help="The address that phones use, behind a proxy or a tunnel.")
@click.option("--store", help="Keep workshops in a Redis instead: redis://HOST:6379/0")
@click.option("--workers", type=click.IntRange(1, MOST_WORKERS), help="Share the work among processes. Needs Redis.")
@click.option("--polling", is_flag=True, default=None, help="Also take phones whose network forbids WebSockets.")
@click.option("--log", type=click.Choice(logs.FORMS), help="Write the log as plain lines or as JSON.")
@click.option("--no-browser", is_flag=True, help="Do not open the console.")
@click.option("--demo", is_flag=True, help="Play a whole workshop with bots, to watch.")
@click.option("--pace", type=float, default=1.5, show_default=True, help="Seconds for each step of the demo.")
@click.pass_context
def main(context: click.Context, /, no_browser: bool, demo: bool, pace: float, **options: Any) -> None:
    """Host Up to You workshops on this machine."""
    if context.invoked_subcommand is None:
        _host(_settings(**options), open_browser=not no_browser, pace=pace if demo else None)


@main.command()
@click.argument("pack", type=click.Path(path_type=Path))
def check(pack: Path) -> None:
    """Read a case pack and say what is wrong with it."""
    folder, name = _pack_folder(pack)
    try:
        loaded = loader.load(folder, name)
    except ContentError as error:
        for problem in error.problems:
            click.echo(str(problem))
        count = len(error.problems)
        _stop(f"{count} {'fault' if count == 1 else 'faults'}. Nothing can be played until they are mended.")
    for problem in loaded.warnings:
        click.echo(f"{problem} (It plays all the same.)")
    click.echo(f"{loaded.pack.title}: {len(loaded.pack.cases)} cases in {', '.join(loaded.languages)}, ready to play.")


@main.command("sheet")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path), required=False)
@click.option("--into", type=click.Path(path_type=Path), help="The folder of the pack that the spreadsheet goes into.")
@click.option("--look", is_flag=True, help="Only say what would change.")
def sheet_(file: Path, out: Path | None, into: Path | None, look: bool) -> None:
    """Write a pack as a workbook (PACK OUT.xlsx), or read one into a pack (FILE.xlsx, .ods or .csv, --into FOLDER)."""
    if into is not None:
        _from_sheet(file, into.absolute(), look)
    elif out is not None:
        folder, _ = _pack_folder(file)
        try:
            out.write_bytes(sheet.write(draft.opened(loader.held(folder))))
        except ContentError as error:
            _stop(str(error))
        except OSError as error:
            _stop(f"The file {out} cannot be written ({error.strerror}).")
        click.echo(f"Written: {out}. Read it back with: python3 server sheet {out} --into FOLDER")
    else:
        _stop("Name a file to write, such as out.xlsx, or with --into the folder that the spreadsheet goes into.")


def _from_sheet(file: Path, folder: Path, look: bool) -> None:
    """Put a spreadsheet into a pack, or begin one with it. With a fault anywhere, nothing is written."""
    base = loader.held(folder) if (folder / loader.HEAD).is_file() else {}
    try:
        files, faults = sheet.read(file.name, file.read_bytes(), draft.opened(base), folder.name)
    except OSError as error:
        _stop(f"The file {file} cannot be read ({error.strerror}).")
    except (sheet.Unreadable, ContentError) as error:
        _stop(str(error))
    for fault in faults:
        click.echo(f"{fault}{' (It plays all the same.)' if fault.warning else ''}")
    wrong = sum(not fault.warning for fault in faults)
    if wrong:
        _stop(f"{wrong} {'fault' if wrong == 1 else 'faults'}. Nothing was taken in.")
    texts = draft.written(files, base)
    changed = [name for name, text in texts.items() if base.get(name) != text]
    gone = [name for name in base if name not in texts]
    for name in (*changed, *gone):
        click.echo(f"{'Taken out' if name in gone else 'Changed' if name in base else 'New'}: {name}")
    if not changed and not gone:
        click.echo("Nothing is different.")
    if look:
        return
    try:
        for name in changed:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(texts[name])
        for name in gone:
            (folder / name).unlink()
    except OSError as error:
        _stop(f"The folder {folder} cannot be written ({error.strerror}).")


def _pack_folder(pack: Path) -> tuple[Path, str]:
    """Where a pack lies, by its folder or its name, and what it is called."""
    if pack.is_dir():
        return pack, pack.absolute().name
    settings = _settings()
    with suppress(KeyError):
        return OwnPacks(settings.data / "packs").folder(str(pack)), str(pack)
    if not (settings.content / pack).is_dir():
        _stop(f"There is no pack at {pack}. Give the name of a pack or the path of its folder.")
    return settings.content / pack, pack.name


STORE = click.option("--store", help="The Redis that holds the workshops. By default the file in the data folder.")
DATA = click.option("--data", type=click.Path(path_type=Path), help="The folder that holds the workshops.")


@main.command()
@STORE
@DATA
@click.argument("workshops", nargs=-1)
@click.argument("file", type=click.Path(path_type=Path))
def export(workshops: tuple[str, ...], file: Path, **options: Any) -> None:
    """Write whole workshops, by room code, or all of them, into one file. It holds every ruling: keep it secret.

    Also while the server runs: then the server is asked for them.
    """
    whole, damaged = _all_workshops(_settings(**options))
    try:
        chosen = carry.chosen(whole, workshops)
        file.touch(mode=0o600)
        with file.open("wb") as out:
            for commits in chosen:
                out.writelines(carry.lines(commits))
                click.echo(f"Written: {carry.about(commits)}, {len(commits)} commits.")
    except carry.Unknown as error:
        _stop(f"There is no workshop {error} here.")
    except OSError as error:
        _stop(f"The file could not be written ({error}).")
    for sentence in damaged:
        click.echo(f"Left out, because it is damaged: {sentence}.", err=True)
    sys.exit(1 if damaged and not workshops else 0)


def _all_workshops(settings: Config) -> tuple[dict[WorkshopId, Sequence[Commit]], list[str]]:
    """Every workshop that is kept, from the store or from the server that holds it; and which are damaged, in words."""
    try:
        store = _open_redis(settings.store) if settings.store else _try_file(settings.data)
    except StoreBusy:
        return _of_running(settings), []
    try:
        return carry.held(store)
    except StoreFailed as error:
        _stop(f"The workshops could not be read ({error}).")
    finally:
        store.close()


def _of_running(settings: Config) -> dict[WorkshopId, Sequence[Commit]]:
    """Every workshop of the server that runs on this folder, as it stands in its log when it is asked for."""
    memory = Memory(settings.data / "server.json")
    url = f"http://127.0.0.1:{settings.port or memory.get('port')}/api/workshops"
    key = settings.host_key or memory.get("host_key")
    try:
        codes = [one["code"] for one in json.loads(_get(url, key))]
        text = [line for code in codes for line in _get(f"{url}/{code}/export", key).splitlines()]
        return {carry.about(commits).workshop: commits for commits in carry.workshops(text)}
    except HTTPError as error:
        _stop(f"The server on the folder {settings.data} refused ({error}). Give it its key in UPTOYOU_HOST_KEY.")
    except (OSError, HTTPException) as error:
        _stop(f"The server on the folder {settings.data} does not answer at {url} ({error}). Stop it and try again.")
    except StoreUnreadable as error:
        _stop(f"What the running server sent is not whole ({error}). Try again.")


def _get(url: str, key: str) -> bytes:
    with urlopen(Request(url, headers={"Authorization": f"Bearer {key}"}), timeout=LONGEST_ANSWER) as answer:  # noqa: S310 (our own server)
        body: bytes = answer.read()
    return body


@main.command("import")
@STORE
@DATA
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path, **options: Any) -> None:
    """Take in the workshops of a file that export has written. Those that are here already stay as they are."""
    try:
        with file.open("rb") as text:
            brought = carry.workshops(text)
    except OSError as error:
        _stop(f"The file {file} cannot be read ({error.strerror}).")
    except StoreUnreadable as error:
        _stop(f"The file {file} cannot be used: {error}. Nothing was taken in.")
    store, _ = _open_store(_settings(**options))
    refused = 0
    try:
        here = {carry.about(commits).code for commits in carry.held(store)[0].values()} | set(store.workshops())
        for commits in brought:
            about = carry.about(commits)
            if here & {about.workshop, about.code}:
                refused += 1
                click.echo(f"Refused, because it is here already: {about}.", err=True)
            else:
                store.append(commits)
                click.echo(f"Taken in: {about}, {len(commits)} commits.")
    except (StoreFailed, VersionConflict) as error:
        _stop(f"The workshops could not all be saved ({error}). The same command goes on where this one ended.")
    finally:
        store.close()
    sys.exit(1 if refused else 0)


@main.command()
@click.option("--check", is_flag=True, help="Only say which pages are stale.")
def docs(check: bool) -> None:
    """Bring the pages that are made from the code up to date."""
    from server.docs import main as write_docs  # noqa: PLC0415 (only developers need it)

    sys.exit(write_docs(check))


@main.command(hidden=True)
@click.argument("listener", type=int)
@click.argument("lifeline", type=int)
def worker(listener: int, lifeline: int) -> None:
    """One of several workers, started by the server. It ends when the server does."""
    settings = _settings()
    logs.set_up(settings.log, settings.log_level)
    store, exchange = _open_store(settings)
    address = Address(settings.port, settings.public_url, Memory(settings.data / "server.json"))
    alone = _alone(settings, store, exchange, address, engine.inherited(listener))
    with alone as (serve, goodbye), engine.until_told(signal.SIGTERM, first=goodbye, within=LONGEST_GOODBYE):
        engine.spawn(workers.end_with, lifeline)
        serve()


def _settings(**options: Any) -> Config:
    try:
        return config.read(**options)
    except BadSetting as error:
        _stop(f"A setting in the environment cannot be used. {error}")


def _host(settings: Config, open_browser: bool, pace: float | None) -> None:
    logs.set_up(settings.log, settings.log_level)
    if settings.workers > 1:
        _check_workers(settings)
    store, exchange = _open_store(settings)
    memory = Memory(settings.data / "server.json")
    listener, port = _listen(settings, memory)
    memory.set("port", str(port))
    address = Address(port, settings.public_url, memory)
    host_key = settings.host_key or _own_host_key(memory)
    settings = replace(settings, port=port, host_key=host_key)
    if settings.workers > 1:
        store.close()
        serving = workers.started(settings, listener.fileno())
    else:
        serving = _alone(settings, store, exchange, address, listener)
    with serving as (serve, goodbye), ExitStack() as running:
        running.enter_context(engine.until_told(signal.SIGINT, signal.SIGTERM, first=goodbye, within=LONGEST_GOODBYE))
        start_page = f"http://127.0.0.1:{port}/start"
        _greet(address, start_page, host_key)
        if pace is not None:
            running.callback(_play_demo(port, host_key, pace, open_browser).terminate)
        elif open_browser:
            webbrowser.open(start_page)
        serve()
    click.echo("\nStopped. Everything is saved; the same command brings every workshop back.")


@contextmanager
def _alone(
    settings: Config, store: EventLog, exchange: Exchange | None, address: Address, listener: Any
) -> Iterator[workers.Serving]:
    """Build and start the server in this process; gives a call that serves, and one that says goodbye."""
    with engine.loading():
        from server import app  # noqa: PLC0415 (most of the program, of which the other commands need nothing)
    server = app.build(settings, store, address, settings.host_key, exchange)
    server.start()
    yield lambda: engine.serve(listener, server.wsgi), server.stop
    store.close()


def _own_host_key(memory: Memory) -> str:
    key = memory.get("host_key") or f"h_{token_urlsafe(32)}"
    memory.set("host_key", key)
    return key


def _check_workers(settings: Config) -> None:
    if os.name == "nt":
        _stop("Several workers need Linux or macOS. Leave out --workers.")
    if settings.polling:
        _stop("Long polling keeps each phone at one process. Leave out --polling, or --workers.")
    if not settings.store:
        _stop("Several workers need a Redis to share. Add --store redis://HOST:6379/0, or leave out --workers.")


def _open_store(settings: Config) -> tuple[EventLog, Exchange | None]:
    """The log; and where it can have several workers, their board."""
    _make_folder(settings.data)
    if settings.store:
        return _open_redis(settings.store), Board(settings.store).exchange
    return _open_file(settings.data), None


def _make_folder(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _stop(f"The folder {data} cannot be written ({error.strerror or error}). Choose another one with --data.")


def _open_redis(url: str) -> RedisLog:
    try:
        return RedisLog(url, engine.again)
    except StoreUnfit as error:
        _stop(str(error))
    except StoreUnreadable as error:
        _stop(f"The workshops in Redis cannot be read ({error}). Choose another database with --store.")
    except StoreFailed as error:
        _stop(f"Redis does not answer ({error}). Start it, or choose another one with --store.")


def _open_file(data: Path) -> SqliteLog:
    try:
        return _try_file(data)
    except StoreBusy:
        _stop(f"Another server is running on the folder {data}. Stop it, or choose another folder with --data.")


def _try_file(data: Path) -> SqliteLog:
    """Raises StoreBusy when a server runs on this folder."""
    _make_folder(data)
    try:
        return SqliteLog(data / "workshops.sqlite3", engine.native)
    except StoreUnreadable as error:
        _stop(f"The workshops in {data} cannot be read ({error}). Choose another folder with --data.")
    except OSError as error:
        _stop(f"The folder {data} cannot be written ({error.strerror or error}). Choose another one with --data.")


def _listen(settings: Config, memory: Memory) -> tuple[Any, int]:
    """The port that was asked for; else the one of last time, so that phones find their way back; else a free one."""
    if settings.port:
        try:
            return engine.listen(settings.host, settings.port), settings.port
        except OSError:
            _stop(f"Port {settings.port} is in use. Choose another one with --port, or leave it out.")
    last = memory.get("port")
    before = [int(last)] if last.isdecimal() and 0 < int(last) < 2**16 else []
    for port in (*before, *range(FIRST_PORT, FIRST_PORT + OPEN_ANEW)):
        with suppress(OSError):
            return engine.listen(settings.host, port), port
    _stop(f"No port from {FIRST_PORT} to {FIRST_PORT + OPEN_ANEW - 1} is free. Choose one with --port.")


def _greet(address: Address, start_page: str, host_key: str) -> None:
    """What a facilitator needs to see in the terminal."""
    say = click.echo
    say("Up to You is running.\n")
    say(f"  Open a workshop here:         {start_page}")
    say(f"  From another computer:        {address.url}/start#key={host_key}")
    say(f"  Phones on the same Wi-Fi:     {address.url}\n")
    others = [f"{choice.ip} ({choice.adapter})" for choice in address.choices if choice.ip != address.ip]
    if others and not address.is_public:
        say(f"  This computer is also at {', '.join(others)}. The start page lets you choose.\n")
    if not address.choices and not address.is_public:
        say("  This computer is on no network, so phones cannot come in yet.\n")
    segno.make(address.url, error="m", micro=False).terminal(out=sys.stdout, compact=True)
    say("\nStop with Ctrl-C. Everything is saved as it happens.")
    sys.stdout.flush()


def _play_demo(port: int, host_key: str, pace: float, open_browser: bool) -> subprocess.Popen[bytes]:
    """Bots in a process of their own play a whole workshop, over the same wire as phones."""
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "server.bots", "--url", url, "--pace", str(pace)]
    environment = {**os.environ, "UPTOYOU_HOST_KEY": host_key}
    told, tell = os.pipe()  # a plain one, which a native thread reads on every engine
    bots = subprocess.Popen(command, env=environment, stdout=tell)  # noqa: S603
    os.close(tell)
    engine.spawn(_watch_demo, open(told), open_browser)  # noqa: PTH123, SIM115 (it lasts as long as the bots)
    return bots


def _watch_demo(bots: TextIO, open_browser: bool) -> None:
    """Say where to watch, and at the end where the report is."""
    report = ""
    while line := engine.native(bots.readline).strip():
        what, _, value = line.partition(" ")
        if what in ("console", "stage"):
            click.echo(f"  Watch the {what + ' here:':<20}{value}")
            if open_browser:
                webbrowser.open(value)
        if what == "console":
            report = value.replace("/console#", "/report#")
        if what == "over":
            click.echo(f"\n  The demo is over. Its report:  {report}")
            if open_browser:
                webbrowser.open(report)
        sys.stdout.flush()


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
