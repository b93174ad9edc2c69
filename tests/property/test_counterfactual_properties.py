"""The counterfactual against brute force: every way to change the answered facts of a small bank."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import UNKNOWN, Change, Rules, Sheet, counterfactual
from scoring.score import totals
from scoring.sheet import settled, stated
from scoring.targets import targets
from tests.property.strategies import bad_sheets, rules

USUAL = 2


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[Rules, Sheet]:
    """Draw a bank of four to six questions and a sheet on which much holds."""
    some_rules = draw(rules(6, 4))
    return some_rules, draw(bad_sheets(some_rules))


def effort(some_rules: Rules, question_id: str, option: str) -> int:
    """Return the least effort of an action that makes a fact true, or the usual one."""
    efforts = [each.effort for each in some_rules.actions.values() if each.changes.get(question_id) == option]
    return min(efforts, default=USUAL)


def by_brute_force(some_rules: Rules, sheet: Sheet) -> tuple[Change, ...]:
    """Return the best set of sensible changes by trying all, in the order of preference that is promised."""
    given_facts, limit = stated(some_rules, sheet), some_rules.frame.thresholds.likely
    number = some_rules.compiled.number
    lens = [number[reason_id] for reason_id in some_rules.reasons_of(sheet.framework)]
    now = totals(some_rules, settled(some_rules, given_facts))
    holding = [reason for reason in lens if now[reason] >= limit]
    if not holding:
        return ()
    known = [question_id for question_id, option in given_facts.items() if option != UNKNOWN]
    found = []
    could_be = targets(some_rules)
    choices = [dict.fromkeys((given_facts[question_id], *could_be[question_id])) for question_id in known]
    for options in product(*choices):
        then = totals(some_rules, settled(some_rules, {**given_facts, **dict(zip(known, options, strict=True))}))
        if any(then[reason] >= limit for reason in holding):
            continue
        changes = [
            Change(question_id, given_facts[question_id], option, effort(some_rules, question_id, option))
            for question_id, option in zip(known, options, strict=True)
            if option != given_facts[question_id]
        ]
        places = [
            (
                list(some_rules.questions).index(c.question),
                some_rules.questions[c.question].option_ids.index(c.to_option),
            )
            for c in changes
        ]
        raises = any(then[reason] >= limit for reason in lens)
        found.append((len(changes), raises, sum(c.effort for c in changes), places, tuple(changes)))
    return min(found, key=lambda row: row[:4])[4] if found else ()


@settings(max_examples=150)
@given(small_cases())
def test_smallest_set(case: tuple[Rules, Sheet]) -> None:
    """Fewest changes, then none that makes another reason likely, then least effort, then declared order: exactly."""
    some_rules, sheet = case
    assert counterfactual(some_rules, sheet) == by_brute_force(some_rules, sheet)
