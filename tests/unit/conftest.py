"""What the unit tests share: a small rules folder, and ways to change a copy of it or of a language's texts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from prompts.catalog import ROOM, Catalog, languages, load_catalog
from prompts.files import load as read_file
from scoring import Rules, load_rules

Change = Callable[[dict[str, Any]], Any]
Load = Callable[[str, Change], Catalog]

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


@cache
def _shipped(path: Path) -> dict[str, Any]:
    """A file's texts; the long ones take PyYAML half a second."""
    texts: dict[str, Any] = read_file(path)
    return texts


@pytest.fixture(params=languages())
def load(tmp_path: Path, rules: Rules, request: pytest.FixtureRequest) -> Load:
    """Load a copy of a language's folder of which one file has been changed."""

    def changed(name: str, change: Change) -> Catalog:
        folder = tmp_path / request.param
        shutil.copytree(ROOM / request.param, folder)
        path = folder / f"{name}.yaml"
        texts = deepcopy(_shipped(ROOM / request.param / path.name))
        change(texts)
        path.write_text(json.dumps(texts, ensure_ascii=False), "utf-8")  # JSON is YAML, and quicker to write
        return load_catalog(folder, rules)

    return changed
