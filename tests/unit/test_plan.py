"""The plan and what it is measured by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scoring import Plan, Sheet, changes_wanted, load_rules, make_plan, read_sheet, score
from scoring.measures import MetricLine, Recoverable, recoverable_hours, yes_no

if TYPE_CHECKING:
    from scoring import Rules

BAD = {"output_path": "retyped", "live_write": "no", "whose_number": "nobody", "baseline": "unknown_yet"}
FIGURES = {"volume_week": 120, "minutes_each": 9, "share_handled": 90, "exceptions_share": 15}


def planned(rules: Rules, **answers: Any) -> Plan:
    """Make the plan for some answers."""
    sheet = Sheet(pilot="p", answers=answers)
    return make_plan(rules, sheet, score(rules, sheet))


def test_actions_answer_what_holds(small: Rules) -> None:
    """The plan has the `always` actions and those that answer a reason that holds, by week and due day."""
    plan = planned(small, **BAD)
    assert [[action.id for action in week] for week in plan.weeks] == [
        ["name_owner", "record_baseline"],
        ["write_drafts"],
        ["launch_part"],
        ["hand_over"],
    ]
    assert [action.week for action in plan.actions] == [1, 1, 2, 3, 4]


def test_the_most_likely_reason_is_answered_first(small: Rules) -> None:
    """Impact is what an action takes from the reasons that hold, down to just below likely.

    The first change is the best for the most likely reason, the next that for the most likely one not yet answered.
    """
    plan = planned(small, **BAD)
    impact = {action.id: action.impact for action in plan.actions}
    # five.1 stands at 8, five.2 at 10, four.1 at 6; likely begins at 5. A person whose number moves also lowers four.1.
    assert impact == {"name_owner": 6, "write_drafts": 6, "record_baseline": 2, "launch_part": 0, "hand_over": 0}
    assert plan.top == ("write_drafts", "name_owner", "record_baseline")


def test_an_action_names_its_reasons_and_facts(small: Rules) -> None:
    """Each action says which reasons it answers, from which answers that is known, and what will be true afterwards."""
    action = planned(small, **BAD).weeks[1][0]
    assert action.reasons == ("five.2",)
    assert action.facts == ("output_path", "live_write")
    assert action.changes == (("output_path", "draft"), ("live_write", "yes"))


def test_what_is_done_or_better_is_left_alone(small: Rules) -> None:
    """A change that is true already, or a step back, is not planned; nor is an action left without one."""
    plan = planned(small, **{**BAD, "whose_number": "person"})
    assert "name_owner" not in [action.id for action in plan.actions]
    kept = planned(small, output_path="written", live_write="no", whose_number="nobody", retype_hours="many")
    assert all(("output_path", "draft") not in action.changes for action in kept.actions)


def test_plan_when_nothing_holds(small: Rules) -> None:
    """With nothing holding, the plan is the way to production: its `always` actions, none with an impact."""
    plan = planned(small)
    assert [action.id for action in plan.actions] == ["record_baseline", "launch_part", "hand_over"]
    assert plan.top == ("record_baseline", "launch_part", "hand_over")
    assert all(action.impact == 0 for action in plan.actions)


def test_plan_outside_the_lens(small: Rules) -> None:
    """When unfit data is the finding, the choice to stop or narrow comes first, then fetching it."""
    good = {"output_path": "written", "live_write": "yes", "whose_number": "person", "baseline": "known"}
    plan = planned(small, **good, data_there="absent", data_fits="unfit")
    assert plan.top[:2] == ("stop_or_narrow", "fetch_data")


def test_no_launch_before_the_decision(small: Rules) -> None:
    """A plan for a finding outside the lens launches and hands over nothing; beside a reason that holds it does."""
    good = {"output_path": "written", "live_write": "yes", "whose_number": "person", "baseline": "known"}
    unfit = {"data_there": "absent", "data_fits": "unfit"}
    assert [action.id for action in planned(small, **good, **unfit).actions] == [
        "record_baseline",
        "stop_or_narrow",
        "fetch_data",
    ]
    beside = [action.id for action in planned(small, **{**good, "whose_number": "nobody"}, **unfit).actions]
    assert {"stop_or_narrow", "launch_part", "hand_over"} <= set(beside)


def test_action_without_stated_facts(small: Rules) -> None:
    """An action that changes nothing stated points to the strongest evidence for its reasons."""
    plan = planned(small, data_fits="unfit", data_there="absent")
    stop = next(action for action in plan.actions if action.id == "stop_or_narrow")
    assert stop.facts == ("data_fits", "data_there")


def test_three_metrics(small: Rules) -> None:
    """Three metrics: known baselines first, then those about a reason that holds; targets follow from the baseline."""
    assert [line.id for line in planned(small).metrics] == ["corrections", "on_time", "delay"]
    lines = planned(small, **BAD, retype_hours=12).metrics
    assert [line.id for line in lines] == ["corrections", "on_time", "manual_hours"]
    assert lines[2] == MetricLine("manual_hours", "hours_per_week", 12, 2, None, "down")
    unknown = planned(small, **BAD).metrics
    assert unknown[2] == MetricLine("manual_hours", "hours_per_week", None, None, 20, "down")


def test_baseline_of_a_band(small: Rules) -> None:
    """A figure answered by its band has the number that stands for the band."""
    assert planned(small, **BAD, retype_hours="many").metrics[2].baseline == 10


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, (100, 400, "unknown")),
        ({"volume_week": 100}, (100, 200, "unknown")),
        ({"volume_week": 101, "money": "line"}, (200, 400, "yes")),
        ({"money": "none"}, (100, 400, "no")),
        ({"money": "unknown"}, (100, 400, "unknown")),
    ],
)
def test_running_cost(small: Rules, answers: dict[str, Any], expected: tuple[int, int, str]) -> None:
    """The running cost follows the weekly volume; whether there is a line for it is yes, no or not known (four.4)."""
    found = planned(small, **answers).budget
    assert (found.low_usd, found.high_usd, found.line) == expected
    assert found.source == "four.4"


def test_ready_checks(small: Rules) -> None:
    """Five checks: no as soon as one fact speaks against, yes only when all speak for, else not known."""
    states = {check.id: (check.state, check.facts) for check in planned(small, **BAD, data_there="there").ready}
    assert states == {
        "ready.1": ("no", ("output_path", "live_write")),
        "ready.2": ("yes", ("data_there",)),
        "ready.3": ("unknown", ()),
        "ready.4": ("no", ("whose_number",)),
        "ready.5": ("no", ("baseline",)),
    }
    assert planned(small, output_path="written").ready[0].state == "unknown"
    assert planned(small, output_path="written", live_write="unknown").ready[0].facts == ("output_path",)


def test_yes_needs_a_fact() -> None:
    """A check without facts is never a yes."""
    assert yes_no({}, {}, {}) == "unknown"


@pytest.mark.parametrize(
    ("figures", "tenths"),
    [
        (FIGURES, 138),
        ({**FIGURES, "exceptions_share": 100}, 0),
        ({**FIGURES, "volume_week": 0}, 0),
        ({"volume_week": "low", "minutes_each": "long", "share_handled": "half", "exceptions_share": "often"}, 58),
    ],
)
def test_recoverable_hours(small: Rules, figures: dict[str, Any], tenths: int) -> None:
    """Hours = cases * minutes / 60, less the exceptions, times the share handled well; in whole tenths, half up."""
    assert recoverable_hours(small, Sheet(pilot="p", answers=figures)).tenths == tenths


def test_missing_figures_are_named(small: Rules) -> None:
    """Without one of the four figures there is no number, and the missing questions are named."""
    answers = {"volume_week": 120, "share_handled": "unknown"}
    found = recoverable_hours(small, Sheet(pilot="p", answers=answers))
    assert found == Recoverable(None, 120, None, None, None, ("minutes_each", "share_handled", "exceptions_share"))


SHEETS = sorted((Path(__file__).parents[1] / "cases" / "sheets").glob("*.yaml"))


@pytest.mark.parametrize("file", SHEETS, ids=lambda file: file.stem)
def test_what_is_said_loudest_is_answered(file: Path) -> None:
    """Of each documented case, the first change answers the most likely reason, the next the most likely one left."""
    rules = load_rules()
    sheet = read_sheet(file.read_text(encoding="utf-8"), rules)
    verdict = score(rules, sheet)
    plan = make_plan(rules, sheet, verdict)
    by_id = {action.id: action for action in plan.actions}
    first = [set(by_id[action].reasons) for action in plan.top]
    held = sorted((reason for reason in verdict.reasons if reason.holds), key=lambda reason: -reason.decibans)
    for place, reason in enumerate(held[: len(first)]):
        assert any(reason.id in reasons for reasons in first[: place + 1])


def test_what_an_action_would_still_change() -> None:
    """Wanted is what an action makes better than it is: the unknown and the worse, and not what is so already."""
    rules = load_rules()
    today = Sheet.model_validate({"pilot": "p", "answers": {"output_path": "retyped", "connected_to": "real_write"}})
    assert changes_wanted(rules, today, "write_as_drafts") == {"output_path": "draft", "last_record": "this_week"}
    done = Sheet.model_validate({"pilot": "p", "answers": dict(rules.actions["write_as_drafts"].changes)})
    assert changes_wanted(rules, done, "write_as_drafts") == {}
