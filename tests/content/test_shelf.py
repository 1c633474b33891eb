"""The packs that a server offers."""

import os

import pytest

from server.content.errors import ContentError
from server.content.own import OwnPacks
from server.content.shelf import Shelf
from tests.support.written_packs import FIRST, PACK, changed, write


def here(call, *args):
    return call(*args)


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path, here, OwnPacks(tmp_path / "own"))


def rewrite(folder, name, text):
    """Change a file so that its time of change says so, however fast the test runs."""
    file = folder / name
    before = file.stat().st_mtime_ns if file.exists() else (folder / "pack.yaml").stat().st_mtime_ns
    file.write_text(text)
    os.utime(file, ns=(before + 10**9, before + 10**9))


def test_a_pack_is_offered_with_what_the_start_page_shows(shelf, tmp_path):
    write(tmp_path)
    (offer,) = shelf.offers()

    assert ("small-shop", "Small shop", "For tests.", "small shops", ("en",), 6, ()) == (
        offer.id,
        offer.title,
        offer.summary,
        offer.industry,
        offer.languages,
        offer.cases,
        offer.problems,
    )


def test_a_pack_with_faults_is_offered_with_its_faults(shelf, tmp_path):
    write(tmp_path, changed(FIRST, "minutes: 6", "minutes: six"))
    (offer,) = shelf.offers()

    assert (
        "small-shop",
        ("cases/01-exception.yaml line 5, column 10: minutes: Write a whole number, for example: 13",),
    ) == (
        offer.id,
        offer.problems,
    )


def test_a_pack_with_faults_cannot_be_taken(shelf, tmp_path):
    write(tmp_path, changed(FIRST, "minutes: 6", "minutes: six"))

    with pytest.raises(ContentError):
        shelf.take("small-shop")


@pytest.mark.parametrize("name", ["nowhere", "", ".", "..", "../small-shop", "small-shop/"])
def test_a_pack_that_is_not_there_cannot_be_taken(shelf, tmp_path, name):
    write(tmp_path)

    with pytest.raises(KeyError):
        shelf.take(name)


def test_a_pack_that_was_mended_can_be_taken(shelf, tmp_path):
    folder = write(tmp_path, changed(FIRST, "minutes: 6", "minutes: six"))
    shelf.offers()
    rewrite(folder, FIRST, PACK[FIRST])

    assert "small-shop" == shelf.take("small-shop").pack.id


def test_a_pack_that_was_changed_is_read_again(shelf, tmp_path):
    folder = write(tmp_path)
    shelf.take("small-shop")
    rewrite(folder, "pack.yaml", PACK["pack.yaml"].replace("title: Small shop", "title: Corner shop"))

    assert "Corner shop" == shelf.take("small-shop").pack.title


def test_a_case_that_was_added_is_played(shelf, tmp_path):
    folder = write(tmp_path)
    shelf.take("small-shop")
    rewrite(folder, "cases/09-more.yaml", PACK[FIRST].replace("id: exception", "id: one-more"))

    assert "one-more" == shelf.take("small-shop").pack.cases[-1].id


def test_a_pack_that_did_not_change_is_not_read_again(tmp_path):
    reads = []

    def native(call, *args):
        reads.append(args[0].name)
        return call(*args)

    write(tmp_path)
    shelf = Shelf(tmp_path, native, OwnPacks(tmp_path / "own"))
    shelf.take("small-shop")
    shelf.take("small-shop")
    shelf.offers()

    assert ["small-shop"] == reads


@pytest.mark.parametrize("value", ["2026-02-30", "1" * 5000], ids=["a date that never was", "an endless number"])
def test_one_pack_that_cannot_be_read_leaves_the_others_on_offer(shelf, tmp_path, value):
    write(tmp_path / "aside", changed("pack.yaml", "2026-03-31", value)).rename(tmp_path / "broken")
    write(tmp_path)

    assert {"broken", "small-shop"} == {offer.id for offer in shelf.offers()}
