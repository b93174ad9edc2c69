"""What the log holds: ids and codes, and never what people wrote, nor a secret."""

import contextlib
import io
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import structlog

from bot.log import configure
from bot.playground.stage import SECRET, Stage
from tests.scenario import play
from tests.scenario.reads import asking

ANSWER = "zebras do it by hand on Thursdays"
PILOT = "giraffe reader"


@pytest.fixture
def logged(stage: Stage, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """All that is logged at any level, by us and by every library, once the product has set logging up."""
    levels = {name: logging.getLogger(name).level for name in ("slack_bolt", "slack_sdk", "dbos", "alembic")}
    caplog.set_level(logging.DEBUG)
    ours = io.StringIO()
    with contextlib.redirect_stderr(ours):
        configure(logging.DEBUG)
        yield lambda: caplog.text + ours.getvalue()
    structlog.reset_defaults()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def test_a_whole_conversation(logged: Callable[[], str], stage: Stage) -> None:
    """From the command to a check-in: no name of a pilot, no answer, no token, no signature stands in the log."""
    asking(stage)
    talk = play.start(stage, PILOT, summary="reads giraffes")
    while play.is_open(talk) or play.clashes(talk):
        if play.clashes(talk):
            play.settle(talk, "both")
            continue
        play.say(talk, ANSWER)
        play.tap(talk, "pick")
    stage.slack.say("carlos", "orders", "zebras in the channel")
    stage.slack.fault("chat.postMessage", "500")
    stage.slack.fault("chat.update", "429")
    play.post_plan(talk)
    play.press(stage, "tomasz", play.find_key(play.plan_thread(talk), "take_all", "U0TOMASZ"))
    stage.travel(stage.clock() + timedelta(days=7))
    assert play.dms(stage, "tomasz")

    said = logged()
    assert '"action": "deliver"' in said
    assert not {word for word in ("zebra", "giraffe", stage.slack.token, SECRET, "v0=") if word in said}


def test_when_something_breaks(logged: Callable[[], str], stage: Stage) -> None:
    """When the database fails, the log names the fault and not the answer, and afterwards the conversation goes on."""
    talk = play.start(stage, PILOT)
    asked = play.question(talk)
    _rename(stage, "entry", "entry_gone")
    stage.slack.say("olivia", "orders", ANSWER, talk.root)
    assert not play.tap_only(stage, "olivia", play.find_key(talk.thread(), "answer")).ok
    answer = stage.slack.slash("olivia", "orders", "/unstick", "status")
    assert answer.ok
    assert "Something went wrong on my side" in play.whispers(stage, "olivia")[-1]
    _rename(stage, "entry_gone", "entry")
    stage.settle()
    assert play.question(talk) == asked
    play.answer(talk, "unknown")
    assert play.question(talk) != asked

    said = logged()
    assert '"action": "listen"' in said
    assert not {word for word in ("zebra", "giraffe", stage.slack.token, SECRET, "v0=") if word in said}


def _rename(stage: Stage, old: str, new: str) -> None:
    """Take a table away, as a fault would."""
    with stage.bot.database.engine.begin() as connection:
        connection.execute(sa.text(f"alter table {old} rename to {new}"))
