"""Bolt's listeners: each calls one function of this room and acknowledges after its commit."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse

from bot.slack import (
    checkin_forms,
    commands,
    decline_form,
    first_form,
    gate_forms,
    inbox,
    modal,
    month_form,
    report_form,
    taps,
    when_forms,
)
from bot.slack.blocks import render
from bot.slack.client import SILENT
from bot.slack.failed import failed
from bot.slack.front import Front
from bot.slack.heard import HEARD, Event
from bot.slack.tenant import Tenants, find, settle
from prompts.catalog import catalog, every_catalog

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


def build(front: Front) -> App:
    """A Bolt app for all workspaces that let us in. Signatures are checked before Bolt (`bot/slack/edge.py`)."""
    app = App(
        before_authorize=find,
        authorize=Tenants(front.keys),  # type: ignore[arg-type]  # Bolt takes it too
        user_facing_authorize_error_message=not_installed(),
        logger=SILENT,  # what nobody listens to it would write down, with what somebody typed
        signing_secret="checked-at-the-edge",  # noqa: S106 (Bolt insists on one; the real one never gets here)
        request_verification_enabled=False,
        process_before_response=True,
        ignoring_self_events_enabled=True,
    )
    app.middleware(settle)

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

    for event in HEARD:
        _on_event(app, front, event)

    @app.event(ANY)
    def on_other_event() -> None:
        """Acknowledged, so that Slack does not send it again."""

    @app.error
    def on_error(error: Exception, body: dict[str, Any], request: BoltRequest) -> BoltResponse:
        return failed(front, error, body, is_last=LAST_RETRY in request.headers.get("x-slack-retry-num", ()))

    return app


def not_installed() -> str:
    """What somebody reads where Unstick is installed no more: nobody can say in which language, so in all."""
    return "\n".join(every.say("install.not_here") for every in every_catalog(catalog()))


def _on_event(app: App, front: Front, event: Event) -> None:
    """Something that was said, or that happens around us."""

    @app.event(event.type)
    def on_event(body: dict[str, Any]) -> None:
        event.hear(front, body)


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
