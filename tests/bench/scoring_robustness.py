"""Robustness: what becomes of the verdicts on the case sheets when every percentage is somewhat another.

In each draw every percent of every table, and every prior, is multiplied by a factor of its own, uniform from 0.8 to
1.2; the columns are brought back to 100, the weights compiled again, and all sheets scored by the product's own scorer.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING

from scoring import Evidence, load_rules, read_sheet
from scoring.prepared import prepare
from scoring.score import STATES, state_of, totals
from scoring.sheet import facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring import Rules

SHEETS = Path(__file__).parents[1] / "cases" / "sheets"
SPREAD = 0.2
TOP = 2

Facts = dict[str, str]


@dataclass(slots=True)
class Moves:
    """Over all draws, sheets and reasons: by how many states a reason moved, and which of the top two stayed."""

    steps: Counter[int] = field(default_factory=Counter)
    top: dict[str, Counter[bool]] = field(default_factory=dict)
    by_sheet: dict[str, Counter[int]] = field(default_factory=dict)

    @property
    def near(self) -> float:
        """The share of states that stayed or moved to a neighbouring one."""
        return (self.steps[0] + self.steps[1]) / self.steps.total()

    @property
    def same(self) -> float:
        """The share of states that stayed."""
        return self.steps[0] / self.steps.total()

    @property
    def top_stays(self) -> float:
        """The share of top-two reasons that stayed among the top two."""
        return sum(each[True] for each in self.top.values()) / sum(each.total() for each in self.top.values())


def _moved(chance: random.Random, column: list[int]) -> list[float]:
    """Return a column of percents, each moved at random, as shares of 1."""
    moved = [percent * chance.uniform(1 - SPREAD, 1 + SPREAD) for percent in column]
    whole = sum(moved)
    return [each / whole for each in moved]


def _shaken(rules: Rules, questions: set[str], chance: random.Random) -> Rules:
    """Return the rules with every percentage of these questions, and every prior, moved at random."""
    compiled = rules.compiled
    rows: dict[tuple[str, str], list[tuple[int, Evidence]]] = {}
    for question_id in questions:
        question = rules.questions[question_id]
        for table in compiled.tables[question_id]:
            present = _moved(chance, [cell[0] for cell in table.cells])
            absent = _moved(chance, [cell[1] for cell in table.cells])
            for option, p, q in zip(question.option_ids, present, absent, strict=True):
                weight = round(10 * log10(p / q))
                evidence = Evidence(question_id, option, weight, weight)
                rows.setdefault((question_id, option), []).append((table.reason, evidence))
    priors = []
    for reason in rules.reasons.values():
        prior, other = _moved(chance, [reason.prior_percent, 100 - reason.prior_percent])
        priors.append(round(10 * log10(prior / other)))
    new_rows = {**compiled.rows, **{key: tuple(row) for key, row in rows.items()}}
    moved = replace(compiled, rows=new_rows, priors=tuple(priors))
    return replace(rules, compiled=moved, prepared=prepare(rules.frame, rules.reasons, rules.questions, moved))


def _place(scores: list[int], lens: list[int], reason: int) -> int:
    """Return how many reasons of the lens are higher than this one."""
    return sum(scores[other] > scores[reason] for other in lens)


def case_facts(rules: Rules) -> Mapping[str, tuple[Facts, list[int], list[int]]]:
    """Return by sheet: the facts that count, the reasons of its lens, and those with the ones outside it, by number."""
    found: dict[str, tuple[Facts, list[int], list[int]]] = {}
    for path in sorted(SHEETS.glob("*.yaml")):
        sheet = read_sheet(path.read_text(encoding="utf-8"), rules)
        lens = [rules.compiled.number[reason] for reason in rules.reasons_of(sheet.framework)]
        scored = lens + [rules.compiled.number[reason] for reason in rules.outside]
        found[path.stem] = (facts(rules, sheet), lens, scored)
    return found


def shake(draws: int) -> Moves:
    """Score all case sheets under `draws` random changes of the rules.

    The top two of a sheet are its two highest reasons, as far as they hold; one stays when it is still among the two
    highest of its lens. Where the first two end in the middle of a tie, all of the tied are taken.
    """
    rules = load_rules()
    limits = rules.frame.thresholds
    cases = case_facts(rules)
    before = {name: totals(rules, given) for name, (given, _, _) in cases.items()}
    best = {
        name: [r for r in lens if before[name][r] >= limits.likely and _place(before[name], lens, r) < TOP]
        for name, (_, lens, _) in cases.items()
    }
    questions = {question_id for given, _, _ in cases.values() for question_id in given}
    moves = Moves(top={name: Counter() for name in cases}, by_sheet={name: Counter() for name in cases})
    for number in range(draws):
        other = _shaken(rules, questions, random.Random(f"shake {number}"))  # noqa: S311 (a simulation, no secret)
        for name, (given, lens, scored) in cases.items():
            after = totals(other, given)
            for reason in scored:
                was = STATES.index(state_of(before[name][reason], limits))
                steps = abs(was - STATES.index(state_of(after[reason], limits)))
                moves.steps[steps] += 1
                moves.by_sheet[name][steps] += 1
            moves.top[name].update(_place(after, lens, reason) < TOP for reason in best[name])
    return moves
