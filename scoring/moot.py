"""Answers that a correction makes moot, and the promise that it keeps: a worse answer never lowers a reason.

Who says "there is no log" after "someone read it last week" takes both back: the second answer is moot (see
`scoring.sheet.settled`). With it goes what it weighed, and were that more than the new answer adds, an answer that
speaks more for a reason would leave it lower. Rules can avoid that in two ways:

- `stands: true` on the follow-up, where its fact is as true after the correction: how often results were gone through
  in three months does not depend on who answers for them. It then counts in any case.
- percents: an answer that makes the follow-up moot weighs at least as much as any weaker one together with the worst
  that the follow-up can say, its group considered.

`drops` finds where neither is so. It goes through all answers of the questions that are linked by groups and
requirements: nothing outside them can change what one of them adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.rules import Rules


@dataclass(frozen=True, slots=True)
class Drop:
    """A correction from a milder to a worse answer that lowers a reason, by at most `decibans`."""

    question: str
    mild: str
    worse: str
    reason: str
    decibans: int


def drops(rules: Rules) -> tuple[Drop, ...]:
    """Return the corrections that break the promise, each with the most it can cost, in declared order."""
    parents = {parent for _, requires in rules.compiled.dependent for parent, _ in requires}
    most: dict[tuple[str, str, str, int], int] = {}
    for question_id in rules.questions:
        if question_id in parents:
            for place, lost in _lost(rules, question_id):
                most[place] = max(lost, most.get(place, 0))
    names = rules.compiled.reason_ids
    return tuple(Drop(q, mild, worse, names[reason], lost) for (q, mild, worse, reason), lost in most.items())


def _lost(rules: Rules, question_id: str) -> Iterator[tuple[tuple[str, str, str, int], int]]:
    """Yield (question, milder, worse, reason) and the decibans lost, for all answers to what it is linked with."""
    linked = rules.prepared.linked_with[question_id]
    place, options = linked.members.index(question_id), rules.questions[question_id].option_ids
    others = [(None, *rules.questions[each].option_ids) for each in linked.members if each != question_id]
    for said in product(*others):
        after = {option: dict(linked.sums[*said[:place], option, *said[place:]]) for option in options}
        for table in rules.compiled.tables[question_id]:
            weight = dict(zip(options, (cell[2] for cell in table.cells), strict=True))
            for mild, worse in permutations(options, 2):
                lost = after[mild].get(table.reason, 0) - after[worse].get(table.reason, 0)
                if weight[mild] < weight[worse] and lost > 0:
                    yield (question_id, mild, worse, table.reason), lost
