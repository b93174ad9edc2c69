"""Scores as whole parts, so that comparing them gives the same on every machine."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.understanding.reading import WHOLE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def in_parts(classes: Sequence[str], scores: "NDArray[np.float64] | Sequence[float]") -> dict[str, int]:
    """The score of each class in parts of `WHOLE`, rounded, from 0 to `WHOLE`.

    Libraries for matrices add in different orders: what comes out differs in the fifteenth digit, not in the fourth.
    """
    pairs = zip(classes, scores, strict=True)
    return {each: min(WHOLE, max(0, round(float(score) * WHOLE))) for each, score in pairs}
