"""The command line: ``python3 server`` hosts, ``python3 server check PACK`` reads a pack."""

# The engine goes first: it makes the standard library green before anything else takes hold of it.
from server import engine

engine.patch()

import os  # noqa: E402
import signal  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import webbrowser  # noqa: E402
from contextlib import ExitStack, suppress  # noqa: E402
from pathlib import Path  # noqa: E402
from secrets import token_urlsafe  # noqa: E402
from typing import Any, NoReturn  # noqa: E402

import click  # noqa: E402
import segno  # noqa: E402

from server import app, config, logs  # noqa: E402
from server.config import BadSetting, Config  # noqa: E402
from server.content.errors import ContentError  # noqa: E402
from server.content.loader import load  # noqa: E402
from server.service.address import Address, Memory  # noqa: E402
from server.store.base import StoreUnreadable  # noqa: E402
from server.store.sqlite import SqliteLog, StoreBusy  # noqa: E402

OPEN_ANEW = 30
"""Ports that are tried when the one of last time is taken."""
FIRST_PORT = 8420
LONGEST_GOODBYE = 4.0
"""Seconds to save what waits and to tell the screens, once the server is told to stop."""


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", help="Listen on this address only. By default on all, so that phones come in.")
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port. By default the one of last time.")
@click.option("--data", type=click.Path(path_type=Path), help="Keep workshops in this folder.")
@click.option("--public-url", help="The address that phones use, behind a proxy or a tunnel.")
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
    folder = pack if pack.is_dir() else _settings().content / pack
    if not folder.is_dir():
        _stop(f"There is no pack at {pack}. Give the name of a pack or the path of its folder.")
    try:
        loaded = load(folder)
    except ContentError as error:
        for problem in error.problems:
            click.echo(str(problem))
        count = len(error.problems)
        _stop(f"{count} {'fault' if count == 1 else 'faults'}. Nothing can be played until they are mended.")
    for problem in loaded.warnings:
        click.echo(f"{problem} (It plays all the same.)")
    click.echo(f"{loaded.pack.title}: {len(loaded.pack.cases)} cases, ready to play.")


@main.command()
@click.option("--check", is_flag=True, help="Only say which pages are stale.")
def docs(check: bool) -> None:
    """Bring the pages that are made from the code up to date."""
    from server.docs import main as write_docs  # noqa: PLC0415 (only developers need it)

    sys.exit(write_docs(check))


def _settings(**options: Any) -> Config:
    try:
        return config.read(**options)
    except BadSetting as error:
        _stop(f"A setting in the environment cannot be used. {error}")


def _host(settings: Config, open_browser: bool, pace: float | None) -> None:
    logs.set_up(settings.log, settings.log_level)
    store = _open_store(settings.data)
    memory = Memory(settings.data / "server.json")
    listener, port = _listen(settings, memory)
    memory.set("port", str(port))
    address = Address(port, settings.public_url, memory)
    host_key = memory.get("host_key") or f"h_{token_urlsafe(32)}"
    memory.set("host_key", host_key)
    server = app.build(settings, store, address, host_key)
    server.start()
    told = engine.until_told(signal.SIGINT, signal.SIGTERM, first=server.stop, within=LONGEST_GOODBYE)
    with ExitStack() as running, told:
        start_page = f"http://127.0.0.1:{port}/start"
        _greet(address, start_page, host_key)
        if pace is not None:
            running.callback(_play_demo(port, host_key, pace, open_browser).terminate)
        elif open_browser:
            webbrowser.open(start_page)
        engine.serve(listener, server.wsgi)
    store.close()
    click.echo("\nStopped. Everything is saved; the same command brings every workshop back.")


def _open_store(data: Path) -> SqliteLog:
    try:
        data.mkdir(parents=True, exist_ok=True)
        return SqliteLog(data / "workshops.sqlite3", engine.native)
    except StoreBusy:
        _stop(f"Another server is running on the folder {data}. Stop it, or choose another folder with --data.")
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


def _play_demo(port: int, host_key: str, pace: float, open_browser: bool) -> subprocess.Popen[str]:
    """Bots in a process of their own play a whole workshop, over the same wire as phones."""
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "server.bots", "--url", url, "--pace", str(pace)]
    environment = {**os.environ, "UPTOYOU_HOST_KEY": host_key}
    bots = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
    engine.spawn(_watch_demo, bots, open_browser)
    return bots


def _watch_demo(bots: subprocess.Popen[str], open_browser: bool) -> None:
    """Say where to watch, and at the end where the report is."""
    assert bots.stdout is not None
    report = ""
    while line := engine.native(bots.stdout.readline).strip():
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
