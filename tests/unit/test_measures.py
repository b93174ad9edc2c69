"""The figures of a plan at their edges: targets, running cost, hours; and the tables behind the next question."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, Any

import pytest

from scoring import Sheet, load_rules, still_to_show
from scoring.information import CHANCE, ENTROPY, LIMIT, _tables
from scoring.measures import Budget, MetricLine, Recoverable, budget, figure, metric_lines, recoverable_hours
from scoring.score import score

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring import Rules

FIGURES = {"volume_week": 120, "minutes_each": 9, "share_handled": 90, "exceptions_share": 15}


def lines(rules: Rules, **answers: Any) -> list[MetricLine]:
    """Return the metrics of a plan."""
    sheet = Sheet(pilot="p", answers=answers)
    return list(metric_lines(rules, sheet, score(rules, sheet)))


def test_fixed_targets(small: Rules) -> None:
    """A metric without a figure of its own shows its fixed target, at most or at least, and no share."""
    assert lines(small) == [
        MetricLine("corrections", "per_100_cases", None, 3, None, "down"),
        MetricLine("on_time", "percent", None, 90, None, "up"),
        MetricLine("delay", "days", None, 1, None, "down"),
    ]


@pytest.mark.parametrize(
    ("share", "target", "is_kept"), [(89, 90, False), (90, 90, True), (91, 91, True), (97, 97, True), (100, 100, True)]
)
def test_a_target_is_never_worse_than_today(rules: Rules, share: int, target: int, *, is_kept: bool) -> None:
    """Where today's number is as good as the target or better, it is to be kept: no plan aims at less than there is."""
    [line] = [one for one in lines(rules, share_handled=share) if one.id == "handled_right"]
    assert (line.baseline, line.target, line.is_kept) == (share, target, is_kept)


def test_what_stands_for_a_band_is_not_to_be_kept(rules: Rules) -> None:
    """Whoever said "more than 90" is not held to the 95 that stands for it: the fixed target is the one."""
    [line] = [one for one in lines(rules, share_handled="over_90") if one.id == "handled_right"]
    assert (line.baseline, line.target) == (95, 90)


def test_what_is_low_enough_is_kept(changed: Callable[[str, str, str], Path]) -> None:
    """Likewise where less is better: at most today's number."""
    rules = load_rules(changed("metrics.yaml", "target: {percent_of_baseline: 20}", "target: {at_most: 5}"))
    targets = {hours: lines(rules, retype_hours=hours)[-1].target for hours in (2, 5, 6)}
    assert targets == {2: 2, 5: 5, 6: 5}
    assert [lines(rules, retype_hours=hours)[-1].is_kept for hours in (2, 5, 6)] == [True, True, False]


def test_share_of_a_baseline(small: Rules) -> None:
    """A target that is a share of the baseline is rounded to a whole number, a half upwards."""
    targets = {hours: lines(small, retype_hours=hours)[-1].target for hours in (2, 3, 7, 8, 12, 13, 1000)}
    assert targets == {2: 0, 3: 1, 7: 1, 8: 2, 12: 2, 13: 3, 1000: 200}


def test_a_figure_that_is_not_known(small: Rules) -> None:
    """A figure has no number while it is not asked, or answered "I don't know"; else the one typed, or its band's."""
    for answers, known, number in (
        ({}, {}, None),
        ({"volume_week": "unknown"}, {"volume_week": "unknown"}, None),
        ({"volume_week": 0}, {"volume_week": "low"}, 0),
        ({"volume_week": "high"}, {"volume_week": "high"}, 300),
        ({"volume_week": "high"}, {}, None),
        ({}, {"volume_week": "high"}, None),
    ):
        sheet = Sheet.model_validate({"pilot": "p", "answers": answers})
        assert figure(small, sheet, known, "volume_week") == number


def test_cost_without_bands(changed: Callable[[str, str, str], Path]) -> None:
    """Where the rules have no bands, the running cost is the whole span whatever the volume; likewise without one."""
    old = "bands: [{to: 100, low_usd: 100, high_usd: 200}, {low_usd: 200, high_usd: 400}]"
    rules = load_rules(changed("frame.yaml", old, "bands: []"))
    assert budget(rules, Sheet(pilot="p", answers={"volume_week": 300})) == Budget(100, 400, "unknown", "four.4")
    rules = load_rules(changed("frame.yaml", "  volume: volume_week\n  bands: []\n", ""))
    assert budget(rules, Sheet(pilot="p", answers={"volume_week": 300})) == Budget(100, 400, "unknown", "four.4")


def test_hours_carry_their_figures(small: Rules) -> None:
    """The hours stand with the four figures they come from."""
    found = recoverable_hours(small, Sheet(pilot="p", answers=FIGURES))
    assert found == Recoverable(138, 120, 9, 90, 15, ())


@pytest.mark.parametrize(
    ("volume", "minutes", "share", "exceptions", "tenths"),
    [
        (1, 3, 100, 0, 1),  # 0.05 h: a half is rounded up
        (2, 3, 100, 50, 1),  # the same half by way of exceptions
        (3, 1, 99, 0, 0),  # just below a half
        (100, 60, 100, 0, 1000),
        (1_000_000, 60, 100, 0, 10_000_000),  # no rounding creeps in with size
    ],
)
def test_hours_at_the_edges(small: Rules, volume: int, minutes: int, share: int, exceptions: int, tenths: int) -> None:
    """Tenths of an hour are exact, and a half is rounded up."""
    figures = {
        "volume_week": volume,
        "minutes_each": minutes,
        "share_handled": share,
        "exceptions_share": exceptions,
    }
    assert recoverable_hours(small, Sheet(pilot="p", answers=figures)).tenths == tenths


@pytest.mark.parametrize("missing", sorted(FIGURES))
def test_hours_need_all_four(small: Rules, missing: str) -> None:
    """With any one of the four figures missing there is no number of hours, and that one is named."""
    figures = {name: value for name, value in FIGURES.items() if name != missing}
    found = recoverable_hours(small, Sheet(pilot="p", answers=figures))
    assert (found.tenths, found.missing) == (None, (missing,))


def test_shares_above_a_hundred(changed: Callable[[str, str, str], Path]) -> None:
    """A share above 100 counts as 100: nothing is saved twice, and nothing less than nothing is saved."""
    changed("questions/b_later.yaml", "value: 90, from: 80, to: 100", "value: 90, from: 80")
    rules = load_rules(changed("questions/b_later.yaml", "value: 30, from: 20, to: 100", "value: 30, from: 20"))
    figures = {"volume_week": 100, "minutes_each": 60}
    over = Sheet(pilot="p", answers={**figures, "share_handled": 150, "exceptions_share": 0})
    assert recoverable_hours(rules, over).tenths == 1000
    none = Sheet(pilot="p", answers={**figures, "share_handled": 100, "exceptions_share": 130})
    assert recoverable_hours(rules, none).tenths == 0


def test_a_check_that_is_not_known_says_what_it_still_needs() -> None:
    """A path for exceptions can be ruled out as the reason on less than the check needs: what is missing is named."""
    rules = load_rules()
    told = {"unsure_goes": "named", "exceptions_share": "upto_5", "error_list": "list_only"}
    sheet = Sheet(pilot="p", answers=told)
    assert still_to_show(rules, sheet)["ready.2"] == ("last_exception",)
    assert still_to_show(rules, Sheet(pilot="p", answers={}))["ready.2"] == ("unsure_goes", "last_exception")
    known = Sheet(pilot="p", answers={**told, "last_exception": "solved"})
    assert "ready.2" not in still_to_show(rules, known)
    refused = Sheet(pilot="p", answers={"last_exception": "lost"})
    assert "ready.2" not in still_to_show(rules, refused)


def test_tables_are_those_of_information_theory() -> None:
    """Chance and entropy of every score are the textbook's, rounded to whole millionths; made again, the same."""
    assert _tables() == (CHANCE, ENTROPY)
    assert len(CHANCE) == len(ENTROPY) == 2 * LIMIT + 1
    for decibans in range(-LIMIT, LIMIT + 1):
        chance = 1 / (1 + 10 ** (-decibans / 10))
        entropy = -chance * log2(chance) - (1 - chance) * log2(1 - chance)
        assert CHANCE[decibans + LIMIT] == pytest.approx(1_000_000 * chance, abs=0.5001)
        assert ENTROPY[decibans + LIMIT] == pytest.approx(1_000_000 * entropy, abs=0.5001)
