"""What a text is about by how it begins: another answer, or another time. Nothing that answers is among it."""

import pytest

from bot.understanding.beginnings import Handed, asks_first, handed_to, reconsiders, takes_back, wants_time
from prompts.catalog import catalog, languages
from scoring import UNKNOWN
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


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("ask Brenda", "brenda"),
        ("you should ask the IT people", "the it people"),
        ("please ask the business owner instead", "the business owner"),
        ("Brenda knows that better than me", "brenda"),
        ("preguntale a Brenda", "brenda"),
        ("mejor pregúntale a Brenda, por favor", "brenda"),
        ("Brenda lo sabe mejor", "brenda"),
    ],
)
def test_whom_to_ask(text: str, who: str, language: str) -> None:
    """Whom somebody wants asked instead is found in their words, without an @, in either language."""
    assert handed_to(catalog(language), text) == Handed(who=who, is_sure=True)


@pytest.mark.parametrize(
    "text",
    [
        "ask Marta, she keeps the list",
        "we ask the vendor",
        "nobody knows better",
        "no one knows that better",
        "nadie lo sabe mejor",
        "the vendor would know",
        "otra persona lo teclea",
        "someone else in finance",
        "pasar a producción",
        "they should ask IT each time",
        "pass it to finance",
        "ask me something easier",
        "ask for approval",
        "ask if it works",
    ],
)
def test_whom_nobody_is_to_ask(text: str) -> None:
    """An answer with such words hands nothing on, unless it names somebody whom we know."""
    found = handed_to(catalog(), text)
    assert found is None or not found.is_sure


def test_no_labelled_answer_hands_on() -> None:
    """None of the labelled answers but "I don't know" in so many words asks for somebody else."""
    every = [row for row in half(DEVELOPMENT) if row.is_answer and row.answer != UNKNOWN]
    assert [row.id for row in every if (found := handed_to(catalog(), row.text)) and found.is_sure] == []
