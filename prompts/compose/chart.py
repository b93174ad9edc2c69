"""The numbers of a plan as a picture: one small plot for each metric, all over the same weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from prompts import dates
from prompts.catalog import Catalog
from prompts.chart import Chart, Level, Panel, Point, Tick
from prompts.compose.trend import Trend
from prompts.mrkdwn import plain
from prompts.numbers import number

WEEK = timedelta(weeks=1)
PLAN_WEEKS = 4  # so many weeks are there from the first on, so that a young plan does not look like a finished one
MOST_TICKS = 6
MOST_WORDS = 6  # points with their number beside them; of more than these only the first and the last have it
ROOM = 0.2  # of a plot's height is left free over the highest and under the lowest number, for the words
MANY = 100  # under a plot stands the form for many
MARKS = {"reached": "✓", "wrong_way": "▲", "better": "+", "worse": "−", "level": "=", "none": "?"}


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """The weeks and the numbers of a plot as places in it. Before the first week there is room for the time before."""

    first: date
    slots: int
    low: Decimal
    high: Decimal

    def x(self, week: date | None) -> float:
        """The place of a week; None is the time before the plan."""
        slot = 0 if week is None else (week - self.first).days // WEEK.days + 1
        return round(slot / self.slots, 4)

    def y(self, value: Decimal) -> float:
        """The place of a number."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else Decimal("0.5")
        return round(float(ROOM + float(share) * (1 - 2 * ROOM)), 4)


def chart(texts: Catalog, trends: Sequence[Trend], *, pilot: str, week: int, until: date) -> Chart:
    """The picture of all metrics, those without a number too; `until` is the last day of the week."""
    given = [week for trend in trends for week, _ in trend.weeks]
    first = min(given, default=until)
    slots = max(PLAN_WEEKS, (max(given, default=until) - first).days // WEEK.days + 1)
    panels = tuple(_panel(texts, trend, first, slots) for trend in trends)
    finding = _finding(texts, trends)
    is_late = week > PLAN_WEEKS + 1
    kicker = texts.say("chart.kicker_late") if is_late else texts.say("chart.kicker", week=week)
    said = [texts.say("chart.alt", pilot=pilot, finding=finding), *(_in_words(texts, trend) for trend in trends)]
    return Chart(
        language=texts.language,
        kicker=plain(kicker),
        pilot=pilot,
        finding=plain(finding),
        note=plain(texts.say("chart.note", date=dates.day(texts.locale, until))),
        panels=panels,
        alt=plain(" ".join(said)),
    )


def _finding(texts: Catalog, trends: Sequence[Trend]) -> str:
    """What the picture says, in one line."""
    reached = sum(trend.standing == "reached" for trend in trends)
    wrong = sum(trend.standing == "wrong_way" for trend in trends)
    found = texts.say("chart.reached", count=reached, total=len(trends))
    return texts.say("chart.wrong", finding=found, count=wrong) if wrong else found


def _panel(texts: Catalog, trend: Trend, first: date, slots: int) -> Panel:
    scale = _scale(trend, first, slots)
    return Panel(
        name=texts.metrics[trend.metric].name,
        unit=plain(texts.say(f"chart.{trend.direction}", unit=texts.unit(trend.unit, MANY))),
        standing=trend.standing,
        mark=MARKS[trend.standing],
        word=standing_words(texts, trend),
        now="" if trend.latest is None else number(texts.locale, trend.latest),
        is_up=trend.direction == "up",
        points=tuple(_points(texts, trend, scale)),
        baseline=_baseline(texts, trend, scale),
        target=_target(texts, trend, scale),
        ticks=tuple(_ticks(texts, trend, scale)),
    )


def standing_words(texts: Catalog, trend: Trend) -> str:
    """Where a metric stands, in a few words."""
    if trend.standing == "wrong_way":
        return plain(texts.say("chart.stands.wrong_way", count=len(trend.run) - 1))
    return plain(texts.say(f"chart.stands.{trend.standing}"))


def _baseline(texts: Catalog, trend: Trend, scale: _Scale) -> Level | None:
    """The number of the time before has its own point with words; the first one that was given has not."""
    if trend.baseline is None:
        return None
    is_shown = trend.is_recorded_since and len(trend.weeks) > 1
    words = texts.say("chart.first", number=trend.baseline) if is_shown else ""
    return Level(y=scale.y(trend.baseline), text=plain(words))


def _target(texts: Catalog, trend: Trend, scale: _Scale) -> Level | None:
    if trend.target is None:
        return None
    words = texts.say("chart.at_most" if trend.direction == "down" else "chart.at_least", number=trend.target)
    return Level(y=scale.y(trend.target), text=plain(words))


def _scale(trend: Trend, first: date, slots: int) -> _Scale:
    """From zero, unless all numbers are far from it: then a change would not show."""
    levels = [each for each in (trend.baseline, trend.target) if each is not None]
    every = [*levels, *(value for _, value in trend.weeks)] or [Decimal(0)]
    low, high = min(every), max(every)
    return _Scale(first=first, slots=slots, low=Decimal(0) if low * 2 <= high else low, high=high)


def _points(texts: Catalog, trend: Trend, scale: _Scale) -> list[Point]:
    line: list[tuple[date | None, Decimal]] = list(trend.weeks)
    if trend.baseline is not None and not trend.is_recorded_since:
        line.insert(0, (None, trend.baseline))
    places = [(scale.x(week), scale.y(value)) for week, value in line]
    steps = len(trend.run) - 1
    points = []
    for n, ((week, value), (x, y)) in enumerate(zip(line, places, strict=True)):
        is_last = n == len(line) - 1 and week is not None
        neighbours = [other for _, other in places[max(0, n - 1) : n + 2]]
        before = line[n - 1][0] if n else None
        points.append(
            Point(
                kind=_kind(week, is_last=is_last),
                x=x,
                y=y,
                text=number(texts.locale, value) if is_last or n == 0 or len(line) <= MOST_WORDS else "",
                is_over=y * len(neighbours) >= sum(neighbours),
                gap=before is not None and week is not None and week - before > WEEK,
                wrong=bool(trend.run) and n >= len(line) - steps,
            )
        )
    return points


def _kind(week: date | None, *, is_last: bool) -> Literal["before", "week", "last"]:
    if week is None:
        return "before"
    return "last" if is_last else "week"


def _ticks(texts: Catalog, trend: Trend, scale: _Scale) -> list[Tick]:
    """Under the plot: the time before, if there is a number of it, and the weeks by their Mondays, at most so many."""
    every = max(1, -(-scale.slots // MOST_TICKS))
    weeks = [scale.first + WEEK * n for n in range(0, scale.slots, every)]
    found = [Tick(x=scale.x(week), text=dates.short(texts.locale, week)) for week in weeks]
    if trend.baseline is None or trend.is_recorded_since:
        return found
    # In a long line the first week has no room beside the time before it.
    return [Tick(x=0, text=plain(texts.say("chart.before"))), *(found if every == 1 else found[1:])]


def _in_words(texts: Catalog, trend: Trend) -> str:
    """A plot for who cannot see it."""
    values = [number(texts.locale, value) for _, value in trend.weeks]
    if trend.baseline is not None and not trend.is_recorded_since:
        values.insert(0, number(texts.locale, trend.baseline))
    return texts.say(
        "chart.alt_metric",
        name=texts.metrics[trend.metric].name,
        values=" → ".join(values) or "?",
        unit=texts.unit(trend.unit, trend.latest or 0),
        target=target_words(texts, trend),
        standing=standing_words(texts, trend),
    )


def target_words(texts: Catalog, trend: Trend) -> str:
    """The target as it stands in a sentence; empty while nobody knows it."""
    if trend.target is None:
        return ""
    return texts.say("digest.at_most" if trend.direction == "down" else "digest.at_least", number=trend.target)
