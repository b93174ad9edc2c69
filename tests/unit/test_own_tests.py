"""The tools about the core's own tests: the list of them, and the page about survivors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core_coverage import own_tests
from tests.mutants import Mutant, loose, page, reason_for, state_of

ROOT = Path(__file__).parents[2]
REASONS = (
    {"module": "scoring.score", "function": "score", "contains": "strict", "reason": "both are as long"},
    {"module": "scoring.explain", "reason": "wording"},
)


def test_the_list_of_own_tests() -> None:
    """Every test that is listed as the core's own exists, and none is about generated pages."""
    for name in own_tests():
        assert (ROOT / name).exists(), name
    assert not {"tests/unit/test_validation.py", "tests/unit/test_explanation.py"} & set(own_tests())


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (0, "survived"),
        (1, "killed"),
        (3, "killed"),
        (33, "no test reaches it"),
        (-24, "ran too long"),
        (None, "not run"),
    ],
)
def test_what_became_of_a_mutant(code: int | None, state: str) -> None:
    """Exit codes are named; only a failing test or a run without end counts as noticed."""
    assert state_of(code) == state


def test_reasons() -> None:
    """A survivor has the first reason that fits its module, function and change, or none yet."""
    strict = Mutant("n", "scoring.score", "score", "survived", "zip(a, b, strict=True) → zip(a, b)")
    other = Mutant("n", "scoring.score", "score", "survived", "a → b")
    words = Mutant("n", "scoring.explain", "strength", "survived", "a → b")
    assert reason_for(strict, REASONS) == "both are as long"
    assert reason_for(other, REASONS) == "not looked at yet"
    assert reason_for(words, REASONS) == "wording"


def test_the_page_counts() -> None:
    """The page has a row per module and one for all, and names what was not run."""
    every = [
        Mutant("a", "scoring.score", "score", "killed", ""),
        Mutant("b", "scoring.score", "score", "ran too long", ""),
        Mutant("c", "scoring.score", "score", "survived", "a → b"),
        Mutant("d", "scoring.plan", "impact", "not run", ""),
    ]
    text = page(every, REASONS, "3", 10)
    assert "| scoring.score | 3 | 2 | 1 | 1 | 66.6 |" in text
    assert "| scoring.plan | 0 | 0 | 0 | 0 | – |" in text
    assert "| **all** | 3 | 2 | 1 | 1 | 66.6 |" in text
    assert "1 changes were not run." in text
    assert "- `score`, 1: not looked at yet\n  - `a → b`" in text


@pytest.mark.parametrize(
    ("change", "only_strict"),
    [
        ("zip(a, b, strict=True) → zip(a, b, strict=None)", True),
        ("zip(a, b, strict=True) → zip(a, b, )", True),
        ("zip(a, b, strict=True) → zip(a, c, strict=True)", False),
        ("x > 0 → x >= 0", False),
        ("", False),
    ],
)
def test_a_loosened_zip(change: str, only_strict: bool) -> None:  # noqa: FBT001 (a yes or a no is what it is about)
    """Taking the `strict` of a `zip` away is told from every other change of such a line."""
    assert loose(Mutant("m", "scoring.score", "f", "survived", change)) is only_strict
