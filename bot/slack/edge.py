"""The HTTP edge: what is not Slack's is turned away before Bolt sees it, and nothing of it is logged."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping, Sequence

import structlog
from slack_bolt import BoltRequest, BoltResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.slack.overheard import EVENT, is_overheard
from bot.slack.shape import understood

log = structlog.get_logger()
Answer = Callable[[BoltRequest], BoltResponse]

PATH = "/slack/events"
BODY_BYTES = 1_000_000
WINDOW_S = 300
TIMESTAMP_DIGITS = 12
OK, BAD_REQUEST, UNAUTHORISED, TOO_LARGE = 200, 400, 401, 413


def route(answer: Answer, secrets: Sequence[str], *, now: Callable[[], float] = time.time) -> Route:
    """The one address that Slack calls. Work is done in a thread pool, the acknowledgement follows its commit.

    `answer` is Bolt's. `secrets`: those by which a request may be signed; two while one replaces the other, and with
    none nothing is taken.
    """

    async def receive(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", TOO_LARGE)
        if not is_signed(body, request.headers, secrets, now()):
            return PlainTextResponse("not signed by Slack", UNAUTHORISED)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("not UTF-8", BAD_REQUEST)
        understandable = understood(text, request.headers.get("content-type", ""))
        if understandable is None:
            return PlainTextResponse("not a request of Slack's", BAD_REQUEST)
        if EVENT in understandable and is_overheard(json.loads(understandable)):
            return Response(status_code=OK)
        headers: dict[str, str | Sequence[str]] = {name: [value] for name, value in request.headers.items()}
        try:
            answered = await run_in_threadpool(answer, BoltRequest(body=understandable, headers=headers))
        except (LookupError, TypeError, AttributeError) as error:  # Bolt trusts the inside of a payload
            log.warning("request_not_understood", action="receive", fault=type(error).__name__)
            return PlainTextResponse("not a request of Slack's", BAD_REQUEST)
        content_type = answered.headers.get("content-type", ["text/plain"])[0]
        return Response(answered.body, status_code=answered.status, headers={"content-type": content_type})

    return Route(PATH, receive, methods=["POST"])


def is_signed(body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: float) -> bool:
    """Whether Slack signed this body within the last five minutes; any oddity in the headers means no."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= TIMESTAMP_DIGITS):
        return False
    if abs(now - int(timestamp)) > WINDOW_S or not signature.isascii():
        return False
    signed = b"v0:" + timestamp.encode() + b":" + body
    return any(
        hmac.compare_digest(f"v0={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}", signature)
        for secret in secrets
        if secret
    )


async def _body(request: Request) -> bytes | None:
    """The body, or None when it is larger than anything Slack sends."""
    chunks, size = [], 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > BODY_BYTES:
                return None
            chunks.append(chunk)
    except ClientDisconnect:
        return b""
    return b"".join(chunks)
