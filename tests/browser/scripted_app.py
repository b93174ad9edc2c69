"""A small app that stands where the bot would be: it hears Slack's requests over HTTP and answers by the Web API."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from slack_sdk import WebClient

from tests.browser import said

if TYPE_CHECKING:
    from bot.playground.slack import LocalSlack

Json = dict[str, Any]


class ScriptedApp:
    """Answers by a fixed script.

    ``heard`` holds every payload in order; ``pause`` delays each answer to a click, in seconds; a modal for the pilot
    ``refuse_pilot`` is refused.
    """

    def __init__(self) -> None:
        self.heard: list[Json] = []
        self.pause = 0.0
        self.refuse_pilot: str | None = None
        self.slack: LocalSlack | None = None
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["content-length"])).decode()
                answer = app.answer(raw, self.headers["content-type"]).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json" if answer.startswith(b"{") else "text/plain")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def client(self) -> WebClient:
        """A client of the local Slack's Web API."""
        assert self.slack is not None
        return WebClient(token=self.slack.token, base_url=self.slack.api_url)

    def answer(self, raw: str, kind: str) -> str:
        """What the app answers to one request."""
        if kind.startswith("application/json"):
            return self._event(json.loads(raw))
        form = dict(parse_qsl(raw, keep_blank_values=True))
        if "command" in form:
            return self._slash(form)
        payload = json.loads(form["payload"])
        self.heard.append(payload)
        return {"block_actions": self._click, "view_submission": self._submitted}.get(payload["type"], _nothing)(
            payload
        )

    def clicks(self) -> list[Json]:
        """The actions heard so far, each as Slack describes it."""
        return [action for payload in self.heard if payload["type"] == "block_actions" for action in payload["actions"]]

    def _slash(self, form: dict[str, str]) -> str:
        self.heard.append({"type": "slash", **form})
        if form["text"] == "help":
            return "Only you see this help."
        self.client.views_open(trigger_id=form["trigger_id"], view=said.modal(form["text"], form["channel_id"]))
        return ""

    def _submitted(self, payload: Json) -> str:
        view = payload["view"]
        pilot = view["state"]["values"]["pilot"]["name"]["value"]
        if pilot == self.refuse_pilot:
            return json.dumps(
                {"response_action": "errors", "errors": {"pilot": "This one is being looked at already."}}
            )
        channel = view["private_metadata"]
        root = self.client.chat_postMessage(channel=channel, text=f"Why is {pilot} stuck?", blocks=said.root(pilot))
        self.client.chat_postMessage(channel=channel, thread_ts=root["ts"], text="A question", blocks=said.question())
        return ""

    def _click(self, payload: Json) -> str:
        time.sleep(self.pause)
        action = payload["actions"][0]
        view: Json = payload.get("view") or {}
        if action["action_id"] == "deeper":
            self.client.views_push(trigger_id=payload["trigger_id"], view=said.second())
        if action["action_id"] == "role":
            role = action["selected_option"]["text"]["text"]
            changed = said.modal("order intake agent", view["private_metadata"], role=role)
            self.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
        if action["action_id"].startswith("option_"):
            message = payload["message"]
            self.client.chat_update(
                channel=payload["channel"]["id"],
                ts=message["ts"],
                text="Answered",
                blocks=said.answered(action["text"]["text"]),
            )
        return ""

    def _event(self, body: Json) -> str:
        event = body["event"]
        self.heard.append(event)
        if event["type"] == "message" and event.get("thread_ts") and "bot_id" not in event and "subtype" not in event:
            self.client.chat_postMessage(
                channel=event["channel"], thread_ts=event["thread_ts"], text=f"You wrote: {event['text']}"
            )
        return ""


def _nothing(_payload: Json) -> str:
    return ""
