"""The numbers of a plan as a picture, in words and places: what the page is drawn from.

All texts are plain. Places are shares of a panel's plot: x from its left, y from its foot, each 0 to 1.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Point(_Value):
    """A number: that of the time before the plan, one of a week, or the last.

    `text` stands over it or under it, empty where there is no room for words; `gap`: weeks without a number lie before
    it; `wrong`: it is worse than the one before, and so was that.
    """

    kind: Literal["before", "week", "last"]
    x: float
    y: float
    text: str
    is_over: bool
    gap: bool = False
    wrong: bool = False


class Level(_Value):
    """A line across the plot, and its words."""

    y: float
    text: str


class Panel(_Value):
    """One metric: what it is, where it stands in words, its numbers, and the lines it is held against.

    `is_up`: more is better.
    """

    name: str
    unit: str
    standing: str
    mark: str
    word: str
    now: str
    is_up: bool
    points: tuple[Point, ...]
    baseline: Level | None
    target: Level | None
    ticks: tuple["Tick", ...]


class Tick(_Value):
    """Words under a plot."""

    x: float
    text: str


class Chart(_Value):
    """The whole picture; `alt` says in words what it shows."""

    language: str
    kicker: str
    pilot: str
    finding: str
    note: str
    panels: tuple[Panel, ...]
    alt: str
