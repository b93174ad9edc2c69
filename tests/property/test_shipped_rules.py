"""What holds for every sheet under the rules as shipped, whatever their percents are."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scoring import UNKNOWN, Answer, Sheet, load_rules, make_plan, read_sheet, report, score
from scoring.score import state_of, totals
from scoring.sheet import facts

shipped = cache(load_rules)
FRAMEWORKS = ("five", "four", "both")


def question_ids() -> st.SearchStrategy[str]:
    """Draw the id of a question; the rules are read when the first one is drawn."""
    return st.deferred(lambda: st.sampled_from(list(shipped().questions)))


@st.composite
def answers(draw: st.DrawFn, question_id: str) -> Answer:
    """Draw an answer: an option, "I don't know", or for a figure a number."""
    question = shipped().questions[question_id]
    if question.is_figure and draw(st.booleans()):
        top = question.options[-1].to
        return Answer(option="#", value=draw(st.integers(0, 5000 if top is None else top)))
    return Answer(option=draw(st.sampled_from([*question.option_ids, UNKNOWN])))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """Draw a sheet: any of the questions answered, in any order."""
    asked = draw(st.lists(question_ids(), unique=True))
    given_answers = {question_id: draw(answers(question_id)) for question_id in asked}
    return Sheet(pilot="p", framework=draw(st.sampled_from(FRAMEWORKS)), answers=given_answers)


def without_question(told: dict[str, Any], question_id: str) -> dict[str, Any]:
    """Return a report without the rows that only say that this question was put."""
    for reason in (*told["reasons"], *told["outside"]["reasons"]):
        reason["evidence"] = [row for row in reason["evidence"] if row["question"] != question_id]
    return {key: value for key, value in told.items() if key != "next_question"}


@given(sheets(), st.randoms(use_true_random=False))
def test_order_of_answers(sheet: Sheet, random: Any) -> None:
    """The order in which answers were given changes no byte of the report, the plan and its figures included."""
    shuffled = list(sheet.answers.items())
    random.shuffle(shuffled)
    other = sheet.model_copy(update={"answers": dict(shuffled)})
    assert json.dumps(report(shipped(), sheet)) == json.dumps(report(shipped(), other))


@given(sheets(), question_ids())
def test_not_knowing_is_like_not_being_asked(sheet: Sheet, question_id: str) -> None:
    """An "I don't know" changes nothing but the trace and what is asked next.

    No state, no plan, no check, no budget line: so in no place does it act as a "no", nor as a "yes".
    """
    silent, unknown = (sheet.without(question_id), sheet.with_answer(question_id, UNKNOWN))
    told, asked = (without_question(report(shipped(), each), question_id) for each in (silent, unknown))
    assert json.dumps(told) == json.dumps(asked)


@given(st.sampled_from(FRAMEWORKS), st.lists(question_ids(), unique=True))
def test_only_not_knowing(framework: Any, asked: list[str]) -> None:
    """A sheet of nothing but "I don't know" leaves every reason at its prior: nothing holds, nothing is ruled out."""
    sheet = Sheet(pilot="p", framework=framework, answers={each: Answer(option=UNKNOWN) for each in asked})
    verdict = score(shipped(), sheet)
    assert verdict.finding == "not_enough_known"
    assert all(reason.decibans == reason.prior for reason in (*verdict.reasons, *verdict.outside.reasons))
    plan = make_plan(shipped(), sheet, verdict)
    assert {check.state for check in plan.ready} == {"unknown"}
    assert plan.budget.line == "unknown"
    assert all(line.baseline is None for line in plan.metrics)
    assert plan.recoverable.tenths is None


@given(sheets(), question_ids(), st.data())
def test_a_worse_fact_never_helps(sheet: Sheet, question_id: str, data: st.DataObject) -> None:
    """Of two answers to a question, the one that weighs more for a reason never leaves it lower, nor in a lower state.

    It holds for corrections that make follow-ups moot as well.
    """
    question = shipped().questions[question_id]
    mild, bad = data.draw(st.permutations(question.option_ids))[:2]
    before, after = (totals(shipped(), facts(shipped(), sheet.with_answer(question.id, each))) for each in (mild, bad))
    for table in shipped().compiled.tables[question.id]:
        weights = [table.cells[question.option_ids.index(each)][2] for each in (mild, bad)]
        if weights[0] < weights[1]:
            assert before[table.reason] <= after[table.reason]


def followed() -> st.SearchStrategy[tuple[str, str]]:
    """Draw a question and one that it can make moot."""
    return st.deferred(
        lambda: st.sampled_from(
            [(parent, each.id) for each in shipped().questions.values() for parent in each.requires if not each.stands]
        )
    )


@given(sheets(), followed(), st.data())
def test_a_worse_fact_never_helps_by_what_it_makes_moot(
    sheet: Sheet, pair: tuple[str, str], data: st.DataObject
) -> None:
    """So it is where a follow-up is answered that only one of the two answers leaves alive."""
    parent, follow_up = (shipped().questions[each] for each in pair)
    accepted = follow_up.requires[parent.id]
    kept = data.draw(st.sampled_from(accepted))
    dropped = data.draw(st.sampled_from([each for each in parent.option_ids if each not in accepted]))
    told = sheet.with_answer(follow_up.id, data.draw(st.sampled_from(follow_up.option_ids)))
    kept_scores, dropped_scores = (
        totals(shipped(), facts(shipped(), told.with_answer(parent.id, each))) for each in (kept, dropped)
    )
    for table in shipped().compiled.tables[parent.id]:
        weights = [table.cells[parent.option_ids.index(each)][2] for each in (kept, dropped)]
        if weights[0] != weights[1]:
            worse = dropped_scores[table.reason] - kept_scores[table.reason]
            assert worse >= 0 if weights[1] > weights[0] else worse <= 0


def rows_of(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the reasons of a report, those outside the lens too."""
    return [*told["reasons"], *told["outside"]["reasons"]]


@given(sheets())
def test_the_trace_adds_up(sheet: Sheet) -> None:
    """In the JSON that leaves the core, prior and rows add up to each score, and the state is the one of that score."""
    told = json.loads(json.dumps(report(shipped(), sheet)))
    for reason in rows_of(told):
        assert reason["prior"] + sum(row["decibans"] for row in reason["evidence"]) == reason["decibans"]
        assert reason["state"] == state_of(reason["decibans"], shipped().frame.thresholds)
    assert {row["question"] for reason in rows_of(told) for row in reason["evidence"]} <= set(sheet.answers)


def whole(value: Any) -> bool:
    """Whether a nested JSON value has no number with a fraction in it."""
    if isinstance(value, dict):
        return all(whole(each) for each in value.values())
    if isinstance(value, list):
        return all(whole(each) for each in value)
    return not isinstance(value, float)


@given(sheets())
def test_whole_numbers_only(sheet: Sheet) -> None:
    """No number in a report has a fraction."""
    assert whole(json.loads(json.dumps(report(shipped(), sheet))))


def test_whole_numbers_in_the_rules() -> None:
    """Nor has any prior, weight or percent that the rules are compiled to."""
    compiled = shipped().compiled
    cells = [number for tables in compiled.tables.values() for table in tables for row in table.cells for number in row]
    weights = [row.decibans for rows in compiled.rows.values() for _, row in rows]
    assert {type(number) for number in (*compiled.priors, *cells, *weights)} == {int}


def as_yaml(sheet: Sheet) -> str:
    """Return a sheet as the text that a person would write."""
    lines = ["pilot: p", f"framework: {sheet.framework}", "answers:"]
    for question_id, answer in sheet.answers.items():
        lines.append(f"  {question_id}: {answer.option if answer.value is None else answer.value}")
    return "\n".join(lines) + "\n"


@given(sheets())
def test_read_back(sheet: Sheet) -> None:
    """A sheet written as text and read again gives the same report as the one in memory."""
    assert report(shipped(), read_sheet(as_yaml(sheet), shipped())) == report(shipped(), sheet)


@given(sheets())
def test_a_lens_changes_no_score(sheet: Sheet) -> None:
    """A reason has the same score and the same trace under every lens that shows it."""
    seen: dict[str, Any] = {}
    for framework in FRAMEWORKS:
        verdict = score(shipped(), sheet.model_copy(update={"framework": framework}))
        for reason in (*verdict.reasons, *verdict.outside.reasons):
            assert seen.setdefault(reason.id, reason) == reason
    assert set(seen) == set(shipped().reasons)
