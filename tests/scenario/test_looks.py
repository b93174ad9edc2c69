"""A look at a week's digest belongs to that week, also where it comes too early, too late, or after holidays."""

import random
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from bot.checkins.digest import KIND
from bot.playground.slack.model import TEAM_ID
from bot.playground.stage import Stage
from bot.store import appointments, diagnoses
from bot.store.plan_tables import Appointment, Rhythm
from bot.store.tables import Diagnosis, Outgoing
from tests.torture.pilots import seed

POSTED = datetime(2026, 2, 4, 15, tzinfo=UTC)  # a Wednesday
MONDAY = datetime(2026, 2, 9, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


def test_a_look_belongs_to_its_week(database_url: str) -> None:
    """Woken on a Monday it waits for its Wednesday; a week in which nobody looked is over; holidays put it off."""
    with Stage(database_url, start=POSTED) as stage:
        seed(stage.bot.database, stage.slack, POSTED, 1, random.Random(1), ("UTC", "UTC"))  # noqa: S311 (can be had again)
        stage.travel(MONDAY)
        with stage.bot.database.unit_of_work() as session:
            appointments.wake(session, _pilot(stage, session), stage.clock())
        _tick(stage)
        assert _digests(stage) == []
        assert _next_look(stage) == MONDAY.replace(hour=9) + 2 * DAY
        stage.clock.move_to(MONDAY + WEEK)  # nobody has looked for a week
        _tick(stage)
        assert _digests(stage) == []
        assert _next_look(stage) == MONDAY.replace(hour=9) + WEEK + 2 * DAY
        _work_in_china(stage)
        stage.travel(MONDAY + 2 * WEEK)
        assert _digests(stage) == []
        stage.travel(MONDAY + 2 * WEEK + DAY)  # the first day after the holidays of the week before
        assert _digests(stage) == ["2026-02-16"]
        assert _next_look(stage) == MONDAY.replace(hour=9) + 2 * WEEK + 2 * DAY


def _pilot(stage: Stage, session: sa.orm.Session) -> Diagnosis:
    [found] = diagnoses.newest(session, TEAM_ID, 1)
    return found


def _work_in_china(stage: Stage) -> None:
    """From 16 to 23 February 2026 nobody works there; what was planned is worked out anew."""
    with stage.bot.database.unit_of_work() as session:
        for row in session.scalars(sa.select(Rhythm)):
            row.country = "CN"
        appointments.wake(session, _pilot(stage, session), stage.clock())
    _tick(stage)


def _tick(stage: Stage) -> None:
    stage.bot.tick()
    stage.settle()


def _digests(stage: Stage) -> list[str]:
    with stage.bot.database.reading() as session:
        ids = session.scalars(sa.select(Outgoing.id).where(Outgoing.id.contains(".digest."))).all()
    return [one.split(".")[-1] for one in ids]


def _next_look(stage: Stage) -> datetime | None:
    with stage.bot.database.reading() as session:
        return session.scalar(sa.select(Appointment.next_at).where(Appointment.kind == KIND))
