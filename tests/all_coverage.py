"""`make coverage`, its second half: all tests, in every process they start, reach 95 % of lines and branches.

A bot that is killed cannot say what it reached; what only such a process does counts as not reached.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEAST = 95
WITHOUT = "tests/unit/test_import_rule.py"  # what a fresh process loads, where coverage loads something itself


def main() -> int:
    """Run all tests and report; return 1 when a test fails or less is reached than has to be."""
    coverage = [sys.executable, "-m", "coverage"]
    settings = "--rcfile=tests/coverage.toml"
    tests = ["-m", "pytest", "-q", "-n", "4", "--dist", "worksteal", f"--ignore={WITHOUT}"]
    steps = (
        [*coverage, "erase", settings],
        [*coverage, "run", settings, *tests],
        [*coverage, "combine", "--quiet", settings],
        [*coverage, "report", settings, "--show-missing", "--skip-covered", f"--fail-under={LEAST}"],
    )
    return max(subprocess.run(command, cwd=ROOT, check=False).returncode for command in steps) and 1


if __name__ == "__main__":
    sys.exit(main())
