"""The data map: what each table and column is for, what kind of data it holds, how long it stays; data and text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.store.every_table import METADATA
from prompts.files import load

SOURCE = Path(__file__).with_name("data_map.yaml")


@dataclass(frozen=True)
class Column:
    """One column: its kind, the column beside it that names the author of its words (or None), and what it is for."""

    kind: str
    author: str | None
    purpose: str


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    holds: str
    kept: str
    columns: dict[str, str]


class _Source(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    kinds: dict[str, str]
    retention: dict[str, str]
    tables: dict[str, _Table]
    engine: str


@lru_cache
def source() -> _Source:
    """The map as it is written. Raises pydantic.ValidationError for a file that is no map."""
    return _Source.model_validate(load(SOURCE))


@lru_cache
def columns(table: str) -> Mapping[str, Column]:
    """The columns of a table, by name."""
    return {name: _column(line) for name, line in source().tables[table].columns.items()}


def faults() -> list[str]:
    """Where the map and the tables differ, a line each: a column without a line, a line without a column, no kind."""
    every = {(table.name, column.name) for table in METADATA.sorted_tables for column in table.columns}
    told = {(table, column) for table, each in source().tables.items() for column in each.columns}
    found = [f"{table}.{column} has no line in {SOURCE.name}" for table, column in sorted(every - told)]
    found += [f"{table}.{column} is in {SOURCE.name} and nowhere else" for table, column in sorted(told - every)]
    for table, each in source().tables.items():
        if each.kept not in source().retention:
            found.append(f"{table} is kept as {each.kept!r}, which is no retention")
        for name, column in columns(table).items():
            if column.kind not in source().kinds or not column.purpose:
                found.append(f"{table}.{name} needs a kind and a purpose")
            if column.author is not None and column.author not in each.columns:
                found.append(f"{table}.{name} names an author {column.author!r} that is no column")
    return found


def markdown() -> str:
    """The map as a page."""
    return "\n".join(_lines()) + "\n"


def _column(line: str) -> Column:
    kind, _, purpose = line.partition("; ")
    kind, _, author = kind.partition(" by ")
    return Column(kind, author or None, purpose)


def _lines() -> Iterator[str]:
    given = source()
    yield from ("# Data map", "", "What Unstick keeps, column by column. This page is made by `unstick data-map`.", "")
    yield from ("## Kinds of data", "", "| kind | meaning |", "| --- | --- |")
    yield from (f"| {kind} | {meaning} |" for kind, meaning in given.kinds.items())
    yield from ("", "## How long it stays", "", "| kept as | until |", "| --- | --- |")
    yield from (f"| {name} | {until} |" for name, until in given.retention.items())
    yield from ("", "## Tables", "")
    for table, each in given.tables.items():
        yield from (f"### {table}", f"Holds {each.holds}. Kept as *{each.kept}*.", "")
        yield from ("| column | kind | for |", "| --- | --- | --- |")
        yield from (f"| {name} | {_kind(column)} | {column.purpose} |" for name, column in columns(table).items())
        yield ""
    yield from ("## The delivery engine", "", given.engine)


def _kind(column: Column) -> str:
    return f"{column.kind} (of `{column.author}`)" if column.author else column.kind
