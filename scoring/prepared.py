"""Rows of evidence, ready-made: what each answer adds to the trace, so that scoring only puts rows side by side.

An answer to a question that stands alone always gives the same row. Of questions that are linked (`scoring.bundles`),
the answers are looked up together; what they come to is worked out once and remembered, for the answers of a few linked
questions meet in few ways. Remembering changes no result.

What counts of linked answers is set in this order:
1. An answer is *moot*, and adds nothing, when a question that its own question requires has been answered otherwise.
2. A *claim* whose follow-up has no known answer keeps the percentage that `frame.yaml` declares.
3. A *group* keeps, per reason and sign, its strongest weight and half of the next (percents in `frame.yaml`).
Rounding is towards zero each time. See `scoring.score` for what these are for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from scoring.bundles import bundles_of
from scoring.compile import Evidence, part
from scoring.rules import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from scoring.compile import Compiled, Table
    from scoring.rules import Correlation, Frame, FrameworkName, Question, Reason, Thresholds

Row = tuple[tuple[int, Evidence, int], ...]  # one answer: reason number, its evidence, and what of that counts
Told = tuple[str | None, ...]  # the options of linked questions; None: no answer
Moves = Mapping[int, tuple[int, ...]]  # by reason number, how far each option of a question would move its score
Found = TypeVar("Found")


class Remembered(dict[Told, Found]):
    """What a function of the options of linked questions returns, worked out when it is first asked for.

    It never holds more than the ways in which these questions can be answered; `scoring.check` keeps those few.
    """

    def __init__(self, work: Callable[[Told], Found]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, told: Told) -> Found:
        """Work it out and keep it."""
        found = self[told] = self._work(told)
        return found


@dataclass(frozen=True, slots=True)
class Linked:
    """Linked questions in declared order; from their options: a row for each, what all of them add, and the moves."""

    members: tuple[str, ...]
    told: Callable[[Mapping[str, str | None]], Told]  # picks the options of the members, each of which has to be there
    rows: Remembered[Mapping[str, Row]]  # of those that are answered
    sums: Remembered[tuple[tuple[int, int], ...]]  # (reason number, decibans)
    moves: Remembered[Mapping[str, Moves]]  # of each member


@dataclass(frozen=True, slots=True)
class Prepared:
    """All rows of a set of rules: those of each question by option, and the bundles of linked questions.

    `blank` has an empty row for every question, in declared order, `silent` None for every linked one. `limits` are
    the scores from which the second to the fifth state begin. `shown` are the reason numbers of each lens, `outside`
    those outside both. `moves` has those of the questions that stand alone.
    """

    blank: dict[str, Row]
    silent: dict[str, str | None]
    rows: Mapping[str, Mapping[str, Row]]
    linked: tuple[Linked, ...]
    linked_with: Mapping[str, Linked]
    moves: Mapping[str, Moves]
    limits: tuple[int, int, int, int]
    shown: Mapping[FrameworkName, tuple[int, ...]]
    outside: tuple[int, ...]


def limits_of(thresholds: Thresholds) -> tuple[int, int, int, int]:
    """Return the scores from which unlikely, unclear, likely and confirmed begin; below the first it is ruled out."""
    return thresholds.ruled_out + 1, thresholds.unlikely + 1, thresholds.likely, thresholds.confirmed


def capped(weights: Sequence[int], correlation: Correlation) -> list[int]:
    """Return what the weights of one group, for one reason and in declared order, may contribute."""
    adjusted = [0] * len(weights)
    for sign in (1, -1):
        ranked = sorted((place for place, w in enumerate(weights) if w * sign > 0), key=lambda p: -abs(weights[p]))
        for place, percent in zip(ranked, (correlation.strongest, correlation.next), strict=False):
            adjusted[place] = part(weights[place], percent)
    return adjusted


def live_facts(compiled: Compiled, options: Mapping[str, str]) -> dict[str, str]:
    """Return the facts that are not moot; see `scoring.sheet.settled`."""
    live = dict(options)
    for question_id, requires in compiled.dependent:
        if question_id not in live:
            continue
        for needed, accepted in requires:
            given = live.get(needed)
            if (given is None and needed in options) or (given not in (None, UNKNOWN) and given not in accepted):
                del live[question_id]
                break
    return live


def open_claims(compiled: Compiled, counting: Mapping[str, str]) -> dict[str, str]:
    """Return the questions answered by a claim whose follow-up has no answer yet, with that follow-up."""
    return {
        question_id: follow_up
        for (question_id, option), follow_up in compiled.claims.items()
        if counting.get(question_id) == option and counting.get(follow_up, UNKNOWN) == UNKNOWN
    }


def _linked_rows(frame: Frame, compiled: Compiled, members: tuple[str, ...], told: Told) -> dict[str, Row]:
    """Return the rows of linked questions that are answered like this: moot ones, then claims, then groups."""
    said = {each: option for each, option in zip(members, told, strict=True) if option is not None}
    live = live_facts(compiled, said)
    waiting = open_claims(compiled, live)
    cells: dict[str, dict[int, Evidence]] = {each: {} for each in said}
    groups: dict[tuple[str, int], list[str]] = {}
    for question_id, option in live.items():
        awaits, group = waiting.get(question_id, ""), compiled.groups.get(question_id)
        for reason, row in compiled.rows[question_id, option]:
            kept = part(row.decibans, frame.claim.keeps) if awaits else row.decibans
            cells[question_id][reason] = row._replace(adjusted=kept, awaits=awaits)
            if group is not None:
                groups.setdefault((group, reason), []).append(question_id)
    for (_, reason), among in groups.items():
        adjusted = capped([cells[each][reason].adjusted for each in among], frame.correlation)
        for each, decibans in zip(among, adjusted, strict=True):
            cells[each][reason] = cells[each][reason]._replace(adjusted=decibans)
    return {each: _row(by_reason.items()) for each, by_reason in cells.items()}


def _row(evidence: Iterable[tuple[int, Evidence]]) -> Row:
    return tuple((reason, each, each.adjusted) for reason, each in evidence)


def _linked(frame: Frame, compiled: Compiled, questions: Mapping[str, Question], members: tuple[str, ...]) -> Linked:
    """Return a bundle that remembers its rows, sums and moves."""
    rows = Remembered[Mapping[str, Row]](lambda told: _linked_rows(frame, compiled, members, told))

    def added(told: Told) -> tuple[tuple[int, int], ...]:
        whole = Counter[int]()
        for reason, _, decibans in chain.from_iterable(rows[told].values()):
            whole[reason] += decibans
        return tuple(whole.items())

    sums = Remembered(added)

    def moved(told: Told) -> dict[str, Moves]:
        now, moves = dict(sums[told]), dict[str, Moves]()
        for place, member in enumerate(members):
            then = [dict(sums[*told[:place], option.id, *told[place + 1 :]]) for option in questions[member].options]
            moves[member] = {
                table.reason: tuple(each.get(table.reason, 0) - now.get(table.reason, 0) for each in then)
                for table in compiled.tables[member]
            }
        return moves

    return Linked(members, itemgetter(*members), rows, sums, Remembered(moved))


def _alone(tables: Iterable[Table]) -> Moves:
    """Return the moves of a question that stands alone: the weights of its options."""
    return {table.reason: tuple(weight for _, _, weight in table.cells) for table in tables}


def prepare(
    frame: Frame, reasons: Mapping[str, Reason], questions: Mapping[str, Question], compiled: Compiled
) -> Prepared:
    """Make the rows of compiled rules."""
    bundles = [
        _linked(frame, compiled, questions, tuple(each)) for each in bundles_of(questions, questions) if len(each) > 1
    ]
    rows: dict[str, dict[str, Row]] = {question_id: {} for question_id in questions}
    for (question_id, option), evidence in compiled.rows.items():
        rows[question_id][option] = _row(evidence)
    five, four, outside = (
        tuple(compiled.number[each.id] for each in reasons.values() if each.framework == framework)
        for framework in ("five", "four", "outside")
    )
    linked_with = {question_id: linked for linked in bundles for question_id in linked.members}
    return Prepared(
        blank=dict.fromkeys(questions, ()),
        silent=dict.fromkeys(linked_with),
        rows=rows,
        linked=tuple(bundles),
        linked_with=linked_with,
        moves={each: _alone(compiled.tables[each]) for each in questions if each not in linked_with},
        limits=limits_of(frame.thresholds),
        shown={"five": five, "four": four, "both": tuple(sorted(five + four))},
        outside=outside,
    )
