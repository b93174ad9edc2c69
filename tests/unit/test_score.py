"""Weights, groups, states, findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from scoring import Answer, Sheet, Verdict, score
from scoring.compile import decibans, prior_decibans
from scoring.prepared import capped
from scoring.rules import Correlation, Thresholds
from scoring.score import state_of
from scoring.sheet import stated

if TYPE_CHECKING:
    from scoring import Rules


@pytest.mark.parametrize(
    ("present", "absent", "weight"),
    [
        (50, 50, 0),
        (80, 8, 10),
        (8, 80, -10),
        (80, 10, 9),
        (60, 30, 3),
        (99, 1, 20),
        (1, 99, -20),
        (56, 50, 0),
        (57, 50, 1),
    ],
)
def test_weight_of_evidence(present: int, absent: int, weight: int) -> None:
    """A weight is ten times the decimal logarithm of the likelihood ratio, rounded to a whole number."""
    assert decibans(present, absent) == weight
    assert type(decibans(present, absent)) is int


@pytest.mark.parametrize(("percent", "prior"), [(50, 0), (40, -2), (8, -11), (99, 20), (1, -20)])
def test_prior(percent: int, prior: int) -> None:
    """A prior is the odds of its percent in decibans."""
    assert prior_decibans(percent) == prior


@pytest.mark.parametrize(
    ("weights", "adjusted"),
    [
        ([], []),
        ([9], [9]),
        ([9, 7, 4, -3], [9, 3, 0, -3]),
        ([4, 9, 7], [0, 9, 3]),
        ([-9, -7, -4], [-9, -3, 0]),
        ([6, 6, 6], [6, 3, 0]),
        ([0, 5, 0], [0, 5, 0]),
        ([1], [1]),
        ([-1, 1], [-1, 1]),
    ],
)
def test_groups_are_capped(weights: list[int], adjusted: list[int]) -> None:
    """A group keeps its strongest weight and half of the next, per sign; equals rank in declared order."""
    assert capped(weights, Correlation()) == adjusted


@pytest.mark.parametrize(
    ("value", "state"),
    [
        (13, "confirmed"),
        (12, "likely"),
        (5, "likely"),
        (4, "unclear"),
        (-4, "unclear"),
        (-5, "unlikely"),
        (-12, "unlikely"),
        (-13, "ruled_out"),
    ],
)
def test_states(value: int, state: str) -> None:
    """Thresholds are inclusive on the outer side."""
    assert state_of(value, Thresholds()) == state


def verdict(rules: Rules, framework: Any = "both", **answers: Any) -> Verdict:
    """Score some answers."""
    return score(rules, Sheet(pilot="p", framework=framework, answers=answers))


def test_trace_of_a_group(small: Rules) -> None:
    """Three answers about the same write-back: the trace shows what each would weigh alone and what it adds."""
    found = verdict(small, output_path="retyped", retype_hours="many", live_write="no").reason("five.2")
    rows = [(row.question, row.decibans, row.adjusted) for row in found.evidence]
    assert rows == [("output_path", 9, 9), ("retype_hours", 4, 0), ("live_write", 6, 3)]
    assert (found.prior, found.decibans, found.state) == (-2, 10, "likely")


def test_lens(small: Rules) -> None:
    """A lens shows its own reasons only; causes outside the lenses are scored under each."""
    for framework, ids in (
        ("five", ["five.1", "five.2"]),
        ("four", ["four.1"]),
        ("both", ["five.1", "five.2", "four.1"]),
    ):
        found = verdict(small, framework)
        assert [reason.id for reason in found.reasons] == ids
        assert [reason.id for reason in found.outside.reasons] == ["outside.data"]


BAD_DATA = {"data_there": "absent", "data_fits": "unfit"}
GOOD = {"output_path": "written", "live_write": "yes", "whose_number": "person", "baseline": "known"}


def test_outside(small: Rules) -> None:
    """With no reason of the lens holding, unfit data is the finding; beside such a reason it is named but is not."""
    alone = verdict(small, **GOOD, **BAD_DATA)
    assert (alone.finding, alone.outside.state) == ("outside", "holds")
    beside = verdict(small, **{**GOOD, "whose_number": "nobody"}, **BAD_DATA)
    assert (beside.finding, beside.outside.state) == ("reasons", "no")
    assert beside.outside.reasons[0].holds


def test_nothing_holds_is_not_nothing_known(small: Rules) -> None:
    """All reasons unlikely or ruled out is a finding; one that is unclear makes it "not enough known"."""
    sound = verdict(small, **GOOD, data_there="there", data_fits="fits")
    assert sound.finding == "none"
    assert sound.outside.state == "no"
    without = {key: value for key, value in GOOD.items() if key != "whose_number"}
    assert verdict(small, **without).finding == "not_enough_known"


def test_verdict_names_its_reasons(small: Rules) -> None:
    """A reason outside the lens is not part of a verdict."""
    found = verdict(small, "four", whose_number="nobody")
    assert found.holding == ()
    with pytest.raises(KeyError):
        found.reason("five.1")


def test_a_verdict_says_its_lens(small: Rules) -> None:
    """The lens stands in the verdict, whatever the finding."""
    for answers in ({"output_path": "retyped"}, {**GOOD, **BAD_DATA}, {}):
        for framework in ("five", "four", "both"):
            assert verdict(small, framework, **answers).framework == framework


def test_an_open_cause_outside_is_not_enough_known(small: Rules) -> None:
    """With every reason of the lens decided and a cause outside still open, there is not enough known."""
    found = verdict(small, **GOOD, data_fits="unfit")
    assert {reason.state for reason in found.reasons} <= {"unlikely", "ruled_out"}
    assert (found.finding, found.outside.state) == ("not_enough_known", "unclear")


def test_a_trace_in_declared_order(small: Rules) -> None:
    """Rows stand in declared order, in whatever order the answers were given."""
    answers = {"live_write": "no", "whose_number": "nobody", "retype_hours": "many", "output_path": "retyped"}
    found = verdict(small, **answers)
    assert [row.question for row in found.reason("five.2").evidence] == ["output_path", "retype_hours", "live_write"]
    assert [row.question for row in found.reason("four.1").evidence] == ["live_write", "whose_number"]
    assert found == verdict(small, **dict(reversed(answers.items())))


def test_a_number_and_another_option(small: Rules) -> None:
    """A number is taken exactly: the band it falls into counts, whatever option stands beside it."""
    sheet = Sheet(pilot="p", answers={"output_path": Answer(option="retyped"), "retype_hours": Answer("few", 20)})
    assert score(small, sheet).reason("five.2").evidence[1].option == "many"
    assert stated(small, sheet) == {"output_path": "retyped", "retype_hours": "many"}


def test_a_follow_up_alone(small: Rules) -> None:
    """A follow-up counts while its question has no answer, or "I don't know"; another answer makes it moot."""
    for told, counts in (({}, True), ({"output_path": "unknown"}, True), ({"output_path": "draft"}, False)):
        rows = verdict(small, retype_hours="many", **told).reason("five.2").evidence
        assert ("retype_hours" in [row.question for row in rows]) is counts
