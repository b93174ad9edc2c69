"""Which question a statement is about, told by its words: those, and pairs of them, that its phrasings have.

It takes no vector, and so next to no time: a statement of a longer text can be looked at although the text has used up
what an answer may take. What is counted is how many phrasings of a question have a word, and how many of all others.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise

UNSEEN = 0.1  # how often a word counts as seen where it never was
DECIBANS = 10  # for each factor of ten by which a word is more usual in the phrasings of a question than elsewhere


@dataclass(frozen=True, kw_only=True)
class Subjects:
    """In how many phrasings of each question a word stands (`seen`), and how many each has; None: of no question."""

    seen: Mapping[str, Mapping[str | None, int]]
    sizes: Mapping[str | None, int]

    def weights(self, beginnings: Sequence[str]) -> dict[str, int]:
        """How much the words of a statement speak for each question, in whole decibans; for none if all are new.

        Ten words say more than one, but not ten times as much: much of it they say together.
        """
        known = [self.seen[word] for word in _words(beginnings) if word in self.seen]
        if not known:
            return {}
        told: dict[str | None, list[float]] = defaultdict(list)
        absent = []
        for places in known:
            count = sum(places.values())
            never = _factor(0, count)
            absent.append(never)
            for question, own in places.items():
                told[question].append(_factor(own, count) - never)
        damp = math.sqrt(math.sqrt(len(known)))
        base = math.fsum(absent)
        return {
            question: round((base + math.fsum(told[question]) + len(known) * usual) / damp)
            for question, usual in self._usual.items()
        }

    @cached_property
    def _usual(self) -> dict[str, float]:
        """What a word says for each question that stands as often among its phrasings as among others."""
        every = sum(self.sizes.values())
        return {
            question: DECIBANS * math.log10((every - own + 2 * UNSEEN) / (own + 2 * UNSEEN))
            for question, own in self.sizes.items()
            if question is not None
        }


def learn(phrasings: Iterable[tuple[str | None, Sequence[str]]]) -> Subjects:
    """Learn from phrasings: the question of each, and the beginnings of its words in their order."""
    listed = [(question, _words(beginnings)) for question, beginnings in phrasings]
    spread = Counter(chain.from_iterable(words for _, words in listed))
    once = {
        question: {question: 1} for question, _ in listed
    }  # most words stand in one phrasing alone: they share these
    seen: dict[str, dict[str | None, int]] = {}
    for question, words in listed:
        for word in words:
            if spread[word] == 1:
                seen[word] = once[question]
            else:
                places = seen.setdefault(word, {})
                places[question] = places.get(question, 0) + 1
    return Subjects(seen=seen, sizes=Counter(question for question, _ in listed))


def _words(beginnings: Sequence[str]) -> frozenset[str]:
    return frozenset(beginnings).union(f"{one} {other}" for one, other in pairwise(beginnings))


@cache
def _factor(own: int, count: int) -> float:
    """What a word says of a question that has it in `own` of the `count` phrasings with it."""
    return DECIBANS * math.log10((own + UNSEEN) / (count - own + UNSEEN))
