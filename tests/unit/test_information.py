"""Expected information, computed once more with floating point."""

from __future__ import annotations

from math import log2

import pytest

from scoring.information import LIMIT, MILLION, SCALE, chance, entropy, expected_gain


def probability(decibans: float) -> float:
    """Return the probability of a score."""
    return 1 / (1 + 10 ** (-decibans / 10))


def bits(share: float) -> float:
    """Return the entropy of a probability."""
    return -share * log2(share) - (1 - share) * log2(1 - share)


def test_the_tables() -> None:
    """Probabilities are right to half a part per million, entropies to half a millionth of a bit, at both ends too."""
    for decibans in range(-LIMIT, LIMIT + 1):
        assert abs(chance(decibans) - MILLION * probability(decibans)) <= 0.5 + 1e-6
        assert abs(entropy(decibans) - MILLION * bits(probability(decibans))) <= 0.5 + 1e-6


def test_beyond_the_tables() -> None:
    """Scores beyond a million to one count as a million to one."""
    assert (chance(LIMIT + 9), entropy(-LIMIT - 9)) == (chance(LIMIT), entropy(-LIMIT))
    assert chance(-LIMIT - 1) == chance(-LIMIT) == 1


@pytest.mark.parametrize("score", [-20, -7, -1, 0, 3, 8, 19])
def test_what_a_question_is_expected_to_tell(score: int) -> None:
    """It is the entropy of now less that after each answer, weighted by how likely each is."""
    cells, shifts = ((70, 10, 8), (20, 30, -2), (10, 60, -8)), (8, -2, -8)
    present = probability(score)
    after = sum(
        (present * p + (1 - present) * q) / 100 * bits(probability(score + shift))
        for (p, q, _), shift in zip(cells, shifts, strict=True)
    )
    expected = (bits(present) - after) * MILLION * SCALE
    assert abs(expected_gain(score, cells, shifts) - expected) < SCALE * 5


def test_never_less_than_nothing() -> None:
    """A question that moves nothing tells nothing, and rounding never makes it harmful."""
    assert expected_gain(4, ((50, 50, 0), (50, 50, 0)), (0, 0)) == 0
    assert expected_gain(13, ((50, 51, 0), (50, 49, 0)), (-1, 0)) == 0
