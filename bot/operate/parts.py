"""Who holds which part of a pilot now, and naming somebody where nobody does."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.access import Deed, allowed, posters
from bot.checkins import appointments
from bot.checkins.calendar import Hours, asked_on, may_write, next_hour, working_day_after
from bot.checkins.claim import is_gone
from bot.checkins.hand_on import Somebody, why_not
from bot.checkins.rhythm import hours_of
from bot.delivery.letters import Draft
from bot.desk import Desk, Outcome, hint, instead_of, is_put, plan_letter, to_thread
from bot.store import gates as kept
from bot.store.gate_tables import Gate as Row
from bot.store.tables import Diagnosis, Outgoing
from prompts.catalog import catalog
from prompts.compose import gate as compose
from prompts.compose.checkin import asked_anew
from prompts.mrkdwn import Mrkdwn, mention

MONTH: Final = timedelta(weeks=4)
LOOKS = (appointments.GATES, appointments.REVIEW)  # the appointments that somebody's part matters to


def holder(desk: Desk, diagnosis: Diagnosis, role: str) -> str | None:
    """Who holds a part; None if nobody does, or has left."""
    person = diagnosis.roles.get(role)
    return person if person and not is_gone(desk, person) else None


def deciders(desk: Desk, diagnosis: Diagnosis) -> list[str]:
    """Who may decide whatever is missing: the sponsor; whoever started it, if nobody is sponsor."""
    sponsor = holder(desk, diagnosis, "sponsor")
    return [sponsor] if sponsor else [diagnosis.starter]


def enders(desk: Desk, diagnosis: Diagnosis) -> list[str]:
    """Who may pause a pilot or end it: the business owner, the sponsor, and whoever started it."""
    owner = holder(desk, diagnosis, "business_owner")
    return list(dict.fromkeys([*([owner] if owner else []), *posters(diagnosis)]))


def remind_when(desk: Desk, diagnosis: Diagnosis, row: Row) -> datetime | None:
    """When whoever is asked is reminded: a working day of theirs later; None if they were, or nobody is asked."""
    if row.asked is None or row.asked_at is None or row.reminded_at is not None:
        return None
    hours = hours_of(desk, row.asked, diagnosis.id)
    at = working_day_after(row.asked_at, hours)
    return at if at > desk.now or may_write(desk.now, hours) else next_hour(desk.now, hours)


def reminder_letter(row: Row, letter: str) -> str:
    """The letter of the reminder to whoever is asked by `letter`; one each time that somebody is asked."""
    return f"{letter}.remind.{int(row.asked_at.timestamp()) if row.asked_at else 0}"


def answered(desk: Desk, diagnosis: Diagnosis, row: Row, letter: str) -> list[Draft]:
    """What becomes of a reminder once whoever was asked has answered: it asks for nothing any more."""
    reminder = reminder_letter(row, letter)
    if not is_put(desk, reminder):
        return []
    diagnosis.turn += 1
    done = compose.reminded(catalog(diagnosis.language), person=desk.actor)
    return [instead_of(diagnosis, f"{reminder}.u{diagnosis.turn}", reminder, done)]


def waits_for(desk: Desk, people: list[str]) -> Outcome:
    """A word to somebody who may not: whom it waits for."""
    return hint(desk.texts.say("wrong.not_your_part", people=listed(people)))


def listed(people: list[str]) -> Mrkdwn:
    """Several people."""
    return Mrkdwn(", ".join(mention(person) for person in people))


def ask_for_name(desk: Desk, diagnosis: Diagnosis, role: str) -> list[Draft]:
    """Ask those who may say it who holds a part that nobody holds (any more); once for each who has left."""
    left = diagnosis.roles.get(role)
    letter = name_letter(diagnosis, role, left)
    if is_put(desk, letter):
        return []
    note = compose.nobody_holds(
        catalog(diagnosis.language), role, ref=diagnosis.id, left=left, people=posters(diagnosis)
    )
    return [to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))]


def ask_until_named(desk: Desk, diagnosis: Diagnosis, role: str) -> tuple[list[Draft], datetime]:
    """The same where everything waits for it: a working day later anew, then every fourth week; and when next."""
    hours = replace(hours_of(desk, diagnosis.starter, diagnosis.id), back_on=None)  # the others are not away
    count, last = _newest(desk, diagnosis, role)
    asked = desk.session.get(Outgoing, (desk.workspace_id, last))
    if asked is None:
        return ask_for_name(desk, diagnosis, role), working_day_after(desk.now, hours)
    at = _a_month_after(asked.created_at, hours) if count else working_day_after(asked.created_at, hours)
    if at <= desk.now and not may_write(desk.now, hours):
        at = next_hour(desk.now, hours)
    if at > desk.now:
        return [], at
    texts, left = catalog(diagnosis.language), diagnosis.roles.get(role)
    note = compose.nobody_holds(texts, role, ref=diagnosis.id, left=left, people=posters(diagnosis))
    letter = f"{name_letter(diagnosis, role, left)}.r{count + 1}"
    old = instead_of(diagnosis, f"{last}.anew", last, asked_anew(texts, pilot=diagnosis.pilot))
    return [old, to_thread(diagnosis, letter, note, of=plan_letter(diagnosis))], _a_month_after(desk.now, hours)


def name(desk: Desk, diagnosis: Diagnosis, role: str, named: Somebody) -> Outcome:
    """Somebody holds this part from now on; those who may post the plan say who."""
    if not allowed(Deed.NAME, diagnosis, desk.actor):
        return hint(desk.texts.say("wrong.not_yours", people=listed(posters(diagnosis))))
    was = diagnosis.roles.get(role)
    if holder(desk, diagnosis, role) is not None:
        return Outcome() if was == named.person else waits_for(desk, [str(was)])
    fault = why_not(desk, named)
    if fault:
        return hint(desk.texts.say(fault, person=mention(named.person)))
    _, letter = _newest(desk, diagnosis, role)
    diagnosis.roles = {**diagnosis.roles, role: named.person}
    diagnosis.turn += 1
    kept.record(desk.session, (diagnosis, ""), kept.NAMED, now=desk.now, by=desk.actor, need=role, whom=named.person)
    for kind in LOOKS:
        appointments.make(desk, diagnosis, kind, desk.now)
    note = compose.holds(catalog(diagnosis.language), role, person=named.person, by=desk.actor)
    return Outcome(drafts=(instead_of(diagnosis, f"{letter}.t{diagnosis.turn}", letter, note),))


def _newest(desk: Desk, diagnosis: Diagnosis, role: str) -> tuple[int, str]:
    """How often it was asked anew who holds a part, and the letter that asks it now."""
    first = name_letter(diagnosis, role, diagnosis.roles.get(role))
    count = 0
    while is_put(desk, f"{first}.r{count + 1}"):
        count += 1
    return count, f"{first}.r{count}" if count else first


def _a_month_after(moment: datetime, hours: Hours) -> datetime:
    return asked_on(hours.day(moment) + MONTH, hours)


def name_letter(diagnosis: Diagnosis, role: str, left: str | None) -> str:
    """The letter that asks who holds a part."""
    return f"{diagnosis.id}.name.{role}.{left or 'nobody'}"
