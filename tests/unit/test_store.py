"""What is remembered: tables as migrated, moments in UTC, transactions whole, each request once."""

import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from bot.store import actions, diagnoses, people
from bot.store.database import CACHE_KIB, Database
from bot.store.plan_tables import Action, Appointment, Checkin
from bot.store.schema import MIGRATIONS
from bot.store.sole import FileTakenError, Sole
from bot.store.tables import Base, Diagnosis, Entry, Incoming, Person, Workspace
from tests.databases import on_both

NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated database of this test's own."""
    database = Database(database_url)
    yield database
    database.close()


def _diagnosis(**values: object) -> Diagnosis:
    given = {
        "workspace_id": "T0",
        "id": "abc",
        "channel": "C0",
        "pilot": "reader",
        "summary": "",
        "framework": "both",
        "language": "en",
        "budget_minutes": 30,
        "starter": "U0",
        "roles": {},
        "state": "asking",
        "turn": 0,
        "rules_version": "1.0",
        "rules_sha256": "0" * 64,
        "started_at": NOON,
    }
    return Diagnosis(**{**given, **values})


def _not_ours(name: str | None) -> bool:
    """Tables of Alembic's own and of the delivery engine's."""
    return name not in Base.metadata.tables


@on_both
def test_who_comes_back_late_is_closed(database_url: str) -> None:
    """A connection in use while the database is closed is closed when it is given back, and so is one begun later."""
    database = Database(database_url)
    held = database.engine.connect()
    connections = [held.connection.dbapi_connection]
    database.close()
    held.close()
    with database.engine.connect() as later:
        connections.append(later.connection.dbapi_connection)
    for connection in connections:
        assert connection is not None
        with pytest.raises((sqlite3.ProgrammingError, psycopg.OperationalError), match="closed"):
            connection.cursor().execute("SELECT 1")


@on_both
def test_the_migrations_equal_the_tables(database: Database) -> None:
    """A database that was migrated has just the tables, columns and indexes that the code works with."""
    with database.engine.connect() as connection:
        options = {"include_name": lambda name, kind, _parent: kind != "table" or not _not_ours(name)}
        context = MigrationContext.configure(connection, opts={"compare_type": True, **options})
        assert compare_metadata(context, Base.metadata) == []


@on_both
def test_migrating_again_changes_nothing(database: Database) -> None:
    """Every start migrates; on a database that is up to date nothing happens, and what is in it stays."""
    with database.unit_of_work() as session:
        session.add(_diagnosis())
    database.migrate()
    with database.reading() as session:
        assert diagnoses.get(session, "T0", "abc") is not None


@on_both
def test_a_moment_comes_back_in_utc(database: Database) -> None:
    """A moment of any zone is kept to the microsecond and comes back aware, in UTC."""
    moment = datetime(2026, 11, 3, 17, 45, 0, 123456, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    with database.unit_of_work() as session:
        session.add(_diagnosis(started_at=moment))
    with database.reading() as session:
        kept = session.scalars(sa.select(Diagnosis.started_at)).one()
    assert kept == moment
    assert kept.tzinfo is UTC


@on_both
def test_a_naive_moment_is_refused(database: Database) -> None:
    """A moment without a zone is refused, since nobody could say when it was."""
    naive = NOON.replace(tzinfo=None)
    for use in (_keep, _look_for):
        with database.reading() as session, pytest.raises(StatementError, match="has no time zone"):
            use(session, naive)


def _keep(session: Session, moment: datetime) -> None:
    session.add(_diagnosis(started_at=moment))
    session.flush()


def _look_for(session: Session, moment: datetime) -> None:
    session.scalars(sa.select(Diagnosis).where(Diagnosis.started_at == moment)).all()


class _BrokenError(Exception):
    """Something goes wrong in the middle of a unit of work."""


@on_both
def test_a_unit_of_work_is_whole_or_nothing(database: Database) -> None:
    """What goes wrong half way leaves nothing behind, not even what was flushed, and the next one works."""
    with pytest.raises(_BrokenError):
        _half_a_piece_of_work(database)
    with database.reading() as session:
        assert session.scalars(sa.select(Diagnosis)).all() == []
        assert session.scalars(sa.select(Incoming)).all() == []
    with database.unit_of_work() as session:
        session.add(_diagnosis())
    with database.reading() as session:
        assert len(session.scalars(sa.select(Diagnosis)).all()) == 1


def _half_a_piece_of_work(database: Database) -> None:
    with database.unit_of_work() as session:
        session.add(_diagnosis())
        session.flush()
        assert people.first_time(session, "T0", "Ev1", NOON)
        raise _BrokenError


@on_both
def test_a_request_is_new_once(database: Database) -> None:
    """The identity of a request is kept across transactions; another workspace's of the same name is another one."""
    with database.unit_of_work() as session:
        assert people.first_time(session, "T0", "Ev1", NOON)
        assert not people.first_time(session, "T0", "Ev1", NOON)
        session.add(_diagnosis())
    with database.unit_of_work() as session:
        assert not people.first_time(session, "T0", "Ev1", NOON + timedelta(minutes=6))
        assert people.first_time(session, "T1", "Ev1", NOON)
        assert diagnoses.get(session, "T0", "abc") is not None


@on_both
def test_requests_are_forgotten_in_time(database: Database) -> None:
    """Identities that no retry can bring again are dropped; younger ones stay."""
    with database.unit_of_work() as session:
        for hours in (0, 23, 25, 48):
            assert people.first_time(session, "T0", f"Ev{hours}", NOON - timedelta(hours=hours))
    with database.unit_of_work() as session:
        assert people.forget_requests(session, NOON - timedelta(hours=24)) == 2
    with database.reading() as session:
        assert set(session.scalars(sa.select(Incoming.key))) == {"Ev0", "Ev23"}


@on_both
def test_nothing_crosses_workspaces(database: Database) -> None:
    """Two workspaces with the same ids of channels and diagnoses do not see each other's."""
    with database.unit_of_work() as session:
        session.add_all([_diagnosis(), _diagnosis(workspace_id="T1", pilot="writer")])
    with database.reading() as session:
        [mine] = diagnoses.in_channel(session, "T0", "C0")
        assert mine.pilot == "reader"
        assert diagnoses.get(session, "T2", "abc") is None


@on_both
def test_an_answer_needs_its_diagnosis(database: Database) -> None:
    """A line of a transcript cannot be written for a diagnosis that does not exist."""
    line = Entry(workspace_id="T0", diagnosis_id="gone", seq=1, kind="asked", question="run_data", at=NOON)
    with pytest.raises(IntegrityError), database.unit_of_work() as session:
        session.add(line)


@on_both
def test_people_are_renewed(database: Database) -> None:
    """What Slack tells of somebody is asked for anew after a day and replaces the older; what they chose stays."""

    def person(name: str, at: datetime) -> Person:
        flags = {"is_guest": False, "is_bot": False, "is_deactivated": False}
        return Person(workspace_id="T0", id="U0", name=name, tz="UTC", locale="en-US", fetched_at=at, **flags)

    day = timedelta(days=1)
    with database.unit_of_work() as session:
        people.remember_people(session, [person("old", NOON)])
    with database.unit_of_work() as session:
        chooser = people.person(session, "T0", "U0")
        assert chooser is not None
        assert chooser.language is None
        chooser.language = "es"
    with database.reading() as session:
        assert people.strangers(session, "T0", ["U0", "U1", "U1"], now=NOON, fresh=day) == ["U1"]
        assert people.strangers(session, "T0", ["U0"], now=NOON + day, fresh=day) == ["U0"]
    with database.unit_of_work() as session:
        people.remember_people(session, [person("new", NOON + day)])
    with database.reading() as session:
        known = people.person(session, "T0", "U0")
        assert known is not None
        assert (known.name, known.language) == ("new", "es")


@on_both
def test_what_is_due(database: Database) -> None:
    """Due is what its moment has come for, the longest waiting first; what is never due again is left out."""
    with database.unit_of_work() as session:
        session.add(_diagnosis())
        for person, moment in (("U1", NOON), ("U2", NOON - timedelta(weeks=1)), ("U3", None), ("U4", NOON)):
            session.add(Checkin(workspace_id="T0", diagnosis_id="abc", person=person, week=0, next_at=moment))
    with database.unit_of_work() as session:
        assert [(row.person, about.id) for row, about in actions.due(session, NOON)] == [
            ("U2", "abc"),
            ("U1", "abc"),
            ("U4", "abc"),
        ]
        assert actions.ahead(session, NOON) == {("T0", "U1"), ("T0", "U2"), ("T0", "U4")}
        assert actions.due(session, NOON - timedelta(weeks=2)) == []
        assert actions.next_due(session) == NOON - timedelta(weeks=1)


@on_both
def test_every_word_on_an_action_is_kept(database: Database) -> None:
    """An action's state is the newest word on it; each word before stays, in order."""
    with database.unit_of_work() as session:
        session.add(_diagnosis())
        session.flush()
        action = Action(
            workspace_id="T0",
            diagnosis_id="abc",
            id="gates",
            position=0,
            role="sponsor",
            due=NOON.date(),
            state="open",
            state_at=NOON,
        )
        session.add(action)
        for state in ("under_way", "blocked", "done"):
            actions.record(session, action, state, "U0", NOON)
            session.flush()
    with database.reading() as session:
        told = session.execute(sa.text("select state from action_update order by seq")).scalars().all()
        assert told == ["under_way", "blocked", "done"]
        assert session.scalars(sa.select(Action.state)).one() == "done"


def test_postgresql_goes_by_its_short_name() -> None:
    """An address as hosting services give it is taken: the driver that is installed is named for it."""
    for address in ("postgres://u@h/d", "postgresql://u@h/d"):
        database = Database(address)
        assert database.url == "postgresql+psycopg://u@h/d"
        database.close()


@on_both
def test_errors_do_not_tell_what_people_wrote(database: Database) -> None:
    """An error of the database names the statement, and never the values in it."""
    with database.unit_of_work() as session:
        session.add(_diagnosis())
    with database.reading() as session, pytest.raises(IntegrityError) as told:
        _keep_again(session, "zebra")
    assert "INSERT INTO diagnosis" in str(told.value)
    assert "zebra" not in str(told.value)


def _keep_again(session: Session, pilot: str) -> None:
    session.add(_diagnosis(pilot=pilot))
    session.flush()


@on_both
def test_older_plans_are_looked_at_too(database: Database) -> None:
    """A plan from before there were looks at a whole pilot gets those of its stage; what is there stays as it is."""
    kinds = {"old": "build", "run": "operate", "rest": "paused", "over": "retired", "new": "build"}
    with database.unit_of_work() as session:
        session.add_all(_diagnosis(id=name, stage=stage) for name, stage in kinds.items())
        session.flush()
        session.add(Appointment(workspace_id="T0", diagnosis_id="new", kind="gates", next_at=NOON, count=3))
        [migration] = (MIGRATIONS / "versions").glob("*_looks_at_older_plans.py")
        before = int(migration.name.split("_")[0]) - 1
        session.execute(sa.text("UPDATE alembic_version SET version_num = :before"), {"before": f"{before:04}"})
    database.migrate()
    with database.reading() as session:
        rows = session.scalars(sa.select(Appointment)).all()
    found = {(row.diagnosis_id, row.kind): row.next_at for row in rows}
    assert {kind for name, kind in found if name == "old"} == {"claims", "digest", "gates"}
    assert {kind for name, kind in found if name == "run"} == {"claims", "digest", "review"}
    assert [at for (name, _), at in found.items() if name == "rest"] == [None] * 4
    assert not [name for name, _ in found if name == "over"]
    assert found["new", "gates"] == NOON


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    """A database that is made at the first start, and what SQLite puts beside it, is for nobody else on the machine."""
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite'}")
    database.migrate()
    with database.unit_of_work() as session:
        session.add(Workspace(id="T0", name="n", bot_user_id="U0BOT", created_at=NOON))
    found = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    database.close()
    assert found == dict.fromkeys(("new.sqlite", "new.sqlite-shm", "new.sqlite-wal"), 0o600)


def test_one_process_to_a_file_whatever_it_is_called(tmp_path: Path) -> None:
    """By a link, or by another way to it, a file is the same file: a second process is refused."""
    (tmp_path / "data.sqlite").touch()
    (tmp_path / "link.sqlite").symlink_to(tmp_path / "data.sqlite")
    first = Sole(str(tmp_path / "data.sqlite"))
    first.claim()
    with pytest.raises(FileTakenError):
        Sole(str(tmp_path / "link.sqlite")).claim()
    first.release()
    second = Sole(str(tmp_path / "link.sqlite"))
    second.claim()
    second.release()


def test_no_connection_to_a_file_keeps_much_of_it(tmp_path: Path) -> None:
    """The bot's memory does not grow with the number of connections: 40 of them keep 10 MB of pages, not 80."""
    database = Database(f"sqlite:///{tmp_path}/unstick.sqlite")
    delivery = database.engine_for_delivery()
    assert delivery is not None
    for engine in (database.engine, delivery):
        with engine.connect() as connection:
            assert connection.execute(sa.text("pragma cache_size")).scalar_one() == -CACHE_KIB
        engine.dispose()
    database.close()
