"""One conversation for all of them: its requests are what is changed."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.playground.stage import Stage
from tests.conftest import TUESDAY
from tests.fuzz.payloads import Seed, conversation
from tests.fuzz.requests import Sender


@dataclass(frozen=True)
class Town:
    """A stage after a conversation, what was sent to the bot in it, and a way to send more."""

    stage: Stage
    seeds: list[Seed]
    sender: Sender


@pytest.fixture(scope="module")
def town(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The real bot and the strict local Slack."""
    path = tmp_path_factory.mktemp("fuzz") / "unstick.sqlite"
    shutil.copy(migrated_sqlite, path)
    stage = Stage(f"sqlite:///{path}", start=TUESDAY)
    stage.slack.line.ack_seconds = stage.slack.workspace.trigger_seconds = 30.0
    with stage:
        seeds = conversation(stage)
        with Sender(stage.slack.app_url) as sender:
            yield Town(stage, seeds, sender)
