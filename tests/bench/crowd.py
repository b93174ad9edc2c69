"""Many conversations at once: a minimal fake Slack that only answers, and people who tap "I don't know"."""

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.bench.http import Connection, connect, serve

TEAM, BOT = "T0BENCH", "U0BOT"
SECRET = "bench"
PATH = "/slack/events"
FORM = "application/x-www-form-urlencoded"
_ids = itertools.count(1)


@dataclass
class Talker:
    """One person in one channel. `question` is the one that stands open at Slack: diagnosis, line, question."""

    channel: str
    user: str
    connection: Connection
    question: tuple[str, str, str] | None = None
    shown_at: float = 0.0
    shown: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    is_over: bool = False

    async def start(self, minutes: int) -> None:
        """Send the filled-in form of a new diagnosis, and wait until its first question stands in the channel."""
        self.is_over = False
        self.asked.clear()
        self.shown.clear()
        status, body = await self._send(_form(self, minutes))
        assert (status, body) == (200, b""), (status, body)
        await self.next_question()

    async def next_question(self) -> None:
        """Wait until a question, or the verdict, stands in the channel."""
        await self.shown.wait()

    async def answer(self, question: str | None = None) -> float:
        """Tap "I don't know" on the open question (or on `question`); returns the seconds until the acknowledgement."""
        status, seconds = await self.tap(question)
        assert status == 200, status
        return seconds

    async def tap(self, question: str | None = None) -> tuple[int, float]:
        """The same, whatever comes of it: the status, and the seconds until it came."""
        assert self.question is not None
        diagnosis, line, shown = self.question
        self.shown.clear()
        begun = time.perf_counter()
        status, _ = await self._send(_tap(self, f"{diagnosis}|{line}|{question or shown}|unknown"))
        return status, time.perf_counter() - begun

    async def _send(self, payload: dict[str, Any]) -> tuple[int, bytes]:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        now = str(int(time.time()))
        digest = hmac.new(SECRET.encode(), f"v0:{now}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": f"v0={digest}", "Content-Type": FORM}
        return await self.connection.post(PATH, headers, body)


class Crowd:
    """The fake Slack, and everybody who talks. It checks nothing: the strict local Slack would be the bottleneck.

    `posted` keeps what was posted, newest first in each channel, so that a bot in doubt finds it there.
    """

    def __init__(self) -> None:
        self.posted: dict[str, deque[dict[str, Any]]] = defaultdict(deque)
        self.talkers: list[Talker] = []
        self._by_channel: dict[str, Talker] = {}
        self._ts = itertools.count(1_700_000_000_000_000)
        self._server: asyncio.Server | None = None

    async def open(self) -> int:
        """Begin to answer the bot's calls; returns the port."""
        self._server, port = await serve(self._answer)
        return port

    async def gather(self, port: int, count: int) -> None:
        """Let people sit down, each with a channel and a connection of their own to the bot at `port`."""
        for number in range(count):
            talker = Talker(channel=f"C{number:06}", user=f"U{number:06}", connection=await connect(port))
            self.talkers.append(talker)
            self._by_channel[talker.channel] = talker

    async def _answer(self, path: str, body: bytes) -> bytes:
        place, _, query = path.partition("?")
        method = place.rsplit("/", 1)[1]
        said: dict[str, Any] = {"ok": True}
        match method:
            case "chat.postMessage":
                posted = json.loads(body)
                said |= {"channel": posted["channel"], "ts": self._next_ts()}
                self.posted[posted["channel"]].appendleft({"ts": said["ts"], "metadata": posted.get("metadata")})
                self._saw(posted)
            case "conversations.history" | "conversations.replies":
                wanted = dict(parse_qsl(query or body.decode()))
                found = [one for one in self.posted[wanted["channel"]] if one["ts"] > wanted["oldest"]]
                said |= {"messages": found[: int(wanted["limit"])]}
            case "chat.update":
                edited = json.loads(body)
                said |= {"channel": edited["channel"], "ts": edited["ts"]}
            case "auth.test":
                said |= {"team_id": TEAM, "team": "Bench", "user_id": BOT, "bot_id": "B0BOT"}
            case "conversations.info":
                said |= {"channel": {"is_member": True}}
            case "users.info":
                said |= {"user": {"name": "somebody", "tz": "Europe/Madrid", "locale": "en-US"}}
        return json.dumps(said).encode()

    def _saw(self, posted: dict[str, Any]) -> None:
        talker = self._by_channel.get(posted["channel"])
        if talker is None:
            return
        values = {
            element["action_id"].split("/")[0]: element["value"]
            for block in posted["blocks"]
            if block["type"] == "actions"
            for element in block["elements"]
        }
        if "answer" in values:
            diagnosis, line, question, _ = values["answer"].split("|")
            talker.question = (diagnosis, line, question)
            talker.asked.append(question)
        elif "show_verdict" in values:
            talker.is_over = True
        else:
            return
        talker.shown_at = time.perf_counter()
        talker.shown.set()

    def posted_twice(self) -> int:
        """How many messages stand more than once where they belong."""
        letters = Counter(
            one["metadata"]["event_payload"]["letter"]
            for said in self.posted.values()
            for one in said
            if one["metadata"]
        )
        return sum(times - 1 for times in letters.values())

    def _next_ts(self) -> str:
        number = next(self._ts)
        return f"{number // 1_000_000}.{number % 1_000_000:06}"


def _person(talker: Talker) -> dict[str, Any]:
    return {"id": talker.user, "username": talker.user, "name": talker.user, "team_id": TEAM}


def _tap(talker: Talker, value: str) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "bench"},
        "user": _person(talker),
        "api_app_id": "A0BENCH",
        "token": "unused",
        "trigger_id": f"{next(_ids)}.{time.time_ns()}",
        "container": {"type": "message", "channel_id": talker.channel},
        "channel": {"id": talker.channel, "name": "bench"},
        "message": {"type": "message", "ts": "1.000001", "thread_ts": "1.000000"},
        "actions": [{"type": "button", "action_id": "answer/0", "block_id": "options0", "value": value}],
    }


def _form(talker: Talker, minutes: int) -> dict[str, Any]:
    def select(value: str) -> dict[str, Any]:
        return {"type": "static_select", "selected_option": {"value": value}}

    values = {
        "pilot": {"pilot": {"type": "plain_text_input", "value": f"pilot {next(_ids)}"}},
        "summary": {"summary": {"type": "plain_text_input", "value": None}},
        "framework": {"framework": select("both")},
        "minutes": {"minutes": select(str(minutes))},
    }
    view = {
        "id": f"V{next(_ids)}.{time.time_ns()}",
        "type": "modal",
        "callback_id": "start",
        "private_metadata": json.dumps({"channel": talker.channel}),
        "state": {"values": values},
    }
    team = {"id": TEAM, "domain": "bench"}
    return {"type": "view_submission", "team": team, "user": _person(talker), "view": view, "api_app_id": "A0BENCH"}
