"""Setting a paper: what stands on it goes in as JSON, a PDF comes out. Takes long, so run it off the hub.

Data never becomes markup: a template reads it with `json(sys.inputs...)`, and no file outside this folder can be read.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

HERE = Path(__file__).resolve().parent
STANDARD = "ua-1"
"""PDF/UA-1: tagged, with a title, a language, and words for every picture. Typst refuses what falls short of it."""


class NoPress(Exception):
    """There is no typesetter for this machine."""


def set_in_type(
    template: str, paper: Any, made_at: datetime, form: str = "pdf", dots: float = 144
) -> bytes | list[bytes]:
    """A paper by its template, as `pdf` (one file) or `png` (one picture a page, `dots` an inch).

    Our own faces where they have the letters; else the machine's as well; and where no face has one, without the
    promise of PDF/UA, which wants every letter shown. Raises NoPress.
    """
    typst = _typst()
    data = msgspec.json.encode(paper).decode().replace("\u202f", "\u00a0")  # (our faces lack the narrow space)
    standard = [STANDARD] if form == "pdf" else []

    def try_with(faces: Any, standards: Sequence[str]) -> Any:
        press = typst.Compiler(HERE / f"{template}.typ", root=HERE, font_paths=faces, sys_inputs={"paper": data})
        return press.compile(
            format=form, ppi=dots, pdf_standards=list(standards), timestamp=made_at.replace(microsecond=0)
        )

    tries: tuple[Callable[[], Any], ...] = (
        lambda: try_with(_faces(system=not standard), standard),
        lambda: try_with(_faces(system=True), standard),
        lambda: try_with(_faces(system=True), ()),
    )
    for number, attempt in enumerate(tries, start=1):
        try:
            made: bytes | list[bytes] = attempt()
        except typst.TypstError as error:
            if "could not be displayed" not in error.message or number == len(tries):
                raise
        else:
            return made
    raise AssertionError


def pdf(template: str, paper: Any, made_at: datetime) -> bytes:
    made = set_in_type(template, paper, made_at)
    assert isinstance(made, bytes)
    return made


def _typst() -> Any:
    """Loaded when the first paper is made: it takes much memory."""
    try:
        return import_module("typst")
    except ImportError as missing:
        raise NoPress from missing


@lru_cache
def _faces(*, system: bool) -> Any:
    return _typst().Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])
