"""What holds for every interview under every sound set of rules."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoring import UNKNOWN, Rules, Sheet, next_question, remaining
from scoring.choose import ANSWERS_BEFORE, DECIDED
from scoring.score import state_of, totals
from scoring.sheet import facts
from tests.property.strategies import rules


@st.composite
def interviews(draw: st.DrawFn) -> tuple[Rules, int, st.DataObject]:
    """Draw rules, minutes, and a source of answers."""
    return draw(rules()), draw(st.integers(0, 25)), draw(st.data())


def states(some_rules: Rules, sheet: Sheet) -> list[str]:
    """Return the state of every reason."""
    return [state_of(each, some_rules.frame.thresholds) for each in totals(some_rules, facts(some_rules, sheet))]


@given(interviews())
def test_only_eligible_questions(drawn: tuple[Rules, int, st.DataObject]) -> None:
    """A question is asked once, fits the minutes left, is not asked before what it requires holds.

    Nor does it come before its phase while an easier question that is needed is open.

    And the interview ends by itself.
    """
    some_rules, minutes, data = drawn
    sheet, asked, last = Sheet(pilot="p"), list[str](), None
    for _ in range(len(some_rules.questions) + 1):
        question = next_question(some_rules, sheet, minutes_left=minutes, asked=asked, last=last)
        if question is None:
            break
        known = facts(some_rules, sheet)
        assert question.id not in sheet.answers
        assert question.id not in asked
        assert question.minutes <= minutes
        for parent, accepted in question.requires.items():
            assert known.get(parent) in accepted
        if question.follow_up_of is not None:
            assert known.get(question.follow_up_of, UNKNOWN) != UNKNOWN
        if len(sheet.answers) < ANSWERS_BEFORE[question.phase]:
            for easier in some_rules.questions.values():
                open_now = easier.id not in {*sheet.answers, *asked} and easier.minutes <= minutes
                assert not (easier.phase == 1 and easier.needed and not easier.requires and open_now)
        estimate = remaining(some_rules, sheet, minutes, asked)
        assert 0 <= estimate.minutes <= minutes
        minutes -= question.minutes
        if data.draw(st.integers(0, 5)) == 0:
            asked.append(question.id)
        else:
            sheet = sheet.with_answer(question.id, data.draw(st.sampled_from([*question.option_ids, UNKNOWN])))
            last = question.id
    else:
        raise AssertionError("the interview did not end")


@given(interviews())
def test_it_ends_only_when_nothing_can_change(drawn: tuple[Rules, int, st.DataObject]) -> None:
    """With minutes left, the end means: no open question, whatever its answer, moves an undecided reason elsewhere."""
    some_rules, _, data = drawn
    sheet, last = Sheet(pilot="p"), None
    while (question := next_question(some_rules, sheet, minutes_left=100, last=last)) is not None:
        sheet = sheet.with_answer(question.id, data.draw(st.sampled_from([*question.option_ids, UNKNOWN])))
        last = question.id
    known, before = facts(some_rules, sheet), states(some_rules, sheet)
    for question in some_rules.questions.values():
        met = all(known.get(parent) in accepted for parent, accepted in question.requires.items())
        if question.id in sheet.answers or not met:
            continue
        assert not question.needed
        for option in question.option_ids:
            for old, new in zip(before, states(some_rules, sheet.with_answer(question.id, option)), strict=True):
                assert old in DECIDED or old == new
