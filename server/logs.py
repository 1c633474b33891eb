"""What the server writes down about itself: plain lines, or one JSON object a line.

The standard library does all that is needed. A line names workshops and commands by their random ids; never a ruling,
a key or a name. What an exception says is left out, for it may hold what somebody typed: its type and its place stay.
"""

import json
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from server.store.base import StoreFailed

FORMS = ("plain", "json")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
OUR_OWN = (StoreFailed, OSError)
"""What these say comes from the disk or the network, and from nobody in the room."""
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def set_up(form: str, level: str) -> None:
    """Write the log to the standard error stream. The level is that of our own modules; libraries only warn."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("server").setLevel(level)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_parts(record), default=str)


class PlainLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at, level, where, text, *more = _parts(record).items()
        line = f"{at[1]} {level[1]} {where[1]}: {text[1]}"
        return _one_line(" ".join([line, *(f"{name}={value}" for name, value in more)]))


def _parts(record: logging.LogRecord) -> dict[str, Any]:
    """The parts of a line, in order: when, how grave, where, what, and what was given beside it."""
    parts: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "text": record.getMessage(),
    }
    parts |= {name: value for name, value in vars(record).items() if name not in USUAL}
    if record.exc_info and record.exc_info[1] is not None:
        parts["error"] = _chain(record.exc_info[1])
    return parts


def _chain(error: BaseException) -> str:
    """An exception and what caused it: types and places."""
    cause = error.__cause__ or error.__context__
    words = f" ({error})" if isinstance(error, OUR_OWN) else ""
    told = f"{type(error).__name__}{words} at {_places(error.__traceback__)}"
    return told if cause is None else f"{told}, because of {_chain(cause)}"


def _places(trace: TracebackType | None) -> str:
    places = []
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " > ".join(places)


def _one_line(text: str) -> str:
    """Signs that steer a terminal or begin a line of their own are spelled out."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
