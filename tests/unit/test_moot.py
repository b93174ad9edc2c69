"""Answers that a correction makes moot never carry a reason down with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring import Sheet, check_rules, load_rules, score
from scoring.moot import Drop, drops

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring import Rules

START = "questions/a_start.yaml"


@pytest.fixture
def falling(changed: Callable[[str, str, str], Path]) -> Path:
    """A copy of the small folder in which the milder answers earn a strong follow-up, and the worst one does not.

    For five.2: written -7, draft +1, retyped +6; after the first two, few -17 or many +14.
    """
    changed(START, "five.2: [10, 60]", "five.2: [10, 50]")
    changed(START, "five.2: [10, 30]", "five.2: [50, 40]")
    changed(START, "five.2: [80, 10]", "five.2: [40, 10]")
    changed(START, "five.2: [20, 70]", "five.2: [2, 96]")
    changed(START, "five.2: [80, 30]", "five.2: [98, 4]")
    return changed(START, "requires: {output_path: [retyped]}", "requires: {output_path: [draft, written]}")


def points(rules: Rules, **answers: str) -> int:
    """Return what a sheet comes to for five.2."""
    return score(rules, Sheet.model_validate({"pilot": "p", "answers": answers})).reason("five.2").decibans


def test_our_own_rules_have_none() -> None:
    """Under the rules as shipped, no correction to a worse answer lowers a reason, whatever else was answered."""
    assert drops(load_rules()) == ()


def test_found_with_the_most_it_can_cost(falling: Path) -> None:
    """Each correction that lowers a reason is found, with the most it can cost: what its group holds is tried too.

    From draft to retyped: 14 for the follow-up is lost, and 6 gained. From written to retyped it is 1 by itself (7
    against 6), but 5 beside `live_write: yes` (-9): there -7 counts by half.
    """
    assert drops(load_rules(falling)) == (
        Drop("output_path", "written", "retyped", "five.2", 5),
        Drop("output_path", "draft", "retyped", "five.2", 8),
    )


def test_what_it_costs_on_a_sheet(falling: Path) -> None:
    """The decibans of a drop are those that a sheet loses."""
    rules, told = load_rules(falling), {"retype_hours": "many", "live_write": "yes"}
    assert points(rules, output_path="written", **told) - points(rules, output_path="retyped", **told) == 5


def test_told_by_the_check(falling: Path) -> None:
    """The lint names the worse answer, the milder one, the reason and the decibans, and what to do."""
    lines = [str(fault) for fault in check_rules(falling).faults if "corrected" in str(fault)]
    assert lines == [
        f"questions/a_start.yaml: question output_path, option retyped: corrected from {mild}, it can lower five.2 by"
        f" {lost} decibans, for a follow-up no longer counts: let that one `stands: true`, or move percents"
        for mild, lost in (("written", 5), ("draft", 8))
    ]


def test_a_fact_that_stands(falling: Path, changed: Callable[[str, str, str], Path]) -> None:
    """A follow-up that `stands` counts whatever its question is corrected to; it is asked only where it is earned."""
    assert points(load_rules(falling), output_path="retyped", retype_hours="many") == points(
        load_rules(falling), output_path="retyped"
    )
    rules = load_rules(changed(START, "  unit: hours_per_week\n", "  unit: hours_per_week\n  stands: true\n"))
    assert drops(rules) == ()
    assert points(rules, output_path="retyped", retype_hours="many") == points(rules) + 14 + 3


def test_equal_answers_are_neither_worse(changed: Callable[[str, str, str], Path]) -> None:
    """Between two answers that weigh the same, neither is worse, so what falls away between them breaks no promise."""
    changed(START, "five.2: [10, 60]", "five.2: [30, 45]")
    changed(START, "five.2: [10, 30]", "five.2: [30, 45]")
    changed(START, "five.2: [80, 10]", "five.2: [40, 10]")
    changed(START, "five.2: [20, 70]", "five.2: [2, 96]")
    changed(START, "five.2: [80, 30]", "five.2: [98, 4]")
    found = drops(load_rules(changed(START, "requires: {output_path: [retyped]}", "requires: {output_path: [draft]}")))
    assert {(drop.mild, drop.worse) for drop in found} == {("draft", "retyped")}
