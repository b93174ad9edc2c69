"""The scorer: facts in, states out, with the trace that adds up.

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
a question never lowers a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from scoring.compile import Evidence, part
from scoring.rules import UNKNOWN
from scoring.sheet import facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.compile import Compiled
    from scoring.rules import Correlation, FrameworkName, Rules, StateName, Thresholds
    from scoring.sheet import Sheet

HOLDING = ("confirmed", "likely")
STATES: tuple[StateName, ...] = ("ruled_out", "unlikely", "unclear", "likely", "confirmed")


@dataclass(frozen=True, slots=True)
class ReasonScore:
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


@dataclass(frozen=True, slots=True)
class Outside:
    """Causes that neither lens covers: unfit data, a task too hard for today's models.

    `holds`: one of them is confirmed or likely and no reason of the lens is. `no`: a reason of the lens holds, or all
    of these are unlikely or ruled out. `unclear`: anything else. `reasons` has the score of each, whatever the state:
    one may hold beside a reason of the lens.
    """

    state: Literal["holds", "no", "unclear"]
    reasons: tuple[ReasonScore, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
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
    if decibans >= thresholds.confirmed:
        return "confirmed"
    if decibans >= thresholds.likely:
        return "likely"
    if decibans <= thresholds.ruled_out:
        return "ruled_out"
    return "unlikely" if decibans <= thresholds.unlikely else "unclear"


def capped(weights: Sequence[int], correlation: Correlation) -> list[int]:
    """Return what the weights of one group, for one reason and in declared order, may contribute; see the module."""
    return list(_capped(tuple(weights), correlation.strongest, correlation.next))


@lru_cache(maxsize=4096)
def _capped(weights: tuple[int, ...], strongest: int, following: int) -> tuple[int, ...]:
    """Return what `capped` does, remembered: the weights of a bank meet in few ways."""
    adjusted = [0] * len(weights)
    for sign in (1, -1):
        ranked = sorted((place for place, w in enumerate(weights) if w * sign > 0), key=lambda p: -abs(weights[p]))
        for place, percent in zip(ranked, (strongest, following), strict=False):
            adjusted[place] = part(weights[place], percent)
    return tuple(adjusted)


def open_claims(compiled: Compiled, counting: Mapping[str, str]) -> dict[str, str]:
    """Return the questions answered by a claim whose follow-up has no answer yet, with that follow-up."""
    return {
        question_id: follow_up
        for (question_id, option), follow_up in compiled.claims.items()
        if counting.get(question_id) == option and counting.get(follow_up, UNKNOWN) == UNKNOWN
    }


def traces(rules: Rules, counting: Mapping[str, str]) -> list[list[Evidence]]:
    """Return the evidence of every reason, by reason number, in declared order of the questions.

    What counts of each answer is set: claims that wait for their evidence first, then groups.
    """
    compiled, correlation, keeps = rules.compiled, rules.frame.correlation, rules.frame.claim.keeps
    waiting = open_claims(compiled, counting)
    rows: list[list[Evidence]] = [[] for _ in compiled.reason_ids]
    groups: dict[tuple[str, int], list[int]] = {}
    for question_id, option in counting.items():
        group = compiled.groups.get(question_id)
        awaits = waiting.get(question_id, "")
        for reason, evidence in compiled.rows[question_id, option]:
            if group is not None and evidence.decibans:
                groups.setdefault((group, reason), []).append(len(rows[reason]))
            if awaits:
                kept = part(evidence.decibans, keeps)
                rows[reason].append(Evidence(question_id, option, evidence.decibans, kept, awaits))
            else:
                rows[reason].append(evidence)
    for (_, reason), places in groups.items():
        trace = rows[reason]
        adjusted = capped([trace[place].adjusted for place in places], correlation)
        for place, decibans in zip(places, adjusted, strict=True):
            row = trace[place]
            if row.adjusted != decibans:
                trace[place] = Evidence(row.question, row.option, row.decibans, decibans, row.awaits)
    return rows


def totals(rules: Rules, counting: Mapping[str, str]) -> list[int]:
    """Return only the scores in decibans, by reason number; `counting` as given by `scoring.sheet.facts`."""
    return totals_and_groups(rules, counting)[0]


def totals_and_groups(rules: Rules, counting: Mapping[str, str]) -> tuple[list[int], dict[tuple[str, int], list[int]]]:
    """Return the scores by reason number, and the weights in each (group, reason number) before it is capped."""
    compiled, correlation, keeps = rules.compiled, rules.frame.correlation, rules.frame.claim.keeps
    waiting = open_claims(compiled, counting)
    sums = list(compiled.priors)
    groups: dict[tuple[str, int], list[int]] = {}
    for question_id, option in counting.items():
        group = compiled.groups.get(question_id)
        for reason, evidence in compiled.rows[question_id, option]:
            weight = part(evidence.decibans, keeps) if question_id in waiting else evidence.decibans
            if group is None:
                sums[reason] += weight
            else:
                groups.setdefault((group, reason), []).append(weight)
    for (_, reason), weights in groups.items():
        sums[reason] += sum(capped(weights, correlation))
    return sums, groups


def score(rules: Rules, sheet: Sheet) -> Verdict:
    """Score a sheet.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    compiled, thresholds = rules.compiled, rules.frame.thresholds
    scored: dict[str, ReasonScore] = {}
    for reason_id, prior, trace in zip(
        compiled.reason_ids, compiled.priors, traces(rules, facts(rules, sheet)), strict=True
    ):
        decibans = prior + sum(evidence.adjusted for evidence in trace)
        state = state_of(decibans, thresholds)
        scored[reason_id] = ReasonScore(reason_id, state, decibans, prior, tuple(trace))
    inside = tuple(scored[reason_id] for reason_id in rules.reasons_of(sheet.framework))
    beyond = tuple(scored[reason_id] for reason_id in rules.outside)
    outside = Outside(_outside_state(inside, beyond), beyond)
    return Verdict(sheet.framework, _finding(inside, outside), inside, outside)


def _outside_state(inside: Sequence[ReasonScore], beyond: Sequence[ReasonScore]) -> Literal["holds", "no", "unclear"]:
    """Return the state of `Outside`."""
    if any(reason.holds for reason in inside):
        return "no"
    if any(reason.holds for reason in beyond):
        return "holds"
    return "unclear" if any(reason.state == "unclear" for reason in beyond) else "no"


def _finding(
    inside: Sequence[ReasonScore], outside: Outside
) -> Literal["reasons", "outside", "none", "not_enough_known"]:
    """Return what the states amount to; see `Verdict`."""
    if any(reason.holds for reason in inside):
        return "reasons"
    if outside.state == "holds":
        return "outside"
    unclear = any(reason.state == "unclear" for reason in (*inside, *outside.reasons))
    return "not_enough_known" if unclear else "none"
