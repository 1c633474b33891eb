"""Packs of one's own: every save is kept, and nobody overwrites what somebody else has saved."""

import pytest

from server.content import own as module
from server.content.own import OwnPacks, SavedMeanwhile, TooMany, Version
from server.content.shelf import Shelf
from tests.support.written_packs import FIRST, PACK, changed, write

FILES = {name: text.encode() for name, text in PACK.items()}


@pytest.fixture
def own(tmp_path):
    return OwnPacks(tmp_path / "packs")


def texts(folder):
    return {name: (folder / name).read_bytes() for name in PACK}


def test_there_is_nothing_before_the_first_save(own):
    assert () == own.names()


def test_what_is_saved_is_there(own):
    assert (1, FILES) == (own.save("mine", 0, FILES, "first", 7), texts(own.folder("mine")))


def test_every_version_is_kept(own):
    own.save("mine", 0, FILES, "first", 7)
    own.save("mine", 1, {**FILES, FIRST: b"other"}, "second", 8)

    assert (Version(2, 8, "second"), Version(1, 7, "first")) == own.versions("mine")
    assert (b"other", FILES[FIRST]) == tuple((own.folder("mine", number) / FIRST).read_bytes() for number in (2, 1))


def test_the_latest_version_is_the_one_that_is_played(own):
    own.save("mine", 0, FILES, "", 0)
    own.save("mine", 1, {**FILES, FIRST: b"other"}, "", 0)

    assert b"other" == (own.folder("mine") / FIRST).read_bytes()


@pytest.mark.parametrize("after", [0, 2])
def test_who_saves_second_hears_of_the_first(own, after):
    own.save("mine", 0, FILES, "", 0)

    with pytest.raises(SavedMeanwhile):
        own.save("mine", after, FILES, "", 0)


def test_of_two_saves_at_the_same_instant_one_is_refused_and_leaves_nothing(own, monkeypatch):
    """Two workers on one folder: both have looked before either has saved."""
    own.save("mine", 0, FILES, "", 0)
    other = OwnPacks(own.folder("mine").parent.parent)
    monkeypatch.setattr(other, "_numbers", lambda _: [1])
    own.save("mine", 1, FILES, "", 0)

    with pytest.raises(SavedMeanwhile):
        other.save("mine", 1, FILES, "", 0)
    assert ["0001", "0002"] == sorted(one.name for one in own.folder("mine").parent.iterdir())


def test_what_a_crash_left_half_saved_is_not_there(own):
    own.save("mine", 0, FILES, "", 0)
    (own.folder("mine").parent / ".new-abc").mkdir()
    (own.folder("mine").parent.parent / "half").mkdir()

    assert (("mine",), 1) == (own.names(), len(own.versions("mine")))


@pytest.mark.parametrize("name", ["nowhere", "", "..", "../packs/mine", "mine/0001", "MINE", ".new-abc"])
def test_a_pack_that_is_not_there_cannot_be_opened(own, name):
    own.save("mine", 0, FILES, "", 0)

    with pytest.raises(KeyError):
        own.folder(name)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_version_that_is_not_there_cannot_be_opened(own, number):
    own.save("mine", 0, FILES, "", 0)

    with pytest.raises(KeyError):
        own.folder("mine", number)


def test_a_deleted_pack_is_gone_from_the_disk(own, tmp_path):
    own.save("mine", 0, FILES, "", 0)
    own.delete("mine")

    assert ((), []) == (own.names(), list((tmp_path / "packs").iterdir()))


def test_there_is_an_end_to_the_number_of_packs(own, monkeypatch):
    monkeypatch.setattr(module, "MOST_PACKS", 1)
    own.save("mine", 0, FILES, "", 0)

    with pytest.raises(TooMany):
        own.save("another", 0, FILES, "", 0)


def test_a_version_whose_note_is_damaged_is_still_there(own):
    own.save("mine", 0, FILES, "first", 7)
    (own.folder("mine") / "saved.json").write_text("{")

    assert (Version(1, 0, ""),) == own.versions("mine")


# On the shelf


@pytest.fixture
def shelf(own, tmp_path):
    write(tmp_path / "shipped")
    return Shelf(tmp_path / "shipped", lambda call, *args: call(*args), own)


def under(id):
    return {**FILES, "pack.yaml": FILES["pack.yaml"].replace(b"small-shop", id.encode())}


def test_own_packs_stand_before_the_shipped_ones(shelf, own):
    own.save("mine", 0, under("mine"), "", 0)

    assert [("mine", True), ("small-shop", False)] == [(offer.id, offer.own) for offer in shelf.offers()]


def test_a_pack_is_played_as_it_was_last_saved(shelf, own):
    own.save("mine", 0, under("mine"), "", 0)
    shelf.take("mine")
    own.save("mine", 1, {**under("mine"), FIRST: changed(FIRST, "fifteen", "sixteen")[FIRST].encode()}, "", 0)

    assert "sixteen" in shelf.take("mine").pack.cases[1].text


def test_ones_own_pack_takes_the_place_of_a_shipped_one(shelf, own):
    own.save("small-shop", 0, {**FILES, "pack.yaml": FILES["pack.yaml"].replace(b"Small shop", b"Ours")}, "", 0)

    assert ["Ours"] == [offer.title for offer in shelf.offers()]
    assert "Ours" == shelf.take("small-shop").pack.title


def test_a_case_that_is_left_out_is_not_played(shelf, own):
    files = {name.replace("/01-", "/_01-"): text for name, text in under("mine").items()}
    own.save("mine", 0, files, "", 0)

    assert "exception" not in [case.id for case in shelf.take("mine").pack.cases]
