"""What would have to be true, and the answers to double-check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import Change, Sheet, counterfactual, double_check, load_rules
from scoring.bundles import bundles_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring import Rules


def test_two_changes(small: Rules) -> None:
    """The fewest changes, each to what an action makes true, with the effort of that action."""
    answers = {"output_path": "retyped", "live_write": "no", "whose_number": "nobody", "baseline": "unknown_yet"}
    assert counterfactual(small, Sheet(pilot="p", answers=answers)) == (
        Change("output_path", "retyped", "draft", 5),
        Change("whose_number", "nobody", "person", 1),
    )


def test_nothing_holds(small: Rules) -> None:
    """When nothing holds, nothing has to change."""
    assert counterfactual(small, Sheet(pilot="p", answers={"whose_number": "person"})) == ()


def test_only_the_lens_counts(small: Rules) -> None:
    """A reason outside the lens asks for no change."""
    sheet = Sheet(pilot="p", framework="four", answers={"whose_number": "nobody", "output_path": "retyped"})
    assert counterfactual(small, sheet) == ()


def test_bundles(small: Rules) -> None:
    """Facts of a group, or that require each other, are looked at together; others one by one."""
    assert bundles_of(small.questions, ["baseline", "live_write", "output_path", "retype_hours"]) == [
        ["output_path", "retype_hours", "live_write"],
        ["baseline"],
    ]


def test_answers_to_double_check(small: Rules) -> None:
    """Named are at most two answers, first the one that would move most states if it were another."""
    answers = {"output_path": "retyped", "whose_number": "nobody", "baseline": "unknown_yet", "money": "unknown"}
    assert double_check(small, Sheet(pilot="p", answers=answers)) == ("whose_number", "output_path")
    assert double_check(small, Sheet(pilot="p", answers={"money": "line", "volume_week": 3})) == ()


def test_at_the_threshold(changed: Callable[[str, str, str], Path]) -> None:
    """A score of exactly the threshold holds, so it has to change; one deciban below it does not."""
    for likely, found in ((7, (Change("output_path", "retyped", "draft", 5),)), (8, ())):
        rules = load_rules(changed("frame.yaml", "likely: 5", f"likely: {likely}"))
        assert counterfactual(rules, Sheet(pilot="p", answers={"output_path": "retyped"})) == found
        changed("frame.yaml", f"likely: {likely}", "likely: 5")
