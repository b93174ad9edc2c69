"""Which questions are linked: an answer to one can change what an answer to another counts.

Linked are questions of one group (it is capped as a whole) and questions of which one requires or follows up the other
(an answer can become moot, a claim waits for its follow-up), by way of others too. A *bundle* has all that are linked.
Between bundles, effects add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.rules import Question


def bundles_of(questions: Mapping[str, Question], ids: Iterable[str]) -> list[list[str]]:
    """Return these questions in bundles, all in declared order; only links among them count."""
    bundle_of = {question_id: [question_id] for question_id in ids}

    def join(one: str, other: str) -> None:
        first, second = bundle_of[one], bundle_of[other]
        if first is not second:
            first.extend(second)
            for question_id in second:
                bundle_of[question_id] = first

    leaders: dict[str, str] = {}
    for question_id in bundle_of:
        question = questions[question_id]
        if question.group is not None:
            join(leaders.setdefault(question.group, question_id), question_id)
        for parent in (*question.requires, question.follow_up_of):
            if parent in bundle_of:
                join(parent, question_id)
    order = {question_id: place for place, question_id in enumerate(questions)}
    unique = {tuple(sorted(bundle, key=order.__getitem__)) for bundle in bundle_of.values()}
    return [list(bundle) for bundle in sorted(unique, key=lambda bundle: order[bundle[0]])]
