"""What the tick asks of the database costs what is due, and nothing for what is stored."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.store import actions, appointments, diagnoses
from bot.store.database import Database
from bot.store.plan_tables import Appointment, Checkin
from bot.store.tables import Diagnosis, Reminder
from tests.databases import on_both

NOW = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)
STORED = 6000


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with many pilots, none of which is due."""
    database = Database(database_url)
    rows = [
        {"workspace_id": "T0", "diagnosis_id": f"d{n:05}", "next_at": NOW + timedelta(minutes=n) if n % 2 else None}
        for n in range(1, STORED)
    ]
    pilot = {
        **dict.fromkeys(("pilot", "summary", "framework", "language", "starter", "rules_version", "rules_sha256"), "-"),
        "workspace_id": "T0",
        "channel": "C0",
        "budget_minutes": 30,
        "roles": {},
        "turn": 0,
        "started_at": NOW,
        "state": "posted",
    }
    with database.unit_of_work() as session:
        session.execute(sa.insert(Diagnosis), [{**pilot, "id": row["diagnosis_id"]} for row in rows])
        session.execute(sa.insert(Checkin), [{**row, "person": "U0", "week": 1, "silent": 0} for row in rows])
        session.execute(sa.insert(Appointment), [{**row, "kind": "claims", "count": 0} for row in rows])
        session.execute(sa.insert(Reminder), rows)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    yield database
    database.close()


@on_both
def test_nothing_due_is_found_by_an_index(database: Database) -> None:
    """No look of a tick reads a whole table: each goes through the index of `next_at`, on both databases."""
    said: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        said.append((statement, parameters))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    with database.unit_of_work() as session:
        assert actions.ahead(session, NOW) == set()
        assert (appointments.ahead(session, NOW), diagnoses.ahead(session, NOW)) == ([], [])
        assert (actions.due(session, NOW), appointments.due(session, NOW)) == ([], [])
        assert diagnoses.silent(session, NOW) == []
        assert None not in {actions.next_due(session), appointments.next_due(session), diagnoses.next_look(session)}
    sa.event.remove(database.engine, "before_cursor_execute", note)
    selects = [(statement, parameters) for statement, parameters in said if statement.startswith("SELECT")]
    assert len(selects) == 9
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with database.engine.connect() as connection:
        for statement, parameters in selects:
            plan = str(connection.exec_driver_sql(explain + statement, parameters).all())
            table = next(name for name in ("checkin", "appointment", "reminder") if f"{name}.next_at" in statement)
            assert f"ix_{table}_next_at" in plan, plan
            assert "Seq Scan" not in plan
