"""What a text is about by how it begins: another answer, or another time. Nothing that answers is among it."""

import pytest

from bot.understanding.beginnings import asks_first, reconsiders, takes_back, wants_time
from prompts.catalog import catalog, languages
from tests.labelled.rows import DEVELOPMENT, half


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("sorry, I meant draft", True),
        ("oh, I meant the sheet", True),
        ("I take that back: nobody uses it", True),
        ("me equivoque, queda como borrador", True),
        ("perdón, quise decir borrador", True),
        ("it was meant for finance", False),
        ("what I meant to avoid happened", False),
        ("nobody made a mistake", False),
        ("el proveedor se equivocó", False),
    ],
)
def test_taking_an_answer_back(text: str, language: str, *, is_so: bool) -> None:
    """A text that takes back what was said is told by how it begins, in either language."""
    assert takes_back(catalog(language), text) == is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("actually it is not typed over, it waits as a draft", True),
        ("en realidad, draft", True),
        ("wait, that was draft", True),
        ("it waits as a draft", False),
        ("actually nobody checks it", False),
        ("actually the drafting takes an hour", False),
    ],
)
def test_thinking_again(text: str, *, is_so: bool) -> None:
    """A text that begins so and names an option of that question may be about the answer that was given."""
    assert reconsiders(catalog(), text, ["Draft", "Typed over"]) == is_so


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("I need to check with IT first", True),
        ("ok, let me ask Brenda", True),
        ("sorry, I'll get back to you", True),
        ("tengo que consultarlo con sistemas", True),
        ("primero tengo que preguntar a Brenda", True),
        ("I'd have to check with the vendor", False),
        ("I have to check every order by hand", False),
        ("somebody has to ask IT each time", False),
        ("hay que preguntar a sistemas cada vez", False),
    ],
)
def test_asking_first(text: str, language: str, *, is_so: bool) -> None:
    """Who wants to ask before they answer is told from who does not know, and from what people do at work."""
    assert asks_first(catalog(language), text) == is_so


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("my bus leaves, see you tomorrow", True), ("luego te cuento", True), ("good morning", False)],
)
def test_another_time(text: str, *, is_so: bool) -> None:
    """A word that says that now is not the time is found, whole."""
    assert wants_time(catalog(), text) == is_so


def test_no_answer_begins_so() -> None:
    """None of the labelled answers is taken for words about another answer, or for somebody who asks first."""
    every = [row for row in half(DEVELOPMENT) if row.is_answer]
    assert [row.id for row in every if takes_back(catalog(), row.text) or asks_first(catalog(), row.text)] == []
