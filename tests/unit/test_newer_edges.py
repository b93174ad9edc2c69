"""Versions, differences, candidates and facts that nobody can change: at their edges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scoring import RulesError, SheetError, check_rules, load_rules
from scoring.__main__ import main
from scoring.candidates import LARGEST, read_candidates
from scoring.diff import moved_states
from scoring.explain import explain_question
from scoring.load import Folder, canonical

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring import Rules

SHEET = "pilot: p\nanswers: {whose_number: nobody, money: none}\n"


def test_a_frozen_version_is_no_fault(
    changed: Callable[[str, str, str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """`freeze` names the file it wrote; rules that are as frozen have no fault or note about their version."""
    folder = changed("frame.yaml", "version", "version")
    assert main(["freeze", "--rules", str(folder)]) == 0
    assert Path(capsys.readouterr().out.strip()).exists()
    checked = check_rules(folder)
    assert not [each for each in (*checked.faults, *checked.notes) if "frozen" in str(each)]


def test_too_many_candidates() -> None:
    """A file of candidates beyond the largest size is refused before it is read."""
    with pytest.raises(SheetError, match=f"{LARGEST + 1} characters; {LARGEST} are the most"):
        read_candidates("x" * (LARGEST + 1))


def test_why_a_state_moved(small: Rules, changed: Callable[[str, str, str], Path]) -> None:
    """A state that moved says why: another prior, another threshold, or a reason that was not scored before."""
    old = "framework: five, prior_percent: 50"
    prior = load_rules(changed("reasons.yaml", old, "framework: five, prior_percent: 20"))
    assert moved_states(small, prior, SHEET)[:2] == [
        "five.1: likely (+9) -> unclear (+3)",
        "    before any answer: +0 -> -6",
    ]
    changed("reasons.yaml", "framework: five, prior_percent: 20", old)
    limit = load_rules(changed("frame.yaml", "likely: 5", "likely: 11"))
    assert "    the thresholds moved" in moved_states(small, limit, SHEET)


def test_a_new_reason(small: Rules, changed: Callable[[str, str, str], Path]) -> None:
    """A reason that only one of two rules has is "not scored" in the other."""
    text = "- {id: five.3, framework: five, prior_percent: 40, sources: [five.3]}\n- {id: four.1"
    lines = moved_states(small, load_rules(changed("reasons.yaml", "- {id: four.1", text)), SHEET)
    assert lines == ["five.3: not scored -> unclear (-2)"]


def test_a_fixed_fact(changed: Callable[[str, str, str], Path]) -> None:
    """The table of a question says when nobody can change its fact."""
    folder = changed("questions/b_later.yaml", "- id: volume_week\n", "- id: volume_week\n  fixed: true\n")
    assert "\n  fixed: nobody can change this fact" in explain_question(load_rules(folder), "volume_week")


def test_a_folder_with_faults_has_no_canonical_form() -> None:
    """What could not be read has no canonical form to be hashed or frozen."""
    with pytest.raises(RulesError):
        canonical(Folder())
