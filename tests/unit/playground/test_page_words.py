"""The playground page says nothing of its own that does not stand in `prompts`."""

import re
from pathlib import Path

import pytest

import bot.playground.page
from prompts.catalog import catalog, languages

PAGE = Path(bot.playground.page.__file__).parent
MODULES = {path.relative_to(PAGE).as_posix(): path.read_text("utf-8") for path in sorted(PAGE.rglob("*.js"))}
SAID = re.compile(r'(?:\bt|pieces)\((?:\w[\w.]* \? )?"([a-z_]+\.\w+)"(?: : "([a-z_]+\.\w+)")?')
# Ids put together from a code, or from a name that comes from the server or from a list in a module.
MADE = re.compile(
    r"^(?:wrong\.[a-z]+_[a-z_]+|top\.(?:hour|checkin|monday|month)|(?:act|moment|fault|curtain|story|(?:story|tour)_\w+)\.\w+"
    r"|(?:timeline|curtain)\.open)$"
)


def test_every_word_that_the_page_says_is_there() -> None:
    """Each id that a module names has a text, and each text is named by a module or put together from a code."""
    named = {one for text in MODULES.values() for found in SAID.findall(text) for one in found if one}
    named |= {one for text in MODULES.values() for one in re.findall(r'"(field\.\w+)"', text)}
    known = set(catalog("en").page)
    assert named <= known
    assert {one for one in known - named if not MADE.match(one)} == set()


@pytest.mark.parametrize("name", MODULES)
def test_no_sentence_stands_in_a_module(name: str) -> None:
    """No module holds words for people: a string of two words or more, or one beginning with a capital letter."""
    code = "\n".join(line for line in MODULES[name].splitlines() if not line.lstrip().startswith(("//", "*", "/**")))
    sentences = re.findall(r'"([A-Z][a-z]+(?: [^"]*)?)"', code)
    keys = {"Enter", "Escape", "Home", "End", "Tab", "ArrowDown", "ArrowUp", "Shift+Enter"}
    names = {"Unstick", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}  # the name, and Intl's own for weekdays
    assert set(sentences) - keys - names - {"INPUT", "TEXTAREA", "BUTTON"} == set()


@pytest.mark.parametrize("language", languages())
def test_the_words_differ_by_language(language: str) -> None:
    """Every language says the page's words in its own way, apart from those that are the same in it."""
    same = {key for key, text in catalog("en").page.items() if text == catalog(language).page[key]}
    assert language == "en" or same <= {"message.app"}
