"""What holds for every sheet under every sound set of rules."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring import Answer, Sheet, report, score
from scoring.load import Folder, assemble
from scoring.moot import drops
from scoring.prepared import capped
from scoring.rules import UNKNOWN, Action, Correlation, Question, Rules
from scoring.score import totals
from scoring.sheet import facts
from tests.property.strategies import rules_and_sheets


@given(rules_and_sheets(), st.randoms(use_true_random=False))
def test_order_of_answers(drawn: tuple[Rules, Sheet], random: Any) -> None:
    """The order in which answers were given changes no byte of the report."""
    rules, sheet = drawn
    shuffled = list(sheet.answers.items())
    random.shuffle(shuffled)
    other = sheet.model_copy(update={"answers": dict(shuffled)})
    assert json.dumps(report(rules, sheet)) == json.dumps(report(rules, other))


@given(rules_and_sheets(), st.data())
def test_unknown_is_never_a_no(drawn: tuple[Rules, Sheet], data: st.DataObject) -> None:
    """An "I don't know" moves no score of any reason, and stands in the trace as a fact of its own."""
    rules, sheet = drawn
    question_id = data.draw(st.sampled_from(list(rules.questions)))
    silent, unknown = sheet.without(question_id), sheet.with_answer(question_id, UNKNOWN)
    assert totals(rules, facts(rules, silent)) == totals(rules, facts(rules, unknown))
    for reason in score(rules, unknown).reasons:
        for row in reason.evidence:
            if row.question == question_id:
                assert (row.option, row.decibans, row.adjusted) == (UNKNOWN, 0, 0)


@given(rules_and_sheets(), st.data())
def test_a_worse_fact_never_helps(drawn: tuple[Rules, Sheet], data: st.DataObject) -> None:
    """An answer that speaks more for a reason never lowers it, whatever its group already holds.

    It holds for answers that no other answered question depends on: those make other facts moot.
    """
    rules, sheet = drawn
    needed = {parent for question_id in sheet.answers for parent in rules.questions[question_id].requires}
    free = [question_id for question_id in rules.questions if question_id not in needed]
    question = rules.questions[data.draw(st.sampled_from(free))] if free else None
    if question is None:
        return
    mild, bad = (sheet.with_answer(question.id, data.draw(st.sampled_from(question.option_ids))) for _ in "ab")
    before, after = totals(rules, facts(rules, mild)), totals(rules, facts(rules, bad))
    for table in rules.compiled.tables[question.id]:
        weights = [table.cells[question.option_ids.index(s.answers[question.id].option)][2] for s in (mild, bad)]
        if weights[0] <= weights[1]:
            assert before[table.reason] <= after[table.reason]
            assert after[table.reason] - before[table.reason] <= weights[1] - weights[0]


@given(rules_and_sheets(), st.data())
def test_no_drop_is_overlooked(drawn: tuple[Rules, Sheet], data: st.DataObject) -> None:
    """Where a worse answer does lower a reason, because another answer becomes moot, `drops` names it and how far."""
    rules, sheet = drawn
    found = {(drop.question, drop.mild, drop.worse, drop.reason): drop.decibans for drop in drops(rules)}
    question = rules.questions[data.draw(st.sampled_from(list(rules.questions)))]
    mild, bad = data.draw(st.permutations(question.option_ids))[:2]
    before, after = (totals(rules, facts(rules, sheet.with_answer(question.id, each))) for each in (mild, bad))
    for table in rules.compiled.tables[question.id]:
        weights = [table.cells[question.option_ids.index(each)][2] for each in (mild, bad)]
        reason = rules.compiled.reason_ids[table.reason]
        if weights[0] < weights[1]:
            assert before[table.reason] - after[table.reason] <= found.get((question.id, mild, bad, reason), 0)


@given(rules_and_sheets())
def test_the_trace_adds_up(drawn: tuple[Rules, Sheet]) -> None:
    """Prior and adjusted rows add up to the score exactly, all of them whole numbers, and the state follows from it."""
    rules, sheet = drawn
    verdict = score(rules, sheet)
    limits = rules.frame.thresholds
    for reason in (*verdict.reasons, *verdict.outside.reasons):
        assert reason.prior + sum(row.adjusted for row in reason.evidence) == reason.decibans
        assert (reason.state in {"confirmed", "likely"}) == (reason.decibans >= limits.likely)
        for row in reason.evidence:
            assert type(row.decibans) is int
            assert abs(row.adjusted) <= abs(row.decibans)
            assert row.adjusted * row.decibans >= 0


def numbers_in(value: Any) -> list[Any]:
    """Return every number of a nested JSON value."""
    if isinstance(value, dict):
        return [number for each in value.values() for number in numbers_in(each)]
    if isinstance(value, (list, tuple)):
        return [number for each in value for number in numbers_in(each)]
    return [value] if isinstance(value, (int, float)) else []


@given(rules_and_sheets())
def test_whole_numbers_only(drawn: tuple[Rules, Sheet]) -> None:
    """No number in a report has a fraction."""
    assert all(type(number) is int for number in numbers_in(report(*drawn)))


def renamed(rules: Rules, name: dict[str, str]) -> Rules:
    """Return the same rules with questions, options, groups, actions and reasons called otherwise."""
    folder = Folder(frame=rules.frame)
    for reason in rules.reasons.values():
        folder.reasons[name[reason.id]] = reason.model_copy(update={"id": name[reason.id]})
    for question in rules.questions.values():
        raw = question.model_dump(by_alias=True)
        raw["id"] = name[question.id]
        raw["group"] = None if question.group is None else name[question.group]
        raw["follow_up_of"] = None if question.follow_up_of is None else name[question.follow_up_of]
        raw["requires"] = {name[p]: tuple(name[o] for o in accepted) for p, accepted in question.requires.items()}
        for option in raw["options"]:
            option["id"] = name[option["id"]]
            option["percent"] = {name[reason]: pair for reason, pair in option["percent"].items()}
        folder.questions[raw["id"]] = Question.model_validate(raw)
    for action in rules.actions.values():
        raw = action.model_dump()
        raw["id"] = name[action.id]
        raw["reasons"] = tuple(name[reason] for reason in action.reasons)
        raw["changes"] = {name[question]: name[option] for question, option in action.changes.items()}
        folder.actions[raw["id"]] = Action.model_validate(raw)
    return assemble(folder)


@given(rules_and_sheets())
def test_names_mean_nothing(drawn: tuple[Rules, Sheet]) -> None:
    """Other ids for reasons, questions, options, groups and actions change nothing in a report but those ids."""
    rules, sheet = drawn
    words = {*rules.questions, *rules.actions, "g", "h", "o0", "o1", "o2"}
    name = {word: f"z{len(words) - place}_{word}" for place, word in enumerate(sorted(words))}
    for place, reason in enumerate(rules.reasons.values()):
        name[reason.id] = f"{reason.framework}.z{len(rules.reasons) - place}"
    answers = {
        name[key]: Answer(option=name.get(answer.option, answer.option)) for key, answer in sheet.answers.items()
    }
    other = report(renamed(rules, name), Sheet(pilot="p", framework=sheet.framework, answers=answers))

    def translated(value: Any) -> Any:
        if isinstance(value, dict):
            return {name.get(key, key): translated(each) for key, each in value.items() if key != "rules_sha256"}
        if isinstance(value, (list, tuple)):
            return [translated(each) for each in value]
        return name.get(value, value) if isinstance(value, str) else value

    plain = {key: value for key, value in other.items() if key != "rules_sha256"}
    assert json.dumps(translated(report(rules, sheet))) == json.dumps(plain)


@given(st.lists(st.integers(-20, 20), max_size=6), st.integers(-20, 20), st.data())
def test_a_group_never_adds_more_than_its_parts(weights: list[int], other: int, data: st.DataObject) -> None:
    """In a group, raising one weight raises the sum by at most as much, and never lowers it."""
    if not weights:
        return
    place = data.draw(st.integers(0, len(weights) - 1))
    low, high = sorted((weights[place], other))
    sums = [sum(capped([*weights[:place], weight, *weights[place + 1 :]], Correlation())) for weight in (low, high)]
    assert 0 <= sums[1] - sums[0] <= high - low
