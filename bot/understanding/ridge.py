"""Ridge regression from vectors to classes, exact and the same in every run: a few hundred examples at most.

Each class is told from the rest: the score of a class is near 1 for its own examples and near 0 for those of others.
A class counts as much as any other, however many examples it has.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def learn(rows: "Floats", labels: Sequence[str], classes: Sequence[str], penalty: float) -> "Floats":
    """The weights (a column a class) by which a vector is scored, from examples: a row each, of length one."""
    counts = Counter(labels)
    fair = len(labels) / len(counts)
    own_penalty = np.array([penalty * counts[label] / fair for label in labels])
    wanted = np.array([[label == each for each in classes] for label in labels], dtype=np.float64)
    found: Floats = rows.T @ np.linalg.solve(rows @ rows.T + np.diag(own_penalty), wanted)
    return found


def apart(rows: "Floats", are: Sequence[bool], penalty: float) -> "tuple[Floats, float]":
    """The weights, and what to add, by which the examples that `are` something score near 1 and the others near 0.

    For more examples than a vector has numbers; what is added has no penalty.
    """
    wanted = np.array(are, dtype=np.float64)
    fair = np.where(wanted > 0, len(are) / 2 / wanted.sum(), len(are) / 2 / (len(are) - wanted.sum()))
    longer = np.hstack([rows, np.ones((len(rows), 1))])
    costs = np.diag([penalty] * rows.shape[1] + [0.0])
    found = np.linalg.solve(longer.T @ (longer * fair[:, None]) + costs, longer.T @ (wanted * fair))
    return found[:-1], float(found[-1])
