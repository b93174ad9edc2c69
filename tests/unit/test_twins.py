"""Two questions that measure the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring import check_rules
from scoring.twins import _proportional

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINE = "questions/c.yaml: question again: it measures the same as {}: put them in one group, or ask one of them"

TWO = """
- id: again
  role: anyone
  minutes: 1
  phase: 1
  sources: [five.1]
  options:
    - {id: yes_sure, percent: {five.1: [CLEAR], four.1: [40, 20]}, why: w}
    - {id: no_one, percent: {five.1: [REST], four.1: [60, 80]}, why: w}
"""
ONE = """
- id: again
  role: anyone
  minutes: 1
  phase: 1
  sources: [four.1]
EXTRA  options:
    - {id: low, percent: {four.1: [A]}, why: w}
    - {id: high, percent: {four.1: [B]}, why: w}
"""
FIRST = """
- id: original
  role: anyone
  minutes: 1
  phase: 1
  sources: [four.1]
  options:
    - {id: bad, percent: {four.1: [80, 20]}, why: w}
    - {id: good, percent: {four.1: [20, 80]}, why: w}
"""


@pytest.fixture
def noted(changed: Callable[[str, str, str], Path]) -> Callable[[str], list[str]]:
    """Return a function that adds questions to the small folder and returns what the lint notes about twins."""

    def note(text: str) -> list[str]:
        folder = changed("frame.yaml", "version", "version")
        (folder / "questions" / "c.yaml").write_text(text, encoding="utf-8")
        checked = check_rules(folder)
        assert not [fault for fault in checked.faults if "c.yaml" in fault.file]
        return [str(fault) for fault in checked.notes if "measures the same" in str(fault)]

    return note


def one(a: str, b: str, extra: str = "") -> str:
    """Return the original about one reason and another one beside it."""
    return FIRST + ONE.replace("A]", f"{a}]").replace("B]", f"{b}]").replace("EXTRA", extra)


def test_nearly_the_same_table(noted: Callable[[str], list[str]]) -> None:
    """About one reason, two tables within three points of each other are noted, whatever the order of options."""
    assert noted(one("18, 83", "82, 17")) == [LINE.format("original")]
    assert noted(one("24, 76", "76, 24")) == []


def test_one_reason_alone_is_no_likeness(noted: Callable[[str], list[str]]) -> None:
    """Questions about one reason that weigh otherwise, or have other options, are two sides of it."""
    assert noted(one("95, 40", "5, 60")) == []


@pytest.mark.parametrize(
    "extra",
    [
        "  group: g\n",
        "  requires: {original: [bad]}\n",
        "  requires: {original: [bad]}\n  follow_up_of: original\n",
    ],
)
def test_what_is_linked_is_left_alone(noted: Callable[[str], list[str]], extra: str) -> None:
    """Questions of one group, and a question with its follow-up, may measure the same: that is declared."""
    text = one("80, 20", "20, 80", extra)
    first, second = text.split("- id: again")
    if "group" in extra:
        first = first.replace("  options:", f"{extra}  options:")
    assert noted(f"{first}- id: again{second}") == []


def test_proportional_about_two_reasons(noted: Callable[[str], list[str]]) -> None:
    """About two reasons, answers that point the same way for both make twins; answers that point elsewhere do not."""
    pair = TWO.replace("again", "original") + TWO
    same = pair.replace("CLEAR", "70, 10").replace("REST", "30, 90")
    assert noted(same) == [LINE.format("original")]
    other = TWO.replace("again", "original").replace("CLEAR", "70, 10").replace("REST", "30, 90") + TWO.replace(
        "CLEAR", "10, 70"
    ).replace("REST", "90, 30")
    assert noted(other) == []


def test_ours() -> None:
    """No two questions of the shipped bank measure the same without saying so."""
    assert [str(note) for note in check_rules().notes if "measures the same" in str(note)] == []


@pytest.mark.parametrize(
    ("one_answer", "other", "same"),
    [
        ((2, 4), (4, 8), True),
        ((4, 8), (2, 4), True),
        ((2, 4), (5, 10), False),
        ((2, 4), (-2, -4), False),
        ((9, 0), (9, 2), True),
        ((9, 0), (9, 3), False),
    ],
)
def test_nearly_proportional(one_answer: tuple[int, int], other: tuple[int, int], same: bool) -> None:  # noqa: FBT001
    """Two answers measure the same up to twice as heavy, exactly twice included, and up to a cosine of 0.95."""
    assert _proportional(one_answer, other) is same
