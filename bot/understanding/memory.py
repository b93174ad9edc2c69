"""Vectors of what was typed lately, so that what is prepared outside a transaction is at hand inside it."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING

from bot.understanding.sentences import Sentences
from prompts.catalog import catalog, every_catalog

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

REMEMBERED = 256  # texts


class Memory:
    """Computes a text's vector once for as long as it is remembered; safe to use from several threads."""

    def __init__(self, model: Sentences) -> None:
        self.model = model
        self._vectors: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()
        every = [each.words for each in every_catalog(catalog())]
        says_little = frozenset[str]().union(*(words.small for words in every))
        self._small = says_little.difference(*(words.negations for words in every))

    def vector(self, text: str) -> "Vector":
        """The vector of a text, of its first words if it is long."""
        return self.vectors([text])[text]

    def vectors(self, texts: Sequence[str]) -> "dict[str, Vector]":
        """The vector of each of a few texts; those that are new are computed together."""
        found = {}
        with self._lock:
            for text in texts:
                if text in self._vectors:
                    self._vectors.move_to_end(text)
                    found[text] = self._vectors[text]
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if not new:
            return found
        short = [self.model.shorten(text.replace("\0", " "), self._small) for text in new]
        computed = dict(zip(new, self.model.together(short), strict=True))
        with self._lock:
            self._vectors.update(computed)
            while len(self._vectors) > REMEMBERED:
                self._vectors.popitem(last=False)
        return found | computed
