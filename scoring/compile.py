"""From percents to whole decibans, once.

The weight of an answer for a reason is `round(10·log10(p/q))`, p and q being P(answer | reason present) and
P(answer | reason absent): Good's weight of evidence. It is computed with `decimal`, so no platform's floating point can
change it; a half never occurs (10^(k+½)/10 is irrational), so no rounding rule matters either.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from scoring.rules import UNKNOWN, Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.rules import Frame, Model, Reason

EXACT = Context(prec=40, rounding=ROUND_HALF_EVEN)


class Evidence(NamedTuple):
    """One row of the trace: what an answer says about a reason by itself, and what of that counts, in decibans.

    `awaits` is the follow-up that the answer, a claim, still waits for; an empty text for anything else.
    """

    question: str
    option: str
    decibans: int
    adjusted: int
    awaits: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What a question can say about one reason, option by option: (p, q, weight)."""

    reason: int
    cells: tuple[tuple[int, int, int], ...]
    highest: int  # decibans, never below 0: "I don't know" is always possible
    lowest: int  # decibans, never above 0


@dataclass(frozen=True, slots=True)
class Compiled:
    """The rules in the form that the scorer walks through. Reasons are numbered in declared order."""

    reason_ids: tuple[str, ...]
    number: Mapping[str, int]
    priors: tuple[int, ...]
    rows: Mapping[tuple[str, str], tuple[tuple[int, Evidence], ...]]  # (question, option): reason and its evidence
    tables: Mapping[str, tuple[Table, ...]]
    order: Mapping[str, int]  # a question's place in declared order
    follow_ups: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, str]  # grouped questions only
    claims: Mapping[tuple[str, str], str]  # (question, option): the follow-up that the claim waits for
    dependent: tuple[
        tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...
    ]  # what a correction can make moot, with what it requires; parents first


@cache
def decibans(numerator: int, denominator: int) -> int:
    """Return `round(10·log10(numerator/denominator))`."""
    ratio = EXACT.divide(Decimal(numerator), Decimal(denominator))
    tenths = EXACT.multiply(Decimal(10), EXACT.log10(ratio))
    return int(tenths.to_integral_value(rounding=ROUND_HALF_EVEN, context=EXACT))


def part(weight: int, percent: int) -> int:
    """Return a percentage of a weight in whole decibans, rounded towards zero."""
    kept = abs(weight) * percent // 100
    return kept if weight > 0 else -kept


def prior_decibans(percent: int) -> int:
    """Return the odds of a prior in decibans: 50 percent is 0, 40 percent is -2."""
    return decibans(percent, 100 - percent)


def _table(question: Question, reason_id: str, reason: int) -> Table:
    cells = tuple((p, q, decibans(p, q)) for p, q in (option.percent[reason_id] for option in question.options))
    weights = [weight for _, _, weight in cells]
    return Table(reason=reason, cells=cells, highest=max(0, *weights), lowest=min(0, *weights))


def _parents_first(questions: Mapping[str, Question]) -> list[str]:
    """Return the questions that a correction can make moot, each after those it requires; there are no circles."""
    placed: dict[str, None] = {}

    def place(question_id: str) -> None:
        if question_id in placed:
            return
        for parent in questions[question_id].requires:
            place(parent)
        placed[question_id] = None

    for question in questions.values():
        place(question.id)
    return [each for each in placed if questions[each].requires and not questions[each].stands]


def _claims(questions: Mapping[str, Question]) -> dict[tuple[str, str], str]:
    """Return the claims with their follow-ups; what is no follow-up of the claim's question decides nothing."""
    claims: dict[tuple[str, str], str] = {}
    for question in questions.values():
        for option in question.options:
            follow_up = None if option.until is None else questions.get(option.until)
            if follow_up is not None and follow_up.follow_up_of == question.id:
                claims[question.id, option.id] = follow_up.id
    return claims


def compile_rules(reasons: Mapping[str, Reason], questions: Mapping[str, Question]) -> Compiled:
    """Compile validated reasons and questions; every option of a question has to list the same reasons."""
    reason_ids = tuple(reasons)
    number = {reason_id: index for index, reason_id in enumerate(reason_ids)}
    rows: dict[tuple[str, str], tuple[tuple[int, Evidence], ...]] = {}
    tables: dict[str, tuple[Table, ...]] = {}
    follow_ups: dict[str, tuple[str, ...]] = {}
    for question in questions.values():
        bears_on = sorted(question.options[0].percent, key=number.__getitem__)
        tables[question.id] = tuple(_table(question, reason_id, number[reason_id]) for reason_id in bears_on)
        for place, option in enumerate(question.options):
            rows[question.id, option.id] = tuple(
                (table.reason, Evidence(question.id, option.id, table.cells[place][2], table.cells[place][2]))
                for table in tables[question.id]
            )
        rows[question.id, UNKNOWN] = tuple(
            (table.reason, Evidence(question.id, UNKNOWN, 0, 0)) for table in tables[question.id]
        )
        if question.follow_up_of is not None:
            follow_ups[question.follow_up_of] = (*follow_ups.get(question.follow_up_of, ()), question.id)
    return Compiled(
        reason_ids=reason_ids,
        number=number,
        priors=tuple(prior_decibans(reason.prior_percent) for reason in reasons.values()),
        rows=rows,
        tables=tables,
        order={question_id: index for index, question_id in enumerate(questions)},
        follow_ups=follow_ups,
        claims=_claims(questions),
        groups={question.id: question.group for question in questions.values() if question.group is not None},
        dependent=tuple((each, tuple(questions[each].requires.items())) for each in _parents_first(questions)),
    )


def canonical_json(frame: Frame, lists: Mapping[str, Iterable[Model]], compiled: Compiled) -> bytes:
    """Return all that can change a result as ASCII JSON: the models without `why` lines, and the weights.

    Everything stands in declared order, because that breaks ties.

    `lists` are the entries of a folder by name: reasons, questions, actions, metrics, ready, contradictions.
    """
    whole: dict[str, Any] = {"frame": frame.model_dump(mode="json", by_alias=True)}
    for name, models in lists.items():
        whole[name] = [model.model_dump(mode="json", by_alias=True) for model in models]
    for question in whole["questions"]:
        for option in question["options"]:
            del option["why"]
    for contradiction in whole.get("contradictions", ()):
        del contradiction["why"]
    whole["priors"] = compiled.priors
    whole["weights"] = [
        [question_id, option_id, [[reason, row.decibans] for reason, row in rows]]
        for (question_id, option_id), rows in compiled.rows.items()
    ]
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def fingerprint(canonical: bytes) -> str:
    """Return the SHA-256 of the canonical JSON in hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()
