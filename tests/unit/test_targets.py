"""What a fact could sensibly become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring import Sheet, counterfactual, load_rules
from scoring.targets import efforts, targets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring import Rules


def test_what_an_action_makes_true(small: Rules) -> None:
    """With an action that changes it, a fact may become what the action brings about and nothing else."""
    assert targets(small)["output_path"] == ("draft",)
    assert targets(small)["whose_number"] == ("person",)
    assert efforts(small)["output_path", "draft"] == 5


def test_else_the_healthiest_answer(small: Rules) -> None:
    """Without one it may become the option whose highest weight for any reason is the lowest."""
    assert targets(small)["retype_hours"] == ("few",)
    assert targets(small)["data_fits"] == ("fits",)


def test_a_question_about_no_reason_has_no_target(small: Rules) -> None:
    """What bears on no reason is left as it is."""
    assert targets(small)["share_handled"] == ()


def test_the_cheapest_action(changed: Callable[[str, str, str], Path]) -> None:
    """Where two actions make a fact true, the cheaper one says what that takes, whichever stands first."""
    row = (
        "- {id: again, reasons: [five.2], week: 2, due_day: 10, role: sponsor, effort: EFFORT, "
        "changes: {output_path: draft}, sources: [five.2]}\n"
    )
    for effort, least in ((3, 3), (9, 5)):
        folder = changed("actions.yaml", "- {id: hand_over", row.replace("EFFORT", str(effort)) + "- {id: hand_over")
        assert efforts(load_rules(folder))["output_path", "draft"] == least
        changed("actions.yaml", row.replace("EFFORT", str(effort)), "")


def test_the_healthiest_of_all(rules: Rules) -> None:
    """Over the shipped bank, it is the option whose highest weight is the lowest, then the one of the lowest sum."""
    found, reached = targets(rules), efforts(rules)
    for question in rules.questions.values():
        if question.fixed or any((question.id, option) in reached for option in question.option_ids):
            continue
        weights = {
            option: [row.decibans for _, row in rules.compiled.rows[question.id, option]]
            for option in question.option_ids
        }
        if all(weights.values()):
            best = min(question.option_ids, key=lambda option: (max(weights[option]), sum(weights[option])))
            assert found[question.id] == (best,)


def test_fixed_facts_stay(changed: Callable[[str, str, str], Path]) -> None:
    """What nobody can change is never asked to be another, even if that leaves no way."""
    folder = changed("questions/a_start.yaml", "- id: whose_number\n", "- id: whose_number\n  fixed: true\n")
    rules = load_rules(folder)
    assert targets(rules)["whose_number"] == ()
    assert counterfactual(rules, Sheet(pilot="p", answers={"whose_number": "nobody"})) == ()


def test_ours_ask_for_nothing_absurd(rules: Rules) -> None:
    """How it began and how much work there is stays; a process is redesigned, never gone back from."""
    found = targets(rules)
    assert [each for each in ("why_chosen", "volume_week", "minutes_each", "prep_weeks") if found[each]] == []
    assert found["process_change"] == ("redesigned",)
    assert found["who_missed"] == ("same_day",)
    for reason in rules.reasons:
        assert any(found[question.id] for question in rules.questions.values() if reason in question.options[0].percent)
