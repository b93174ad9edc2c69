"""Commands in plain words: "could we go back one?", "¿cuánto falta?", "skip this one, please".

The whole text has to be one: politeness around it and a slip of the fingers in it change nothing, but a text that
merely contains such words ("we go back to the old way") is an answer. What each command is called stands in
`prompts/<language>/words.yaml`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from bot.understanding.words import normalise
from prompts.catalog import Catalog, every_catalog
from prompts.texts import Words

LONGEST = 90  # characters; more than that is no command, however polite
SWAPPED = 4  # letters of a word from which on two of them may change places
SLIPPED = 5  # letters of a word among others from which on one may be wrong, missing or doubled
WORDS_A_SLIP = 2  # a slip needs so many words
MEANT = "stop"  # what ends a diagnosis has to be said in just these words
_SIGNS = re.compile(r"[^\w' -]+")


def command_in(texts: Catalog, text: str) -> str | None:
    """What a text tells us to do instead of answering, such as "back" or "stop", in the words of any language."""
    if len(text) > LONGEST:
        return None
    bare = bare_words(text)
    known = [each.words for each in every_catalog(texts)]
    for slips in (False, True):
        for words in known:
            exactly = _command(words, bare, slips=slips)
            politely = (_command(words, each, slips=slips) for each in plainly(words, bare))
            found = exactly or next((each for each in politely if each not in {None, MEANT}), None)
            if found:
                return found
    return None


def less_politeness(texts: Catalog, text: str) -> str:
    """The words of a text less the politeness around them, in whichever language; nothing if it is only polite."""
    said = bare_words(text)
    for each in every_catalog(texts):
        said = [said, *plainly(each.words, said)][-1]
        if said in each.words.polite_before | each.words.polite_after:
            return ""
    return said


def bare_words(text: str) -> str:
    """The words alone, without signs between or around them."""
    return " ".join(_SIGNS.sub(" ", normalise(text)).split()).strip("-' ")


def plainly(words: Words, said: str) -> Iterator[str]:
    """A text less the politeness after and before it, one phrase less each time: "can we stop here" says more."""
    before, after = _longest_first(words.polite_before), _longest_first(words.polite_after)
    while (shorter := _less(said, before, after)) != said:
        yield shorter
        said = shorter


def _less(said: str, before: Iterable[str], after: Iterable[str]) -> str:
    for phrase in after:
        if said.endswith(f" {phrase}"):
            return said[: -len(phrase) - 1]
    for phrase in before:
        if said.startswith(f"{phrase} "):
            return said[len(phrase) + 1 :]
    return said


@cache
def _longest_first(phrases: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


def _command(words: Words, said: str, *, slips: bool) -> str | None:
    for command, wordings in words.commands.items():
        if said in wordings if not slips else command != MEANT and _nearly(said, wordings):
            return command
    return None


def _nearly(said: str, wordings: Collection[str]) -> bool:
    """Whether a text is one of these but for slips of the fingers, at most one in two words."""
    told = [_letters(word) for word in said.split()]
    if not told or any(character.isdigit() for character in said):
        return False
    for wording in wordings:
        meant = [_letters(word) for word in wording.split()]
        if len(meant) != len(told):
            continue
        wrong = [pair for pair in zip(told, meant, strict=True) if pair[0] != pair[1]]
        allowed = max(1, len(told) // WORDS_A_SLIP)
        if len(wrong) <= allowed and all(_slipped(one, other, alone=len(told) == 1) for one, other in wrong):
            return True
    return False


def _letters(word: str) -> str:
    """A word without its accents, which few people type on a telephone."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


def is_swapped(told: str, meant: str) -> bool:
    """Whether two neighbouring letters changed places, in a word that is not very short."""
    if len(meant) < SWAPPED or len(told) != len(meant):
        return False
    places = [n for n, pair in enumerate(zip(told, meant, strict=True)) if pair[0] != pair[1]]
    first = places[0] if places else 0
    is_pair = len(places) == 2 and places[1] == first + 1  # noqa: PLR2004
    return is_pair and told[first : first + 2] == meant[first : first + 2][::-1]


def _slipped(told: str, meant: str, *, alone: bool) -> bool:
    """Whether one slip turns a word into another: two letters swapped; among other words one wrong, missing or more."""
    if is_swapped(told, meant):
        return True
    if alone or len(meant) < SLIPPED:
        return False
    return _one_letter_apart(told, meant) and not _inflected(told, meant)


def _inflected(one: str, other: str) -> bool:
    """Whether only the last letter differs: "responden" is no slip for "responder", it is somebody else who does it."""
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer[:-1] or shorter[:-1] == longer[:-1]


def _one_letter_apart(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    start = next((n for n, pair in enumerate(zip(shorter, longer, strict=False)) if pair[0] != pair[1]), len(shorter))
    return shorter[start + (len(shorter) == len(longer)) :] == longer[start + 1 :]
