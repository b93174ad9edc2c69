"""The answers to double-check, against the plainest way to find them."""

from __future__ import annotations

from hypothesis import given

from scoring import UNKNOWN, Rules, Sheet, double_check, score
from scoring.score import HOLDING, STATES
from scoring.sheet import facts
from tests.property.strategies import rules_and_sheets


def states(some_rules: Rules, sheet: Sheet) -> list[str]:
    """Return the states of a verdict, those outside the lens last."""
    verdict = score(some_rules, sheet)
    return [reason.state for reason in (*verdict.reasons, *verdict.outside.reasons)]


def damage(some_rules: Rules, sheet: Sheet, question_id: str) -> tuple[int, int]:
    """Return how many reasons would start or stop to hold, and the steps of all states, at worst."""
    now, found = states(some_rules, sheet), []
    for option in some_rules.questions[question_id].option_ids:
        then = states(some_rules, sheet.with_answer(question_id, option))
        flips = [one for one, other in zip(now, then, strict=True) if (one in HOLDING) != (other in HOLDING)]
        steps = [abs(STATES.index(one) - STATES.index(other)) for one, other in zip(now, then, strict=True)]
        found.append((len(flips), sum(steps)))
    return max(found)


@given(rules_and_sheets())
def test_the_two_that_matter_most(drawn: tuple[Rules, Sheet]) -> None:
    """Named are the two known answers that would change most, were they another: by flips, then steps, then order."""
    some_rules, sheet = drawn
    known = [question_id for question_id, option in facts(some_rules, sheet).items() if option != UNKNOWN]
    worst = {question_id: damage(some_rules, sheet, question_id) for question_id in known}
    ranked = sorted(known, key=lambda each: (-worst[each][0], -worst[each][1]))
    assert list(double_check(some_rules, sheet)) == [each for each in ranked if worst[each] > (0, 0)][:2]
