"""The plan at its edges: what is left alone, what comes first, what stands in the JSON."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scoring import Plan, PlannedAction, Sheet, load_rules, make_plan, questions_json, report, score
from scoring.measures import Recoverable
from scoring.plan import _facts_of, _rank, better

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from scoring import Rules

BAD = {"output_path": "retyped", "live_write": "no", "whose_number": "nobody", "baseline": "unknown_yet"}


def planned(rules: Rules, framework: Any = "both", **answers: Any) -> Plan:
    """Make the plan for some answers."""
    sheet = Sheet(pilot="p", framework=framework, answers=answers)
    return make_plan(rules, sheet, score(rules, sheet))


def test_better_is_not_known_or_speaks_less(small: Rules) -> None:
    """A change is wanted when its fact is not known, or when today's answer speaks more for the action's reasons."""
    action = small.actions["write_drafts"]
    assert better(small, {}, action, ()) == {"output_path": "draft", "live_write": "yes"}
    assert better(small, {"output_path": "unknown"}, action, ()) == {"output_path": "draft", "live_write": "yes"}
    assert better(small, {"output_path": "draft", "live_write": "yes"}, action, ()) == {}
    assert better(small, {"output_path": "written", "live_write": "no"}, action, ()) == {"live_write": "yes"}
    assert better(small, {"output_path": "retyped", "live_write": "yes"}, action, ()) == {"output_path": "draft"}


def test_better_for_whom(changed: Callable[[str, str, str], Path]) -> None:
    """An action's own reasons decide what is better; an action without any goes by the reasons that hold."""
    folder = changed("actions.yaml", "reasons: [five.1], week: 1", "reasons: [five.1, four.1], week: 1")
    changed(
        "actions.yaml",
        "- {id: launch_part, week: 3,",
        "- {id: launch_part, changes: {live_write: yes}, week: 3,",
    )
    rules = load_rules(folder)
    launch = rules.actions["launch_part"]
    assert better(rules, {"live_write": "no"}, launch, ("five.2",)) == {"live_write": "yes"}
    assert better(rules, {"live_write": "no"}, launch, ("five.1",)) == {}
    assert better(rules, {"live_write": "no"}, launch, ()) == {}
    name = rules.actions["name_owner"]
    assert better(rules, {"whose_number": "nobody"}, name, ("five.2",)) == {"whose_number": "person"}


def test_an_equal_answer_is_left_alone(changed: Callable[[str, str, str], Path]) -> None:
    """A change to an answer that says just as much is not planned."""
    rules = load_rules(changed("actions.yaml", "{output_path: draft, live_write", "{output_path: written, live_write"))
    action = rules.actions["write_drafts"].model_copy(update={"reasons": ("four.1",)})
    assert better(rules, {"live_write": "no", "output_path": "draft"}, action, ()) == {}


def test_done_actions_are_left_out(small: Rules) -> None:
    """An action all of whose changes are true is left out although its reason holds, and comes back when one is not.

    One that changes nothing (stop, or narrow) stays as long as its reason holds.
    """
    done = {"output_path": "draft", "live_write": "yes", "whose_number": "nobody"}
    assert "write_drafts" not in [action.id for action in planned(small, **done).actions]
    outside = planned(small, data_there="there", data_fits="unfit")
    assert "fetch_data" not in [action.id for action in outside.actions]
    holds = planned(small, data_fits="unfit", data_there="absent")
    assert {"stop_or_narrow", "fetch_data"} <= {action.id for action in holds.actions}


def test_what_is_done_is_left_out_though_its_reason_holds(changed: Callable[[str, str, str], Path]) -> None:
    """An action whose changes are all true is left out even while its reason holds on other evidence."""
    changed("questions/a_start.yaml", "written, percent: {five.2: [10, 60]}", "written, percent: {five.2: [1, 60]}")
    changed("questions/a_start.yaml", "draft, percent: {five.2: [10, 30]}", "draft, percent: {five.2: [2, 39]}")
    changed("questions/a_start.yaml", "retyped, percent: {five.2: [80, 10]}", "retyped, percent: {five.2: [97, 1]}")
    rules = load_rules(changed("actions.yaml", '{output_path: draft, live_write: "yes"}', '{live_write: "yes"}'))
    for live_write, planned_now in (("yes", False), ("no", True)):
        sheet = Sheet.model_validate({"pilot": "p", "answers": {"output_path": "retyped", "live_write": live_write}})
        verdict = score(rules, sheet)
        assert verdict.reason("five.2").holds
        found = [each.id for each in make_plan(rules, sheet, verdict).actions]
        assert ("write_drafts" in found) == planned_now


def test_an_action_for_all_goes_by_what_holds(changed: Callable[[str, str, str], Path]) -> None:
    """An action without reasons of its own plans the changes that help the reasons that hold."""
    old = "- {id: launch_part, week: 3,"
    rules = load_rules(changed("actions.yaml", old, f"{old} changes: {{live_write: yes}},"))
    sheet = Sheet.model_validate({"pilot": "p", "answers": BAD})
    [launch] = make_plan(rules, sheet, score(rules, sheet)).weeks[2]
    assert launch.changes == (("live_write", "yes"),)


def test_an_action_carries_what_people_need(small: Rules) -> None:
    """Each action has its week, day, role and effort as the rules say."""
    for action in planned(small, **BAD).actions:
        rule = small.actions[action.id]
        assert (action.week, action.due_day, action.role, action.effort) == (
            rule.week,
            rule.due_day,
            rule.role,
            rule.effort,
        )
    assert planned(small, **BAD).recoverable == Recoverable(
        None, None, None, None, None, ("volume_week", "minutes_each", "share_handled", "exceptions_share")
    )


def test_facts_of_an_action(small: Rules) -> None:
    """An action points to the answered questions it changes; else to the two strongest answers for its reasons.

    "I don't know" is no fact to point to, nor is an answer that adds nothing or speaks against.
    """
    answers = {"output_path": "retyped", "retype_hours": "many", "live_write": "no", "whose_number": "unknown"}
    verdict = score(small, Sheet(pilot="p", answers=answers))
    write = small.actions["write_drafts"]
    assert _facts_of(verdict, answers, write, ("five.2",)) == ("output_path", "live_write")
    assert _facts_of(verdict, {"live_write": "no"}, write, ("five.2",)) == ("live_write",)
    assert _facts_of(verdict, {"live_write": "unknown"}, write, ("five.2",)) == ("output_path", "live_write")
    owner = small.actions["name_owner"]
    assert _facts_of(verdict, answers, owner, ("five.1",)) == ()
    weak = score(small, Sheet(pilot="p", answers={"money": "none"}))
    assert _facts_of(weak, {"money": "none"}, owner, ("five.1",)) == ("money",)
    against = score(small, Sheet(pilot="p", answers={"money": "line", "whose_number": "person"}))
    assert _facts_of(against, {}, owner, ("five.1",)) == ()


def action(effort: int = 1, impact: int = 0, week: int = 1, **more: Any) -> PlannedAction:
    """Return a planned action."""
    whole: dict[str, Any] = {"reasons": (), "facts": (), "changes": (), **more}
    return PlannedAction("a", week, 1, "anyone", effort, impact=impact, **whole)


def test_what_comes_first(small: Rules) -> None:
    """By impact; then about a stated fact; then the least effort; those without impact by week, then by effort."""
    verdict = score(small, Sheet(pilot="p"))
    stated = {"facts": ("q",), "changes": (("q", "o"),)}
    ranked = [
        action(impact=6, effort=9),
        action(impact=5, effort=3, **stated),
        action(impact=5, effort=4, **stated),
        action(impact=5, effort=2, facts=("q",), changes=(("r", "o"),)),
        action(impact=1, effort=1),
        action(week=1, effort=5),
        action(week=2, effort=1, reasons=("five.1",)),
        action(week=2, effort=2),
    ]
    for first, second in pairwise(ranked):
        assert _rank(first, verdict, decides=False) < _rank(second, verdict, decides=False)
        assert _rank(second, verdict, decides=True) == _rank(second, verdict, decides=False)


def test_what_comes_first_outside_the_lens(small: Rules) -> None:
    """When the finding is outside the lens, first what decides; then, without impact, what answers a reason."""
    good = {"output_path": "written", "live_write": "yes", "whose_number": "person", "baseline": "known"}
    verdict = score(small, Sheet(pilot="p", answers={**good, "data_there": "absent", "data_fits": "unfit"}))
    assert verdict.finding == "outside"
    answering, other = action(week=3, reasons=("outside.data",)), action(week=1)
    ranked = [
        _rank(action(week=4, effort=9), verdict, decides=True),
        _rank(action(impact=1), verdict, decides=False),
        _rank(answering, verdict, decides=False),
        _rank(other, verdict, decides=False),
    ]
    assert all(first < second for first, second in pairwise(ranked))


def test_weeks_in_the_json(small: Rules) -> None:
    """In the JSON each week has its number, its source and its actions, whose changes are a table."""
    weeks = report(small, Sheet.model_validate({"pilot": "p", "answers": BAD}))["plan"]["weeks"]
    assert [list(week) for week in weeks] == [["week", "source", "actions"]] * 4
    [drafts] = weeks[1]["actions"]
    assert (drafts["id"], drafts["changes"]) == ("write_drafts", {"output_path": "draft", "live_write": "yes"})


def test_outside_in_the_json(small: Rules) -> None:
    """In the JSON what lies outside the lens has a state and its reasons."""
    assert list(report(small, Sheet(pilot="p"))["outside"]) == ["state", "reasons"]


def test_minutes_that_the_answers_leave(small: Rules) -> None:
    """The next question in a report fits the minutes that the answers so far leave, and never fewer than none."""
    spent = {each.id for each in small.questions.values() if each.id not in {"money", "live_write"}}
    minutes = sum(small.questions[each].minutes for each in spent)
    assert minutes <= small.frame.budget_minutes
    for budget, coming in ((minutes, None), (minutes + 1, "money"), (minutes - 1, None), (1, None)):
        frame = small.frame.model_copy(update={"budget_minutes": budget})
        rules = type(small)(**{name: getattr(small, name) for name in small.__slots__} | {"frame": frame})
        whole = report(rules, Sheet.model_validate({"pilot": "p", "answers": dict.fromkeys(spent, "unknown")}))
        assert whole["next_question"] == coming


def test_a_question_in_the_json(small: Rules) -> None:
    """A question in the JSON has all that is needed to ask it, but its wording."""
    [row] = [each for each in questions_json(small) if each["id"] == "retype_hours"]
    assert row == {
        "id": "retype_hours",
        "role": "anyone",
        "minutes": 1,
        "phase": 2,
        "sources": ["five.2"],
        "reasons": ["five.2"],
        "group": "write_back",
        "requires": {"output_path": ["retyped"]},
        "follow_up_of": "output_path",
        "needed": False,
        "fixed": False,
        "unit": "hours_per_week",
        "options": [
            {"id": "few", "value": 2, "from": 0, "to": 5},
            {"id": "many", "value": 10, "from": 6, "to": None},
        ],
    }
