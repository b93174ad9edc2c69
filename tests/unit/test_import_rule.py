"""`scoring` stays pure: stdlib, pydantic and a YAML reader; no clock, chance, network, environment, no fractions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.import_rule import breaches

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "scoring").rglob("*.py"))
FORBIDDEN = (
    "bot",
    "prompts",
    "alembic",
    "babel",
    "dbos",
    "httpx",
    "jinja2",
    "psycopg",
    "requests",
    "rich",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "sqlite3",
    "starlette",
    "structlog",
    "typer",
    "uvicorn",
)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_what_it_may(module: Path) -> None:
    """No module of `scoring` imports, names or computes with anything that the core must not."""
    assert breaches(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("import time", "line 1: imports time"),
        ("from os import environ", "line 1: imports os"),
        ("import random as r", "line 1: imports random"),
        ("def f():\n    import socket", "line 2: imports socket"),
        ("from slack_sdk.web import WebClient", "line 1: imports slack_sdk.web"),
        ("from prompts import catalog", "line 1: imports prompts"),
        ("from . import score", "line 1: imports a relative import"),
        ("from math import prod, log10", "line 1: imports math.log10"),
        ("import datetime", "line 1: imports datetime"),
        ("x = 0.5", "line 1: the fraction 0.5"),
        ("x = a / b", "line 1: divides"),
        ("x = a / 2", "line 1: divides"),
        ("x = float(3)", "line 1: uses float"),
        ("x = hash('a')", "line 1: uses hash"),
        ("x = sys.argv", "line 1: uses sys.argv"),
        ("x = Path.home()", "line 1: uses Path.home"),
        ("__import__('os')", "line 1: uses __import__"),
    ],
)
def test_the_checker_bites(source: str, line: str) -> None:
    """A module that breaks the rule is caught, with its line."""
    assert breaches(source) == [line]


def test_joining_paths_is_no_division() -> None:
    """`folder / "name"` is allowed."""
    assert breaches("x = folder / 'frame.yaml'\ny = folder / f'{name}.yaml'") == []


def imported_by(code: str) -> list[str]:
    """Run code in a fresh interpreter and return which of the forbidden modules it loaded."""
    probe = f"{code}\nimport sys\nprint(*[name for name in {FORBIDDEN!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.split()


def test_nothing_forbidden_is_loaded() -> None:
    """Importing the core and its command line loads no Slack, SQL or template module, not even indirectly."""
    assert imported_by("import scoring, scoring.__main__") == []


def test_the_probe_bites() -> None:
    """A forbidden module that is loaded indirectly is seen."""
    assert imported_by("import bot, jinja2") == ["bot", "jinja2"]
