"""What the unit tests of the core share: a small rules folder, and a way to change a copy of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scoring import Rules, load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

SMALL = Path(__file__).parent / "rules_small"


@pytest.fixture(scope="session")
def small() -> Rules:
    """Four reasons, twelve questions: tests/unit/rules_small."""
    return load_rules(SMALL)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Return a function that copies the small folder and replaces a text in one of its files."""

    def change(file: str, old: str, new: str) -> Path:
        folder = tmp_path / "rules"
        if not folder.exists():
            shutil.copytree(SMALL, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return change
