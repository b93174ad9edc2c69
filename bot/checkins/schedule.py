"""When the tick looks at somebody's check-in next: the question, what they put off, a reminder, telling of silence.

Everything here reads one row of `checkin` and somebody's hours; nothing is sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from bot.checkins.calendar import Hours, due_at, may_write, next_hour, next_planned, working_day_after
from bot.store.plan_tables import Checkin

Step = Literal["ask", "again", "remind", "tell"]
TOLD_AFTER = 2  # questions in a row that nobody answered


@dataclass(frozen=True)
class Coming:
    """What comes next, and when."""

    at: datetime
    step: Step


def begin(row: Checkin, now: datetime, hours: Hours) -> None:
    """From now on: the first question on the first of their days to come."""
    row.planned = next_planned(now, hours)
    row.wrote_at = row.snoozed_until = None  # what was asked before is not reminded of
    look_again(row, now, hours)


def look_again(row: Checkin, now: datetime, hours: Hours) -> None:
    """Let the tick look at it when the next thing is due."""
    row.next_at = coming(row, now, hours).at


def end(row: Checkin) -> None:
    """Nothing more is asked."""
    row.next_at = row.planned = row.snoozed_until = None


def coming(row: Checkin, now: datetime, hours: Hours) -> Coming:
    """What is due first: `at` is `now` for what is due already. A question that is due makes all else needless."""
    planned = row.planned or hours.day(row.next_at or now)  # a row from before `planned` was kept
    question = Coming(due_at(planned, now, hours), "ask")
    others = [each for each in _about_the_last(row, hours) if each is not None]
    first = min(
        (Coming(_when(each.at, now, hours), each.step) for each in others), key=lambda each: each.at, default=None
    )
    return question if first is None or question.at <= first.at else first


def is_open(row: Checkin) -> bool:
    """Whether the last question waits for an answer."""
    return row.asked_at is not None and (row.answered_at is None or row.answered_at < row.asked_at)


def is_put_off(row: Checkin) -> bool:
    """Whether they wanted the last question later, and had no reminder since: that is no silence."""
    if not is_open(row) or row.asked_at is None or row.wrote_at is None:
        return False
    return row.snoozed_until is not None or (row.reminded_at is None and row.wrote_at > row.asked_at)


def asked(row: Checkin, now: datetime, hours: Hours, *, planned: date | None = None) -> None:
    """The weekly question has gone out; `planned` is the day of the next one, if it is not simply next week's."""
    row.week += 1
    row.asked_at = row.wrote_at = now
    row.snoozed_until = row.reminded_at = None
    row.planned = planned or next_planned(now, hours)


def led_back(row: Checkin, now: datetime) -> None:
    """They have been led back to the question, as they wished."""
    row.wrote_at = now
    row.snoozed_until = None


def reminded(row: Checkin, now: datetime) -> None:
    """They have been reminded of the question: once for each."""
    row.wrote_at = row.reminded_at = now
    row.silent += 1


def told(row: Checkin, now: datetime) -> None:
    """Somebody else has been told of the silence."""
    row.told_at = now


def plan_anew(row: Checkin, now: datetime, hours: Hours, *, apart: timedelta) -> None:
    """By other hours: the next question is not sooner than so long after the last one."""
    row.planned = next_planned(max(now, row.asked_at + apart) if row.asked_at else now, hours)
    look_again(row, now, hours)


def put_off(row: Checkin, until: datetime) -> None:
    """They want it later: that is an answer of a kind, so it is no silence."""
    row.snoozed_until = until
    row.reminded_at = row.told_at = None
    row.silent = 0


def answered(row: Checkin, now: datetime) -> None:
    """They have said something: nobody is reminded or told any more."""
    row.answered_at = now
    row.snoozed_until = row.told_at = None
    row.silent = 0


def _about_the_last(row: Checkin, hours: Hours) -> list[Coming | None]:
    """What follows the last question while it waits: once later if they wish, one reminder, and one word to others."""
    if not is_open(row) or row.wrote_at is None:
        return []
    if row.snoozed_until is not None:
        return [Coming(row.snoozed_until, "again")]
    if row.told_at is not None:
        return []  # somebody knows; from here on only the weekly question comes
    if row.reminded_at is None:
        return [Coming(working_day_after(row.wrote_at, hours), "remind")]
    return [Coming(working_day_after(row.reminded_at, hours), "tell") if row.silent >= TOLD_AFTER else None]


def _when(at: datetime, now: datetime, hours: Hours) -> datetime:
    """Then, or if that is past: now if one may write, else at their next hour."""
    if at > now:
        return at
    return now if may_write(now, hours) else next_hour(now, hours)
