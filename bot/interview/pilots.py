"""The pilots that somebody may see, each with where it stands: for App Home and `/unstick list`."""

from bot.checkins.calendar import asked_on, local_day
from bot.checkins.claim import has_no_owner
from bot.checkins.rhythm import hours_of, zone_of
from bot.desk import Desk, plan_letter, root_letter
from bot.interview.hand_out import is_ready
from bot.interview.in_force import rules_of
from bot.interview.transcript import fold, sheet_of
from bot.store import actions, diagnoses
from bot.store.plan_tables import Action
from bot.store.tables import Diagnosis
from prompts.compose.home import Card
from scoring import resolved, score


def cards(desk: Desk, shown: list[Diagnosis]) -> list[Card]:
    """What is known of each."""
    return [_card(desk, diagnosis) for diagnosis in shown]


def is_mine(desk: Desk, diagnosis: Diagnosis) -> bool:
    """Whether the one who looks started it, holds a role in it, or has taken one of its actions."""
    if desk.actor == diagnosis.starter or desk.actor in diagnosis.roles.values():
        return True
    return any(action.owner == desk.actor for action in actions.of_plan(desk.session, diagnosis))


def thread_of(desk: Desk, diagnosis: Diagnosis) -> tuple[str, str] | None:
    """Where it can be read in Slack, as channel and `ts`: the plan where there is one, else the card."""
    letters = [plan_letter(diagnosis)] if diagnosis.state == "posted" else []
    for letter in (*letters, root_letter(diagnosis)):
        place = diagnoses.place_of(desk.session, desk.workspace_id, letter)
        if place is not None:
            return place
    return None


def _card(desk: Desk, diagnosis: Diagnosis) -> Card:
    rules = rules_of(diagnosis, desk.rules) or desk.rules
    progress = fold(diagnoses.transcript(diagnosis))
    sheet = resolved(rules, sheet_of(diagnosis.pilot, diagnosis.framework, progress))
    every = actions.of_plan(desk.session, diagnosis)
    zone = zone_of(desk, desk.actor)
    planned = actions.next_planned(desk.session, diagnosis, desk.actor)
    hours = hours_of(desk, desk.actor, diagnosis.id)
    return Card(
        id=diagnosis.id,
        pilot=diagnosis.pilot,
        state=diagnosis.state,
        starter=diagnosis.starter,
        answered=len(progress.answers),
        reasons={reason.id: reason.state for reason in score(rules, sheet).reasons},
        settled=sum(action.state not in actions.OPEN for action in every),
        total=len(every),
        overdue=tuple(action.id for action in _late(desk, every, zone)),
        next_day=hours.day(asked_on(planned, hours)) if planned else None,
        ended=local_day(diagnosis.ended_at, zone) if diagnosis.ended_at else None,
        has_no_owner=has_no_owner(desk, diagnosis),
        is_mine=is_mine(desk, diagnosis),
        has_report=is_ready(diagnosis),
    )


def _late(desk: Desk, every: list[Action], zone: str) -> list[Action]:
    today = local_day(desk.now, zone)
    return [action for action in every if action.state in actions.OPEN and action.due < today]
