"""What a text denies: "not passed" is about passing, and says the contrary."""

from functools import cache

from bot.understanding.clauses import clauses
from bot.understanding.cues import Cues, cues
from bot.understanding.words import normalise
from prompts.catalog import catalog, every_catalog
from scoring import UNKNOWN, Question

_ALONE = 1  # a part of so many words ("no", "today") states nothing by itself


def told_in(said: str) -> Cues:
    """The cues of a text in lower case (`normalise`), in whichever language."""
    return cues(every_catalog(catalog()), said)


@cache
def phrasing_denies(phrasing: str) -> bool:
    """Whether one of our phrasings denies something."""
    return told_in(normalise(phrasing)).denies


def denies_throughout(said: str) -> bool:
    """Whether every part of a text denies: "no steps were dropped", but not "didn't happen, too busy".

    Where one part states something, it may be what answers.
    """
    parts = [part for part in clauses(every_catalog(catalog()), said) if len(part.split()) > _ALONE]
    return all(told_in(part).denies for part in parts)


def own_cues(question: Question, option: str) -> Cues:
    """The cues of an option by its label and the first part of its text. "I don't know" has all of them.

    "Someone put it right, with no set way of doing it" does not deny: what it says is that someone put it right.
    """
    return _own(question.id, option)


@cache
def _own(question: str, option: str) -> Cues:
    every = every_catalog(catalog())
    if option == UNKNOWN:
        return Cues(not_knowing=True, denies=True, hedges=True, wavers=True, nearly=True)
    found = [each.questions[question].options[option] for each in every]
    words = [word for each in found for word in (each.label, clauses(every, each.text)[0])]
    return told_in(normalise("; ".join(words)))
