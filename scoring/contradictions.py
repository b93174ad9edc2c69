"""Answers that do not fit together, as declared in `contradictions.yaml`.

A contradiction names two questions and, for each, the options that cannot both describe the same month. It is found
among the facts that count (a moot answer contradicts nothing, nor does "I don't know"), and it changes no weight:
both answers keep what they say until somebody settles it. People are asked which of the two holds; see
`given_up`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.errors import UnknownId, nearest_id
from scoring.sheet import facts

if TYPE_CHECKING:
    from scoring.rules import Rules
    from scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Clash:
    """A declared contradiction that a sheet holds: its id, and the two answers (question, option)."""

    id: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The two questions, in the order of the declaration."""
        return tuple(question for question, _ in self.facts)


def contradictions(rules: Rules, sheet: Sheet) -> tuple[Clash, ...]:
    """Return the contradictions that the facts of a sheet hold, in declared order.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    known = facts(rules, sheet)
    return tuple(
        Clash(rule.id, tuple((question, known[question]) for question in rule.facts), rule.sources)
        for rule in rules.contradictions.values()
        if all(known.get(question) in options for question, options in rule.facts.items())
    )


def given_up(rules: Rules, contradiction: str, stands: str) -> str:
    """Return the question of a contradiction whose answer no longer counts when that of `stands` does.

    The answer that is given up becomes "I don't know": what is true instead, nobody has said yet.

    Raises:
        UnknownId: there is no such contradiction, or the question is none of its two.
    """
    rule = rules.contradictions.get(contradiction)
    if rule is None:
        raise UnknownId("contradiction", contradiction, nearest_id(contradiction, rules.contradictions))
    if stands not in rule.facts:
        raise UnknownId("question", stands, nearest_id(stands, rule.facts), contradiction)
    return next(question for question in rule.facts if question != stands)
