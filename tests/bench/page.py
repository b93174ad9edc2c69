"""docs/benchmarks.md: sections between markers, each written by its own bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def put(path: Path, markers: tuple[str, str], lines: Iterable[str]) -> None:
    """Put a section between its markers in `path`, which is made when it does not exist; the rest stays as it is."""
    begin, end = markers
    text = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n"
    body = "\n".join((begin, *lines)).rstrip() + f"\n{end}"
    if begin in text and end in text:
        text = text[: text.index(begin)] + body + text[text.index(end) + len(end) :]
    else:
        text = f"{text.rstrip()}\n\n{body}\n"
    path.write_text(text, encoding="utf-8")


def row(*cells: object) -> str:
    """A row of a table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"
