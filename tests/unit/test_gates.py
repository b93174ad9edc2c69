"""The shipped gates fit the shipped rules; what they ask for is told with what would meet it; faults are all told."""

from dataclasses import replace
from typing import Literal

import pytest

from scoring import Known, Measured, Rules, RulesError, check_gate, load_gates
from scoring.gates import gate_faults, read_gates, share

GATES = load_gates()
STRANGE = """
- {id: part, opens: fly, week: 3, shown: 12, opens_day: 15, after: never, decides: sponsor,
   needs: [{id: one, role: sponsor, ways: [{done: [swim], facts: {where: [here], unsure_goes: [nowhere]}}]}]}
"""
ONE_NEED = """
- {id: part, opens: fly, week: 3, shown: 12, opens_day: 15, decides: sponsor,
   needs: [{id: one, role: sponsor, ways: [{metrics: met, done: [swim]}]}]}
"""
HOURS = Measured(id="manual_hours", direction="down", percent_of_baseline=20)


def test_the_shipped_gates_fit_the_rules(rules: Rules) -> None:
    """Every action, question and option that a gate names is one of the rules."""
    assert gate_faults(GATES, rules) == []


def test_what_does_not_fit_is_told_whole(rules: Rules) -> None:
    """Every name that the rules do not have is told, with its kind and the gate it stands in."""
    assert sorted(map(str, gate_faults(read_gates(STRANGE), rules))) == [
        "gates.yaml: gate part: there is no action fly",
        "gates.yaml: gate part: there is no action swim",
        "gates.yaml: gate part: there is no answer unsure_goes: nowhere",
        "gates.yaml: gate part: there is no answer where: here",
        "gates.yaml: gate part: there is no gate never",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("gates: none", "gates.yaml: a list of gates is needed, each starting with `- id:`"),
        ("- {id: part}", "gates.yaml: gate number 1, opens: this is missing"),
        ("- {id: part}", "gates.yaml: gate number 1, needs: this is missing"),
        ("- {}\n- {id: part}", "gates.yaml: gate number 2, opens: this is missing"),
        ("- {id: part}\n- {id: part", "gates.yaml: line 3"),
        (f"{STRANGE}{STRANGE}", "gates.yaml: gate part: this id is there already"),
    ],
)
def test_a_file_with_faults_is_refused(text: str, told: str) -> None:
    """A file that is no list of gates is refused, and the message says where and what is wrong."""
    with pytest.raises(RulesError) as refused:
        read_gates(text)
    assert any(str(fault).startswith(told) for fault in refused.value.faults)


def test_at_first_everything_is_missing() -> None:
    """With nothing known both gates are shut, and each need says which of the plan's actions would meet it."""
    planned = dict.fromkeys(("exception_queue", "watch_and_runbook", "record_baselines"), "open")
    state = check_gate(GATES["part"], Known(actions=planned, metrics=(HOURS,)))
    assert [one.id for one in state.missing] == ["owner", "figures", "exceptions", "monitors", "security"]
    assert state.id == "part"
    by_id = {one.id: one for one in state.needs}
    assert {each.id: (each.role, each.by_word) for each in GATES["part"].needs} == {
        one.id: (one.role, one.by_word) for one in state.needs
    }
    assert by_id["exceptions"].actions == ("exception_queue",)
    assert by_id["monitors"].actions == ("watch_and_runbook",)
    assert by_id["figures"].metrics == ("manual_hours",)
    assert by_id["figures"].actions == ("record_baselines",)
    unplanned = check_gate(GATES["part"], Known())
    assert {one.actions for one in unplanned.needs} == {()}  # what is not in the plan is not to be done
    assert not check_gate(GATES["whole"], Known()).is_open


def test_the_gate_to_the_first_real_work() -> None:
    """Facts or finished actions, the owner's acceptance and the reviewer's yes open it together, none of them alone."""
    whole = Known(
        facts={"unsure_goes": "named"},
        actions={"watch_and_runbook": "done"},
        metrics=(replace(HOURS, baseline=6000),),
        accepted=frozenset({"business_owner"}),
        words={"security": True},
    )
    opened = check_gate(GATES["part"], whole)
    assert opened.is_open
    assert {(one.metrics, one.actions) for one in opened.needs} == {((), ())}
    less = (
        replace(whole, facts={}),
        replace(whole, actions={}),
        replace(whole, metrics=()),
        replace(whole, accepted=frozenset()),
        replace(whole, words={}),
    )
    assert not any(check_gate(GATES["part"], known).is_open for known in less)


def test_numbers_are_numbers_and_no_word() -> None:
    """That today's numbers are said to be recorded meets nothing, whoever says so; the numbers do."""
    said = Known(actions={"record_baselines": "done"}, metrics=(HOURS,), words={"figures": True})
    [need] = [one for one in check_gate(GATES["part"], said).needs if one.id == "figures"]
    assert (need.is_met, need.metrics, need.actions) == (False, ("manual_hours",), ())
    there = replace(said, actions={}, words={}, metrics=(replace(HOURS, baseline=6000),))
    assert "figures" not in {one.id for one in check_gate(GATES["part"], there).missing}


def test_what_is_there_needs_nothing_more() -> None:
    """A need that a word has met names no action and no number, whatever is still open in the plan."""
    gate = read_gates(ONE_NEED)["part"]
    unsaid = Known(actions={"swim": "open"}, metrics=(HOURS,))
    [missing] = check_gate(gate, unsaid).needs
    assert (missing.is_met, missing.actions, missing.metrics) == (False, ("swim",), ("manual_hours",))
    [met] = check_gate(gate, replace(unsaid, words={"one": True})).needs
    assert (met.is_met, met.actions, met.metrics) == (True, (), ())


@pytest.mark.parametrize(
    ("start", "percent", "target"), [(6000, 20, 1200), (50, 100, 100), (49, 100, 0), (155, 100, 200), (250, 50, 100)]
)
def test_a_share_is_written_to_the_tenth(start: int, percent: int, target: int) -> None:
    """A share of the start comes to a whole number of tenths, a half goes up: what people read is what counts."""
    found = share(start, percent)
    assert (found, type(found)) == (target, int)


def test_targets_are_met_by_the_newest_numbers() -> None:
    """Full volume waits for every target; a share of the start counts as the number that it comes to."""
    handled = {"unsure_goes": "named", "last_exception": "learned"}
    for value, is_open in ((1200, True), (1201, False), (None, False)):
        one = Measured(id="manual_hours", direction="down", baseline=6000, percent_of_baseline=20, value=value)
        state = check_gate(GATES["whole"], Known(facts=handled, metrics=(one,)))
        assert state.is_open is is_open
        assert state.needs[0].metrics == (() if is_open else ("manual_hours",))
    assert not check_gate(GATES["whole"], Known(facts=handled)).is_open  # of no numbers none is met


@pytest.mark.parametrize(
    ("direction", "baseline", "is_recorded_since", "goal"),
    [
        ("down", 3000, True, 3000),
        ("down", 9000, True, 5000),
        ("up", 9000, True, 9000),
        ("up", 3000, True, 5000),
        ("down", 3000, False, 5000),
        ("up", 9000, False, 5000),
    ],
)
def test_no_goal_is_worse_than_a_start_recorded_later(
    direction: Literal["up", "down"], baseline: int, goal: int, *, is_recorded_since: bool
) -> None:
    """A start that was recorded after the plan takes the place of a target that is worse; one that it knew does not."""
    one = Measured(id="x", direction=direction, baseline=baseline, target=5000, is_recorded_since=is_recorded_since)
    assert one.goal == goal
