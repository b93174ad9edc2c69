"""The section "Two replicas" of docs/benchmarks.md."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.bench import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.replicas import Found

MARKERS = ("<!-- replicas:begin -->", "<!-- replicas:end -->")
P99_MS, LONGEST_MS = 500, 3000


def parts(found: Found) -> list[str]:
    """The section, without its title."""
    times = sorted(1000 * one for one in found.acknowledged)
    p50, p99 = (times[len(times) * percent // 100] for percent in (50, 99))
    return [
        (
            f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores. Two replicas on one PostgreSQL behind a proxy, "
            f"fifty people, {found.seconds:.0f} s; people, proxy, fake Slack, server and replicas share the cores. "
            f"{'; '.join(found.events)}. Who is told that a tap went wrong taps again half a second later. "
            "Written by `python -m tests.bench.replicas`."
        ),
        "",
        page.row("", "goal", "found"),
        page.row("---", "---", "---"),
        page.row("answers/s", f"{found.rate:.0f}", f"{found.answered / found.seconds:.1f}"),
        page.row("answers acknowledged", "", found.answered),
        page.row("of them lost", "0", max(0, found.answered - found.kept)),
        page.row("kept without an acknowledgement", "", max(0, found.kept - found.answered)),
        page.row("taps that had to be made again", "", found.tapped_again),
        page.row("messages posted twice", "0", found.posted_twice),
        page.row("messages that still wait at the end", "0", found.left),
        page.row("acknowledged p50", "", f"{p50:.0f} ms"),
        page.row("acknowledged p99", f"≤ {P99_MS} ms", f"{p99:.0f} ms {_met(p99 <= P99_MS)}"),
        page.row("the longest", f"≤ {LONGEST_MS} ms", f"{times[-1]:.0f} ms {_met(times[-1] <= LONGEST_MS)}"),
    ]


def write(path: Path, lines: Sequence[str]) -> None:
    """Put the section into the page; the rest stays as it is."""
    page.put(path, MARKERS, ["## Two replicas", "", *lines])


def _met(holds: bool) -> str:  # noqa: FBT001 (a yes or a no is what it is about)
    return "met" if holds else "**missed**"
