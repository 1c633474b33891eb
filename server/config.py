"""All settings, read once at the start: options of the command line first, then the environment."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from environs import Env, EnvError
from marshmallow.validate import OneOf, Range

from server import logs, paths

MOST_WORKERS = 64


@dataclass(frozen=True, slots=True)
class Config:
    """How this server runs. Every field can be set by an environment variable ``UPTOYOU_...`` of the same name."""

    data: Path
    """The folder that holds everything that is kept."""
    host: str
    """The address to listen on; all of them by default, so that phones on the same Wi-Fi come in."""
    port: int
    """0: the port of last time, or a free one."""
    public_url: str
    """The address that phones use, where it is not this machine's own: behind a proxy or a tunnel."""
    content: Path
    """The folder of the case packs."""
    store: str
    """Where workshops are kept: ``redis://HOST:6379/0``; empty for a file in the data folder."""
    workers: int
    """Processes that share the work on this machine. More than one need Redis."""
    polling: bool
    """Whether a screen that cannot open a WebSocket may ask again and again instead."""
    host_key: str
    """Opens workshops from anywhere; empty for one that this machine makes and keeps.

    No option of the command line, for other users of the machine can read those.
    """
    keep_names_hours: int
    """Hours after the close of a workshop until its names, keys and texts are deleted."""
    keep_days: int
    """Days after the close until the whole workshop is deleted."""
    log: str
    """plain or json: how the log is written."""
    log_level: str
    """DEBUG, INFO, WARNING or ERROR."""


class BadSetting(Exception):
    """A setting that cannot be used, in a sentence."""


def read(**options: Any) -> Config:
    """The settings of the environment, with the options that were given on the command line over them.

    Raises BadSetting.
    """
    env = Env(prefix="UPTOYOU_")
    try:
        config = Config(
            data=Path(env.str("DATA", str(paths.default_data()))),
            host=env.str("HOST", "0.0.0.0"),  # noqa: S104 (phones on the same Wi-Fi are meant to reach it)
            port=env.int("PORT", 0, validate=Range(0, 65535)),
            public_url=env.str("PUBLIC_URL", "").rstrip("/"),
            content=Path(env.str("CONTENT", str(paths.CONTENT))),
            store=env.str("STORE", ""),
            workers=env.int("WORKERS", 1, validate=Range(1, MOST_WORKERS)),
            polling=env.bool("POLLING", False),
            host_key=env.str("HOST_KEY", ""),
            keep_names_hours=env.int("KEEP_NAMES_HOURS", 24, validate=Range(0, 24 * 365)),
            keep_days=env.int("KEEP_DAYS", 30, validate=Range(0, 3650)),
            log=env.str("LOG", logs.FORMS[0], validate=OneOf(logs.FORMS)),
            log_level=env.str("LOG_LEVEL", "WARNING", validate=OneOf(logs.LEVELS)),
        )
    except EnvError as error:
        raise BadSetting(str(error)) from None
    return replace(config, **{name: value for name, value in options.items() if value is not None})
