"""Counting how methods read labelled answers, with intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.understanding_methods import Read
    from tests.labelled.rows import Row

Z = 1.959964  # 95 %


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def percent(self) -> float:
        """In percent; of nothing it is 0."""
        return 100 * self.hits / self.of if self.of else 0.0

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, in percent."""
        if not self.of:
            return 0.0, 100.0
        p, n = self.hits / self.of, self.of
        middle = p + Z * Z / (2 * n)
        reach = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return tuple(100 * max(0.0, min(1.0, (middle + sign * reach) / (1 + Z * Z / n))) for sign in (-1, 1))  # type: ignore[return-value]

    def __str__(self) -> str:
        """As it stands in a table."""
        if not self.of:
            return "–"
        low, high = self.interval()
        return f"{self.percent:.1f} ({low:.0f}–{high:.0f})"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a method made of some rows.

    `top1`, `top2`, `accepted` are of the rows that answer the question ("I don't know" does); top 2 counts what is
    accepted or among the two shown. `precision` is of all that is accepted, off topic or not. `shown`: of those asked
    back, whether the right one is among the two. `off_topic`: accepted, of the rows that answer nothing.
    """

    rows: int
    top1: Share
    top2: Share
    shown: Share
    accepted: Share
    precision: Share
    off_topic: Share


def tally(rows: Sequence[Row], reads: Sequence[Read]) -> Tally:
    """Count."""
    pairs = list(zip(rows, reads, strict=True))
    answers = [(row, read) for row, read in pairs if row.is_answer]
    others = [(row, read) for row, read in pairs if not row.is_answer]
    asked = [(row, read) for row, read in answers if read.accepted is None]

    def share(among: Sequence[tuple[Row, Read]], holds: Callable[[Row, Read], bool]) -> Share:
        return Share(hits=sum(holds(row, read) for row, read in among), of=len(among))

    return Tally(
        rows=len(pairs),
        top1=share(answers, lambda row, read: read.first == row.answer),
        top2=share(answers, lambda row, read: row.answer in {read.accepted, *read.shown}),
        shown=share(asked, lambda row, read: row.answer in read.shown),
        accepted=share(answers, lambda _, read: read.accepted is not None),
        precision=share([pair for pair in pairs if pair[1].accepted], lambda row, read: read.accepted == row.answer),
        off_topic=share(others, lambda _, read: read.accepted is not None),
    )
