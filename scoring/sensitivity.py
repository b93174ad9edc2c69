"""The answers to double-check: those that, if wrong, would change the verdict most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.rules import UNKNOWN
from scoring.score import HOLDING, STATES, state_of, totals
from scoring.sheet import settled, stated

if TYPE_CHECKING:
    from scoring.rules import Rules
    from scoring.sheet import Sheet

MOST = 2


def double_check(rules: Rules, sheet: Sheet) -> tuple[str, ...]:
    """Return at most two questions whose answer, were it another, would change states most; fewer when none would.

    Each known answer is replaced by each other option of its question. What counts is the worst of these: first how
    many reasons would start or stop to hold, then by how many steps all states would move; ties by declared order.
    Reasons of the lens and those outside it count alike.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    given = stated(rules, sheet)
    known = settled(rules, given)
    limits, number = rules.frame.thresholds, rules.compiled.number
    places = [number[reason_id] for reason_id in (*rules.reasons_of(sheet.framework), *rules.outside)]
    now = totals(rules, known)
    states = {place: state_of(now[place], limits) for place in places}
    ranked: list[tuple[int, int, str]] = []
    for question_id, option in known.items():
        if option == UNKNOWN:
            continue
        worst = (0, 0)
        for other in rules.questions[question_id].option_ids:
            if other == option:
                continue
            then = totals(rules, settled(rules, {**given, question_id: other}))
            flips = steps = 0
            for place, before in states.items():
                after = state_of(then[place], limits)
                flips += (before in HOLDING) != (after in HOLDING)
                steps += abs(STATES.index(before) - STATES.index(after))
            worst = max(worst, (flips, steps))
        if worst > (0, 0):
            ranked.append((*worst, question_id))
    ranked.sort(key=lambda row: (-row[0], -row[1]))
    return tuple(question_id for _, _, question_id in ranked[:MOST])
