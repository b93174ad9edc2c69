"""What a page tells people to press is there: what it names in bold stands on a button or a screen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.playground.slack.cast import USERS
from prompts.files import load
from tests.links import ROOT

PAGES = ("docs/tutorial.md", "docs/how-to/try-it-in-the-playground.md")
BOLD = re.compile(r"\*\*(.+?)\*\*")
ELSE = {"#orders", "Unstick"}  # a channel, and the bot itself


def texts(given: Any) -> Iterator[str]:
    """Every text in what was read from a file of texts."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, dict | list):
        for each in given.values() if isinstance(given, dict) else given:
            yield from texts(each)


def shown() -> set[str]:
    """What may stand on a screen, as far as it is the same each time: a text up to what is filled in."""
    files = sorted((ROOT / "prompts" / "en").glob("*.yaml"))
    every = [text for file in files for text in texts(load(file))]
    people = {word for user in USERS for word in (user.real_name, user.real_name.split()[0])}
    return {text.partition("{")[0].strip() for text in every} | people | ELSE


@pytest.mark.parametrize("page", PAGES)
def test_what_is_to_be_pressed_is_there(page: str) -> None:
    """Each button, person and channel that the page names in bold is called so in the product."""
    there = shown()
    named = BOLD.findall((ROOT / page).read_text("utf-8"))
    commands = {each for each in named if each.startswith("/unstick ")}
    assert [each for each in named if each not in there | commands and not _filled(each, there)] == []


def _filled(name: str, there: set[str]) -> bool:
    """Whether it is a text with a time of day filled in at its end."""
    stem, _, time = name.rpartition(" ")
    return stem in there and re.fullmatch(r"\d+:\d\d", time) is not None
