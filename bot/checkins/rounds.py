"""The weeks that digests are of: when one begins, when it is looked at, and which week of the plan it is.

A round is a week from Monday to Sunday where the one who started it is, named by its Monday. What is said before the
first Monday after the plan belongs to the first round. In words: docs/explanation/time.md.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.checkins.calendar import DAY, asked_on, local_day, moment_of, monday, week_of
from bot.checkins.rhythm import hours_of
from bot.desk import Desk
from bot.store.tables import Diagnosis

LOOKED_AT = timedelta(days=2)  # after the Monday: a question, a reminder, and a day more
WEEK = timedelta(weeks=1)
MIDNIGHT = time(0)


def first_round(desk: Desk, diagnosis: Diagnosis) -> date:
    """The Monday of a plan's first round: the day of the plan itself if that is one, else the next."""
    day = _first_day(desk, diagnosis)
    return monday(day) if day == monday(day) else monday(day) + WEEK


def round_at(desk: Desk, diagnosis: Diagnosis, moment: datetime | None = None) -> date:
    """The round that it is at a moment, or now."""
    return max(monday(local_day(moment or desk.now, _zone(desk, diagnosis))), first_round(desk, diagnosis))


def is_closed(desk: Desk, diagnosis: Diagnosis, of: date) -> bool:
    """Whether a round is over, and the day on which it was to be looked at too."""
    last = max(of + WEEK - DAY, local_day(looked_at(desk, diagnosis, of), _zone(desk, diagnosis)))
    return local_day(desk.now, _zone(desk, diagnosis)) > last


def begins(desk: Desk, diagnosis: Diagnosis, of: date) -> datetime:
    """From when on what is said belongs to a round."""
    if of == first_round(desk, diagnosis) or diagnosis.ended_at is None:
        return diagnosis.ended_at or desk.now
    return moment_of(of, MIDNIGHT, hours_of(desk, diagnosis.starter, diagnosis.id).tz)


def looked_at(desk: Desk, diagnosis: Diagnosis, of: date) -> datetime:
    """When a round is looked at: on its Wednesday or the first working day after it, at the hour of the starter."""
    hours = replace(hours_of(desk, diagnosis.starter, diagnosis.id), back_on=None)  # the others are not away
    return asked_on(of + LOOKED_AT, hours)


def number(desk: Desk, diagnosis: Diagnosis, of: date) -> int:
    """Which week of the plan a round's Monday lies in, counted from 1."""
    return week_of(_first_day(desk, diagnosis), of)


def _first_day(desk: Desk, diagnosis: Diagnosis) -> date:
    return local_day(diagnosis.ended_at or desk.now, _zone(desk, diagnosis))


def _zone(desk: Desk, diagnosis: Diagnosis) -> str:
    return hours_of(desk, diagnosis.starter, diagnosis.id).zone
