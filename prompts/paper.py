"""A document that is drafted from the facts, in words: what its PDF and its Markdown are made from.

All texts are plain: each format escapes them for itself, whatever people wrote.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

GridKind = Literal["actions", "metrics", "numbers", "costs", "people", "ready", "unknown"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Statement(_Value):
    """A sentence, the words it comes from where there are any, and who said it when."""

    text: str
    quote: str = ""
    source: str = ""


class Grid(_Value):
    """A table; `kind` says how wide its columns are to be."""

    kind: GridKind
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(_Value):
    """A titled part: statements, or points, or a table; a `note` stands before them."""

    id: str
    title: str
    note: str = ""
    statements: tuple[Statement, ...] = ()
    points: tuple[str, ...] = ()
    grid: Grid | None = None


class Paper(_Value):
    """The whole document; `edition` says which version it is, `seal` what its hash is of."""

    language: str
    kind: str
    pilot: str
    title: str
    lead: str
    day: date | None
    edition: str
    meta: tuple[str, ...]
    sections: tuple[Section, ...]
    seal: str
    sha256: str
