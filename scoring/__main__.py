"""`python -m scoring`: the core on its own, without Slack."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scoring.check import check_rules


def check(rules: Path | None) -> int:
    """Print every fault and note of a rules folder; return 1 when there is a fault."""
    checked = check_rules(rules)
    lines = [*map(str, checked.faults), *(f"note: {note}" for note in checked.notes)]
    lines.append(f"{len(checked.faults)} faults, {len(checked.notes)} notes")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if checked.faults else 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m scoring", description="The deterministic core of Unstick.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="lint a rules folder")
    checking.add_argument("--rules", type=Path, default=None, help="a rules folder (default: the package's own)")
    given = parser.parse_args(arguments)
    return check(given.rules)


if __name__ == "__main__":
    sys.exit(main())
