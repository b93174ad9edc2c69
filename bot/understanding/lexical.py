"""The lexical head of a question: which of its examples share words and stretches of letters with a text."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np

from bot.understanding import ridge
from bot.understanding.grams import damped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PENALTY = 2.0
FEWEST = 2  # a gram of one example alone says nothing about others


@dataclass(frozen=True, kw_only=True)
class LexicalHead:
    """What was learned for one question: the weight of each gram for each class (TF-IDF and ridge)."""

    classes: tuple[str, ...]
    columns: Mapping[str, int]
    rarity: "Floats"
    weights: "Floats"

    def scores(self, found: Counter[str]) -> "Floats":
        """A score for each class from a text's grams; zeros for one that shares nothing with any example."""
        return _row(found, self.columns, self.rarity) @ self.weights


def learn(counted: Sequence[Counter[str]], labels: Sequence[str], classes: tuple[str, ...]) -> LexicalHead:
    """Learn from the grams of examples, in lower case, and their classes."""
    spread = Counter(chain.from_iterable(counted))
    kept = sorted(gram for gram, occurs in spread.items() if occurs >= FEWEST)
    columns = {gram: column for column, gram in enumerate(kept)}
    rarity = np.array([1.0 + math.log((1 + len(counted)) / (1 + spread[gram])) for gram in kept])
    weights = ridge.learn(_rows(counted, columns, rarity), labels, classes, PENALTY)
    return LexicalHead(classes=classes, columns=columns, rarity=rarity, weights=weights)


def _rows(counted: Sequence[Counter[str]], columns: Mapping[str, int], rarity: "Floats") -> "Floats":
    """As `_row`, of many texts at once: only what is not zero is worked on, a fiftieth of it."""
    column = np.fromiter(map(columns.get, chain.from_iterable(counted), repeat(-1)), np.intp)
    counts = np.fromiter(chain.from_iterable(found.values() for found in counted), np.float64)
    at = np.repeat(np.arange(len(counted)), [len(found) for found in counted])[column >= 0]
    counts, column = counts[column >= 0], column[column >= 0]
    weights = (1.0 + np.log(counts)) * rarity[column]
    lengths = np.sqrt(np.bincount(at, weights * weights, minlength=len(counted)))
    rows = np.zeros((len(counted), len(columns)))
    rows[at, column] = weights / lengths[at]
    return rows


def _row(found: Counter[str], columns: Mapping[str, int], rarity: "Floats") -> "Floats":
    """A text as a vector of length one, or of zeros."""
    known = [(columns[gram], damped(count)) for gram, count in found.items() if gram in columns]
    row = np.zeros(len(columns))
    at = [column for column, _ in known]
    row[at] = [weight for _, weight in known]
    row *= rarity
    length = math.sqrt(float(row @ row))
    return row / length if length else row
