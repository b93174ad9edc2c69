"""A fresh stage for each test, on a database that was migrated once."""

import gc
import logging
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

from bot.log import OWN_HANDLERS
from bot.playground.replay.refused import refusals
from bot.playground.stage import Stage
from bot.understanding.reader import Reader
from prompts.catalog import Catalog, catalog
from scoring import Rules, load_rules

pytest_plugins = ("tests.postgres",)

# A busy machine is no fault of the code; the same examples every time.
settings.register_profile("unstick", deadline=None, derandomize=True)
settings.load_profile("unstick")

# A Tuesday, 09:30 in Chicago and 16:30 in Madrid: working time for everybody in the local Slack.
TUESDAY = datetime(2026, 11, 3, 15, 30, tzinfo=UTC)


# Python looks for garbage after every 700 new objects: a tenth of the time in which much is loaded.
gc.set_threshold(100_000, 20, 50)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: nobody need look through it for garbage."""
    gc.freeze()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Before several processes test at once, one of them learns the phrasings that changed."""
    if session.config.getoption("numprocesses", None) and not hasattr(session.config, "workerinput"):
        Reader().warm(load_rules())


@pytest.fixture(autouse=True)
def _no_stream_that_ended() -> Iterator[None]:
    """A command run in place lets libraries write to its standard error, which ends with it."""
    yield
    for name in OWN_HANDLERS:
        logging.getLogger(name).handlers.clear()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables and the delivery engine's, to copy: migrating takes longer than a conversation."""
    path = tmp_path_factory.mktemp("migrated") / "template.sqlite"
    with Stage(f"sqlite:///{path}", start=TUESDAY):
        pass
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of this test's own."""
    path = tmp_path / "unstick.sqlite"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """A database of this test's own: SQLite, or the kind that `tests.databases.on_both` names."""
    return str(request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url"))


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    """A local Slack with people in it and the real bot, on a clock that stands on Tuesday until a test moves it.

    In no test may a call of the bot be refused for its form, unless the test asks for that refusal.
    """
    stage = Stage(database_url, start=TUESDAY)
    # A busy machine must not turn Slack's three seconds into a failure of something else.
    stage.slack.line.ack_seconds = stage.slack.workspace.trigger_seconds = 30.0
    with stage:
        yield stage
    assert refusals(stage.slack.calls) == []


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The rules as shipped."""
    return load_rules()


@pytest.fixture(scope="session")
def texts() -> Catalog:
    """The English texts as shipped."""
    return catalog("en")
