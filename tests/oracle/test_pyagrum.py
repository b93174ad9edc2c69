"""The scorer against an outside one: exact inference by pyAgrum on the same percents.

The bound. Exactly, the odds of a reason are its prior odds times one likelihood ratio per answer that bears on it; in
decibans, a sum of n + 1 numbers. The rules round each of them to a whole number once, so each is off by at most half a
deciban, and the sum of all by at most (n + 1) / 2. The chance that belongs to a score rises with it, and nowhere
faster than ln(10) / 40 (0.0576) a deciban, so a chance is off by at most 0.0576 * (n + 1) / 2.

Two parts of the rules are no naive Bayes and are left out here, on both sides: the caps on groups, and answers made
moot by others. They have tests of their own.
"""

from __future__ import annotations

from math import log, log10
from random import Random
from typing import TYPE_CHECKING

import pytest

from scoring import UNKNOWN, Rules, Sheet, load_rules, score
from scoring.load import Folder, assemble
from scoring.rules import Question
from scoring.score import STATES, state_of
from tests.oracle.network import networks

if TYPE_CHECKING:
    from collections.abc import Iterator

SHEETS = 1200
HALF = 0.5  # deciban
STEEPEST = log(10) / 40  # chance per deciban, at even odds
FLOATS = 1e-9  # what pyAgrum's floating point may be off by, in decibans


@pytest.fixture(scope="module")
def plain() -> Rules:
    """Our own rules without groups and without requirements: every answer counts, and counts in full."""
    own = load_rules()
    folder = Folder(frame=own.frame, reasons=dict(own.reasons))
    for question in own.questions.values():
        free = {"group": None, "requires": {}, "follow_up_of": None}
        folder.questions[question.id] = Question.model_validate({**question.model_dump(by_alias=True), **free})
    return assemble(folder)


def sheets(rules: Rules) -> Iterator[dict[str, str]]:
    """Yield random sheets, from an empty one to one that answers everything, a tenth of the answers "I don't know"."""
    random = Random(20260609)  # noqa: S311 (a seed, so that a failure can be seen again)
    for number in range(SHEETS):
        share = number / (SHEETS - 1)
        yield {
            question.id: UNKNOWN if random.random() < 0.1 else random.choice(question.option_ids)
            for question in rules.questions.values()
            if random.random() < share
        }


def chance(decibans: float) -> float:
    """Return the probability of a score."""
    return 1 / (1 + 10 ** (-decibans / 10))


def test_posteriors_within_the_rounding(plain: Rules, capsys: pytest.CaptureFixture[str]) -> None:
    """Over 1,200 random sheets, each score lies within (n + 1) / 2 decibans of pyAgrum's, and its chance likewise.

    It differs by exactly what the rounding of those n + 1 numbers adds up to, by nothing else; and a state that the
    rounding changes becomes its neighbour.
    """
    oracle, limits = networks(plain), plain.frame.thresholds
    widest = widest_chance = 0.0
    compared = other_states = 0
    for answers in sheets(plain):
        verdict = score(plain, Sheet(pilot="p", answers=answers))
        known = {question_id: option for question_id, option in answers.items() if option != UNKNOWN}
        for reason in (*verdict.reasons, *verdict.outside.reasons):
            exact = oracle[reason.id].odds(known)
            prior = plain.reasons[reason.id].prior_percent
            told = [plain.questions[each].option(known[each]) for each in oracle[reason.id].questions if each in known]
            ratios = [(prior, 100 - prior), *(option.percent[reason.id] for option in told)]
            off, off_chance = abs(reason.decibans - exact), abs(chance(reason.decibans) - chance(exact))
            assert off <= HALF * len(ratios) + FLOATS
            assert off_chance <= STEEPEST * HALF * len(ratios) + FLOATS
            rounding = sum(round(10 * log10(p / q)) - 10 * log10(p / q) for p, q in ratios)
            assert abs(reason.decibans - exact - rounding) < FLOATS
            widest, widest_chance = max(widest, off), max(widest_chance, off_chance)
            unrounded = state_of(int(exact), limits)  # towards 0: a threshold is met or it is not
            assert abs(STATES.index(unrounded) - STATES.index(reason.state)) <= 1
            other_states += unrounded != reason.state
            compared += 1
    assert compared == SHEETS * len(plain.reasons)
    with capsys.disabled():
        print(  # noqa: T201 (a measured figure, wanted in the output of the run)
            f"\npyAgrum: {compared} posteriors of {SHEETS} sheets; largest difference {widest:.2f} decibans,"
            f" {widest_chance:.4f} in chance; {other_states} states are neighbours of what they would be unrounded"
        )


def test_both_build_on_the_same_answers(plain: Rules) -> None:
    """A reason's network has exactly the questions that stand in its trace, and as many options as they have."""
    oracle = networks(plain)
    verdict = score(plain, Sheet(pilot="p", answers={each.id: each.option_ids[0] for each in plain.questions.values()}))
    for reason in (*verdict.reasons, *verdict.outside.reasons):
        assert {row.question for row in reason.evidence} == set(oracle[reason.id].questions)
