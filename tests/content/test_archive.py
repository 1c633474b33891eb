"""A pack as one file, and what is not taken for one."""

import stat
import zipfile
from io import BytesIO

import pytest

from server.content import archive
from server.content.archive import Unfit
from server.content.loader import held
from server.paths import CONTENT
from tests.support.written_packs import PACK

FILES = {name: text.encode() for name, text in PACK.items()}


def zipped(entries, compression=zipfile.ZIP_DEFLATED):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for name, text in entries:
            file.writestr(name, text)
    return out.getvalue()


def link(name):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize("folder", ["retail-bank", "_template"])
def test_a_pack_comes_back_as_it_went(folder):
    files = held(CONTENT / folder)

    assert dict(files) == archive.unpacked(archive.packed(folder, files))


def test_the_same_pack_is_the_same_file():
    assert archive.packed("mine", FILES) == archive.packed("mine", FILES)


def test_a_pack_may_stand_at_the_top_or_in_a_folder_with_other_things_beside_it():
    beside = [("README.md", "x"), ("__MACOSX/mine/._pack.yaml", "x"), ("mine/media/cat.png", "x"), ("mine/cases/", "")]

    assert FILES == archive.unpacked(zipped([*FILES.items(), ("notes.txt", "x")]))
    assert FILES == archive.unpacked(zipped([*((f"mine/{name}", text) for name, text in FILES.items()), *beside]))


BAD = {
    "not a zip": b"pack:\n  id: x\n",
    "nothing": b"",
    "half a zip": zipped(FILES.items())[:400],
    "no pack": zipped([("cases/a.yaml", "id: a\n")]),
    "a bomb": zipped([("pack.yaml", b"a" * 4_000_000)]),
    "a pack and a bomb": zipped([*FILES.items(), ("more.bin", b"\0" * 3_000_000)]),
    "far too much": zipped([("pack.yaml", "x"), ("a", b"ab" * 3_000_000)]),
    "too large": zipped([("pack.yaml", b"a" * 300_000)], zipfile.ZIP_STORED),
    "up": zipped([*FILES.items(), ("../evil.yaml", "x")]),
    "up from within": zipped([*FILES.items(), ("cases/../../evil.yaml", "x")]),
    "from the root": zipped([*FILES.items(), ("/etc/evil.yaml", "x")]),
    "a drive": zipped([*FILES.items(), ("C:/evil.yaml", "x")]),
    "a link": zipped([*FILES.items(), (link("cases/evil.yaml"), "/etc/passwd")]),
    "many files": zipped([*FILES.items(), *((f"{number}.txt", "") for number in range(1001))]),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_harmless_pack_is_refused_in_words(name):
    with pytest.raises(Unfit, match=r"\w\.$"):
        archive.unpacked(BAD[name])
