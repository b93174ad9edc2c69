"""The section "Weeks" of docs/benchmarks.md: what the tick costs, when much is due and when nothing is."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.bench import page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench.weeks import Found

BEGIN, END = "<!-- weeks:begin -->", "<!-- weeks:end -->"
HANDED_S, RATIO = 60, 1.5


def parts(found: Sequence[Found]) -> list[str]:
    """The section, without its title."""
    few, many = found[0].idle[0].stored, found[0].idle[-1].stored
    due = found[0].crowd.due
    load = os.getloadavg()[1]
    return [
        (
            f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores ({platform.machine()}, {platform.system()}), Python "
            f"{platform.python_version()}, PostgreSQL 18 with its defaults. Load of the machine over the last five "
            f"minutes: {load:.1f}. Written by `python -m tests.bench.weeks`."
        ),
        "",
        (
            f"{due:,} check-ins of as many people and pilots are due in the same minute, and the bot ticks once. A "
            "check-in is *handed to delivery* when its letter is in the outbox, with the run that will send it, and "
            "its row has moved on to next week. The same process delivers meanwhile, to a hand that takes each letter "
            "at once; the database shares the two cores. Everybody was looked up in Slack within the last day: whoever "
            "was not costs one call of `users.info` more. *Nothing due*: the middle one of sixty ticks with the "
            "delivery running, among so many stored pilots with their actions, check-ins, appointments and letters."
        ),
        "",
        page.row("", "goal", *(one.name for one in found)),
        page.row("---", "---", *("---" for _ in found)),
        page.row(f"{due:,} check-ins handed to delivery", f"≤ {HANDED_S} s on PostgreSQL", *map(_handed, found)),
        page.row("processor time of the tick, each", "", *(_each(one.crowd.tick_cpu_s, due) for one in found)),
        page.row("… and of the delivery beside it", "", *(_each(_beside(one), due) for one in found)),
        page.row("the last one is sent after", "", *(f"{one.crowd.sent_s:.1f} s" for one in found)),
        page.row(f"tick with nothing due, {few:,} pilots", "", *(_tick(one, 0) for one in found)),
        page.row(f"tick with nothing due, {many:,} pilots", "", *(_tick(one, -1) for one in found)),
        page.row("ratio of the two", f"≤ {RATIO}", *map(_ratio, found)),
    ]


def write(path: Path, lines: Sequence[str]) -> None:
    """Put the section into the page; the rest stays as it is."""
    page.put(path, (BEGIN, END), ["## Weeks", "", *lines])


def _handed(one: Found) -> str:
    said = f"{one.crowd.handed_s:.1f} s"
    return f"{said} {_met(one.crowd.handed_s <= HANDED_S)}" if one.name == "PostgreSQL" else said


def _beside(one: Found) -> float:
    return one.crowd.process_cpu_s - one.crowd.tick_cpu_s


def _each(seconds: float, count: int) -> str:
    return f"{1000 * seconds / count:.2f} ms"


def _tick(one: Found, place: int) -> str:
    idle = one.idle[place]
    return f"{1000 * idle.wall_s:.1f} ms ({1000 * idle.cpu_s:.1f} ms of processor time)"


def _ratio(one: Found) -> str:
    ratio = one.idle[-1].wall_s / one.idle[0].wall_s
    return f"{ratio:.2f} {_met(ratio <= RATIO)}"


def _met(holds: bool) -> str:  # noqa: FBT001 (a yes or a no is what it is about)
    return "met" if holds else "**missed**"
