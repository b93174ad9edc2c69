"""The monthly review: the business owner is asked by direct message, a summary stands in the plan's thread.

Asked are the numbers, what became of exceptions, what has changed around it, and what it cost. One reminder after a
working day; after two months without an answer the sponsor is told, kindly. Where nobody is business owner any more,
who it is now is asked until somebody is named. Months that nobody looked at while the bot
was down are not made up for: there is one review, and then that of the next month.
"""

from datetime import date, datetime

from bot.checkins import appointments
from bot.checkins.calendar import Hours, due_at, may_write, monday, next_hour, working_day_after
from bot.checkins.claim import is_gone
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Act, Draft
from bot.desk import Desk, instead_of, plan_letter, to_person, to_thread
from bot.operate import month, monthly, parts
from bot.store import reviews, stages
from bot.store.gate_tables import Review
from bot.store.plan_tables import Appointment
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import operate as compose
from prompts.messages import dump

KIND = appointments.REVIEW
SILENT = 2  # months in a row


def look(desk: Desk, diagnosis: Diagnosis, row: Appointment) -> list[Draft]:
    """Ask for the month when it is time, remind once, tell the sponsor of silence; `next_at` moves on."""
    row.next_at = None
    if diagnosis.stage != "operate":
        return []
    person = parts.holder(desk, diagnosis, month.OWNER)
    if person is None:
        drafts, row.next_at = parts.ask_until_named(desk, diagnosis, month.OWNER)  # naming somebody wakes this
        return drafts
    hours = hours_of(desk, person, diagnosis.id)
    every = reviews.of_plan(desk.session, diagnosis)
    newest = every[-1] if every else None
    planned = due_at(monthly.next_review(_last_day(desk, diagnosis, newest, hours), hours), desk.now, hours)
    if planned <= desk.now:
        newest = _begin(desk, diagnosis, person, newest, hours)
        row.count = newest.number
        drafts = _ask(desk, diagnosis, newest, every)
    else:
        drafts = _chase(desk, diagnosis, every, hours) if newest is not None else []
    row.next_at = _next(desk, diagnosis, newest, hours)
    return drafts


def _last_day(desk: Desk, diagnosis: Diagnosis, newest: Review | None, hours: Hours) -> date:
    """From which day the next month is counted: the last review, or the handover."""
    if newest is not None:
        return hours.day(newest.asked_at)
    begun = [line.at for line in stages.history(desk.session, diagnosis) if line.stage == "operate"]
    return hours.day(begun[0] if begun else desk.now)


def _begin(desk: Desk, diagnosis: Diagnosis, person: str, newest: Review | None, hours: Hours) -> Review:
    number = newest.number + 1 if newest else 1
    week = monday(hours.day(desk.now))
    return reviews.begin(desk.session, diagnosis, number, person=person, week=week, now=desk.now)


def _ask(desk: Desk, diagnosis: Diagnosis, review: Review, earlier: list[Review]) -> list[Draft]:
    """The question; one before it that still waits says that it is asked anew below."""
    desk.session.flush()
    drafts = []
    if earlier and earlier[-1].answered_at is None:
        old = earlier[-1]
        note = compose.review_anew(month.texts_of(desk, old.person), pilot=diagnosis.pilot, number=old.number)
        letter = month.month_letter(diagnosis, old.number)
        drafts.append(instead_of(diagnosis, f"{letter}.anew", letter, note, lane=old.person))
        drafts += month.no_reminder(desk, diagnosis, old)
    message = month.message(desk, diagnosis, review)
    return [*drafts, to_person(review.person, month.month_letter(diagnosis, review.number), message, diagnosis.id)]


def _chase(desk: Desk, diagnosis: Diagnosis, every: list[Review], hours: Hours) -> list[Draft]:
    """One reminder, and after two silent months a word to the sponsor."""
    newest = every[-1]
    if newest.answered_at is not None or is_gone(desk, newest.person) or not may_write(desk.now, hours):
        return []
    if newest.reminded_at is None:
        if working_day_after(newest.asked_at, hours) > desk.now:
            return []
        newest.reminded_at = desk.now
        diagnosis.turn += 1
        letter = month.month_letter(diagnosis, newest.number)
        newest.reminder = f"{letter}.r{diagnosis.turn}"
        note = compose.review_reminder(month.texts_of(desk, newest.person), pilot=diagnosis.pilot, number=newest.number)
        return [
            Draft(
                id=newest.reminder,
                lane=newest.person,
                act=Act.DM,
                body=dump(note),
                refers_to=letter,
                diagnosis_id=diagnosis.id,
            )
        ]
    return _tell(desk, diagnosis, every, hours)


def _tell(desk: Desk, diagnosis: Diagnosis, every: list[Review], hours: Hours) -> list[Draft]:
    newest, silent = every[-1], [one for one in every[-SILENT:] if one.answered_at is None]
    is_due = newest.reminded_at is not None and working_day_after(newest.reminded_at, hours) <= desk.now
    if len(silent) < SILENT or newest.told_at is not None or not is_due:
        return []
    newest.told_at = desk.now
    others = (*parts.deciders(desk, diagnosis), diagnosis.starter)
    whom = next((one for one in others if one != newest.person), diagnosis.starter)
    note = compose.review_silent(
        catalog(diagnosis.language), pilot=diagnosis.pilot, whom=whom, person=newest.person, months=SILENT
    )
    letter = f"{diagnosis.id}.review.silent.{newest.number}"
    return [to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))]


def _next(desk: Desk, diagnosis: Diagnosis, newest: Review | None, hours: Hours) -> datetime | None:
    """When it is worth looking again: the next month, or what follows an open question."""
    day = monthly.next_review(_last_day(desk, diagnosis, newest, hours), hours)
    times = [due_at(day, desk.now, hours)]
    if newest is not None and newest.answered_at is None:
        if newest.reminded_at is None:
            times.append(working_day_after(newest.asked_at, hours))
        elif newest.told_at is None:
            times.append(working_day_after(newest.reminded_at, hours))
    later = [at for at in times if at > desk.now]
    return min(later, default=next_hour(desk.now, hours))
