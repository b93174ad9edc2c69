"""What has happened, moment by moment: what the page's timeline shows, and where each leads."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from bot.playground.slack.model import BOT_USER
from prompts.mrkdwn import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.playground.slack.workspace import Workspace

Json = dict[str, Any]
_NAMED = ("checkin", "gate", "plan", "digest", "verdict")
LONGEST = 90  # characters of a message that the timeline shows
_MARKED = re.compile(
    r"(?<![\w\u2060])([*_~`])(?=\S)([^\n]*?\S)\1(?![\w\u2060])"
)  # a joiner beside it: no mark (escape)
_PERSON = re.compile(r"<@(\w+)>")
_LABELLED = re.compile(r"<[^<>|]+\|([^<>]*)>")
_BARE = re.compile(r"<([^<>@#!][^<>|]*)>")


class Chronicle:
    """Listens to the workspace's log and keeps what a person would tell of it, oldest first.

    A moment has `at`, `kind` (message, said, checkin, gate, plan, verdict, digest, tap, command, fault, bot), `who`,
    `text`, and where it leads: `channel`, `ts`, `thread_ts`.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.moments: list[Json] = []
        workspace.listeners.append(self._heard)

    def _heard(self, entry: Json) -> None:
        if entry["type"] == "reset":
            self.moments.clear()
            return
        at = self._workspace.clock().isoformat()
        self.moments.extend({"at": at, **moment} for moment in _moments(entry, self._name))

    def _name(self, person: str) -> str:
        user = self._workspace.users.get(person)
        return user.real_name if user else person


def in_words(text: str, name: Callable[[str], str]) -> str:
    """A message as one reads it: people by `name` of their id, links by their words, no marks, no one else's words."""
    text = "\n".join(line for line in text.splitlines() if not line.startswith(">")) or text
    text = _PERSON.sub(lambda found: f"@{name(found[1])}", text)
    text = _BARE.sub(r"\1", _LABELLED.sub(r"\1", text))
    while (bare := _MARKED.sub(r"\2", text)) != text:  # marks stand inside marks
        text = bare
    return plain(text)


def _moments(entry: Json, name: Callable[[str], str]) -> Iterator[Json]:
    match entry["type"]:
        case "message":
            message = entry["message"]
            kind = _kind(message) if message["user"] == BOT_USER else "said"
            yield _at(kind, message["user"], in_words(message["text"], name), message)
        case "fault":
            yield {"kind": "fault", "who": None, "text": f"{entry['fault']} · {entry['method']}"}
        case "bot":
            if entry["state"] == "down" or (entry["state"] == "up" and entry["again"]):
                yield {"kind": "bot", "who": None, "text": str(entry["state"])}
        case "request":
            yield from _request(entry)


def _request(entry: Json) -> Iterator[Json]:
    if entry["direction"] == "from_app":
        if entry.get("fault"):
            yield {"kind": "fault", "who": None, "text": f"{entry['fault']} · {entry['what']} · {entry['status']}"}
        return
    if entry.get("failure"):
        yield {"kind": "fault", "who": None, "text": f"{entry['failure']} · {entry['what']}"}
    form = parse_qs(entry["body"]) if entry["what"] in {"slash", "interactive"} else {}
    if entry["what"] == "slash":
        words = f"{_one(form, 'command')} {_one(form, 'text')}".rstrip()
        yield {"kind": "command", "who": _one(form, "user_id"), "text": words, "channel": _one(form, "channel_id")}
    elif entry["what"] == "interactive":
        payload = json.loads(_one(form, "payload"))
        if payload["type"] == "view_submission":
            title = payload["view"]["title"]["text"]
            yield {"kind": "tap", "who": payload["user"]["id"], "text": title}
        for action in payload.get("actions", ()):
            label = (action.get("text") or {}).get("text", "")
            yield _at("tap", payload["user"]["id"], label, _place(payload))


def _place(payload: Json) -> Json:
    message = payload.get("message") or {}
    return {
        "channel": (payload.get("channel") or {}).get("id"),
        "ts": message.get("ts"),
        "thread_ts": message.get("thread_ts"),
    }


def _at(kind: str, who: str, words: str, place: Json) -> Json:
    line = next((line for line in words.splitlines() if line.strip()), "")
    text = line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
    return {
        "kind": kind,
        "who": who,
        "text": text,
        **{name: place.get(name) for name in ("channel", "ts", "thread_ts")},
    }


def _kind(message: Json) -> str:
    """What a message of the bot is about, by the name of its letter."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    parts = str(payload.get("letter", "")).split(".")[1:]
    return next((name for name in _NAMED for part in parts[:1] if part.startswith(name)), "message")


def _one(form: dict[str, list[str]], name: str) -> str:
    return (form.get(name) or [""])[0]
