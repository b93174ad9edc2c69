"""What is typed outside the threads of diagnoses is dropped before anything keeps it or logs it."""

import contextlib
import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import structlog

from bot.log import CHATTY, configure
from bot.playground.stage import Stage
from tests.databases import on_both
from tests.scenario import play

CANARY = "quokka"


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """All that is logged at any level, by us and by every library, once the product has set logging up."""
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    caplog.set_level(logging.DEBUG)
    ours = io.StringIO()
    with contextlib.redirect_stderr(ours):
        configure(logging.DEBUG)
        yield lambda: caplog.text + ours.getvalue()
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _holds(stage: Stage, word: str, folder: Path) -> bool:
    """Whether any table of the database holds a word, the delivery engine's too; or for SQLite any file."""
    engine = stage.bot.database.engine
    looked = sa.inspect(engine)
    schemas = [None] if stage.bot.database.is_sqlite else ["public", "dbos"]
    with engine.connect() as connection:
        for schema in schemas:
            for name in looked.get_table_names(schema=schema):
                table = f'"{schema}"."{name}"' if schema else f'"{name}"'
                rows = connection.exec_driver_sql(f"select * from {table}").all()  # noqa: S608 (names of our own)
                if word in str(rows):
                    return True
    return any(word.encode() in each.read_bytes() for each in folder.glob("unstick.sqlite*"))


@on_both
def test_what_is_not_for_us(stage: Stage, logged: Callable[[], str], tmp_path: Path) -> None:
    """In the channel, in others' threads, in the plan's thread, to the bot itself: not one word is kept or logged."""
    talk = play.start(stage)
    play.answer_all(talk)
    play.post_plan(talk)
    slack = stage.slack
    other = slack.say("carlos", "orders", f"{CANARY} in the channel")
    slack.say("olivia", "orders", f"{CANARY} in another thread", other.ts)
    slack.say("olivia", "general", f"{CANARY} elsewhere")
    slack.say("olivia", "orders", f"{CANARY} below the plan", play.plan_of(talk).ts)
    slack.say("brenda", slack.dm("brenda").id, f"{CANARY} to the bot, which has asked nothing")
    stage.settle()
    stage.bot.tick()
    assert not _holds(stage, CANARY, tmp_path)
    assert _holds(stage, play.PILOT, tmp_path)  # the search finds what is there
    said = logged()
    assert '"action": "deliver"' in said or '"action": "purge"' in said
    assert CANARY not in said
