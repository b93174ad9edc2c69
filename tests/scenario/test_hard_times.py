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
from dbos import _sys_db

from bot.delivery.letters import Act, State
from bot.playground.stage import Stage
from bot.store import database as store
from bot.store.tables import Outgoing
from tests.conftest import TUESDAY
from tests.scenario import play
from tests.scenario.plans import checkins, letter, posted, take_all
from tests.security.town import FIRST, town

LONG = "we retype every order by hand, all of them, " * 400  # needs pages of its own
SHORT_PAUSE_S, LONG_PAUSE_S = 2.0, 6.0  # the first one, and the fourth or fifth
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


@contextmanager
def _away(stage: Stage, admin: sa.Engine) -> Iterator[None]:
    """PostgreSQL lets nobody into the stage's database, and has ended all who were."""
    name = stage.bot.database.engine.url.database
    with admin.connect() as asking:
        asking.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        asking.execute(sa.text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))  # noqa: S608
        try:
            yield
        finally:
            asking.execute(sa.text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_database_is_gone(stage: Stage, postgres_admin: sa.Engine) -> None:
    """While PostgreSQL is away, a tap is answered by a word and readiness says why; when it is back, all goes on."""
    talk = play.start(stage)
    asked, key = play.question(talk), play.find_key(talk.thread(), "answer", "unknown")
    with _away(stage, postgres_admin):
        assert not play.tap_only(stage, "olivia", key).ok
        assert SORRY in play.whispers(stage, "olivia")[-1]
        stage.slack.slash("olivia", "orders", "/unstick", "status")
        assert [SORRY in word for word in play.whispers(stage, "olivia")[-2:]] == [True, True]
        assert _ready(stage) == (503, ["database"])
        assert "unstick_database_up 0.0" in httpx.get(f"{stage.slack.app_url}/metrics").text
    assert _ready(stage) == (200, [])
    play.press(stage, "olivia", key)
    assert play.question(talk) != asked
    assert len(_asked(talk)) == len(set(_asked(talk))), "no question is asked twice"


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_database_is_gone_with_the_tokens(database_url: str, postgres_admin: sa.Engine) -> None:
    """Where tokens lie in the database too, a tap is answered all the same: by the address that came with it."""
    with town(database_url) as built:
        built.install(FIRST)
        side = built.side(FIRST)
        talk = play.start(side)
        asked, key = play.question(talk), play.find_key(talk.thread(), "answer", "unknown")
        with _away(side, postgres_admin):
            built.bot.keys._kept.clear()  # as half a minute does
            assert not play.tap_only(side, "olivia", key).ok
            assert SORRY in play.whispers(side, "olivia")[-1]
            side.slack.slash("olivia", "orders", "/unstick", "status")
            assert SORRY in play.whispers(side, "olivia")[-1]
        play.press(side, "olivia", key)
        assert play.question(talk) != asked


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_database_is_started_anew(stage: Stage, postgres_admin: sa.Engine) -> None:
    """After a restart of PostgreSQL the very next tap is answered like any other: no dead connection is met."""
    talk = play.start(stage)
    for _ in range(3):
        asked, key = play.question(talk), play.find_key(talk.thread(), "answer", "unknown")
        with _away(stage, postgres_admin):
            pass
        play.press(stage, "olivia", key)
        assert play.question(talk) != asked
    assert not [word for word in play.whispers(stage, "olivia") if SORRY in word]
    assert len(_asked(talk)) == len(set(_asked(talk))), "no question is asked twice"


@contextmanager
def _mail_waits(stage: Stage) -> Iterator[None]:
    """Slack takes nothing for 80 minutes, while two owners are due to be asked and somebody types three answers."""
    talk = posted(stage)
    for owner in ("tomasz", "brenda"):
        take_all(talk, owner)
    other = play.start(stage, "invoice reader", by="carlos")
    stage.travel((stage.clock() + timedelta(days=6)).replace(hour=13, minute=50))
    stage.slack.fault("*", "drop", times=10_000)
    for _ in range(3):
        stage.slack.say("carlos", "orders", "I don't know", other.root)
        stage.slack.settle(30)
    for _ in range(4):
        stage.clock.advance(timedelta(minutes=20))
        stage.bot.tick()
    assert [len(letters) for letters in _waiting(stage).values()] == [3, 1, 1], "questions, and two check-ins"
    yield
    stage.slack.faults.clear()


def _waiting(stage: Stage) -> dict[str, list[str]]:
    """The new messages that wait to be sent, in the order in which they were written, by conversation."""
    return _letters(stage, Outgoing.state == State.WAITING)


def _written(stage: Stage) -> dict[str, list[str]]:
    """Every message that was ever to be posted, in the order in which they were written, by conversation."""
    return _letters(stage)


def _letters(stage: Stage, *which: sa.ColumnElement[bool]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with stage.bot.database.reading() as session:
        posts = session.query(Outgoing).filter(Outgoing.act.in_((Act.POST, Act.DM)), *which)
        for row in posts.order_by(Outgoing.lane, Outgoing.seq):
            found.setdefault(row.lane, []).append(row.id)
    return found


def _said(stage: Stage) -> dict[str, list[str]]:
    """The same as it stands in Slack, in the order in which it came."""
    lanes = _written(stage)
    channels = {stage.slack.dm(lane).id if lane.startswith("U") else lane: lane for lane in lanes}
    found: dict[str, list[str]] = {lane: [] for lane in lanes}
    for message in sorted(stage.slack.workspace.messages.values(), key=lambda one: one.ts):
        if message.channel in channels and letter(message):
            found[channels[message.channel]].append(letter(message))
    return found


class _Looks:
    """The time as the engine has it, but for its pauses while it looks for its database: noted, and shorter."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    def sleep(self, seconds: float) -> None:
        """A pause of a stage."""
        self.pauses.append(seconds)
        time.sleep(seconds / 50)


def test_slack_is_gone_for_an_hour(stage: Stage) -> None:
    """What was to be said in that hour is said when Slack is back: each once, in its order, in each conversation."""
    with _mail_waits(stage):
        assert not stage.bot.is_idle()
    stage.settle()
    assert _said(stage) == _written(stage)


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_database_is_gone_while_letters_wait(
    stage: Stage, postgres_admin: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A longer outage: deliveries look for PostgreSQL less and less often; then what waited follows, once, in order."""
    looks = _Looks()
    with _mail_waits(stage):
        monkeypatch.setattr(_sys_db, "time", looks)
        with _away(stage, postgres_admin):
            assert _ready(stage) == (503, ["database"])
            deadline = time.monotonic() + stage.patience_s
            while max(looks.pauses, default=0) < LONG_PAUSE_S:
                assert time.monotonic() < deadline, looks.pauses
                time.sleep(0.01)
    stage.slack.settle(30)
    stage.clock.advance(timedelta(minutes=3))
    stage.bot.tick()
    stage.settle()
    assert _said(stage) == _written(stage)
    assert min(looks.pauses) < SHORT_PAUSE_S


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
