"""Texts that are never taken without a tap, however clear they seem: those made to steer a machine.

People here are trusted and what they paste is not: a mail that an agent reads can carry orders. Nothing but which
option is recorded ever depends on a text; this sees to it that for such a text even that is a person's tap. A false
alarm costs one tap, so the rules are broad.
"""

import re
import unicodedata
from functools import cache

from bot.understanding.words import normalise
from prompts.catalog import Catalog, every_catalog

TAKEN_CHARACTERS = 600  # people answer in a few sentences; what is longer was pasted
TAKEN_LINES = 4
_KEPT = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"  # parts of emoji, and of words in some scripts
_JOINERS = re.compile(f"(?<=[A-Za-z0-9])[{_KEPT}]+|[{_KEPT}]+(?=[A-Za-z0-9])")  # they join nothing in Latin letters
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cs"})  # no width, a turn of direction, control, nobody's, half a character
_BLANK = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")  # letters and signs by their class, and nothing to see
_HIDDEN = range(0xE0100, 0xE01F0)  # selectors of variants that no letter here has: bytes can be hidden in them
_ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK"})
_MACHINE = re.compile(
    r"""
      [{}<>\[\]`|\\]                             # brackets, fences, columns
    | \b\w+_\w+\b                               # an id
    | \w\s*=\s*\S                               # a setting
    | (?:^|\n)\s*(?:\#{1,6}\s | -{3} | ={3})         # a heading, a rule
    | \b(?:system|assistant|user|human|admin|bot|ai|unstick|sistema|asistente|usuario|ia)\s*:   # a speaker
    """,
    re.VERBOSE | re.IGNORECASE,
)


def visible(text: str) -> str:
    """A text as people see it: without characters that have no width, that turn the direction, or that control."""
    return _JOINERS.sub("", "".join(letter for letter in text if _is_seen(letter)))


def _is_seen(letter: str) -> bool:
    if letter in _BLANK or ord(letter) in _HIDDEN:
        return False
    return letter in _KEPT or letter.isspace() or unicodedata.category(letter) not in _UNSEEN


def needs_tap(texts: Catalog, text: str) -> bool:
    """Whether a text must not be taken as an answer without a tap, whatever it is read as."""
    if visible(text) != text or len(text) > TAKEN_CHARACTERS or len(text.splitlines()) > TAKEN_LINES:
        return True
    said = unicodedata.normalize("NFKC", text)
    if _MACHINE.search(said) or any(_is_disguised(word) for word in said.split()):
        return True
    bare = _bare(normalise(said))
    return any(_orders(each.words.orders).search(bare) for each in every_catalog(texts))


def _is_disguised(word: str) -> bool:
    """Whether letters of several alphabets stand in one word, where one looks like another."""
    return not word.isascii() and len({unicodedata.name(letter, "").split(" ")[0] for letter in word} & _ALPHABETS) > 1


@cache
def _orders(phrases: frozenset[str]) -> re.Pattern[str]:
    ordered = sorted((_bare(phrase) for phrase in phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def _bare(text: str) -> str:
    """Without accents: an order is one with and without them."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
