"""Tables whose figures are known. None stands for a ruling that is missing."""

from collections.abc import Sequence

Table = tuple[tuple[int | None, ...], ...]


def by_rater(*raters: str) -> Table:
    """From one row for each rater, as papers print them, to one row for each case; a dot is a gap."""
    return tuple(zip(*([None if one == "." else int(one) for one in row] for row in raters), strict=True))


def by_case(*cases: str) -> Table:
    return tuple(tuple(None if one == "." else int(one) for one in row) for row in cases)


WORKED = by_case("2222", "0123", "0033", "1122", "323.", "0112")
"""The worked matrix: cases by managers Ana, Bo, Cy and Di, on a ladder of four."""
AGAIN = by_case("2222", "1122", "2122", "2222", "333.", "1112")
"""The same after the second vote."""
LADDER = range(4)
SPAN = 3

FOUR_BY_TWELVE = by_rater("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
"""Krippendorff's example, with a lone ruling on the last case."""
FOUR_RATERS = by_rater("123321412...", "1233224125..", ".33323422513", "12332441251.")
"""The same as Gwet's software has it: another rater holds the lone ruling."""
THREE_BY_FIFTEEN = by_rater(".....34121133.3", "1.213343.......", "..21344.21133.4")
TWO_BINARY = by_rater("0100000010", "1110010000")
FIVE = range(1, 6)


def dialled(table: Table) -> Sequence[list[int]]:
    """Every case's rulings without the gaps."""
    return [[level for level in row if level is not None] for row in table]
