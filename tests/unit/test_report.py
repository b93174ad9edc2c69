"""What leaves the core as JSON, and the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scoring import Rules, Sheet, questions_json, report
from scoring.__main__ import main, to_json

ROOT = Path(__file__).parents[2]
SMALL = Path(__file__).parent / "rules_small"
SHEET = """
pilot: Auftragseingang für München
answers:
  output_path: {option: retyped, by: ops-lead, quote: "it drops a sheet"}
  retype_hours: 12
  live_write: no
  whose_number: nobody
  baseline: unknown_yet
  data_there: unknown
"""


@pytest.fixture
def sheet_file(tmp_path: Path) -> Path:
    """A sheet on disk."""
    file = tmp_path / "sheet.yaml"
    file.write_text(SHEET, encoding="utf-8")
    return file


def test_the_same_bytes_everywhere(sheet_file: Path) -> None:
    """A sheet gives the same bytes under any hash seed, time zone and language, run after run."""
    outputs = set()
    for seed, zone, language in (
        ("0", "UTC", "C"),
        ("1", "Asia/Tokyo", "de_DE.UTF-8"),
        ("4242", "America/Lima", "tr_TR"),
    ):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "LC_ALL": language}
        command = [sys.executable, "-m", "scoring", "score", str(sheet_file), "--json", "--rules", str(SMALL)]
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["pilot"] == "Auftragseingang für München"


def test_keys_of_the_contract(small: Rules) -> None:
    """The report has the keys that outside checks rely on, in the order of reading."""
    whole = report(small, Sheet(pilot="p", answers={"output_path": "retyped", "retype_hours": 7, "live_write": "no"}))
    assert list(whole) == [
        "rules_version",
        "rules_sha256",
        "pilot",
        "framework",
        "finding",
        "reasons",
        "outside",
        "contradictions",
        "disagreements",
        "next_question",
        "counterfactual",
        "double_check",
        "plan",
    ]
    assert (whole["rules_version"], whole["rules_sha256"]) == (small.version, small.sha256)
    wired = whole["reasons"][1]
    assert list(wired) == ["id", "state", "decibans", "prior", "evidence"]
    assert wired["evidence"][1] == {
        "question": "retype_hours",
        "option": "many",
        "decibans": 0,
        "uncapped": 4,
        "awaits": None,
    }
    assert wired["prior"] + sum(row["decibans"] for row in wired["evidence"]) == wired["decibans"]
    assert whole["counterfactual"] == [
        {"question": "output_path", "from_option": "retyped", "to_option": "draft", "effort": 5}
    ]
    assert list(whole["plan"]) == ["top", "weeks", "metrics", "budget", "ready", "recoverable"]
    assert [(week["week"], week["source"]) for week in whole["plan"]["weeks"]] == [
        (n, f"path.{n}") for n in (1, 2, 3, 4)
    ]
    assert json.loads(to_json(whole)) == json.loads(json.dumps(whole))


def test_next_question_of_a_report(small: Rules) -> None:
    """The next question is the one for the minutes that the answers leave; none when they are used up."""
    assert report(small, Sheet(pilot="p"))["next_question"] == "whose_number"
    everything = dict.fromkeys(small.questions, "unknown")
    assert report(small, Sheet(pilot="p", answers=everything))["next_question"] is None


def test_questions(small: Rules) -> None:
    """Every question is listed with its options, role, minutes and sources; a figure with its bands."""
    rows = {row["id"]: row for row in questions_json(small)}
    assert list(rows) == list(small.questions)
    assert rows["whose_number"]["options"] == [{"id": "person"}, {"id": "team"}, {"id": "nobody"}]
    assert rows["retype_hours"]["options"][1] == {"id": "many", "value": 10, "from": 6, "to": None}
    assert rows["retype_hours"]["requires"] == {"output_path": ["retyped"]}
    assert (rows["live_write"]["role"], rows["live_write"]["minutes"]) == ("technical_lead", 2)
    assert rows["live_write"]["reasons"] == ["five.2", "four.1"]


def test_score_in_words(sheet_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json the trace is printed in rows that add up, with what a capped answer would weigh alone."""
    assert main(["score", str(sheet_file), "--rules", str(SMALL)]) == 0
    text = capsys.readouterr().out
    assert "five.2: likely, +10 decibans\n      -2  before any answer\n      +9  output_path: retyped\n" in text
    assert "      +0  retype_hours: many (+4 alone)\n" in text
    assert "what would have to be true: output_path: retyped -> draft, whose_number: nobody -> person\n" in text
    assert "first changes: write_drafts, name_owner, record_baseline\n" in text


def test_unknown_id_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown id ends the command with 2 and one line that names it and the nearest valid one."""
    file = tmp_path / "sheet.yaml"
    file.write_text("pilot: p\nanswers: {output_pat: written}", encoding="utf-8")
    assert main(["score", str(file), "--rules", str(SMALL)]) == 2
    assert capsys.readouterr() == ("", "unknown question: 'output_pat'; the nearest valid one is 'output_path'\n")


def test_unreadable_files_exit_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sheet that is not there, or rules that cannot be used, end the command with 2 and say why."""
    assert main(["score", str(tmp_path / "none.yaml"), "--rules", str(SMALL)]) == 2
    assert main(["questions", "--rules", str(tmp_path)]) == 2
    assert "frame.yaml: this file is missing" in capsys.readouterr().err


def test_list_of_questions(small: Rules, capsys: pytest.CaptureFixture[str]) -> None:
    """`questions` prints the ids, with --json all about them."""
    assert main(["questions", "--rules", str(SMALL)]) == 0
    assert capsys.readouterr().out.split() == list(small.questions)
    assert main(["questions", "--rules", str(SMALL), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == questions_json(small)


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    """`explain` says in words when a question is asked and what each of its answers weighs."""
    assert main(["explain", "retype_hours", "--rules", str(SMALL)]) == 0
    text = capsys.readouterr().out
    assert text.startswith(
        "retype_hours: for anyone, 1 minute, phase 2, serves five.2\n  only when output_path is retyped\n"
    )
    assert (
        "five.2: 80 of 100 pilots with it say this, 30 of 100 without it: +4 decibans, speaks a little for it" in text
    )
    assert main(["explain", "volume_week", "--rules", str(SMALL)]) == 0
    assert "  needed: its minutes are kept free\n- low\n" in capsys.readouterr().out
    assert main(["explain", "retype_hour", "--rules", str(SMALL)]) == 2
    assert "'retype_hours'" in capsys.readouterr().err
