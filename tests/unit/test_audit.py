"""The audit log: written with the deed, never changed, and any change to it is found and named."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from bot.cli import app
from bot.store import audit
from bot.store.audit import Noted
from bot.store.audit_tables import AuditRecord
from bot.store.database import Database
from tests.databases import on_both

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
TRIGGERS = {
    "sqlite": (
        "DROP TRIGGER audit_record_stays",
        "DROP TRIGGER audit_record_is_kept",
        "DROP TRIGGER audit_head_goes_on",
        "DROP TRIGGER audit_record_is_new",
    ),
    "postgresql": ("ALTER TABLE audit_record DISABLE TRIGGER ALL", "ALTER TABLE audit_head DISABLE TRIGGER ALL"),
}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of this test's own."""
    database = Database(database_url, lambda: NOON)
    yield database
    database.close()


def _do(database: Database, *actors: str, workspace_id: str = "T0") -> None:
    with database.unit_of_work() as session:
        for actor in actors:
            audit.note(session, Noted(workspace_id=workspace_id, deed="plan.posted", actor=actor, diagnosis_id="abc"))


def _fault(database: Database, remembered: tuple[int, str] | None = None) -> str | None:
    with database.reading() as session:
        return audit.verify(session, "T0", remembered).fault


@on_both
def test_nothing_in_it_can_be_changed(database: Database) -> None:
    """The database itself refuses to change, remove, replace or insert a record, or to turn the chain's end back."""
    _do(database, "U0", "U1", "U0")
    refused = [
        "UPDATE audit_record SET deed = 'plan.posted'",
        "DELETE FROM audit_record WHERE seq = 2",
        "UPDATE audit_head SET seq = 1",
        "DELETE FROM audit_head WHERE workspace_id = '-'",
    ]
    if database.is_sqlite:
        refused += [
            "INSERT OR REPLACE INTO audit_record SELECT * FROM audit_record WHERE seq = 2",
            "INSERT OR REPLACE INTO audit_head VALUES ('T0', 9, 'x')",
        ]
    else:
        refused += ["TRUNCATE audit_record", "TRUNCATE audit_head"]
    _do(database, "U0", workspace_id=audit.INSTALLATION)
    for statement in refused:
        with pytest.raises(DBAPIError, match="only appended to"), database.engine.begin() as connection:
            connection.exec_driver_sql(statement)
    assert _fault(database) is None


@on_both
@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE audit_record SET deed = 'gate.approved' WHERE seq = 2", "record 2 was changed"),
        ("UPDATE audit_record SET actor = 'p-other' WHERE seq = 3", "record 3 was changed"),
        ("DELETE FROM audit_record WHERE seq = 2", "record 2 is missing (the next one is 3)"),
        ("DELETE FROM audit_record WHERE seq >= 3", "record 3 is missing: the chain ends at 2 and went on to 4"),
        ("UPDATE audit_actor SET person = 'U9' WHERE person = 'U0'", "does not belong to the person"),
        ("DELETE FROM audit_actor WHERE person = 'U1'", "record 2: whoever did it is no longer known"),
    ],
)
def test_a_broken_link_is_named(database: Database, tampering: str, told: str) -> None:
    """Whoever gets past the database's own guard is found: the first record that does not hold is named."""
    _do(database, "U0", "U1", "U0", "U2")
    with database.engine.begin() as connection:
        for statement in TRIGGERS[database.engine.dialect.name]:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(tampering)
    assert told in str(_fault(database))


@on_both
def test_a_chain_written_anew_is_told_by_what_was_remembered(database: Database) -> None:
    """Who writes the whole chain anew is found by a number and hash of it that were kept elsewhere."""
    _do(database, "U0", "U1")
    with database.reading() as session:
        remembered = audit.verify(session, "T0")
    assert _fault(database, (remembered.records, remembered.sha256)) is None
    assert _fault(database, (1, "f" * 64)) == "record 1 is not the one that was remembered: the chain was written anew"
    assert _fault(database, (3, "f" * 64)) == "record 3 is missing: record 3 was remembered"


@on_both
def test_deeds_at_the_same_time_make_one_chain(database: Database) -> None:
    """Eight at once, also on the first record of all, leave one chain without a gap, and every deed is in it."""

    def many(who: int) -> None:
        for _ in range(10):
            _do(database, f"U{who}", f"U{who}")

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(many, range(8)))
    with database.reading() as session:
        found = audit.verify(session, "T0")
        assert (found.records, found.fault) == (160, None)
        assert len(audit.actors(session, "T0")) == 8


@on_both
@pytest.mark.parametrize("command", ["verify", "export"])
def test_somebody_acts_while_it_is_looked_at(database_url: str, database: Database, command: str) -> None:
    """What is added while the operator looks is no broken link, and stands in a file whole or not at all."""
    _do(database, "U0", "U1")
    acted = []

    def act(_connection: object, _cursor: object, statement: str, given: object, *_: object) -> None:
        if "FROM audit_record" in statement and "'T0'" in str(given) and not acted:
            acted.append(statement)
            _do(database, "U2")

    sa.event.listen(sa.Engine, "before_cursor_execute", act)
    try:
        result = CliRunner().invoke(app, ["audit", command], env={"UNSTICK_DATABASE_URL": database_url})
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", act)
    assert acted
    assert result.exit_code == 0, result.output
    if command == "export":
        lines = [json.loads(line) for line in result.output.splitlines()]
        assert [line["person"] for line in lines if line["actor"].startswith(audit.ALIAS)] == ["U0", "U1"]
    assert _fault(database) is None


@on_both
def test_a_deed_that_is_undone_leaves_no_record(database: Database) -> None:
    """What is rolled back was not done, and the next record continues the chain without a gap."""
    _do(database, "U0")
    with pytest.raises(ZeroDivisionError):
        _do_and_fail(database)
    _do(database, "U0")
    with database.reading() as session:
        assert [record.seq for record in audit.records(session, "T0")] == [1, 2]
    assert _fault(database) is None


def _do_and_fail(database: Database) -> None:
    with database.unit_of_work() as session:
        audit.note(session, Noted(workspace_id="T0", deed="plan.posted", actor="U1"))
        session.flush()
        raise ZeroDivisionError


def test_a_deed_without_a_name_is_refused(database: Database) -> None:
    """What a record may say is a list: a deed that is not in it is a mistake of ours."""
    with database.unit_of_work() as session, pytest.raises(ValueError, match="'plan\\.psoted' is no deed"):
        audit.note(session, Noted(workspace_id="T0", deed="plan.psoted"))


fields = st.one_of(st.none(), st.text(max_size=5))
told = st.tuples(st.text(max_size=5), st.integers(1, 99), st.text(max_size=5), st.text(max_size=5), fields, fields)


@given(one=told, other=told)
def test_two_records_that_differ_have_two_hashes(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    """No part of a record can take a character from its neighbour, and nothing is not the same as an empty word."""
    links = [audit.link(audit.START, _record(values)) for values in (one, other)]
    assert (links[0] == links[1]) is (one == other)


def _record(values: tuple[object, ...]) -> AuditRecord:
    names = ("workspace_id", "seq", "actor", "deed", "diagnosis_id", "about")
    return AuditRecord(**dict(zip(names, values, strict=True)), at=NOON)


def test_somebody_has_one_name_in_each_log(database: Database) -> None:
    """An alias is the same for all deeds of one person, and another one in another workspace."""
    _do(database, "U0", "U0")
    _do(database, "U0", workspace_id="T1")
    with database.reading() as session:
        names = {(record.workspace_id, record.actor) for ws in ("T0", "T1") for record in audit.records(session, ws)}
    assert len(names) == len({actor for _, actor in names}) == 2
