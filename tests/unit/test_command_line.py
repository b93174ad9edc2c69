"""`python -m scoring`: its help, and which rules a command takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scoring.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULES = ["a rules folder (default: the package's own)"]


@pytest.mark.parametrize(
    ("command", "lines"),
    [
        (
            [],
            [
                "The deterministic core of Unstick.",
                "check lint a rules folder",
                "score score a sheet of answers",
                "questions list the questions",
                "explain say in words what each answer of a question weighs",
                "candidates which process first, and why",
                "freeze keep the rules as they are, under their version",
                "diff what a change of rules does to stored sheets, and why",
            ],
        ),
        (["check"], RULES),
        (
            ["score"],
            [
                *RULES,
                "sheet a YAML file: pilot, framework, answers",
                "the rules as frozen under this version or SHA-256",
                "--json the whole report as JSON",
            ],
        ),
        (["questions"], [*RULES, "--json with options, roles, minutes and sources as JSON"]),
        (["explain"], [*RULES, "question a question id"]),
        (["candidates"], [*RULES, "file a YAML file: processes", "--json the ranking as JSON"]),
        (["freeze"], RULES),
        (
            ["diff"],
            [
                "old a frozen version, its SHA-256, `current`, or a rules folder",
                "new a frozen version, its SHA-256, `current`, or a rules folder",
                "a folder of sheets (*.yaml)",
            ],
        ),
    ],
)
def test_help(
    command: list[str], lines: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command and each argument is explained in one line."""
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    told = [" ".join(line.split()) for line in text.splitlines()]
    assert text.startswith(" ".join(["usage: python -m scoring", *command]))
    for line in lines:
        assert any(each.endswith(line) for each in told), line


def test_nothing_is_left_out() -> None:
    """Without a command, or with an unknown one, it ends with 2."""
    for arguments in ([], ["scoer"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2


def test_a_folder_of_rules(changed: Callable[[str, str, str], Path], capsys: pytest.CaptureFixture[str]) -> None:
    """`--rules` is the folder that is frozen, and the one in which a version is looked for."""
    folder = changed("frame.yaml", '"0.1"', '"0.9"')
    sheet = folder / "sheet.txt"
    sheet.write_text("pilot: p", encoding="utf-8")
    assert main(["freeze", "--rules", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder / 'versions' / '0.9.json'}\n"
    assert main(["score", str(sheet), "--rules", str(folder), "--version", "0.9"]) == 0
    assert "rules 0.9," in capsys.readouterr().out


def test_sheets_in_the_order_of_their_names(
    changed: Callable[[str, str, str], Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`diff` goes through the sheets of a folder by name, whatever order the disk gives them in."""
    folder = changed("frame.yaml", '"0.1"', '"0.9"')
    sheets = tmp_path / "sheets"
    sheets.mkdir()
    names = [f"s{(place * 7) % 20:02d}" for place in range(20)]
    for name in names:
        (sheets / f"{name}.yaml").write_text("pilot: p\nanswers: {nobody_asked: yes}", encoding="utf-8")
    assert main(["diff", str(folder), str(folder), "--sheets", str(sheets)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.rstrip(":") for line in lines if line.startswith("s")] == sorted(names)
