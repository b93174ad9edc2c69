"""Pilots drawn from the rules: which reasons are present, and what a team would answer to every question.

Each reason is present by its prior, independently of the others. A question that bears on one reason is drawn from the
column of its table. Where it bears on several, the tables alone do not say how often an answer is heard when two of
the reasons meet; three readings ("mixings") are offered:

- `marginal` (the one used): the distribution of least structure, found by iterative proportional fitting, in which
  each reason by itself gives exactly the percents of its table;
- `product`: every reason that is present multiplies the odds of an answer by p/q, starting from the product of the
  columns q of all of them: reasons that point the same way speak louder than either table says;
- `blend`: the same, starting from the geometric mean of the columns q: reasons that meet leave more to chance.

Answers are independent of each other given the reasons, inside a group too. A share of the answers is then replaced by
another option of the same question, each as likely as the next.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring import Question, Rules

Mixing = Literal["marginal", "product", "blend"]
Meeting = tuple[int, ...]  # 1 or 0 for each reason that a question bears on: present or not

ROUNDS = 60  # of the fitting; differences to the tables are below a thousandth after ten


@dataclass(frozen=True, slots=True)
class Draw:
    """How one question is answered: its options and, for each meeting of its reasons, their probabilities."""

    options: tuple[str, ...]
    reasons: tuple[str, ...]
    chances: Mapping[Meeting, list[float]]


@dataclass(frozen=True, slots=True)
class Pilot:
    """A drawn pilot: the reasons that are truly present, and the answer its team would give to each question."""

    present: frozenset[str]
    answers: Mapping[str, str]


def _fitted(question: Question, reasons: tuple[str, ...], priors: Mapping[str, float]) -> dict[Meeting, list[float]]:
    """Return P(option | meeting) whose marginals are the question's tables, by iterative proportional fitting."""
    meetings = list(product((0, 1), repeat=len(reasons)))
    weight = dict.fromkeys(meetings, 1.0)
    for meeting in meetings:
        for reason, here in zip(reasons, meeting, strict=True):
            weight[meeting] *= priors[reason] if here else 1 - priors[reason]
    places = range(len(question.options))
    joint = {meeting: [weight[meeting] / len(question.options)] * len(question.options) for meeting in meetings}
    for _ in range(ROUNDS):
        for number, reason in enumerate(reasons):
            for here in (0, 1):
                among = [meeting for meeting in meetings if meeting[number] == here]
                share = priors[reason] if here else 1 - priors[reason]
                for place in places:
                    wanted = question.options[place].percent[reason][1 - here] / 100 * share
                    factor = wanted / sum(joint[meeting][place] for meeting in among)
                    for meeting in among:
                        joint[meeting][place] *= factor
        for meeting in meetings:
            factor = weight[meeting] / sum(joint[meeting])
            joint[meeting] = [each * factor for each in joint[meeting]]
    return joint


def _multiplied(question: Question, reasons: tuple[str, ...], mixing: Mixing) -> dict[Meeting, list[float]]:
    """Return weights of the options by meeting, each present reason multiplying by p/q; see the module."""
    power = 1 / len(reasons) if mixing == "blend" and reasons else 1.0
    table: dict[Meeting, list[float]] = {}
    for meeting in product((0, 1), repeat=len(reasons)):
        row: list[float] = []
        for option in question.options:
            chance = 1.0
            for reason, here in zip(reasons, meeting, strict=True):
                present, absent = option.percent[reason]
                chance *= (absent / 100) ** power * (present / absent if here else 1)
            row.append(chance)
        table[meeting] = row
    return table


def draws(rules: Rules, mixing: Mixing = "marginal") -> dict[str, Draw]:
    """Return how every question is answered, by question id."""
    priors = {reason.id: reason.prior_percent / 100 for reason in rules.reasons.values()}
    found: dict[str, Draw] = {}
    for question in rules.questions.values():
        reasons = tuple(question.options[0].percent)
        chances = _fitted(question, reasons, priors) if mixing == "marginal" else _multiplied(question, reasons, mixing)
        found[question.id] = Draw(question.option_ids, reasons, chances)
    return found


def pilot(rules: Rules, tables: Mapping[str, Draw], number: int, wrong_percent: int) -> Pilot:
    """Return pilot `number`, the same in every run; of 100 of its answers, `wrong_percent` are wrong."""
    chance = random.Random(f"pilot {number}")  # noqa: S311 (a simulation, no secret)
    present = frozenset(r.id for r in rules.reasons.values() if chance.random() * 100 < r.prior_percent)
    answers: dict[str, str] = {}
    for question_id, draw in tables.items():
        meeting = tuple(int(reason in present) for reason in draw.reasons)
        answer = chance.choices(draw.options, draw.chances[meeting])[0]
        if chance.random() * 100 < wrong_percent:
            answer = chance.choice([option for option in draw.options if option != answer])
        answers[question_id] = answer
    return Pilot(present, answers)
