"""What is known of a plan when one of its gates is looked at."""

from bot.desk import Desk
from bot.interview.in_force import rules_of
from bot.interview.transcript import fold, sheet_now
from bot.operate import parts
from bot.store import actions, diagnoses, metrics
from bot.store import gates as kept
from bot.store.plan_tables import Action
from bot.store.tables import Diagnosis
from scoring import Gate, Known, Measured, facts, resolved

ROLES = ("sponsor", "business_owner", "technical_lead", "security_reviewer")


def known(desk: Desk, diagnosis: Diagnosis, gate: Gate) -> Known:
    """Facts, actions, numbers, acceptances and words, as they stand now."""
    rules = rules_of(diagnosis, desk.rules) or desk.rules
    sheet = sheet_now(diagnosis.pilot, diagnosis.framework, fold(diagnoses.transcript(diagnosis)))
    every = actions.of_plan(desk.session, diagnosis)
    words = kept.newest(desk.session, diagnosis, gate.id)
    return Known(
        facts=facts(rules, resolved(rules, sheet)),
        actions={action.id: action.state for action in every},
        metrics=measured(desk, diagnosis),
        accepted=frozenset(role for role in ROLES if _has_accepted(desk, diagnosis, role, every)),
        words={need: line.word == kept.YES for need, line in words.items() if need},
        is_decided="" in words,
    )


def measured(desk: Desk, diagnosis: Diagnosis) -> tuple[Measured, ...]:
    """The plan's metrics in thousandths; where today's number was not known, the first one given is the start."""
    given: dict[str, list[int]] = {}
    for week in metrics.by_week(desk.session, diagnosis).values():
        for metric, value in week.items():
            given.setdefault(metric, []).append(int(value * metrics.THOUSAND))
    found = []
    for one in metrics.of_plan(desk.session, diagnosis):
        values = given.get(one.id, [])
        start = one.baseline * metrics.THOUSAND if one.baseline is not None else next(iter(values), None)
        found.append(
            Measured(
                id=one.id,
                direction="down" if one.direction == "down" else "up",
                baseline=start,
                target=None if one.target is None else one.target * metrics.THOUSAND,
                percent_of_baseline=one.percent_of_baseline,
                value=values[-1] if values else None,
                is_recorded_since=one.baseline is None,
            )
        )
    return tuple(found)


def _has_accepted(desk: Desk, diagnosis: Diagnosis, role: str, every: list[Action]) -> bool:
    """Whether the one who holds a part has taken on something that comes with it."""
    person = parts.holder(desk, diagnosis, role)
    return person is not None and any(
        action.role == role and action.owner == person and action.accepted_at is not None for action in every
    )
