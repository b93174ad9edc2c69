"""What people say about when they are asked: now, later, not while they are away, on another day, at another hour."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.checkins import question, schedule, silence
from bot.checkins.calendar import (
    Hours,
    asked_on,
    first_hour_from,
    later_today,
    next_planned,
    tomorrow,
)
from bot.checkins.free_days import country_of_zone
from bot.checkins.rhythm import EVERY_PILOT, HOUR, hours_of
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint
from bot.store import actions, diagnoses, rhythms
from bot.store.plan_tables import Checkin
from bot.store.stages import RESTING
from bot.store.tables import Diagnosis
from prompts.compose import checkin as compose
from prompts.messages import Note

LATER = timedelta(hours=3)
JUST_ASKED = timedelta(days=3)  # so long after a question no other one is put early
APART = timedelta(days=4)  # the least between two questions when somebody changes their day


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What somebody filled in; `country` is a code, or "" for no holidays; `diagnosis_id` is "" for every pilot."""

    diagnosis_id: str
    weekday: int
    at: time
    country: str
    back_on: date | None


def early(desk: Desk) -> Outcome:
    """Put the questions of this week now, instead of on the day they are planned for; or say where they stand."""
    drafts: list[Draft] = []
    there = 0
    for row, diagnosis in _rows(desk):
        every = actions.of_plan(desk.session, diagnosis)
        has_open = any(action.state in actions.OPEN for action in actions.mine(every, row.person))
        if not has_open or diagnosis.stage in RESTING:
            continue
        there += 1
        if schedule.is_open(row) or (row.asked_at and row.asked_at > desk.now - JUST_ASKED):
            continue
        hours = hours_of(desk, row.person, diagnosis.id)
        coming = asked_on(row.planned or next_planned(desk.now, hours), hours)
        drafts += question.ask(desk, diagnosis, every, row, hours, planned=next_planned(coming, hours))
        schedule.look_again(row, desk.now, hours)
    if not there:
        return hint(desk.texts.say("checkin.none"))
    said = desk.texts.say("checkin.sent") if drafts else desk.texts.say("checkin.there")
    return Outcome(drafts=tuple(drafts), hint=Note(text=said))


def snooze(desk: Desk, diagnosis: Diagnosis, which: str) -> Outcome:
    """The question comes again in three hours if that is within their day, else the next working morning."""
    row = actions.checkin(desk.session, diagnosis, desk.actor)
    if row is None or not schedule.is_open(row):
        return hint(desk.texts.say("checkin.not_open"))
    hours = hours_of(desk, desk.actor, diagnosis.id)
    until = tomorrow(desk.now, hours) if which == "tomorrow" else later_today(desk.now, hours, wait=LATER)
    return Outcome(drafts=tuple(_put_off(desk, diagnosis, row, until, hours)))


def away(desk: Desk, back_on: date | None) -> Outcome:
    """Nothing is asked before that day, about any pilot; what waits comes then. None: they are back."""
    rhythms.own(desk.session, desk.workspace_id, desk.actor, EVERY_PILOT).back_on = back_on
    desk.session.flush()
    drafts: list[Draft] = []
    for row, diagnosis in _rows(desk):
        hours = hours_of(desk, desk.actor, diagnosis.id)
        if schedule.is_open(row) and back_on is not None:
            drafts += _put_off(desk, diagnosis, row, first_hour_from(back_on, hours), hours)
        elif row.planned is not None:
            schedule.look_again(row, desk.now, hours)
    return Outcome(drafts=tuple(drafts))


def choose(desk: Desk, wishes: Wishes) -> Outcome:
    """Keep what somebody chose, and plan their next questions by it."""
    row = rhythms.own(desk.session, desk.workspace_id, desk.actor, wishes.diagnosis_id)
    row.weekday = wishes.weekday
    row.minute = wishes.at.hour * HOUR + wishes.at.minute
    guess = country_of_zone(hours_of(desk, desk.actor).zone) or ""
    # Whoever leaves the guess as it is follows their time zone, should they move.
    row.country = None if wishes.country == guess else wishes.country
    desk.session.flush()
    drafts = away(desk, wishes.back_on).drafts
    for checkin, diagnosis in _rows(desk):
        if checkin.planned is not None and wishes.diagnosis_id in {EVERY_PILOT, diagnosis.id}:
            hours = hours_of(desk, desk.actor, diagnosis.id)
            schedule.plan_anew(checkin, desk.now, hours, apart=APART)
    hours = hours_of(desk, desk.actor, wishes.diagnosis_id)
    return Outcome(drafts=drafts, hint=compose.chosen(desk.texts, weekday=hours.weekday, at=hours.at))


def _put_off(desk: Desk, diagnosis: Diagnosis, row: Checkin, until: datetime, hours: Hours) -> list[Draft]:
    schedule.put_off(row, until)
    schedule.look_again(row, desk.now, hours)
    diagnosis.turn += 1
    reminder = silence.no_longer(desk, diagnosis, row)
    return [*question.shown_anew(desk, diagnosis, actions.of_plan(desk.session, diagnosis), row), *reminder]


def _rows(desk: Desk) -> list[tuple[Checkin, Diagnosis]]:
    """The check-ins of the one who acts, with their pilots."""
    rows = actions.checkins_of(desk.session, desk.workspace_id, desk.actor)
    found = [(row, diagnoses.get(desk.session, row.workspace_id, row.diagnosis_id)) for row in rows]
    return [(row, diagnosis) for row, diagnosis in found if diagnosis is not None]
