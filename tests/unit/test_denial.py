"""Whoever denies an option is not recorded as having chosen it."""

from functools import cache

import pytest

from bot.settings import Settings
from bot.understanding.clauses import clauses
from bot.understanding.denial import denies_throughout, own_cues
from bot.understanding.reader import Reader
from bot.understanding.reading import Kind, Reading
from prompts.catalog import catalog, every_catalog
from scoring import load_rules
from tests.labelled.rows import LANGUAGES, denials

RULES = load_rules()
MOST_TAKEN = 3  # of the 132; before there was a rule for it, 69


@cache
def _reader() -> Reader:
    return Reader(Settings().cache_dir)


def _read(question: str, text: str, language: str) -> Reading:
    return _reader().read(catalog(language), RULES, RULES.questions[question], text)


def test_a_denied_option_is_not_taken() -> None:
    """Of what people type who deny an option and name no other, next to nothing is taken as that option."""
    rows = denials()
    assert len({row.id for row in rows}) == len({(row.question, row.text) for row in rows}) == len(rows) >= 130
    assert {row.language for row in rows} == {*LANGUAGES}
    taken = [row.id for row in rows if _read(row.question, row.text, row.language).option == row.answer]
    assert len(taken) <= MOST_TAKEN, taken


@pytest.mark.parametrize(("language", "word"), [("en", "not"), ("en", "almost"), ("es", "no"), ("es", "casi")])
def test_not_and_almost_before_a_label(language: str, word: str) -> None:
    """A label with "not" or "almost" before it is not that option, for any question that asks no figure."""
    for question in RULES.questions.values():
        for option, words in catalog(language).questions[question.id].options.items():
            own = own_cues(question, option)
            is_one = len(clauses(every_catalog(catalog()), words.label)) == 1
            if question.unit is None and is_one and not (own.denies or own.nearly):
                said = f"{word} {words.label.lower()}"
                assert _read(question.id, said, language).option != option, (question.id, said)


@pytest.mark.parametrize(
    ("question", "language", "text", "option"),
    [
        ("answers_for", "en", "nobody, to be honest", "nobody"),
        ("review_state", "en", "it has not begun", "not_begun"),
        ("reviews_held", "en", "didn't happen, too busy", "zero"),
        ("review_state", "es", "no ha empezado", "not_begun"),
        ("experts_agree", "en", "almost always", "nearly_always"),
        ("experts_agree", "es", "casi siempre", "nearly_always"),
    ],
)
def test_an_option_that_denies_is_taken(question: str, language: str, text: str, option: str) -> None:
    """Where the option itself denies or says "almost", or a part of the text states something, it is an answer."""
    assert _read(question, text, language).option == option


@pytest.mark.parametrize(
    ("question", "language", "text", "value"),
    [
        ("exceptions_share", "en", "85% go straight through", 85),
        ("exceptions_share", "es", "85 de 100 los hace el agente solo", 85),
        ("share_handled", "en", "we correct 10 of 100", 10),
        ("share_handled", "es", "10 de 100 hay que corregirlos", 10),
        ("retype_hours", "en", "4 hours a week saved", 4),
        ("minutes_each", "en", "10 minutes with the agent", 10),
        ("minutes_each", "es", "10 minutos con el agente", 10),
    ],
)
def test_a_figure_that_may_be_of_something_else(question: str, language: str, text: str, value: int) -> None:
    """A share of what, hours saved instead of spent: the figure is put before them, and not taken."""
    reading = _read(question, text, language)
    assert reading.kind == Kind.ASK_BACK
    assert reading.figure is not None
    assert reading.figure.value == value


@pytest.mark.parametrize(
    ("question", "language", "text"),
    [
        ("share_handled", "en", "about 85 percent"),
        ("share_handled", "en", "eight out of ten"),
        ("share_handled", "es", "más o menos 85 por ciento"),
        ("exceptions_share", "es", "más de la mitad"),
    ],
)
def test_a_share_alone_is_taken(question: str, language: str, text: str) -> None:
    """A share with nothing beside it is one of what was asked."""
    assert _read(question, text, language).kind == Kind.ACCEPT


def test_every_part_denies() -> None:
    """Only where all parts of a text deny is there nothing in it that may answer."""
    assert denies_throughout("no steps were dropped, nothing changed")
    assert not denies_throughout("nothing's moved, same forms as on day one")
