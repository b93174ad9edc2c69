"""``/play/…``: what a page needs to show the workspace and to act in it for a person."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground.slack import shapes
from bot.playground.slack.faults import Fault
from bot.playground.slack.model import BOT_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID, TEAM_NAME

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from bot.playground.slack.local_slack import LocalSlack
    from bot.playground.slack.model import Answer, Json, Message, View

_HEARTBEAT = 15.0
_BAD = 400


def routes(slack: LocalSlack) -> list[Route]:
    """The routes under ``/play``."""

    async def state(_request: Request) -> Response:
        return JSONResponse(state_json(slack))

    async def events(request: Request) -> Response:
        since = int(request.headers.get("last-event-id") or request.query_params.get("since") or 0)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream(slack, since), media_type="text/event-stream", headers=headers)

    found = [Route("/play/state", state), Route("/play/events", events)]
    for name, act in _ACTS.items():
        found.append(Route(f"/play/{name}", _acting(slack, act), methods=["POST"]))
    return found


def _acting(slack: LocalSlack, act: Callable[[LocalSlack, Json], Json]) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            body = json.loads(await request.body() or b"{}")
            return JSONResponse(await run_in_threadpool(act, slack, body))
        except (ValueError, KeyError, TypeError) as error:
            reason = f"missing: {error}" if isinstance(error, KeyError) else str(error)
            return JSONResponse({"ok": False, "error": reason}, _BAD)

    return endpoint


async def stream(slack: LocalSlack, since: int) -> AsyncIterator[str]:
    """The log from after ``since`` on, as server-sent events; a comment now and then keeps the connection open."""
    loop, news = asyncio.get_running_loop(), asyncio.Event()

    def tell(_entry: Json) -> None:
        loop.call_soon_threadsafe(news.set)

    workspace = slack.workspace
    with workspace.changed:
        workspace.listeners.append(tell)
    try:
        yield ": hello\n\n"
        while not slack.closing.is_set():
            news.clear()
            for entry in workspace.log[since:]:
                since = int(entry["seq"])
                yield f"id: {since}\ndata: {json.dumps(entry)}\n\n"
            try:
                await asyncio.wait_for(news.wait(), _HEARTBEAT)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        with workspace.changed:
            workspace.listeners.remove(tell)


def state_json(slack: LocalSlack) -> Json:
    """Everything the page shows."""
    workspace = slack.workspace
    with workspace.changed:
        return {
            "team": {"id": TEAM_ID, "name": TEAM_NAME, "domain": TEAM_DOMAIN},
            "me_bot": {"user_id": BOT_USER, "bot_id": BOT_ID, "name": workspace.users[BOT_USER].real_name},
            "users": [
                {
                    "id": user.id,
                    "name": user.name,
                    "real_name": user.real_name,
                    "title": user.title,
                    "tz": user.tz,
                    "locale": user.locale,
                    "is_guest": user.is_restricted,
                    "is_bot": user.is_bot,
                }
                for user in workspace.users.values()
            ],
            "channels": [
                {
                    "id": channel.id,
                    "name": channel.name,
                    "is_im": channel.kind == "im",
                    "user": channel.user,
                    "members": list(channel.members),
                    "is_member": BOT_USER in channel.members,
                    "private": channel.kind != "public",
                }
                for channel in workspace.channels.values()
            ],
            "messages": [message_json(slack, message) for message in _in_order(slack)],
            "views": {user: view_json(stack[-1]) if stack else None for user, stack in workspace.modals.items()},
            "homes": {user: view_json(view) for user, view in workspace.homes.items()},
            "clock": workspace.clock().isoformat(),
            "seq": workspace.seq,
        }


def _in_order(slack: LocalSlack) -> list[Message]:
    return sorted(slack.workspace.messages.values(), key=lambda message: message.ts)


def message_json(slack: LocalSlack, message: Message) -> Json:
    """A message as the page takes it."""
    body = shapes.message_json(slack.workspace, message, metadata=True)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.user,
        "text": message.text,
        "blocks": body["blocks"],
        "edited": body.get("edited"),
        "ephemeral_for": message.ephemeral_for,
        "reply_count": body.get("reply_count", 0),
        "metadata": body.get("metadata"),
        "reactions": body.get("reactions", []),
    }


def view_json(view: View) -> Json:
    """A view as the page takes it: Slack's, with the sentences beside the inputs."""
    return shapes.view_json(view) | {"errors": dict(view.errors)}


def answer_json(answer: Answer) -> Json:
    """What an action came to."""
    body: Json = {"ok": answer.ok, "status": answer.status, "response": answer.body}
    if answer.error:
        body["error"] = answer.error
    if answer.errors:
        body["errors"] = dict(answer.errors)
    return body


def _slash(slack: LocalSlack, body: Json) -> Json:
    return answer_json(slack.slash(body["user"], body["channel"], body["command"], body.get("text", "")))


def _say(slack: LocalSlack, body: Json) -> Json:
    message = slack.say(body["user"], body["channel"], body["text"], body.get("thread_ts"))
    return {"ok": True, "ts": message.ts}


def _click(slack: LocalSlack, body: Json) -> Json:
    keys = ("value", "selected_option")
    given = next((body[key] for key in keys if body.get(key) is not None), None)
    if given is None:
        given = next((value for key, value in body.items() if key.startswith("selected_")), None)
    if body.get("view_id"):
        answer = slack.click_in_view(body["user"], body["view_id"], body["block_id"], body["action_id"], given)
    else:
        place = (body["user"], body["channel"], body["ts"], body["block_id"], body["action_id"])
        answer = slack.click(*place, given)
    return answer_json(answer)


def _submit(slack: LocalSlack, body: Json) -> Json:
    return answer_json(slack.submit(body["user"], body["view_id"], body.get("values") or {}))


def _close(slack: LocalSlack, body: Json) -> Json:
    return answer_json(slack.close(body["user"], body["view_id"]))


def _join(slack: LocalSlack, body: Json) -> Json:
    slack.join(body["user"], body["channel"])
    return {"ok": True}


def _leave(slack: LocalSlack, body: Json) -> Json:
    slack.leave(body["user"], body["channel"])
    return {"ok": True}


def _home(slack: LocalSlack, body: Json) -> Json:
    slack.open_home(body["user"])
    return {"ok": True}


def _dm(slack: LocalSlack, body: Json) -> Json:
    return {"ok": True, "channel": slack.dm(body["user"]).id}


def _clock(slack: LocalSlack, body: Json) -> Json:
    slack.move_clock(body)
    return {"ok": True, "clock": slack.workspace.clock().isoformat()}


def _fault(slack: LocalSlack, body: Json) -> Json:
    slack.add_fault(Fault(**body))
    return {"ok": True}


_ACTS: dict[str, Callable[[LocalSlack, Json], Json]] = {
    "slash": _slash,
    "say": _say,
    "click": _click,
    "submit": _submit,
    "close": _close,
    "join": _join,
    "leave": _leave,
    "home": _home,
    "dm": _dm,
    "clock": _clock,
    "fault": _fault,
}
