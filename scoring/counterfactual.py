"""What would have to be true: the smallest set of changed facts after which no reason that holds today would hold.

Exact, by dynamic programming. Facts that share a group or require each other are taken together as a *bundle*;
between bundles effects add up, so a partial solution is fully described by what each reason still lacks, and of those
that lack the same only the cheapest is kept. A lower bound on the changes still needed (each bundle's cost divided
among the reasons it helps, then an exact cover per reason) drops partial solutions that cannot be finished within the
count being tried; the counts are tried upwards, so the first that succeeds is the smallest.

Only sensible changes count: what an action makes true, else the healthiest answer (`scoring.targets`).

Order of preference: fewest changes; then sets that make no other reason likely in its place; then least effort in
person-days (that of the cheapest action which makes the fact true, else `usual_effort` of the frame); then the set
whose questions and options were declared first.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from scoring.bundles import bundles_of
from scoring.rules import UNKNOWN
from scoring.score import totals
from scoring.sheet import settled, stated
from scoring.targets import efforts, targets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.rules import Rules
    from scoring.sheet import Sheet

SHARES = 5040  # a bundle's cost is divided into this many parts; a whole number, so bounds are exact
NEVER = 1 << 40  # a cost no cover reaches


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that would have to be another: its question, its answer today, the one needed, effort in person-days."""

    question: str
    from_option: str
    to_option: str
    effort: int


@dataclass(frozen=True, slots=True)
class Move:
    """One way to change the facts of a bundle. `cost` orders moves: effort first, then declared order; both add up."""

    changes: tuple[Change, ...]
    gains: tuple[int, ...]  # decibans taken from each target reason
    cost: int


@dataclass(frozen=True, slots=True)
class Aims:
    """What each fact could sensibly become, and the person-days that takes where an action does it."""

    could_be: Mapping[str, tuple[str, ...]]
    effort: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Problem:
    """Bundles of moves, and by how many decibans each target reason has to fall (below 0: may rise)."""

    needs: tuple[int, ...]
    bundles: tuple[tuple[Move, ...], ...]  # the first move of each changes nothing
    bounds: list[list[list[int]]]  # see `_bounds`
    slack: list[list[tuple[int, int]]]  # see `_slack`

    @property
    def fewest(self) -> int:
        """A number of changes that no solution undercuts; NEVER when there is no solution."""
        bound = sum(cover[max(0, need)] for cover, need in zip(self.bounds[0], self.needs, strict=True))
        return NEVER if bound >= NEVER else -(-bound // SHARES)


def _worse(one: Move, other: Move) -> bool:
    """Whether `other` does at least as much as `one` for every target, with fewer changes or as many at less cost."""
    return (len(other.changes), other.cost) < (len(one.changes), one.cost) and all(
        theirs >= own for own, theirs in zip(one.gains, other.gains, strict=True)
    )


def _moves(rules: Rules, facts: Mapping[str, str], reasons: Sequence[int], aims: Aims) -> tuple[Move, ...]:
    """Return the moves of one bundle that can be part of a best solution."""
    order, questions = rules.compiled.order, rules.questions
    base = 16  # more than the options of a question (at most 12)
    top = base ** (len(order) + 1)
    before = totals(rules, settled(rules, facts))
    moves: list[Move] = []
    # "I don't know" is no fact to change, but it stands between what requires it and what it requires.
    choices = [
        (today,) if today == UNKNOWN else tuple(dict.fromkeys((today, *aims.could_be[each])))
        for each, today in facts.items()
    ]
    for options in product(*choices):
        changes: list[Change] = []
        cost = 0
        for (question_id, today), option in zip(facts.items(), options, strict=True):
            if option == today:
                continue
            effort = aims.effort.get((question_id, option), rules.frame.usual_effort)
            changes.append(Change(question_id, today, option, effort))
            digit = base - 1 - questions[question_id].option_ids.index(option)
            cost += effort * top - digit * base ** (len(order) - order[question_id])
        after = totals(rules, settled(rules, dict(zip(facts, options, strict=True))))
        gains = tuple(before[target] - after[target] for target in reasons)
        moves.append(Move(tuple(changes), gains, cost))
    still = next(move for move in moves if not move.changes)
    useful = [move for move in moves if any(gain > 0 for gain in move.gains)]
    kept = [move for move in useful if not any(_worse(move, other) for other in useful)]
    return (still, *kept)


def _problem(rules: Rules, given: Mapping[str, str], reasons: Sequence[int], needs: Sequence[int]) -> Problem:
    bundles, aims = [], Aims(targets(rules), efforts(rules))
    for names in bundles_of(rules.questions, given):
        moves = _moves(rules, {name: given[name] for name in names}, reasons, aims)
        if len(moves) > 1:
            bundles.append(moves)
    ordered = _close_together(bundles, len(needs))
    return Problem(tuple(needs), tuple(ordered), _bounds(needs, ordered), _slack(needs, ordered))


def _close_together(bundles: list[tuple[Move, ...]], targets: int) -> list[tuple[Move, ...]]:
    """Return the bundles so ordered that few targets are open at a time: those of the least entangled one first."""
    touches = [{t for t in range(targets) if any(move.gains[t] > 0 for move in moves)} for moves in bundles]
    left, ordered = list(range(len(bundles))), list[int]()
    opened: set[int] = set()
    waiting = set(range(targets))
    while left:
        entangled = {t: set().union(*(touches[b] for b in left if t in touches[b])) - opened for t in waiting}
        target = min(waiting, key=lambda t: (len(entangled[t]), t))
        waiting.discard(target)
        opened |= entangled[target]
        ordered.extend(b for b in left if target in touches[b])
        left = [b for b in left if target not in touches[b]]
    return [bundles[b] for b in ordered]


def _bounds(needs: Sequence[int], bundles: Sequence[tuple[Move, ...]]) -> list[list[list[int]]]:
    """Return, from each bundle on and per target, the least cost (in SHARES of a change) to cover each lack."""
    highest = [max(0, need) for need in needs]
    harm = [0] * len(needs)  # moves can also make a reason worse, so a lack may exceed the need
    for moves in bundles:
        for target in range(len(harm)):
            harm[target] += max(0, *(-move.gains[target] for move in moves))
    covers = [[0] + [NEVER] * (high + harm[target]) for target, high in enumerate(highest)]
    table = [covers]
    for moves in reversed(bundles):
        best = [max(0, *(move.gains[target] for move in moves)) for target in range(len(highest))]
        helped = [min(gain, max(1, need)) for gain, need in zip(best, highest, strict=True)]
        whole = sum(helped)
        nearer: list[list[int]] = []
        for target, cover in enumerate(covers):
            if best[target] == 0:
                nearer.append(cover)
                continue
            share = SHARES * helped[target] // whole
            row = list(cover)
            for gain, cost in {(m.gains[target], share * len(m.changes)) for m in moves if m.gains[target] > 0}:
                for lack in range(1, len(row)):
                    row[lack] = min(row[lack], cost + cover[max(0, lack - gain)])
            nearer.append(row)
        covers = nearer
        table.append(covers)
    table.reverse()
    return table


def _slack(needs: Sequence[int], bundles: Sequence[tuple[Move, ...]]) -> list[list[tuple[int, int]]]:
    """Return, from each bundle on and per target, the surplus that later moves could use up: all, and each of them."""
    rows = [[(0, 0)] * len(needs)]
    for moves in reversed(bundles):
        harms = [max(0, *(-move.gains[target] for move in moves)) for target in range(len(needs))]
        rows.append([(total + harm, max(most, harm)) for harm, (total, most) in zip(harms, rows[-1], strict=True)])
    rows.reverse()
    return rows


def _solve(problem: Problem, most: int) -> tuple[Move, ...] | None:
    """Return the best solution with at most `most` changes, or None."""
    States = dict[tuple[int, ...], tuple[int, int, tuple[Move, ...]]]  # noqa: N806 (a type, used only here)
    states: States = {problem.needs: (0, 0, ())}
    for place, moves in enumerate(problem.bundles):
        covers, surplus = problem.bounds[place + 1], problem.slack[place + 1]
        reached: States = {}
        for lacks, (count, cost, done) in states.items():
            for move in moves:
                new_count = count + len(move.changes)
                if new_count > most:
                    continue
                more = most - new_count
                left = tuple(
                    max(lack - gain, -min(total, more * each))
                    for lack, gain, (total, each) in zip(lacks, move.gains, surplus, strict=True)
                )
                bound = sum(cover[lack] for cover, lack in zip(covers, left, strict=True) if lack > 0)
                if new_count * SHARES + bound > most * SHARES:
                    continue
                new_cost = cost + move.cost
                known = reached.get(left)
                if known is None or (new_count, new_cost) < known[:2]:
                    reached[left] = (new_count, new_cost, (*done, move))
        states = reached
    solutions = [state for lacks, state in states.items() if all(lack <= 0 for lack in lacks)]
    return min(solutions, key=lambda state: state[:2])[2] if solutions else None


def _search(problem: Problem) -> tuple[Move, ...] | None:
    """Return the solution with the fewest changes, or None."""
    facts = sum(max(len(move.changes) for move in moves) for moves in problem.bundles)
    solutions = (_solve(problem, most) for most in range(problem.fewest, facts + 1))
    return next((solution for solution in solutions if solution is not None), None)


def counterfactual(rules: Rules, sheet: Sheet) -> tuple[Change, ...]:
    """Return the smallest set of changed facts that brings every reason of the lens that holds below *likely*.

    Only answered facts change, each to what it could sensibly become (`scoring.targets`). Empty when nothing holds, and
    when no such change of the answered facts is enough. At most 50 ms on a bank of 40 questions.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    given, number = stated(rules, sheet), rules.compiled.number
    scores, limit = totals(rules, settled(rules, given)), rules.frame.thresholds.likely
    lens = [number[reason_id] for reason_id in rules.reasons_of(sheet.framework)]
    holding = [reason for reason in lens if scores[reason] >= limit]
    if not holding:
        return ()
    needs = {reason: scores[reason] - limit + 1 for reason in lens}
    moves = _search(_problem(rules, given, holding, [needs[reason] for reason in holding]))
    if moves is None:
        return ()
    changes = [change for move in moves for change in move.changes]
    then = totals(rules, settled(rules, {**given, **{change.question: change.to_option for change in changes}}))
    if any(then[reason] >= limit for reason in lens):
        # Another reason would become likely in its place: as few changes without that, if there is a way.
        moves = _solve(_problem(rules, given, lens, list(needs.values())), len(changes)) or moves
        changes = [change for move in moves for change in move.changes]
    return tuple(sorted(changes, key=lambda change: rules.compiled.order[change.question]))
