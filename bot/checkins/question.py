"""The weekly question itself: which letter it is, what it shows, and what it becomes once something is said."""

from collections.abc import Sequence
from datetime import date, datetime, time

from bot.checkins import numbers, schedule
from bot.checkins.calendar import Hours, asked_on, local_day, week_of
from bot.checkins.rhythm import hours_of, zone_of
from bot.delivery.letters import Draft
from bot.desk import Desk, instead_of, to_person
from bot.store import actions
from bot.store.plan_tables import Action, Checkin
from bot.store.tables import Diagnosis, Outgoing
from prompts.compose import checkin as compose
from prompts.compose.followup import Item
from prompts.messages import Tasks


def checkin_letter(diagnosis: Diagnosis, person: str, count: int) -> str:
    """The letter of somebody's check-in number `count`."""
    return f"{diagnosis.id}.checkin.{person}.{count}"


def ask(
    desk: Desk,
    diagnosis: Diagnosis,
    every: Sequence[Action],
    row: Checkin,
    hours: Hours,
    *,
    planned: date | None = None,
) -> list[Draft]:
    """Put the weekly question; one before it that still waits says that it is asked anew below.

    `planned` is the day of the next one, if it is not simply next week's.
    """
    old = _asked_anew(desk, diagnosis, row)
    schedule.asked(row, desk.now, hours, planned=planned)
    open_ones = [action for action in actions.mine(every, row.person) if action.state in actions.OPEN]
    message = _message(desk, diagnosis, every, open_ones, row, hours)
    return [*old, to_person(row.person, checkin_letter(diagnosis, row.person, row.week), message, diagnosis.id)]


def shown_anew(desk: Desk, diagnosis: Diagnosis, every: Sequence[Action], row: Checkin) -> list[Draft]:
    """The last question with what was said since; it shows what it asked about."""
    letter = checkin_letter(diagnosis, row.person, row.week)
    sent = desk.session.get(Outgoing, (desk.workspace_id, letter))
    if sent is None:
        return []
    mine = actions.mine(every, row.person)
    shown = [action for action in mine if action.state in actions.OPEN or action.state_at >= sent.created_at]
    message = _message(desk, diagnosis, every, shown, row, hours_of(desk, row.person, diagnosis.id))
    return [instead_of(diagnosis, f"{letter}.u{diagnosis.turn}", letter, message, lane=row.person)]


def plan_week(desk: Desk, diagnosis: Diagnosis, moment: datetime | None = None) -> int:
    """The plan's week, by the calendar of the one who started it."""
    zone = zone_of(desk, diagnosis.starter)
    return week_of(local_day(diagnosis.ended_at or desk.now, zone), local_day(moment or desk.now, zone))


def items(diagnosis: Diagnosis, every: Sequence[Action]) -> list[Item]:
    """Actions as the messages take them."""
    return [
        Item(
            ref=f"{diagnosis.id}|{action.id}",
            action=action.id,
            role=action.role,
            owner=action.owner,
            accepted=action.accepted_at is not None,
            due=action.due,
            state=action.state,
            note=action.note or "",
        )
        for action in every
    ]


def _message(
    desk: Desk,
    diagnosis: Diagnosis,
    every: Sequence[Action],
    shown: Sequence[Action],
    row: Checkin,
    hours: Hours,
) -> Tasks:
    next_day = hours.day(asked_on(row.planned, hours)) if row.planned else None
    return compose.checkin(
        desk.texts,
        items(diagnosis, shown),
        compose.About(
            ref=diagnosis.id,
            pilot=diagnosis.pilot,
            week=plan_week(desk, diagnosis, row.asked_at),
            today=hours.day(desk.now),
            next_day=next_day,
            waits=schedule.is_open(row),
            later=_local(row.snoozed_until, hours),
        ),
        numbers.for_checkin(desk, diagnosis, every, row.person, hours),
    )


def _local(moment: datetime | None, hours: Hours) -> tuple[date, time] | None:
    local = moment.astimezone(hours.tz) if moment else None
    return (local.date(), local.time()) if local else None


def _asked_anew(desk: Desk, diagnosis: Diagnosis, row: Checkin) -> list[Draft]:
    if not schedule.is_open(row) or row.week == 0:
        return []
    letter = checkin_letter(diagnosis, row.person, row.week)
    note = compose.asked_anew(desk.texts, pilot=diagnosis.pilot)
    stale, row.reminder = [letter, *filter(None, [row.reminder])], None  # a reminder of last week's asks no more either
    return [instead_of(diagnosis, f"{each}.anew", each, note, lane=row.person) for each in stale]
