"""Claims: an answer that weighs less until the follow-up asking for its evidence is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from prompts.compose.verdict import reasoning
from scoring import Evidence, RulesError, Sheet, load_rules, report, score
from scoring.explain import explain_question, explain_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from prompts.catalog import Catalog
    from scoring import Rules, Verdict


def scored(rules: Rules, **answers: Any) -> Verdict:
    """Score some answers."""
    return score(rules, Sheet(pilot="p", answers=answers))


def test_a_claim_counts_by_half(rules: Rules) -> None:
    """Until its follow-up is answered, a claim keeps half of its weight; the trace says what it waits for."""
    claim = scored(rules, audit_log="full").reason("five.4")
    assert claim.evidence == (Evidence("audit_log", "full", -7, -3, "audit_read"),)
    backed = scored(rules, audit_log="full", audit_read="this_month").reason("five.4")
    assert [(row.decibans, row.adjusted, row.awaits) for row in backed.evidence] == [(-7, -7, ""), (-11, -11, "")]


def test_not_knowing_the_evidence_is_not_evidence(rules: Rules) -> None:
    """An "I don't know" to the follow-up leaves the claim as it was before the follow-up was asked."""
    before = scored(rules, audit_log="full").reason("five.4")
    after = scored(rules, audit_log="full", audit_read="unknown").reason("five.4")
    assert after.decibans == before.decibans


def test_every_reason_of_a_claim_waits(rules: Rules) -> None:
    """A claim counts by half for each reason it bears on, those that its follow-up says nothing about too."""
    rows = {reason.id: row for reason in scored(rules, operator="set_time").reasons for row in reason.evidence}
    assert {reason: (row.decibans, row.adjusted) for reason, row in rows.items()} == {
        "five.5": (-7, -3),
        "four.4": (-6, -3),
    }


def test_other_answers_of_the_question_count_in_full(rules: Rules) -> None:
    """Only what is declared as a claim waits."""
    assert scored(rules, audit_log="partial").reason("five.4").evidence[0].awaits == ""


def test_before_its_group_is_capped(changed: Callable[[str, str, str], Path]) -> None:
    """A claim in a group takes its place there with what it keeps."""
    folder = changed("questions/a_start.yaml", "{id: retyped,", "{id: retyped, until: retype_hours,")
    rules = load_rules(folder)
    rows = scored(rules, output_path="retyped", live_write="no").reason("five.2").evidence
    # Alone +9 and +6; the claim keeps +4, so the other one is the strongest, and of the claim half of the rest counts.
    assert [(row.decibans, row.adjusted) for row in rows] == [(9, 2), (6, 6)]


def test_in_report_and_words(rules: Rules, texts: Catalog) -> None:
    """The report, the trace in words, the table of the question and the message all say why a claim weighs less."""
    sheet = Sheet(pilot="p", answers={"audit_log": "full"})
    whole = report(rules, sheet)
    [row] = next(reason for reason in whole["reasons"] if reason["id"] == "five.4")["evidence"]
    assert row == {
        "question": "audit_log",
        "option": "full",
        "decibans": -3,
        "uncapped": -7,
        "awaits": "audit_read",
    }
    assert "-3  audit_log: full (-7 alone) (a claim until audit_read is answered)\n" in explain_report(whole)
    assert "a claim: until audit_read is answered, it keeps 50 percent" in explain_question(rules, "audit_log")
    said = "\n".join(line for part in reasoning(texts, sheet, score(rules, sheet)).parts for line in part.lines)
    assert f"it weighs −7 once this has an answer too: {texts.questions['audit_read'].text}" in said


@pytest.mark.parametrize(
    ("until", "line"),
    [
        (
            "live_write",
            "option retyped, until: unknown follow-up 'live_write'; the nearest valid one is 'retype_hours'",
        ),
        ("retype_hour", "option retyped, until: unknown follow-up 'retype_hour'; the nearest valid one is"),
    ],
)
def test_a_claim_needs_its_own_follow_up(changed: Callable[[str, str, str], Path], until: str, line: str) -> None:
    """What a claim waits for must be a follow-up of its own question that this answer earns."""
    folder = changed("questions/a_start.yaml", "{id: retyped,", f"{{id: retyped, until: {until},")
    with pytest.raises(RulesError) as refused:
        load_rules(folder)
    assert line in str(refused.value)


def test_a_claim_stays_above_weaker_answers(changed: Callable[[str, str, str], Path]) -> None:
    """A claim that would weigh less than a weaker answer is refused: a worse answer must never lower a score."""
    folder = changed("questions/a_start.yaml", "{id: written,", "{id: written, until: retype_hours,")
    changed("questions/a_start.yaml", "requires: {output_path: [retyped]}", "requires: {output_path: [written]}")
    with pytest.raises(RulesError) as refused:
        load_rules(folder)
    assert "question output_path: for five.2, a claim would weigh less than a weaker answer" in str(refused.value)
