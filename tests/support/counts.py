"""How often a test tries something: a few times in every run, as often as promised with ``python3 tests --full``."""

from os import environ
from typing import TypeVar

FULL = environ.get("UPTOYOU_FULL") == "1"

Count = TypeVar("Count")


def usually(count: Count, *, full: Count) -> Count:
    """So many, or so much; `full` is what the tables in the folders name."""
    return full if FULL else count
