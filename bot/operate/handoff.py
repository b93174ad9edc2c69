"""The handover: when the last action of the way to production is done, the business owner says that it is theirs."""

from datetime import date, datetime, timedelta

from bot.checkins import appointments, stages
from bot.checkins.calendar import DAY, WEEK_DAYS, due_at, local_day
from bot.checkins.rhythm import hours_of, zone_of
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, plan_letter, to_thread
from bot.operate import course, monthly, parts
from bot.store import actions
from bot.store import gates as kept
from bot.store.gate_tables import Gate as Row
from bot.store.tables import Diagnosis
from prompts.catalog import catalog
from prompts.compose import gate as compose

ID = "handoff"
ACTION = "hand_over"
LAST_GATE = "whole"
LAST_DAY = 30  # of the plan: by then it is asked even if nobody has said that the handover is done
OWNER = "business_owner"
NEED = "owner"


def look(desk: Desk, diagnosis: Diagnosis) -> tuple[list[Draft], datetime | None]:
    """Ask the business owner when it is time, remind them once; what is to be said, and when to look again."""
    if all(action.id != ACTION for action in actions.of_plan(desk.session, diagnosis)):
        return [], None  # a plan that ends with a decision and not in production
    day = _asked_from(desk, diagnosis)
    if day is None:
        return [], None
    person = parts.holder(desk, diagnosis, OWNER)
    if person is None:
        return parts.ask_until_named(desk, diagnosis, OWNER)
    hours = hours_of(desk, person, diagnosis.id)
    row = kept.of(desk.session, diagnosis, ID)
    if row.asked != person or row.shown_at is None or (row.opens and row.opens <= hours.day(desk.now)):
        due = due_at(day, desk.now, hours)
        if due > desk.now:
            return [], due
        return _ask(desk, diagnosis, row, person), parts.remind_when(desk, diagnosis, row)
    at = parts.remind_when(desk, diagnosis, row)
    if at is not None and at <= desk.now:
        row.reminded_at = desk.now
        note = compose.handoff_reminder(catalog(diagnosis.language), pilot=diagnosis.pilot, person=person)
        letter = parts.reminder_letter(row, str(row.letter))
        return [to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))], None
    return [], at or (due_at(row.opens, desk.now, hours) if row.opens else None)


def accept(desk: Desk, diagnosis: Diagnosis) -> Outcome:
    """It is theirs: from today on it is daily work, with a review each month."""
    if diagnosis.stage != "build":
        return hint(desk.texts.say(f"course.is.{diagnosis.stage}", pilot=diagnosis.pilot))
    row = kept.of(desk.session, diagnosis, ID)
    row.passed_at, row.opens = desk.now, None
    kept.record(desk.session, row, kept.YES, now=desk.now, by=desk.actor, need=NEED)
    stages.move(desk, diagnosis, "operate", by=desk.actor)
    diagnosis.turn += 1
    appointments.make(desk, diagnosis, appointments.REVIEW, desk.now)
    hours = hours_of(desk, desk.actor, diagnosis.id)
    first = monthly.next_review(hours.day(desk.now), hours)
    note = compose.handed_over(catalog(diagnosis.language), pilot=diagnosis.pilot, person=desk.actor, first=first)
    letter = str(row.letter)
    return Outcome(
        drafts=(
            instead_of(diagnosis, f"{letter}.t{diagnosis.turn}", letter, note),
            *parts.answered(desk, diagnosis, row, letter),
            *course.begin(desk, diagnosis, first=first),
        )
    )


def refuse(desk: Desk, diagnosis: Diagnosis, reason: str) -> Outcome:
    """Not yet, and why; they are asked again in a week."""
    row = kept.of(desk.session, diagnosis, ID)
    kept.record(desk.session, row, kept.NOT_YET, now=desk.now, by=desk.actor, need=NEED, note=reason)
    hours = hours_of(desk, desk.actor, diagnosis.id)
    row.opens = hours.day(desk.now) + timedelta(days=WEEK_DAYS)
    row.reminded_at = desk.now  # they have answered
    diagnosis.turn += 1
    appointments.make(desk, diagnosis, appointments.GATES, desk.now)
    note = compose.handoff_refused(
        catalog(diagnosis.language), pilot=diagnosis.pilot, person=desk.actor, reason=reason, again=row.opens
    )
    letter = str(row.letter)
    edited = instead_of(diagnosis, f"{letter}.t{diagnosis.turn}", letter, note)
    return Outcome(drafts=(edited, *parts.answered(desk, diagnosis, row, letter)))


def _asked_from(desk: Desk, diagnosis: Diagnosis) -> date | None:
    """The day from which the owner is asked: once the handover is done, or with the last day if the gate is open."""
    zone = zone_of(desk, diagnosis.starter)
    every = {action.id: action for action in actions.of_plan(desk.session, diagnosis)}
    last = kept.look(desk.session, diagnosis, LAST_GATE)
    row = kept.of(desk.session, diagnosis, ID)
    if every[ACTION].state == "done":
        day = local_day(every[ACTION].state_at, zone)
    elif last is not None and last.passed_at is not None:
        day = local_day(diagnosis.ended_at or desk.now, zone) + (LAST_DAY - 1) * DAY
    else:
        return None
    return max(day, row.opens) if row.opens else day


def _ask(desk: Desk, diagnosis: Diagnosis, row: Row, person: str) -> list[Draft]:
    row.asked, row.asked_at, row.shown_at = person, desk.now, desk.now
    row.reminded_at, row.opens = None, None
    diagnosis.turn += 1
    row.letter = f"{diagnosis.id}.handoff.t{diagnosis.turn}"
    texts = catalog(diagnosis.language)
    last = kept.look(desk.session, diagnosis, LAST_GATE)
    is_short = last is not None and last.passed_at is None and bool(last.missing)
    missing = compose.missing_line(texts, last.missing) if last and is_short else None
    note = compose.handoff(texts, ref=diagnosis.id, pilot=diagnosis.pilot, person=person, missing=missing)
    return [to_thread(diagnosis, str(row.letter), note, of=plan_letter(diagnosis))]
