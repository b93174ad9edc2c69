"""Somebody's name in what was typed: "Marta from AP", "lo lleva Juan Pérez". A guess, to be asked about."""

import re
from collections.abc import Sequence

from prompts.catalog import Catalog

MOST_PARTS = 4
_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.!?\n]")
_JOINED = frozenset({"de", "del", "la", "van", "von", "der", "da", "dos", "al", "bin", "el", "mc", "o'"})
_ENDS = frozenset(".!?\n")


def person(known: Sequence[Catalog], text: str) -> str | None:
    """The first name of a person in a text, with the surname that follows it; None where none is found.

    A common first name is one wherever it is written large, and written small before such as "from". Another word is
    one if it is written large inside a sentence, between words that stand beside names.
    """
    tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    words = [token for token, _, _ in tokens]
    for at in range(len(words)):
        if _is_name(known, words, at):
            last = _last_part(words, at)
            return text[tokens[at][1] : tokens[last][2]]
    return None


def _is_name(known: Sequence[Catalog], words: Sequence[str], at: int) -> bool:
    word = words[at]
    if len(word) < 2 or word in _ENDS or word.isupper():  # noqa: PLR2004
        return False
    before = words[at - 1].casefold() if at else "."
    after = words[at + 1].casefold() if at + 1 < len(words) else "."
    if any(word.casefold() in each.words.not_names for each in known):
        return False
    is_common = any(word.casefold() in each.words.names for each in known)
    if not word[0].isupper():
        return is_common and any(after in each.words.name_after - each.words.name_before for each in known)
    if is_common:
        return True
    fits_before = any(before in each.words.name_before for each in known)
    fits_after = after in _ENDS or any(after in each.words.name_after for each in known)
    return before not in _ENDS and fits_before and fits_after and len(word) > 2  # noqa: PLR2004


def _last_part(words: Sequence[str], at: int) -> int:
    """The place of the last word of a name that begins at `at`: further words written large, with "de" between."""
    last = at
    for place in range(at + 1, min(len(words), at + MOST_PARTS)):
        if words[place][0].isupper() and not (words[place].isupper() and len(words[place]) > 1):
            last = place
        elif words[place].casefold() not in _JOINED:
            break
    return last
