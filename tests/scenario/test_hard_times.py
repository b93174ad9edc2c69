"""Hard times: what somebody sees when a disk is full, a database or Slack away, a clock wrong; nothing is lost."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.playground.stage import Stage
from bot.store import database as store
from tests.conftest import TUESDAY
from tests.scenario import play
from tests.scenario.plans import checkins, posted, take_all

LONG = "we retype every order by hand, all of them, " * 400  # needs pages of its own
SORRY = "Something went wrong on my side, and nothing was recorded"


def _ready(stage: Stage) -> tuple[int, list[str]]:
    answer = httpx.get(f"{stage.slack.app_url}/readyz")
    return answer.status_code, answer.json()["missing"]


def _asked(talk: play.Talk) -> list[str]:
    """Every question that stands in the thread, in order."""
    return [
        key.value.split("|")[2] for message in talk.thread() for key in [*play.keys(message)][:1] if "|" in key.value
    ]


@contextmanager
def _full(stage: Stage) -> Iterator[None]:
    """The disk has no room for one page more."""
    engines = [stage.bot.database.engine, stage.bot.engine._bookkeeping]

    def limit(pages: int) -> Any:
        def on_checkout(connection: Any, *_: Any) -> None:
            connection.execute(f"pragma max_page_count={pages}")

        return on_checkout

    full, roomy = limit(1), limit(2**30)
    for engine in engines:
        assert engine is not None
        sa.event.listen(engine, "checkout", full)
    yield
    for engine in engines:
        assert engine is not None
        sa.event.remove(engine, "checkout", full)
        sa.event.listen(engine, "checkout", roomy)


def test_the_disk_is_full(stage: Stage) -> None:
    """What cannot be kept is not pretended to be: whoever typed it is told, and types it again once there is room."""
    talk = play.start(stage)
    asked = play.question(talk)
    with _full(stage):
        stage.slack.say("olivia", "orders", LONG, talk.root)
        stage.slack.settle(30)
        assert SORRY in play.whispers(stage, "olivia")[-1]
        assert play.question(talk) == asked
        assert stage.slack.slash("olivia", "orders", "/unstick", "another").ok
        assert SORRY in play.whispers(stage, "olivia")[-1]
    stage.settle()
    assert play.question(talk) == asked
    play.answer(talk, "unknown")
    assert play.question(talk) != asked


def test_another_process_holds_the_file(stage: Stage) -> None:
    """While somebody else writes for a moment, a tap waits, and is done once and in full."""
    talk = play.start(stage)
    asked = play.question(talk)
    with sqlite3.connect(str(stage.bot.database.engine.url.database), isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        tapping = threading.Thread(target=play.answer, args=(talk, "unknown"))
        tapping.start()
        time.sleep(0.3)
        assert play.question(talk) == asked
        other.execute("COMMIT")
    other.close()
    tapping.join()
    stage.settle()
    assert play.question(talk) != asked


def test_another_process_holds_the_file_for_long(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while the one who tapped is told that nothing was recorded; their second tap counts."""
    monkeypatch.setattr(store, "BUSY_TIMEOUT_MS", 50)
    with Stage(sqlite_url, start=TUESDAY) as stage:
        stage.slack.line.ack_seconds = stage.slack.workspace.trigger_seconds = 30.0
        talk = play.start(stage)
        asked, key = play.question(talk), play.find_key(talk.thread(), "answer", "unknown")
        with sqlite3.connect(str(stage.bot.database.engine.url.database), isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            assert not play.tap_only(stage, "olivia", key).ok
            other.execute("COMMIT")
        other.close()
        assert SORRY in play.whispers(stage, "olivia")[-1]
        play.press(stage, "olivia", key)
        assert play.question(talk) != asked


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_database_is_gone(stage: Stage, postgres_admin: sa.Engine) -> None:
    """While PostgreSQL is away, a tap is answered by a word and readiness says why; when it is back, all goes on."""
    talk = play.start(stage)
    asked, key = play.question(talk), play.find_key(talk.thread(), "answer", "unknown")
    name = stage.bot.database.engine.url.database
    with postgres_admin.connect() as admin:
        admin.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        admin.execute(sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))  # noqa: S608
        assert not play.tap_only(stage, "olivia", key).ok
        assert SORRY in play.whispers(stage, "olivia")[-1]
        stage.slack.slash("olivia", "orders", "/unstick", "status")
        assert [SORRY in word for word in play.whispers(stage, "olivia")[-2:]] == [True, True]
        assert _ready(stage) == (503, ["database"])
        assert "unstick_database_up 0.0" in httpx.get(f"{stage.slack.app_url}/metrics").text
        admin.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    assert _ready(stage) == (200, [])
    play.press(stage, "olivia", key)
    assert play.question(talk) != asked
    assert len(_asked(talk)) == len(set(_asked(talk))), "no question is asked twice"


def test_slack_is_gone_for_an_hour(stage: Stage) -> None:
    """What was to be said in that hour is said when Slack is back: each once, in its order."""
    talk = posted(stage)
    take_all(talk, "tomasz")
    monday = stage.clock() + timedelta(days=6)
    stage.travel(monday.replace(hour=13, minute=50))
    assert not checkins(stage, "tomasz")
    stage.slack.fault("*", "drop", times=10_000)
    for _ in range(4):
        stage.clock.advance(timedelta(minutes=20))
        stage.bot.tick()
    assert not stage.bot.is_idle()
    stage.slack.faults.clear()
    stage.settle()
    assert len(checkins(stage, "tomasz")) == 1


def test_the_clock_is_set_back(stage: Stage) -> None:
    """Nothing is asked twice while time seems to run again, an answer counts, and the next week is as planned."""
    talk = posted(stage)
    take_all(talk, "tomasz")
    stage.travel(stage.clock() + play.WEEK)
    assert len(checkins(stage, "tomasz")) == 1
    stage.clock._offset -= timedelta(hours=30)
    stage.bot.tick()
    stage.settle()
    assert len(checkins(stage, "tomasz")) == 1
    other = play.start(stage, "a second pilot", by="carlos")
    first = play.question(other)
    play.answer(other, "unknown", by="carlos")
    assert play.question(other) != first
    stage.travel(stage.clock() + timedelta(hours=30))
    assert len(checkins(stage, "tomasz")) == 1
    stage.travel(stage.clock() + play.WEEK)
    assert len(checkins(stage, "tomasz")) == 2
