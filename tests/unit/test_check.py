"""The lint of the rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scoring import check_rules
from scoring.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = Path(__file__).parent / "rules_small"


def test_our_own_rules_are_clean() -> None:
    """The rules that come with the package have no fault."""
    assert [str(fault) for fault in check_rules().faults] == []


@pytest.mark.parametrize(
    "line",
    [
        "reasons.yaml: reason five.1: 2 questions bear on it; 4 are the fewest",
        "reasons.yaml: reason five.1: all evidence together reaches 9 decibans: it cannot be confirmed",
        "reasons.yaml: reason five.1: all evidence together reaches -12 decibans: it cannot be ruled out",
        "b_later.yaml: question share_handled: it bears on no reason and is not `needed`: it would never be asked",
        "actions.yaml: week 2 has no action with `when: always` or `unless_outside`",
        "source five.3: no question, action, metric or check serves it",
    ],
)
def test_faults_of_quality(line: str) -> None:
    """Too little evidence, useless questions, empty weeks and claims that nothing serves are faults, one line each."""
    assert any(str(fault).endswith(line) for fault in check_rules(SMALL).faults)


@pytest.mark.parametrize(
    "line",
    [
        "questions/b_later.yaml: question money, option line: it says nothing about any reason (all within 1 deciban)",
        "source offer.1: no question, action, metric or check serves it",
    ],
)
def test_notes(line: str) -> None:
    """What may be meant so is a note: an answer that says nothing, a claim that a text may serve."""
    assert line in [str(note) for note in check_rules(SMALL).notes]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "questions/a_start.yaml",
            "why: w",
            'why: ""',
            "question output_path, option written: `why` is missing: one line, where the judgement comes from",
        ),
        (
            "questions/a_start.yaml",
            "  requires: {output_path: [retyped]}\n",
            "",
            (
                "questions/a_start.yaml: question retype_hours: a follow-up says which answers earn it: "
                "`requires: {output_path: […]}`"
            ),
        ),
        (
            "questions/a_start.yaml",
            "sources: [five.2]",
            "sources: [five.9]",
            "question output_path: unknown source 'five.9'",
        ),
        ("questions/a_start.yaml", "sources: [five.2]", "sources: []", "question output_path: it serves no source"),
        (
            "questions/b_later.yaml",
            "id: baseline\n",
            "id: baseline\n  requires: {retype_hours: [few], output_path: [written]}\n",
            "question baseline, requires: these can never hold together: it cannot be asked",
        ),
        (
            "actions.yaml",
            "week: 1, due_day: 5",
            "week: 1, due_day: 9",
            "action record_baseline: day 9 does not lie in week 1",
        ),
        ("actions.yaml", "reasons: [five.1]", "reasons: [five.2]", "actions.yaml: no action answers five.1"),
        (
            "actions.yaml",
            ", decides: true",
            "",
            "actions.yaml: no action with `decides: true` answers outside.data: stop, or go on?",
        ),
        (
            "actions.yaml",
            "effort: 8, changes: {data_there: there}, sources: [outside.data]",
            "effort: 8, changes: {data_there: there}, sources: [outside.data], decides: true",
            "actions.yaml: outside.data has a decision, but nothing of its own to do: narrow, fetch",
        ),
        (
            "actions.yaml",
            "sources: [path.3], when: unless_outside",
            "sources: [path.3], when: always",
            (
                "actions.yaml: action launch_part: it would go past the decision about outside.data on day 9; "
                "use `when: unless_outside`"
            ),
        ),
    ],
)
def test_more_faults(changed: Callable[[str, str, str], Path], file: str, old: str, new: str, line: str) -> None:
    """A missing reason for a judgement, a question that cannot be asked, a wrong source or day is found."""
    found = [str(fault) for fault in check_rules(changed(file, old, new)).faults]
    assert any(text == line or text.endswith(f": {line}") for text in found), found


def test_every_cause_outside(changed: Callable[[str, str, str], Path]) -> None:
    """Each cause outside both lenses is looked at, also after one that has no decision at all."""
    folder = changed(
        "reasons.yaml",
        "- {id: outside.data",
        "- {id: outside.task, framework: outside, prior_percent: 8}\n- {id: outside.data",
    )
    changed("actions.yaml", "sources: [path.3], when: unless_outside", "sources: [path.3], when: always")
    found = [str(fault) for fault in check_rules(folder).faults]
    assert "actions.yaml: no action with `decides: true` answers outside.task: stop, or go on?" in found
    assert any("it would go past the decision about outside.data" in fault for fault in found)


def test_on_the_day_of_the_decision(changed: Callable[[str, str, str], Path]) -> None:
    """What falls due on the day of a decision does not go past it."""
    changed("actions.yaml", "sources: [path.3], when: unless_outside", "sources: [path.3], when: always")
    folder = changed("actions.yaml", "week: 3, due_day: 16", "week: 2, due_day: 9")
    assert not [fault for fault in check_rules(folder).faults if "launch_part: it would" in str(fault)]


def test_linked_questions(changed: Callable[[str, str, str], Path]) -> None:
    """Questions linked into more combinations than can be gone through are named."""
    folder = changed("frame.yaml", "version", "version")
    rows = "".join(
        f"- {{id: linked_{n}, role: anyone, minutes: 1, phase: 1, sources: [five.1], group: many, needed: true, "
        f"options: [{{id: a}}, {{id: b}}, {{id: c}}]}}\n"
        for n in range(8)
    )
    (folder / "questions" / "c.yaml").write_text(rows, encoding="utf-8")
    names = ", ".join(f"linked_{n}" for n in range(8))
    line = f"questions/c.yaml: question linked_0: {names} are linked: 6561 combinations; 5000 are the most"
    assert line in [str(fault) for fault in check_rules(folder).faults]


def test_command(changed: Callable[[str, str, str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """`check` prints faults, then notes, then their number; it ends with 1 when there is a fault, else with 0."""
    assert main(["check", "--rules", str(SMALL)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].endswith("faults, 6 notes")
    assert main(["check", "--rules", str(changed("frame.yaml", "likely: 5", "likely: 50"))]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 faults, 0 notes"
    assert main(["check"]) == 0
