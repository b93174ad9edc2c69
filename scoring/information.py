"""Expected information of a question, in whole numbers.

Probability and entropy of a score are read from tables made once with `decimal`: parts per million, and millionths of
a bit. Scores beyond ±60 decibans (a million to one) count as ±60.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from scoring.compile import EXACT

LIMIT = 60  # decibans
REMEMBERED = 1 << 15  # expectations: a question meets a score again and again, within a conversation and across them
MILLION = 1_000_000
SCALE = 100 * MILLION  # an expectation is a sum over percent * parts per million


def _tables() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return probability in parts per million and entropy in millionths of a bit, for -LIMIT … LIMIT decibans."""
    chances: list[int] = []
    entropies: list[int] = []
    log2 = EXACT.ln(Decimal(2))
    for decibans in range(-LIMIT, LIMIT + 1):
        odds = EXACT.power(Decimal(10), EXACT.divide(Decimal(decibans), Decimal(10)))
        chance = EXACT.divide(odds, EXACT.add(Decimal(1), odds))
        bits = Decimal(0)
        for part in (chance, EXACT.subtract(Decimal(1), chance)):
            bits = EXACT.subtract(bits, EXACT.multiply(part, EXACT.divide(EXACT.ln(part), log2)))
        for value, into in ((chance, chances), (bits, entropies)):
            scaled = EXACT.multiply(value, Decimal(MILLION))
            into.append(int(scaled.to_integral_value(rounding=ROUND_HALF_EVEN, context=EXACT)))
    return tuple(chances), tuple(entropies)


CHANCE, ENTROPY = _tables()


def chance(decibans: int) -> int:
    """Return the probability of a score in parts per million."""
    return CHANCE[max(-LIMIT, min(LIMIT, decibans)) + LIMIT]


def entropy(decibans: int) -> int:
    """Return how open a score still is, in millionths of a bit: a million at 0 decibans."""
    return ENTROPY[max(-LIMIT, min(LIMIT, decibans)) + LIMIT]


@lru_cache(maxsize=REMEMBERED)
def expected_gain(score: int, cells: tuple[tuple[int, int, int], ...], shifts: tuple[int, ...]) -> int:
    """Return the information a question is expected to bring about one reason, in millionths of a bit * SCALE.

    `cells` are its options as (p, q, weight), `shifts` by how much each would move the score (its weight, or less in a
    group). Rounded weights can make a hopeless question look slightly harmful; that counts as nothing. Remembered;
    remembering changes no result.
    """
    likely = chance(score)
    other = MILLION - likely
    left = 0
    for (present, absent, _), shift in zip(cells, shifts, strict=True):
        left += (likely * present + other * absent) * entropy(score + shift)
    return max(0, SCALE * entropy(score) - left)
