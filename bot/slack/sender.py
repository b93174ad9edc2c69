"""Letters into Slack's Web API, and Slack's refusals into words that the delivery understands."""

import http.client
import json
import socket
import ssl
from collections.abc import Callable
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.letters import Act, Letter, Refused, Sent, TryLater
from bot.report.formats import Report
from bot.slack.blocks import POST_CHARACTERS, UPDATE_CHARACTERS, render
from bot.slack.client import EXPIRED, UNREADABLE
from prompts.messages import Attachment, Message, Note, load

Clients = Callable[[str], WebClient]
Reports = Callable[[str, Attachment], Report]

FORMS_ONLY: Final = frozenset({"files.getUploadURLExternal", "files.completeUploadExternal"})
UPLOAD_S = 30
ALT_CHARACTERS = 1000
EVENT_TYPE = "unstick_letter"
RETRY_AFTER_S = 1.0
SERVER_FAULT_S = 2.0
LOOKED_THROUGH = 200  # messages of a conversation in which a letter is looked for
TRANSIENT: Final = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        EXPIRED,  # it is renewed, or granted anew
        UNREADABLE,  # whoever runs this can put its key back
    }
)
HTTP_TOO_MANY = 429
HTTP_SERVER_FAULT = 500
# After these, Slack has surely not taken the message; after any other break of the connection nobody knows.
_NOT_CONNECTED = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)


class SlackSender:
    """The hand that puts letters into Slack, each with the token of its own workspace and no other."""

    def __init__(self, clients: Clients, reports: Reports | None = None) -> None:
        """`clients` gives each workspace's own, with its token; `reports` makes what is attached."""
        self._clients = clients
        self._reports = reports

    def send(self, letter: Letter) -> Sent:
        """Send it. Raises TryLater or Refused."""
        if letter.act is Act.FILE:
            return self._upload(letter)
        limit = UPDATE_CHARACTERS if letter.act is Act.UPDATE else POST_CHARACTERS
        message = load(letter.body)
        leads = _leads(letter, message)
        text, blocks = render(message, limit, link=self._permalink(letter) if leads else None)
        common: dict[str, Any] = {"text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}
        if letter.act is Act.UPDATE:
            place = {"channel": letter.refers_channel, "ts": letter.refers_ts}
            return _sent(self._call(letter, "chat.update", {"text": text, "blocks": blocks, "parse": "none", **place}))
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"letter": letter.id}}
        arguments = {**common, "channel": self._channel(letter), "metadata": metadata, "parse": "none"}
        if letter.refers_ts and not leads:
            arguments["thread_ts"] = letter.refers_ts
        return _sent(self._call(letter, "chat.postMessage", arguments))

    def find(self, letter: Letter, after: str | None) -> Sent | None:
        """Look for a posted letter by its id, where it belongs, later than `after`. Raises TryLater or Refused."""
        channel = self._channel(letter)
        arguments = {"channel": channel, "include_all_metadata": True, "limit": LOOKED_THROUGH, "oldest": after or "0"}
        is_reply = letter.refers_ts and not _leads(letter, load(letter.body))
        if is_reply:
            answer = self._call(letter, "conversations.replies", {**arguments, "ts": letter.refers_ts}, reads=True)
        else:
            answer = self._call(letter, "conversations.history", arguments, reads=True)
        for message in answer.get("messages", ()):
            if _is(message, letter):
                return Sent(channel=channel, ts=str(message["ts"]))
        return None

    def _permalink(self, letter: Letter) -> str | None:
        """Where the message stands that a letter leads to."""
        where = {"channel": letter.refers_channel, "message_ts": letter.refers_ts}
        return (
            str(self._call(letter, "chat.getPermalink", where, reads=True)["permalink"]) if letter.refers_ts else None
        )

    def _upload(self, letter: Letter) -> Sent:
        """Announce a file, upload it, share it in its thread; until it is shared nobody sees it."""
        message = load(letter.body)
        if not isinstance(message, Attachment) or self._reports is None:
            raise Refused("no_attachment")
        made = self._reports(letter.workspace_id, message)
        announced = {"filename": message.name, "length": len(made.content), "alt_txt": made.alt[:ALT_CHARACTERS]}
        place = self._call(letter, "files.getUploadURLExternal", {key: each for key, each in announced.items() if each})
        self._put(str(place["upload_url"]), made.content)
        text, _ = render(message)
        channel = self._channel(letter)
        shared = {
            "files": json.dumps([{"id": place["file_id"], "title": message.title}]),
            "channel_id": channel,
            "initial_comment": text,
            "thread_ts": letter.refers_ts,
        }
        self._call(letter, "files.completeUploadExternal", {key: each for key, each in shared.items() if each})
        return Sent(channel=channel, ts=None)

    def _put(self, url: str, content: bytes) -> None:
        """The bytes to where Slack wants them. Raises TryLater; nothing shows yet, so there is no doubt."""
        if urlsplit(url).scheme not in {"https", "http"}:
            raise Refused("upload_url")
        request = Request(url, data=content, headers={"Content-Type": "application/octet-stream"}, method="POST")  # noqa: S310 (checked above)
        try:
            with urlopen(request, timeout=UPLOAD_S) as answer:  # noqa: S310 (checked above)
                answer.read()
        except (URLError, http.client.HTTPException, OSError) as error:
            raise TryLater(type(error).__name__, after_s=SERVER_FAULT_S, doubtful=False) from error

    def _channel(self, letter: Letter) -> str:
        if letter.act is not Act.DM:
            return letter.refers_channel or letter.lane
        answer = self._call(letter, "conversations.open", {"users": letter.lane})
        return str(answer["channel"]["id"])

    def _call(self, letter: Letter, method: str, arguments: dict[str, Any], *, reads: bool = False) -> dict[str, Any]:
        """Call a method for the letter's workspace. Raises TryLater or Refused, never one of slack_sdk's errors.

        Slack takes JSON for methods that write, and only form fields for some that read and for files.
        """
        client = self._clients(letter.workspace_id)
        try:
            if reads:
                answer = client.api_call(method, http_verb="GET", params=arguments)
            elif method in FORMS_ONLY:
                answer = client.api_call(method, data=arguments)
            else:
                answer = client.api_call(method, json=arguments)
        except SlackApiError as error:
            raise _understood(error) from error
        except (URLError, http.client.HTTPException, OSError, json.JSONDecodeError) as error:
            reason = getattr(error, "reason", error)
            doubtful = not isinstance(reason, _NOT_CONNECTED)
            raise TryLater(type(reason).__name__, after_s=SERVER_FAULT_S, doubtful=doubtful) from error
        return dict(answer.data) if isinstance(answer.data, dict) else {}


def _understood(error: SlackApiError) -> TryLater | Refused:
    status = error.response.status_code
    code = str(error.response.get("error") or status)
    if status == HTTP_TOO_MANY:
        wait = error.response.headers.get("Retry-After", RETRY_AFTER_S)
        return TryLater(code, after_s=float(wait), doubtful=False)
    if status >= HTTP_SERVER_FAULT or code in TRANSIENT:
        return TryLater(code, after_s=SERVER_FAULT_S, doubtful=True)
    return Refused(code)


def _leads(letter: Letter, message: Message) -> bool:
    """Whether it leads to an earlier message by a link; it stands where that one stands, and not in its thread."""
    return isinstance(message, Note) and bool(message.link) and letter.act is not Act.UPDATE


def _is(message: dict[str, Any], letter: Letter) -> bool:
    """Whether a message in Slack is this letter; a file tells by its name, since it cannot carry our metadata."""
    if letter.act is Act.FILE:
        return any(file.get("name") == letter.body.get("name") for file in message.get("files", ()))
    return bool(message.get("metadata", {}).get("event_payload", {}).get("letter") == letter.id)


def _sent(answer: dict[str, Any]) -> Sent:
    return Sent(channel=str(answer["channel"]), ts=str(answer["ts"]))
