"""Which way each reason moved between two results, and which facts moved it. Both are scored with the same rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.rules import UNKNOWN
from scoring.score import score
from scoring.sheet import facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.rules import Rules, StateName
    from scoring.score import ReasonScore
    from scoring.sheet import Answer, Sheet


@dataclass(frozen=True, slots=True)
class Move:
    """A reason then and now; scores in decibans."""

    reason: str
    was: StateName
    now: StateName
    before: int
    after: int

    @property
    def is_change(self) -> bool:
        """Whether the state is another one."""
        return self.was != self.now

    @property
    def decibans(self) -> int:
        """By how much it moved: above 0 more likely, below 0 less."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Fact:
    """A question whose answer is another one now; None where it was not answered."""

    question: str
    was: str | None
    is_now: str | None


@dataclass(frozen=True, slots=True)
class Movement:
    """Every reason that both results have, and the facts that differ, each in declared order."""

    reasons: tuple[Move, ...]
    facts: tuple[Fact, ...]


def movement(rules: Rules, then: Sheet, now: Sheet) -> Movement:
    """Return what moved from one sheet to the other. "I don't know" and no answer are the same to it.

    Raises:
        UnknownId, SheetError: a sheet names something that the rules do not have.
    """
    before, after = (_by_id(rules, sheet) for sheet in (then, now))
    moves = tuple(
        Move(each, before[each].state, after[each].state, before[each].decibans, after[each].decibans)
        for each in after
        if each in before
    )
    old, new = facts(rules, then), facts(rules, now)
    changed = tuple(
        Fact(question, was, is_now)
        for question in rules.questions
        for was, is_now in [(_known(old.get(question)), _known(new.get(question)))]
        if was != is_now
    )
    return Movement(moves, changed)


def through(rules: Rules, moved: Movement, reason_id: str) -> tuple[Fact, ...]:
    """Return the facts by which a reason moved, those that weigh most in that direction first.

    A fact that weighs as much as before, or the other way, is left out; equals stay in declared order.
    """
    place = rules.compiled.number[reason_id]
    move = next(move for move in moved.reasons if move.reason == reason_id)
    sign = -1 if move.decibans < 0 else 1

    def weight(question: str, option: str | None) -> int:
        rows = () if option is None else rules.compiled.rows[question, option]
        return sum(row.decibans for number, row in rows if number == place)

    def gain(fact: Fact) -> int:
        return sign * (weight(fact.question, fact.is_now) - weight(fact.question, fact.was))

    return tuple(fact for fact in sorted(moved.facts, key=gain, reverse=True) if gain(fact) > 0)


def readable(rules: Rules, sheet: Sheet) -> Sheet:
    """Return a sheet made with other rules, less the answers that these rules do not have any more."""

    def has(question: str, answer: Answer) -> bool:
        known = rules.questions.get(question)
        return known is not None and answer.option in (*known.option_ids, UNKNOWN)

    answers = {question: answer for question, answer in sheet.answers.items() if has(question, answer)}
    said = {
        question: tuple(answer for answer in several if has(question, answer))
        for question, several in sheet.said.items()
        if question in answers
    }
    return sheet.model_copy(update={"answers": answers, "said": said})


def _by_id(rules: Rules, sheet: Sheet) -> dict[str, ReasonScore]:
    verdict = score(rules, sheet)
    reasons: Sequence[ReasonScore] = (*verdict.reasons, *verdict.outside.reasons)
    return {reason.id: reason for reason in reasons}


def _known(option: str | None) -> str | None:
    return None if option == UNKNOWN else option
