"""Which question comes next.

1. A follow-up of the question just answered, if its `requires` hold and it can still matter: a strong claim is
   asked for its evidence at once.
2. Among the questions that may be asked and can still matter: the greatest expected information per minute, summed
   over the undecided reasons of the lens and those outside it; ties by declared order. Information about a likely
   reason counts a quarter more: what is said aloud should not rest on one answer. With one of five confirmed,
   information about the second most likely of five counts double (five.pair: almost every stalled pilot shows two).
3. The questions marked `needed` (figures for the hours recoverable, facts for the plan): their minutes are kept free
   from the start, in declared order, up to `needed_percent` of the whole conversation; what is left of them is asked
   at the end.

A question may be asked when it has not been answered or asked, what it requires holds, the question it follows up has
a known answer, it fits the minutes left, and its phase has come: phase 2 after one answer, phase 3 after eight, or as
soon as nothing worth asking is left in phase 1. It can matter when it, or a question that it opens, bears on an
undecided reason that all open questions together could still move into another state (the sum of their extreme
weights bounds what they can do).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.compile import part
from scoring.information import SCALE, expected_gain
from scoring.prepared import open_claims
from scoring.rules import UNKNOWN
from scoring.score import state_of, totals
from scoring.sheet import settled, stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scoring.compile import Table
    from scoring.prepared import Moves
    from scoring.rules import Question, Rules
    from scoring.sheet import Sheet

DECIDED = ("confirmed", "ruled_out")
ANSWERS_BEFORE = {1: 0, 2: 1, 3: 8}  # phase: answers given before it
WEIGHT = {"unlikely": 4, "unclear": 4, "likely": 5}  # what information about an undecided reason counts, in quarters
QUARTERS = 4
PAIR = 2  # how much more information about the second most likely of five counts


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an interview stands."""

    rules: Rules
    given: Mapping[str, str]  # every stated fact, moot ones and "I don't know" too
    live: Mapping[str, str]  # the facts that count
    closed: frozenset[str]  # questions answered, or asked and passed over
    scores: Sequence[int]
    weight: Mapping[int, int]  # undecided reason number: how much its information counts
    held: Mapping[str, Mapping[int, int]]  # follow-up: by reason number, what it sets free of the claim that waits
    minutes_left: int


@dataclass(frozen=True, slots=True)
class Remaining:
    """An estimate of what is left of an interview."""

    questions: int
    minutes: int


def _standing(rules: Rules, sheet: Sheet, minutes_left: int, asked: Iterable[str]) -> Standing:
    given = stated(rules, sheet)
    live = settled(rules, given)
    scores = totals(rules, live)
    number = rules.compiled.number
    names = (*rules.reasons_of(sheet.framework), *rules.outside)
    states = {name: state_of(scores[number[name]], rules.frame.thresholds) for name in names}
    weight = {number[name]: WEIGHT[states[name]] for name in names if states[name] not in DECIDED}
    five = sorted((name for name in names if rules.reasons[name].framework == "five"), key=lambda n: -scores[number[n]])
    if len(five) >= PAIR and states[five[0]] == "confirmed" and number[five[1]] in weight:
        weight[number[five[1]]] *= PAIR
    closed = frozenset((*given, *asked))
    return Standing(rules, given, live, closed, scores, weight, _held(rules, live), minutes_left)


def _held(rules: Rules, live: Mapping[str, str]) -> dict[str, dict[int, int]]:
    """Return, for each follow-up that a claim waits for, the decibans held back from each reason."""
    keeps, rows = rules.frame.claim.keeps, rules.compiled.rows
    return {
        follow_up: {reason: row.decibans - part(row.decibans, keeps) for reason, row in rows[claim, live[claim]]}
        for claim, follow_up in open_claims(rules.compiled, live).items()
    }


def _met(standing: Standing, question: Question) -> bool:
    """Whether what a question requires holds, and the question it follows up has a known answer."""
    live, parent = standing.live, question.follow_up_of
    if parent is not None and live.get(parent, UNKNOWN) == UNKNOWN:
        return False
    return all(live.get(needed) in accepted for needed, accepted in question.requires.items())


def _open(standing: Standing) -> list[Question]:
    """Return the questions that could still be asked, now or once others are answered, in declared order."""
    rules, reach = standing.rules, dict.fromkeys(standing.closed, False)

    def reachable(question: Question) -> bool:
        known = reach.get(question.id)
        if known is not None:
            return known
        reach[question.id] = False  # also ends circles by way of follow_up_of
        parents = dict(question.requires)
        if question.follow_up_of is not None:
            parents.setdefault(question.follow_up_of, rules.questions[question.follow_up_of].option_ids)
        found = question.minutes <= standing.minutes_left and all(
            standing.live.get(parent) in accepted or reachable(rules.questions[parent])
            for parent, accepted in parents.items()
        )
        reach[question.id] = found
        return found

    return [question for question in rules.questions.values() if reachable(question)]


def _movable(standing: Standing, open_questions: Sequence[Question]) -> set[int]:
    """Return the undecided reasons that the open questions together could move into another state."""
    tables = standing.rules.compiled.tables
    highest, lowest = list(standing.scores), list(standing.scores)
    for question in open_questions:
        for table in tables[question.id]:
            highest[table.reason] += table.highest
            lowest[table.reason] += table.lowest
        for reason, held in standing.held.get(question.id, {}).items():
            highest[reason] += max(0, held)
            lowest[reason] += min(0, held)
    limits = standing.rules.frame.thresholds
    return {
        reason
        for reason in standing.weight
        if not state_of(lowest[reason], limits)
        == state_of(standing.scores[reason], limits)
        == state_of(highest[reason], limits)
    }


def _useful(standing: Standing, open_questions: Sequence[Question], movable: set[int]) -> set[str]:
    """Return the questions that bear on a movable reason, or open one that does."""
    tables, follow_ups = standing.rules.compiled.tables, standing.rules.compiled.follow_ups
    useful = {
        question.id
        for question in open_questions
        if any(table.reason in movable and table.highest != table.lowest for table in tables[question.id])
    }
    opens: dict[str, list[str]] = {}
    for question in open_questions:
        for parent in question.requires:
            opens.setdefault(parent, []).append(question.id)
    changed = True
    while changed:
        changed = False
        for question in open_questions:
            children = (*opens.get(question.id, ()), *follow_ups.get(question.id, ()))
            if question.id not in useful and any(child in useful for child in children):
                useful.add(question.id)
                changed = True
    return useful


def _moves(standing: Standing, question: Question) -> Moves:
    """Return how far each option of a question would move each reason, as the scorer itself would say."""
    prepared = standing.rules.prepared
    linked = prepared.linked_with.get(question.id)
    if linked is None:
        return prepared.moves[question.id]
    return linked.moves[tuple(map(standing.given.get, linked.members))][question.id]


def _gain(standing: Standing, question: Question) -> int:
    """Return the expected information of a question, in quarters of millionths of a bit * SCALE."""
    moves, weight, scores = _moves(standing, question), standing.weight, standing.scores
    return sum(
        weight[table.reason] * expected_gain(scores[table.reason], table.cells, moves[table.reason])
        for table in standing.rules.compiled.tables[question.id]
        if table.reason in weight
    )


def gains(rules: Rules, sheet: Sheet, minutes_left: int, asked: Iterable[str] = ()) -> dict[str, int]:
    """Return the expected information of every question that could still be asked; see `_gain` for the unit."""
    standing = _standing(rules, sheet, minutes_left, asked)
    return {question.id: _gain(standing, question) for question in _open(standing)}


def _reserved(standing: Standing, open_questions: Sequence[Question]) -> dict[str, int]:
    """Return the open `needed` questions whose minutes are kept free, with those minutes."""
    questions = standing.rules.questions
    spent = [questions[question_id] for question_id in standing.closed if question_id in questions]
    whole = standing.minutes_left + sum(question.minutes for question in spent)
    share = whole * standing.rules.frame.needed_percent // 100
    share -= sum(question.minutes for question in spent if question.needed)
    kept: dict[str, int] = {}
    for question in open_questions:
        if question.needed and question.minutes <= share:
            kept[question.id] = question.minutes
            share -= question.minutes
    return kept


def _follow_up(standing: Standing, last: str | None, reserve: Mapping[str, int], useful: set[str]) -> Question | None:
    """Return the follow-up that the answer just given earns, if there is one that can matter."""
    rules = standing.rules
    if last is None or standing.live.get(last, UNKNOWN) == UNKNOWN:
        return None
    free = standing.minutes_left - sum(reserve.values())
    for question_id in rules.compiled.follow_ups.get(last, ()):
        question = rules.questions[question_id]
        fits = question.minutes <= (standing.minutes_left if question.needed else free)
        come = len(standing.given) >= ANSWERS_BEFORE[question.phase]
        matters = question.needed or question_id in useful
        if question_id not in standing.closed and matters and fits and come and _met(standing, question):
            return question
    return None


def _best(standing: Standing, questions: Sequence[Question]) -> Question | None:
    """Return the question with the most expected information per minute, if that is enough; ties by declared order."""
    best: Question | None = None
    best_gain = 0
    for question in questions:
        gain = _gain(standing, question)
        if best is None or gain * best.minutes > best_gain * question.minutes:
            best, best_gain = question, gain
    enough = standing.rules.frame.enough_millibits
    if best is not None and enough and best_gain <= enough * 1000 * SCALE * QUARTERS * best.minutes:
        return None
    return best


def next_question(
    rules: Rules, sheet: Sheet, *, minutes_left: int, asked: Sequence[str] = (), last: str | None = None
) -> Question | None:
    """Return the question to ask now, or None when the interview is over; see the module for the rule.

    `asked` are questions put before and passed over or handed on; `last` is the question just answered.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    standing = _standing(rules, sheet, minutes_left, asked)
    open_questions = _open(standing)
    reserve = _reserved(standing, open_questions)
    useful = _useful(standing, open_questions, _movable(standing, open_questions))
    follow_up = _follow_up(standing, last, reserve, useful)
    if follow_up is not None:
        return follow_up
    worth = [q for q in open_questions if (q.needed or q.id in useful) and _met(standing, q)]
    early = any(question.phase == 1 for question in worth)
    allowed = [q for q in worth if not early or len(standing.given) >= ANSWERS_BEFORE[q.phase]]
    free = minutes_left - sum(reserve.values())
    diagnostic = [q for q in allowed if q.id in useful and (q.id in reserve or q.minutes <= free)]
    best = _best(standing, diagnostic)
    if best is not None:
        return best
    return next((question for question in allowed if question.needed), None)


def _push(table: Table) -> int:
    """Return half the decibans by which an answer moves a reason on average, either way: answers also push back."""
    return sum((present + absent) * abs(weight) for present, absent, weight in table.cells) // 400


def remaining(rules: Rules, sheet: Sheet, minutes_left: int, asked: Sequence[str] = ()) -> Remaining:
    """Return an estimate of the questions and minutes left, for the progress line.

    It goes through the questions that could be asked now, the most telling first, as if every answer pushed its
    undecided reasons towards a decision by its average weight, and counts those that still find one undecided, as far
    as the minutes go; `needed` questions count in any case.
    """
    standing = _standing(rules, sheet, minutes_left, asked)
    open_questions = _open(standing)
    useful = _useful(standing, open_questions, _movable(standing, open_questions))
    worth = [q for q in open_questions if (q.needed or q.id in useful) and _met(standing, q)]
    limits = rules.frame.thresholds
    way = {
        reason: min(limits.confirmed - standing.scores[reason], standing.scores[reason] - limits.ruled_out)
        for reason in standing.weight
    }
    gains = {question.id: _gain(standing, question) for question in worth}
    count = minutes = 0
    for question in sorted(worth, key=lambda each: (not each.needed, -gains[each.id] // each.minutes)):
        about = [table for table in rules.compiled.tables[question.id] if way.get(table.reason, 0) > 0]
        if minutes + question.minutes > minutes_left or not (question.needed or about):
            continue
        count += 1
        minutes += question.minutes
        for table in about:
            way[table.reason] -= _push(table)
    return Remaining(count, minutes)
