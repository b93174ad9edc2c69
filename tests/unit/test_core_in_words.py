"""What the core says in plain words: tables, traces, faults, the command line."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import scoring
from scoring import UnknownId, given_up, load_rules
from scoring.__main__ import main, to_json
from scoring.crossref import _unknown
from scoring.errors import nearest_id
from scoring.explain import explain_question, explain_report, strength

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring import Rules

SMALL = str(Path(__file__).parent / "rules_small")


@pytest.mark.parametrize(
    ("decibans", "words"),
    [
        (0, "says next to nothing"),
        (1, "says next to nothing"),
        (-1, "says next to nothing"),
        (2, "speaks a little for it"),
        (-4, "speaks a little against it"),
        (5, "speaks clearly for it"),
        (-7, "speaks clearly against it"),
        (8, "speaks strongly for it"),
        (-10, "speaks strongly against it"),
        (11, "decides nearly by itself for it"),
        (-11, "decides nearly by itself against it"),
    ],
)
def test_strength(decibans: int, words: str) -> None:
    """A weight has words for its size, and says for or against; below two decibans it says next to nothing."""
    assert strength(decibans) == words


def test_table_of_a_question(small: Rules) -> None:
    """A question's table has who it is for, when it is asked, why each answer weighs, and the percents behind it."""
    assert (
        explain_question(small, "retype_hours")
        == """\
retype_hours: for anyone, 1 minute, phase 2, serves five.2
  only when output_path is retyped
  right after output_path
  group write_back: of its answers only the strongest counts in full, the next by half
- few (w)
    five.2: 20 of 100 pilots with it say this, 70 of 100 without it: -5 decibans, speaks clearly against it
- many (w)
    five.2: 80 of 100 pilots with it say this, 30 of 100 without it: +4 decibans, speaks a little for it
"""
    )
    assert (
        explain_question(small, "money")
        == """\
money: for sponsor, 1 minute, phase 3, serves four.4
  needed: its minutes are kept free
- line (w)
    five.1: 40 of 100 pilots with it say this, 50 of 100 without it: -1 decibans, says next to nothing
- none (w)
    five.1: 60 of 100 pilots with it say this, 50 of 100 without it: +1 decibans, says next to nothing
"""
    )


def test_table_with_several(changed: Callable[[str, str, str], Path]) -> None:
    """Several minutes, sources and accepted answers are all named."""
    file = "questions/a_start.yaml"
    changed(file, "minutes: 1\n  phase: 2\n  sources: [five.2]", "minutes: 2\n  phase: 2\n  sources: [five.2, ship.2]")
    rules = load_rules(changed(file, "{output_path: [retyped]}", "{output_path: [retyped, draft]}"))
    lines = explain_question(rules, "retype_hours").splitlines()
    assert lines[0] == "retype_hours: for anyone, 2 minutes, phase 2, serves five.2, ship.2"
    assert lines[1] == "  only when output_path is retyped or draft"


def told(**more: Any) -> dict[str, Any]:
    """Return a report with one reason in the lens and one outside it."""
    rows = [
        {"question": "output_path", "option": "retyped", "decibans": 9, "uncapped": 9, "awaits": None},
        {"question": "live_write", "option": "no", "decibans": 3, "uncapped": 6, "awaits": None},
    ]
    inside = {"id": "five.2", "state": "likely", "decibans": 10, "prior": -2, "evidence": rows}
    beyond = {"id": "outside.data", "state": "ruled_out", "decibans": -14, "prior": -14, "evidence": []}
    whole: dict[str, Any] = {
        "framework": "both",
        "rules_version": "0.1",
        "rules_sha256": "0123456789abcdef",
        "pilot": "Order intake",
        "finding": "not_enough_known",
        "reasons": [inside],
        "outside": {"state": "no", "reasons": [beyond]},
        "next_question": None,
        "counterfactual": [],
        "double_check": [],
        "plan": {"top": []},
        "contradictions": [],
        "disagreements": [],
    }
    return {**whole, **more}


def test_report_in_words() -> None:
    """A report in words is the JSON in the order of reading; what is empty is said to be nothing."""
    text = explain_report(told())
    assert text.startswith(
        """\
Order intake: not enough known (framework both, rules 0.1, 0123456789ab)
five.2: likely, +10 decibans
      -2  before any answer
      +9  output_path: retyped
      +3  live_write: no (+6 alone)
outside.data: ruled out, -14 decibans
     -14  before any answer
"""
    )
    for line in ("what would have to be true: nothing", "double-check: nothing", "first changes: nothing"):
        assert f"\n{line}\n" in text
    assert text.endswith("\nnext question: none\n")


def test_report_with_everything() -> None:
    """Changes, answers to double-check, first changes and the next question are named by id."""
    change = {"question": "output_path", "from_option": "retyped", "to_option": "written", "effort": 2}
    other = {"question": "live_write", "from_option": "no", "to_option": "yes", "effort": 2}
    text = explain_report(
        told(
            counterfactual=[change, other],
            double_check=["output_path", "live_write"],
            plan={"top": ["name_owner", "write_drafts"]},
            next_question="baseline",
        )
    )
    differing = [{"by": "Ann", "option": "retyped"}, {"by": None, "option": "written"}]
    text += explain_report(told(disagreements=[{"question": "output_path", "said": differing, "counts": "retyped"}]))
    for line in (
        "output_path is answered differently (Ann: retyped, somebody: written); retyped counts",
        "what would have to be true: output_path: retyped -> written, live_write: no -> yes",
        "double-check: output_path, live_write",
        "first changes: name_owner, write_drafts",
        "next question: baseline",
    ):
        assert f"\n{line}\n" in text


def test_nearest_id() -> None:
    """The nearest id is the one that looks most like it, and nothing when there is none to choose from."""
    assert nearest_id("writen", ["retyped", "written", "draft"]) == "written"
    assert nearest_id("writen", []) == ""
    assert str(UnknownId("option", "x", "")) == "unknown option: 'x'"
    assert str(UnknownId("option", "x", "y", "q")) == "unknown option of q: 'x'; the nearest valid one is 'y'"
    assert _unknown("reason", "five.7", []) == "unknown reason 'five.7'"
    assert _unknown("reason", "five.7", ["five.1"]) == "unknown reason 'five.7'; the nearest valid one is 'five.1'"


def test_an_unknown_question_is_named(small: Rules) -> None:
    """Explaining a question that does not exist names it and the nearest one."""
    with pytest.raises(UnknownId) as refused:
        explain_question(small, "retype_hour")
    assert str(refused.value) == "unknown question: 'retype_hour'; the nearest valid one is 'retype_hours'"


def test_an_unknown_contradiction_is_named() -> None:
    """Settling a contradiction that does not exist, or by a question that is none of its two, names the nearest."""
    rules = load_rules()
    contradiction = next(iter(rules.contradictions.values()))
    [first, second] = contradiction.facts
    assert given_up(rules, contradiction.id, first) == second
    with pytest.raises(UnknownId) as refused:
        given_up(rules, f"{contradiction.id}_", first)
    assert str(refused.value) == (
        f"unknown contradiction: '{contradiction.id}_'; the nearest valid one is '{contradiction.id}'"
    )
    with pytest.raises(UnknownId) as refused:
        given_up(rules, contradiction.id, f"{first}_")
    assert str(refused.value) == (
        f"unknown question of {contradiction.id}: '{first}_'; the nearest valid one is '{first}'"
    )


def test_json_is_plain_ascii() -> None:
    """JSON is indented by two, in the order given, ASCII only, and ends with a line break."""
    assert to_json({"b": "für", "a": [1]}) == '{\n  "b": "f\\u00fcr",\n  "a": [\n    1\n  ]\n}\n'


def test_command_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a command, the command line says which there are and ends with 2."""
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("usage: python -m scoring ")
    assert "the following arguments are required: command" in said


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """The help says what it is and has a line about each command."""
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "\nThe deterministic core of Unstick.\n" in said
    for line in ("check               lint", "score               score", "questions           list", "explain       "):
        assert f"\n    {line}" in said


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("check", ["a rules folder (default: the package's own)"]),
        ("score", ["a YAML file: pilot, framework, answers", "the whole report as JSON"]),
        ("questions", ["with options, roles, minutes and sources as JSON"]),
        ("explain", ["a question id", "--rules RULES"]),
    ],
)
def test_help_of_a_command(capsys: pytest.CaptureFixture[str], command: str, words: list[str]) -> None:
    """The help of a command says what to give it."""
    with pytest.raises(SystemExit):
        main([command, "--help"])
    said = " ".join(capsys.readouterr().out.split())
    assert all(f" {each}" in said for each in words), said
    assert "XX" not in said


def test_run_as_a_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`python -m scoring` runs the command line and ends with its exit code."""
    monkeypatch.setattr(sys, "argv", ["scoring", "questions", "--rules", SMALL])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(Path(scoring.__file__).parent / "__main__.py"), run_name="__main__")
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("output_path\n")


def test_json_of_a_score(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`score --json` prints the whole report as JSON, whatever letters are in the sheet."""
    sheet = tmp_path / "sheet.yaml"
    sheet.write_bytes("pilot: Auftragseingang für München\n".encode())
    assert main(["score", str(sheet), "--json", "--rules", SMALL]) == 0
    assert '"pilot": "Auftragseingang f\\u00fcr M\\u00fcnchen",\n' in capsys.readouterr().out
