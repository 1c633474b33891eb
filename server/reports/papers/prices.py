"""The price of the draw in words."""

from typing import TypeGuard

from server.game.views.room import PriceView
from server.reports.words import Words


def differs(price: PriceView | None) -> TypeGuard[PriceView]:
    """Whether it matters who picks up."""
    return price is not None and price.highest > price.lowest


def ends(price: PriceView, words: Words) -> dict[str, str]:
    """The lowest and the highest, for a text with these slots."""
    return {"low": words.money(price.lowest, price.currency), "high": words.money(price.highest, price.currency)}


def span(price: PriceView | None, words: Words) -> str:
    """From the lowest to the highest; one amount where all are the same."""
    return "" if price is None else "–".join(dict.fromkeys(ends(price, words).values()))
