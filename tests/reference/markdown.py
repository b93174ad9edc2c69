"""Tables and sentences of a generated page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).parents[2]
ROOMS = ("scoring", "prompts", "bot")
MADE = "Made by `make reference` from {source}; a test fails when it is not current.\n"


def head(title: str, source: str, about: str) -> str:
    """The beginning of a page: what it is, and what it is made from."""
    return f"# {title}\n\n{MADE.format(source=source)}\n{about.rstrip()}\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what a cell holds stays in it."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(cell(each) for each in line)} |\n" for line in lines)


def cell(text: str) -> str:
    """Text as it can stand in a table: on one line, its bars escaped."""
    return " ".join(text.split()).replace("|", "\\|")


def code(words: Iterable[str]) -> str:
    """Words as code, with commas between."""
    return ", ".join(f"`{word}`" for word in words)


def paragraph(text: str | None) -> str:
    """A docstring's text without its indentation and line breaks; paragraphs stay apart."""
    parts = (text or "").strip().split("\n\n")
    return "\n\n".join(" ".join(part.split()) for part in parts)


def first_sentence(text: str | None) -> str:
    """The first sentence of a docstring."""
    first = paragraph(text).split("\n\n")[0]
    return first.partition(". ")[0].rstrip(".") + "." if first else ""


def sources() -> Iterable[Path]:
    """Every module of the three rooms, in order."""
    return (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))
