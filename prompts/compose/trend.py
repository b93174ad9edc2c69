"""A metric of a plan over the weeks, against what it was before and what it is to become."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Standing = Literal["none", "wrong_way", "reached", "better", "worse", "level"]


@dataclass(frozen=True, kw_only=True)
class Trend:
    """One metric: its numbers by week (the week's Monday), oldest first, all in `unit`.

    `baseline` is what it was when the plan was posted, or (`is_recorded_since`) the first number given after that;
    None while there is neither. `target` is the least that is worth it, None while that depends on a baseline nobody
    knows. `run` are the numbers that went the wrong way one after the other up to the last, the one before them first:
    empty unless there are two steps or more; `run_since` is the week of the first step.
    """

    metric: str
    unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal | None
    weeks: tuple[tuple[date, Decimal], ...]
    is_recorded_since: bool = False
    run: tuple[Decimal, ...] = ()
    run_since: date | None = None

    @property
    def latest(self) -> Decimal | None:
        """The last number that was given."""
        return self.weeks[-1][1] if self.weeks else None

    def before(self, week: date) -> Decimal | None:
        """What it was before a week: at the start, if that is not this week's own number."""
        return None if self.is_recorded_since and self.weeks[0][0] >= week else self.baseline

    @property
    def is_reached(self) -> bool:
        """Whether the last number is as good as the target, or better."""
        return self.latest is not None and self.target is not None and not self.is_worse(self.latest, self.target)

    @property
    def standing(self) -> Standing:
        """Where it stands, the most pressing first."""
        if self.latest is None:
            return "none"
        if self.run:
            return "wrong_way"
        if self.is_reached:
            return "reached"
        if self.baseline is None or self.baseline == self.latest:
            return "level"
        return "worse" if self.is_worse(self.latest, self.baseline) else "better"

    def is_worse(self, one: Decimal, other: Decimal) -> bool:
        """Whether one number is worse than another, for this metric."""
        return one > other if self.direction == "down" else one < other
