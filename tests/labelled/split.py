"""Split the labelled answers into two halves: `python -m tests.labelled.split`. Done once, before any tuning.

By language and kind, each group in an order that the seed draws; every other one is held out.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from tests.labelled.rows import DEVELOPMENT, HELD_OUT, HERE, Row, every_row

SEED = "unstick, labelled answers, 2026-11-22"


def split(rows: Iterable[Row]) -> dict[str, list[str]]:
    """The ids of each half, sorted. Groups of odd size give their last one to the half that has fewer."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        groups[row.language, row.kind].append(row.id)
    halves: dict[str, list[str]] = {DEVELOPMENT: [], HELD_OUT: []}
    for group in sorted(groups):
        drawn = sorted(groups[group], key=_draw)
        one, other = sorted(halves, key=lambda name: (len(halves[name]), name))
        halves[one] += drawn[::2]
        halves[other] += drawn[1::2]
    return {name: sorted(ids) for name, ids in halves.items()}


def _draw(row_id: str) -> str:
    return hashlib.sha256(f"{SEED}: {row_id}".encode()).hexdigest()


def main() -> None:
    """Write both lists. Raises FileExistsError when there is a split already: rows would change sides."""
    for name, ids in split(every_row()).items():
        with (HERE / f"{name}.txt").open("x", encoding="utf-8") as file:
            file.write("".join(f"{row_id}\n" for row_id in ids))


if __name__ == "__main__":
    main()
