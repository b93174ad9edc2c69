"""The fewest permissions: with exactly those of the manifest everything works, and without typed answers the rest."""

from collections.abc import Iterator

import pytest

from bot.manifest import events
from bot.playground.stage import Stage
from bot.slack.scopes import granted
from tests.conftest import TUESDAY
from tests.scenario import play


@pytest.fixture
def stage(sqlite_url: str, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """A stage whose Slack grants what a manifest asks for, and sends the events that it names: no more."""
    stage = Stage(sqlite_url, start=TUESDAY)
    with_history = getattr(request, "param", True)
    terms = stage.slack.dispatcher.terms
    stage.slack.dispatcher.terms = type(terms)(
        block_types=terms.block_types, view_types=terms.view_types, scopes=frozenset(granted(with_history=with_history))
    )
    stage.slack.subscribed = frozenset(events(with_history=with_history))
    stage.slack.line.ack_seconds = stage.slack.workspace.trigger_seconds = 30.0
    with stage:
        yield stage


@pytest.mark.parametrize("stage", [True, False], ids=["full", "without history"], indirect=True)
def test_from_the_command_to_the_check_in(stage: Stage) -> None:
    """With these scopes nothing is refused, from the form over plan and report to a check-in, all by buttons."""
    talk = play.start(stage)
    play.answer_all(talk)
    play.post_plan(talk)
    play.press(stage, "tomasz", play.find_key(play.plan_thread(talk), "take_all", "U0TOMASZ"))
    stage.slack.open_home("olivia")
    stage.slack.slash("olivia", "orders", "/unstick", "export pdf")
    stage.travel(stage.clock() + play.days(7))
    assert play.dms(stage, "tomasz")
    assert stage.slack.workspace.files
    answers = [(call.method, call.answer) for call in stage.slack.workspace.calls]
    assert not {(method, answer.get("needed")) for method, answer in answers if not answer["ok"]}


def test_typed_answers_with_the_full_manifest(stage: Stage) -> None:
    """With the full manifest a typed answer counts, in a private channel as well."""
    stage.slack.invite_bot("steering")
    for channel in ("orders", "steering"):
        talk = play.start(stage, f"pilot of {channel}", channel=channel, roles={})
        asked = play.question(talk)
        play.say(talk, "1")
        assert play.question(talk) != asked
