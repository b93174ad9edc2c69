"""What whoever runs Unstick looks at: `/healthz`, `/readyz`, `/metrics`, traces."""

import json
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
import sqlalchemy as sa

from bot.playground.stage import Stage
from bot.watch import traces
from tests.conftest import TUESDAY
from tests.databases import on_both
from tests.receiver import Receiver
from tests.scenario import play
from tests.scenario.plans import posted, take_all


def _get(stage: Stage, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    answer = httpx.get(f"{stage.slack.app_url}{path}", headers=headers)
    return answer.status_code, answer.text


def _numbers(stage: Stage) -> dict[str, float]:
    lines = _get(stage, "/metrics")[1].splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#")}


@on_both
def test_the_numbers_of_a_conversation(stage: Stage) -> None:
    """What was acknowledged, sent, put off and is due stands in the numbers; no id, name or word of anybody does."""
    talk = play.start(stage, "giraffe reader", summary="reads giraffes")
    stage.slack.fault("chat.postMessage", "429", retry_after=0)
    play.say(talk, "zebras do it by hand")
    stage.settle()
    numbers = _numbers(stage)
    assert numbers['unstick_acknowledgement_seconds_count{status="200"}'] >= 3
    assert numbers['unstick_deliveries_total{act="post",outcome="sent"}'] >= 3
    assert numbers['unstick_deliveries_total{act="post",outcome="later"}'] == numbers["unstick_slack_429_total"] == 1
    assert numbers["unstick_letters_waiting"] == numbers["unstick_queue_age_seconds"] == 0
    assert numbers["unstick_database_up"] == 1
    text = _get(stage, "/metrics")[1]
    known = [*stage.slack.workspace.users, *stage.slack.workspace.channels, "T0", "zebra", "giraffe", "olivia"]
    assert not [word for word in known if word in text]
    assert _get(stage, "/metrics", {"X-Forwarded-For": "203.0.113.7"})[0] == 404, "numbers are for the house"


def test_check_ins_that_are_due(stage: Stage) -> None:
    """A check-in whose moment has come is due, after five minutes late; once it is asked, it counts as sent."""
    talk = posted(stage)
    take_all(talk, "tomasz")
    stage.settle()
    with stage.bot.database.reading() as session:
        due = session.scalar(sa.text("SELECT min(next_at) FROM checkin WHERE next_at IS NOT NULL"))
    assert due is not None
    assert _numbers(stage)["unstick_checkins_due"] == 0
    stage.clock.advance(timedelta(days=6, minutes=10))
    numbers = _numbers(stage)
    assert numbers["unstick_checkins_due"] == numbers["unstick_checkins_late"] == 1
    stage.bot.tick()
    stage.settle()
    numbers = _numbers(stage)
    assert numbers["unstick_checkins_due"] == numbers["unstick_checkins_late"] == 0
    assert numbers["unstick_checkins_sent_total"] == 1


def test_ready_and_not(stage: Stage) -> None:
    """Alive is one thing and ready another: a word each says what is missing."""
    assert _get(stage, "/healthz") == (200, "alive")
    assert _get(stage, "/readyz") == (200, '{"ready":true,"missing":[]}')
    with stage.bot.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    stage.bot.engine.close()
    status, told = _get(stage, "/readyz")
    assert (status, json.loads(told)["missing"]) == (503, ["migrations", "delivery"])
    assert _get(stage, "/healthz")[0] == 200


def test_traces(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an address for traces is set, requests and deliveries are sent there, with no word of anybody."""
    with Receiver(answers=[200] * 50) as receiver:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://{urlsplit(receiver.url).netloc}")
        with Stage(sqlite_url, start=TUESDAY) as stage:
            stage.slack.line.ack_seconds = 30.0
            play.start(stage, "giraffe reader")
            stage.settle()
    sent = b"".join(one.body for one in receiver.came if one.path == "/v1/traces")
    assert b"request" in sent
    assert b"deliver" in sent
    assert b"giraffe" not in sent
    assert b"olivia" not in sent


def test_traces_without_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for and not installed: one sentence says what to install, or to unset."""
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(traces.TracesMissingError, match=r"pip install 'unstick\[traces\]', or unset it"):
        traces.begin("http://127.0.0.1:9")
