"""The cases in tests/cases, played from end to end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.playground.replay.case import CaseError, read_case
from bot.playground.replay.play import play

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*.yaml"))
SHORT = next(path for path in CASES if path.stem == "outside_data")


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_holds(path: Path, sqlite_url: str) -> None:
    """Everything a case expects comes true when it is played through the real bot."""
    assert play(read_case(path), database_url=sqlite_url).faults == ()


def test_there_are_cases() -> None:
    """The three documented cases of the first version are among those that are played."""
    assert {"order_intake", "nhs_chest_imaging", "duke_sepsis_watch"} <= {path.stem for path in CASES}


def test_a_case_that_does_not_hold_is_told(tmp_path: Path) -> None:
    """`unstick replay` exits 1 and says what was expected and what was found; --record keeps each call."""
    case = tmp_path / "wrong.yaml"
    text = SHORT.read_text("utf-8")
    head, _, _ = text.partition("\nexpect:")
    case.write_text(f"{head}\nexpect:\n  reasons:\n    five.5: [confirmed]\n", "utf-8")
    record = tmp_path / "calls.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "bot", "replay", str(case), "--record", str(record), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    [result] = json.loads(done.stdout)["cases"]
    assert result["ok"] is False
    assert "five.5 is" in result["faults"][0]
    methods = [json.loads(line)["method"] for line in record.read_text("utf-8").splitlines()]
    assert methods.count("chat.postMessage") > len(("root", "opening", "question"))


def test_a_case_that_cannot_be_read_names_the_place(tmp_path: Path) -> None:
    """A mistyped key is refused with the file and the key, before anything is played."""
    case = tmp_path / "odd.yaml"
    case.write_text("title: odd\nstart: 2026-11-02T15:00:00Z\ncommand: /unstick x\nstpes: []\n", "utf-8")
    with pytest.raises(CaseError, match=r"odd\.yaml.*stpes"):
        read_case(case)
