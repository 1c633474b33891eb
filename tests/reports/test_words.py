"""Papers write as the pages do. The expected texts are what a browser's Intl gives."""

from datetime import date

import pytest

from server.reports.words import MANNERS, Words
from tests.support.texts import LANGUAGES, words

NARROW, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "small", "large", "half"),
    [
        ("en", "1,500", "1,234,568", "0.5"),
        ("de", "1.500", "1.234.568", "0,5"),
        ("nl", "1.500", "1.234.568", "0,5"),
        ("fr", f"1{NARROW}500", f"1{NARROW}234{NARROW}568", "0,5"),
        ("es", "1500", "1.234.568", "0,5"),
    ],
)
def test_numbers(language, small, large, half):
    said = words(language)

    assert (small, large, half) == (said.number(1500), said.number(1234567.89), said.number(0.5, 2))


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, 0, "0"),
        (-0.04, 1, "0"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (0.125, 2, "0.13"),
        (0.999, 2, "1"),
        (3.10, 2, "3.1"),
    ],
)
def test_a_number_is_rounded_and_ends_with_no_nought(value, digits, text):
    assert text == words().number(value, digits)


@pytest.mark.parametrize(("value", "text"), [(0.4, "+0.4"), (-0.4, "-0.4"), (0, "0"), (0.01, "0")])
def test_a_sign_stands_before_all_but_nought(value, text):
    assert text == words().signed(value, 1)


@pytest.mark.parametrize(
    ("language", "euros", "cents", "pounds", "francs"),
    [
        ("en", "€85", "€17.50", "£85", f"CHF{HARD}85"),
        ("de", f"85{HARD}€", f"17,50{HARD}€", f"85{HARD}£", f"85{HARD}CHF"),
        ("fr", f"85{HARD}€", f"17,50{HARD}€", f"85{HARD}£", f"85{HARD}CHF"),
        ("nl", f"€{HARD}85", f"€{HARD}17,50", f"£{HARD}85", f"CHF{HARD}85"),
        ("es", f"85{HARD}€", f"17,50{HARD}€", f"85{HARD}£", f"85{HARD}CHF"),
    ],
)
def test_money(language, euros, cents, pounds, francs):
    said = words(language)

    assert (euros, cents, pounds, francs) == (
        said.money(85, "EUR"),
        said.money(17.5, "EUR"),
        said.money(85.0, "GBP"),
        said.money(85, "CHF"),
    )


def test_what_costs_minutes_is_told_in_minutes():
    assert f"12{HARD}min" == words("de").money(12.0, "minutes")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "November 2, 2026"),
        ("de", "2. November 2026"),
        ("fr", "2 novembre 2026"),
        ("nl", "2 november 2026"),
        ("es", "2 de noviembre de 2026"),
    ],
)
def test_days(language, text):
    assert text == words(language).day(date(2026, 11, 2))


@pytest.mark.parametrize(
    ("language", "two", "three"),
    [
        ("en", "Ana and Bo", "Ana, Bo, and Cy"),
        ("de", "Ana und Bo", "Ana, Bo und Cy"),
        ("fr", "Ana et Bo", "Ana, Bo et Cy"),
        ("nl", "Ana en Bo", "Ana, Bo en Cy"),
        ("es", "Ana y Bo", "Ana, Bo y Cy"),
    ],
)
def test_lists(language, two, three):
    said = words(language)

    assert (two, three, "Ana", "") == (
        said.list(["Ana", "Bo"]),
        said.list(["Ana", "Bo", "Cy"]),
        said.list(["Ana"]),
        said.list([]),
    )


@pytest.mark.parametrize(
    ("name", "text"), [("Inés", "Ana e Inés"), ("Hilda", "Ana e Hilda"), ("Hierro", "Ana y Hierro")]
)
def test_spanish_says_e_before_an_i(name, text):
    assert text == words("es").list(["Ana", name])


@pytest.mark.parametrize(
    ("language", "forms"), [("en", "o1oo"), ("de", "o1oo"), ("nl", "o1oo"), ("es", "o1oo"), ("fr", "11oo")]
)
def test_plural_forms(language, forms):
    said = Words(language, {"n": {"one": "1", "other": "o"}})

    assert forms == "".join(said("n", n=n) for n in (0, 1, 2, 21))


def test_slots_are_filled_and_what_fills_them_is_not_read_again():
    assert "{b} and " == Words("en", {"key": "{a} and {c}"})("key", a="{b}", b="no")


def test_every_language_of_the_screens_has_a_manner_of_writing():
    assert set(LANGUAGES) == MANNERS.keys()
