"""The local Slack's part of the playground's one file: a table beside the bot's own, written as things change."""

from __future__ import annotations

import base64
import json
import sqlite3
import threading
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.playground.slack.model import Channel, File, Message, User, View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.playground.chronicle import Chronicle
    from bot.playground.slack.workspace import Workspace

Key = tuple[str, str]  # what kind of thing, and which
_TABLE = "CREATE TABLE IF NOT EXISTS local_slack (kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id))"
_PUT = "INSERT OR REPLACE INTO local_slack (kind, id, body) VALUES (?, ?, ?)"
_DROP = "DELETE FROM local_slack WHERE kind = ? AND id = ?"
_SEPARATOR = "/"
_AT_MOST_EVERY_S = 0.2  # how much of Slack a kill of the whole playground may cost
_BUSY_S = 10.0


class StateFile:
    """Keeps a workspace in a file while it changes.

    Args:
        path: the file; the bot's database is the same.
        workspace: what is kept.
        chronicle: what happened, kept with it.
    """

    def __init__(self, path: Path, workspace: Workspace, chronicle: Chronicle) -> None:
        self._path = path
        self._workspace = workspace
        self._chronicle = chronicle
        self._changed = threading.Condition()
        self._dirty: set[Key] = set()
        self._told = 0  # moments of the chronicle that are kept already
        self._files: set[tuple[str, bool, bool]] = set()  # files as they are kept: id, whether whole, whether shared
        self._thread: threading.Thread | None = None
        self._stopping = False

    def load(self) -> datetime | None:
        """Bring back what the file holds; returns the time it was there, None if it holds nothing."""
        if not self._path.exists():
            return None
        with closing(self._open()) as connection:
            connection.execute(_TABLE)
            rows = connection.execute("SELECT kind, id, body FROM local_slack ORDER BY kind, id").fetchall()
        bodies: dict[str, list[Any]] = {}
        for kind, _, body in rows:
            bodies.setdefault(kind, []).append(json.loads(body))
        if "meta" not in bodies:
            return None
        meta = bodies["meta"][0]
        _restore(self._workspace, bodies)
        self._workspace.count_from(meta["last_ts"], meta["ids"])
        self._chronicle.moments[:] = bodies.get("moment", [])
        self._told = len(self._chronicle.moments)
        return datetime.fromisoformat(meta["clock"])

    def start(self) -> None:
        """Keep what is there, and from now on what changes."""
        with closing(self._open()) as connection, connection:
            connection.execute(_TABLE)
        self._stopping = False
        with self._changed:
            self._dirty |= set(_everything(self._workspace))
        with self._workspace.changed:
            self._workspace.listeners.append(self._heard)
        self._thread = threading.Thread(target=self._run, name="state-file", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, and let the file go."""
        with self._workspace.changed:
            if self._heard in self._workspace.listeners:
                self._workspace.listeners.remove(self._heard)
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._told = 0
        self._files = set()

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=_BUSY_S)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=normal")
        return connection

    def _heard(self, entry: dict[str, Any]) -> None:
        keys = _touched(entry)
        with self._changed:
            self._dirty.update(keys)
            self._changed.notify_all()

    def _run(self) -> None:
        with closing(self._open()) as connection:
            while not self._stopping:
                with self._changed:
                    self._changed.wait_for(lambda: self._dirty or self._stopping)
                    self._changed.wait_for(lambda: self._stopping, _AT_MOST_EVERY_S)
                    keys, self._dirty = self._dirty, set()
                self._write(connection, keys)
            self._write(connection, self._dirty)
            connection.execute("pragma wal_checkpoint(truncate)")

    def _write(self, connection: sqlite3.Connection, keys: set[Key]) -> None:
        workspace = self._workspace
        with workspace.changed:
            found: dict[Key, object] = {key: _body(workspace, key) for key in keys}
            found |= self._new_files()
            meta = {**workspace.counters(), "clock": workspace.clock().isoformat()}
            fresh = self._chronicle.moments[self._told :]
        with connection:
            for (kind, which), body in found.items():
                if body is None:
                    connection.execute(_DROP, (kind, which))
                else:
                    connection.execute(_PUT, (kind, which, _text(body)))
            for number, moment in enumerate(fresh, self._told):
                connection.execute(_PUT, ("moment", f"{number:08d}", json.dumps(moment)))
            connection.execute(_PUT, ("meta", "", json.dumps(meta)))
        self._told += len(fresh)

    def _new_files(self) -> dict[Key, object]:
        """The files that are others than they were kept; there are few, and the log does not tell of each."""
        states = {(one.id, one.content is not None, one.shared): one for one in self._workspace.files.values()}
        fresh = {state: one for state, one in states.items() if state not in self._files}
        self._files.update(fresh)
        return {("file", one.id): one for one in fresh.values()}


def _touched(entry: dict[str, Any]) -> Iterator[Key]:
    """What an entry of the log has changed."""
    match entry["type"]:
        case "message" | "ephemeral" | "message_changed":
            yield "message", f"{entry['message']['channel']}{_SEPARATOR}{entry['message']['ts']}"
        case "message_deleted":
            yield "message", f"{entry['channel']}{_SEPARATOR}{entry['deleted_ts']}"
        case "user" | "channel":
            yield entry["type"], entry[entry["type"]]["id"]
        case "view":
            yield "modals", entry["user"]
        case "home":
            yield "home", entry["user"]
        case "clock" | "fault":
            yield "meta", ""


def _everything(workspace: Workspace) -> Iterator[Key]:
    yield from (("user", one) for one in workspace.users)
    yield from (("channel", one) for one in workspace.channels)
    yield from (("message", _SEPARATOR.join(one)) for one in workspace.messages)


def _body(workspace: Workspace, key: Key) -> object | None:
    kind, which = key
    match kind:
        case "message":
            channel, _, ts = which.partition(_SEPARATOR)
            return workspace.messages.get((channel, ts))
        case "user":
            return workspace.users.get(which)
        case "channel":
            return workspace.channels.get(which)
        case "modals":
            return workspace.modals.get(which)
        case "home":
            return workspace.homes.get(which)
        case _:
            return None


def _text(body: Any) -> str:
    if isinstance(body, tuple):
        return json.dumps([asdict(one) for one in body])
    whole = asdict(body)
    if isinstance(body, File) and body.content is not None:
        whole["content"] = base64.b64encode(body.content).decode()
    return json.dumps(whole)


def _restore(workspace: Workspace, bodies: dict[str, list[Any]]) -> None:
    for body in bodies.get("user", []):
        workspace.put_user(User(**body))
    for body in bodies.get("channel", []):
        workspace.put_channel(Channel(**{**body, "members": tuple(body["members"])}))
    for body in bodies.get("file", []):
        content = None if body["content"] is None else base64.b64decode(body["content"])
        file = File(**{**body, "content": content, "channels": tuple(body["channels"])})
        workspace.files[file.id] = file
    for body in sorted(bodies.get("message", []), key=lambda one: str(one["ts"])):
        reactions = tuple((name, tuple(who)) for name, who in body["reactions"])
        parts = {"blocks": tuple(body["blocks"]), "files": tuple(body["files"]), "reactions": reactions}
        workspace.put_message(Message(**{**body, **parts}))
    for body in bodies.get("modals", []):
        stack = tuple(View(**view) for view in body)
        if stack:
            workspace.put_modals(stack[-1].user, stack)
    for body in bodies.get("home", []):
        workspace.put_home(View(**body))
