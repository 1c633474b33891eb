"""Where the program's own files lie, in a checkout and in an installed wheel."""

from pathlib import Path

import platformdirs

_HERE = Path(__file__).resolve().parent


def _beside(name: str) -> Path:
    """A folder that a wheel carries inside the package and a checkout beside it."""
    packed = _HERE / f"_{name}"
    return packed if packed.is_dir() else _HERE.parent / name


WEB = _beside("web")
CONTENT = _beside("game_content")


def default_data() -> Path:
    """The folder of this user that keeps workshops from one day to the next."""
    return Path(platformdirs.user_data_dir("uptoyou", appauthor=False))
