"""The same rules and the same sheet give the same bytes. Over versions of Python: `make versions`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scoring import Sheet, load_rules
from tests.same_bytes import Dice, digest, drawn_sheet
from tests.versions import needed_lock

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("seed", "zone", "language"), [("1", "Asia/Tokyo", "tr_TR.UTF-8"), ("4242", "Pacific/Kiritimati", "C")]
)
def test_hash_seed_zone_and_language(seed: str, zone: str, language: str) -> None:
    """Reports, traces in words and interviews have the same bytes under any hash seed, time zone and language."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "LC_ALL": language}
    command = [sys.executable, "-m", "tests.same_bytes"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert done.stdout.split()[0] == digest()


def test_drawn_sheets_are_sheets() -> None:
    """The drawn sheets differ from each other, and a seed always gives the same one."""
    rules = load_rules()
    sheets = [drawn_sheet(rules, seed) for seed in range(30)]
    assert sheets == [drawn_sheet(rules, seed) for seed in range(30)]
    assert len({sheet.model_dump_json() for sheet in sheets}) == 30
    assert {sheet.framework for sheet in sheets} == {"five", "four", "both"}
    assert all(isinstance(sheet, Sheet) for sheet in sheets)


def test_dice() -> None:
    """The generator behind them is the same everywhere: these are its first throws."""
    dice = Dice(0)
    assert [dice.below(6) for _ in range(8)] == [5, 0, 1, 4, 5, 5, 2, 5]


def test_what_other_versions_get() -> None:
    """Other versions of Python get the packages that the core imports from outside, each with its hashes."""
    lock = needed_lock()
    for name in ("pydantic==", "pydantic-core==", "pyyaml=="):
        assert f"\n{name}" in f"\n{lock}"
    assert lock.count("==") == 6
    assert "--hash=sha256:" in lock
