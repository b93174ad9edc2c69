"""Very many pilots in a database, made by the database itself: a million in minutes."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.delivery.letters import Act, State
from bot.store.database import Database
from bot.store.plan_tables import Action, Appointment, Checkin
from bot.store.tables import Base, Diagnosis, Outgoing, Person

WORKSPACE = "T0BENCH"
SLICE = 10_000  # pilots; those of one slice are looked at at the same moment
TO_A_CHANNEL = 10
KINDS = ("digest", "gates")


def fill(database: Database, begin: int, end: int, now: datetime, *, first: datetime) -> None:
    """The pilots with the numbers from `begin` to before `end`: each slice is due an hour after the one before it.

    Each is in the weeks after its plan, with one person, one action, a check-in, two appointments and a letter sent.
    """
    for start in range(begin, end, SLICE):
        due = first + timedelta(hours=(start - begin) // SLICE)
        with database.unit_of_work() as session:
            for statement in _inserts(start, min(start + SLICE, end), now, due):
                session.execute(statement)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def _inserts(start: int, end: int, now: datetime, due: datetime) -> list[sa.Insert]:
    numbers = sa.select(sa.literal(start).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < end - 1))
    number = sa.cast(numbers.c.n, sa.String)
    pilot, person = sa.literal("pilot").concat(number), sa.literal("U").concat(number)
    channel = sa.literal("C").concat(sa.cast(numbers.c.n / TO_A_CHANNEL, sa.Integer))
    begun = now - timedelta(days=6)
    of = {"workspace_id": WORKSPACE, "diagnosis_id": pilot}

    def rows(table: type[Base], **values: Any) -> sa.Insert:
        columns = sa.inspect(table).columns
        chosen = [
            value if isinstance(value, sa.ColumnElement) else sa.literal(value, columns[name].type)
            for name, value in values.items()
        ]
        return sa.insert(table).from_select([*values], sa.select(*chosen).select_from(numbers))

    return [
        rows(
            Person,
            workspace_id=WORKSPACE,
            id=person,
            name="somebody",
            tz="Europe/Madrid",
            locale="en-US",
            is_guest=False,
            is_bot=False,
            is_deactivated=False,
            fetched_at=now,
        ),
        rows(
            Diagnosis,
            workspace_id=WORKSPACE,
            id=pilot,
            channel=channel,
            pilot=sa.literal("Pilot ").concat(number),
            summary="",
            framework="both",
            language="en",
            budget_minutes=30,
            starter=person,
            roles={},
            state="posted",
            turn=1,
            rules_version="1",
            rules_sha256="",
            started_at=begun,
            ended_at=begun,
            stage="build",
        ),
        rows(
            Action,
            **of,
            id="record_baselines",
            position=0,
            role="business_owner",
            owner=person,
            accepted_at=begun,
            offered_at=begun,
            due=(now + timedelta(days=9)).date(),
            state="open",
            state_at=begun,
        ),
        rows(Checkin, **of, person=person, week=0, next_at=due, planned=due.date(), silent=0),
        *(rows(Appointment, **of, kind=kind, next_at=due + timedelta(days=2), count=0) for kind in KINDS),
        rows(
            Outgoing,
            workspace_id=WORKSPACE,
            id=pilot.concat(".plan"),
            lane=channel,
            seq=numbers.c.n,
            act=Act.POST,
            diagnosis_id=pilot,
            body={},
            state=State.SENT,
            tries=1,
            channel=channel,
            ts=sa.literal("1.").concat(number),
            created_at=begun,
            sent_at=begun,
        ),
    ]
