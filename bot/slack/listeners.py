"""Bolt's listeners: each calls one function of this room and acknowledges after its commit."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.slack import (
    checkin_forms,
    commands,
    decline_form,
    first_form,
    gate_forms,
    home,
    inbox,
    modal,
    month_form,
    report_form,
    taps,
    when_forms,
)
from bot.slack.blocks import render
from bot.slack.failed import failed
from bot.slack.front import Front
from bot.slack.places import archived, rejoined

ANY = re.compile(r".*")
COMMAND = "/unstick"
LAST_RETRY = "3"  # Slack sends an event four times at the most, over about six minutes
Submit = Callable[[Front, dict[str, Any]], dict[str, Any] | None]
CLOSING: dict[str, Submit] = {
    modal.CALLBACK: inbox.submit,
    **dict.fromkeys(checkin_forms.CALLBACKS, checkin_forms.submit),
    decline_form.CALLBACK: decline_form.submit,
    **dict.fromkeys(gate_forms.CALLBACKS, gate_forms.submit),
    month_form.CALLBACK: month_form.submit,
}


def build(front: Front, *, workspace_id: str, bot_user_id: str, token: str) -> App:
    """A Bolt app for one workspace. Signatures are checked at the edge, before Bolt (`bot/slack/edge.py`)."""

    def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=workspace_id, bot_user_id=bot_user_id, bot_token=token)

    app = App(
        authorize=authorize,
        signing_secret="checked-at-the-edge",  # noqa: S106 (Bolt insists on one; the real one never gets here)
        request_verification_enabled=False,
        process_before_response=True,
        ignoring_self_events_enabled=True,
    )

    @app.command(COMMAND)
    def on_command(ack: Ack, body: dict[str, Any]) -> None:
        note = commands.command(front, body)
        if note is None:
            ack()
            return
        text, blocks = render(note)
        ack(response_type="ephemeral", text=text, blocks=blocks)

    _on_forms(app, front)

    @app.action(ANY)
    def on_tap(ack: Ack, body: dict[str, Any]) -> None:
        taps.tap(front, body)
        ack()

    @app.event("message")
    def on_message(body: dict[str, Any]) -> None:
        inbox.message(front, body)

    _on_changes(app, front, bot_user_id)

    @app.event(ANY)
    def on_other_event() -> None:
        """Acknowledged, so that Slack does not send it again."""

    @app.error
    def on_error(error: Exception, body: dict[str, Any], request: BoltRequest) -> BoltResponse:
        return failed(front, error, body, is_last=LAST_RETRY in request.headers.get("x-slack-retry-num", ()))

    return app


def _on_changes(app: App, front: Front, bot_user_id: str) -> None:
    """What happens around us: somebody opens our Home, and we are let into a channel again."""

    @app.event("app_home_opened")
    def on_home(body: dict[str, Any]) -> None:
        home.opened(front, body)

    @app.event(re.compile(r"^(channel|group)_(un)?archive$"))
    def on_archive(body: dict[str, Any]) -> None:
        archived(front, body)

    @app.event("member_joined_channel")
    def on_joined(body: dict[str, Any]) -> None:
        if body["event"]["user"] == bot_user_id:
            rejoined(front, body["team_id"], body["event"]["channel"])


def _on_forms(app: App, front: Front) -> None:
    """What happens when a form is sent."""

    @app.view(first_form.CALLBACK)
    def on_process(ack: Ack, body: dict[str, Any]) -> None:
        ack(**first_form.submit(front, body))

    @app.view(first_form.PREVIEW)
    def on_ranking(ack: Ack, body: dict[str, Any]) -> None:
        ack(response_action="update", view=first_form.post(front, body))

    for callback, submit in CLOSING.items():
        _on_closing(app, front, callback, submit)

    for callback in when_forms.CALLBACKS:

        @app.view(callback)
        def on_when(ack: Ack, body: dict[str, Any]) -> None:
            ack(**when_forms.submit(front, body))

    @app.view(report_form.CALLBACK)
    def on_report_form(ack: Ack, body: dict[str, Any]) -> None:
        ack(response_action="update", view=report_form.submit(front, body))


def _on_closing(app: App, front: Front, callback: str, submit: Submit) -> None:
    """A form that closes when it is sent, or shows what is wrong with its fields."""

    @app.view(callback)
    def on_sent(ack: Ack, body: dict[str, Any]) -> None:
        _errors(ack, submit(front, body))


def _errors(ack: Ack, faults: dict[str, Any] | None) -> None:
    """Close the form, or show what is wrong with its fields."""
    if faults:
        ack(response_action="errors", errors=faults)
    else:
        ack()
