"""Migrations: forward only, and so that a process of the version before goes on while others are started anew."""

import ast
import re
import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot import app as wiring
from bot.settings import Settings
from bot.store import alive, schema
from bot.store.database import Database
from tests.databases import on_both

VERSIONS = sorted((schema.MIGRATIONS / "versions").glob("[0-9]*.py"))
# An index is a matter of speed alone: an older process does without it.
ADDS = {"create_table", "create_index", "add_column", "execute", "f", "batch_alter_table", "drop_index", "get_bind"}
SQL = re.compile(r"\s*(ALTER|CREATE|DELETE|DROP|INSERT|TRUNCATE|UPDATE)\b")
STATEMENTS = ("UPDATE ", "INSERT ", "CREATE INDEX ", "CREATE TRIGGER ", "CREATE FUNCTION ")


def breaches(source: str) -> list[str]:
    """What in a migration an older process could stumble over, a line each."""
    found = []
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name = node.func.attr
        if ast.unparse(node.func.value) in {"op", "batch_op"} and name not in ADDS:
            found.append(f"line {node.lineno}: {name} takes away or changes")
        if name == "execute" and not all(map(_adds, _said(node) or _listed(tree))):
            found.append(f"line {node.lineno}: a statement that may take away")
        if name == "add_column":
            column = node.args[-1]
            given = (
                {word.arg: ast.unparse(word.value) for word in column.keywords} if isinstance(column, ast.Call) else {}
            )
            if given.get("nullable") != "True" and "server_default" not in given:
                found.append(f"line {node.lineno}: a column that an older process would leave empty")
    return found


def _adds(statement: str) -> bool:
    return statement.lstrip().upper().startswith(STATEMENTS)


def _said(call: ast.Call) -> list[str]:
    """The statement that stands in the call itself, if it does."""
    parts = (
        part.value for part in ast.walk(call.args[0]) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )
    return [*parts][:1]


def _listed(tree: ast.Module) -> list[str]:
    """The statements that stand elsewhere in a migration; "" if there are none."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [text for text in texts if SQL.match(text)] or [""]


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_only_adds(path: Path) -> None:
    """Nothing goes, nothing changes its name, and no new column waits for a value that an older one lacks."""
    assert breaches(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "op.drop_table('entry')",
        "op.drop_column('entry', 'how')",
        "op.rename_table('entry', 'line')",
        "op.alter_column('entry', 'how', new_column_name='why')",
        "op.execute('DROP TABLE entry')",
        "op.execute(sa.text('ALTER TABLE entry DROP how'))",
        "KEPT = ('CREATE TRIGGER a', 'DROP TABLE b')\nfor each in KEPT:\n    op.execute(each)",
        "op.execute(made())",
        "op.add_column('entry', sa.Column('how', sa.String(), nullable=False))",
        "op.add_column('entry', sa.Column('how', sa.String()))",
    ],
)
def test_what_takes_away_is_found(source: str) -> None:
    """A migration that takes something away, or asks older processes for something, is told."""
    assert len(breaches(source)) == 1


def test_revisions_are_numbers_in_order() -> None:
    """The later of two revisions is the greater text, and none is missing."""
    assert [path.stem[:4] for path in VERSIONS] == [f"{number:04}" for number in range(1, len(VERSIONS) + 1)]
    assert schema.newest() == VERSIONS[-1].stem[:4]


@on_both
def test_tables_of_a_later_version(database_url: str) -> None:
    """A process of the version before starts on tables that a later one has made, and leaves them as they are."""
    database = Database(database_url)
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    assert database.is_current()
    assert database.migrate() == "9999"
    with database.engine.connect() as connection:
        assert schema.found(connection) == "9999"
    database.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_several_start_at_once(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Two that start together on an empty database do not cross: one migrates, the other waits and goes on."""
    if kind == "sqlite":
        url, done = f"sqlite:///{tmp_path / 'new.sqlite'}", lambda: None
    else:
        admin = request.getfixturevalue("postgres_admin")
        with admin.connect() as connection:
            connection.execute(sa.text("CREATE DATABASE several"))
        url = admin.url.set(database="several").render_as_string(hide_password=False)

        def done() -> None:
            with admin.connect() as connection:
                connection.execute(sa.text("DROP DATABASE several WITH (FORCE)"))

    before: list[str | None] = []
    both = [Database(url), Database(url)]
    threads = [threading.Thread(target=lambda one=one: before.append(one.migrate())) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(before, key=str) == [schema.newest(), None]
    for one in both:
        one.close()
    done()


def test_a_start_waits_for_the_tables(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a start may not migrate, it waits until somebody has, and says in the log what to run."""
    monkeypatch.setattr(wiring, "LOOK_AGAIN_S", 0.01)
    bot = wiring.Unstick(Settings(database_url=sqlite_url, migrate_at_start=False))
    with bot.database.engine.begin() as connection:
        now = schema.found(connection)
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    waiting = threading.Thread(target=bot.wait_for_tables)
    with capture_logs() as logged:
        waiting.start()
        while not logged:
            time.sleep(0.01)
        assert waiting.is_alive()
        with bot.database.engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :now"), {"now": now})
        waiting.join()
    assert logged[0]["repair"] == "run `unstick migrate`"
    bot.database.close()


@pytest.mark.parametrize("trusted_s", [0.0, 60.0], ids=["after a rest", "just used"])
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_connections_that_died_while_nobody_used_them(
    database_url: str, postgres_admin: sa.Engine, monkeypatch: pytest.MonkeyPatch, trusted_s: float
) -> None:
    """After a restart of PostgreSQL nobody meets a dead connection, however many there are, however lately used."""
    monkeypatch.setattr(alive, "TRUSTED_S", trusted_s)
    database = Database(database_url)
    held = [database.engine.connect() for _ in range(3)]
    for connection in held:
        connection.execute(sa.text("SELECT 1"))
    for connection in held:
        connection.close()
    name = database.engine.url.database
    with postgres_admin.connect() as admin:
        admin.execute(sa.text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"))  # noqa: S608
    for _ in held:
        with database.unit_of_work() as session:
            assert session.scalar(sa.text("SELECT 2")) == 2
        with database.reading() as session:
            assert session.scalar(sa.text("SELECT 3")) == 3
    database.close()
