"""What nobody has accepted: asked about once after a working day, then shown to the sponsor and the starter."""

from collections.abc import Sequence
from datetime import datetime

from bot.access import posters
from bot.checkins import appointments
from bot.checkins.calendar import Hours, may_write, next_hour, working_day_after
from bot.checkins.question import items
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, plan_letter, to_thread
from bot.store import actions
from bot.store.plan_tables import Action, Appointment
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import followup as compose
from prompts.messages import Tasks

KIND = "claims"
SHOWN = "shown"


def watch(desk: Desk, diagnosis: Diagnosis) -> None:
    """Look after a working day whether everything has found somebody; by the calendar of whoever started it."""
    row = appointments.row(desk, diagnosis, KIND)
    row.next_at = _next(_waiting(actions.of_plan(desk.session, diagnosis)), _hours(desk, diagnosis))


def waiting_for(desk: Desk, diagnosis: Diagnosis) -> set[str]:
    """Whose word is missing: the tick wants to know whether they are still there."""
    return {action.owner for action in _waiting(actions.of_plan(desk.session, diagnosis)) if action.owner}


def look(desk: Desk, diagnosis: Diagnosis, row: Appointment) -> list[Draft]:
    """Ask those whose word is missing, once; show what still has nobody, once; then look no more."""
    hours = _hours(desk, diagnosis)
    if not may_write(desk.now, hours):
        row.next_at = next_hour(desk.now, hours)
        return []
    waiting = _waiting(actions.of_plan(desk.session, diagnosis))
    due = [action for action in waiting if (at := _due(action, hours)) is not None and at <= desk.now]
    asked = [action for action in due if action.owner and action.chased_at is None]
    shown = [action for action in due if action not in asked]
    diagnosis.turn += 1
    drafts = []
    if asked:
        drafts.append(_ask(desk, diagnosis, asked))
    if shown:
        row.count += 1
        drafts.append(_show(desk, diagnosis, shown, row.count))
    row.next_at = _next(waiting, hours)
    return drafts


def taken(desk: Desk, diagnosis: Diagnosis) -> list[Draft]:
    """The newest list of what has nobody, with what has found somebody since."""
    row = appointments.row(desk, diagnosis, KIND)
    if row.count == 0:
        return []
    told = actions.told(desk.session, diagnosis, since=diagnosis.started_at)
    on_it = {one.action for one in told if one.state == SHOWN and one.note == str(row.count)}
    listed = [action for action in actions.of_plan(desk.session, diagnosis) if action.id in on_it]
    letter = _letter(diagnosis, row.count)
    return [instead_of(diagnosis, f"{letter}.t{diagnosis.turn}", letter, _list(diagnosis, listed))]


def _ask(desk: Desk, diagnosis: Diagnosis, asked: Sequence[Action]) -> Draft:
    for action in asked:
        action.chased_at = desk.now
    note = compose.chase(catalog(diagnosis.language), items(diagnosis, asked))
    return to_thread(diagnosis, f"{diagnosis.id}.chase.t{diagnosis.turn}", note, of=plan_letter(diagnosis))


def _show(desk: Desk, diagnosis: Diagnosis, shown: Sequence[Action], count: int) -> Draft:
    for action in shown:
        action.shown_at = desk.now
        actions.append(desk.session, action, SHOWN, diagnosis.starter, desk.now, note=str(count))
    return to_thread(diagnosis, _letter(diagnosis, count), _list(diagnosis, shown), of=plan_letter(diagnosis))


def _list(diagnosis: Diagnosis, listed: Sequence[Action]) -> Tasks:
    return compose.orphans(catalog(diagnosis.language), items(diagnosis, listed), people=posters(diagnosis))


def _letter(diagnosis: Diagnosis, count: int) -> str:
    return f"{diagnosis.id}.orphans.{count}"


def _waiting(every: Sequence[Action]) -> list[Action]:
    return [action for action in every if action.accepted_at is None and action.state in actions.OPEN]


def _due(action: Action, hours: Hours) -> datetime | None:
    """When something is to be said of an action that nobody has accepted; None: all is said."""
    if action.shown_at is not None or action.offered_at is None:
        return None
    return working_day_after(action.chased_at or action.offered_at, hours)


def _next(waiting: Sequence[Action], hours: Hours) -> datetime | None:
    return min(filter(None, (_due(action, hours) for action in waiting)), default=None)


def _hours(desk: Desk, diagnosis: Diagnosis) -> Hours:
    return hours_of(desk, diagnosis.starter, diagnosis.id)
