"""A replica dies and never returns: another one goes on with what it had begun, and says nothing twice."""

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.delivery import name, replicas
from bot.delivery.letters import Act, Draft
from bot.delivery.name import Name, NameTakenError
from bot.delivery.replicas import LapsedError, Replicas
from bot.playground.slack.model import TEAM_ID
from bot.playground.stage import Stage
from bot.store.database import Database
from bot.store.sole import TakenError
from prompts.messages import Note, dump

CHANNEL = "C0ORDERS"
_BEGUN = sa.text(
    "UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = 'gone', application_version = '1', "
    "recovery_attempts = 1 "
    "WHERE workflow_uuid = :run"
)
_AGED = sa.text("UPDATE replica SET seen_at = seen_at - interval '1 minute' WHERE name = :name")

pytestmark = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)


def _begun_by_another(stage: Stage) -> None:
    """Two letters of a lane whose run another replica has begun; it is alive so far."""
    drafts = [Draft(id=name, lane=CHANNEL, act=Act.POST, body=dump(Note(text=name))) for name in ("first", "second")]
    Replicas(stage.bot.database, "gone", lambda _names: None).enter()
    with stage.bot.database.unit_of_work() as session:
        stage.bot.engine.put(session, TEAM_ID, drafts)
        session.execute(_BEGUN, {"run": f"deliver:{TEAM_ID}:first"})


def _age(database: Database, name: str) -> None:
    with database.unit_of_work() as session:
        session.execute(_AGED, {"name": name})


def _look(stage: Stage) -> list[str]:
    watch = stage.bot.engine._replicas
    assert watch is not None
    return watch.look()


def _said(stage: Stage) -> list[str]:
    return [one.text for one in stage.slack.messages(CHANNEL) if one.by_bot]


def test_what_a_dead_replica_had_begun_is_taken_over(stage: Stage) -> None:
    """While it is heard of, it is left alone; once it is silent, its lane goes on elsewhere, in order."""
    _begun_by_another(stage)
    assert _look(stage) == []
    assert _said(stage) == []
    _age(stage.bot.database, "gone")
    assert _look(stage) == ["gone"]
    stage.settle()
    assert _said(stage) == ["first", "second"]
    assert _look(stage) == []


def test_what_it_had_posted_before_it_died_is_not_said_again(stage: Stage) -> None:
    """It died between a post and its mark: whoever takes over finds the message in Slack."""
    _begun_by_another(stage)
    metadata = {"event_type": "unstick_letter", "event_payload": {"letter": "first"}}
    stage.bot.keys.client(TEAM_ID).chat_postMessage(channel=CHANNEL, text="first", metadata=metadata)
    _age(stage.bot.database, "gone")
    _look(stage)
    stage.settle()
    assert _said(stage) == ["first", "second"]


def test_one_that_cannot_say_that_it_is_there_does_not_send(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the others may take it for dead, it stops: two would send the same."""
    monkeypatch.setattr(replicas, "TRUSTED_S", -1.0)
    with pytest.raises(LapsedError):
        stage.bot.engine._check()


def test_it_stops_before_the_others_begin(database_url: str) -> None:
    """The times leave room: for several words that get lost, and for a call to Slack that is under way."""
    assert 2 * replicas.BEAT_S < replicas.TRUSTED_S < replicas.SILENT_S - replicas.BEAT_S
    assert replicas.SILENT_S + 2 * replicas.BEAT_S < 60


def test_a_second_process_of_the_same_name_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would deliver what the first one is delivering. Once that one has ended, the name is free."""
    monkeypatch.setattr(name, "PATIENCE_S", 0.0)
    other = Replicas(stage.bot.database, stage.bot.settings.replica, lambda _names: None)
    with pytest.raises(NameTakenError, match="UNSTICK_REPLICA"):
        other.claim()
    another = Replicas(stage.bot.database, "another", lambda _names: None)
    another.claim()
    another.leave()
    stage.bot.engine.close()
    other.claim()
    with pytest.raises(TakenError):
        stage.bot.engine.launch()
    other.leave()


def test_a_name_outlives_the_database(stage: Stage, postgres_admin: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a restart of PostgreSQL the next beat claims the name again, or says in the log who else has it."""
    monkeypatch.setattr(name, "PATIENCE_S", 0.0)
    first, second = (Name(stage.bot.database, "a") for _ in range(2))
    first.claim()
    of = stage.bot.database.engine.url.database
    with postgres_admin.connect() as admin:
        admin.execute(sa.text(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{of}'"))  # noqa: S608
    first.keep()
    first.keep()
    with pytest.raises(NameTakenError):
        second.claim()
    with capture_logs() as logged:
        second.keep()
    assert [line["event"] for line in logged] == ["replica_name_taken"]
    first.release()
    second.keep()
    with pytest.raises(NameTakenError):
        first.claim()
    second.release()
