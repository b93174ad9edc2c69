"""The facts that one document is drawn from, as data: what its version and its hash are about."""

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from prompts.compose.dossier import Dossier, Given, Recorded
from prompts.paper_rules import PaperRule, paper_rules
from scoring import UNKNOWN, Action, Answer, Measured, MetricLine, facts

COSTED = ("ops_hours", "retype_hours")  # figures that stand among the costs
THOUSAND = 1000


@dataclass(frozen=True, kw_only=True)
class Issue:
    """Which version of a document this is, from which day, asked for by whom; no version: a draft, not kept.

    `before` are the facts of the version before it, empty for the first.
    """

    sha256: str
    version: int | None = None
    day: date | None = None
    by: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)


def paper_facts(dossier: Dossier, kind: str) -> dict[str, Any]:
    """All that a document says follows from this; words that people wrote are in it as a hash only.

    People are in it by their ids, so a name that changes makes no new version.
    """
    rule = paper_rules()[kind]
    tables = {section.table for section in rule.sections}
    plan, said = dossier.plan, dossier.sheet.answers
    found: dict[str, Any] = {
        "kind": kind,
        "pilot": dossier.sheet.pilot,
        "answers": {question: _said(dossier, question, answer) for question, answer in answers(dossier, rule).items()},
        "roles": dict(sorted(roles(dossier).items())),
        "actions": {action.id: _action(dossier, action) for action in steps(dossier, rule.actions)},
    }
    if "metrics" in tables:
        found["metrics"] = {each.id: _metric(dossier, each) for each in dossier.metrics}
    if "costs" in tables:
        found["answers"] |= {each: _said(dossier, each, said[each]) for each in COSTED if each in said}
        found["metrics"] = {each.id: _metric(dossier, each) for each in dossier.metrics if _is_cost(dossier, each)}
        found["budget"] = {"running": [plan.budget.low_usd, plan.budget.high_usd], "budget": plan.budget.line}
    if "ready" in tables:
        found["ready"] = {check.id: check.state for check in plan.ready}
    return found


def answers(dossier: Dossier, rule: PaperRule) -> dict[str, Answer]:
    """The answers that count, of the questions that a document speaks of, "I don't know" included."""
    counting = facts(dossier.rules, dossier.sheet)
    return {question: dossier.sheet.answers[question] for question in rule.questions if question in counting}


def known(given: Mapping[str, Answer], question: str) -> bool:
    """Whether a question has an answer that says something."""
    return question in given and given[question].option != UNKNOWN


def roles(dossier: Dossier) -> dict[str, str]:
    """Who holds which role, by id."""
    held = dossier.origin.get("roles") or {}
    return {str(role): str(person) for role, person in held.items() if person}


def steps(dossier: Dossier, only: Container[str] | None = None) -> list[Action]:
    """The actions of the plan that was posted, in its order, else of the plan as it would be; `only` some of them.

    What was posted stays, whatever the facts have become since.
    """
    every = dossier.due or [action.id for action in dossier.plan.actions]
    return [dossier.rules.actions[each] for each in every if only is None or each in only]


def goal(metric: MetricLine, known: Recorded) -> Decimal | None:
    """The least that is worth it, against a start that was recorded after the plan: just as a gate counts it."""
    found = Measured(
        id=metric.id,
        direction=metric.direction,
        baseline=None if known.start is None else int(known.start.value * THOUSAND),
        target=None if metric.target is None else metric.target * THOUSAND,
        percent_of_baseline=metric.percent_of_baseline,
        is_recorded_since=metric.baseline is None,
    ).goal
    return None if found is None else Decimal(found) / THOUSAND


def _is_cost(dossier: Dossier, metric: MetricLine) -> bool:
    """Whether a metric has newer numbers for an amount among the costs."""
    known = dossier.recorded.get(metric.id)
    return bool(known and known.newest) and dossier.rules.metrics[metric.id].baseline_from in COSTED


def _metric(dossier: Dossier, metric: MetricLine) -> dict[str, Any]:
    known = dossier.recorded.get(metric.id, Recorded())
    first: dict[str, Any] = {}
    if known.start and metric.baseline is None:
        least = goal(metric, known)
        first = {"first": _number(known.start), "goal": None if least is None else f"{least.normalize():f}"}
    newest = {"newest": _number(known.newest)} if known.newest else {}
    found = {"baseline": metric.baseline, "target": metric.target, "percent": metric.percent_of_baseline}
    return {**found, **first, **newest}


def _number(given: Given) -> dict[str, Any]:
    return {"value": f"{given.value:f}", "by": given.by, "on": given.on.isoformat() if given.on else None}


def _said(dossier: Dossier, question: str, answer: Answer) -> dict[str, Any]:
    said_on = dossier.said_on.get(question)
    words = hashlib.sha256(answer.quote.encode()).hexdigest() if answer.quote else None
    return {
        "option": answer.option,
        "value": answer.value,
        "by": answer.by,
        "on": said_on.isoformat() if said_on else None,
        "words": words,
    }


def _action(dossier: Dossier, action: Action) -> dict[str, Any]:
    due = dossier.due.get(action.id)
    return {
        "owner": dossier.owners.get(action.id),
        "due": due.isoformat() if due else action.due_day,
        "state": dossier.states.get(action.id),
    }
