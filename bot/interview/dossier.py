"""A diagnosis as a dossier: its transcript folded and scored by the rules it was made with, its people and its plan."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from bot.checkins.calendar import local_day
from bot.checkins.rhythm import zone_named
from bot.interview.how import confirmed_by, way_of
from bot.interview.in_force import rules_of
from bot.interview.lines import Kind
from bot.interview.transcript import fold, minutes_spent, sheet_now, sheet_of
from bot.store import actions, diagnoses, metrics, people
from prompts.compose.dossier import Dossier, Given, Recorded, dossier_of
from scoring import MetricLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from bot.interview.transcript import Progress
    from bot.store.plan_tables import Action, MetricValue, PlanMetric
    from bot.store.tables import Diagnosis, Entry
    from scoring import Rules

FINISHED = ("reviewing", "posted")


def dossier(session: Session, diagnosis: Diagnosis, rules: Rules, *, as_now: bool = False) -> Dossier:
    """All that a report on it needs; `rules` are those in use, taken where its own were never frozen.

    A report says what was found on its day. `as_now` is for a document that is issued anew when facts change: with what
    has become so since the plan, by whom and when, and with the numbers that were given.
    """
    lines = diagnoses.transcript(diagnosis)
    progress = fold(lines)
    own = rules_of(diagnosis, rules) or rules
    every = actions.of_plan(session, diagnosis)
    zone = zone_named(people.person(session, diagnosis.workspace_id, diagnosis.starter))
    said = {line.question: local_day(line.at, zone) for line in lines if line.kind == Kind.ANSWERED}
    said_now = {line.question: local_day(line.at, zone) for line in lines if line.kind == Kind.LATER} if as_now else {}
    posted = _posted(own, metrics.of_plan(session, diagnosis)) if as_now else ()
    given = metrics.first_and_newest(session, diagnosis) if posted else {}
    givers = {row.by for pair in given.values() for row in pair}
    ids = {diagnosis.starter, *(line.by for line in lines), *(one.owner for one in every), *diagnosis.roles.values()}
    is_posted = diagnosis.state == "posted" and diagnosis.ended_at is not None
    return dossier_of(
        own,
        (sheet_now if as_now else sheet_of)(diagnosis.pilot, diagnosis.framework, progress),
        minutes=minutes_spent(own, progress),
        is_finished=diagnosis.state in FINISHED,
        day=local_day(diagnosis.ended_at or (lines[-1].at if lines else diagnosis.started_at), zone),
        first_day=local_day(diagnosis.ended_at, zone) if is_posted and diagnosis.ended_at else None,
        people=people.names(session, diagnosis.workspace_id, [one for one in {*ids, *givers} if one]),
        due={action.id: action.due for action in every},
        owners={action.id: action.owner for action in every}
        or {action.id: diagnosis.roles.get(action.role) for action in own.actions.values()},
        states={action.id: action.state for action in every},
        revisions={action.id: _revision(diagnosis, action) for action in every},
        said_on={question: day for question, day in {**said, **said_now}.items() if question in progress.now},
        posted=posted,
        recorded={line.id: _recorded(own, line, progress, said, _given(given.get(line.id), zone)) for line in posted},
        origin=_origin(diagnosis),
        lines=[_line(line) for line in lines],
    )


def _posted(rules: Rules, rows: Sequence[PlanMetric]) -> tuple[MetricLine, ...]:
    """The metrics of a plan as they were posted."""
    return tuple(
        MetricLine(
            id=row.id,
            unit=row.unit,
            baseline=row.baseline,
            target=row.target,
            percent_of_baseline=row.percent_of_baseline,
            direction="down" if row.direction == "down" else "up",
        )
        for row in rows
        if row.id in rules.metrics
    )


def _recorded(
    rules: Rules, line: MetricLine, progress: Progress, said: Mapping[str, date], given: tuple[Given, ...]
) -> Recorded:
    """Where a metric started: with an answer of the diagnosis, else with the first number; and the newest number."""
    first, newest = given or (None, None)
    if line.baseline is None:
        return Recorded(start=first, newest=newest if newest != first else None)
    question = rules.metrics[line.id].baseline_from or ""
    answer = progress.answers.get(question)
    start = Given(value=Decimal(line.baseline), by=answer.by if answer else None, on=said.get(question))
    return Recorded(start=start, newest=newest)


def _given(rows: tuple[MetricValue, MetricValue] | None, zone: str) -> tuple[Given, ...]:
    return tuple(
        Given(value=metrics.exact(row.thousandths), by=row.by, on=local_day(row.at, zone)) for row in rows or ()
    )


def _revision(diagnosis: Diagnosis, action: Action) -> int:
    """When an action last changed, in whole seconds since its plan began; it only grows."""
    began = diagnosis.ended_at or action.state_at
    moments = (action.state_at, action.accepted_at, action.offered_at)
    return max(0, *(int((at - began).total_seconds()) for at in moments if at))


def _origin(diagnosis: Diagnosis) -> dict[str, object]:
    return {
        "id": diagnosis.id,
        "channel": diagnosis.channel,
        "starter": diagnosis.starter,
        "roles": diagnosis.roles,
        "state": diagnosis.state,
        "started_at": diagnosis.started_at.isoformat(),
        "ended_at": diagnosis.ended_at.isoformat() if diagnosis.ended_at else None,
    }


def _line(line: Entry) -> dict[str, object]:
    return {
        "seq": line.seq,
        "kind": line.kind,
        "question": line.question,
        "option": line.option,
        "value": line.value,
        "quote": line.quote,
        "by": line.by,
        "whom": line.whom,
        "role": line.role,
        "how": way_of(line) if line.kind == Kind.ANSWERED else None,
        "confirmed_by": confirmed_by(line),
        "votes": (line.how or {}).get("votes"),
        "at": line.at.isoformat(),
    }
