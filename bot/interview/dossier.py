"""A diagnosis as a dossier: its transcript folded and scored by the rules it was made with, its people and its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.checkins.calendar import local_day
from bot.checkins.rhythm import zone_named
from bot.interview.how import confirmed_by, way_of
from bot.interview.in_force import rules_of
from bot.interview.lines import Kind
from bot.interview.transcript import fold, minutes_spent, sheet_of
from bot.store import actions, diagnoses, people
from prompts.compose.dossier import Dossier, dossier_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.store.plan_tables import Action
    from bot.store.tables import Diagnosis, Entry
    from scoring import Rules

FINISHED = ("reviewing", "posted")


def dossier(session: Session, diagnosis: Diagnosis, rules: Rules) -> Dossier:
    """All that a report on it needs; `rules` are those in use, taken where its own were never frozen."""
    lines = diagnoses.transcript(diagnosis)
    progress = fold(lines)
    own = rules_of(diagnosis, rules) or rules
    every = actions.of_plan(session, diagnosis)
    zone = zone_named(people.person(session, diagnosis.workspace_id, diagnosis.starter))
    answered = {line.question: local_day(line.at, zone) for line in lines if line.kind == "answered"}
    ids = {diagnosis.starter, *(line.by for line in lines), *(one.owner for one in every), *diagnosis.roles.values()}
    is_posted = diagnosis.state == "posted" and diagnosis.ended_at is not None
    return dossier_of(
        own,
        sheet_of(diagnosis.pilot, diagnosis.framework, progress),
        minutes=minutes_spent(own, progress),
        is_finished=diagnosis.state in FINISHED,
        day=local_day(diagnosis.ended_at or (lines[-1].at if lines else diagnosis.started_at), zone),
        first_day=local_day(diagnosis.ended_at, zone) if is_posted and diagnosis.ended_at else None,
        people=people.names(session, diagnosis.workspace_id, [one for one in ids if one]),
        due={action.id: action.due for action in every},
        owners={action.id: action.owner for action in every}
        or {action.id: diagnosis.roles.get(action.role) for action in own.actions.values()},
        states={action.id: action.state for action in every},
        revisions={action.id: _revision(diagnosis, action) for action in every},
        said_on={question: answered[question] for question in progress.answers if question in answered},
        origin=_origin(diagnosis),
        lines=[_line(line) for line in lines],
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
