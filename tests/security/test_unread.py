"""What is typed outside the threads of diagnoses is dropped before anything keeps it or logs it."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.playground.stage import Stage
from tests.databases import on_both
from tests.logged import everything_logged
from tests.scenario import play

CANARY = "quokka"


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
def test_what_is_not_for_us(stage: Stage, caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """In the channel, in others' threads, in the plan's thread, to the bot itself: not one word is kept or logged."""
    with everything_logged(caplog) as log:
        _type_everywhere(stage)
        said = log()
    assert '"action": "purge"' in said
    assert CANARY not in said
    assert not _holds(stage, CANARY, tmp_path)
    assert _holds(stage, play.PILOT, tmp_path)  # the search finds what is there


def _type_everywhere(stage: Stage) -> None:
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
