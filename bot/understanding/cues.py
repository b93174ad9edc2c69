"""Small words that say how something is meant: not knowing, denial, doubt. They come from `words.yaml`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from prompts.catalog import Catalog

START, END = r"(?<!\w)", r"(?!\w)"  # no letter or digit before, none behind


@dataclass(frozen=True, kw_only=True)
class Cues:
    """What the small words of a text say, in whichever language."""

    not_knowing: bool
    denies: bool
    hedges: bool
    wavers: bool
    nearly: bool


def cues(known: Sequence[Catalog], said: str) -> Cues:
    """The cues of a text in lower case (`normalise`)."""
    words = [each.words for each in known]
    return Cues(
        not_knowing=any(occurs(one.not_knowing, said) for one in words),
        denies=any(occurs(one.negations, said) for one in words),
        hedges=any(occurs(one.hedges, said) for one in words),
        wavers=any(occurs(one.wavers, said) for one in words),
        nearly=any(occurs(one.nearlies, said) for one in words),
    )


def occurs(phrases: frozenset[str], said: str) -> bool:
    """Whether one of the phrases stands in the text as whole words."""
    return _any_of(phrases).search(said) is not None


@cache
def _any_of(phrases: frozenset[str]) -> re.Pattern[str]:
    return re.compile(alternatives(phrases))


def alternatives(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases as whole words, the longest first."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return rf"{START}(?:{'|'.join(map(re.escape, ordered))}){END}"
