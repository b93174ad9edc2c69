"""Numbers over the weeks: which go the wrong way, and the picture of them."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.checkins.trend import trend_of
from bot.report.pages import chart as draw
from bot.store.plan_tables import PlanMetric
from prompts.catalog import catalog, languages
from prompts.compose.chart import chart
from scoring import Measured, load_rules
from tests.contact import data, weekly

MONDAY = date(2026, 11, 9)
WEEK = timedelta(weeks=1)
VALUES = st.lists(st.none() | st.integers(0, 12), max_size=12)


def _metric(direction: str = "down", baseline: int | None = 6, target: int | None = 1) -> PlanMetric:
    return PlanMetric(
        workspace_id="T",
        diagnosis_id="d",
        id="manual_hours",
        position=0,
        unit="hours_per_week",
        direction=direction,
        baseline=baseline,
        target=target,
        percent_of_baseline=None if target is not None else 20,
    )


def _weeks(values: list[int | None]) -> dict[date, dict[str, Decimal]]:
    given_ones = [(n, value) for n, value in enumerate(values) if value is not None]
    return {MONDAY + WEEK * n: {"manual_hours": Decimal(value), "other": Decimal(1)} for n, value in given_ones}


@given(values=VALUES, direction=st.sampled_from(["down", "up"]), baseline=st.none() | st.integers(0, 12))
def test_the_wrong_way_is_two_steps_or_more(values: list[int | None], direction: str, baseline: int | None) -> None:
    """A run is the longest end of the line in which each number is worse than the one before, two steps at least."""
    trend = trend_of(_metric(direction, baseline), _weeks(values))
    line = [value for value in values if value is not None]
    line = line if baseline is None else [baseline, *line]
    worse = [one < two if direction == "down" else one > two for one, two in pairwise(line)]
    steps = len(worse) if all(worse) else worse[::-1].index(False)
    assert trend.run == (tuple(map(Decimal, line[-steps - 1 :])) if steps >= 2 else ())
    assert (trend.standing == "wrong_way") is (steps >= 2 and trend.latest is not None)
    if trend.run:
        assert trend.run_since == trend.weeks[-steps][0]


@given(start=st.integers(0, 10**7), percent=st.integers(0, 1000))
def test_a_target_reads_as_it_counts(start: int, percent: int) -> None:
    """A share of a start that was recorded later is one number, in the digest and at a gate: to the tenth, half up."""
    metric = _metric(baseline=None, target=None)
    metric.percent_of_baseline = percent
    shown = trend_of(metric, {MONDAY: {"manual_hours": Decimal(start) / 1000}}).target
    counts = Measured(id="manual_hours", direction="down", baseline=start, percent_of_baseline=percent).goal
    assert counts is not None
    assert shown == Decimal(counts) / 1000
    exact = Decimal(start) / 1000 * percent / 100
    assert shown == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


@given(values=VALUES, direction=st.sampled_from(["down", "up"]), baseline=st.none() | st.integers(0, 12))
@settings(max_examples=60)
def test_everything_lies_within_its_plot(values: list[int | None], direction: str, baseline: int | None) -> None:
    """Whatever the numbers, no point, line or week lies outside the plot, and a later week lies further right."""
    trend = trend_of(_metric(direction, baseline), _weeks(values))
    [panel] = chart(catalog(), [trend], pilot="p", week=2, until=MONDAY + WEEK * 12).panels
    levels = [level for level in (panel.baseline, panel.target) if level]
    assert all(0 <= each.y <= 1 for each in (*panel.points, *levels))
    assert all(0 <= each.x <= 1 for each in (*panel.points, *panel.ticks))
    xs = [point.x for point in panel.points]
    assert xs == sorted(set(xs))


def test_the_first_number_stands_for_an_unknown_baseline() -> None:
    """Where nobody knew today's number, the first that is given takes its place, and a share of it is the target."""
    trend = trend_of(_metric(baseline=None, target=None), _weeks([None, 12, 9]))
    assert (trend.baseline, trend.target, trend.is_recorded_since) == (Decimal(12), Decimal("2.4"), True)
    assert trend.standing == "better"
    assert trend_of(_metric(baseline=None, target=None), {}).target is None


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        ([], "none"),
        ([6], "level"),
        ([5], "better"),
        ([7], "worse"),
        ([1], "reached"),
        ([0], "reached"),
        ([7, 8], "wrong_way"),
    ],
)
def test_where_it_stands(values: list[int | None], standing: str) -> None:
    """Against what it was and what it is to become, for a metric of which less is better."""
    assert trend_of(_metric(), _weeks(values)).standing == standing


@pytest.mark.parametrize("language", languages())
def test_the_picture_is_the_same_bytes(language: str) -> None:
    """The same numbers give the same picture, in each language another; its words name every metric and number."""
    texts, rules = catalog(language), load_rules()
    own = weekly.trends(rules, data.LONG)
    made = [chart(texts, own, pilot=data.LONG_PILOT, week=3, until=MONDAY) for _ in range(2)]
    first, second = (draw(each) for each in made)
    assert first == second
    assert first.startswith(b"\x89PNG")
    assert all(texts.metrics[trend.metric].name in made[0].alt for trend in own)


def test_words_in_a_name_stay_words() -> None:
    """What looks like markup in a pilot's name is drawn as it stands, and makes no picture fail."""
    for name in ("#let x = 1", "*a* _b_ $c$ <d> @e", "= heading\n- item", "\\u{1F600} ${"):
        shown = chart(catalog(), [trend_of(_metric(), _weeks([5]))], pilot=name, week=1, until=MONDAY)
        assert draw(shown).startswith(b"\x89PNG")


def test_a_gap_is_a_gap() -> None:
    """A week without a number is passed over by a line that says so."""
    trend = trend_of(_metric(), _weeks([5, None, 4]))
    [panel] = chart(catalog(), [trend], pilot="p", week=3, until=MONDAY).panels
    assert [point.gap for point in panel.points] == [False, False, True]
    assert [point.kind for point in panel.points] == ["before", "week", "last"]


@given(start=st.integers(0, 100), target=st.integers(0, 100), direction=st.sampled_from(["down", "up"]))
def test_a_target_is_never_worse_than_a_start_recorded_later(start: int, target: int, direction: str) -> None:
    """Nobody is asked for less than there is already, in the digest as at a gate; a known start changes nothing."""
    trend = trend_of(_metric(direction, None, target), _weeks([start, start + 1]))
    assert trend.target is not None
    assert not trend.is_worse(trend.target, Decimal(start))
    assert trend.target in {Decimal(start), Decimal(target)}
    assert trend.is_reached is (not trend.is_worse(Decimal(start + 1), trend.target))
    assert trend_of(_metric(direction, 50, target), _weeks([start])).target == target
