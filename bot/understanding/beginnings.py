"""What a text is about by how it begins, or by a word in it: another answer, or another time.

Unlike a command it is a whole sentence, whose rest is not looked at; so none of these does anything by itself.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from bot.understanding.commands import LONGEST, bare_words, plainly
from prompts.catalog import Catalog, every_catalog
from prompts.texts import Words

WHO_WORDS = 3  # of whom to ask, where we know nobody of that name


@dataclass(frozen=True)
class Handed:
    """Whom to ask, as somebody put it; `is_sure` if it is so even where we know nobody of that name."""

    who: str
    is_sure: bool


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


def denies(texts: Catalog, text: str, value: int | None) -> bool:
    """Whether a text takes a figure back that was given: "no, it is 40 not 14"."""
    if value is None:
        return False
    said = bare_words(text)
    return any(_holds(said, (f"{no} {value}" for no in each.words.negations)) for each in every_catalog(texts))


def wants_time(texts: Catalog, text: str) -> bool:
    """Whether a word of a text that answers nothing says that now is not the time."""
    said = bare_words(text)
    return any(_holds(said, each.words.later) for each in every_catalog(texts))


def handed_to(texts: Catalog, text: str) -> Handed | None:
    """Whom somebody wants asked instead, in their words: "ask Brenda", "the business owner knows that better"."""
    if len(text) > LONGEST:
        return None
    told = [_behind(words, said) or _before(words, said) for words, said in _less_politeness(texts, text)]
    found = [one for one in told if one is not None]
    return min(found, key=lambda one: (not one.is_sure, len(one.who)), default=None)


def is_outside(texts: Catalog, who: str) -> bool:
    """Whether somebody is meant who is not in anybody's Slack: "the vendor", "our ERP supplier"."""
    said = {word.removesuffix("'s") for word in bare_words(who).split()}
    return any(said & each.words.outsiders for each in every_catalog(texts))


def _behind(words: Words, said: str) -> Handed | None:
    for phrases, is_sure in ((words.hands_to, True), (words.commands["hand"], False)):
        for phrase in sorted(phrases, key=len, reverse=True):
            if said.startswith(f"{phrase} "):
                return _handed(words, said.removeprefix(f"{phrase} "), is_sure=is_sure)
    return None


def _before(words: Words, said: str) -> Handed | None:
    for phrases, is_sure in ((words.knows_better, True), (words.would_know, False)):
        for phrase in sorted(phrases, key=len, reverse=True):
            if said.endswith(f" {phrase}"):
                return _handed(words, said.removesuffix(f" {phrase}"), is_sure=is_sure)
    return None


def _handed(words: Words, who: str, *, is_sure: bool) -> Handed:
    several = who.split()
    is_nobody = several[0] in words.negations | words.not_people or any(map(str.isdigit, who))
    return Handed(who=who, is_sure=is_sure and len(several) <= WHO_WORDS and not is_nobody)


def _less_politeness(texts: Catalog, text: str) -> Iterator[tuple[Words, str]]:
    said = bare_words(text)
    for each in every_catalog(texts):
        yield from ((each.words, one) for one in (said, *plainly(each.words, said)))


def _begins(said: str, phrases: Iterable[str]) -> bool:
    return any(f"{said} ".startswith(f"{phrase} ") for phrase in phrases)


def _holds(said: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in f" {said} " for phrase in phrases)
