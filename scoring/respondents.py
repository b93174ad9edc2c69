"""Several people answered one question: which answer counts, and where they disagree.

The policy is declared in `frame.yaml` and applied by `scoring.sheet.counting`: one answer counts in full, the others do
not; nothing is averaged, for a mean of "it is logged" and "nobody reads it" is neither. That people differ is a finding
of its own. Example, with the policy as shipped: about the audit log the technical lead says "what it did and why", the
sponsor later "only the result": the question is meant for the technical lead, so "what it did and why" counts, and the
report lists both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.rules import UNKNOWN
from scoring.sheet import facts, resolved, standing

if TYPE_CHECKING:
    from scoring.rules import Rules
    from scoring.sheet import Answer, Sheet


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that people answer differently: the option that counts, and who says what by now."""

    question: str
    counts: str
    said: tuple[Answer, ...]


def disagreements(rules: Rules, sheet: Sheet) -> tuple[Disagreement, ...]:
    """Return the questions with different known answers, in declared order; moot ones and "I don't know" are none.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    exact = resolved(rules, sheet)
    found = []
    for question_id, counts in facts(rules, exact).items():
        people = tuple(standing(exact.said.get(question_id, ())))
        if len({answer.option for answer in people} - {UNKNOWN}) > 1:
            found.append(Disagreement(question_id, counts, people))
    return tuple(found)
