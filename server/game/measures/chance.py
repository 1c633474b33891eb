"""The parts of probability that intervals need: Student's t, and draws that a seed decides."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist

normal = NormalDist()


def t_within(t: float, df: int) -> float:
    """The probability that Student's t lies between -t and t.

    The finite sums for whole degrees of freedom in Abramowitz and Stegun (1964), 26.7.3 and 26.7.4. `df` from 1 on.
    """
    if df < 1:
        raise ValueError("degrees of freedom begin at 1")
    angle = atan(t / sqrt(df))
    odd = df % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for power in range(2 + odd, df + 1, 2):
        total += term
        term *= (power - 1) / power * cos(angle) ** 2
    inner = sin(angle) * total
    return 2 / pi * (angle + inner) if odd else inner


@lru_cache(maxsize=128)
def t_quantile(share: float, df: int) -> float:
    """The t below which `share` of the distribution lies; `share` from 0.5 to below 1. By halving an interval."""
    if not 0.5 <= share < 1:
        raise ValueError("a share from 0.5 to below 1")
    low, high = 0.0, 1.0
    while t_within(high, df) < 2 * share - 1:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if t_within(middle, df) < 2 * share - 1:
            low = middle
        else:
            high = middle
    return high


def draws(seed: str, below: int) -> Iterator[int]:
    """Numbers from 0 to `below` - 1, evenly, without end; the same for the same seed. `below` up to 65,536.

    Sixteen bits at a time from SHA-256 of the seed and a counter; what would favour small numbers is thrown away.
    """
    fair = 65_536 - 65_536 % below
    block = 0
    while True:
        bits = sha256(f"{seed}|{block}".encode()).digest()
        block += 1
        for place in range(0, len(bits), 2):
            number = bits[place] << 8 | bits[place + 1]
            if number < fair:
                yield number % below
