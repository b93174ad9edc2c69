"""`python -m scoring`: the core on its own, without Slack.

Exit codes: 0 done, 1 the check found a fault, 2 the rules or the sheet cannot be read (one line says why).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.candidates import candidates_json, explain_candidates, rank, read_candidates
from scoring.check import check_rules
from scoring.diff import describe
from scoring.errors import ScoringError
from scoring.explain import explain_question, explain_report
from scoring.load import load_rules
from scoring.report import questions_json, report
from scoring.sheet import read_sheet
from scoring.versions import freeze, load_version

if TYPE_CHECKING:
    from scoring.rules import Rules

UNREADABLE = 2


def to_json(value: Any) -> str:
    """Return JSON text: indented, ASCII, in the order given; the same bytes everywhere."""
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def check(rules: Path | None) -> int:
    """Print every fault and note of a rules folder; return 1 when there is a fault."""
    checked = check_rules(rules)
    lines = [*map(str, checked.faults), *(f"note: {note}" for note in checked.notes)]
    lines.append(f"{len(checked.faults)} faults, {len(checked.notes)} notes")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if checked.faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scoring", description="The deterministic core of Unstick.")
    commands = parser.add_subparsers(dest="command", required=True)
    folder = argparse.ArgumentParser(add_help=False)
    folder.add_argument("--rules", type=Path, default=None, help="a rules folder (default: the package's own)")
    commands.add_parser("check", parents=[folder], help="lint a rules folder")
    scoring = commands.add_parser("score", parents=[folder], help="score a sheet of answers")
    scoring.add_argument("sheet", type=Path, help="a YAML file: pilot, framework, answers")
    scoring.add_argument("--version", default=None, help="the rules as frozen under this version or SHA-256")
    scoring.add_argument("--json", action="store_true", help="the whole report as JSON")
    questions = commands.add_parser("questions", parents=[folder], help="list the questions")
    questions.add_argument("--json", action="store_true", help="with options, roles, minutes and sources as JSON")
    explaining = commands.add_parser(
        "explain", parents=[folder], help="say in words what each answer of a question weighs"
    )
    explaining.add_argument("question", help="a question id")
    ranking = commands.add_parser("candidates", parents=[folder], help="which process first, and why")
    ranking.add_argument("file", type=Path, help="a YAML file: processes")
    ranking.add_argument("--json", action="store_true", help="the ranking as JSON")
    commands.add_parser("freeze", parents=[folder], help="keep the rules as they are, under their version")
    differing = commands.add_parser("diff", help="what a change of rules does to stored sheets, and why")
    for name in ("old", "new"):
        differing.add_argument(name, help="a frozen version, its SHA-256, `current`, or a rules folder")
    differing.add_argument("--sheets", type=Path, default=None, help="a folder of sheets (*.yaml)")
    return parser


def _named(name: str) -> Rules:
    """Return the rules that an argument names: a folder that is there, else a frozen version."""
    return load_rules(Path(name)) if Path(name).is_dir() else load_version(name)


def _output(given: argparse.Namespace) -> str:
    """Return what a command prints."""
    if given.command == "diff":
        files = [] if given.sheets is None else sorted(given.sheets.glob("*.yaml"), key=lambda each: each.name)
        sheets = {file.stem: file.read_text(encoding="utf-8") for file in files}
        return describe(_named(given.old), _named(given.new), sheets)
    if given.command == "freeze":
        return f"{freeze(given.rules)}\n"
    version = getattr(given, "version", None)
    rules = load_rules(given.rules) if version is None else load_version(version, given.rules)
    if given.command == "candidates":
        places = rank(rules, read_candidates(given.file.read_text(encoding="utf-8")))
        return to_json(candidates_json(rules, places)) if given.json else explain_candidates(places)
    if given.command == "explain":
        return explain_question(rules, given.question)
    if given.command == "questions":
        rows = questions_json(rules)
        return to_json(rows) if given.json else "".join(f"{row['id']}\n" for row in rows)
    result = report(rules, read_sheet(given.sheet.read_text(encoding="utf-8"), rules))
    return to_json(result) if given.json else explain_report(result)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    given = _parser().parse_args(arguments)
    if given.command == "check":
        return check(given.rules)
    try:
        text = _output(given)
    except (ScoringError, OSError, UnicodeDecodeError) as fault:
        sys.stderr.write(f"{fault}\n")
        return UNREADABLE
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
