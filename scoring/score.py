"""The scorer: facts in, states out, with the trace that adds up; how rows are made is in `scoring.prepared`.

Per reason: prior + sum of adjusted weights = score, in whole decibans. That is naive Bayes: the answers are taken as
independent given the reason. Where they are not (three questions about the same write-back), the author declares a
group, and per reason and sign a group keeps its strongest weight and half of the next (percents in `frame.yaml`,
rounded towards zero), the rest nothing; weights for and against are capped each on their own side. Equal weights rank
in declared order. Example: +9, +7, +4 and -3 in one group become +9, +3, 0 and -3.

A *claim* ("there is a full log") weighs less until the follow-up that asks for its evidence ("when did someone last
read it?") has an answer: it keeps the percentage that `frame.yaml` declares, rounded towards zero, for every reason,
before its group is capped. "I don't know" is no answer to the follow-up. Example: "full" says -7 about five.4; until
`audit_read` is answered it counts -3; with "within the last month" (-11) both count in full, -18 together.

So no single answer can move a score by more than its own weight and that of the claim it backs, and a worse answer to
a question never lowers a score. That holds for corrections as well, as far as `scoring.moot` finds none that breaks it.
"""

from __future__ import annotations

from bisect import bisect
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from scoring.prepared import limits_of
from scoring.sheet import option_of, resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scoring.compile import Evidence
    from scoring.prepared import Linked, Row
    from scoring.rules import FrameworkName, Rules, StateName, Thresholds
    from scoring.sheet import Sheet

HOLDING = ("confirmed", "likely")
STATES: tuple[StateName, ...] = ("ruled_out", "unlikely", "unclear", "likely", "confirmed")


class ReasonScore(NamedTuple):
    """One reason: state, score and prior in decibans, and every answer that bears on it ("I don't know" too)."""

    id: str
    state: StateName
    decibans: int
    prior: int
    evidence: tuple[Evidence, ...]

    @property
    def holds(self) -> bool:
        """Whether it is confirmed or likely."""
        return self.state in HOLDING


class Outside(NamedTuple):
    """Causes that neither lens covers: unfit data, a task too hard for today's models.

    `holds`: one of them is confirmed or likely and no reason of the lens is. `no`: a reason of the lens holds, or all
    of these are unlikely or ruled out. `unclear`: anything else. `reasons` has the score of each, whatever the state:
    one may hold beside a reason of the lens.
    """

    state: Literal["holds", "no", "unclear"]
    reasons: tuple[ReasonScore, ...]


class Verdict(NamedTuple):
    """The states of a lens's reasons, and what they amount to.

    `finding`: `reasons` (at least one holds), `outside` (see `Outside`), `none` (every reason is unlikely or ruled
    out), `not_enough_known` (nothing holds, and at least one reason is unclear).
    """

    framework: FrameworkName
    finding: Literal["reasons", "outside", "none", "not_enough_known"]
    reasons: tuple[ReasonScore, ...]
    outside: Outside

    @property
    def holding(self) -> tuple[str, ...]:
        """The ids of the lens's reasons that are confirmed or likely, in declared order."""
        return tuple(reason.id for reason in self.reasons if reason.holds)

    def reason(self, reason_id: str) -> ReasonScore:
        """Return the score of one reason, outside ones included; raises KeyError when it is not in this verdict."""
        for reason in (*self.reasons, *self.outside.reasons):
            if reason.id == reason_id:
                return reason
        raise KeyError(reason_id)


def state_of(decibans: int, thresholds: Thresholds) -> StateName:
    """Return the state of a score; thresholds are inclusive."""
    return STATES[bisect(limits_of(thresholds), decibans)]


def _rows(rules: Rules, sheet: Sheet) -> Iterable[Row]:
    """Return what each answer adds, in declared order; see `scoring.prepared`."""
    prepared = rules.prepared
    tables, rows, given = prepared.rows, prepared.blank.copy(), prepared.silent.copy()
    answers = sheet.answers if not sheet.said else resolved(rules, sheet).answers
    try:
        for question_id, answer in answers.items():
            option = answer.option if answer.value is None else option_of(rules, question_id, answer)
            given[question_id] = option
            rows[question_id] = tables[question_id][option]
    except KeyError:
        option_of(rules, question_id, answer)  # says what does not exist, and what is nearest to it
    for linked in prepared.linked:
        rows.update(linked.rows[linked.told(given)])
    return rows.values()


def totals(rules: Rules, given: Mapping[str, str]) -> list[int]:
    """Return only the scores in decibans, by reason number; `given` as by `scoring.sheet.stated` or `facts`."""
    prepared, rows = rules.prepared, rules.compiled.rows
    sums = list(rules.compiled.priors)
    linked: dict[tuple[str, ...], Linked] = {}
    for question_id, option in given.items():
        bundle = prepared.linked_with.get(question_id)
        if bundle is not None:
            linked[bundle.members] = bundle
            continue
        for reason, evidence in rows[question_id, option]:
            sums[reason] += evidence.decibans
    for members, bundle in linked.items():
        for reason, decibans in bundle.sums[tuple(map(given.get, members))]:
            sums[reason] += decibans
    return sums


def score(rules: Rules, sheet: Sheet) -> Verdict:
    """Score a sheet.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    compiled, prepared = rules.compiled, rules.prepared
    sums = list(compiled.priors)
    traces: list[list[Evidence]] = [[] for _ in sums]
    for reason, evidence, decibans in chain.from_iterable(_rows(rules, sheet)):
        traces[reason].append(evidence)
        sums[reason] += decibans
    limits = prepared.limits
    states = [STATES[bisect(limits, decibans)] for decibans in sums]
    columns = zip(compiled.reason_ids, states, sums, compiled.priors, map(tuple, traces), strict=True)
    scored = list(map(ReasonScore._make, columns))
    inside = tuple([scored[number] for number in prepared.shown[sheet.framework]])
    beyond = tuple([scored[number] for number in prepared.outside])
    return _verdict(sheet.framework, inside, beyond)


def _verdict(framework: FrameworkName, inside: tuple[ReasonScore, ...], beyond: tuple[ReasonScore, ...]) -> Verdict:
    """Return what the states amount to; see `Outside` and `Verdict`."""
    states, causes = {reason.state for reason in inside}, {reason.state for reason in beyond}
    if not states.isdisjoint(HOLDING):
        return Verdict(framework, "reasons", inside, Outside("no", beyond))
    if not causes.isdisjoint(HOLDING):
        return Verdict(framework, "outside", inside, Outside("holds", beyond))
    outside = Outside("unclear" if "unclear" in causes else "no", beyond)
    open_still = "unclear" in states or "unclear" in causes
    return Verdict(framework, "not_enough_known" if open_still else "none", inside, outside)
