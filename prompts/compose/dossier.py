"""All that a report on a diagnosis is made from: the facts, what scoring says of them, people, and days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from scoring import (
    Change,
    Disagreement,
    MetricLine,
    Plan,
    Rules,
    Sheet,
    Verdict,
    counterfactual,
    disagreements,
    double_check,
    make_plan,
    resolved,
    score,
)


@dataclass(frozen=True, kw_only=True)
class Given:
    """A number of a metric, with who gave it and on which day."""

    value: Decimal
    by: str | None
    on: date | None


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What is known of a posted plan's metric: the number it started from, and the newest that was given since."""

    start: Given | None = None
    newest: Given | None = None


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The values of scoring with who and when beside them.

    `people` are names by id. `day` is when the diagnosis ended, `first_day` when its plan began; both empty for a sheet
    of answers, and so are `due` (days by action), `owners` (people by action), `states` (of actions), `revisions` (when
    an action last changed, in whole seconds since the plan began) and `said_on` (days by question). `posted` are the
    metrics of a plan that was posted, `recorded` their numbers. `origin` and `lines` are the diagnosis and its
    transcript as JSON data.
    """

    rules: Rules
    sheet: Sheet
    verdict: Verdict
    plan: Plan
    changes: Sequence[Change]
    checks: Sequence[str]
    differing: Sequence[Disagreement]
    minutes: int
    is_finished: bool = True
    day: date | None = None
    first_day: date | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, date] = field(default_factory=dict)
    owners: Mapping[str, str | None] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)
    said_on: Mapping[str, date] = field(default_factory=dict)
    posted: Sequence[MetricLine] = ()
    recorded: Mapping[str, Recorded] = field(default_factory=dict)
    origin: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[Mapping[str, Any]] = ()

    @property
    def metrics(self) -> Sequence[MetricLine]:
        """What the plan is measured by: as it was posted, whatever the facts have become since."""
        return self.posted or self.plan.metrics

    def name(self, person: str | None) -> str:
        """Somebody's name, or what stands for it in the sheet."""
        return self.people.get(person, person) if person else ""


def dossier_of(rules: Rules, sheet: Sheet, **beside: Any) -> Dossier:
    """Score a sheet and put together what a report needs; `beside` are the other fields of `Dossier`.

    Raises:
        scoring.ScoringError: the sheet names something that the rules do not have.
    """
    counted = resolved(rules, sheet)
    verdict = score(rules, counted)
    minutes = sum(rules.questions[question].minutes for question in counted.answers)
    return Dossier(
        rules=rules,
        sheet=counted,
        verdict=verdict,
        plan=make_plan(rules, counted, verdict),
        changes=counterfactual(rules, counted),
        checks=double_check(rules, counted),
        differing=disagreements(rules, counted),
        **{"minutes": minutes, **beside},
    )
