"""What is offered of the facts about other questions that stand in the labelled answers, and what besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from prompts.catalog import catalog
from tests.bench.understanding_methods import RULES, reader
from tests.bench.understanding_tally import Share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.labelled.rows import Row


@dataclass(frozen=True, kw_only=True)
class Offers:
    """`right`: offered, of all facts about other questions in the rows. `wrong`: offers of anything else, beside them.

    `needless`: rows with an offer, of those without such a fact.
    """

    right: Share
    wrong: int
    needless: Share


def offered(row: Row) -> frozenset[tuple[str, str]]:
    """What is offered where every other question is still open."""
    asked = RULES.questions[row.question]
    others = [each for each in RULES.questions.values() if each is not asked]
    reading = reader().read(catalog(row.language), RULES, asked, row.text, others=others)
    return frozenset((fact.question, fact.option) for fact in reading.also)


def offers(rows: Sequence[Row]) -> Offers:
    """Count."""
    several = [(frozenset(row.also), offered(row)) for row in rows if row.also]
    single = [offered(row) for row in rows if not row.also]
    return Offers(
        right=Share(hits=sum(len(told & found) for told, found in several), of=sum(len(told) for told, _ in several)),
        wrong=sum(len(found - told) for told, found in several),
        needless=Share(hits=sum(bool(found) for found in single), of=len(single)),
    )


def astray(rows: Sequence[Row]) -> str:
    """Facts that were missed and offers that are wrong in rows that may be looked at."""
    found = [(row, offered(row)) for row in rows]
    lines = [
        f"{row.question}: {row.text!r} also says {list(row.also)}, offered {sorted(one)} ({row.id})"
        for row, one in found
        if one != frozenset(row.also)
    ]
    return "".join(f"{line}\n" for line in lines)
