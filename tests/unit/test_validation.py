"""The documented cases: every fact has a source, every case a label, and the page about them is what the rules say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from scoring import UNKNOWN, load_rules, read_sheet
from tests.validation import AGAINST, CASES, PAGE, cases, labels, page

if TYPE_CHECKING:
    from pathlib import Path

SHEETS = sorted((CASES / "sheets").glob("*.yaml"))
DOCUMENTED = 15  # that are kept: thirteen in the table, two more in the note below it; a case may be added


def test_the_page_is_up_to_date() -> None:
    """docs/validation.md is what `make validation` writes today."""
    assert PAGE.read_text(encoding="utf-8") == page(load_rules()), "run: make validation"


def test_every_sheet_has_a_label() -> None:
    """Every documented case is a sheet with labels, and every label names a reason that exists."""
    rules = load_rules()
    assert {file.stem for file in SHEETS} == set(labels())
    assert len(SHEETS) >= DOCUMENTED
    for label in labels().values():
        assert {*label["clear"], *label["plausible"]} <= set(rules.reasons)
        assert not {*label["clear"]} & {*label["plausible"]}
    assert [name for name, label in labels().items() if label.get("control")] == ["duke_sepsis_watch"]


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.stem)
def test_every_fact_has_a_source(file: Path) -> None:
    """A known fact stands below a comment that names its source; what no source tells is unknown, and says so."""
    text = file.read_text(encoding="utf-8")
    source, sources = "", {}
    for line in text.split("answers:\n", maxsplit=1)[1].splitlines():
        if line.startswith("  #"):
            source = line.removeprefix("  # ")
        else:
            sources[line.strip().split(":", maxsplit=1)[0]] = source
    sheet = read_sheet(text, load_rules())
    assert set(sources) == set(sheet.answers)
    for question_id, answer in sheet.answers.items():
        assert sources[question_id], f"{question_id}: no source"
        if answer.option != UNKNOWN:
            assert not re.match("not told", sources[question_id]), f"{question_id}: known, but not told"


def test_nothing_is_left_out() -> None:
    """Every clear label that does not hold, and every reason that holds without a label, is named on the page."""
    text = PAGE.read_text(encoding="utf-8")
    went_wrong = text.split("## What went wrong", maxsplit=1)[1].split("## Why", maxsplit=1)[0]
    for case in cases(load_rules()):
        lines = [line for line in went_wrong.splitlines() if line.startswith(f"- {case.sheet.pilot}:")]
        for reason in (*case.unlabelled, *case.labelled(case.clear, *AGAINST)):
            assert any(reason.id in line for line in lines), (case.name, reason.id)
        row = next(line for line in text.splitlines() if line.startswith(f"| {case.sheet.pilot}"))
        for reason in case.labelled(case.clear, "unclear"):
            assert reason.id in row.split("|")[-2]
    assert "one reading" in text
