"""The weekly check-in: the tick that sends what is due, and what the owners say."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from bot.access import Deed, allowed
from bot.checkins.calendar import is_working_time, local_day, next_monday, next_morning, week_of
from bot.checkins.claim import give_back, is_gone, items, zone_of
from bot.delivery.letters import Act, Draft
from bot.desk import Desk, Outcome, hint, instead_of, plan_letter, to_person, to_thread
from bot.store import actions, diagnoses
from bot.store.tables import Action, ActionUpdate, Checkin, Diagnosis, Outgoing
from prompts.catalog import catalog
from prompts.compose import followup as compose
from prompts.messages import Tasks, dump
from prompts.mrkdwn import mention

DeskFor = Callable[[str, str], Desk]


def tick(desk_for: DeskFor, due: Sequence[Checkin]) -> list[tuple[str, Draft]]:
    """Write to everybody who is due, and move each on to the next time; returns (workspace, draft).

    A late tick asks once, in working time, however many weeks were missed: `next_at` always moves past now.
    `desk_for` gives the desk for a workspace and a person.
    """
    drafts = []
    for row in due:
        desk = desk_for(row.workspace_id, row.person)
        diagnosis = diagnoses.get(desk.session, row.workspace_id, row.diagnosis_id)
        zone = zone_of(desk, row.person)
        mine = actions.mine(actions.of_plan(desk.session, diagnosis), row.person) if diagnosis else []
        if diagnosis is None or not _open(mine):
            row.next_at = None
        elif is_gone(desk, row.person):
            row.next_at = None
            drafts += [(row.workspace_id, draft) for draft in give_back(desk, diagnosis, row.person)]
        elif not is_working_time(desk.now, zone):
            row.next_at = next_morning(desk.now, zone)
        else:
            row.week += 1
            row.next_at = next_monday(desk.now, zone)
            message = _message(desk, diagnosis, _open(mine), row)
            letter = checkin_letter(diagnosis, row.person, row.week)
            drafts.append((row.workspace_id, to_person(row.person, letter, message, diagnosis.id)))
    return drafts


def checkin_letter(diagnosis: Diagnosis, person: str, count: int) -> str:
    """The letter of somebody's check-in number `count`."""
    return f"{diagnosis.id}.checkin.{person}.{count}"


def report(desk: Desk, diagnosis: Diagnosis, action_id: str, state: str) -> Outcome:
    """An owner says how an action stands: kept, shown in their DM, and in the week's digest in the plan's thread."""
    action = actions.get(desk.session, diagnosis, action_id)
    if action is None or state not in actions.STATES:
        return hint(desk.texts.say("wrong.gone"))
    if not allowed(Deed.SETTLE, diagnosis, desk.actor, owner=action.owner):
        return hint(desk.texts.say("wrong.not_your_action", person=mention(action.owner or diagnosis.starter)))
    if action.state == state:
        return Outcome()  # said already; the message shows it
    actions.record(desk.session, action, state, desk.actor, desk.now)
    diagnosis.turn += 1
    desk.session.flush()
    every = actions.of_plan(desk.session, diagnosis)
    mine = actions.mine(every, desk.actor)
    row = desk.session.get(Checkin, (diagnosis.workspace_id, diagnosis.id, desk.actor))
    if row is not None:
        row.next_at = next_monday(desk.now, zone_of(desk, desk.actor)) if _open(mine) else None
    return Outcome(drafts=(*_dm(desk, diagnosis, mine, row), _digest(desk, diagnosis, every)))


def _open(mine: Sequence[Action]) -> list[Action]:
    return [action for action in mine if action.state in actions.OPEN]


def _message(desk: Desk, diagnosis: Diagnosis, shown: Sequence[Action], row: Checkin) -> Tasks:
    zone = zone_of(desk, row.person)
    today = local_day(desk.now, zone)
    next_day = local_day(row.next_at or next_monday(desk.now, zone), zone)
    return compose.checkin(
        desk.texts,
        items(diagnosis, shown),
        pilot=diagnosis.pilot,
        week=_week(desk, diagnosis),
        today=today,
        next_day=next_day,
    )


def _week(desk: Desk, diagnosis: Diagnosis) -> int:
    """The plan's week, by the calendar of the one who started it."""
    zone = zone_of(desk, diagnosis.starter)
    return week_of(local_day(diagnosis.ended_at or desk.now, zone), local_day(desk.now, zone))


def _dm(desk: Desk, diagnosis: Diagnosis, mine: Sequence[Action], row: Checkin | None) -> list[Draft]:
    """The check-in message anew, with what was just said; it shows what that check-in asked about."""
    if row is None or row.week == 0:
        return []
    letter = checkin_letter(diagnosis, desk.actor, row.week)
    sent = desk.session.get(Outgoing, (desk.workspace_id, letter))
    if sent is None:
        return []
    asked = [action for action in mine if action.state in actions.OPEN or action.state_at >= sent.created_at]
    message = _message(desk, diagnosis, asked, row)
    return [
        Draft(
            id=f"{letter}.u{diagnosis.turn}",
            lane=desk.actor,
            act=Act.UPDATE,
            body=dump(message),
            refers_to=letter,
            diagnosis_id=diagnosis.id,
        )
    ]


def _digest(desk: Desk, diagnosis: Diagnosis, every: Sequence[Action]) -> Draft:
    """One message a week in the plan's thread: posted at the first answer, edited at each that follows."""
    week = _week(desk, diagnosis)
    since = (diagnosis.ended_at or desk.now) + timedelta(weeks=week - 1)
    told = desk.session.execute(
        sa.select(ActionUpdate.by, ActionUpdate.action, ActionUpdate.state)
        .where(
            ActionUpdate.workspace_id == diagnosis.workspace_id,
            ActionUpdate.diagnosis_id == diagnosis.id,
            ActionUpdate.at >= since,
        )
        .order_by(ActionUpdate.seq)
    ).all()
    newest = {action: (by, action, state) for by, action, state in told}
    note = compose.digest(catalog(diagnosis.language), items(diagnosis, every), list(newest.values()), week=week)
    letter = f"{diagnosis.id}.digest.{week}"
    if desk.session.get(Outgoing, (desk.workspace_id, letter)) is None:
        return to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))
    return instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, note)
