"""Questions that measure the same: what an author should put in one group, or ask only once.

Naive Bayes counts two questions about one thing twice. A group caps that, so questions in one group are left alone, and
so are a question and its follow-up. Of all others, two are *twins* when they bear on the same reasons and

- with two reasons or more: every answer of one that says something has an answer of the other whose weights are nearly
  proportional to its own (cosine at least 0.95, and at most twice as heavy), and the other way round;
- with one reason only, where all evidence is proportional: their tables are nearly the same, column by column, within 3
  percentage points once sorted.

It is advice. Two honest questions can look alike in numbers; then a word in the file on what each looks at will do.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.compile import Compiled, Table
    from scoring.rules import Question

SAYS_NOTHING = 1  # decibans
NEAR = 3  # percentage points
COSINE = (95, 100)
HEAVIER = 2  # times

Vector = tuple[int, ...]  # the weights of one answer, by reason


def twins(questions: Mapping[str, Question], compiled: Compiled) -> Iterator[tuple[str, str]]:
    """Yield the pairs of questions that measure the same, in declared order."""
    for one, other in combinations(questions.values(), 2):
        linked = one.id in other.requires or other.id in one.requires or other.id == one.follow_up_of
        grouped = one.group is not None and one.group == other.group
        if not linked and not grouped and other.follow_up_of != one.id and _same(compiled, one.id, other.id):
            yield one.id, other.id


def _same(compiled: Compiled, one: str, other: str) -> bool:
    """Whether the evidence of two questions is nearly proportional."""
    ours, theirs = compiled.tables[one], compiled.tables[other]
    if not ours or [table.reason for table in ours] != [table.reason for table in theirs]:
        return False
    if len(ours) == 1:
        return _alike(ours[0], theirs[0])
    first, second = _telling(ours), _telling(theirs)
    return (
        bool(first)
        and bool(second)
        and all(any(_proportional(a, b) for b in second) for a in first)
        and all(any(_proportional(a, b) for a in first) for b in second)
    )


def _alike(one: Table, other: Table) -> bool:
    """Whether two tables about one reason have nearly the same percents, in whatever order."""
    ours, theirs = sorted((p, q) for p, q, _ in one.cells), sorted((p, q) for p, q, _ in other.cells)
    return len(ours) == len(theirs) and all(
        abs(a - b) <= NEAR for mine, yours in zip(ours, theirs, strict=True) for a, b in zip(mine, yours, strict=True)
    )


def _telling(tables: Sequence[Table]) -> list[Vector]:
    """Return the weights of each answer that says something."""
    vectors = zip(*([weight for _, _, weight in table.cells] for table in tables), strict=True)
    return [tuple(vector) for vector in vectors if any(abs(weight) > SAYS_NOTHING for weight in vector)]


def _proportional(one: Vector, other: Vector) -> bool:
    """Whether two answers point the same way and weigh about the same; squares keep it in whole numbers."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    ours, theirs = sum(a * a for a in one), sum(b * b for b in other)
    near, whole = COSINE
    aligned = product > 0 and product * product * whole * whole >= near * near * ours * theirs
    return aligned and max(ours, theirs) <= HEAVIER * HEAVIER * min(ours, theirs)
