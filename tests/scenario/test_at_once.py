"""What happens at the same moment in several places at once: nobody waits for somebody who waits for them."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bot.checkins.report import report
from bot.desk import Desk, Outcome
from bot.playground.slack.model import TEAM_ID
from bot.playground.stage import Stage
from bot.slack.front import Who, act
from bot.store import actions, diagnoses
from bot.store.database import Database
from tests.torture.pilots import Asked, seed

BEGIN = datetime(2026, 11, 4, 15, tzinfo=UTC)
MONDAY = datetime(2026, 11, 9, 9, 5, tzinfo=UTC)
WEEK = timedelta(weeks=1)
PILOTS = 6


def test_a_tick_does_not_wait_for_who_is_answering(postgres_url: str) -> None:
    """A pilot about which somebody is saying something is left out by the tick, which has it a moment later."""
    with Stage(postgres_url, start=BEGIN) as stage:
        asked, *others = seed(stage.bot.database, stage.slack, BEGIN, PILOTS, random.Random(1), ("UTC",))  # noqa: S311 (chance that can be had again)
    assert asked.pilot not in {other.pilot for other in others}
    database = Database(postgres_url)
    with database.unit_of_work() as answering:
        about = diagnoses.get(answering, TEAM_ID, asked.pilot)
        assert about is not None
        with database.unit_of_work() as ticking:
            ticking.execute(sa.text("SET LOCAL lock_timeout = '10s'"))  # it would wait for ever otherwise
            assert _pilots(ticking) == {other.pilot for other in others}
        assert actions.checkin(answering, about, asked.person) is not None
    with database.unit_of_work() as ticking:
        assert asked.pilot in _pilots(ticking)
    database.close()


def _pilots(session: Session) -> set[str]:
    return {about.id for _, about in actions.due(session, MONDAY + WEEK)}


def test_ticks_and_answers_at_once(postgres_url: str) -> None:
    """Two replicas tick while everybody answers, for weeks: the database has never had to break a deadlock."""
    with Stage(postgres_url, start=BEGIN) as stage:
        everybody = seed(stage.bot.database, stage.slack, BEGIN, PILOTS, random.Random(1), ("UTC",))  # noqa: S311 (chance that can be had again)
        with ThreadPoolExecutor(6) as threads:
            for week in range(3):
                stage.clock.move_to(MONDAY + week * WEEK)
                for turn in range(2):
                    said = [threads.submit(_say, stage, asked, f"{week}.{turn}") for asked in everybody]
                    ticks = [threads.submit(stage.bot.tick) for _ in range(2)]
                    for future in (*said, *ticks):
                        future.result()
                stage.bot.tick()
                stage.settle()
        with stage.bot.database.reading() as session:
            deadlocks = session.scalar(
                sa.text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            )
    assert deadlocks == 0


def _say(stage: Stage, asked: Asked, words: str) -> Outcome:
    """Somebody says how their action is getting on."""

    def use(desk: Desk) -> Outcome:
        about = diagnoses.get(desk.session, TEAM_ID, asked.pilot)
        assert about is not None
        mine = next(one for one in actions.of_plan(desk.session, about) if one.owner == asked.person)
        return report(desk, about, mine.id, "blocked", words)

    who = Who(workspace_id=TEAM_ID, actor=asked.person, channel="C0")
    return act(stage.bot.front, who, f"{asked}.{words}", use)
