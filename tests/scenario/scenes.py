"""Scenes that many tests begin with: played once in a test process, taken up by every stage that comes to them.

A scene is what the bot's database and the local Slack hold after it. Playing to a posted plan takes about thirty taps;
taking it up takes one restart of the bot.
"""

import atexit
import shutil
import tempfile
import uuid
from collections import defaultdict
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.playground.slack.workspace import Workspace
from bot.playground.stage import Stage
from tests.scenario.play import Talk

HELD = (  # what a workspace holds; who listens to it and what time it is are each stage's own
    "users",
    "channels",
    "messages",
    "_by_channel",
    "_by_thread",
    "modals",
    "homes",
    "inputs",
    "files",
    "triggers",
    "addresses",
    "calls",
    "mentions",
    "log",
    "_last_ts",
    "_ids",
)


@dataclass(frozen=True)
class Scene:
    """A database to copy, what Slack held beside it, and where the conversation is."""

    database: str
    slack: dict[str, Any]
    channel: str
    root: str
    at: datetime


_scenes: dict[tuple[str, bool], Scene] = {}


def come_to(name: str, stage: Stage, act: Callable[[Stage], Talk]) -> Talk:
    """The conversation as `act` leaves it, on a stage where nothing has happened yet: played once, copied after."""
    with stage.down() as address:
        scene = _scenes.get((name, _is_file(address)))
        if scene is not None:
            assert not stage.slack.workspace.messages, "something has happened here already: play it instead"
            assert stage.clock() == scene.at, "it is another day here: play it instead"
            _copy(scene.database, address)
            _set(stage.slack.workspace, scene.slack)
            return Talk(stage, scene.channel, scene.root)
    talk = act(stage)
    with stage.down() as address:
        kept = _place(address)
        _copy(address, kept)
        held = _held(stage.slack.workspace)
        _scenes[name, _is_file(address)] = Scene(kept, held, talk.channel, talk.root, stage.clock())
    return talk


def _is_file(address: str) -> bool:
    return sa.make_url(address).get_backend_name() == "sqlite"


def _place(address: str) -> str:
    """Where a copy can be kept until the tests end."""
    if _is_file(address):
        folder = tempfile.TemporaryDirectory(prefix="scene")
        atexit.register(folder.cleanup)
        return f"sqlite:///{folder.name}/scene.sqlite"
    name = f"scene_{uuid.uuid4().hex}"
    return sa.make_url(address).set(database=name).render_as_string(hide_password=False)


def _copy(there: str, here: str) -> None:
    """Make the database `here` what `there` is; nobody is connected to either."""
    old, new = (sa.make_url(each).database or "" for each in (there, here))
    if _is_file(here):
        for rest in Path(new).parent.glob(f"{Path(new).name}-*"):  # what SQLite keeps beside its file
            rest.unlink()
        shutil.copy(old, new)
        return
    admin = sa.create_engine(sa.make_url(here).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE IF EXISTS {new}"))
        connection.execute(sa.text(f"CREATE DATABASE {new} TEMPLATE {old}"))
    admin.dispose()


def _held(workspace: Workspace) -> dict[str, Any]:
    return {name: _own(getattr(workspace, name)) for name in HELD}


def _set(workspace: Workspace, held: dict[str, Any]) -> None:
    with workspace.changed:
        for name, value in held.items():
            setattr(workspace, name, _own(value))
        workspace.changed.notify_all()


def _own(value: Any) -> Any:
    """A copy of one's own of what grows; what stands in it is frozen."""
    if isinstance(value, defaultdict):
        return defaultdict(value.default_factory, {key: copy(each) for key, each in value.items()})
    return copy(value)
