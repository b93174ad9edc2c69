"""The house keeps its order: each room imports only what stands below it."""

import re
from pathlib import Path

import pytest

from tests.unit.house import LEVEL, arrows, breaches, circle, longest, sources, told

ROOT = Path(__file__).parents[2]
MODULES = sources(ROOT)
LONGEST = 300


def test_a_module_imports_only_from_below() -> None:
    """No module imports from its own floor or above, nor what its room must not know."""
    assert [line for module, source in MODULES.items() for line in breaches(module, source)] == []


def test_no_imports_run_in_a_circle() -> None:
    """No two modules need each other."""
    assert circle(MODULES) == []


def test_a_module_stays_small() -> None:
    """A module has 300 lines or fewer, so that it can be read in one sitting."""
    assert [module for module, source in MODULES.items() if len(source.splitlines()) > LONGEST] == []


@pytest.mark.parametrize(
    ("module", "source", "told"),
    [
        ("scoring.score", "import prompts.catalog", "does not stand below scoring"),
        ("scoring.score", "from bot.clock import Clock", "does not stand below scoring"),
        ("prompts.catalog", "from bot.settings import Settings", "must not know"),
        ("prompts.catalog", "import slack_sdk", "must not know"),
        ("prompts.dates", "from datetime import datetime", "must not know"),
        ("bot.store.people", "from bot.desk import Desk", "does not stand below bot.store"),
        ("bot.store.people", "from bot.settings import Settings", "does not stand below bot.store"),
        ("bot.checkins.weekly", "from bot.interview import ask", "does not stand below bot.checkins"),
        ("bot.interview.ask", "from bot.slack.blocks import render", "does not stand below bot.interview"),
        ("bot.interview.ask", "def late():\n    import slack_sdk.models", "must not know"),
        ("bot.slack.taps", "from bot.app import Unstick", "does not stand below bot.slack"),
        ("bot.app", "from bot.playground.stage import Stage", "does not stand below bot.app"),
        ("bot.app", "from .store import people", "relative"),
        ("bot.attic.box", "", "has no floor"),
        ("bot.app", "import bot.attic", "does not stand below bot.app"),
    ],
)
def test_a_broken_rule_is_told(module: str, source: str, told: str) -> None:
    """A source that breaks the rule is told by module and line, wherever in the file the import stands."""
    [line] = breaches(module, source)
    assert line.startswith(module)
    assert told in line


@pytest.mark.parametrize(
    "source",
    [
        "from scoring import load_rules\nfrom bot.store.people import person",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot.app import Unstick",
        "import json",
    ],
)
def test_what_is_allowed_passes(source: str) -> None:
    """Imports from below, from elsewhere, and those for types alone are nobody's business."""
    assert breaches("bot.interview.ask", source) == []


def test_a_circle_is_found() -> None:
    """Three modules that need each other in a ring are told, in order."""
    ring = {
        "prompts.a": "import prompts.b",
        "prompts.b": "from prompts import c",
        "prompts.c": "from prompts.a import x",
    }
    assert circle(ring) == ["prompts.a", "prompts.b", "prompts.c", "prompts.a"]


def test_the_house_tells_itself() -> None:
    """`make house` names the longest module, no circle, and only arrows that lead down."""
    name, lines = longest(MODULES)
    said, drawn = [*told(MODULES)], arrows(MODULES)
    assert f"{name}, {lines} lines" in said[0]
    assert said[1] == "circles of imports: 0"
    assert drawn["prompts"] == {"scoring"}
    assert drawn["scoring"] == set()


def test_every_room_is_on_the_map() -> None:
    """CONTRIBUTING names each room, with what it holds."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    paths = {room: room.replace(".", "/") for room in LEVEL if room != "bot.__main__"}
    assert [room for room, path in paths.items() if not re.search(rf"^\|.*`{path}(\.py|/)?`", text, re.MULTILINE)] == []
