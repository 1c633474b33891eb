"""The texts of the screens once more, for papers: the same keys, slots and plural forms, and how a language writes.

Numbers, money, days and lists come out as the pages write them (there the browser's Intl does it). A table for five
languages takes the place of a library of 33 MB.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

from server.game.case import MINUTES

Text = str | Mapping[str, str]
SLOT = re.compile(r"\{(\w+)\}")
SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}
HARD = "\u00a0"
"""A space at which no line breaks."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a language writes. `money` and `day` are patterns; `grouped_from` is the first number with a mark between
    its thousands."""

    point: str
    group: str
    money: str
    day: str
    months: tuple[str, ...]
    both: str
    last: str
    grouped_from: int = 1_000
    one: Callable[[float], bool] = lambda n: n == 1


MANNERS: Mapping[str, Manner] = {
    "en": Manner(
        point=".",
        group=",",
        money="{symbol}{amount}",
        day="{month} {day}, {year}",
        months=tuple(
            "January February March April May June July August September October November December".split()  # noqa: SIM905
        ),
        both=" and ",
        last=", and ",
    ),
    "de": Manner(
        point=",",
        group=".",
        money="{amount}" + HARD + "{symbol}",
        day="{day}. {month} {year}",
        months=tuple(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()  # noqa: SIM905
        ),
        both=" und ",
        last=" und ",
    ),
    "fr": Manner(
        point=",",
        group="\u202f",
        money="{amount}" + HARD + "{symbol}",
        day="{day} {month} {year}",
        months=tuple(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
        ),
        both=" et ",
        last=" et ",
        one=lambda n: abs(n) < 2,
    ),
    "nl": Manner(
        point=",",
        group=".",
        money="{symbol}" + HARD + "{amount}",
        day="{day} {month} {year}",
        months=tuple(
            "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
        ),
        both=" en ",
        last=" en ",
    ),
    "es": Manner(
        point=",",
        group=".",
        money="{amount}" + HARD + "{symbol}",
        day="{day} de {month} de {year}",
        months=tuple(
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()  # noqa: SIM905
        ),
        both=" y ",
        last=" y ",
        grouped_from=10_000,
    ),
}


class Words:
    """One language. A language without a manner of its own writes as English does."""

    def __init__(self, language: str, texts: Mapping[str, Text]) -> None:
        self.language = language
        self._texts = texts
        self._manner = MANNERS.get(language, MANNERS["en"])

    def __call__(self, key: str, **slots: object) -> str:
        """The text of a key, its slots filled; a plural form is chosen by `n`. Raises KeyError for an unknown key."""
        text = self._texts[key]
        if not isinstance(text, str):
            n = slots["n"]
            assert isinstance(n, int | float)
            text = text["one"] if self._manner.one(n) else text["other"]
        return SLOT.sub(lambda slot: str(slots.get(slot[1], "")), text)

    def number(self, value: float, digits: int = 0) -> str:
        """At most so many digits after the point, a half rounded away from 0."""
        size = 10**digits
        steps = floor(abs(value) * size + 0.5 + 1e-9)
        whole, part = divmod(steps, size)
        grouped = f"{whole:,}".replace(",", self._manner.group) if whole >= self._manner.grouped_from else str(whole)
        after = f"{part:0{digits}}".rstrip("0") if digits else ""
        sign = "-" if value < 0 and steps else ""
        return sign + grouped + (self._manner.point + after if after else "")

    def signed(self, value: float, digits: int = 0) -> str:
        """With its sign, unless it is 0."""
        text = self.number(value, digits)
        return text if text in ("0", "-0") or value <= 0 else f"+{text}"

    def hundredths(self, share: float) -> str:
        return self.number(floor(share * 100 + 0.5))

    def money(self, amount: float, currency: str) -> str:
        """An amount in the currency of a pack, which may be minutes."""
        if float(amount).is_integer():
            text = self.number(amount)
        else:
            whole, _, part = f"{amount:.2f}".partition(".")
            text = self.number(float(whole)) + self._manner.point + part
        if currency == MINUTES:
            return f"{text}{HARD}min"
        symbol = SYMBOLS.get(currency, f"{currency}{HARD}" if self._manner.money.startswith("{symbol}{") else currency)
        return self._manner.money.format(amount=text, symbol=symbol)

    def day(self, day: date) -> str:
        manner = self._manner
        return manner.day.format(day=day.day, month=manner.months[day.month - 1], year=day.year)

    def list(self, names: Sequence[str]) -> str:
        """ "Ana, Bo, and Cy"."""
        if len(names) < 2:
            return "".join(names)
        joint = self._manner.both if len(names) == 2 else self._manner.last
        if self.language == "es" and re.match(r"h?i(?!e)", names[-1], re.IGNORECASE):
            joint = " e "
        return ", ".join(names[:-1]) + joint + names[-1]


def sentence(text: str) -> str:
    """A text as it begins a sentence."""
    return text[:1].upper() + text[1:]
