"""Several people answer one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from prompts.compose.verdict import Beside, findings
from scoring import Sheet, UnknownId, disagreements, facts, load_rules, read_sheet, report, resolved, score
from scoring.explain import explain_report
from scoring.measures import recoverable_hours

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from prompts.catalog import Catalog
    from scoring import Rules

LEAD = {"option": "no", "by": "U1", "role": "technical_lead"}
OWNER = {"option": "yes", "by": "U2", "role": "business_owner"}


def sheet_of(*said: Any, question: str = "live_write") -> Sheet:
    """Return a sheet on which these people answered one question."""
    return Sheet.model_validate({"pilot": "p", "answers": {question: list(said)}})


def counts(rules: Rules, *said: Any, question: str = "live_write") -> str:
    """Return the option that counts."""
    return facts(rules, sheet_of(*said, question=question))[question]


def test_the_role_that_the_question_is_for(small: Rules) -> None:
    """The question's own role counts, whoever spoke last."""
    assert counts(small, LEAD, OWNER) == counts(small, OWNER, LEAD) == "no"


def test_else_the_latest(small: Rules) -> None:
    """Among people of other roles, and among people of its own, the latest counts."""
    other = {"option": "no", "by": "U3", "role": "sponsor"}
    assert counts(small, other, OWNER) == "yes"
    assert counts(small, OWNER, other) == "no"
    assert counts(small, LEAD, {**LEAD, "by": "U4", "option": "yes"}) == "yes"


def test_knowing_counts_before_not_knowing(small: Rules) -> None:
    """An "I don't know" counts only when nobody knows, even from the question's own role."""
    unsure = {**LEAD, "option": "unknown"}
    assert counts(small, OWNER, unsure) == "yes"
    assert counts(small, unsure, "unknown") == "unknown"


def test_what_somebody_says_later_replaces_it(small: Rules) -> None:
    """One person's second answer is a correction, not a disagreement; people without a name are each their own."""
    corrected = sheet_of(LEAD, {**LEAD, "option": "yes"})
    assert facts(small, corrected) == {"live_write": "yes"}
    assert disagreements(small, corrected) == ()
    assert len(disagreements(small, sheet_of("yes", "no"))) == 1


def test_who_corrects_spoke_last(small: Rules) -> None:
    """Who speaks again speaks last: between two of the same standing, the correction counts."""
    second = {**LEAD, "by": "U4", "option": "yes"}
    assert counts(small, LEAD, second, LEAD) == "no"
    assert counts(small, LEAD, second) == "yes"


def test_numbers_of_everybody_by_their_band(small: Rules) -> None:
    """In a resolved sheet, each person's number has the id of its band, and the one that counts stands alone."""
    people = [{"value": 120, "by": "A"}, {"value": 80, "by": "B"}]
    whole = resolved(small, sheet_of(*people, question="volume_week"))
    assert [answer.option for answer in whole.said["volume_week"]] == ["high", "low"]
    assert whole.answers["volume_week"].option == "low"


def test_a_policy_of_its_own(changed: Callable[[str, str, str], Path]) -> None:
    """The policy is data: a folder may let the first to answer count, whatever their role."""
    policy = "version\nrespondents: {prefer: [knows], then: first}\n"
    rules = load_rules(changed("frame.yaml", "thresholds", policy.replace("version\n", "") + "thresholds"))
    assert counts(rules, OWNER, LEAD) == "yes"


def test_never_averaged(small: Rules) -> None:
    """A question that several people answered weighs as the one answer that counts."""
    assert score(small, sheet_of(LEAD, OWNER)) == score(small, sheet_of("no"))


def test_figures(small: Rules) -> None:
    """Numbers are told apart by their band, and the exact number of the one that counts is used."""
    several = [{"value": 100, "by": "U1"}, {"value": 110, "by": "U2", "role": "business_owner"}]
    answers = {"volume_week": several, "minutes_each": 9, "share_handled": 90, "exceptions_share": 15}
    for told in (several, several[::-1]):
        sheet = Sheet.model_validate({"pilot": "p", "answers": {**answers, "volume_week": told}})
        assert recoverable_hours(small, sheet).volume == 110


def test_disagreements_in_the_report(small: Rules) -> None:
    """The report lists who said what and which counts, as a finding of its own; so does the trace in words."""
    whole = report(small, sheet_of(LEAD, OWNER))
    assert whole["disagreements"] == [
        {
            "question": "live_write",
            "counts": "no",
            "said": [
                {"by": "U1", "role": "technical_lead", "option": "no", "value": None, "quote": None},
                {"by": "U2", "role": "business_owner", "option": "yes", "value": None, "quote": None},
            ],
        }
    ]
    assert "live_write is answered differently (U1: no, U2: yes); no counts\n" in explain_report(whole)
    assert report(small, sheet_of(LEAD, {**OWNER, "option": "unknown"}))["disagreements"] == []


def test_read_from_a_file(small: Rules) -> None:
    """A list in a sheet is what several people said; the one that counts stands among the answers."""
    text = "pilot: p\nanswers:\n  live_write: [{option: no, by: a, role: technical_lead}, {option: yes, by: b}]\n"
    sheet = read_sheet(text, small)
    assert (sheet.answers["live_write"].by, len(sheet.said["live_write"])) == ("a", 2)
    assert sheet.with_answer("live_write", "yes").said == sheet.without("live_write").said == {}
    with pytest.raises(UnknownId, match="nearest valid one is 'yes'"):
        facts(small, sheet_of("yess", "no"))


def test_the_verdict_says_so(rules: Rules, texts: Catalog) -> None:
    """The verdict lists who answered what, with a mark on the answer that counts."""
    said = [
        {"option": "full", "by": "U0TOMASZ", "role": "technical_lead"},
        {"option": "result_only", "by": "U0MARTIN", "role": "sponsor"},
    ]
    sheet = resolved(rules, sheet_of(*said, question="audit_log"))
    beside = Beside(changes=(), checks=(), differing=disagreements(rules, sheet))
    message = findings(texts, sheet, score(rules, sheet), beside, ref="d", minutes=1, posters=["U0OLIVIA"], version="1")
    [told] = [text for text in message.closing if "Not everybody" in text]
    assert "✓ *What it did, when, and on what grounds* (<@U0TOMASZ>) · *Only the result itself* (<@U0MARTIN>)" in told
