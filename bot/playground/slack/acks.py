"""What the app's acknowledgement means for the person who acted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.playground.slack import reply_url, view_rules
from bot.playground.slack.methods import views
from bot.playground.slack.model import Answer, Json, ReplyAddress, View
from bot.playground.slack.refusal import Refusal

if TYPE_CHECKING:
    from bot.playground.slack.inbound import Reaction
    from bot.playground.slack.workspace import Workspace

TROUBLE = {
    "http_timeout": "operation_timeout",
    "http_error": "dispatch_failed",
    "connection_failed": "app_unreachable",
}


def plain(reactions: list[Reaction]) -> Answer:
    """The answer to a request whose body means nothing. Of a request sent twice, the first counts."""
    if not reactions:
        return Answer(ok=False, error="dispatch_failed")
    first = reactions[0]
    return Answer(
        ok=first.acknowledged,
        status=first.status,
        body=first.body,
        error=TROUBLE[first.failure] if first.failure else None,
        delivered=len(reactions),
    )


def slash(workspace: Workspace, address: ReplyAddress, reactions: list[Reaction]) -> Answer:
    """A slash command may be answered with a message: text, or JSON with blocks and a ``response_type``."""
    answer = plain(reactions)
    if not answer.ok or not answer.body.strip():
        return answer
    body = _json(answer.body)
    try:
        message = reply_url.post(workspace, address, body if isinstance(body, dict) else {"text": answer.body})
    except Refusal as refusal:
        return replace(answer, ok=False, error=refusal.code)
    return replace(answer, ts=message.ts)


def submission(workspace: Workspace, view: View, reactions: list[Reaction]) -> Answer:
    """A modal closes when the answer is empty; else ``response_action`` says what happens to it."""
    answer = plain(reactions)
    if not answer.ok:
        return answer
    body = _json(answer.body) if answer.body.strip() else {}
    if not isinstance(body, dict) or (body and "response_action" not in body):
        return replace(answer, ok=False, error="invalid_response")
    try:
        return replace(answer, **_acted(workspace, view, body))
    except Refusal as refusal:
        reasons = "; ".join(refusal.messages)
        return replace(answer, ok=False, error=f"{refusal.code}: {reasons}" if reasons else refusal.code)


def _acted(workspace: Workspace, view: View, body: Json) -> Json:
    action = body.get("response_action")
    stack = workspace.modals.get(view.user, ())
    if action is None:
        workspace.put_modals(view.user, tuple(other for other in stack if other.id != view.id))
        return {}
    if action == "clear":
        workspace.put_modals(view.user, ())
        return {}
    if action == "errors":
        return {"ok": False, "error": "errors", "errors": _errors(workspace, view, body.get("errors"))}
    if action not in {"update", "push"}:
        raise Refusal("invalid_response", [f"unknown response_action: {action}"])
    parsed = view_rules.parse(body.get("view"))
    if action == "push":
        views.push(workspace, view.user, parsed)
    else:
        workspace.swap_view(views.updated(workspace, view, parsed))
    return {}


def _errors(workspace: Workspace, view: View, given: Any) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(given, dict) or not given or not set(given) <= inputs:
        raise Refusal("invalid_response", ["`errors` must name the block_id of inputs of this view"])
    errors = {block_id: str(sentence) for block_id, sentence in given.items()}
    workspace.swap_view(replace(view, errors=errors))
    return errors


def _json(body: str) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
