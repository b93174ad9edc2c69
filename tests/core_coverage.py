"""`make coverage`: the core's own tests (those of `make mutants`) have to reach every line and branch of it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def own_tests() -> list[str]:
    """Return the test files and folders of the core, as pyproject.toml lists them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    tests: list[str] = settings["tool"]["mutmut"]["pytest_add_cli_args_test_selection"]
    return tests


def main() -> int:
    """Run them and report; return 1 when a test fails or something is not reached."""
    data = f"--data-file={ROOT / '.coverage.scoring'}"
    run = [sys.executable, "-m", "coverage", "run", "--source=scoring", data, "-m", "pytest", "-q", *own_tests()]
    told = [sys.executable, "-m", "coverage", "report", data, "--show-missing", "--skip-covered", "--fail-under=100"]
    return max(subprocess.run(command, cwd=ROOT, check=False).returncode for command in (run, told)) and 1


if __name__ == "__main__":
    sys.exit(main())
