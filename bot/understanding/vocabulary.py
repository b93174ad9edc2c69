"""Which words speak for talk about something else, and which for an answer to one of the questions.

How often a word stands in the one kind of phrasing and how often in the other is all that is counted: it is learned in
a moment, takes no time to ask, and errs elsewhere than the vectors do ("the bike leasing is funded" is about money to
them, and about bikes to this).
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.understanding.words import normalise

LETTERS = 5  # of a word's beginning, so that "funded" and "funding" count together
UNSEEN = 0.3  # how often a word counts as seen in the kind of phrasing that never has it
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The weight of each known beginning: above 0 where it speaks for something else, below where for an answer."""

    weights: Mapping[str, float]

    def score(self, text: str) -> float:
        """About 0 for a text that says neither, a few units at most; longer texts do not say more by their length."""
        words = frozenset(beginnings(text))
        told = math.fsum(self.weights.get(word, 0.0) for word in words)  # the same sum in whatever order
        return told / math.sqrt(len(words)) if words else 0.0


def learn(phrasings: Sequence[Sequence[str]], languages: Sequence[str], are: Sequence[bool]) -> Vocabulary:
    """Learn from phrasings (`beginnings`) and their languages, of which some of each `are` about something else.

    Raises ZeroDivisionError where a language has none of these.
    """
    counts = Counter(zip(languages, are, strict=True))
    told: dict[bool, dict[str, float]] = {True: defaultdict(float), False: defaultdict(float)}
    for words, language, elsewhere in zip(phrasings, languages, are, strict=True):
        # As if each language had as many of the one kind as of the other: none of them speaks for either by itself.
        weight = counts[language, False] / counts[language, True] if elsewhere else 1.0
        for word in frozenset(words):
            told[elsewhere][word] += weight
    return Vocabulary(
        weights={
            word: math.log((told[True].get(word, 0.0) + UNSEEN) / (told[False].get(word, 0.0) + UNSEEN))
            for word in {*told[True], *told[False]}
        }
    )


def beginnings(text: str) -> list[str]:
    """The beginnings of a text's words, in their order, without accents, as people often type."""
    letters = unicodedata.normalize("NFKD", normalise(text))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return [word[:LETTERS] for word in _WORD.findall(bare)]
