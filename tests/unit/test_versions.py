"""Rules as they were, and what a change of them does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scoring import RulesError, Sheet, UnknownId, check_rules, load_rules, load_version, read_sheet, report
from scoring.__main__ import main, to_json
from scoring.compile import fingerprint
from scoring.diff import describe, moved_states
from scoring.versions import freeze, versions

if TYPE_CHECKING:
    from collections.abc import Callable

FROZEN = Path(__file__).parent / "frozen"
RESULTS = sorted(FROZEN.glob("*.json"))


@pytest.fixture
def frozen(changed: Callable[[str, str, str], Path]) -> Path:
    """A copy of the small folder, frozen as version 0.1."""
    folder = changed("frame.yaml", "version", "version")
    freeze(folder)
    return folder


def replace(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text in one of the folder's files."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("result", RESULTS, ids=lambda path: path.stem)
def test_an_old_result_comes_out_again(result: Path) -> None:
    """A stored sheet scored with the rules it was made with gives the stored bytes, whatever the rules are today."""
    name, version = result.stem.split(".", 1)
    rules = load_version(version)
    sheet = read_sheet((FROZEN / f"{name}.yaml").read_text(encoding="utf-8"), rules)
    assert to_json(report(rules, sheet)).encode("ascii") == result.read_bytes()
    assert load_version(rules.sha256[:8]).version == version


def test_there_are_old_results() -> None:
    """At least one stored result is replayed."""
    assert RESULTS


def test_freezing_keeps_everything(frozen: Path) -> None:
    """Frozen rules give the same report as the folder they were made from, after it has changed too."""
    before = load_rules(frozen)
    sheet = Sheet(pilot="p", answers={"output_path": "retyped", "live_write": "no", "whose_number": "nobody"})
    expected = report(before, sheet)
    replace(frozen, "questions/a_start.yaml", "five.2: [80, 10]", "five.2: [70, 30]")
    replace(frozen, "questions/a_start.yaml", "five.2: [10, 60]", "five.2: [20, 40]")
    replace(frozen, "frame.yaml", '"0.1"', '"0.2"')
    again = load_version("0.1", frozen)
    assert (again.sha256, again.version) == (before.sha256, "0.1")
    assert report(again, sheet) == expected
    assert report(load_version("current", frozen), sheet) != expected


def test_the_sha_is_that_of_the_file(frozen: Path) -> None:
    """A result's SHA-256 of its rules is the one that `sha256sum` shows for the frozen file."""
    assert fingerprint(versions(frozen)["0.1"].read_bytes()) == load_rules(frozen).sha256


def test_a_frozen_version_does_not_change(frozen: Path) -> None:
    """Freezing again without a change is quiet; other contents under the same version are refused, by the lint too."""
    file = freeze(frozen)
    assert file == versions(frozen)["0.1"]
    replace(frozen, "frame.yaml", "likely: 5", "likely: 6")
    line = "frame.yaml: version: 0.1 is frozen with other contents; raise the version"
    with pytest.raises(RulesError) as refused:
        freeze(frozen)
    assert str(refused.value) == line
    assert line in [str(fault) for fault in check_rules(frozen).faults]
    replace(frozen, "frame.yaml", '"0.1"', '"0.2"')
    notes = [str(note) for note in check_rules(frozen).notes]
    assert "frame.yaml: version: 0.2 is not frozen yet: python -m scoring freeze" in notes


def test_unknown_versions(frozen: Path) -> None:
    """A version that was never frozen is named, with the nearest one."""
    with pytest.raises(UnknownId, match=r"unknown rules version: '0\.11'; the nearest valid one is '0\.1'"):
        load_version("0.11", frozen)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"weights":[', b'"weights":[0,', "weights: they are not those of its percents: the file was changed"),
        (b'"frame":', b'"frme":', "this is no frozen version of rules"),
        (b"{", b"", "this is no frozen version of rules"),
        (b'"minutes":1', b'"minutes":9', "this is no frozen version of rules"),
    ],
)
def test_a_file_that_was_changed(frozen: Path, old: bytes, new: bytes, message: str) -> None:
    """A frozen file that cannot be what was written is refused, and named."""
    file = versions(frozen)["0.1"]
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    with pytest.raises(RulesError) as refused:
        load_version("0.1", frozen)
    assert str(refused.value) == f"versions/0.1.json: {message}"


def test_diff(frozen: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`diff` names each weight that moved, then each sheet whose states change with the answers that moved it."""
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    (sheets / "a.yaml").write_text("pilot: a\nanswers: {output_path: retyped}", encoding="utf-8")
    (sheets / "b.yaml").write_text("pilot: b\nanswers: {output_path: draft}", encoding="utf-8")
    (sheets / "c.yaml").write_text("pilot: c\nanswers: {no_such: draft}", encoding="utf-8")
    old = tmp_path / "old"
    old.mkdir()
    for file in frozen.rglob("*.yaml"):
        target = old / file.relative_to(frozen)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.read_bytes())
    replace(frozen, "questions/a_start.yaml", "five.2: [80, 10]", "five.2: [70, 30]")
    replace(frozen, "questions/a_start.yaml", "five.2: [10, 60]", "five.2: [20, 40]")
    replace(frozen, "frame.yaml", '"0.1"', '"0.2"')
    assert main(["diff", str(old), str(frozen), "--sheets", str(sheets)]) == 0
    text = capsys.readouterr().out
    assert text.startswith("rules 0.1 (")
    assert "output_path, retyped, for five.2: +9 -> +4\n" in text
    assert "a:\n  five.2: likely (+7) -> unclear (+2)\n      output_path: retyped: +9 -> +4\n" in text
    assert "\nb:\n" not in text
    assert "c:\n  rules 0.1 cannot read it: unknown question: 'no_such'" in text
    assert text.endswith("2 of 3 sheets change a state or the finding\n")


def test_every_line_of_a_diff(changed: Callable[[str, str, str], Path]) -> None:
    """A diff in full: weights that moved, came or went, priors, settings, claims, and what that does to a sheet."""
    old = load_rules(changed("frame.yaml", "version", "version"))
    changed("frame.yaml", '"0.1"', '"0.2"')
    changed("frame.yaml", "budget_minutes: 12", "budget_minutes: 25")
    changed("reasons.yaml", "five.2, framework: five, prior_percent: 40", "five.2, framework: five, prior_percent: 20")
    changed("questions/a_start.yaml", "id: team, percent", "id: crew, percent")
    new = load_rules(
        changed("questions/a_start.yaml", "{id: retyped, percent", "{id: retyped, until: retype_hours, percent")
    )
    sheets = {
        "a": "answers: {output_path: retyped, live_write: no}\npilot: a",
        "b": "answers: {whose_number: team}\npilot: b",
        "c": "pilot: c",
    }
    told = describe(old, new, sheets).splitlines()
    assert told[0] == f"rules 0.1 ({old.sha256[:12]}) -> 0.2 ({new.sha256[:12]})"
    assert told[1:] == [
        "whose_number, crew, for five.1: not there -> +1",
        "whose_number, crew, for four.1: not there -> -1",
        "whose_number, team, for five.1: +1 -> not there",
        "whose_number, team, for four.1: -1 -> not there",
        "prior of five.2: -2 -> -6",
        "frame, budget_minutes: 12 -> 25",
        "output_path, retyped: a claim until retype_hours",
        "a:",
        "  five.2: likely (+10) -> unclear (+2)",
        "      before any answer: -2 -> -6",
        "      output_path: retyped: +9 -> +2",
        "      live_write: no: +3 -> +6",
        "  finding: reasons -> not enough known",
        "b:",
        "  rules 0.2 cannot read it: unknown option of whose_number: 'team'; the nearest valid one is 'crew'",
        "c:",
        "  five.2: unclear (-2) -> unlikely (-6)",
        "      before any answer: -2 -> -6",
        "3 of 3 sheets change a state or the finding",
    ]
    assert "output_path, retyped: no claim any more" in describe(new, old, {}).splitlines()


def test_a_diff_of_thresholds(changed: Callable[[str, str, str], Path]) -> None:
    """When only thresholds moved, that is what a changed state says, and nothing else."""
    old = load_rules(changed("frame.yaml", "version", "version"))
    new = load_rules(changed("frame.yaml", "likely: 5", "likely: 8"))
    sheet = "answers: {output_path: retyped}\npilot: a"
    assert moved_states(old, new, sheet) == [
        "five.2: likely (+7) -> unclear (+7)",
        "    the thresholds moved",
        "finding: reasons -> not enough known",
    ]
    assert moved_states(old, old, sheet) == []


def test_a_diff_of_reasons(changed: Callable[[str, str, str], Path]) -> None:
    """A reason that one of the two does not have is not scored there."""
    folder = changed("frame.yaml", "version", "version")
    old = load_rules(folder)
    text = (folder / "reasons.yaml").read_text(encoding="utf-8")
    (folder / "reasons.yaml").write_text(
        text + "- {id: five.9, framework: five, prior_percent: 50}\n", encoding="utf-8"
    )
    new = load_rules(folder)
    assert describe(old, new, {"a": "pilot: a"}).splitlines()[1:] == [
        "prior of five.9: not there -> +0",
        "a:",
        "  five.9: not scored -> unclear (+0)",
        "1 of 1 sheets change a state or the finding",
    ]
    assert "prior of five.9: +0 -> not there" in describe(new, old, {}).splitlines()


def test_diff_of_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Rules that differ in nothing say so; a version that is not there ends with 2."""
    assert main(["diff", "current", "current"]) == 0
    assert capsys.readouterr().out.endswith("no weight, prior or setting differs\n")
    assert main(["diff", "0.0.0", "current"]) == 2
    assert "unknown rules version" in capsys.readouterr().err


def test_scoring_with_an_old_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`score --version` scores with frozen rules, and the report says with which."""
    file = RESULTS[0]
    name, version = file.stem.split(".", 1)
    assert main(["score", str(FROZEN / f"{name}.yaml"), "--version", version, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rules_version"] == version
