"""Reading a sheet of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring import Answer, Sheet, SheetError, UnknownId, facts, read_sheet, score

if TYPE_CHECKING:
    from scoring import Rules


def test_every_form_of_an_answer(small: Rules) -> None:
    """An option id, a bare number, `unknown` and a full table are read; a number gets its band and stays exact."""
    text = """
pilot: order intake
answers:
  output_path: {option: retyped, by: ops-lead, quote: the coordinator keys it in}
  retype_hours: 12
  volume_week: {value: 80, by: ops-lead}
  live_write: unknown
"""
    sheet = read_sheet(text, small)
    assert sheet.framework == "both"
    assert sheet.answers["output_path"] == Answer(option="retyped", by="ops-lead", quote="the coordinator keys it in")
    assert sheet.answers["retype_hours"] == Answer(option="many", value=12)
    assert sheet.answers["volume_week"] == Answer(option="low", value=80, by="ops-lead")
    assert sheet.answers["live_write"] == Answer(option="unknown")


@pytest.mark.parametrize(
    ("text", "kind", "given", "nearest"),
    [
        ("pilot: p\nanswers: {output_pat: written}", "question", "output_pat", "output_path"),
        ("pilot: p\nanswers: {output_path: writen}", "option", "writen", "written"),
        ("pilot: p\nframework: fife", "framework", "fife", "five"),
        ("pilot: p\nframwork: five", "key", "framwork", "framework"),
        ("pilot: p\nanswers: {output_path: [written, drat]}", "option", "drat", "draft"),
        ("pilot: p\nanswers: {output_path: [{optoin: draft}]}", "key", "optoin", "option"),
        ("pilot: p\nanswers: {output_path: {option: draft, role: sponser}}", "role", "sponser", "sponsor"),
        ("pilot: p\nanswers: {output_path: {optoin: written}}", "key", "optoin", "option"),
        ("pilot: p\nanswers: {7: written}", "question", "7", None),
    ],
)
def test_unknown_ids(small: Rules, text: str, kind: str, given: str, nearest: str | None) -> None:
    """An id that does not exist is named together with the nearest valid one, in one line."""
    with pytest.raises(UnknownId) as refused:
        read_sheet(text, small)
    assert (refused.value.kind, refused.value.given) == (kind, given)
    assert nearest is None or refused.value.nearest == nearest
    assert f"'{given}'" in str(refused.value)
    assert f"'{refused.value.nearest}'" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a list", "a sheet is a table"),
        ("pilot: p\n  framework: both", "line 2"),
        ("answers: {}", "pilot: field required"),
        ("pilot: p\nanswers: {output_path: 3}", "output_path takes no number; its options are written, draft, retyped"),
        ("pilot: p\nanswers: {retype_hours: -1}", "retype_hours: -1 hours_per_week is outside every band"),
        ("pilot: p\nanswers: {share_handled: 101}", "share_handled: 101 percent is outside every band"),
        ("pilot: p\nanswers: {retype_hours: 1.5}", "unknown option of retype_hours: '1.5'"),
        ("pilot: p\nanswers: {output_path: []}", "answers.output_path"),
        ("pilot: p\nanswers: {output_path: true}", "answers.output_path"),
        ("pilot: p\nanswers: words", "answers"),
        ("pilot: " + "x" * 1_000_001, "1000008 characters"),
    ],
)
def test_refusals(small: Rules, text: str, message: str) -> None:
    """What cannot be read is refused with one line that says what to change."""
    with pytest.raises(SheetError) as refused:
        read_sheet(text, small)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_empty_answers(small: Rules) -> None:
    """A sheet without answers is a sheet: nothing is known yet."""
    assert read_sheet("pilot: p\nanswers:", small).answers == {}
    assert score(small, Sheet(pilot="p")).finding == "not_enough_known"


def test_moot_answers(small: Rules) -> None:
    """An answer whose question makes no sense after a correction does not count, and counts again after another."""
    sheet = Sheet(pilot="p", answers={"retype_hours": 12, "output_path": "retyped"})
    assert facts(small, sheet) == {"output_path": "retyped", "retype_hours": "many"}
    corrected = sheet.with_answer("output_path", "draft")
    assert facts(small, corrected) == {"output_path": "draft"}
    assert facts(small, corrected.with_answer("output_path", "unknown")) == {
        "output_path": "unknown",
        "retype_hours": "many",
    }
    assert facts(small, corrected.without("output_path")) == {"retype_hours": "many"}


def test_a_sheet_from_code_is_checked_too(small: Rules) -> None:
    """Scoring a sheet that was never read from text refuses unknown ids as reading does, and names the nearest."""
    for refusing in (score, facts):
        for answers, line in (
            ({"outputpath": "retyped"}, "unknown question: 'outputpath'; the nearest valid one is 'output_path'"),
            (
                {"output_path": "retypd"},
                "unknown option of output_path: 'retypd'; the nearest valid one is 'retyped'",
            ),
        ):
            with pytest.raises(UnknownId) as unknown:
                refusing(small, Sheet.model_validate({"pilot": "p", "answers": answers}))
            assert str(unknown.value) == line
    with pytest.raises(UnknownId):
        score(small, Sheet(pilot="p", answers={"output_pat": "written"}))
    with pytest.raises(SheetError):
        score(small, Sheet(pilot="p", answers={"output_path": 3}))
