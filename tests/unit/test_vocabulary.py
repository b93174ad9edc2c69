"""What words say of talk about something else."""

import pytest

from bot.understanding.vocabulary import Vocabulary, beginnings, learn

ANSWERS = ["nobody owns it", "the review has not begun", "nadie responde de esto", "la revisión no ha empezado"]
ASIDES = ["the pizza is here", "la pizza ya llegó"]
TOLD = learn(
    [beginnings(text) for text in (*ANSWERS, *ASIDES)], ["en", "en", "es", "es", "en", "es"], [False] * 4 + [True] * 2
)


@pytest.mark.parametrize("text", ["Pizza?", "PIZZA has come", "hay pizzas"])
def test_words_of_something_else(text: str) -> None:
    """A word that only talk about something else has speaks for it, in whatever case and with whatever ending."""
    assert TOLD.score(text) > 0.5


@pytest.mark.parametrize("text", ["no review has begun", "la revision", "nobody"])
def test_words_of_answers(text: str) -> None:
    """A word that only answers have speaks against it, with and without its accents."""
    assert TOLD.score(text) < -0.5


def test_what_says_nothing() -> None:
    """Words that were never seen, and no words at all, say nothing either way."""
    assert TOLD.score("zebra") == TOLD.score("") == TOLD.score("🙂 …") == 0


def test_a_language_speaks_for_neither() -> None:
    """Where one language has many phrasings about something else and the other few, its small words weigh no more."""
    told = learn(
        [["the", "one"], ["the", "two"], ["la", "una"], ["la", "dos"], ["la", "tres"]],
        ["en", "en", "es", "es", "es"],
        [True, False, True, False, False],
    )
    assert told.weights["the"] == told.weights["la"] == 0
    assert Vocabulary(weights={"the": 1.0}).score("the the the") == 1
