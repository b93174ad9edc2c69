"""Reading a rules folder: which key is wrong where, in which file, and nothing after a fault is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scoring import RulesError, Sheet, load_rules, score
from scoring.load import read_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from scoring import Rules

ROOT = Path(__file__).parents[2]
START = "questions/a_start.yaml"


def faults(folder: Path) -> list[str]:
    """Return every fault of a folder, one line each."""
    return [str(fault) for fault in read_folder(folder).faults]


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("frame.yaml", "likely: 5", "likly: 5", "frame, thresholds, likly: unknown key; the nearest valid one is "),
        (
            "frame.yaml",
            "budget_minutes: 12",
            "budget_minutes: no",
            "frame, budget_minutes: a whole number is needed, not 'no'",
        ),
        (
            "frame.yaml",
            "budget_minutes: 12",
            "budget_minute: 12",
            "frame, budget_minute: unknown key; the nearest valid one is 'budget_minutes'",
        ),
        (
            START,
            "id: written, percent",
            "id: written, wy: w, percent",
            "question output_path, option written, wy: unknown key; the nearest valid one is 'why'",
        ),
        (
            START,
            "minutes: 1",
            "minuts: 1",
            "question output_path, minuts: unknown key; the nearest valid one is 'minutes'",
        ),
        (
            START,
            "value: 2, from: 0",
            "value: 2, form: 0",
            "question retype_hours, option few, form: unknown key; the nearest valid one is 'from'",
        ),
        (
            "actions.yaml",
            "reasons: [five.1]",
            "reason: [five.1]",
            "action name_owner, reason: unknown key; the nearest valid one is 'reasons'",
        ),
        ("actions.yaml", "id: name_owner, ", "", "action number 2, id: this is missing"),
        ("actions.yaml", "- {id: name_owner", "- word\n- {id: name_owner", "action number 2: "),
        ("reasons.yaml", "prior_percent: 50, ", "", "reason five.1, prior_percent: this is missing"),
        (
            "actions.yaml",
            "id: write_drafts",
            "id: name_owner",
            "action name_owner: this id stands in actions.yaml already",
        ),
    ],
)
def test_which_key_where(changed: Callable[[str, str, str], Path], file: str, old: str, new: str, line: str) -> None:
    """A wrong key or value is named with its file, its entry by id or number, and the nearest valid key."""
    found = faults(changed(file, old, new))
    assert any(text.startswith(f"{file}: {line}") for text in found), found


@pytest.mark.parametrize("key", ["options: []", "options: [{id: a}]"])
def test_too_few_options(changed: Callable[[str, str, str], Path], key: str) -> None:
    """Too few entries are said to be too few, without repeating them."""
    folder = changed("frame.yaml", "version", "version")
    text = f"- {{id: odd, role: anyone, minutes: 1, phase: 1, sources: [five.1], {key}}}\n"
    (folder / "questions" / "c.yaml").write_text(text, encoding="utf-8")
    assert "questions/c.yaml: question odd, options: too few entries" in faults(folder)


def test_too_many_options(changed: Callable[[str, str, str], Path]) -> None:
    """Too many entries are said to be too many, without repeating them."""
    folder = changed("frame.yaml", "version", "version")
    ids = ", ".join(f"{{id: o{number}}}" for number in range(13))
    text = f"- {{id: odd, role: anyone, minutes: 1, phase: 1, sources: [five.1], options: [{ids}]}}\n"
    (folder / "questions" / "c.yaml").write_text(text, encoding="utf-8")
    assert "questions/c.yaml: question odd, options: too many entries" in faults(folder)


def test_faults_of_whole_files(changed: Callable[[str, str, str], Path]) -> None:
    """A file that is missing, no text, no YAML or no list is named without a place in it."""
    folder = changed("frame.yaml", "version", "version")
    (folder / "metrics.yaml").unlink()
    (folder / "ready.yaml").write_bytes(b"\xff\xfe")
    (folder / "actions.yaml").write_text("a: [", encoding="utf-8")
    (folder / "reasons.yaml").write_text("five.1: x\n", encoding="utf-8")
    found = {(fault.file, fault.where) for fault in read_folder(folder).faults if "yaml" in fault.file}
    for file in ("metrics.yaml", "ready.yaml", "actions.yaml", "reasons.yaml"):
        assert (file, "") in found


def test_what_follows_a_fault_is_read(changed: Callable[[str, str, str], Path]) -> None:
    """After an entry that cannot be used, and after one that stands twice, the rest of the file is still read."""
    folder = changed("reasons.yaml", "framework: five, prior_percent: 50", "framework: six, prior_percent: 50")
    assert list(read_folder(folder).reasons) == ["five.2", "four.1", "outside.data"]
    folder = changed("metrics.yaml", "id: on_time", "id: corrections")
    assert list(read_folder(folder).metrics) == ["corrections", "delay", "manual_hours"]


def test_origins(small: Rules) -> None:
    """Each entry remembers the file it came from, and question files are read by name."""
    folder = read_folder(Path(__file__).parent / "rules_small")
    assert folder.origin["question", "output_path"] == START
    assert folder.origin["question", "money"] == "questions/b_later.yaml"
    assert folder.origin["action", "name_owner"] == "actions.yaml"
    assert list(folder.questions) == list(small.questions)


def test_stray_files_are_named_in_order(changed: Callable[[str, str, str], Path]) -> None:
    """Files that are no rules files are named in alphabetical order; other kinds of files and folders are let be."""
    folder = changed("frame.yaml", "version", "version")
    for name in ("zeta.yaml", "alpha.yml", "notes.txt"):
        (folder / name).write_text("a: 1\n", encoding="utf-8")
    (folder / "old.yaml").mkdir()
    strays = [fault.file for fault in read_folder(folder).faults]
    assert strays == ["alpha.yml", "zeta.yaml"]


def test_files_are_utf_8(changed: Callable[[str, str, str], Path], tmp_path: Path) -> None:
    """Rules and sheets are read as UTF-8 whatever the locale of the machine says."""
    folder = changed(START, "why: w", "why: für später")
    sheet = tmp_path / "sheet.yaml"
    sheet.write_bytes("pilot: Auftragseingang für München\n".encode())
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "utf-8"}
    for command, words in (("explain", "(für später)"), ("score", "Auftragseingang für München: not enough known")):
        given = "output_path" if command == "explain" else str(sheet)
        whole = [sys.executable, "-m", "scoring", command, given, "--rules", str(folder)]
        done = subprocess.run(whole, cwd=ROOT, env={**os.environ, **plain}, check=True, capture_output=True)
        assert words in done.stdout.decode()


def test_faults_say_which_files(changed: Callable[[str, str, str], Path]) -> None:
    """What is refused is refused with every fault, each a line of the message."""
    folder = changed(START, "five.2: [80, 10]", "five.2: [81, 10]")
    with pytest.raises(RulesError) as refused:
        load_rules(folder)
    assert str(refused.value).splitlines() == faults(folder)


def test_a_verdict_names_its_lens(small: Rules) -> None:
    """A verdict says through which lens it looks, and what lies outside is unclear while it is not known."""
    for framework in ("five", "four", "both"):
        verdict = score(small, Sheet.model_validate({"pilot": "p", "framework": framework}))
        assert verdict.framework == framework
    sheet = Sheet.model_validate({"pilot": "p", "answers": {"data_there": "absent"}})
    verdict = score(small, sheet)
    assert verdict.outside.reasons[0].state == "unclear"
    assert verdict.outside.state == "unclear"
    with pytest.raises(KeyError, match=r"five\.9"):
        verdict.reason("five.9")
