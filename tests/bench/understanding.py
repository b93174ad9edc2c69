"""Measure how typed answers are understood; section "Understanding": `python -m tests.bench.understanding`.

With `--development` the half that may be looked at is measured and printed instead; with `--rows` its errors. With
`--asides` it prints how many texts are taken that answer nothing or what was not asked, by language and kind.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.page import put
from tests.bench.understanding_methods import by_rapidfuzz, by_reader, by_tfidf
from tests.bench.understanding_offers import astray, offers
from tests.bench.understanding_section import KINDS, section
from tests.bench.understanding_speed import measure
from tests.bench.understanding_tally import Share, tally
from tests.labelled.rows import DEVELOPMENT, HELD_OUT, LANGUAGES, Row, asides, half

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.understanding_methods import Read
    from tests.bench.understanding_tally import Tally

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
MARKERS = ("<!-- understanding:begin -->", "<!-- understanding:end -->")
METHODS: dict[str, Callable[[Row], Read]] = {"Unstick": by_reader, "TF-IDF": by_tfidf, "rapidfuzz": by_rapidfuzz}


def measured(rows: list[Row]) -> dict[tuple[str, str, str], Tally]:
    """By method, language and kind; `all` for either."""
    found = {}
    for name, method in METHODS.items():
        reads = [method(row) for row in rows]
        for language in ("all", *LANGUAGES):
            for kind in ("all", *KINDS):
                wanted = [
                    (row, read)
                    for row, read in zip(rows, reads, strict=True)
                    if language in {"all", row.language} and kind in {"all", row.kind}
                ]
                found[name, language, kind] = tally([row for row, _ in wanted], [read for _, read in wanted])
    return found


def errors(rows: list[Row]) -> str:
    """What the reader got wrong in rows that may be looked at, by question."""
    lines = []
    for row in sorted(rows, key=lambda row: row.question):
        read = by_reader(row)
        if read.first != row.answer:
            took = "took" if read.accepted else "first"
            lines.append(f"{row.question}: {row.text!r} is {row.answer}, {took} {read.first} {read.shown} ({row.id})")
    return "\n".join(lines) + "\n"


def taken(rows: list[Row]) -> str:
    """How many of some rows are taken, by language and kind."""
    counted: dict[str, Counter[str]] = {language: Counter() for language in LANGUAGES}
    every = Counter((row.language, row.kind) for row in rows)
    for row in rows:
        counted[row.language][row.kind] += by_reader(row).accepted is not None
    lines = [f"{language}, {kind}: {counted[language][kind]} of {of}" for (language, kind), of in sorted(every.items())]
    for language in LANGUAGES:
        total = Share(hits=counted[language].total(), of=sum(row.language == language for row in rows))
        lines.append(f"{language}: {total.hits} of {total.of}, {total} %")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure what is asked for, and print it or write it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.understanding", description=__doc__)
    parser.add_argument("--development", action="store_true", help="the half to tune on; print it")
    parser.add_argument("--rows", action="store_true", help="print the errors in the half to tune on")
    parser.add_argument("--print", action="store_true", help="print the section instead of writing it down")
    parser.add_argument("--asides", action="store_true", help="print how much that is beside the point is taken")
    wanted, _ = parser.parse_known_args()
    if wanted.rows:
        sys.stdout.write(errors(half(DEVELOPMENT)) + astray(half(DEVELOPMENT)))
        return
    if wanted.asides:
        sys.stdout.write(taken(asides()))
        return
    rows = half(DEVELOPMENT if wanted.development else HELD_OUT)
    lines = section(measured(rows), offers(rows), measure(), held_out=not wanted.development)
    if wanted.development or wanted.print:
        sys.stdout.write("\n".join(lines) + "\n")
    else:
        put(PAGE, MARKERS, lines)


if __name__ == "__main__":
    main()
