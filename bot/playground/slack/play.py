"""``/play/…``: what a page needs to show the workspace and to act in it for a person."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground.slack import seen
from bot.playground.slack.faults import Fault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from bot.playground.slack.local_slack import LocalSlack
    from bot.playground.slack.model import Answer, Json

_HEARTBEAT = 15.0
_BAD = 400


def routes(slack: LocalSlack) -> list[Route]:
    """The routes under ``/play``."""

    async def state(_request: Request) -> Response:
        return JSONResponse(seen.state(slack.workspace))

    async def events(request: Request) -> Response:
        since = int(request.headers.get("last-event-id") or request.query_params.get("since") or 0)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream(slack, since), media_type="text/event-stream", headers=headers)

    found = [Route("/play/state", state), Route("/play/events", events)]
    for name, act in _ACTS.items():
        found.append(Route(f"/play/{name}", _acting(slack, act, by_hand=name in _BY_HAND), methods=["POST"]))
    return found


def _acting(slack: LocalSlack, act: Callable[[LocalSlack, Json], Json], *, by_hand: bool) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            body = json.loads(await request.body() or b"{}")
            if by_hand:
                await run_in_threadpool(slack.on_act)
            return JSONResponse(await run_in_threadpool(act, slack, body))
        except (ValueError, KeyError, TypeError) as error:
            reason = f"missing: {error}" if isinstance(error, KeyError) else getattr(error, "code", None) or str(error)
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
                yield f"id: {since}\ndata: {json.dumps(seen.told(entry))}\n\n"
            try:
                await asyncio.wait_for(news.wait(), _HEARTBEAT)
            except TimeoutError:
                yield ": still here\n\n"
    finally:
        with workspace.changed:
            workspace.listeners.remove(tell)


def answer_json(answer: Answer) -> Json:
    """What an action came to. Sentences beside inputs are no failure of the exchange: the modal just stays open."""
    body: Json = {"ok": answer.ok or bool(answer.errors), "status": answer.status, "response": answer.body}
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
    chosen = [value for key, value in body.items() if key == "value" or key.startswith("selected_")]
    given = next((value for value in chosen if value is not None), None)
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


_BY_HAND = frozenset({"slash", "say", "click", "submit"})
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
