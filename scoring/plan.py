"""The plan: three changes first, four weeks to production (path.1 to path.4), what it is measured by, what it costs.

An action is in the plan when it is `always`, or when it answers a reason that holds (those outside the lens too:
stop, narrow, fetch data) and is not done yet; `unless_outside` is `always` but for one finding. When the finding is
outside the lens, the pilot may have to stop: the plan holds the decision first, and what makes ready, launches or
hands over is left out until it is made. A change counts only when it makes things better: the fact is not known
yet, or its answer today speaks more for the action's reasons than the answer after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.measures import budget, metric_lines, ready_checks, recoverable_hours
from scoring.rules import UNKNOWN
from scoring.score import totals
from scoring.sheet import settled, stated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scoring.measures import Budget, MetricLine, ReadyCheck, Recoverable
    from scoring.rules import Action, Role, Rules
    from scoring.score import Verdict
    from scoring.sheet import Sheet

FIRST = 3  # changes that come first (path.1)
STRONGEST = 2  # facts shown for an action that changes none of the answered ones
WEEKS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action of the plan: due day 1 to 30, effort in person-days, impact in decibans.

    `reasons` are those it answers and that hold, `facts` the answered questions it is about, `changes` what will be
    true once it is done (question, option), `impact` the decibans it takes from reasons that hold, counted down to
    just below the threshold of *likely*.
    """

    id: str
    week: int
    due_day: int
    role: Role
    effort: int
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    impact: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Thirty days: `top` are the ids of the three actions that come first, `weeks` all actions by week."""

    top: tuple[str, ...]
    weeks: tuple[tuple[PlannedAction, ...], ...]
    metrics: tuple[MetricLine, ...]
    budget: Budget
    ready: tuple[ReadyCheck, ...]
    recoverable: Recoverable

    @property
    def actions(self) -> tuple[PlannedAction, ...]:
        """All actions, week by week."""
        return tuple(action for week in self.weeks for action in week)


def _weight(rules: Rules, question_id: str, option: str, reasons: tuple[str, ...]) -> int:
    """Return what an answer says for these reasons together, in decibans."""
    numbers = {rules.compiled.number[reason_id] for reason_id in reasons}
    return sum(row.decibans for number, row in rules.compiled.rows[question_id, option] if number in numbers)


def better(rules: Rules, known: Mapping[str, str], action: Action, holding: tuple[str, ...]) -> dict[str, str]:
    """Return the changes of an action that make things better than they are."""
    reasons = action.reasons or holding
    wanted: dict[str, str] = {}
    for question_id, option in action.changes.items():
        today = known.get(question_id, UNKNOWN)
        if today == UNKNOWN or (
            today != option
            and _weight(rules, question_id, option, reasons) < _weight(rules, question_id, today, reasons)
        ):
            wanted[question_id] = option
    return wanted


def changes_wanted(rules: Rules, sheet: Sheet, action_id: str) -> dict[str, str]:
    """Return which facts an action would still make better, with the option that each would have then.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    return better(rules, settled(rules, stated(rules, sheet)), rules.actions[action_id], tuple(rules.reasons))


def impact(rules: Rules, given: Mapping[str, str], changes: Mapping[str, str], holding: tuple[str, ...]) -> int:
    """Return the decibans that these changes take from the holding reasons, down to just below *likely*."""
    if not changes:
        return 0
    number, floor = rules.compiled.number, rules.frame.thresholds.likely - 1
    before = totals(rules, settled(rules, given))
    after = totals(rules, settled(rules, {**given, **changes}))
    places = [number[reason_id] for reason_id in holding]
    return sum(max(0, before[place] - max(after[place], floor)) for place in places)


def _facts_of(verdict: Verdict, known: Mapping[str, str], action: Action, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Return the answered questions an action changes; else the strongest evidence for its reasons."""
    changed = tuple(each for each in action.changes if known.get(each, UNKNOWN) != UNKNOWN)
    if changed:
        return changed
    rows = [row for reason in reasons for row in verdict.reason(reason).evidence if row.adjusted > 0]
    ranked = sorted(rows, key=lambda row: -row.adjusted)
    return tuple(dict.fromkeys(row.question for row in ranked))[:STRONGEST]


def _rank(action: PlannedAction, verdict: Verdict, *, decides: bool = False) -> tuple[bool, int, bool, int, int]:
    """Return the place of an action among the changes that come first; equals stay in declared order.

    When the finding is outside the lens, first what decides about that. By impact; then those about a fact that was
    stated; then the least effort. Actions without impact fill up what is left, the earliest week first, and before
    them those that answer a cause outside the lens when that is the finding.
    """
    is_outside = verdict.finding == "outside"
    later = not (is_outside and decides)
    if action.impact:
        stated_fact = any(question_id in action.facts for question_id, _ in action.changes)
        return later, -action.impact, not stated_fact, action.effort, 0
    return later, 0, not (action.reasons and is_outside), action.week, action.effort


def _first(ranked: Sequence[PlannedAction], verdict: Verdict) -> list[PlannedAction]:
    """Return the changes that come first: for each reason of the lens that holds, the most likely first, its best.

    So what is said loudest is answered, and not three times the same reason. An action that answers several counts for
    all of them. What is left of the three is filled up by rank; when the finding is outside the lens, all of them are.
    """
    chosen: list[PlannedAction] = []
    for reason in sorted((each for each in verdict.reasons if each.holds), key=lambda each: -each.decibans):
        if not any(reason.id in action.reasons for action in chosen):
            chosen.extend([action for action in ranked if action.impact and reason.id in action.reasons][:1])
    chosen.extend(action for action in ranked if action not in chosen)
    return chosen[:FIRST]


def make_plan(rules: Rules, sheet: Sheet, verdict: Verdict) -> Plan:
    """Return the plan for a scored sheet; when nothing holds it is the plain way to production.

    Raises:
        UnknownId, SheetError: the sheet names something that the rules do not have.
    """
    given = stated(rules, sheet)
    known = settled(rules, given)
    holding = (*verdict.holding, *(reason.id for reason in verdict.outside.reasons if reason.holds))
    always = ("always",) if verdict.finding == "outside" else ("always", "unless_outside")
    planned: list[PlannedAction] = []
    for action in rules.actions.values():
        reasons = tuple(reason_id for reason_id in action.reasons if reason_id in holding)
        changes = better(rules, known, action, holding)
        done = bool(action.changes) and not changes
        if action.when not in always and (not reasons or done):
            continue
        planned.append(
            PlannedAction(
                action.id,
                action.week,
                action.due_day,
                action.role,
                action.effort,
                reasons,
                _facts_of(verdict, known, action, reasons),
                tuple(changes.items()),
                impact(rules, given, changes, holding),
            )
        )
    ranked = sorted(planned, key=lambda each: _rank(each, verdict, decides=rules.actions[each.id].decides))
    by_day = sorted(planned, key=lambda each: each.due_day)
    return Plan(
        top=tuple(action.id for action in _first(ranked, verdict)),
        weeks=tuple(tuple(action for action in by_day if action.week == week) for week in WEEKS),
        metrics=metric_lines(rules, sheet, verdict),
        budget=budget(rules, sheet),
        ready=ready_checks(rules, sheet),
        recoverable=recoverable_hours(rules, sheet),
    )
