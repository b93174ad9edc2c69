"""What a text is about by how it begins, or by a word in it: another answer, or another time.

Unlike a command it is a whole sentence, whose rest is not looked at; so none of these does anything by itself.
"""

from collections.abc import Collection, Iterable, Iterator

from bot.understanding.commands import bare_words, plainly
from prompts.catalog import Catalog, every_catalog
from prompts.texts import Words


def takes_back(texts: Catalog, text: str) -> bool:
    """Whether a text begins like one about an answer that was given already: "sorry, I meant …"."""
    return any(_begins(said, words.takes_back) for words, said in _less_politeness(texts, text))


def asks_first(texts: Catalog, text: str) -> bool:
    """Whether somebody wants to ask or to look before they answer: "I need to check with IT first"."""
    return any(_begins(said, words.asks_first) for words, said in _less_politeness(texts, text))


def reconsiders(texts: Catalog, text: str, names: Collection[str]) -> bool:
    """Whether a text may be about an answer that was given: "actually …", and one of the `names` of its options."""
    said = bare_words(text)
    begins = any(_begins(said, each.words.reconsiders) for each in every_catalog(texts))
    return begins and _holds(said, map(bare_words, names))


def wants_time(texts: Catalog, text: str) -> bool:
    """Whether a word of a text that answers nothing says that now is not the time."""
    said = bare_words(text)
    return any(_holds(said, each.words.later) for each in every_catalog(texts))


def _less_politeness(texts: Catalog, text: str) -> Iterator[tuple[Words, str]]:
    said = bare_words(text)
    for each in every_catalog(texts):
        yield from ((each.words, one) for one in (said, *plainly(each.words, said)))


def _begins(said: str, phrases: Iterable[str]) -> bool:
    return any(f"{said} ".startswith(f"{phrase} ") for phrase in phrases)


def _holds(said: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in f" {said} " for phrase in phrases)
