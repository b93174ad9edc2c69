"""The section "Torture" of docs/benchmarks.md: a row for each database, with and without leave to read history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BEGIN, END = "<!-- torture:begin -->", "<!-- torture:end -->"
HEAD = (
    "run",
    "deaths",
    "faults of Slack",
    "messages",
    "check-ins due",
    "twice",
    "lost",
    "out of order",
    "longest to Slack",
    "took",
    "on",
)
INTRO = (
    "Two hundred pilots over eight virtual weeks in six time zones, each with one or two people to answer for it, and "
    "nobody answers. The bot dies by SIGKILL at random moments; Slack refuses, breaks off, or falls silent once it has "
    "taken a message. On PostgreSQL there are two replicas, of which one dies for good half way. Slack's own record is "
    "held against the calendar: every check-in that is due, once, on its day, and in its lane's order. *Longest to "
    "Slack* is from the outbox to Slack, over a death or a replica that never returns; the goal is 60 s. *Took* is in "
    "real time, on a machine with much else to do. By `python -m tests.torture`, with and without `--blind`; a test "
    "of one week and three deaths is in `make test`."
)
BLIND = (
    "Without leave to read history nobody can see whether a message whose answer was lost was taken: it is sent once "
    "more, rather twice than never. That is a time-out after a message was taken, and whatever a process had in hand "
    "when it was killed. See docs/explanation/time.md."
)


def keep(path: Path, cells: Sequence[str]) -> None:
    """Put a run's row into the page, in the place of an earlier one of the same name (its first cell)."""
    rows = {line.split(" | ")[0]: line for line in _rows(path)}
    line = page.row(*cells)
    rows[line.split(" | ")[0]] = line
    lines = ["## Torture", "", INTRO, "", page.row(*HEAD), page.row(*("---" for _ in HEAD)), *sorted(rows.values())]
    page.put(path, (BEGIN, END), [*lines, "", BLIND])


def _rows(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if BEGIN not in text:
        return []
    lines = text[text.index(BEGIN) : text.index(END)].splitlines()
    return [line for line in lines if line.startswith("| ")][2:]
