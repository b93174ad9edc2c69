"""Answers that do not fit together: declared, found, settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring import RulesError, Sheet, UnknownId, check_rules, contradictions, given_up, load_rules, report, score
from scoring.explain import explain_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring import Rules

ONE = """
- id: kept_and_read_only
  facts: {output_path: [written, draft], live_write: [no]}
  why: a test's own
  sources: [five.2]
- id: few_hours_yet_many
  facts: {retype_hours: [many], whose_number: [nobody]}
  sources: [five.2]
"""


@pytest.fixture
def declared(changed: Callable[[str, str, str], Path]) -> Callable[[str], Path]:
    """Return a function that copies the small folder and adds contradictions to it."""

    def declare(text: str) -> Path:
        folder = changed("frame.yaml", "version", "version")
        (folder / "contradictions.yaml").write_text(text, encoding="utf-8")
        return folder

    return declare


def test_found_among_the_facts(declared: Callable[[str], Path]) -> None:
    """A contradiction is found when both of its facts are stated, with the two answers; in declared order."""
    rules = load_rules(declared(ONE))
    answers = {"live_write": "no", "output_path": "draft"}
    [clash] = contradictions(rules, Sheet(pilot="p", answers=answers))
    assert clash.id == "kept_and_read_only"
    assert clash.facts == (("output_path", "draft"), ("live_write", "no"))
    assert clash.questions == ("output_path", "live_write")
    assert contradictions(rules, Sheet(pilot="p", answers={**answers, "live_write": "yes"})) == ()


def test_not_knowing_contradicts_nothing(declared: Callable[[str], Path]) -> None:
    """Neither "I don't know" nor an answer that has become moot is part of a contradiction."""
    rules = load_rules(declared(ONE))
    assert contradictions(rules, Sheet(pilot="p", answers={"output_path": "draft", "live_write": "unknown"})) == ()
    moot = {"output_path": "written", "retype_hours": "many", "whose_number": "nobody"}
    assert contradictions(rules, Sheet(pilot="p", answers=moot)) == ()


def test_a_contradiction_changes_no_weight(declared: Callable[[str], Path], small: Rules) -> None:
    """Both answers keep what they say until somebody settles it."""
    sheet = Sheet(pilot="p", answers={"output_path": "draft", "live_write": "no"})
    assert score(load_rules(declared(ONE)), sheet) == score(small, sheet)


def test_in_report_and_trace(declared: Callable[[str], Path]) -> None:
    """The report lists each contradiction with its two answers, and the trace in words names them."""
    rules = load_rules(declared(ONE))
    whole = report(rules, Sheet(pilot="p", answers={"output_path": "written", "live_write": "no"}))
    assert whole["contradictions"] == [
        {
            "id": "kept_and_read_only",
            "facts": {"output_path": "written", "live_write": "no"},
            "sources": ["five.2"],
        }
    ]
    line = "these do not fit together: output_path: written and live_write: no (kept_and_read_only)\n"
    assert line in explain_report(whole)


def test_settling_gives_up_the_other_answer(declared: Callable[[str], Path]) -> None:
    """When one of the two stands, the other question is the one whose answer no longer counts."""
    rules = load_rules(declared(ONE))
    assert given_up(rules, "kept_and_read_only", "output_path") == "live_write"
    assert given_up(rules, "kept_and_read_only", "live_write") == "output_path"
    with pytest.raises(UnknownId, match="nearest valid one is 'kept_and_read_only'"):
        given_up(rules, "kept_and_read", "live_write")
    with pytest.raises(UnknownId, match="unknown question of kept_and_read_only: 'whose_number'"):
        given_up(rules, "kept_and_read_only", "whose_number")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "live_write",
            "live_wite",
            "contradiction kept_and_read_only, facts: unknown question 'live_wite'; the nearest valid one is",
        ),
        ("[no]", "[nope]", "facts: unknown option of live_write 'nope'; the nearest valid one is"),
        (", live_write: [no]", "", "facts: two questions contradict each other; here are 1"),
        ("facts:", "fact:", "unknown key; the nearest valid one is 'facts'"),
    ],
)
def test_unusable_declarations(declared: Callable[[str], Path], old: str, new: str, line: str) -> None:
    """An id that does not exist, or a contradiction that is not between two, makes the rules unusable."""
    with pytest.raises(RulesError) as refused:
        load_rules(declared(ONE.replace(old, new, 1)))
    assert line in str(refused.value)


def test_lint(declared: Callable[[str], Path]) -> None:
    """Facts that are never both asked, and sources that do not exist, are faults."""
    never = "- {id: never, facts: {retype_hours: [many], output_path: [written]}, sources: [five.9]}"
    found = [str(fault) for fault in check_rules(declared(never)).faults]
    assert "contradictions.yaml: contradiction never, facts: these are never both asked: it cannot be found" in found
    assert "contradictions.yaml: contradiction never: unknown source 'five.9'" in found


def test_ours(rules: Rules) -> None:
    """The shipped rules declare at least six, each with a line on why; a claim and its follow-up are none."""
    assert len(rules.contradictions) >= 6
    assert all(rule.why for rule in rules.contradictions.values())
    read = {"audit_log": "full", "audit_read": "never"}
    assert contradictions(rules, Sheet(pilot="p", answers=read)) == ()
