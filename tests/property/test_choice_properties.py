"""The next question against the rule as it is written, and the estimate of what is left."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import UNKNOWN, Rules, Sheet, load_rules, next_question, remaining
from scoring.choose import gains
from tests.property.plain_choice import Plain
from tests.property.strategies import rules, sheets

shipped = cache(load_rules)


@st.composite
def moments(draw: st.DrawFn) -> tuple[Rules, Sheet, int, list[str], str | None]:
    """Draw rules, a sheet, the minutes left, questions passed over, and the question just answered."""
    drawn = draw(rules(8, 3))
    frame = drawn.frame.model_copy(
        update={
            "needed_percent": draw(st.sampled_from([0, 30, 50, 100])),
            "enough_millibits": draw(st.sampled_from([0, 0, 5, 50, 140, 500])),
        }
    )
    some_rules = replace(drawn, frame=frame)
    sheet = draw(sheets(some_rules))
    for question_id in draw(st.lists(st.sampled_from(list(some_rules.questions)), unique=True)):
        sheet = sheet.without(question_id)
    left = [question_id for question_id in some_rules.questions if question_id not in sheet.answers]
    asked = draw(st.lists(st.sampled_from(left), unique=True, max_size=2)) if left else []
    last = draw(st.sampled_from([None, *sheet.answers]))
    return some_rules, sheet, draw(st.integers(0, 20)), asked, last


@given(moments())
def test_the_next_question(moment: tuple[Rules, Sheet, int, list[str], str | None]) -> None:
    """The next question is the one that the rule names, whatever the bank, the answers and the minutes left."""
    some_rules, sheet, minutes, asked, last = moment
    found = next_question(some_rules, sheet, minutes_left=minutes, asked=asked, last=last)
    assert (None if found is None else found.id) == Plain(some_rules, sheet, minutes, asked).next(last)


@given(moments())
def test_what_is_left(moment: tuple[Rules, Sheet, int, list[str], str | None]) -> None:
    """The estimate is the one that its description gives, and it never promises more than fits."""
    some_rules, sheet, minutes, asked, _ = moment
    found = remaining(some_rules, sheet, minutes, asked)
    assert found == Plain(some_rules, sheet, minutes, asked).remaining()
    assert found.minutes <= minutes
    assert found.questions <= len(some_rules.questions)


@st.composite
def shipped_moments(draw: st.DrawFn) -> tuple[Rules, Sheet, int, str | None]:
    """Draw a moment of an interview under the rules as shipped, few or many questions answered."""
    some_rules, sheet = shipped(), Sheet(pilot="p", framework=draw(st.sampled_from(["five", "four", "both", "both"])))
    for question in some_rules.questions.values():
        if draw(st.integers(0, 3)) == 0:
            sheet = sheet.with_answer(question.id, draw(st.sampled_from([*question.option_ids, UNKNOWN])))
    return some_rules, sheet, draw(st.integers(0, 30)), draw(st.sampled_from([None, *sheet.answers]))


@settings(max_examples=40)
@given(shipped_moments())
def test_under_the_rules_as_shipped(moment: tuple[Rules, Sheet, int, str | None]) -> None:
    """Under the rules as shipped, too, the next question and the estimate are those of the rule as written."""
    some_rules, sheet, minutes, last = moment
    plain = Plain(some_rules, sheet, minutes, [])
    found = next_question(some_rules, sheet, minutes_left=minutes, last=last)
    assert (None if found is None else found.id) == plain.next(last)
    assert remaining(some_rules, sheet, minutes) == plain.remaining()


@settings(max_examples=20)
@given(shipped_moments())
def test_what_a_question_is_expected_to_tell(moment: tuple[Rules, Sheet, int, str | None]) -> None:
    """The information expected of each open question is that of the moves which the scorer itself would make.

    So it is in a group, before and after the evidence for a claim, and where an answer makes others moot.
    """
    some_rules, sheet, minutes, _ = moment
    plain = Plain(some_rules, sheet, minutes, [])
    assert gains(some_rules, sheet, minutes) == plain.gains


@given(moments())
def test_not_knowing_is_no_claim(moment: tuple[Rules, Sheet, int, list[str], str | None]) -> None:
    """Nobody is asked for evidence of what they did not say: "I don't know" earns no follow-up."""
    some_rules, sheet, minutes, asked, last = moment
    if last is None:
        return
    unknown = sheet.with_answer(last, UNKNOWN)
    found = next_question(some_rules, unknown, minutes_left=minutes, asked=asked, last=last)
    assert found is None or found.follow_up_of != last
