"""A text as counts of its words, pairs of words and stretches of letters."""

import math
import re
import unicodedata
from collections import Counter
from itertools import pairwise

SHORTEST, LONGEST = 3, 5  # letters of a stretch
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?|\?")


def grams(text: str) -> Counter[str]:
    """How often each occurs in a text in lower case. Stretches of letters are without accents, as people often type."""
    words = _WORD.findall(text)
    found = Counter(words)
    found.update(f"{one} {other}" for one, other in pairwise(words))
    for word in words:
        letters = f"<{_bare(word)}>"
        for size in range(SHORTEST, LONGEST + 1):
            found.update(f"#{letters[at : at + size]}" for at in range(len(letters) - size + 1))
    return found


def damped(count: int) -> float:
    """What the further occurrences of a gram in the same text add."""
    return 1.0 + math.log(count)


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
