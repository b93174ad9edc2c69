"""What the log holds: ids and codes, and never what people wrote, nor a secret."""

import contextlib
import hmac
import io
import json
import logging
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest
import sqlalchemy as sa
from dbos import DBOS

from bot.delivery import engine
from bot.log import CHATTY, configure
from bot.playground.stage import SECRET, Stage
from tests.logged import forget
from tests.scenario import play
from tests.scenario.reads import asking

ANSWER = "zebras do it by hand on Thursdays"
PILOT = "giraffe reader"


@pytest.fixture
def logged(stage: Stage, caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """All that is logged at any level, by us and by every library, once the product has set logging up."""
    levels = {name: logging.getLogger(name).level for name in CHATTY}
    caplog.set_level(logging.DEBUG)
    ours = io.StringIO()
    with contextlib.redirect_stderr(ours):
        configure(logging.DEBUG)
        yield lambda: caplog.text + ours.getvalue()
    forget(levels)


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


@pytest.mark.parametrize("workflow", ["tick", "deliver"])
def test_a_run_that_breaks_off(
    logged: Callable[[], str], stage: Stage, monkeypatch: pytest.MonkeyPatch, workflow: str
) -> None:
    """A fault whose text holds what people wrote is told by its kind, and its text is kept nowhere either."""

    def fails(*_: object, **__: object) -> int:
        raise ValueError(ANSWER) from KeyError(PILOT)

    monkeypatch.setattr(stage.bot.engine, workflow, fails)
    given = {"tick": (engine._tick, (stage.clock(), None)), "deliver": (engine._deliver, ("T0", "C0"))}
    run, arguments = given[workflow]
    handle = DBOS.start_workflow(run, *arguments)
    with pytest.raises(engine.BrokenOffError) as broken:
        handle.get_result()
    with stage.bot.database.engine.connect() as connection:
        kept = str(connection.scalar(sa.text("SELECT error FROM workflow_status WHERE error IS NOT NULL")))
    said = logged()
    assert '"faults": ["ValueError", "KeyError"]' in said
    assert "test_log.py:" in said
    everything = f"{said} {b64decode(kept)!r} {broken.value}"
    assert not {word for word in ("zebra", "giraffe") if word in everything}


@pytest.mark.parametrize("kind", ["block_suggestion", "message_action", "view_closed", "command"])
def test_what_nobody_listens_to(logged: Callable[[], str], stage: Stage, kind: str) -> None:
    """A signed request that is for nothing of ours is turned away, and what somebody typed into it is not logged."""
    who = {"team": {"id": "T0LOCALTEAM"}, "user": {"id": "U0OLIVIA"}, "trigger_id": "1.1"}
    view = {"id": "V1", "type": "modal", "callback_id": PILOT, "state": {"values": {}}}
    told = {"callback_id": PILOT, "action_id": PILOT, "block_id": PILOT, "value": ANSWER, "view": view}
    body = urlencode({"payload": json.dumps({"type": kind, **who, **told})})
    if kind == "command":
        ids = {"team_id": "T0LOCALTEAM", "user_id": "U0OLIVIA", "channel_id": "C0ORDERS", "trigger_id": "1.1"}
        body = urlencode({"command": f"/{PILOT}", "text": ANSWER, **ids})
    stamp = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{stamp}:{body}".encode(), "sha256").hexdigest()
    headers = {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={signature}"}
    form = {**headers, "content-type": "application/x-www-form-urlencoded"}
    assert httpx.post(f"{stage.slack.app_url}/slack/events", content=body, headers=form).status_code == 404
    assert not {word for word in ("zebra", "giraffe") if word in logged()}


def test_what_a_library_says_of_an_exception(logged: Callable[[], str]) -> None:
    """A library's trace becomes one line of JSON: its kind and its place, not the text that it carries."""
    assert not logged()
    handler = logging.getLogger("dbos").handlers[0]
    try:
        raise ValueError(ANSWER)  # noqa: TRY301 (to have a trace)
    except ValueError as error:
        trace = (type(error), error, error.__traceback__)
        line = handler.format(logging.LogRecord("dbos", logging.ERROR, "", 0, "it broke: %s", ("run 1",), trace))
    told = json.loads(line)
    assert (told["event"], told["faults"], told["level"]) == ("it broke: run 1", ["ValueError"], "error")
    assert "test_log.py:" in told["places"][0]
    assert "zebra" not in line


def _rename(stage: Stage, old: str, new: str) -> None:
    """Take a table away, as a fault would."""
    with stage.bot.database.engine.begin() as connection:
        connection.execute(sa.text(f"alter table {old} rename to {new}"))
